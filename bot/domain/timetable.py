"""Days and times as people write them: "tue and fri 7am", "weekdays 18:00", "mon/thu 6.30pm"."""

import re
from dataclasses import dataclass
from datetime import time

from content.wording import clean

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = rf"\b({'|'.join(_DAYS)})(?:day|s|sday|nesday|r|rs|rsday|urday)?s?\b"
_ONE_DAY = re.compile(_DAY)
_SPAN = re.compile(rf"{_DAY} ?(?:[-–—]|to|till|until|thru|through) ?{_DAY}")
_EXCEPT = re.compile(r"\b(?:except|but not|apart from)\b")
_GROUPS = {
    r"\bweekdays?\b": frozenset(range(5)),
    r"\bweekends?\b": frozenset({5, 6}),
    r"\b(?:every ?day|daily|each day|every (?:morning|afternoon|evening|night))\b": frozenset(
        range(7)
    ),
}
_NUMBERS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_MINUTES = {"quarter": 15, "fifteen": 15, "thirty": 30}
_COUNT = re.compile(
    r"\b\d+ ?(?:x|times|days?|weeks?|sessions?|workouts?)\b|(?<!every )(?<!each )\bday \d+\b"
)
"""A number that is no hour: "3 times a week"."""
_CLOCK = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:[:.h](\d{2}))?(?: ?(?:h|hrs?|hours|uhr|oclock))?"
    r"(?: ?([ap])\.?m)?(?!:?\d|%)\b",
    re.ASCII,
)
_DIGITS = re.compile(r"([01]?\d|2[0-3])[ .]?([0-5]\d)")
_MORNING = re.compile(r"\bmornings?\b")
_EVENING = re.compile(r"\b(?:evening|afternoon)s?\b")
_NIGHT = re.compile(r"\b(?:nights?|tonight)\b")


@dataclass(frozen=True)
class Timetable:
    """Days from 0 for Monday, and a wall time; `either` where morning or evening is open."""

    days: frozenset[int] = frozenset()
    at: time | None = None
    either: tuple[time, time] | None = None


def read_timetable(text: str) -> Timetable:
    """The days and the time in `text`; what is not said stays empty."""
    words = _with_digits(clean(text))
    at, either = _time(words)
    return Timetable(_days(words), at, either)


def read_clock(text: str) -> tuple[time, ...]:
    """The times that a clock may show which somebody reads out: "18:42", "1842", "quarter to 7";
    both halves of the day where the words leave that open."""
    digits = _DIGITS.fullmatch(text.strip())
    said = read_timetable(f"{digits[1]}:{digits[2]}" if digits else text)
    return said.either or ((said.at,) if said.at else ())


def _days(words: str) -> frozenset[int]:
    words, *exceptions = _EXCEPT.split(words)
    days: set[int] = set()
    for pattern, group in _GROUPS.items():
        if re.search(pattern, words):
            days |= group
    for span in _SPAN.finditer(words):
        first, last = _DAYS.index(span[1]), _DAYS.index(span[2])
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    days |= {_DAYS.index(day[1]) for day in _ONE_DAY.finditer(words)}
    return frozenset(days).difference(*map(_days, exceptions))


def _with_digits(words: str) -> str:
    """Clock times in words as digits: "half past six" is 6:30, "quarter to seven" is 6:45."""
    for number, name in enumerate(_NUMBERS, 1):
        words = re.sub(rf"\b{name}\b", str(number), words)
    words = re.sub(r"\bquarter to (\d{1,2})\b", _quarter_to, words)
    words = re.sub(r"\bhalf (?:past )?(?=\d)", "30 past ", words)
    for name, minutes in _MINUTES.items():
        words = re.sub(rf"\b{name}\b", str(minutes), words)
    words = re.sub(r"\b([0-5]?\d) past (\d{1,2})\b", _past, words)
    words = re.sub(r"\b(\d{1,2}) (15|30|45)\b", r"\1:\2", words)
    words = re.sub(r"\b(?:12 )?(?:noon|midday)\b", "12pm", words)
    words = re.sub(r"\b(?:12 )?midnight\b", "12am", words)
    words = re.sub(r"\b(\d{1,2})([0-5]\d) ?([ap]) ?m?\b", r"\1:\2\3m", words)
    return _COUNT.sub(" ", words)


def _quarter_to(match: re.Match[str]) -> str:
    return f"{(int(match[1]) - 2) % 12 + 1}:45"


def _past(match: re.Match[str]) -> str:
    return f"{int(match[2])}:{int(match[1]):02}"


def _time(words: str) -> tuple[time | None, tuple[time, time] | None]:
    for match in _CLOCK.finditer(words):
        hour, minute = int(match[1]), int(match[2] or 0)
        if hour > 23 or minute > 59:
            continue
        half = match[3] or _half(words, hour)
        if half and 1 <= hour <= 12:
            return time(hour % 12 + (12 if half == "p" else 0), minute), None
        if (1 <= hour <= 12 and len(match[1]) == 1) or (1 <= hour <= 11 and not match[2]):
            return None, (time(hour % 12, minute), time(hour % 12 + 12, minute))
        return time(hour, minute), None
    return None, None


def _half(words: str, hour: int) -> str | None:
    """The half of the day that the words say: "a", "p", or None where they say none or both."""
    early, late = bool(_MORNING.search(words)), bool(_EVENING.search(words))
    if not early and not late and _NIGHT.search(words):
        return "a" if hour == 12 or hour <= 4 else "p"
    return None if early == late else "a" if early else "p"
