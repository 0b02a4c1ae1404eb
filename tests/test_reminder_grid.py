"""Twelve years of weekly reminders in the zones that change their clocks most oddly.

`python -m tests.benchmarks.reminder_grid` does the same in every zone.
"""

from datetime import date, time

import pytest

from tests.benchmarks.reminder_grid import (
    FAULTS,
    Walk,
    by_cron_trigger,
    by_rule,
    by_seven_days,
    expected_of,
    faults,
    faults_of,
)
from tests.zone_calendar import calendar_of, occurrences

ODD = (
    "Africa/Cairo",  # at midnight
    "Africa/Casablanca",  # around Ramadan
    "Africa/El_Aaiun",
    "America/Asuncion",
    "America/Havana",  # at midnight
    "America/Nuuk",  # on Saturday evening
    "America/Santiago",  # at midnight
    "America/Sao_Paulo",  # no more
    "America/St_Johns",
    "Antarctica/Troll",  # two hours
    "Asia/Beirut",  # at midnight
    "Asia/Gaza",  # around Ramadan
    "Atlantic/Azores",  # at midnight
    "Australia/Lord_Howe",  # half an hour
    "Europe/Dublin",  # its winter time is the odd one
    "Pacific/Apia",
    "Pacific/Chatham",  # at a quarter to three
)
FIRST, LAST = date(2025, 1, 1), date(2036, 12, 31)


def found(walk: Walk, zone: str) -> dict[str, int]:
    counts = faults_of(walk, zone, expected_of(calendar_of(zone, FIRST, LAST), FIRST, LAST))
    assert counts["occurrences"] == 6 * 4383
    return {each: counts[each] for each in FAULTS}


@pytest.mark.parametrize("zone", ODD)
def test_no_reminder_is_wrong_missed_or_doubled(zone: str) -> None:
    assert found(by_rule, zone) == {"wrong": 0, "missed": 0, "doubled": 0}


def test_the_calendar_finds_the_faults_of_a_week_in_seconds() -> None:
    wrong = found(by_seven_days, "Europe/Dublin")["wrong"]
    assert 6 * 4383 * 0.3 < wrong < 6 * 4383 * 0.7


def test_the_calendar_finds_what_a_trigger_misses_and_doubles() -> None:
    calendar = calendar_of("Europe/Berlin", FIRST, LAST)
    for weekday, at, fault in ((0, time(0), "missed"), (6, time(2, 30), "doubled")):
        listed = {(weekday, at): occurrences(calendar, weekday, at, FIRST, LAST)}
        assert faults_of(by_cron_trigger, "Europe/Berlin", listed)[fault] > 0


def test_faults_are_told_apart() -> None:
    expected = [1000, 2000, 3000, 4000]
    assert faults(expected, expected) == {}
    assert faults(expected, [1000, 3000, 4000]) == {"missed": 1}
    assert faults(expected, [1000, 2000, 2100, 3000, 4000]) == {"doubled": 1}
    assert faults(expected, [1000, 2000, 3100, 4000]) == {"wrong": 1}
