"""A wave: very many reminders due in one minute, against a server that enforces a limit.

    python -m tests.benchmarks.wave [--people 100000] [--limit 300] [--kills 20] [--postgres]

The limit is Telegram's, scaled: so many messages within any second, or 429. Says how much of it was
used, how often it was broken, and how long taps took before and during the wave. With --kills the
bot is killed as often, evenly over the wave: nobody may be left out, and twice may be reminded only
who was in flight at a kill. Exit code 1 where that is not so.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.storage.codec import to_seconds
from bot.storage.connection import Connection
from bot.storage.url import writing
from tests.benchmarks.served import ServedBot
from tests.benchmarks.stub import Stub
from tests.databases import PostgresDatabases

BOT_CORE, STUB_CORE = 0, 1
TAPPERS = 200
TAPS = 10.0
"""A second."""
IDLE = 20.0
"""Seconds of taps before the wave."""
LOOK = 5.0
FIRST = 1_000_000
"""The id of the first person with a reminder; tappers have lower ones."""
IN_FLIGHT = 0.5
"""Seconds before a kill within which a message counts as in flight: it was sent and not settled."""
_LONGEST_SILENCE = 90.0
"""A lease is a minute: whoever was not reminded after that never will be."""
_NUMBERS = (
    "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers"
    " WHERE n < :count - 1)"
)
_ROWS = (
    (
        "INSERT INTO people (id, unit, rests, zone, joined_at)",
        "SELECT :first + n, 'kg', TRUE, 'Etc/UTC', 0",
    ),
    (
        "INSERT INTO reminder_rules (id, person, days, at, zone)",
        "SELECT 'r' || n, :first + n, :days, :at, 'Etc/UTC'",
    ),
    (
        "INSERT INTO due (id, kind, person, rule, due_at, claimable_at, attempts)",
        "SELECT 'd' || n, 'reminder', :first + n, 'r' || n, :due, :due, 0",
    ),
)


def fill(connection: Connection, count: int, due_at: datetime) -> None:
    """People with one weekly rule, next due at that minute."""
    given = {
        "count": count,
        "first": FIRST,
        "days": str(due_at.weekday()),
        "at": f"{due_at:%H:%M}",
        "due": to_seconds(due_at),
    }
    for insert, rows in _ROWS:
        sql = f"{insert} {_NUMBERS} {rows} FROM numbers"
        named = {name: value for name, value in given.items() if f":{name}" in sql}
        connection.execute(sql, **named)


@contextmanager
def database(folder: Path, *, postgres: bool) -> Iterator[str]:
    if not postgres:
        yield f"sqlite:///{folder / 'backday.db'}"
        return
    server = PostgresDatabases(folder / "postgres")
    try:
        with server.made(folder) as url:
            yield url
    finally:
        server.stop()


class Wave:
    """A server, a bot in its own process, and what came of them."""

    def __init__(self, stub: Stub, folder: Path, url: str, limit: int) -> None:
        self._stub = stub
        self.port: int = stub(0, "serve")
        self.messages: list[tuple[float, int]] = []
        self.refused = 0
        self.killed_at: list[float] = []
        api = f"http://127.0.0.1:{self.port}"
        settings = {"DATABASE_URL": url, "SENDS_PER_SECOND": str(limit)}
        self.bot = ServedBot(folder / "bot.log", BOT_CORE, api, **settings)

    async def does(self, command: str, *arguments: object) -> Any:
        return await asyncio.to_thread(self._stub, self.port, command, *arguments)

    async def look(self) -> int:
        """How many more messages came."""
        seen = await self.does("watched")
        self.messages += [(at, chat) for at, chat in seen["messages"] if chat >= FIRST]
        self.refused += seen["refused"]
        return len(seen["messages"])

    async def taps(self, seconds: float) -> list[float]:
        taken: list[float] = (await self.does("opened", TAPS, seconds))["taken"]
        return taken

    async def kill(self) -> None:
        self.killed_at.append(time.time())
        self.bot.kill()
        await asyncio.to_thread(self.bot.start)

    @property
    def reminded(self) -> Counter[int]:
        return Counter(chat for _, chat in self.messages)


async def measured(wave: Wave, people: int, limit: int, due_at: datetime) -> bool:
    """Taps all the while."""
    idle = await wave.taps(IDLE)
    await asyncio.sleep(max(0.0, due_at.timestamp() - time.time()))
    during: list[float] = []
    quiet = 0.0
    while len(wave.reminded) < people and quiet < _LONGEST_SILENCE:
        during += await wave.taps(LOOK)
        quiet = 0.0 if await wave.look() else quiet + LOOK
    first, last = wave.messages[0][0], wave.messages[-1][0]
    took, reminded = last - first, wave.reminded
    used = len(wave.messages) / (took * limit)
    before, meanwhile = (statistics.median(each) * 1000 for each in (idle, during))
    p99 = sorted(during)[int(len(during) * 0.99)] * 1000
    print(f"{len(reminded):,} of {people:,} were reminded within {took:.0f} s")
    print(f"of the limit of {limit}/s {used:.1%} was used; {wave.refused} messages were refused")
    print(f"twice: {sum(times > 1 for times in reminded.values())}")
    print(
        f"a tap took {before:.1f} ms before and {meanwhile:.1f} ms during the wave"
        f" ({meanwhile / before:.2f} of it), p99 {p99:.1f} ms"
    )
    return len(reminded) == people and not wave.refused


async def killed(wave: Wave, people: int, limit: int, due_at: datetime, kills: int) -> bool:
    """Kills, evenly over the wave."""
    await asyncio.sleep(max(0.0, due_at.timestamp() - time.time()))
    quiet, start = 0.0, time.time()
    each = people / limit / (kills + 1)
    while len(wave.reminded) < people and quiet < _LONGEST_SILENCE:
        if len(wave.killed_at) < kills and time.time() - start > each * (len(wave.killed_at) + 1):
            await wave.kill()
        await asyncio.sleep(0.5)
        quiet = 0.0 if await wave.look() else quiet + 0.5
    await asyncio.sleep(_LONGEST_SILENCE)  # who comes twice may come with the last lease
    await wave.look()
    twice = {chat for chat, times in wave.reminded.items() if times > 1}
    first: dict[int, float] = {}
    for at, chat in wave.messages:
        first.setdefault(chat, at)
    odd = [chat for chat in twice if not _in_flight(first[chat], wave.killed_at)]
    lost = people - len(wave.reminded)
    print(f"{len(wave.killed_at)} kills: {lost} lost, {len(twice)} reminded twice,")
    print(f"{len(odd)} of them though not in flight at a kill; {wave.refused} were refused")
    return not lost and not odd


def _in_flight(at: float, kills: Sequence[float]) -> bool:
    return any(kill - IN_FLIGHT <= at <= kill + IN_FLIGHT for kill in kills)


async def run(people: int, limit: int, kills: int, *, postgres: bool) -> bool:
    stub = Stub(STUB_CORE)
    with (
        tempfile.TemporaryDirectory(prefix="backday-") as name,
        database(Path(name), postgres=postgres) as url,
    ):
        folder = Path(name)
        lead = IDLE * (not kills) + 25 + people / 20_000
        ready_at = datetime.now(UTC) + timedelta(seconds=lead)
        due_at = ready_at.replace(second=0, microsecond=0) + timedelta(minutes=1)
        with writing(url) as connection:
            fill(connection, people, due_at)
        wave = Wave(stub, folder, url, limit)
        await asyncio.to_thread(wave.bot.start)
        try:
            await wave.does("prepare", None, TAPPERS)
            await wave.does("limit", limit)
            if time.time() > due_at.timestamp() - IDLE * (not kills):
                print("This machine was too slow to be ready before the wave.", file=sys.stderr)
                return False
            if kills:
                return await killed(wave, people, limit, due_at, kills)
            return await measured(wave, people, limit, due_at)
        finally:
            wave.bot.kill()
            stub.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    held = asyncio.run(run(given.people, given.limit, given.kills, postgres=given.postgres))
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
