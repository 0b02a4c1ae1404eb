"""A question that the content could not answer, and when its answer may be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_A_DAY = 3
"""Answers that are told to one person within DAY; more wait."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Gap:
    """One asking by one person; `reason` is unknown or out_of_scope.

    It is open until the content has the answer; who waits for it is told once.
    """

    id: str
    person: int
    question: str
    reason: str
    asked_at: datetime
    wanted_at: datetime | None = None
    answered_at: datetime | None = None
    told_at: datetime | None = None
    dismissed_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """The person wants the answer and has not got it."""
        return self.wanted_at is not None and self.told_at is None


def tell_at(told: Iterable[datetime], now: datetime) -> datetime:
    """When a person may be told one more answer: `now`, or once MOST_A_DAY are not too many.

    `told` are the instants of those told before.
    """
    recent = sorted(at for at in told if now - DAY < at <= now)
    return now if len(recent) < MOST_A_DAY else recent[-MOST_A_DAY] + DAY
