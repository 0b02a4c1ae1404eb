"""The bot under a mixed load for a long time: does it leak, does it slow down?

    python -m tests.benchmarks.soak [--minutes 60] [--database sqlite|postgres|both] [--rate 20]

200 people tap, type sets, ask, look things up inline, change settings, and are reminded; rests ring
by themselves, Telegram fails now and then, the content is loaded anew now and then. The bot runs in
its own process; each minute its memory, handles, threads, tasks and connections are read, and how
long taps waited for their answer. The first quarter warms it up. Fails where handles, tasks,
threads, connections or the inbox grow all the time, or memory by more than `--growth` MB.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from bot.demo import World
from content.loader import packaged_content
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.fleet import clean_up_when_told_to_end, fleet, unused_ports
from tests.benchmarks.kills import databases_of
from tests.benchmarks.ledger import Ledger
from tests.benchmarks.telegram import telegram
from tests.benchmarks.vitals import (
    Vitals,
    faults,
    figures_of,
    handles_of,
    links_of,
    memory_of,
    share_of,
    slope,
    threads_of,
    warm,
)
from tests.benchmarks.weather import Weather
from tests.bot_process import BotProcess
from tests.databases import POSTGRES, SQLITE, Databases

A_FAULT = 5.0
"""Seconds from one to the next."""
AN_OUTAGE = 120.0
A_RELOAD = 150.0
GROWTH = 16.0
_REMEMBERED = 2000


@dataclass(frozen=True)
class Plan:
    seconds: float
    people: int = 200
    rate: float = 20.0
    seed: int = 1


class Soak:
    def __init__(
        self, world: World, databases: Databases, url: str, bot: BotProcess, port: int, plan: Plan
    ) -> None:
        self._world = world
        self._databases = databases
        self._url = url
        self._bot = bot
        self._metrics = f"http://127.0.0.1:{port}/metrics"
        self._plan = plan
        self._ledger = Ledger()
        draw = random.Random(plan.seed)
        self._crowd = Crowd(world, plan.people, draw, self._ledger, soon=True)
        self._weather = Weather(world, random.Random(plan.seed + 1), self._ledger)
        self._started = time.monotonic()
        self.samples: list[Vitals] = []
        self.wrong: list[str] = []

    async def run(self, content: Path) -> None:
        self._crowd.arrive()
        await self._world.until(lambda: not self._world.updates.pending, 60)
        self._started = time.monotonic()
        beside = (self._faults(), self._outages(), self._reloads(content), self._samples())
        tasks = [asyncio.create_task(each) for each in beside]
        try:
            await self._act()
        finally:
            for each in tasks:
                each.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            self._weather.calm()
        for outcome in ended:
            if isinstance(outcome, Exception):
                raise outcome
        await self._sample()
        if not self._bot.running:
            self.wrong.append("the bot ended")
        if "Traceback" in self._bot.log:
            self.wrong.append(self._bot.log[self._bot.log.index("Traceback") :][:3000])

    async def _act(self) -> None:
        """So many deeds a second, evenly."""
        for number in range(int(self._plan.seconds * self._plan.rate)):
            at = self._started + number / self._plan.rate
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            self._crowd.act()
            if number % int(60 * self._plan.rate) == 0:
                self._crowd.tidy()

    async def _faults(self) -> None:
        while True:
            await asyncio.sleep(A_FAULT)
            self._weather.shuffle()
            self._weather.strike()

    async def _outages(self) -> None:
        while True:
            await asyncio.sleep(AN_OUTAGE)
            await self._weather.outage()

    async def _reloads(self, content: Path) -> None:
        """The samples of one thing, in the other order: nothing that anybody would notice."""
        file = min((content / "samples").glob("*.txt"))
        while True:
            await asyncio.sleep(min(A_RELOAD, self._plan.seconds / 10))
            lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
            file.write_text("".join(reversed(lines)), encoding="utf-8")

    async def _samples(self) -> None:
        while True:
            await asyncio.sleep(min(60.0, self._plan.seconds / 12))
            await self._sample()

    async def _sample(self) -> None:
        pid = self._bot.pid
        async with ClientSession() as session, session.get(self._metrics) as page:
            figures = figures_of(await page.text())
        sample = Vitals(
            at=time.monotonic() - self._started,
            memory=memory_of(pid),
            threads=threads_of(pid),
            handles=handles_of(pid),
            tasks=int(figures["backday_tasks"]),
            connections=self._connections(),
            inbox=self._count("inbox WHERE handled_at IS NULL"),
            due=self._count("due"),
            taps=self._taps(),
        )
        self.samples.append(sample)
        print(sample.told())
        sys.stdout.flush()

    def _connections(self) -> int:
        """To the database, of the bot."""
        if self._url.startswith("sqlite"):
            file = self._url.removeprefix("sqlite:///")
            return links_of(self._bot.pid).count(file)
        return self._count(
            "pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    def _count(self, rows: str) -> int:
        (found,) = self._databases.rows(self._url, f"SELECT count(*) FROM {rows}")  # noqa: S608
        return int(str(found[0]))

    def _taps(self) -> list[float]:
        """Seconds from each press to its answer, since the last time."""
        answers = {
            str(call.params.get("callback_query_id")): call.at
            for call in self._world.calls
            if call.ok and call.method.lower() == "answercallbackquery"
        }
        self._world.calls.clear()
        for press in list(self._ledger.presses)[:-_REMEMBERED]:
            del self._ledger.presses[press]
        queries = self._world.queries
        self._ledger.pressers.clear()
        return [at - queries[press].created for press, at in answers.items() if press in queries]


async def soak(plan: Plan, databases: Databases, folder: Path) -> Soak:
    """One run, with a sample at its end."""
    content = folder / "content"
    shutil.copytree(packaged_content(), content)
    (port,) = unused_ports(1)
    settings = {"CONTENT_DIR": str(content), "METRICS_PORT": str(port)}
    with databases.made(folder) as url:
        async with telegram() as server, fleet(1, folder, server.url, url, **settings) as bots:
            await bots.start()
            run = Soak(server.world, databases, url, bots.processes[0], port, plan)
            await run.run(content)
            return run


def show(run: Soak, most_memory: float) -> list[str]:
    """Prints slopes and peaks, and returns what is wrong."""
    later = warm(run.samples)
    print(f"after the first quarter, {len(later)} samples:")
    for name, values in (
        ("memory, MB", [each.memory for each in later]),
        ("handles", [float(each.handles.total()) for each in later]),
        ("tasks", [float(each.tasks) for each in later]),
        ("threads", [float(each.threads) for each in later]),
        ("connections", [float(each.connections) for each in later]),
        ("p99 of a tap, ms", [share_of(each.taps, 0.99) * 1000 for each in later]),
    ):
        print(f"{name:18} {slope(later, values):+8.2f} an hour, at most {max(values):.1f}")
    wrong = [*run.wrong, *faults(run.samples, most_memory)]
    print(f"{len(wrong)} faults")
    for each in wrong:
        print(f"- {each}")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="sqlite")
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--growth", type=float, default=GROWTH, metavar="MB")
    chosen = parser.parse_args()
    clean_up_when_told_to_end()
    plan = Plan(chosen.minutes * 60, chosen.people, chosen.rate, chosen.seed)
    wanted = {"sqlite": [SQLITE], "postgres": [POSTGRES], "both": [SQLITE, POSTGRES]}
    wrong: list[str] = []
    for kind in wanted[chosen.database]:
        print(f"\n{kind}, {plan.people} people, {plan.rate:.0f} deeds a second, seed {plan.seed}")
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backday-")))
            databases = stack.enter_context(databases_of(kind))
            wrong += show(asyncio.run(soak(plan, databases, folder)), chosen.growth)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
