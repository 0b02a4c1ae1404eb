"""What a tick costs at rest: nothing is due, of a thousand and of a million rules.

    python -m tests.benchmarks.ticks

Prints medians of wall and CPU microseconds of one claim, taken in turns, and their ratio; what it
costs to follow another release of the time zone data; and, beside it, what one APScheduler job for
each person would cost at ten thousand people.
"""

import asyncio
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from bot.coach.agenda import Agenda
from bot.coach.zone_data import follow_zone_data
from bot.storage.codec import to_seconds
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.url import open_database

SIZES = (1_000, 1_000_000)
TICKS = 2_000
A_TURN = 50
JOBS = 10_000
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
    moved = await follow_zone_data(database, "benchmark", NOW)
    seconds = time.perf_counter() - start
    print(f"{size:>9,} rules, other time zone data: {seconds:.1f} s, {moved} moved")


def one_job_each() -> None:
    store = MemoryJobStore()
    scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
    trigger = CronTrigger(day_of_week="tue", hour=7, timezone="Europe/Berlin")
    scheduler.start(paused=True)
    start = time.perf_counter()
    for _ in range(JOBS):
        scheduler.add_job(print, trigger)
    added = time.perf_counter() - start
    start = time.perf_counter()
    assert store.get_due_jobs(datetime(2000, 1, 1, tzinfo=UTC)) == []
    looked = time.perf_counter() - start
    scheduler.shutdown()
    print(
        f"{JOBS:>9,} APScheduler jobs: {added:.2f} s to add them at each start,"
        f" {looked * 1e6:.0f} µs to find none due"
    )


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with AsyncExitStack() as stack:
            databases = {}
            for size in SIZES:
                database = await open_database(f"sqlite:///{Path(folder) / str(size)}.db")
                stack.push_async_callback(database.close)
                await database.run(partial(fill, count=size))
                databases[size] = database
            await at_rest(databases)
            for size, database in databases.items():
                await following(size, database)
    one_job_each()


if __name__ == "__main__":
    asyncio.run(main())
