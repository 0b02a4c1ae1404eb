"""The local Bot API server by the real clock, to the microsecond."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from bot.clock import Clock
from bot.demo import DemoServer
from tests.running_bot import TOKEN


class ExactClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)


@asynccontextmanager
async def telegram() -> AsyncIterator[DemoServer]:
    server = DemoServer(TOKEN, ExactClock())
    await server.start(port=0)
    try:
        yield server
    finally:
        await server.stop()
