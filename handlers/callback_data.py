"""What buttons carry: one declaration packs, matches and parses; at most 64 bytes."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar, Self, cast

LIMIT = 64
LONGEST_ID, LONGEST_NUMBER = 10, 12
"""What is longer is forged, and would leave no room for the rest when it is packed again."""


@dataclass(frozen=True)
class ButtonData:
    """Fields of str or int, joined with colons behind the prefix of the class."""

    prefix: ClassVar[str]
    ids: ClassVar[tuple[str, ...]] = ()
    """The fields that hold the id of a row."""

    def pack(self) -> str:
        values = (getattr(self, field.name) for field in fields(self))
        packed = ":".join((self.prefix, *map(str, values)))
        if len(packed.encode()) > LIMIT:
            raise ValueError(f"a button carries at most {LIMIT} bytes: {packed}")
        return packed

    @classmethod
    def parse(cls, data: str) -> Self | None:
        """The button, or None where the data was not packed by this class."""
        kinds = [cast("Callable[[str], Any]", field.type) for field in fields(cls)]
        prefix, *parts = data.split(":")
        if prefix != cls.prefix or len(parts) != len(kinds):
            return None
        for field, kind, part in zip(fields(cls), kinds, parts, strict=True):
            is_id = field.name in cls.ids
            if is_id and (len(part) > LONGEST_ID or not part.isascii()):
                return None
            if kind is int and len(part) > LONGEST_NUMBER:
                return None
        try:
            return cls(*(kind(part) for kind, part in zip(kinds, parts, strict=True)))
        except ValueError:
            return None

    @classmethod
    def pattern(cls) -> str:
        return f"^{cls.prefix}:"


class Verb(StrEnum):
    """What a press on the card of a session asks for; `arg` of the button says how much."""

    DONE = "done"
    REPS = "reps"
    LOAD = "load"
    WEIGH = "weigh"
    TAKEN = "taken"
    SWAP = "swap"
    RESTORE = "back"
    HOW = "how"
    MORE = "more"
    CARD = "card"
    SKIP = "skip"
    UNDO = "undo"
    NOTE = "note"
    STOP = "stop"
    GO = "go"
    REST = "rest"


@dataclass(frozen=True)
class SessionButton(ButtonData):
    prefix: ClassVar[str] = "s"
    ids: ClassVar[tuple[str, ...]] = ("session",)
    session: str
    version: int
    verb: Verb
    arg: str = ""


class Place(StrEnum):
    """Where a button without further data leads."""

    OVERVIEW = "overview"
    START = "start"
    SHORT = "short"
    CARD = "card"
    REMIND = "remind"
    ZONE = "zone"
    LOCATION = "location"
    CLOCK = "clock"
    CALENDAR = "calendar"
    FORGET_ALL = "forget_all"
    KEEP_ALL = "keep_all"
    CLEARED = "cleared"


@dataclass(frozen=True)
class PlaceButton(ButtonData):
    prefix: ClassVar[str] = "go"
    place: Place

    @classmethod
    def to(cls, *places: Place) -> str:
        """The pattern of the buttons that lead to these places."""
        return f"^{cls.prefix}:({'|'.join(places)})$"


@dataclass(frozen=True)
class ChoiceButton(ButtonData):
    """The `index`-th question that the answer of a turn offered."""

    prefix: ClassVar[str] = "q"
    turn: int
    index: int


class Page(StrEnum):
    """What is shown of an exercise on its own."""

    ABOUT = "about"
    INSTEAD = "instead"


@dataclass(frozen=True)
class ExerciseButton(ButtonData):
    prefix: ClassVar[str] = "ex"
    page: Page
    exercise: str


@dataclass(frozen=True)
class HowButton(ButtonData):
    """How an exercise is done; what is asked from stays."""

    prefix: ClassVar[str] = "how"
    exercise: str


class Fix(StrEnum):
    MISSING = "missing"
    PRESENT = "present"


@dataclass(frozen=True)
class EquipmentButton(ButtonData):
    """Remember that the gym lacks something, or that it has it after all."""

    prefix: ClassVar[str] = "eq"
    fix: Fix
    equipment: str


class GymStep(StrEnum):
    """What a press on the places asks for."""

    LIST = "list"
    SHOW = "show"
    GO = "go"
    KINDS = "kinds"
    ADD = "add"
    NAME = "name"
    RENAME = "rename"
    DELETE = "delete"
    SURE = "sure"
    DROP = "drop"
    CLEAR = "clear"
    UNDO = "undo"


class GymPage(StrEnum):
    """Where a change of the equipment is shown."""

    PLACE = "p"
    SETTINGS = "s"


@dataclass(frozen=True)
class GymButton(ButtonData):
    """`arg` is the equipment to drop, the version to undo, or the kind of place to add."""

    prefix: ClassVar[str] = "gym"
    step: GymStep
    gym: str = ""
    arg: str = ""
    page: GymPage = GymPage.PLACE


class Tell(StrEnum):
    WANT = "want"
    GIVE_UP = "no"


@dataclass(frozen=True)
class TellButton(ButtonData):
    """Be told the answer to a question that could not be answered, or not after all."""

    prefix: ClassVar[str] = "tell"
    wish: Tell
    gap: str


class GapStep(StrEnum):
    PAGE = "page"
    DISMISS = "not"
    RESTORE = "back"


@dataclass(frozen=True)
class GapButton(ButtonData):
    """A page of what could not be answered; `gap` is any asking of the question that is meant."""

    prefix: ClassVar[str] = "gap"
    step: GapStep
    page: int
    gap: str = ""


class Choice(StrEnum):
    UNIT = "unit"
    RESTS = "rests"
    ZONE = "zone"
    SUMMARY = "week"


@dataclass(frozen=True)
class SettingButton(ButtonData):
    prefix: ClassVar[str] = "set"
    choice: Choice
    value: str


class TravelStep(StrEnum):
    """Of the rules that go by the person's clock: they go by that of the zone `arg`, or stay. Of
    one that does not, `arg` is the id: it comes along. And the answer to “Are you travelling?”."""

    HERE = "here"
    HOME = "home"
    BRING = "bring"
    NO = "no"


@dataclass(frozen=True)
class TravelButton(ButtonData):
    prefix: ClassVar[str] = "tr"
    step: TravelStep
    arg: str = ""


class RemindStep(StrEnum):
    DAYS = "days"
    TIME = "time"
    SET = "set"
    OTHER = "other"
    KEEP = "keep"
    MOVE = "move"
    PAUSE = "pause"
    RESUME = "resume"
    DELETE = "delete"


BESIDE = "+"


@dataclass(frozen=True)
class RemindButton(ButtonData):
    """A step of setting a reminder, or of changing one; the draft travels in the button.

    `days` is a bit per weekday from Monday; of a move, the days that are given up follow seven bits
    higher. `minute` is the minute of the day, -1 for none yet. `rule` is the id of the rule that is
    meant, BESIDE for one more, or empty: all of them, or whichever the new one gives way to.
    """

    prefix: ClassVar[str] = "r"
    ids: ClassVar[tuple[str, ...]] = ("rule",)
    step: RemindStep
    days: int = 0
    minute: int = -1
    rule: str = ""


class ReminderPress(StrEnum):
    START = "start"
    SHORT = "short"
    SOON = "soon"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"
    SKIP = "skip"
    WAKE = "wake"
    UNSKIP = "unskip"
    KEEP = "keep"
    OTHER_DAY = "day"
    PAUSE = "pause"


@dataclass(frozen=True)
class ReminderButton(ButtonData):
    """A press on a reminder that came; `due` is the second it was due, so an old one shows.

    `rule` is the id of its rule, if it is known; `before` what WAKE and UNSKIP restore: the second
    that a snooze of another rule was for with that rule's id behind a dot, or the day until which
    the rule was paused; empty for none."""

    prefix: ClassVar[str] = "due"
    ids: ClassVar[tuple[str, ...]] = ("rule",)
    press: ReminderPress
    due: int
    rule: str = ""
    before: str = ""
