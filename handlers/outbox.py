"""What is due and is being sent now, and what came of it so far."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

from bot.domain.due import DueKind, Fate, Tally


class Outbox:
    """One for each process."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._tally: Tally = Counter()
        """What is not in the database yet."""

    def send(self, sending: Coroutine[Any, Any, None]) -> None:
        """Beside all that is being sent already."""
        task = asyncio.create_task(sending)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def count(self, kind: DueKind, fate: Fate) -> None:
        self._tally[kind, fate] += 1

    def take_tally(self) -> Tally:
        """What came of what was sent since it was taken before."""
        tally, self._tally = self._tally, Counter()
        return tally

    def give_back(self, tally: Tally) -> None:
        """It could not be kept."""
        self._tally += tally

    async def idle(self) -> None:
        """Returns when nothing is being sent."""
        while self._running:
            await asyncio.wait(self._running)

    async def cut(self) -> None:
        """Ends whatever is being sent: it is due still, under its lease."""
        running = [*self._running]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
