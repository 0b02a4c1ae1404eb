"""Replies that lead on where there is no answer: which one, not in the notes, not covered."""

from collections.abc import Iterable

from content import texts
from content.asks import Ask
from content.conversation import Conversation
from content.library import Library
from content.models import Key
from content.responses import Choice, Clarification, OutOfScope, Unknown

_MOST_CHOICES = 4
_NEAREST = 3


class Guide:
    """Offers what the coach can answer instead."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def clarification(self, ask: Ask, conversation: Conversation) -> Clarification:
        """Which of several exercises?"""
        names = [self._library.exercises[key].name for key in ask.ambiguous[:_MOST_CHOICES]]
        asked = texts.QUESTIONS.get(ask.key or "", texts.QUESTION)
        return Clarification(
            conversation=conversation,
            text=texts.CLARIFY,
            choices=tuple(Choice(label=name, question=asked.format(name=name)) for name in names),
        )

    def declined(self, conversation: Conversation, text: str) -> OutOfScope:
        """Understood, and not covered."""
        return OutOfScope(conversation=conversation, text=text, nearest=self._starters())

    def unknown(self, nearest_topics: Iterable[Key], conversation: Conversation) -> Unknown:
        """Not in the notes; the nearest topics that are."""
        topics = [self._library.topics[key] for key in nearest_topics]
        nearest = [Choice(label=topic.title, question=topic.title) for topic in topics]
        distinct = tuple(dict.fromkeys((*nearest[:_NEAREST], *self._starters())))[:_NEAREST]
        return Unknown(conversation=conversation, text=texts.UNKNOWN, nearest=distinct)

    def _starters(self) -> tuple[Choice, ...]:
        name = self._library.exercises[self._library.workout.exercises[0]].name
        return tuple(
            Choice(label=label.format(name=name), question=question.format(name=name))
            for label, question in texts.NEXT_QUESTIONS
        )
