"""Who is coached, and what they chose."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.load import Unit


@dataclass(frozen=True)
class Person:
    """`zone` is None until it was told; `expecting` says what the next typed words are for.

    A reminder that was due at `missed_at` did not go out, and since `silent_at` some are paused, as
    nobody answered them: who writes next is told.
    """

    id: int
    unit: Unit = Unit.KG
    zone: str | None = None
    rests: bool = True
    live_message: int | None = None
    expecting: str | None = None
    blocked_at: datetime | None = None
    missed_at: datetime | None = None
    silent_at: datetime | None = None


@dataclass(frozen=True)
class Stored:
    """What is kept about a person, counted, for /forget and /privacy."""

    sessions: int
    sets: int
    reminders: int
    questions: int
    gyms: int
    equipment: int
    """Notes on the equipment of the gyms."""


def local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))
