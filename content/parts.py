"""One question of a message, understood, and the answer to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.conversation import Situation
from content.language import Intent
from content.models import Key, Statement

MOST_LINES = 5
"""Lines below an answer's headline."""


@dataclass(frozen=True)
class Request:
    """One question, understood."""

    intent: Intent | None
    exercise: Key | None
    named: bool
    """The message itself names or describes the exercise."""
    other: Key | None
    spelled: bool
    """It does so by name."""
    asked: frozenset[str]
    """Content words without the exercise's name."""
    things: frozenset[str]
    """Words that name exercises, equipment, muscles."""
    situation: Situation
    """All that is known of gym and person."""
    new: Situation
    """What this message alone tells of them."""
    muscles: tuple[Key, ...] = ()
    equipment: tuple[Key, ...] = ()
    titled: bool = False
    """An earlier part of the answer is about the same exercise."""

    @property
    def key(self) -> Key | None:
        return self.intent.key if self.intent else None


@dataclass(frozen=True)
class Part:
    """The answer to one question; several may share a message."""

    headline: str
    lines: tuple[str, ...] = ()
    sources: tuple[Key, ...] = ()
    exercise: Key | None = None
    topic: Key | None = None
    intent: Key | None = None
    options: tuple[Key, ...] = ()
    missing: Key | None = None
    links: tuple[Key, ...] = ()


def stated(statements: Sequence[Statement]) -> Part:
    """The first statement is the answer, the others support it."""
    shown = statements[: MOST_LINES + 1]
    return Part(shown[0].text, tuple(s.text for s in shown[1:]), sources(shown))


def sources(statements: Iterable[Statement]) -> tuple[Key, ...]:
    """Where they come from, each source once."""
    return tuple(dict.fromkeys(statement.source for statement in statements))
