"""Lanes: a person's updates one after the other, different people side by side."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from telegram import Update

from handlers.context import CoachApplication
from handlers.running import Running

MOST_AT_ONCE = 256
"""People whose updates are handled at the same time: as each waits for Telegram most of that time,
it takes so many to keep a core busy."""
LONGEST_PAUSE = 60.0
_MOST_TRIES = 20
"""A quarter of an hour: then the person has written again, or an operator has looked."""
PAUSE = 2.0
"""Seconds before an update whose reply did not get through is handled again; then twice as long."""
Done = Callable[[Update, int], Awaitable[Sequence[Update]]]
"""Marks the update of a person as handled; what else of theirs came into our hands by that."""
_log = logging.getLogger(__name__)


class Lanes:
    """Runs updates: one at a time for each person, a bounded number of people at once."""

    def __init__(self, application: CoachApplication, done: Done, pause: float = PAUSE) -> None:
        self._application = application
        self._done = done
        self._pause = pause
        self._waiting: dict[int, deque[tuple[Update, float]]] = {}
        """Each with the time at which it came."""
        self._in_hand: set[int] = set()
        """Ids of the updates that are being handled."""
        self._running = Running()
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        application.metrics.queue.set_function(lambda: len(self))

    def __len__(self) -> int:
        """How many updates wait or are being handled."""
        return len(self._running) + sum(map(len, self._waiting.values()))

    def add(self, update: Update, person: int) -> None:
        if update.update_id in self._in_hand:
            return
        waiting = (update, time.monotonic())
        lane = self._waiting.get(person)
        if lane is not None:
            lane.append(waiting)
            return
        self._waiting[person] = deque([waiting])
        self._running.start(self._run(person))

    def drop(self) -> None:
        """What waits is no longer ours; what is being handled is finished."""
        for lane in self._waiting.values():
            lane.clear()

    async def idle(self) -> None:
        """Returns when nothing waits or runs."""
        await self._running.idle()

    async def cut(self) -> None:
        """Ends whatever runs, and returns when it has ended."""
        await self._running.cut()

    async def _run(self, person: int) -> None:
        lane = self._waiting[person]
        while lane:
            async with self._room:
                if not lane:  # it was dropped meanwhile
                    break
                update, came_at = lane.popleft()
                more = await self._handle(update, person)
                now = time.monotonic()
                self._application.metrics.update_seconds.observe(now - came_at)
                lane.extend((each, now) for each in more)
        del self._waiting[person]

    async def _handle(self, update: Update, person: int) -> Sequence[Update]:
        """Until its reply got through; what cannot even be marked is taken up at the next start."""
        application = self._application
        pause = self._pause
        self._in_hand.add(update.update_id)
        try:
            for _ in range(_MOST_TRIES):
                await application.process_update(update)
                if update.update_id not in application.unsent:
                    break
                application.unsent.discard(update.update_id)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            return await self._done(update, person)
        except Exception:  # noqa: BLE001 - a lane must go on to the next update
            _log.exception("update %s was not handled", update.update_id)
            return ()
        finally:
            self._in_hand.discard(update.update_id)
            if update.callback_query is not None:
                application.answered.discard(update.callback_query.id)
