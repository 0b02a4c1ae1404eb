"""What the answerer returns: one of six kinds, each with the conversation that follows from it."""

from collections.abc import Iterator
from typing import Literal

from content.conversation import Conversation, Situation
from content.language import AlarmClass
from content.models import Frozen, Key, Link

MAX_ANSWER = 900
"""Characters of an answer with its source line: one phone screen between two sets."""

CommandName = Literal[
    "start_session",
    "remind",
    "stop_reminders",
    "move_reminder",
    "next_reminder",
    "calendar",
    "weekly_summary",
    "zone",
    "settings",
    "forget",
    "help",
    "undo",
    "skip",
    "stop_session",
    "progress",
    "swap",
    "remember_gym",
    "go_to_place",
    "places",
]


class Choice(Frozen):
    """A button: asking `question` gives what `label` promises."""

    label: str
    question: str


class Answer(Frozen):
    """The answer itself, then reason, difference and further options, then where it is from."""

    conversation: Conversation
    headline: str
    lines: tuple[str, ...] = ()
    source: str = ""
    exercise: Key | None = None
    options: tuple[Key, ...] = ()
    """Substitutes that the answer offers, best first."""
    missing: Key | None = None
    """Equipment the person said is not there."""
    links: tuple[Link, ...] = ()

    @property
    def text(self) -> str:
        """All of it in plain text; lines are dropped from the end to stay within MAX_ANSWER."""
        return "\n".join(self.parts)

    @property
    def parts(self) -> tuple[str, ...]:
        """Headline, the lines that fit, and the source line."""
        return tuple(self._fitting())

    def _fitting(self) -> Iterator[str]:
        room = MAX_ANSWER - len(self.headline) - (len(self.source) + 1 if self.source else 0)
        yield self.headline
        for line in self.lines:
            room -= len(line) + 1
            if room < 0:
                break
            yield line
        if self.source:
            yield self.source


class Clarification(Frozen):
    """Several things fit: asks which one, with at most four choices."""

    conversation: Conversation
    text: str
    choices: tuple[Choice, ...]


class Unknown(Frozen):
    """Nothing in the notes fits; the three nearest things that do."""

    conversation: Conversation
    text: str
    nearest: tuple[Choice, ...]


class OutOfScope(Frozen):
    """Understood, and not the coach's field."""

    conversation: Conversation
    text: str
    nearest: tuple[Choice, ...]


class RedFlag(Frozen):
    """The fixed text of an alarm class; there is no exercise in such a turn."""

    conversation: Conversation
    alarm: AlarmClass
    text: str


class Command(Frozen):
    """Something to be done, said in words; `text` is the person's own wording."""

    conversation: Conversation
    name: CommandName
    text: str
    answer: Answer | None = None
    """What there is to say where the command has nothing to act on, such as a swap at rest."""
    exercise: Key | None = None
    options: tuple[Key, ...] = ()
    told: Situation = Situation()
    """remember_gym, go_to_place: what the message tells of the equipment there."""
    kit: Key | None = None
    """The same: the kind of place that it names, such as a hotel gym."""


Response = Answer | Clarification | Unknown | OutOfScope | RedFlag | Command
