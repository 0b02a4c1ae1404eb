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
        self._reading: asyncio.Task[None] | None = None
        self._stirred = asyncio.Event()
        self._looked_at = 0
        self.lines: list[str] = []
        """Of its log, whatever number of times it was started."""

    @property
    def log(self) -> str:
        return "".join(self.lines)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    async def start(self, terminal: int | None = None, *, until: str = READY) -> None:
        """Returns when it serves; `terminal` is the descriptor of the one it is started in."""
        await self._launch(terminal)
        async with asyncio.timeout(60):
            await self.until(until)

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
        self._looked_at = len(self.lines)
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        """All the time, or a full pipe would hold it up."""
        assert self._process is not None
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self.lines.append(line.decode())
            self._stirred.set()

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def until(self, words: str) -> None:
        """Reads its log on until it says so."""
        assert self._reading is not None
        while True:
            ended = self._reading.done()
            while self._looked_at < len(self.lines):
                self._looked_at += 1
                if words in self.lines[self._looked_at - 1]:
                    return
            if ended:
                raise AssertionError(f"the bot ended:\n{self.log}")
            self._stirred.clear()
            stirred = asyncio.create_task(self._stirred.wait())
            await asyncio.wait({stirred, self._reading}, return_when=asyncio.FIRST_COMPLETED)
            stirred.cancel()

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
        assert self._reading is not None
        async with asyncio.timeout(30):
            await self._reading
            return await self._process.wait()

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
