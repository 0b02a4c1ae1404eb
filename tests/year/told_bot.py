"""A bot in a process of its own that lives by the time that it is told, and can be killed.

It is served as an operator's is; only its clock, its sleeps and its tick are told. What sockets,
threads and the database take is real.
"""

import asyncio
import heapq
import logging
import math
import multiprocessing
import os
import time
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import tzdata
from prometheus_client import Gauge

from bot.clock import Clock
from bot.coach import open_coach
from bot.coach.zone_data import follow_zone_data
from bot.edition import files_in
from bot.logs import configure_logging
from bot.storage import inbox
from bot.storage.database import Database
from bot.storage.serving import serving
from bot.storage.url import open_database
from content.loader import packaged_content
from handlers.application import build_application
from handlers.context import CoachApplication
from handlers.intake import Intake
from handlers.outbox import Outbox
from handlers.refresh import Refresh
from handlers.service import serve
from tests.running_bot import unlimited

TOKEN = "123456:year"
_LOOK, _WAIT = 0.001, 0.01
"""Real seconds between two looks at whether everything is done or asleep, and how long one waits
for what is being sent."""
_LOOKS = 3
_BLINK = 0.1
"""Seconds: who sleeps less waits for the machine, and so really."""
_NAP = 900
"""Seconds: who sleeps longer tidies up now and then, and nobody waits for it."""
_ANY_TIME = timedelta(days=1000)
"""May pass from one step to the next, and nobody has been silent for it."""
_NEXT = (
    "SELECT (SELECT min(claimable_at) FROM due) AS at,"
    " (SELECT count(*) FROM inbox WHERE handled_at IS NULL) AS unread"
)
_STEP, _STOP = "step", "stop"
_real_sleep, _real_monotonic = asyncio.sleep, time.monotonic


@dataclass(frozen=True)
class Report:
    """The bot has done all that there is to do now. `next_at` is the second at which there is more:
    one that is over means that something is due and waits for the next tick. `polls`: it waits for
    updates, not for a pause after a failure to end. `idle`: nothing is in hand, nor asleep."""

    next_at: int | None
    polls: bool
    idle: bool


class ToldTime(Clock):
    """The wall clock, the other clock and the sleeps of a process; seconds since 1970."""

    def __init__(self, now: int) -> None:
        super().__init__()
        self._now = now
        self._asleep: list[tuple[float, int, bool, asyncio.Future[None]]] = []
        self._number = 0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._now, UTC)

    def monotonic(self) -> float:
        return float(self._now)

    async def sleep(self, seconds: float, result: Any = None) -> Any:
        if seconds < _BLINK:
            return await _real_sleep(seconds, result)
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._number += 1
        unawaited = seconds > _NAP or _is_watch(asyncio.current_task())
        sleeper = (self._now + seconds, self._number, unawaited, woken)
        heapq.heappush(self._asleep, sleeper)
        await woken
        return result

    def move(self, now: int) -> None:
        self._now = now
        while self._asleep and self._asleep[0][0] <= now:
            woken = heapq.heappop(self._asleep)[-1]
            if not woken.done():
                woken.set_result(None)

    def next_wake(self) -> int | None:
        """When somebody wakes up for whom others may wait."""
        naps = [at for at, _, long, woken in self._asleep if not long and not woken.done()]
        return math.ceil(min(naps)) if naps else None


def _is_watch(task: asyncio.Task[Any] | None) -> bool:
    """Whether it says again and again that a process lives."""
    name = getattr(task.get_coro(), "__qualname__", "") if task else ""
    return bool(name == Intake.watch.__qualname__)


class _Loop(asyncio.SelectorEventLoop):
    """Its time-outs are of sockets: real."""

    def time(self) -> float:
        return _real_monotonic()


def live(pipe: Connection, server: str, database: str, now: int, log: Path) -> None:
    """The whole life of the process."""
    zoneinfo.reset_tzpath([])
    configure_logging("ERROR", TOKEN)
    logging.getLogger().addHandler(logging.FileHandler(log, delay=True))
    told = ToldTime(now)
    with (
        patch.object(time, "monotonic", told.monotonic),
        patch.object(asyncio, "sleep", told.sleep),
        patch.object(inbox, "ALIVE", _ANY_TIME),
        asyncio.Runner(loop_factory=_Loop) as runner,
    ):
        runner.run(_live(pipe, server, database, told))


async def _live(pipe: Connection, server: str, url: str, told: ToldTime) -> None:
    from tests.packaged import ANSWERER, LIBRARY  # noqa: PLC0415 - the tests' own process has no use

    commands: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
    asyncio.get_running_loop().add_reader(pipe.fileno(), lambda: commands.put_nowait(_heard(pipe)))
    with serving(url):
        database = await open_database(url)
        try:
            await follow_zone_data(database, tzdata.IANA_VERSION, told.now())
            coach = await open_coach(database, LIBRARY, ANSWERER, "Etc/UTC")
            application = build_application(TOKEN, server, coach, told, budget=unlimited())
            assert application.job_queue is not None
            (tick,) = application.job_queue.get_jobs_by_name("tick")
            tick.enabled = False  # by itself; it is told when a second is over
            stop = asyncio.Event()
            folder = packaged_content()
            refresh = Refresh(application, database, "Etc/UTC", folder, files_in(folder))
            service = asyncio.create_task(serve(application, database, refresh, stop))
            while not service.done():
                command, now = await commands.get()
                told.move(now)
                if command == _STOP:
                    stop.set()
                    break
                if application.running:
                    await tick.run(application)
                pipe.send(await _report(application, database, told))
            await service
        finally:
            await database.close()


def _heard(pipe: Connection) -> tuple[str, int]:
    try:
        command, now = pipe.recv()
    except EOFError:  # nobody is there any more
        os._exit(1)
    return str(command), int(now)


async def _report(application: CoachApplication, database: Database, told: ToldTime) -> Report:
    """Once nothing is done any more, or whoever does something sleeps."""
    asleep, idle = 0, False
    while asleep < _LOOKS:
        idle = application.running and await _is_idle(application.outbox)
        idle = idle and not _figure(application.metrics.queue)
        calls = _calls(application)
        naps = told.next_wake() is not None
        working = database.busy or database.waiting
        if idle and not working and (calls == 1 or (not calls and naps)):
            break
        asleep = asleep + 1 if naps and not working and calls <= 1 else 0
        await _real_sleep(_LOOK)
    polls = _calls(application) > 0
    moments = [told.next_wake()]
    if application.running:
        row = await database.run(lambda connection: connection.one(_NEXT))
        assert row is not None
        moments.append(row["at"])
        idle = idle and not row["unread"]
    return Report(min((at for at in moments if at is not None), default=None), polls, idle)


async def _is_idle(outbox: Outbox) -> bool:
    idle = asyncio.ensure_future(outbox.idle())
    done, _ = await asyncio.wait({idle}, timeout=_WAIT)
    idle.cancel()
    return bool(done)


def _calls(application: CoachApplication) -> float:
    """Of the Bot API, that are not answered yet; a poll is one of them."""
    return _figure(application.metrics.pool_in_use, pool="telegram")


def _figure(gauge: Gauge, **labels: str) -> float:
    samples = (sample for metric in gauge.collect() for sample in metric.samples)
    return next((sample.value for sample in samples if sample.labels == labels), 0.0)


class ToldBot:
    """The process, as seen from outside: started, told the time, stopped, killed."""

    def __init__(self, server: str, database: str, log: Path) -> None:
        self._server, self._database, self._log = server, database, log
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload(["tests.packaged", "tests.year.told_bot"])
        self._process: Any = None
        self._pipe: Connection | None = None

    @property
    def running(self) -> bool:
        return self._process is not None

    @property
    def log(self) -> str:
        """What went wrong in it."""
        return self._log.read_text() if self._log.exists() else ""

    def start(self, now: int) -> None:
        self._pipe, theirs = self._processes.Pipe()
        arguments = (theirs, self._server, self._database, now, self._log)
        self._process = self._processes.Process(target=live, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    async def step(self, now: int) -> Report:
        """It is `now`: the tick comes, and all that can be done now is done."""
        self._tell(_STEP, now)
        try:
            return await self._answer()
        except EOFError:
            raise AssertionError(f"the bot ended:\n{self.log}") from None

    async def kill(self, now: int, after: float) -> None:
        """kill -9, so many real seconds after it was told that it is `now`."""
        self._tell(_STEP, now)
        await asyncio.sleep(after)
        self._process.kill()
        self._ended()

    async def stop(self, now: int) -> None:
        """As SIGTERM does."""
        self._tell(_STOP, now)
        await asyncio.to_thread(self._process.join, 30)
        code = self._process.exitcode
        self._ended()
        assert code == 0, f"the bot did not stop ({code}):\n{self.log}"

    def _ended(self) -> None:
        assert self._pipe is not None
        self._process.kill()
        self._process.join()
        self._pipe.close()
        self._process = self._pipe = None

    def end(self) -> None:
        """Nothing of it stays."""
        if self.running:
            self._ended()

    def _tell(self, command: str, now: int) -> None:
        assert self._pipe is not None
        self._pipe.send((command, now))

    async def _answer(self) -> Report:
        assert self._pipe is not None
        loop, answered = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._pipe.fileno(), answered.set)
        try:
            await answered.wait()
        finally:
            loop.remove_reader(self._pipe.fileno())
        report: Report = self._pipe.recv()
        return report
