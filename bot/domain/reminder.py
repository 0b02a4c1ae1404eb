"""Weekly reminders: a rule in local wall time, and the instants it stands for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LATEST = timedelta(hours=2)
"""A reminder that is later than this is dropped, not sent."""
EVENING = time(20, 0)
SOON = timedelta(minutes=30)
LONGEST_SNOOZE = timedelta(days=2)
"""A little more than until tomorrow evening; what says more was not said by us."""
_SHORTLY = timedelta(hours=1)
_HALF_A_DAY = timedelta(hours=12)


MOST = 7
"""Rules of a person."""


@dataclass(frozen=True)
class ReminderRule:
    """Every week on `days` (0 is Monday) at wall time `at` in the IANA zone `zone`."""

    days: frozenset[int]
    at: time
    zone: str

    def __post_init__(self) -> None:
        if not self.days or not self.days <= set(range(7)):
            raise ValueError("a reminder needs at least one day of the week")


@dataclass(frozen=True)
class Occurrence:
    """The local date that a reminder stands for, and the instant of it, aware UTC."""

    day: date
    at: datetime


class Off(StrEnum):
    """Why a rule is switched off: the person wished it, or they could not be reached."""

    PAUSED = "paused"
    BLOCKED = "blocked"


class About(StrEnum):
    """What a rule sends: a reminder to train, or the summary of the week."""

    TRAINING = "training"
    SUMMARY = "summary"


class Snooze(StrEnum):
    SOON = "soon"
    TONIGHT = "tonight"
    TOMORROW = "tomorrow"


def next_occurrence(rule: ReminderRule, after: datetime) -> datetime:
    """The first occurrence strictly after `after`, aware UTC.

    Each local date is combined with the wall time at fold=0 (RFC 5545 3.3.5): a time that exists
    twice means the first one, a time that is skipped is shifted forward by the gap.
    """
    return _next(rule, after, None).at


def first_from(
    rule: ReminderRule, now: datetime, day: date | None = None, done: date | None = None
) -> Occurrence:
    """The first occurrence after `now`, on `day` or later, of a date later than `done`."""
    if day is None:
        return _next(rule, now, done)
    begins = _instant(day, time(), ZoneInfo(rule.zone))
    return _next(rule, max(now, begins - timedelta(seconds=1)), done)


def date_of(rule: ReminderRule, due_at: datetime) -> date:
    """The date that a reminder which is due at this instant stands for, unless it was shifted."""
    return due_at.astimezone(ZoneInfo(rule.zone)).date()


def carried_over(
    due: Occurrence,
    rule: ReminderRule,
    now: datetime,
    day: date | None = None,
    done: date | None = None,
) -> Occurrence:
    """What is due of a rule that goes by another zone since `now`; `day` and `done` as for
    `first_from`.

    Dates only go forward: each is reminded of once, when its time comes in the zone that is in
    force then. What is owed already stays. A date is left out only where the new clock is past its
    time when it takes over.
    """
    return due if due.at <= now else first_from(rule, now, day, done)


def as_known_now(rule: ReminderRule, due_at: datetime) -> datetime:
    """The occurrence that `due_at` stood for when less was known of the zone, aware UTC.

    It is of the same date, however the clock there was set meanwhile by less than half a day.
    """
    return next_occurrence(rule, due_at - _HALF_A_DAY)


def snoozed_until(snooze: Snooze, now: datetime, zone: str, at: time) -> datetime:
    """When a snoozed reminder comes back, aware UTC; tomorrow means `at` the time that it comes
    anyway, and an evening that is over means in an hour."""
    if snooze is Snooze.SOON:
        return now + SOON
    here = ZoneInfo(zone)
    if snooze is Snooze.TOMORROW:
        return _instant(now.astimezone(here).date() + timedelta(days=1), at, here)
    evening = _instant(now.astimezone(here).date(), EVENING, here)
    return evening if evening > now + SOON else now + timedelta(hours=1)


def is_merged(until: datetime, next_at: datetime | None, now: datetime, zone: str) -> bool:
    """Whether a snooze would come when the next reminder comes anyway: shortly before it or later,
    or, of another day than today, on its day. Then that one counts."""
    if next_at is None:
        return False
    here = ZoneInfo(zone)
    day = until.astimezone(here).date()
    if next_at <= until + _SHORTLY:
        return True
    return day > now.astimezone(here).date() and next_at.astimezone(here).date() <= day


def next_week(now: datetime, zone: str) -> date:
    """Its first day by the clock there, a Monday."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today + timedelta(days=7 - today.weekday())


def too_late(due_at: datetime, now: datetime) -> bool:
    return now - due_at > LATEST


def _next(rule: ReminderRule, after: datetime, done: date | None) -> Occurrence:
    zone = ZoneInfo(rule.zone)
    start = after.astimezone(zone).date() - timedelta(days=1)
    if done is not None:
        start = max(start, done + timedelta(days=1))
    dates = (start + timedelta(days=n) for n in range(10))
    occurrences = (
        Occurrence(day, _instant(day, rule.at, zone)) for day in dates if day.weekday() in rule.days
    )
    return next(each for each in occurrences if each.at > after)  # they are in order


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
