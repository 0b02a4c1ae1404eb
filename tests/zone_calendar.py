"""What the clocks of a zone show, learned by asking at instant after instant, in whole seconds.

Nothing here combines a date with a time in a zone or knows of `fold`: the only question asked of
a zone is how far ahead of UTC it is at an instant. Wall times are seconds since 1970 as a clock
shows them, instants are seconds since 1970 in UTC.
"""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 24 * 60 * 60
STEP = 6 * 60 * 60
"""No zone changes its clocks twice within so many seconds."""
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class ZoneCalendar:
    """Stretches of time without a clock change: (first instant, seconds ahead of UTC) of each."""

    stretches: tuple[tuple[int, int], ...]

    def instant_of(self, wall: int) -> int:
        """The first instant at which the clock shows `wall`; where the clock skips it, as long
        after the change as the clock would have needed to get there."""
        starts = [start for start, _ in self.stretches]
        for (start, ahead), end in zip(self.stretches, [*starts[1:], 2**40], strict=True):
            if start <= wall - ahead < end:
                return wall - ahead
        for (_, before), (change, after) in pairwise(self.stretches):
            if change + before <= wall < change + after:
                return wall - before
        raise ValueError(f"{wall} is before the calendar begins")


def calendar_of(zone: str, first: date, last: date) -> ZoneCalendar:
    """The clock of an IANA zone from the day before `first` to the day after `last`."""
    place = ZoneInfo(zone)

    def ahead(instant: int) -> int:
        offset = datetime.fromtimestamp(instant, place).utcoffset()
        assert offset is not None
        return int(offset.total_seconds())

    start, end = _seconds(first) - 3 * DAY, _seconds(last) + 3 * DAY
    stretches = [(start, ahead(start))]
    for instant in range(start, end, STEP):
        if ahead(instant + STEP) != stretches[-1][1]:
            changed = bisect_left(
                range(instant, instant + STEP),
                True,
                key=lambda each: ahead(each) != stretches[-1][1],
            )
            stretches.append((instant + changed, ahead(instant + STEP)))
    return ZoneCalendar(tuple(stretches))


def occurrences(
    calendar: ZoneCalendar, weekday: int, at: time, first: date, last: date
) -> list[int]:
    """The instants of a weekly rule, one for each of its dates from `first` to `last`."""
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    seconds = at.hour * 3600 + at.minute * 60
    walls = range(_seconds(start) + seconds, _seconds(last) + DAY, 7 * DAY)
    return [calendar.instant_of(wall) for wall in walls]


def _seconds(day: date) -> int:
    return (day - _EPOCH).days * DAY
