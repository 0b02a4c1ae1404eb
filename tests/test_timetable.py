"""Days and times as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.timetable import Timetable, read_clock, read_timetable

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.mark.parametrize(
    ("words", "days", "at"),
    [
        ("tue and fri 7am", {TUE, FRI}, "07:00"),
        ("weekdays 18:00", WEEKDAYS, "18:00"),
        ("every mon/thu 6.30pm", {MON, THU}, "18:30"),
        ("tuesdays at 7 in the morning", {TUE}, "07:00"),
        ("Wednesday mornings at 7", {WED}, "07:00"),
        ("half past six in the evening on sat", {SAT}, "18:30"),
        ("mon-fri 06:45", WEEKDAYS, "06:45"),
        ("Mon–Fri 07:00", WEEKDAYS, "07:00"),
        ("Monday — Friday, 07:00", WEEKDAYS, "07:00"),
        ("mon thru fri 7 a.m.", WEEKDAYS, "07:00"),
        ("from tuesday to thursday 18:00", {TUE, WED, THU}, "18:00"),
        ("sat to mon 10am", {SAT, SUN, MON}, "10:00"),
        ("sunday noon", {SUN}, "12:00"),
        ("twelve noon on sundays", {SUN}, "12:00"),
        ("midday sat", {SAT}, "12:00"),
        ("friday midnight", {FRI}, "00:00"),
        ("12 at night on friday", {FRI}, "00:00"),
        ("mon 9 at night", {MON}, "21:00"),
        ("daily 19h", EVERY_DAY, "19:00"),
        ("every day 19h30", EVERY_DAY, "19:30"),
        ("every day 18:00", EVERY_DAY, "18:00"),
        ("every morning 6:30", EVERY_DAY, "06:30"),
        ("every day except sunday 8am", EVERY_DAY - {SUN}, "08:00"),
        ("weekdays but not wed or thu, 18:00", {MON, TUE, FRI}, "18:00"),
        ("tues, thurs 5:30 pm", {TUE, THU}, "17:30"),
        ("weds & sats 5:30PM", {WED, SAT}, "17:30"),
        ("thur 17.30", {THU}, "17:30"),
        ("weekend 9am", {SAT, SUN}, "09:00"),
        ("18:30hrs mon", {MON}, "18:30"),
        ("mon 19:00 h", {MON}, "19:00"),
        ("so lets say mon 19 Uhr", {MON}, "19:00"),
        ("7 p.m. on Tue.", {TUE}, "19:00"),
        ("fri 12am", {FRI}, "00:00"),
        ("fri 12pm", {FRI}, "12:00"),
        ("fri 12:30 am", {FRI}, "00:30"),
        ("quarter to seven pm, friday", {FRI}, "18:45"),
        ("quarter past 12 pm fri", {FRI}, "12:15"),
        ("ten past six pm fri", {FRI}, "18:10"),
        ("six thirty pm mon", {MON}, "18:30"),
        ("3 times a week at 7pm: mon wed fri", {MON, WED, FRI}, "19:00"),
        ("one day a week, sunday 10am", {SUN}, "10:00"),
        ("day 1 monday 7am", {MON}, "07:00"),
        ("on monday the 2nd at 7pm", {MON}, "19:00"),
        ("18.15", set(), "18:15"),
        ("00:30", set(), "00:30"),
        ("tonight at 8", set(), "20:00"),
        ("１８：３０ on ＦＲＩ", {FRI}, "18:30"),
    ],
)
def test_days_and_a_time(words: str, days: set[int], at: str) -> None:
    assert read_timetable(words) == Timetable(frozenset(days), time.fromisoformat(at))


@pytest.mark.parametrize(
    ("words", "days", "early"),
    [
        ("at 7", set(), "07:00"),
        ("mon-fri 6:45", WEEKDAYS, "06:45"),
        ("7 o'clock on mon", {MON}, "07:00"),
        ("i am free on tuesdays at 7", {TUE}, "07:00"),
        ("half six mon", {MON}, "06:30"),
        ("mon morning and thu evening at 7", {MON, THU}, "07:00"),
        ("7-8pm mon", {MON}, "07:00"),
        ("mon 06", {MON}, "06:00"),
    ],
)
def test_a_time_that_may_be_morning_or_evening(words: str, days: set[int], early: str) -> None:
    morning = time.fromisoformat(early)
    evening = morning.replace(hour=morning.hour + 12)
    assert read_timetable(words) == Timetable(frozenset(days), None, (morning, evening))


@pytest.mark.parametrize(
    "words", ["mondays", "Thursday evening", "mon 25:00", "mon 7:5", "mon 50%"]
)
def test_a_day_without_a_time(words: str) -> None:
    said = read_timetable(words)
    assert said.days in ({MON}, {THU})
    assert (said.at, said.either) == (None, None)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "whenever",
        "the sauna",
        "sunny",
        "satisfied",
        "monster",
        "24:00",
        "1830",
        "🏋️",
        "٧",
    ],
)
def test_neither_day_nor_time(words: str) -> None:
    assert read_timetable(words) == Timetable()


TOKENS = st.sampled_from(
    [*NAMES, "mon", "tues", "every", "day", "weekdays", "to", "-", "except", "at", "7", "12", "0",
     "19", "6:30", "18.15", "30", "am", "pm", "p.m.", "noon", "midnight", "half past", "quarter to",
     "one", "twelve", "night", "morning", "evening", "h", "o'clock", "٣", "٣:٣٠", "99", "7:99"]
)  # fmt: skip


@given(st.text() | st.lists(TOKENS, max_size=12).map(" ".join))
def test_whatever_is_typed_comes_to_a_sensible_timetable(words: str) -> None:
    said = read_timetable(words)
    assert said.days <= EVERY_DAY
    assert said.at is None or said.either is None
    if said.either:
        early, late = said.either
        assert (late.hour - early.hour, late.minute) == (12, early.minute)


times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weeks = st.frozensets(st.integers(0, 6), min_size=1)
CLOCKS = {
    "24 hours": lambda at: f"{at:%H:%M}",
    "with a dot": lambda at: f"{at:%H.%M}",
    "12 hours": lambda at: f"{at:%I:%M %p}",
    "12 hours, close": lambda at: f"{at.hour % 12 or 12}:{at:%M}{'ap'[at.hour // 12]}m",
    "with dots": lambda at: f"{at.hour % 12 or 12}:{at:%M} {'ap'[at.hour // 12]}.m.",
}
SHORT = {"whole": slice(None), "three letters": slice(3)}


@given(weeks, times, st.sampled_from(sorted(CLOCKS)), st.sampled_from(sorted(SHORT)), st.booleans())
def test_days_and_time_are_read_in_every_style(
    days: frozenset[int], at: time, clock: str, short: str, time_first: bool
) -> None:
    names = ", ".join(NAMES[day][SHORT[short]] for day in sorted(days))
    parts = [names, CLOCKS[clock](at)]
    words = " ".join(reversed(parts) if time_first else parts)
    assert read_timetable(words) == Timetable(days, at), words


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("18:42", [time(18, 42)]),
        ("1842", [time(18, 42)]),
        ("18 42", [time(18, 42)]),
        ("0642", [time(6, 42)]),
        ("quarter to 7 pm", [time(18, 45)]),
        ("it's 6:42 pm here", [time(18, 42)]),
        ("6:42", [time(6, 42), time(18, 42)]),
        ("half past six", [time(6, 30), time(18, 30)]),
        ("midnight", [time(0, 0)]),
        ("2561", []),
        ("soon", []),
        ("", []),
    ],
)
def test_a_clock_is_read_out(words: str, times: list[time]) -> None:
    assert list(read_clock(words)) == times
