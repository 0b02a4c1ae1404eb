"""Moving a reminder: what the words name, and what becomes of the rule."""

from datetime import time

import pytest

from bot.domain.moves import Move, moved, read_move
from bot.domain.reminder import ReminderRule
from bot.domain.timetable import Timetable

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


@pytest.mark.parametrize(
    ("words", "of", "days", "at"),
    [
        ("move tuesday to wednesday", {TUE}, {WED}, None),
        ("move it to friday", set(), {FRI}, None),
        ("move my training from monday to tuesday", {MON}, {TUE}, None),
        ("switch the days, tuesday to thursday", {TUE}, {THU}, None),
        ("reminder thursday -> monday", {THU}, {MON}, None),
        ("change friday 18:00 to friday 19:30", {FRI}, {FRI}, "19:30"),
        ("move thursday to 7pm", {THU}, set(), "19:00"),
        ("friday instead of monday", {MON}, {FRI}, None),
        ("can we do wednesday rather than monday", {MON}, {WED}, None),
        ("move my reminder to quarter to seven pm", set(), set(), "18:45"),
        ("move my mon to fri reminder to 18:00", {MON, TUE, WED, THU, FRI}, set(), "18:00"),
        ("change the day", set(), set(), None),
    ],
)
def test_what_is_given_up_and_what_comes(
    words: str, of: set[int], days: set[int], at: str | None
) -> None:
    to = Timetable(frozenset(days), time.fromisoformat(at) if at else None)
    assert read_move(words) == Move(frozenset(of), to)


@pytest.mark.parametrize(
    ("of", "days", "at", "expected"),
    [
        pytest.param(set(), {WED}, None, [({WED}, 7)], id="all days"),
        pytest.param({TUE}, {WED}, None, [({WED, FRI}, 7)], id="one day of two"),
        pytest.param(set(), set(), 18, [({TUE, FRI}, 18)], id="the time"),
        pytest.param({TUE}, set(), 18, [({FRI}, 7), ({TUE}, 18)], id="the time of one day"),
        pytest.param({TUE}, {WED}, 18, [({FRI}, 7), ({WED}, 18)], id="one day and its time"),
        pytest.param({TUE}, {FRI}, None, [({FRI}, 7)], id="to a day that is there already"),
        pytest.param({SUN}, {MON}, None, [({MON}, 7)], id="a day that is not of the rule"),
    ],
)
def test_what_becomes_of_tuesday_and_friday_at_seven(
    of: set[int], days: set[int], at: int | None, expected: list[tuple[set[int], int]]
) -> None:
    rule = ReminderRule(frozenset({TUE, FRI}), time(7), "Etc/UTC")
    new = moved(rule, frozenset(of), frozenset(days), time(at) if at else None)
    assert [(set(each.days), each.at.hour) for each in new] == expected
