"""A whole bot in the test's own process: real Application, HTTP, database; time stands still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.coach import open_coach
from bot.demo import DemoServer
from bot.domain.budget import Budget
from bot.domain.pace import Pace
from bot.storage.database import Database
from bot.storage.url import open_database
from content.answers import Answerer
from content.library import Library
from handlers.application import build_application
from handlers.context import CoachApplication
from handlers.intake import Intake
from handlers.menu import introduce
from tests.chat import Chat

TOKEN = "123456:test"
UNHURRIED = Pace(room=1e9)
"""While time stands still no bucket fills up again."""
MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def unlimited() -> Budget:
    """A test sends as fast as it is."""
    return Budget(per_second=1e6, per_chat=0)


class StandingClock(Clock):
    """Moves only when it is told to."""

    def __init__(self, now: datetime = MONDAY_NOON) -> None:
        super().__init__()
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by


@dataclass
class RunningBot:
    """The parts of a bot that serves a local Telegram, and the people who write to it."""

    server: DemoServer
    clock: StandingClock
    application: CoachApplication
    database: Database
    intake: Intake

    def chat(self, name: str = "Anna") -> Chat:
        """The chat of one person, who may be new."""
        return Chat(self.server.world.person(name), self)

    async def settled(self) -> None:
        """Returns when every update has been received, acknowledged and handled."""
        updates = self.server.world.updates
        while True:
            await self.server.world.until(lambda: not updates.pending)
            await self.intake.lanes.idle()
            if not updates.pending:
                return

    async def advance(self, **by: float) -> None:
        """Moves the clock and lets the tick see it: `advance(minutes=3)`."""
        self.clock.advance(timedelta(**by))
        await self.tick()

    async def tick(self) -> None:
        assert self.application.job_queue is not None
        (job,) = self.application.job_queue.get_jobs_by_name("tick")
        await job.run(self.application)
        await self.application.outbox.idle()
        await self.settled()


@asynccontextmanager
async def running_bot(
    library: Library,
    answerer: Answerer,
    database_url: str,
    server: DemoServer,
    clock: StandingClock,
    default_zone: str = "Europe/Berlin",
    operators: frozenset[int] = frozenset(),
    pace: Pace = UNHURRIED,
    *,
    polls: bool = True,
    budget: Budget | None = None,
) -> AsyncIterator[RunningBot]:
    """Starts the bot against a server that runs, and stops it at the end; the test takes care of
    how updates come in where it does not poll."""
    database = await open_database(database_url)
    coach = await open_coach(database, library, answerer, default_zone)
    application = build_application(
        TOKEN,
        server.url,
        coach,
        clock,
        operators,
        pauses=(0, 0),
        pace=pace,
        budget=budget or unlimited(),
    )
    await application.initialize()
    await introduce(application)
    await application.start()
    assert application.job_queue is not None
    application.job_queue.scheduler.pause()  # the test ticks by hand
    intake = Intake(application, database, pause=0)
    await intake.recover(alone=polls)
    polling = asyncio.create_task(intake.poll() if polls else asyncio.Event().wait())
    try:
        yield RunningBot(server, clock, application, database, intake)
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await intake.finish(0)
        await application.stop()
        await application.shutdown()
        await database.close()
