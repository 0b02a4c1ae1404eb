"""Rules that travel: whatever zones their person flies through, a date is reminded of once."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminder import Occurrence, ReminderRule, carried_over, first_from

ZONES = (
    "Europe/Berlin",
    "Europe/Lisbon",
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Santiago",
)
START = datetime(2026, 3, 20, tzinfo=UTC)
"""Nine days before Berlin's clocks go forward."""


@dataclass
class Traveller:
    """A rule as it is kept, whose reminders ring when they are due."""

    rule: ReminderRule
    now: datetime
    done: date | None = None
    rung: list[Occurrence] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.due = first_from(self.rule, self.now)

    def live_until(self, instant: datetime, *, rings: bool = True) -> None:
        """Whatever is due by then rings, unless that very instant is left for later."""
        while self.due.at < instant or (rings and self.due.at == instant):
            self.rung.append(self.due)
            self.done = max(self.done or self.due.day, self.due.day)
            self.due = first_from(self.rule, self.due.at, done=self.done)
        self.now = instant

    def fly_to(self, zone: str) -> None:
        self.rule = replace(self.rule, zone=zone)
        self.due = carried_over(self.due, self.rule, self.now, done=self.done)


def at_home(rule: ReminderRule, zone: str, day: date) -> datetime:
    return datetime.combine(day, rule.at, ZoneInfo(zone)).astimezone(UTC)


def flights(rule: ReminderRule, waits: list[int]) -> list[datetime]:
    """Instants around those at which the rule is due, so that most journeys are close ones."""
    instants, last = [], START
    for wait in waits:
        last = max(last, first_from(rule, last).at + timedelta(minutes=wait))
        instants.append(last)
    return instants


rules = st.builds(
    ReminderRule,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0)),
    st.sampled_from(ZONES),
)
journeys = st.lists(
    st.tuples(st.integers(-1500, 1500), st.sampled_from(ZONES), st.booleans()), max_size=6
)


@given(rules, journeys)
def test_a_date_is_reminded_of_once_and_lost_only_by_moving_over_it(
    rule: ReminderRule, plan: list[tuple[int, str, bool]]
) -> None:
    traveller = Traveller(rule, START)
    instants = flights(rule, [wait for wait, _, _ in plan])
    lived = [(START, rule.zone)]
    for instant, (_, zone, rings) in zip(instants, plan, strict=True):
        traveller.live_until(instant, rings=rings)
        traveller.fly_to(zone)
        lived.append((instant, zone))
    end = lived[-1][0] + timedelta(days=15)
    traveller.live_until(end)

    dates = [each.day for each in traveller.rung]
    assert dates == sorted(set(dates)), "each date once, and only forward"
    assert all(day.weekday() in rule.days for day in dates)
    for each in traveller.rung:
        zones = [zone for since, zone in lived if since <= each.at]
        before = [zone for since, zone in lived if since < each.at]
        assert each.at in {at_home(rule, zone, each.day) for zone in (zones[-1], before[-1])}
    day, last = START.date() - timedelta(days=2), end.date() + timedelta(days=2)
    while day <= last:
        day += timedelta(days=1)
        came = at_home(rule, lived[0][1], day) > START and at_home(rule, lived[-1][1], day) <= end
        if day.weekday() in rule.days and came and day not in dates:
            assert any(
                at_home(rule, new, day) <= since < at_home(rule, old, day)
                for (_, old), (since, new) in pairwise(lived)
            ), f"{day} was lost"


DAILY = frozenset(range(7))


@pytest.mark.parametrize(
    ("flight", "zone", "following"),
    [
        pytest.param(
            datetime(2026, 3, 24, 17, 30, tzinfo=UTC),
            "America/New_York",
            Occurrence(date(2026, 3, 25), datetime(2026, 3, 25, 22, tzinfo=UTC)),
            id="west after Tuesday's has come: no second one on Tuesday",
        ),
        pytest.param(
            datetime(2026, 3, 24, 16, 30, tzinfo=UTC),
            "America/New_York",
            Occurrence(date(2026, 3, 24), datetime(2026, 3, 24, 22, tzinfo=UTC)),
            id="west before it has come: later on Tuesday",
        ),
        pytest.param(
            datetime(2026, 3, 24, 10, tzinfo=UTC),
            "Asia/Tokyo",
            Occurrence(date(2026, 3, 25), datetime(2026, 3, 25, 9, tzinfo=UTC)),
            id="east over Tuesday's: it is past there",
        ),
        pytest.param(
            datetime(2026, 3, 24, 17, 0, tzinfo=UTC),
            "Asia/Tokyo",
            Occurrence(date(2026, 3, 24), datetime(2026, 3, 24, 17, tzinfo=UTC)),
            id="east in the second it is due: it is owed, and comes",
        ),
    ],
)
def test_what_comes_after_a_flight(flight: datetime, zone: str, following: Occurrence) -> None:
    traveller = Traveller(ReminderRule(DAILY, time(18), "Europe/Berlin"), START)
    traveller.live_until(flight, rings=False)
    traveller.fly_to(zone)
    assert traveller.due == following


def test_there_and_back_within_a_day_changes_nothing() -> None:
    traveller = Traveller(ReminderRule(DAILY, time(18), "Europe/Berlin"), START)
    traveller.live_until(datetime(2026, 3, 24, 17, 5, tzinfo=UTC))
    traveller.fly_to("America/Los_Angeles")
    traveller.live_until(datetime(2026, 3, 25, 3, tzinfo=UTC))
    traveller.fly_to("Europe/Berlin")
    traveller.live_until(datetime(2026, 3, 26, tzinfo=UTC))
    assert [each.day.day for each in traveller.rung] == [20, 21, 22, 23, 24, 25]
