"""What goes wrong in a virtual year: when, for how long, and how often."""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

_HOUR = 3600


class Kind(Enum):
    OUTAGE = auto()
    """The Bot API answers nothing but 502 for a while."""
    DOWN = auto()
    """The bot is killed, and started again after a while."""
    STOPPED = auto()
    """The same, but it is stopped as by SIGTERM."""
    KILLED = auto()
    """In the middle of whatever it does next, and started again at once."""
    REFUSED = auto()
    """A 5xx for some calls, which are not done."""
    FLOOD = auto()
    """A 429 that asks for a pause."""
    LOST = auto()
    """A call is done, and its answer is lost."""


A_WEEK = {
    Kind.OUTAGE: 1.0,
    Kind.DOWN: 0.5,
    Kind.STOPPED: 0.5,
    Kind.KILLED: 2.0,
    Kind.REFUSED: 2.0,
    Kind.FLOOD: 1.5,
    Kind.LOST: 2.0,
}
"""How often, on the average."""
_LASTING = (Kind.OUTAGE, Kind.DOWN, Kind.STOPPED)


@dataclass(frozen=True)
class Spell:
    """`seconds` is how long it lasts, or the pause that a 429 asks for."""

    at: int
    kind: Kind
    seconds: int = 0
    times: int = 1


def weather(start: int, days: int, seed: int, factor: float = 1.0) -> list[Spell]:
    """In order; each kind comes at least once, `factor` times as often as in a usual week."""
    dice = random.Random(f"{seed}/weather")
    day = int(timedelta(days=1).total_seconds())
    spells = []
    for kind, a_week in A_WEEK.items():
        for _ in range(max(1, round(a_week * factor * days / 7))):
            at = start + dice.randrange(day // 2, days * day - 12 * _HOUR)
            spells.append(_spell(kind, at, dice))
    return sorted(spells, key=lambda spell: spell.at)


def _spell(kind: Kind, at: int, dice: random.Random) -> Spell:
    if kind in _LASTING:
        longest = dice.choice((_HOUR // 12, _HOUR, 2 * _HOUR, 7 * _HOUR))
        return Spell(at, kind, dice.randint(30, longest))
    if kind is Kind.FLOOD:
        return Spell(at, kind, dice.choice((1, 5, 30, 60, 400)), dice.randint(1, 3))
    return Spell(at, kind, times=dice.randint(1, 6 if kind is Kind.REFUSED else 2))
