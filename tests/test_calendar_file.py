"""The calendar file: what other programs read in it comes when our reminders do."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from icalendar import Calendar

from bot.calendar_file import Recurring, calendar_file
from bot.domain.reminder import ReminderRule, first_from, next_occurrence

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LENGTH = timedelta(minutes=45)
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "America/Nuuk",
    "Asia/Kolkata",
    "Etc/UTC",
)
NEGATIVE = ("Africa/Casablanca",)
"""Where summer time is the usual one; the other library is an hour off at a change there."""


def file_of(*rules: ReminderRule, title: str = "Back day") -> bytes:
    recurring = [
        Recurring(f"r{number}", rule, first_from(rule, NOW).day)
        for number, rule in enumerate(rules)
    ]
    return calendar_file(recurring, title, LENGTH, NOW)


def lines_of(raw: bytes, name: str) -> list[str]:
    return [line for line in raw.decode().splitlines() if line.startswith(f"{name}:")]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", [time(0, 0), time(2, 30), time(7, 0), time(18, 0), time(23, 30)])
def test_sixty_occurrences_are_those_of_the_reminder(zone: str, at: time) -> None:
    rule = ReminderRule(frozenset({1, 4, 6}), at, zone)
    raw = file_of(rule)
    [event] = Calendar.from_ical(raw).events
    assert isinstance(event.start, datetime)
    first = event.start.replace(tzinfo=None)
    assert event["DTSTART"].params["TZID"] == zone
    [weekly] = lines_of(raw, "RRULE")
    starts = rrulestr(weekly, dtstart=first)
    expected = NOW
    for start in starts.xafter(first, count=60, inc=True):
        expected = next_occurrence(rule, expected)
        assert start.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) == expected


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone not in NEGATIVE])
def test_the_clock_that_is_written_down_is_that_of_the_zone(zone: str) -> None:
    """Read by another library, which believes the file and not its own data."""
    written = tzical(StringIO(file_of(ReminderRule(frozenset({1}), time(18), zone)).decode()))
    here, there = ZoneInfo(zone), written.get(zone)
    assert there is not None
    instant = datetime(2025, 6, 1, tzinfo=UTC)
    while instant.year < 2036:
        following = instant + timedelta(days=1)
        changes = instant.astimezone(here).utcoffset() != following.astimezone(here).utcoffset()
        for hours in range(-6, 30) if changes else (0,):
            each = instant + timedelta(hours=hours)
            assert each.astimezone(there).replace(tzinfo=None) == each.astimezone(here).replace(
                tzinfo=None
            ), each
        instant = following


def test_each_rule_is_one_event_under_a_name_that_stays() -> None:
    first = ReminderRule(frozenset({1, 4}), time(7), "Europe/Berlin")
    second = ReminderRule(frozenset({5}), time(10), "Asia/Tokyo")
    calendar = Calendar.from_ical(file_of(first, second))
    assert [str(event["UID"]) for event in calendar.events] == ["r0@backday", "r1@backday"]
    assert lines_of(file_of(first, second), "RRULE") == [
        "RRULE:FREQ=WEEKLY;BYDAY=TU,FR",
        "RRULE:FREQ=WEEKLY;BYDAY=SA",
    ]
    assert [event.duration for event in calendar.events] == [LENGTH, LENGTH]
    assert [zone.tz_name for zone in calendar.timezones] == ["Asia/Tokyo", "Europe/Berlin"]
    assert calendar.walk("VALARM") == []
    again = Calendar.from_ical(file_of(second, first))
    assert {str(event["UID"]) for event in again.events} == {"r0@backday", "r1@backday"}


def test_lines_are_folded_and_words_escaped() -> None:
    title = "Rücken; eins, zwei\nund \\ drei 💪 " * 6
    raw = file_of(ReminderRule(frozenset({1}), time(7), "Europe/Berlin"), title=title)
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    [event] = Calendar.from_ical(raw).events
    assert str(event["SUMMARY"]) == title


def test_it_begins_with_the_day_that_is_told() -> None:
    rule = ReminderRule(frozenset({1}), time(7), "Europe/Berlin")
    raw = calendar_file([Recurring("r", rule, date(2026, 3, 24))], "Back day", LENGTH, NOW)
    [event] = Calendar.from_ical(raw).events
    assert event.start == datetime(2026, 3, 24, 7, tzinfo=ZoneInfo("Europe/Berlin"))
