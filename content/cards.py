"""Cards to share in any chat: what the content says to a few typed words, and to anybody."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from textwrap import shorten

from content import texts
from content.answers import Answerer
from content.conversation import Conversation
from content.explanation import introduce
from content.language import AlarmClass
from content.library import Library
from content.names import Names
from content.responses import (
    MAX_ANSWER,
    Answer,
    Choice,
    Clarification,
    Command,
    OutOfScope,
    RedFlag,
    Response,
    Unknown,
)

MOST_CARDS = 12
_LONGEST_QUESTION = 120


@dataclass(frozen=True)
class Card:
    """`title` and `hint` are how it is offered, `said` is what it says.

    `question` stands above an answer that others would not understand without it.
    """

    title: str
    hint: str
    said: Answer | RedFlag
    question: str = ""
    routine: bool = False
    """Whether it is the routine, which can be trained at once."""


class Cards:
    """Built once; what it offers depends on the words alone."""

    def __init__(self, library: Library, answerer: Answerer) -> None:
        self._library = library
        self._answerer = answerer
        self._names = Names(library)
        safety = library.safety
        self._cautions = {
            sign.reply or safety.replies[AlarmClass.CAUTION]
            for sign in safety.signs
            if sign.alarm is AlarmClass.CAUTION
        }

    def offered(self, typed: str) -> tuple[Card, ...]:
        """The fitting cards, best first: never none, at most MOST_CARDS, none twice.

        What tells of a warning sign gets its text as the only card, and no exercise.
        """
        if not typed.strip():
            return _distinct(self._starters())
        response = self._answerer.answer(typed, Conversation())
        answer = response.answer if isinstance(response, Command) else response
        if isinstance(answer, RedFlag):
            return (Card(texts.RED_FLAG_CARD, answer.text, answer),)
        if isinstance(answer, Answer) and answer.headline in self._cautions:
            return (_answer(typed, answer),)
        return _distinct(self._fitting(typed, answer) or self._starters())

    def _fitting(self, typed: str, answer: Response | None) -> list[Card]:
        """Exercises that are named, and what answers the words if they are a question."""
        named = self._names.find(typed)
        cards = [self._exercise(name.exercise) for name in named]
        match answer:
            case Answer() if answer.source or answer.exercise:
                if answer.exercise not in {name.exercise for name in named}:
                    cards.insert(1 if named and named[0].sure else 0, _answer(typed, answer))
                about = (key for key in (answer.exercise, *answer.options) if key)
                return [*cards, *map(self._exercise, about)]
            case Clarification() if not named:
                return [*self._answers(answer.choices)]
            case Unknown() | OutOfScope() if not named:
                return [*self._answers(answer.nearest)]
        return cards

    def _starters(self) -> Iterable[Card]:
        """The routine, its exercises, and a few questions that people begin with."""
        workout = self._library.workout
        first = self._library.exercises[workout.exercises[0]].name
        questions = (
            Choice(label=label.format(name=first), question=question.format(name=first))
            for label, question in texts.NEXT_QUESTIONS
        )
        exercises = map(self._exercise, workout.exercises)
        return chain((self._routine(),), exercises, self._answers(questions))

    def _routine(self) -> Card:
        workout, library = self._library.workout, self._library
        exercises = [library.exercises[key] for key in workout.exercises]
        intro = workout.intro[:1]
        labels = [library.source_line(*intro)] if intro else []
        labels += [library.sources[each.prescription.source].label for each in exercises]
        lines = [
            texts.ROUTINE_LINE.format(
                number=number,
                name=exercise.name,
                sets=exercise.prescription.sets,
                reps=exercise.prescription.reps,
            )
            for number, exercise in enumerate(exercises, 1)
        ]
        said = Answer(
            conversation=Conversation(),
            headline=workout.title,
            lines=(*(statement.text for statement in intro), *lines, texts.NOT_IN_ARTICLE),
            source=texts.SOURCE.format(labels="; ".join(dict.fromkeys(labels))),
        )
        return Card(workout.title, ", ".join(each.name for each in exercises), said, routine=True)

    def _exercise(self, key: str) -> Card:
        said = introduce(self._library.exercises[key], self._library)
        return Card(said.headline, said.lines[0], said)

    def _answers(self, choices: Iterable[Choice]) -> Iterable[Card]:
        """What the offered questions would be answered, under the words they are offered by."""
        for choice in choices:
            answer = self._answerer.answer(choice.question, Conversation())
            if isinstance(answer, Answer):
                yield replace(_answer(choice.question, answer), title=choice.label)


def _answer(question: str, given: Answer) -> Card:
    """Its first sentence is the title; the question is cut to the room that the answer leaves."""
    first, _, rest = given.headline.partition(". ")
    room = min(_LONGEST_QUESTION, MAX_ANSWER - len(given.text) - 1)
    asked = shorten(question, room, placeholder="…") if room > 0 else ""
    return Card(first.removesuffix("."), rest or " ".join(given.lines[:1]), given, asked)


def _distinct(cards: Iterable[Card]) -> tuple[Card, ...]:
    by_text: dict[str, Card] = {}
    for card in cards:
        by_text.setdefault(card.said.text, card)
    return tuple(by_text.values())[:MOST_CARDS]
