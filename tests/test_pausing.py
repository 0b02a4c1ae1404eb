"""Pauses as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pausing import read_pause, says_pause, says_resume

TODAY = date(2026, 12, 2)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("pause until 3 january", "2027-01-03"),
        ("pause till the 3rd of January", "2027-01-03"),
        ("pause until January 3rd", "2027-01-03"),
        ("pause until dec 24", "2026-12-24"),
        ("pause until 1 dec", "2027-12-01"),
        ("pause until 5 march 2028", "2028-03-05"),
        ("pause until 2027-02-01", "2027-02-01"),
        ("pause for two weeks", "2026-12-16"),
        ("hold the reminders for 10 days", "2026-12-12"),
        ("pause for a month", "2027-01-02"),
        ("pause a couple of weeks", "2026-12-16"),
        ("not this week", "2026-12-07"),
        ("no reminders this month", "2027-01-01"),
        ("pause until next week", "2026-12-07"),
        ("pause until monday", "2026-12-07"),
        ("pause until wednesday", "2026-12-09"),
        ("not today", "2026-12-03"),
        ("pause until tomorrow", "2026-12-03"),
        ("no pings for the next 3 weeks", "2026-12-23"),
        ("stop the mon to fri reminders", None),
        ("stop reminding me twice a week", None),
        ("pause", None),
        ("pause until 30 february", None),
        ("pause until 2020-01-01", None),
        ("pause until 2027-99-01", None),
        ("pause for 0 days", None),
    ],
)
def test_until_when(words: str, until: str | None) -> None:
    assert read_pause(words, TODAY).until == (date.fromisoformat(until) if until else None)


def test_a_month_ends_where_the_next_one_does() -> None:
    assert read_pause("pause for a month", date(2027, 1, 31)).until == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("pause my thursday reminder for two weeks", {3}),
        ("pause until monday", set()),
        ("pause the thursday one until monday", {3}),
        ("pause tuesdays", {1}),
    ],
)
def test_which_ones(words: str, days: set[int]) -> None:
    assert read_pause(words, TODAY).days == days


def test_pausing_and_resuming_are_told_from_stopping() -> None:
    assert says_pause("not this week")
    assert says_pause("pause the reminders")
    assert says_pause("pause until 3 january")
    assert says_pause("no pings while i'm on holiday", stopping=True)
    assert not says_pause("i'm away on tuesday, make it wednesday")
    assert not says_pause("hold off until 8")
    assert not says_pause("remind me to skip rope mon 7am")
    assert not says_pause("stop reminding me")
    assert not says_pause("move it to friday")
    assert says_resume("turn my reminders back on")
    assert says_resume("resume the reminders")
    assert says_resume("switch the reminders on again")
    assert says_resume("turn on my reminders")
    assert not says_resume("turn my reminders off")
    assert not says_resume("turn off the reminder on tuesday")
    assert not says_resume("i'm back on tuesday, move it")
    assert not says_resume("stop reminding me on mondays")


@given(st.text(), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_typed_a_pause_ends_later(words: str, today: date) -> None:
    until = read_pause(f"pause {words}", today).until
    assert until is None or until > today
