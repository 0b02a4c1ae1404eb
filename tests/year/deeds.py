"""What people wish of their reminders, in seconds since 1970, and how they say so."""

from dataclasses import dataclass
from datetime import date, time

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Weekly:
    """On `days` (0 is Monday) at the wall time `at` of an IANA zone."""

    days: frozenset[int]
    at: time
    zone: str

    def __str__(self) -> str:
        return f"{' '.join(_DAYS[day] for day in sorted(self.days))} {self.at:%H:%M} {self.zone}"

    @property
    def words(self) -> str:
        return " and ".join(_DAYS[day] for day in sorted(self.days)) + f" {self.at:%H:%M}"


@dataclass(frozen=True)
class Set:
    """A rule in the place `slot` of the person's rules, whatever was there before."""

    slot: int
    weekly: Weekly
    beside: bool = False

    @property
    def words(self) -> str:
        return f"/remind {'also ' if self.beside else ''}{self.weekly.words}"


@dataclass(frozen=True)
class Pause:
    """All rules: until that day, or for good."""

    until: date | None = None

    @property
    def words(self) -> str:
        return f"/remind pause until {self.until}" if self.until else "/remind pause"


@dataclass(frozen=True)
class Resume:
    words: str = "/remind resume"


@dataclass(frozen=True)
class Stop:
    words: str = "/remind stop"


@dataclass(frozen=True)
class Snooze:
    """For half an hour, or until the evening of the zone, of the rule at that slot."""

    zone: str
    tonight: bool = False
    slot: int | None = None


@dataclass(frozen=True)
class Skip:
    """Nothing more before next week of the rule at that slot, nor a snooze of it; None: any snooze
    alone is dropped."""

    slot: int | None = None


@dataclass(frozen=True)
class Train:
    """A set is logged on the day that it is in the zone."""

    zone: str


Wish = Set | Pause | Resume | Stop | Snooze | Skip | Train


@dataclass
class Deed:
    """A person wished something at `at`; it took effect by `done`, None: not yet."""

    person: int
    wish: Wish
    at: int
    done: int | None = None
