"""Whether somebody who writes in the dead of night may be in another zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.person import local

NIGHT = range(1, 5)
"""Hours of the clock in which whoever lives by it sleeps."""
SOON = timedelta(days=7)
"""Two nights that are further apart say nothing."""
QUIET = timedelta(days=30)
"""Who was asked, or said no, is not asked again for so long."""
FORGOTTEN = timedelta(days=90)
"""A night that is longer ago is no habit."""


@dataclass(frozen=True)
class Nights:
    """The first night on which somebody wrote, and when they were asked last."""

    first: date | None = None
    asked_at: datetime | None = None


def is_night(now: datetime, zone: str) -> bool:
    return local(now, zone).hour in NIGHT


def after_night(nights: Nights, now: datetime, zone: str, trained_at: Iterable[datetime]) -> Nights:
    """What to keep once somebody wrote at night; `asked_at` is `now` where they are to be asked.

    They are on the second night of a week, unless nights are nothing new to them: `trained_at` are
    the starts of their sessions, and an earlier night that is not forgotten counts, too.
    """
    tonight = local(now, zone).date()
    if nights.first is None or not timedelta() <= tonight - nights.first <= FORGOTTEN:
        return Nights(tonight, nights.asked_at)
    if not timedelta() < tonight - nights.first <= SOON:
        return nights
    if nights.asked_at is not None and now - nights.asked_at < QUIET:
        return nights
    trained = (local(at, zone) for at in trained_at)
    if any(at.hour in NIGHT and at.date() < nights.first for at in trained):
        return nights
    return Nights(nights.first, now)
