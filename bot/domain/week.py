"""The look back at a week of training: what was done, and what was better than the week before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from bot.domain.load import Unit
from bot.domain.session import Effort

WEEK = timedelta(days=7)
_KG_PER_LB = Decimal("0.45359237")
_MOST = 5


@dataclass(frozen=True)
class Lifted:
    """A working set, of the session that began at `at`."""

    session: str
    at: datetime
    exercise: str
    effort: Effort


@dataclass(frozen=True)
class Best:
    """The best set of an exercise within the week, and within the week before, if there is one."""

    exercise: str
    effort: Effort
    before: Effort | None


@dataclass(frozen=True)
class Review:
    """Of the last seven days, and of the seven before; `bests` are those that are better than
    before or that nothing was before, most sets first."""

    sessions: int
    sets: int
    sessions_before: int
    sets_before: int
    bests: tuple[Best, ...]


def review(lifted: Iterable[Lifted], now: datetime) -> Review:
    """What older sets are among it counts for nothing."""
    every = [each for each in lifted if each.at > now - 2 * WEEK]
    week = [each for each in every if each.at > now - WEEK]
    before = [each for each in every if each.at <= now - WEEK]
    exercises = list(dict.fromkeys(each.exercise for each in week))
    exercises.sort(key=lambda key: -sum(each.exercise == key for each in week))
    bests = (_best(key, week, before) for key in exercises)
    return Review(
        sessions=len({each.session for each in week}),
        sets=len(week),
        sessions_before=len({each.session for each in before}),
        sets_before=len(before),
        bests=tuple(each for each in bests if each is not None)[:_MOST],
    )


def _best(exercise: str, week: list[Lifted], before: list[Lifted]) -> Best | None:
    """None: it was better before, or as good."""
    best = max((each.effort for each in week if each.exercise == exercise), key=_strength)
    earlier = [each.effort for each in before if each.exercise == exercise]
    former = max(earlier, key=_strength, default=None)
    if former is not None and _strength(best) <= _strength(former):
        return None
    return Best(exercise, best, former)


def _strength(effort: Effort) -> tuple[Decimal, int]:
    """The estimated one-rep maximum in kg (Epley), then reps; without a load, reps alone."""
    if effort.load is None:
        return Decimal(0), effort.reps
    factor = _KG_PER_LB if effort.load.unit is Unit.LB else Decimal(1)
    return effort.load.amount * factor * (1 + Decimal(effort.reps) / 30), effort.reps
