"""Pausing reminders in words: "pause until 3 january", "for two weeks", "not this week"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.timetable import read_timetable
from content.wording import clean

_PAUSE = re.compile(
    r"\b(?:pause|paused|hold(?! off)|suspend|skip)\b|\bnot (?:today|this (?:week|month))\b"
)
_ABSENT = re.compile(r"\b(?:away|holidays?|vacation)\b")
_RESUME = re.compile(
    r"\b(?:resume|unpause)\b|\b(?:turn|switch) on\b"
    r"|\b(?:turn|switch|back)\b.*\bon(?: again)?(?: please)?[ .!]*$"
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5}
_NUMBERS |= {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_UNTIL = r"\b(?:until|till|til|to|before)\b(?: the)? "
_YEAR = r"(?:,? (\d{4}))?"
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SPAN = re.compile(
    rf"\b(?:for|pause|skip|next)(?: the next)? (\d{{1,3}}|{_COUNT}) (day|week|month)s?\b"
)
_THIS = re.compile(r"\b(?:(this) (week|month)|(?:until|till|til) next (week|month))\b")
_TODAY = re.compile(r"\bnot today\b|\b(?:until|till|til) tomorrow\b|\bskip today\b")
_ON_DAY = re.compile(rf"\b(?:until|till|til) (?:next )?({'|'.join(_DAYS)})[a-z]*\b")
_DAY_MONTH = re.compile(rf"{_UNTIL}(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}\b{_YEAR}")
_MONTH_DAY = re.compile(rf"{_UNTIL}{_MONTH} (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}")
_ISO = re.compile(rf"{_UNTIL}(\d{{4}}-\d{{2}}-\d{{2}})\b")


@dataclass(frozen=True)
class Pause:
    """`until` is the first day on which reminders come again, None where none was said; `days` are
    those of the reminders that are meant, empty for all."""

    until: date | None
    days: frozenset[int]


def says_pause(text: str, *, stopping: bool = False) -> bool:
    """`stopping`: it is known that nothing shall come, but not whether for ever."""
    words = clean(text)
    if stopping:
        return bool(_PAUSE.search(words) or _ABSENT.search(words))
    said = read_timetable(words)
    a_time = said.at is not None or said.either is not None
    return bool(_PAUSE.search(words)) and (not a_time or any(p.search(words) for p, _ in _READERS))


def says_resume(text: str) -> bool:
    return _RESUME.search(clean(text)) is not None


def read_pause(text: str, today: date) -> Pause:
    """What `text` says of a pause that begins on `today`; a day that is over is of next year."""
    words = clean(text)
    for pattern, read in _READERS:
        match = pattern.search(words)
        until = read(match, today) if match else None
        if match and until is not None and until > today:
            rest = f"{words[: match.start()]} {words[match.end() :]}"
            return Pause(until, read_timetable(rest).days)
    return Pause(None, read_timetable(words).days)


def _iso(match: re.Match[str], _today: date) -> date | None:
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        return None


def _dated(day: str, month: str, year: str | None, today: date) -> date | None:
    """None: the calendar has no such day."""
    number = _MONTHS.index(month[:3]) + 1
    try:
        if year:
            return date(int(year), number, int(day))
        until = date(today.year, number, int(day))
        return until if until > today else until.replace(year=today.year + 1)
    except ValueError:
        return None


def _on_day(match: re.Match[str], today: date) -> date:
    ahead = (_DAYS.index(match[1]) - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)


def _next_one(match: re.Match[str], today: date) -> date:
    """The first day of next week or month."""
    if "week" in match[0]:
        return today + timedelta(days=7 - today.weekday())
    return _months_later(today.replace(day=1), 1)


def _after(match: re.Match[str], today: date) -> date:
    count = _NUMBERS.get(match[1]) or int(match[1])
    if match[2] == "month":
        return _months_later(today, count)
    return today + timedelta(days=count * (7 if match[2] == "week" else 1))


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (_ISO, _iso),
    (_DAY_MONTH, lambda match, today: _dated(match[1], match[2], match[3], today)),
    (_MONTH_DAY, lambda match, today: _dated(match[2], match[1], match[3], today)),
    (_ON_DAY, _on_day),
    (_TODAY, lambda _, today: today + timedelta(days=1)),
    (_THIS, _next_one),
    (_SPAN, _after),
)
"""The ways of saying until when, the most exact first."""
