"""Things to do at an instant: one row says when, one tick claims it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LEASE = timedelta(minutes=1)
"""A claim that was not settled by then may be claimed again."""
REST_LEASE = timedelta(days=1)
"""The end of a rest comes at most once: what a crash left of it is thrown away then."""


class DueKind(StrEnum):
    REMINDER = "reminder"
    SNOOZE = "snooze"
    REST = "rest"
    ANSWER = "answer"


class Fate(StrEnum):
    """What came of it; FAILED is tried again, UNNEEDED had become pointless."""

    SENT = "sent"
    LATE = "late"
    DROPPED = "dropped"
    UNNEEDED = "unneeded"
    UNREACHABLE = "unreachable"
    FAILED = "failed"


Tally = Counter[tuple[DueKind, Fate]]
"""How often what came of which."""


@dataclass(frozen=True)
class Due:
    """`rule` and `day`, its local date, belong to a reminder, and to a snooze of it; `session` to a
    rest, `question` to an answer that somebody waits for; `attempts` counts the claims so far."""

    id: str
    kind: DueKind
    person: int
    due_at: datetime
    rule: str | None = None
    session: str | None = None
    question: str | None = None
    attempts: int = 0
    day: date | None = None


def retry_at(now: datetime, attempts: int) -> datetime:
    """When something that could not be sent is tried again: after 5 s, then twice as long each."""
    return now + min(timedelta(seconds=5 * 2 ** min(attempts, 10)), timedelta(minutes=15))
