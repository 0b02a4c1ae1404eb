"""One question of a message, understood; the answer to it, and one answer of several."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from content import texts
from content.conversation import Conversation, Situation
from content.language import Intent
from content.library import Library
from content.models import Exercise, Key, Statement
from content.responses import Answer

MOST_LINES = 5
"""Lines below an answer's headline."""
_MOST_SOURCE = 250
"""Characters of the labels in a source line."""


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


def titled(part: Part, exercise: Exercise) -> Part:
    """With the name of the exercise in front, for whoever did not name it."""
    headline = texts.ABOUT.format(name=exercise.name, said=texts.inside(part.headline))
    return replace(part, headline=headline)


def sources(statements: Iterable[Statement]) -> tuple[Key, ...]:
    """Where they come from, each source once."""
    return tuple(dict.fromkeys(statement.source for statement in statements))


def joined(
    parts: Sequence[Part], conversation: Conversation, refusal: str | None, library: Library
) -> Answer:
    """One answer of all parts: the answers themselves first, then what supports them.

    `refusal` says what else was asked is not covered.
    """
    first, last = parts[0], parts[-1]
    lines = first.lines
    if len(parts) > 1:
        lines = (*(part.headline for part in parts[1:]), *_alternating(parts))
    if refusal:
        lines = (texts.DECLINED_PART.format(reply=refusal), *lines)
    keys = dict.fromkeys(key for part in parts for key in part.sources)
    labels = _listed([library.sources[key].label for key in keys])
    links = (library.links[key] for part in parts for key in part.links)
    return Answer(
        conversation=conversation.model_copy(
            update={
                "exercise": last.exercise or conversation.exercise,
                "topic": last.topic,
                "intent": last.intent or conversation.intent,
            }
        ),
        headline=first.headline,
        lines=lines,
        source=texts.SOURCE.format(labels=labels) if labels else "",
        exercise=first.exercise,
        options=first.options,
        missing=first.missing,
        links=tuple(link for link in links if link.url),
    )


def _alternating(parts: Sequence[Part]) -> tuple[str, ...]:
    """Two supporting lines of each part."""
    return tuple(line for part in parts for line in part.lines[:2])


def _listed(labels: Sequence[str]) -> str:
    """As many labels as leave room for the answer itself; the first always."""
    line = ""
    for label in labels:
        longer = f"{line}; {label}" if line else label
        if line and len(longer) > _MOST_SOURCE:
            break
        line = longer
    return line
