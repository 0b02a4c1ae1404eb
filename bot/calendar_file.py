"""Weekly reminders as a calendar file (RFC 5545) that phones and calendars take in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.domain.reminder import ReminderRule

if TYPE_CHECKING:
    from icalendar import Timezone

_PRODUCT = "-//BackDay//BackDay//EN"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_KNOWN_AHEAD = 10
"""Years for which the changes of a clock are written down."""


@dataclass(frozen=True)
class Recurring:
    """A rule by the id that it keeps, from the local date `first` on."""

    id: str
    rule: ReminderRule
    first: date


def calendar_file(
    recurring: Sequence[Recurring], title: str, length: timedelta, now: datetime
) -> bytes:
    """One event for each rule, `length` long, without an alarm of its own; UTF-8."""
    # Few people ask for the file, and the library takes a tenth of a second to import.
    from icalendar import Calendar, Event  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for zone in sorted({each.rule.zone for each in recurring}):
        calendar.add_component(_clock(zone, now))
    for each in recurring:
        event = Event()
        event.add("uid", f"{each.id}@backday")
        event.add("dtstamp", now)
        event.add("summary", title)
        start = datetime.combine(each.first, each.rule.at)
        event.add("dtstart", start, parameters={"TZID": each.rule.zone})
        event.add("duration", length)
        days = [_DAYS[day] for day in sorted(each.rule.days)]
        event.add("rrule", {"freq": "weekly", "byday": days})
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _clock(zone: str, now: datetime) -> "Timezone":
    """A VTIMEZONE. Each change begins by the clock before it; the library writes the one after,
    where a clock goes forward."""
    from icalendar import Timezone  # noqa: PLC0415

    first, last = date(now.year - 1, 1, 1), date(now.year + _KNOWN_AHEAD, 1, 1)
    clock = Timezone.from_tzinfo(ZoneInfo(zone), zone, first, last)
    for change in clock.subcomponents:
        forward = change.TZOFFSETTO - change.TZOFFSETFROM
        if forward > timedelta():
            change.DTSTART -= forward
            again = change.pop("RDATE", None)
            if again is not None:
                change.add("RDATE", [each.dt - forward for each in again.dts])
    return clock
