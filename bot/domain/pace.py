"""How fast one person may go: a token bucket; empty, it stays shut until it is full again."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum


@dataclass(frozen=True)
class Pace:
    """So many updates at once, and so many a second for ever.

    Thumbs tap about six times a second. From an empty bar to 100 kg in steps of 2.5 kg are 32 taps,
    and a whole session's typed sets come at once when a phone has signal again: 60 have room for
    either. Who floods has four updates a second handled, whatever they send.
    """

    room: float = 60
    per_second: float = 4


@dataclass(frozen=True)
class Bucket:
    """What was left at an instant; `told`: that it is shut was said since it ran dry."""

    left: float
    at: datetime
    shut: bool = False
    told: bool = False


class Verdict(Enum):
    PASS = "pass"  # noqa: S105 - not a password
    SAY_SO = "say_so"
    DROP = "drop"


def refilled(bucket: Bucket, pace: Pace, now: datetime) -> Bucket:
    """The bucket now; an instant before the last one gives nothing, nor does it count again."""
    seconds = max(0.0, (now - bucket.at).total_seconds())
    left = min(pace.room, bucket.left + seconds * pace.per_second)
    if left == pace.room:
        return Bucket(left, max(bucket.at, now))
    return replace(bucket, left=left, at=max(bucket.at, now))


def take(
    bucket: Bucket | None, pace: Pace, now: datetime, *, can_tell: bool
) -> tuple[Bucket, Verdict]:
    """One update more, None being the first; `can_tell`: where it came from, a reply may be sent.

    SAY_SO comes once for each time that it is shut.
    """
    bucket = refilled(bucket, pace, now) if bucket else Bucket(pace.room, now)
    if not bucket.shut and bucket.left >= 1:
        return replace(bucket, left=bucket.left - 1), Verdict.PASS
    say_so = can_tell and not bucket.told
    shut = replace(bucket, shut=True, told=bucket.told or say_so)
    return shut, Verdict.SAY_SO if say_so else Verdict.DROP
