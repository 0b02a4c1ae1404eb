"""What a tick costs at rest, and what a start costs, of a thousand and of a million rules.

    python -m tests.benchmarks.ticks

Prints medians of wall and CPU microseconds of one claim that finds nothing due, taken in turns, and
their ratio; what it costs to follow another release of the time zone data; how long it takes from
opening the database to the first tick, and how much memory there is then; and, beside it, the same
of one APScheduler job for each of ten and a hundred thousand people. On Linux.
"""

import asyncio
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.clock import Clock
from bot.coach import open_coach
from bot.coach.agenda import Agenda
from bot.coach.zone_data import follow_zone_data
from bot.storage.codec import to_seconds
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.url import open_database
from handlers.application import build_application
from tests.benchmarks.stub import pin

SIZES = (1_000, 1_000_000)
TICKS = 2_000
A_TURN = 50
JOBS = (10_000, 100_000)
STARTS = 3
ZONE_DATA = "benchmark"
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_NUMBERS = (
    "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)"
)
_FILLING = (
    ("INSERT INTO people (id, unit, rests, joined_at)", "SELECT n, 'kg', TRUE, 0"),
    (
        "INSERT INTO reminder_rules (id, person, days, at, zone)",
        "SELECT 'rule' || n, n, CAST(1 + n % 6 AS TEXT), '07:00', 'Europe/Berlin'",
    ),
    (
        "INSERT INTO due (id, kind, person, rule, due_at, claimable_at, attempts)",
        "SELECT 'due' || n, 'reminder', n, 'rule' || n,"
        " :first + n % 6 * 86400, :first + n % 6 * 86400, 0",
    ),
)


def fill(connection: Connection, count: int) -> None:
    """People with one rule each, Tuesday or later at seven in Berlin, which is due then."""
    for insert, rows in _FILLING:
        connection.execute(
            f"{insert} {_NUMBERS} {rows} FROM numbers",
            count=count,
            first=to_seconds(NOW + timedelta(hours=18)),
        )


async def ticked(agenda: Agenda) -> tuple[float, float]:
    """Wall and CPU microseconds of one claim that finds nothing."""
    wall, cpu = time.perf_counter(), time.process_time()
    assert (await agenda.claim(NOW)).rows == 0
    return (time.perf_counter() - wall) * 1e6, (time.process_time() - cpu) * 1e6


async def at_rest(databases: dict[int, Database]) -> None:
    measured: dict[int, list[tuple[float, float]]] = {size: [] for size in databases}
    agendas = {size: Agenda(database, "Etc/UTC") for size, database in databases.items()}
    for _ in range(TICKS // A_TURN):
        for size, agenda in agendas.items():
            measured[size] += [await ticked(agenda) for _ in range(A_TURN)]
    medians = {
        size: tuple(map(statistics.median, zip(*each, strict=True)))
        for size, each in measured.items()
    }
    for size, (wall, cpu) in medians.items():
        print(f"{size:>9,} rules, nothing due: {wall:6.0f} µs a tick, {cpu:6.0f} µs of CPU")
    small, large = medians[SIZES[0]], medians[SIZES[-1]]
    print(f"ratio: {large[0] / small[0]:.2f} of wall time, {large[1] / small[1]:.2f} of CPU")


async def following(size: int, database: Database) -> None:
    """The first release that is known looks at every rule."""
    start = time.perf_counter()
    moved = await follow_zone_data(database, ZONE_DATA, NOW)
    seconds = time.perf_counter() - start
    print(f"{size:>9,} rules, other time zone data: {seconds:.1f} s, {moved} moved")


Start = tuple[float, float, float]
"""Seconds until the first tick, megabytes that are needed for it, and microseconds of a tick that
finds nothing due."""


def our_start(url: str) -> Start:
    """All that follows from the rules; the content is there, and the zone data is known."""
    from tests.packaged import ANSWERER, LIBRARY  # noqa: PLC0415 - read by who measures a start

    async def begun() -> Start:
        before, start = megabytes(), time.perf_counter()
        database = await open_database(url)
        await follow_zone_data(database, ZONE_DATA, NOW)
        coach = await open_coach(database, LIBRARY, ANSWERER, "Etc/UTC")
        build_application("1:benchmark", "http://127.0.0.1:9", coach, Clock())
        await coach.agenda.claim(NOW)
        seconds, more = time.perf_counter() - start, megabytes() - before
        ticks = [(await ticked(coach.agenda))[0] for _ in range(TICKS // 10)]
        await database.close()
        return seconds, more, statistics.median(ticks)

    return asyncio.run(begun())


def start_with_jobs(jobs: int) -> Start:
    """One for each person, in memory, as APScheduler keeps them."""
    before, start = megabytes(), time.perf_counter()
    store = MemoryJobStore()
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
    scheduler.start(paused=True)
    for _ in range(jobs):
        scheduler.add_job(print, CronTrigger(day_of_week="tue", hour=7, timezone="Europe/Berlin"))
    seconds, more = time.perf_counter() - start, megabytes() - before
    ticks = []
    for _ in range(TICKS // 10):
        start = time.perf_counter()
        assert store.get_due_jobs(datetime(2000, 1, 1, tzinfo=UTC)) == []
        ticks.append((time.perf_counter() - start) * 1e6)
    scheduler.shutdown()
    return seconds, more, statistics.median(ticks)


def megabytes() -> float:
    """What this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def starts(databases: dict[int, str]) -> None:
    """Each in a process of its own, in turns."""
    cases: dict[str, Callable[[], Start]] = {
        f"{size:>9,} rules": partial(our_start, url) for size, url in databases.items()
    }
    cases |= {f"{jobs:>9,} APScheduler jobs": partial(start_with_jobs, jobs) for jobs in JOBS}
    measured: dict[str, list[Start]] = {name: [] for name in cases}
    for _ in range(STARTS):
        for name, case in cases.items():
            with get_context("spawn").Pool(1) as pool:
                measured[name].append(pool.apply(case))
    medians = {
        name: tuple(map(statistics.median, zip(*each, strict=True)))
        for name, each in measured.items()
    }
    for name, (seconds, more, tick) in medians.items():
        print(f"{name}: a start takes {seconds:.3f} s and {more:.1f} MB, a tick {tick:.0f} µs")
    (small, large), (_, most) = [*medians.values()][:2], [*medians.values()][2:]
    print(
        f"ratio of a million rules to a thousand: {large[0] / small[0]:.2f} of the time,"
        f" {large[1] / small[1]:.2f} of the memory; of {JOBS[-1]:,} jobs to a million rules:"
        f" {most[0] / large[0]:.0f} of the time, {most[1] / large[1]:.0f} of the memory"
    )


async def main() -> None:
    """On one core: waking a thread on another costs more than the tick."""
    pin(0)
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            databases = {}
            urls = {size: f"sqlite:///{Path(folder) / str(size)}.db" for size in SIZES}
            for size, url in urls.items():
                database = await open_database(url)
                stack.push_async_callback(database.close)
                await database.run(partial(fill, count=size))
                databases[size] = database
            await at_rest(databases)
            for size, database in databases.items():
                await following(size, database)
        starts(urls)


if __name__ == "__main__":
    asyncio.run(main())
