"""What becomes of reminders: answered, put off to the same hour again and again, or left alone."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum

PATIENCE = timedelta(days=13, hours=12)
"""Two weeks, whatever the clock did meanwhile."""
OFTEN = 3
"""Times that a reminder was put off to an hour before that hour is proposed."""
_LATELY = 4
"""The last dates on which it was put off, of which so many have to agree."""
_ABOUT = timedelta(minutes=45)
_QUARTER = 15
_MOST_OFFERED = 8


@dataclass(frozen=True)
class Silence:
    """`since` is when the first reminder was due that nobody answered; `asked_at` is when the
    person was asked what is to become of them."""

    since: datetime | None = None
    asked_at: datetime | None = None


class Verdict(Enum):
    REMIND = "remind"
    ASK = "ask"
    """Two weeks without an answer: one question takes the place of a reminder."""
    PAUSE = "pause"
    """That was not answered either: nothing more comes until the person wants it."""


def heard(silence: Silence, started_at: datetime | None) -> Silence:
    """A session that began since is an answer, too; `started_at` is that of the latest one."""
    if silence.since is not None and started_at is not None and started_at > silence.since:
        return Silence()
    return silence


def verdict(silence: Silence, now: datetime) -> Verdict:
    if silence.asked_at is not None:
        return Verdict.PAUSE
    if silence.since is None or now - silence.since < PATIENCE:
        return Verdict.REMIND
    return Verdict.ASK


@dataclass(frozen=True)
class Habit:
    """The `hours` to which reminders were put off lately, each with its local date, the latest at
    the end; `offered` are hours that were proposed already."""

    hours: tuple[tuple[date, time], ...] = ()
    offered: tuple[time, ...] = ()


def put_off(habit: Habit, day: date, to: time) -> Habit:
    """The reminder of a date was put off to this hour, to the nearest quarter of one."""
    hours = (*taken_back(habit, day).hours, (day, _rounded(to)))
    return replace(habit, hours=hours[-_LATELY - 1 :])  # one more, for when it is taken back


def taken_back(habit: Habit, day: date) -> Habit:
    """It was not put off on that date after all."""
    return replace(habit, hours=tuple(each for each in habit.hours if each[0] != day))


def begun(habit: Habit, day: date) -> Habit:
    """Training began; on a date on which nothing was put off, that ends the habit."""
    return habit if day in dict(habit.hours) else Habit(offered=habit.offered)


def proposal(habit: Habit, at: time) -> time | None:
    """The hour to move a reminder to that comes `at`; None: there is nothing to propose."""
    lately = [hour for _, hour in habit.hours[-_LATELY:]]
    if sum(_near(hour, lately[-1]) for hour in lately) < OFTEN:
        return None
    if _near(lately[-1], at, timedelta(minutes=10)):
        return None
    return None if any(_near(lately[-1], each) for each in habit.offered) else lately[-1]


def proposed(habit: Habit, hour: time) -> Habit:
    """The hour is not proposed again."""
    return Habit(offered=(*habit.offered, hour)[-_MOST_OFFERED:])


def _rounded(at: time) -> time:
    minutes = round((at.hour * 60 + at.minute) / _QUARTER) * _QUARTER
    return time(*divmod(min(minutes, 24 * 60 - _QUARTER), 60))


def _near(one: time, other: time, within: timedelta = _ABOUT) -> bool:
    apart = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return timedelta(minutes=apart) <= within
