"""Finds the questions of a message: what each asks for, and which exercise it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

from content.asks import SWAP_INTENTS, Ask
from content.choosing import MOST_QUESTIONS, names_any, of_long, of_short
from content.conversation import Conversation, Situation
from content.features import Features
from content.intentions import Intentions, judges
from content.intents import Clause, Phrasebook, Said
from content.language import Intent, IntentKind
from content.library import Library
from content.mentions import Kind
from content.questions import is_headline, points_back
from content.search import Search
from content.situation import Told
from content.subjects import Context, Subjects, name_words, only_there, roles

SHORT_MESSAGE = 40
"""Words; in a longer message only its clearest question is answered."""
_COMMANDS = 0.5
"""Share of the probability below which a command is not carried out."""
_COMMAND_EVIDENCE = 3.0
"""Nats, for the same."""
_FULL_EVIDENCE = 10.0
"""Nats that leave no doubt that a sentence of a long message is on the coach's subject."""
_UNDECIDED = 0.7
"""Share of the likeliest intent above which it alone is answered."""
_NEARLY = 0.4
"""Of the likeliest intent's share, for one that is answered beside it."""
_QUESTION_MARK = 0.6
_NAMES_EXERCISE = 0.25
_WHOLE = frozenset(("each", "all", "every", "everything", "whole", "routine", "exercises"))
"""A question about all of it is not about the exercise that was named before."""
_OF_ROUTINE = frozenset(("five", "5", "of", "exercise", "your", "these", "them", "three"))
"""Words behind an "all" that means the routine; "all the way" does not."""
_NOT_ASKED = (Told.NOT_MEANT, Told.SPARED)
_CHOOSES = frozenset(("best", "better", "exercise", "most", "hardest", "else"))
"""With "which", the words of a question that leaves the exercise open."""
_PUT_ONLY = (IntentKind.DECLINE, IntentKind.SMALLTALK)
"""In a long message, what is mentioned of these is asked only where it is put as a question."""
_LINKING = frozenset(
    (
        *("and", "n", "the", "a", "an", "what", "about", "for", "ok", "okay", "so", "then"),
        *("also", "on", "with", "in", "now", "one", "thing", "too", "or", "please", "@exercise"),
        *("@equipment", "@muscle", "@kit", "if", "but", "it", "is", "my", "to", "of", "do"),
        *("again", "still", "just", "me"),
    )
)
"""Words that alone ask for nothing in particular: "and the pulldown?"."""


class Interpreter:
    """Decides with the intents, the mentions and the conversation; built once from a library."""

    def __init__(
        self, library: Library, search: Search, phrasebook: Phrasebook, subjects: Subjects
    ) -> None:
        self._library = library
        self._search = search
        self._phrasebook = phrasebook
        self._subjects = subjects
        self._intentions = Intentions(library)
        self._intents = {intent.key: intent for intent in library.intents}

    def asks(
        self,
        clauses: Sequence[Clause],
        conversation: Conversation,
        facts: Situation,
        told: Situation,
        current: str | None,
        named_aside: str | None,
    ) -> list[Ask]:
        """What the message asks for, in order; of a long one its clearest question.

        `named_aside` is an exercise that it names at least where it says what it does not ask.
        """
        earlier = conversation.exercise or current
        rejected = frozenset(
            key
            for clause in clauses
            for index, mention in enumerate(clause.mentions)
            if clause.told.get(index) is Told.NOT_MEANT
            for key in mention.keys(Kind.EXERCISE)
            or {earlier or ""} & {*mention.keys(Kind.AMBIGUOUS)}
        )
        context = Context(
            exercise=None,
            described=None,
            earlier=None if earlier in rejected else earlier,
            rejected=rejected,
            conversation=conversation,
            facts=facts,
            told=told,
            short=is_short(clauses),
            outside=tuple(key for clause in clauses for key in clause.keys(Kind.OUTSIDE)),
            outside_leads=any(
                clause.keys(Kind.OUTSIDE) and is_headline(clause.sentence) for clause in clauses
            ),
        )
        named, described = self._subjects.told(clauses, context)
        aside = named_aside if clauses and not any(map(names_any, clauses)) else None
        context = replace(context, exercise=named or aside or described, described=described)
        found: list[Ask] = []
        for clause in clauses:
            ask = self._ask(clause, context)
            if ask and found and ask.intent is None and ask.named and ask.clause.sentence.asks:
                # "Elbows on the wide row? And on the pullover?"
                ask = replace(ask, intent=found[-1].intent, share=found[-1].share)
            if ask:
                found.append(ask)
                if ask.named:
                    context = replace(context, exercise=ask.exercise)
        found = [ask for ask in found if not only_there(ask.clause)] or found
        found = [ask for ask in found if ask.exercise not in facts.avoid] or found
        if len(found) >= MOST_QUESTIONS:
            found = self._of_short(found, clauses) if context.short else [of_long(found)]
        swaps = [self._swap(ask, clauses, context) for ask in found]
        return [one for ask in swaps for one in self._each_of(ask, context)]

    def _each_of(self, ask: Ask, context: Context) -> Sequence[Ask]:
        """ "What for T-bar rows and for pullovers?": a swap for each of two of the routine."""
        routine = self._library.workout.exercises
        both = ask.exercise in routine and ask.other in routine
        told = {
            ask.clause.told.get(index)
            for index, keys in self._subjects.meant(ask.clause, context)
            if len(keys) == 1
        }
        if ask.key != "substitute" or not both or len(told) != 1:
            return (ask,)
        return (replace(ask, other=None), replace(ask, exercise=ask.other, other=None))

    def topics(self, clauses: Sequence[Clause]) -> tuple[str, ...]:
        """Keys of topics that a message may be about, likeliest first."""
        whole = self._phrasebook.said(_all_features(clauses))
        return tuple(said.intent.topic for said in whole if said.intent.topic)

    def _swap(self, ask: Ask, clauses: Sequence[Clause], context: Context) -> Ask:
        """A swap with what the other sentences of a short message name for it."""
        pairs = ask.key == "compare" and ask.other is None
        swaps = ask.key in SWAP_INTENTS and not ask.clause.keys(Kind.MUSCLE)
        if not context.short or not (swaps or pairs):
            return ask
        target, other = self._subjects.swapped(clauses, context)
        if target is None or target in context.facts.avoid:
            return ask
        swap = replace(ask, exercise=target, other=other or ask.other, ambiguous=())
        return self._intentions.judged(swap)

    def _of_short(self, found: list[Ask], clauses: Sequence[Clause]) -> list[Ask]:
        whole = self._phrasebook.said(_all_features(clauses))
        return of_short(found, {said.intent.key: said.share for said in whole})

    def _described_rival(self, target: str, clause: Clause, context: Context) -> str | None:
        """What is described to stand in; named tools are no description of another movement."""
        other, exercises = context.described, self._library.exercises
        if other in (None, target):
            return None
        alike = exercises[other].pattern is exercises[target].pattern
        return other if alike or not context.facts.has else None

    def _outside(self, clause: Clause, context: Context) -> tuple[str, ...]:
        """What declines a thing that is named, unless it gives way to an exercise that is, too."""
        here = clause.keys(Kind.OUTSIDE)
        names_none = not (clause.keys(Kind.EXERCISE) or clause.keys(Kind.AMBIGUOUS))
        named = context.exercise not in (None, context.described)
        elsewhere = context.outside if names_none and context.short else ()
        if named:
            # "Medium rare T-bar, how many minutes?" is no more of the row for naming it.
            elsewhere = tuple(key for key in elsewhere if not self._intents[key].yields)
            elsewhere = elsewhere if context.outside_leads else ()
        elif not (context.outside_leads or points_back(clause.sentence)):
            elsewhere = tuple(key for key in elsewhere if self._intents[key].yields)
        return tuple(
            key for key in (*here, *elsewhere) if names_none or not self._intents[key].yields
        )

    def _said(self, clause: Clause, exercise: str | None, context: Context) -> Sequence[Said]:
        """The likeliest intents; none where the words alone ask for nothing."""
        declining = self._outside(clause, context)
        bare = all(feature in _LINKING for feature in clause.features.told if " " not in feature)
        defines = clause.sentence.words[:2] == ("what", "is")
        if bare and not defines and clause.mentions and not declining:
            return ()
        if context.outside_leads and declining and not clause.keys(Kind.OUTSIDE):
            return (Said(self._intents[declining[0]], 1.0, _FULL_EVIDENCE),)
        found = self._phrasebook.said(clause.features, exercise, declining)
        if context.outside and context.short and not clause.mentions and _leans(found):
            found = self._phrasebook.said(clause.features, exercise, context.outside)
        said = [one for one in found if not _doubtful(one)]
        if clause.sentence.asks:
            said = [s for s in said if s.intent.kind is not IntentKind.ASIDE] or said
        return () if said and said[0].intent.kind is IntentKind.FOLLOW else said

    def _ask(self, clause: Clause, context: Context) -> Ask | None:
        meant = self._subjects.meant(clause, context)
        asks = clause.sentence.asks
        target, other = roles(clause, meant)
        if target and not self._subjects.is_pull(target):
            # "I shrug up on pulldowns": the lift that is no pull is a movement of the other.
            target, other = other or context.exercise or target, None
        if target and other is None:
            other = self._subjects.like(target, meant)
        ambiguous: tuple[str, ...] = ()
        if target is None:
            ambiguous = next(
                (keys for i, keys in meant if clause.told.get(i) not in _NOT_ASKED), ()
            )
            described_here = self._subjects.described(clause) if ambiguous else None
            if described_here in self._library.workout.exercises:
                target, ambiguous = described_here, ()
        facts = context.facts
        if ambiguous and (facts.sore_lower_back or facts.sore_shoulder or facts.only is not None):
            # "My back is stiff, which rows are fine?": what stands in for the first of them.
            target, ambiguous = ambiguous[0], ()
        if target is None and not ambiguous and not _open_choice(clause):
            target = context.exercise
        said = self._said(clause, target or context.earlier, context)
        intent = said[0].intent if said else None
        kind = intent.kind if intent else None
        if kind is IntentKind.ASIDE or (kind in _PUT_ONLY and not (asks or context.short)):
            return None
        if intent and intent.key in SWAP_INTENTS and target and other is None and judges(clause):
            other = self._described_rival(target, clause, context)
        named = target is not None
        if target is None and not ambiguous:
            target, ambiguous = self._subjects.lacking(clause, context)
            if not target and not ambiguous and not _open_choice(clause):
                target = context.earlier
        if intent is None and not (meant or ambiguous or clause.mentions or (asks and target)):
            return None
        share = said[0].share if said else 0.0
        certainty = min((said[0].evidence if said else 0.0) / _FULL_EVIDENCE, 1.0)
        weight = share * certainty + _QUESTION_MARK * asks + _NAMES_EXERCISE * bool(meant)
        ask = Ask(
            clause=clause,
            intent=intent,
            share=share,
            exercise=target,
            named=named,
            other=other,
            several=len(meant) > 1,
            ambiguous=ambiguous,
            asked=self._search.content_words(clause.sentence.words) - name_words(clause),
            weight=weight,
            second=_second(said),
        )
        return self._intentions.mended(ask, context) if kind in (None, IntentKind.ASK) else ask


def _second(said: Sequence[Said]) -> Intent | None:
    """A question that is nearly as likely as the first."""
    if len(said) < MOST_QUESTIONS or said[0].share > _UNDECIDED:
        return None
    first, second = said[:MOST_QUESTIONS]
    both_ask = first.intent.kind is second.intent.kind is IntentKind.ASK
    one_swap = first.intent.key in SWAP_INTENTS and second.intent.key in SWAP_INTENTS
    nearly = second.share >= _NEARLY * first.share
    return second.intent if both_ask and nearly and not one_swap else None


def _leans(said: Sequence[Said]) -> bool:
    """ "Can I take two?": hardly understood by itself, or a command that nobody may mean."""
    return not said or said[0].share < _UNDECIDED or said[0].intent.kind is IntentKind.COMMAND


def _doubtful(said: Said) -> bool:
    """What is not clearly a command is not carried out."""
    unclear = said.share < _COMMANDS or said.evidence < _COMMAND_EVIDENCE
    return said.intent.kind is IntentKind.COMMAND and unclear


def _all_features(clauses: Iterable[Clause]) -> Features:
    return reduce(or_, (clause.features for clause in clauses), Features())


def _open_choice(clause: Clause) -> bool:
    """It asks about the whole routine, or which exercise is for a muscle; "at all" does not."""
    words = clause.sentence.words
    if clause.keys(Kind.MUSCLE) and "which" in words and _CHOOSES & {*words}:
        return True
    after = (*words[1:], "")
    return any(
        word in _WHOLE and (word != "all" or then in _OF_ROUTINE)
        for word, then in zip(words, after, strict=True)
    )


def is_short(clauses: Iterable[Clause]) -> bool:
    return sum(len(clause.sentence.words) for clause in clauses) <= SHORT_MESSAGE
