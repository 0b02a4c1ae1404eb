"""Days and times as people write them: "tue and fri 7am", "weekdays 18:00", "mon/thu 6.30pm"."""

import re
from dataclasses import dataclass
from datetime import time

from content.wording import clean

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(
    r"\b(?:(mon)(?:day)?|(tue)(?:s|sday)?|(wed)(?:s|nesday)?|(thu)(?:r|rs|rsday)?|(fri)(?:day)?"
    r"|(sat)(?:urday)?|(sun)(?:day)?)s?\b"
)
_SPAN = re.compile(
    r"\b(mon|tue|wed|thu|fri|sat|sun)\w* ?(?:-|–|to|till|until|through) ?(mon|tue|wed|thu|fri|sat|sun)"
)
_GROUPS = {
    r"\bweekdays?\b": frozenset(range(5)),
    r"\bweekends?\b": frozenset({5, 6}),
    r"\b(?:every ?day|daily|each day)\b": frozenset(range(7)),
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
_HALF = r"(?:a\.?m\.?|p\.?m\.?)"
_CLOCK = re.compile(
    rf"(?<![\d.:])(\d{{1,2}})(?:[:.h](\d{{2}})|h)?\s*({_HALF})?(?![\d:%])\b", re.ASCII
)
_MORNING = re.compile(r"\b(?:morning|a\.?m\.?)\b")
_EVENING = re.compile(r"\b(?:evening|afternoon|night|tonight|p\.?m\.?)\b")


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


def _days(words: str) -> frozenset[int]:
    days: set[int] = set()
    for pattern, group in _GROUPS.items():
        if re.search(pattern, words):
            days |= group
    for span in _SPAN.finditer(words):
        first, last = _DAYS.index(span[1]), _DAYS.index(span[2])
        days |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
    for match in _DAY.finditer(words):
        days.add(next(n for n, day in enumerate(match.groups()) if day))
    return frozenset(days)


def _with_digits(words: str) -> str:
    """Clock times in words as digits: "half past six" is 6:30, "quarter to seven" is 6:45."""
    for number, name in enumerate(_NUMBERS, 1):
        words = re.sub(rf"\b{name}\b", str(number), words)
    words = re.sub(r"\bhalf past (\d{1,2})\b", r"\1:30", words)
    words = re.sub(r"\bquarter past (\d{1,2})\b", r"\1:15", words)
    words = re.sub(
        r"\bquarter to (\d{1,2})\b", lambda match: f"{(int(match[1]) - 2) % 12 + 1}:45", words
    )
    words = re.sub(r"\b(?:noon|midday)\b", "12:00", words)
    return re.sub(r"\bmidnight\b", "00:00", words)


def _time(words: str) -> tuple[time | None, tuple[time, time] | None]:
    for match in _CLOCK.finditer(words):
        hour, minute = int(match[1]), int(match[2] or 0)
        if hour > 23 or minute > 59:
            continue
        half = (match[3] or "").replace(".", "")
        late = half == "pm" or (not half and bool(_EVENING.search(words)))
        early = half == "am" or (not half and bool(_MORNING.search(words)))
        if hour <= 12 and (late or early):
            return time(hour % 12 + (12 if late else 0), minute), None
        if (1 <= hour <= 12 and len(match[1]) == 1) or (1 <= hour <= 11 and not match[2]):
            return None, (time(hour % 12, minute), time(hour % 12 + 12, minute))
        return time(hour, minute), None
    return None, None
