"""What runs in the background: waited for at a stop, or cut off."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Running:
    """Tasks, for as long as they run."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Beside all that runs already."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def idle(self) -> None:
        """Returns when nothing runs any more."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def cut(self) -> None:
        """Ends whatever runs, and returns when it has ended."""
        tasks = [*self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
