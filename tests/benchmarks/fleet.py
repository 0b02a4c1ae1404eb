"""The bot's processes that share a database: one that polls, or two behind a webhook."""

import asyncio
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from tests.bot_process import READY, BotProcess
from tests.proxy import Proxy
from tests.running_bot import TOKEN

HOOKED = "Telegram posts updates to the webhook"


class Fleet:
    def __init__(self, processes: list[BotProcess], until: str) -> None:
        self.processes = processes
        self._until = until
        self._read = [0] * len(processes)

    async def start(self) -> None:
        """Whichever do not run; returns when all serve."""
        for each in self.processes:
            if not each.running:
                await each.start(until=self._until)

    async def kill_starting(self, seconds: float) -> bool:
        """Starts whichever do not run, and kills them if they do not serve after so long."""
        starting = [each for each in self.processes if not each.running]
        try:
            async with asyncio.timeout(seconds):
                await self.start()
        except TimeoutError:
            for each in starting:
                if each.running:
                    await each.kill()
            return True
        return False

    @property
    def all_run(self) -> bool:
        return all(each.running for each in self.processes)

    async def kill(self, draw: random.Random) -> None:
        """kill -9, of any one that runs."""
        running = [each for each in self.processes if each.running]
        await draw.choice(running).kill()

    async def kill_all(self) -> None:
        for each in self.processes:
            if each.running:
                await each.kill()

    def new_lines(self) -> list[str]:
        """Of all logs, since the last time."""
        lines: list[str] = []
        for number, each in enumerate(self.processes):
            lines += each.lines[self._read[number] :]
            self._read[number] = len(each.lines)
        return lines


@asynccontextmanager
async def fleet(
    number: int, folder: Path, telegram: str, database: str, **settings: str
) -> AsyncIterator[Fleet]:
    """Not started yet; whatever runs at the end is killed."""
    shared = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram,
        "DATABASE_URL": database,
        **settings,
    }
    if number == 1:
        made = Fleet([BotProcess(folder, **shared)], READY)
        try:
            yield made
        finally:
            await made.kill_all()
        return
    ports = unused_ports(number)
    async with Proxy(ports).listening() as proxy:
        processes = [
            BotProcess(folder, **shared, WEBHOOK_URL=proxy.url, WEBHOOK_PORT=str(port))
            for port in ports
        ]
        made = Fleet(processes, HOOKED)
        try:
            yield made
        finally:
            await made.kill_all()


def clean_up_when_told_to_end() -> None:
    """SIGTERM ends this process as an exception would: what it started is ended, too."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def unused_ports(number: int) -> list[int]:
    """So many that nothing listens on."""
    with ExitStack() as stack:
        taken = [stack.enter_context(socket.socket()) for _ in range(number)]
        for each in taken:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in taken]
