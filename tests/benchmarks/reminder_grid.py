"""Every weekly reminder of twelve years in every zone, against a calendar of its own.

    python -m tests.benchmarks.reminder_grid

Walks from each occurrence to the next, for each zone of the tzdata package, each day of the week
and six times of day: by `next_occurrence`, by APScheduler's CronTrigger, and by adding seven days
to an instant. Prints how many occurrences were wrong, missed or doubled, first by the package's
tzdata, then by the system's where there is one. Takes some fifteen minutes of two cores.
"""

import time
import zoneinfo
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from datetime import time as wall_time
from functools import partial
from importlib import resources
from itertools import islice, takewhile
from multiprocessing import get_context
from operator import ge
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata
from apscheduler.triggers.cron import CronTrigger

from bot.domain.reminder import ReminderRule, next_occurrence
from tests.zone_calendar import DAY, ZoneCalendar, calendar_of, occurrences

FIRST, LAST = date(2025, 1, 1), date(2036, 12, 31)
TIMES = tuple(map(wall_time.fromisoformat, ("00:00", "01:30", "02:00", "02:30", "03:00", "18:00")))
PROCESSES = 2
FAULTS = ("wrong", "missed", "doubled")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Walk = Callable[[ReminderRule, int], Iterator[int]]
"""The instants that come after one, each from the one before."""


def by_rule(rule: ReminderRule, after: int) -> Iterator[int]:
    instant = datetime.fromtimestamp(after, UTC)
    while True:
        instant = next_occurrence(rule, instant)
        yield int(instant.timestamp())


def by_cron_trigger(rule: ReminderRule, after: int) -> Iterator[int]:
    """As APScheduler's scheduler asks: with the last firing, at its instant."""
    (day,) = rule.days
    zone = ZoneInfo(rule.zone)
    trigger = CronTrigger(
        day_of_week=_WEEKDAYS[day], hour=rule.at.hour, minute=rule.at.minute, timezone=zone
    )
    last, now = None, datetime.fromtimestamp(after, UTC)
    while True:
        last = now = trigger.get_next_fire_time(last, now)
        yield int(now.timestamp())


def by_seven_days(rule: ReminderRule, after: int) -> Iterator[int]:
    """The first is right; from then on a week is so many seconds."""
    instant = int(next_occurrence(rule, datetime.fromtimestamp(after, UTC)).timestamp())
    while True:
        yield instant
        instant += 7 * DAY


WALKS: dict[str, Walk] = {
    "next_occurrence": by_rule,
    "CronTrigger": by_cron_trigger,
    "+7 days": by_seven_days,
}


def faults(expected: Sequence[int], fired: Sequence[int]) -> Counter[str]:
    """How many of the expected instants had a firing at a wrong instant, none, or more than one;
    each firing belongs to the nearest."""
    if expected == fired:
        return Counter()
    firings: list[list[int]] = [[] for _ in expected]
    for instant in fired:
        at = bisect_left(expected, instant)
        around = range(max(at - 1, 0), min(at + 1, len(expected)))
        firings[min(around, key=lambda n: abs(expected[n] - instant))].append(instant)
    found: Counter[str] = Counter()
    for instant, got in zip(expected, firings, strict=True):
        found["missed"] += not got
        found["wrong"] += bool(got) and instant not in got
        found["doubled"] += max(len(got) - 1, 0)
    return +found


Expected = dict[tuple[int, wall_time], list[int]]
"""The occurrences by day of the week and time of day."""


def expected_of(calendar: ZoneCalendar, first: date, last: date) -> Expected:
    return {
        (day, at): occurrences(calendar, day, at, first, last) for at in TIMES for day in range(7)
    }


def faults_of(walk: Walk, zone: str, expected: Expected) -> Counter[str]:
    """`faults` of all the rules, `occurrences`, the `zones` that have faults (0 or 1), and the
    CPU `nanoseconds` of the walk."""
    found: Counter[str] = Counter()
    for (day, at), instants in expected.items():
        start = time.process_time_ns()
        steps = walk(ReminderRule(frozenset({day}), at, zone), instants[0] - DAY)
        up_to_last = takewhile(partial(ge, instants[-1] + DAY // 2), steps)
        fired = list(islice(up_to_last, 2 * len(instants)))
        found["nanoseconds"] += time.process_time_ns() - start
        found["occurrences"] += len(instants)
        found += faults(instants, fired)
    found["zones"] = int(any(found[each] for each in FAULTS))
    return found


def measured(zones: tuple[str, ...]) -> dict[str, Counter[str]]:
    """Of zones whose clocks show the same: our own rule is walked in each of them, the others in
    the first, and counted for each."""
    expected = expected_of(calendar_of(zones[0], FIRST, LAST), FIRST, LAST)
    found = {}
    for name, walk in WALKS.items():
        if walk is by_rule:
            found[name] = sum((faults_of(walk, zone, expected) for zone in zones), Counter[str]())
        else:
            once = faults_of(walk, zones[0], expected)
            found[name] = Counter({key: n * len(zones) for key, n in once.items()})
    return found


def use_tzdata(folder: str) -> None:
    """Reads zones from a folder; empty: from the package."""
    zoneinfo.reset_tzpath([folder] if folder else [])
    ZoneInfo.clear_cache()


def calendar_in(zone: str) -> ZoneCalendar:
    return calendar_of(zone, FIRST, LAST)


def grid(folder: str) -> tuple[int, dict[str, Counter[str]]]:
    """How many zones there were, and what was found by the tzdata of a folder."""
    names = resources.files("tzdata").joinpath("zones").read_text().split()
    zones = [name for name in names if not folder or (Path(folder) / name).is_file()]
    alike: dict[ZoneCalendar, list[str]] = {}
    total = {name: Counter[str]() for name in WALKS}
    with get_context("spawn").Pool(PROCESSES, use_tzdata, (folder,)) as pool:
        for zone, calendar in zip(zones, pool.map(calendar_in, zones, 8), strict=True):
            alike.setdefault(calendar, []).append(zone)
        for found in pool.imap_unordered(measured, map(tuple, alike.values())):
            for name, counts in found.items():
                total[name] += counts
    return len(zones), total


def main() -> None:
    systems = [path for path in zoneinfo.TZPATH if (Path(path) / "Europe/London").is_file()]
    for title, folder in (
        (f"the package ({tzdata.IANA_VERSION})", ""),
        ("the system", systems[:1]),
    ):
        if folder == []:
            print("The system has no tzdata: left out.")
            continue
        start = time.monotonic()
        zones, total = grid("".join(folder))
        print(f"tzdata of {title}: {zones} zones, {time.monotonic() - start:.0f} s")
        for name, found in total.items():
            figures = ", ".join(f"{found[each]:,} {each}" for each in FAULTS)
            cost = found["nanoseconds"] / found["occurrences"] / 1000
            print(
                f"  {name:16} {found['occurrences']:,} occurrences: {figures};"
                f" in {found['zones']} zones; {cost:.1f} µs each",
                flush=True,
            )


if __name__ == "__main__":
    main()
