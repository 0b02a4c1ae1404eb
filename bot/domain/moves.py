"""Moving a reminder in words: "move tuesday to wednesday", "friday instead of monday"."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.domain.reminder import ReminderRule
from bot.domain.timetable import Timetable, read_timetable
from content.wording import clean

_TO = re.compile(r"(?<!quarter)\s+(?:to|till|until)\s+|\s*(?:->|→)\s*")
_INSTEAD = re.compile(r"\b(?:instead of|rather than|and not|but not)\b")


@dataclass(frozen=True)
class Move:
    """`of` are the days that are given up, empty where none was named; `to` is what comes."""

    of: frozenset[int]
    to: Timetable


def read_move(text: str) -> Move:
    """Days alone are what comes: "move it to friday" names none that are given up."""
    words = clean(text)
    wanted, *given_up = _INSTEAD.split(words, maxsplit=1)
    if given_up:
        return Move(read_timetable(given_up[0]).days, read_timetable(wanted))
    for gap in reversed(list(_TO.finditer(words))):
        of, to = read_timetable(words[: gap.start()]), read_timetable(words[gap.end() :])
        if of.days and to != Timetable():
            return Move(of.days, to)
    return Move(frozenset(), read_timetable(words))


def moved(
    rule: ReminderRule, of: frozenset[int], days: frozenset[int], at: time | None
) -> tuple[ReminderRule, ...]:
    """What becomes of a rule whose days `of` give way to `days` at `at`; empty or None: as it was.

    Two rules where only some of its days get another time: what stays, and what has moved.
    """
    of = of & rule.days or rule.days
    stay, days = rule.days - of, days or of
    if stay and at not in (None, rule.at):
        return replace(rule, days=stay), replace(rule, days=days, at=at or rule.at)
    return (replace(rule, days=stay | days, at=at or rule.at),)
