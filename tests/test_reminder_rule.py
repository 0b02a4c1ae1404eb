"""Weekly rules against a calendar that was written down minute by minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminder import (
    LATEST,
    ReminderRule,
    Snooze,
    is_merged,
    next_occurrence,
    snoozed_until,
    too_late,
)

MINUTE = timedelta(minutes=1)
EVERY_DAY = frozenset(range(7))


def calendar_of(zone: str, middle: date) -> dict[datetime, datetime]:
    """Each wall minute of the days around `middle`, and the instant that a clock there shows it.

    Of two instants the first counts; a minute that the clock skips comes as much later as the
    clock jumped.
    """
    place = ZoneInfo(zone)
    instant = datetime(middle.year, middle.month, middle.day, tzinfo=UTC) - timedelta(days=5)
    calendar: dict[datetime, datetime] = {}
    expected = instant.astimezone(place).replace(tzinfo=None)
    for _ in range(15 * 24 * 60):
        wall = instant.astimezone(place).replace(tzinfo=None, fold=0)
        skipped = expected
        while skipped < wall:
            calendar.setdefault(skipped, instant + (skipped - expected))
            skipped += MINUTE
        calendar.setdefault(wall, instant)
        expected = wall + MINUTE
        instant += MINUTE
    return calendar


CLOCK_CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("America/Havana", date(2026, 3, 8)),  # the gap is at midnight
    ("Asia/Beirut", date(2026, 3, 29)),  # at midnight
    ("Africa/Cairo", date(2026, 4, 24)),  # at midnight
    ("Africa/Cairo", date(2026, 10, 29)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),  # half an hour
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Antarctica/Troll", date(2026, 3, 29)),  # two hours
    ("America/Nuuk", date(2026, 3, 28)),  # from Saturday 23:00 to Sunday
    ("Pacific/Apia", date(2011, 12, 30)),  # a whole day
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Asia/Kathmandu", date(2026, 6, 1)),  # no change at all
]


@pytest.mark.parametrize(("zone", "middle"), CLOCK_CHANGES)
def test_around_a_clock_change_the_rule_follows_the_calendar(zone: str, middle: date) -> None:
    calendar = calendar_of(zone, middle)
    start = datetime(middle.year, middle.month, middle.day, tzinfo=UTC) - timedelta(days=2)
    for minute in range(0, 24 * 60, 15):
        at = time(minute // 60, minute % 60)
        same_minute = {wall: instant for wall, instant in calendar.items() if wall.time() == at}
        for days in (EVERY_DAY, frozenset({middle.weekday()}), frozenset({5, 6})):
            rule = ReminderRule(days, at, zone)
            listed = [i for wall, i in same_minute.items() if wall.weekday() in days]
            for hours in range(0, 96, 7):
                after = start + timedelta(hours=hours)
                expected = min(instant for instant in listed if instant > after)
                assert next_occurrence(rule, after) == expected, (rule, after)


@pytest.mark.parametrize(
    ("rule", "after", "expected"),
    [
        pytest.param(
            ReminderRule(EVERY_DAY, time(2, 30), "Europe/Berlin"),
            datetime(2026, 3, 28, 12, tzinfo=UTC),
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
            id="a time that is skipped comes an hour later on the clock, 3:30",
        ),
        pytest.param(
            ReminderRule(EVERY_DAY, time(2, 30), "Europe/Berlin"),
            datetime(2026, 10, 24, 12, tzinfo=UTC),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            id="of a time that comes twice the first is meant",
        ),
        pytest.param(
            ReminderRule(EVERY_DAY, time(2, 30), "Europe/Berlin"),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
            id="the second 2:30 of the night brings nothing",
        ),
        pytest.param(
            ReminderRule(frozenset({4}), time(18), "Pacific/Apia"),
            datetime(2011, 12, 29, 12, tzinfo=UTC),
            datetime(2011, 12, 31, 4, tzinfo=UTC),
            id="the Friday that Samoa never had comes a day later",
        ),
        pytest.param(
            ReminderRule(frozenset({0}), time(18), "Etc/UTC"),
            datetime(2026, 3, 2, 18, tzinfo=UTC),
            datetime(2026, 3, 9, 18, tzinfo=UTC),
            id="the occurrence itself is not after itself",
        ),
    ],
)
def test_what_a_rule_means(rule: ReminderRule, after: datetime, expected: datetime) -> None:
    assert next_occurrence(rule, after) == expected


def test_a_rule_needs_a_day_of_the_week() -> None:
    for days in (frozenset[int](), frozenset({7}), frozenset({-1, 2})):
        with pytest.raises(ValueError, match="day of the week"):
            ReminderRule(days, time(18), "Etc/UTC")


zones = st.sampled_from(
    [
        "Etc/UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York",
        "America/St_Johns", "America/Sao_Paulo", "America/Havana", "America/Nuuk",
        "America/Santiago", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Beirut",
        "Asia/Gaza", "Africa/Cairo", "Africa/Casablanca", "Australia/Lord_Howe",
        "Australia/Sydney", "Antarctica/Troll", "Pacific/Apia", "Pacific/Chatham",
        "Pacific/Kiritimati",
    ]
)  # fmt: skip
rules = st.builds(
    ReminderRule,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    zones,
)
instants = st.integers(946_684_800, 2_840_140_800).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)
"""From 2000 to 2060."""


@given(rules, instants)
def test_an_occurrence_is_on_its_day_at_its_time_unless_the_clock_was_changed(
    rule: ReminderRule, after: datetime
) -> None:
    occurrence = next_occurrence(rule, after)
    assert occurrence > after
    assert occurrence - after <= timedelta(days=8, hours=1)
    here = occurrence.astimezone(ZoneInfo(rule.zone))
    yesterday = (occurrence - timedelta(hours=25)).astimezone(ZoneInfo(rule.zone))
    on_time = here.weekday() in rule.days and here.time() == rule.at and not here.fold
    assert on_time or here.utcoffset() != yesterday.utcoffset()


@given(rules, instants, st.integers(0, 10**6))
def test_the_next_one_never_comes_before_the_next_one_of_earlier(
    rule: ReminderRule, after: datetime, seconds: int
) -> None:
    occurrence = next_occurrence(rule, after)
    later = after + timedelta(seconds=seconds)
    following = next_occurrence(rule, later)
    assert following >= occurrence
    assert (following == occurrence) == (later < occurrence)


@given(rules, instants)
def test_no_day_of_the_clock_brings_a_second_one_unless_it_was_changed(
    rule: ReminderRule, after: datetime
) -> None:
    place = ZoneInfo(rule.zone)
    for _ in range(8):
        occurrence = next_occurrence(rule, after)
        following = next_occurrence(rule, occurrence)
        here, there = occurrence.astimezone(place), following.astimezone(place)
        changed = here.utcoffset() != there.utcoffset() or here.time() != rule.at
        assert there.date() > here.date() or changed
        assert following - occurrence >= timedelta(hours=20)
        after = occurrence


SIX = time(6)


class TestSnooze:
    def test_soon_is_in_half_an_hour(self) -> None:
        now = datetime(2026, 3, 2, 18, tzinfo=UTC)
        assert snoozed_until(Snooze.SOON, now, "Europe/Berlin", SIX) == now + timedelta(minutes=30)

    def test_tonight_is_eight_by_the_clock_of_the_person(self) -> None:
        now = datetime(2026, 3, 2, 12, tzinfo=UTC)
        assert snoozed_until(Snooze.TONIGHT, now, "Europe/Berlin", SIX) == datetime(
            2026, 3, 2, 19, tzinfo=UTC
        )

    @pytest.mark.parametrize("minute", [30, 45, 59])
    def test_an_evening_that_is_almost_there_means_in_an_hour(self, minute: int) -> None:
        now = datetime(2026, 3, 2, 19, minute, tzinfo=UTC)
        assert snoozed_until(Snooze.TONIGHT, now, "Etc/UTC", SIX) == now + timedelta(hours=1)

    @given(st.sampled_from([Snooze.SOON, Snooze.TONIGHT]), instants, zones)
    def test_a_snooze_gives_time_and_comes_on_the_same_day(
        self, choice: Snooze, now: datetime, zone: str
    ) -> None:
        wait = snoozed_until(choice, now, zone, SIX) - now
        assert timedelta(minutes=30) <= wait <= timedelta(hours=25)

    @given(instants, zones)
    def test_tomorrow_is_the_next_date_at_the_same_hour_or_shifted_over_a_gap(
        self, now: datetime, zone: str
    ) -> None:
        here = ZoneInfo(zone)
        until = snoozed_until(Snooze.TOMORROW, now, zone, SIX).astimezone(here)
        following = now.astimezone(here).date() + timedelta(days=1)
        assert until.date() == following or (until.date() - following).days == 1
        assert until.timetz().replace(tzinfo=None) == SIX or until.date() != following

    def test_what_would_come_with_the_next_reminder_is_merged_with_it(self) -> None:
        now, hour = datetime(2026, 3, 2, 18, tzinfo=UTC), timedelta(hours=1)
        for until, following, merged in (
            (now + hour, None, False),
            (now + hour, now + hour, True),
            (now + hour, now + 1.5 * hour, True),
            (now + hour, now + 3 * hour, False),
            (now + 24 * hour, now + 24 * hour, True),
            (now + 24 * hour, now + 28 * hour, True),  # later on that day
            (now + 24 * hour, now + 31 * hour, False),
            (now + 24 * hour, now + 13 * hour, True),
        ):
            assert is_merged(until, following, now, "Etc/UTC") is merged, (until, following)


def test_two_hours_late_is_late_enough_to_be_dropped() -> None:
    due = datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert not too_late(due, due + LATEST)
    assert too_late(due, due + LATEST + timedelta(seconds=1))
