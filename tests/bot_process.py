"""The bot as its operator runs it: a process of its own, started, stopped and killed."""

import asyncio
import os
import signal
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

READY = "serving @"
CACHE = Path(__file__).parents[1] / ".pytest_cache" / "backday"


class BotProcess(AbstractAsyncContextManager["BotProcess"]):
    """`python -m bot` with these arguments and settings; it serves when it says so."""

    def __init__(self, folder: Path, *arguments: str, **settings: str) -> None:
        self._folder = folder
        self._arguments = arguments
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        self.log = ""

    async def start(self, terminal: int | None = None) -> None:
        """Returns when it serves; `terminal` is the descriptor of the one it is started in."""
        await self._launch(terminal)
        async with asyncio.timeout(60):
            await self.until(READY)

    async def run(self) -> int:
        """Runs a command to its end; the exit code."""
        await self._launch()
        return await self.ended()

    async def _launch(self, terminal: int | None = None) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "CACHE_DIR": str(CACHE),
            "DATABASE_URL": f"sqlite:///{self._folder / 'backday.db'}",
            **self._settings,
        }
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *self._arguments,
            cwd=self._folder,
            env=environment,
            stdin=terminal,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def until(self, words: str) -> None:
        """Reads its log until it says so."""
        assert self._process is not None
        assert self._process.stdout is not None
        while True:
            line = (await self._process.stdout.readline()).decode()
            self.log += line
            if words in line:
                return
            if not line:
                raise AssertionError(f"the bot ended:\n{self.log}")

    async def kill(self) -> None:
        """kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        return await self._end(signal.SIGTERM)

    def send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def _end(self, number: signal.Signals) -> int:
        self.send(number)
        return await self.ended()

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        assert self._process is not None
        output, _ = await asyncio.wait_for(self._process.communicate(), 30)
        self.log += output.decode()
        assert self._process.returncode is not None
        return self._process.returncode

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.running:
            await self.kill()
