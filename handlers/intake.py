"""Intake: updates are kept in the inbox before they are acknowledged, then handled in lanes.

A person's updates stay in their order; different people never wait for each other.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Iterable, Iterator

from telegram import Update
from telegram.error import Conflict, TelegramError

from bot.storage import inbox
from bot.storage.database import Database, UnavailableError
from handlers.context import CoachApplication

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
LONGEST_PAUSE = 60.0
_POLL_SECONDS = 30
_MOST_AT_ONCE = 64
_MOST_TRIES = 20
"""A quarter of an hour: then the person has written again, or an operator has looked."""
PAUSE = 2.0
"""Seconds before an update whose reply did not get through is handled again; then twice as long."""
_log = logging.getLogger(__name__)


class Lanes:
    """Runs updates: one at a time for each person, a bounded number of people at once."""

    def __init__(
        self, application: CoachApplication, database: Database, pause: float = PAUSE
    ) -> None:
        self._application = application
        self._database = database
        self._pause = pause
        self._waiting: dict[int, deque[Update]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(_MOST_AT_ONCE)

    def add(self, update: Update) -> None:
        person = update.effective_user.id if update.effective_user else 0
        lane = self._waiting.get(person)
        if lane is not None:
            lane.append(update)
            return
        self._waiting[person] = deque([update])
        task = asyncio.create_task(self._run(person))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def idle(self) -> None:
        """Returns when nothing waits or runs."""
        while self._running:
            await asyncio.wait(self._running)

    async def _run(self, person: int) -> None:
        lane = self._waiting[person]
        while lane:
            async with self._room:
                await self._handle(lane.popleft())
        del self._waiting[person]

    async def _handle(self, update: Update) -> None:
        """Until its reply got through; what cannot even be marked is taken up at the next start."""
        application = self._application
        pause = self._pause
        try:
            for _ in range(_MOST_TRIES):
                await application.process_update(update)
                if update.update_id not in application.unsent:
                    break
                application.unsent.discard(update.update_id)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            now = application.clock.now()
            await self._database.run(
                lambda connection: inbox.mark_handled(connection, update.update_id, now)
            )
        except Exception:  # noqa: BLE001 - a lane must go on to the next update
            _log.exception("update %s was not handled", update.update_id)
        finally:
            if update.callback_query is not None:
                application.answered.discard(update.callback_query.id)


class Intake:
    """Long polling into the inbox, and from there into the lanes."""

    def __init__(
        self, application: CoachApplication, database: Database, pause: float = PAUSE
    ) -> None:
        self._application = application
        self._database = database
        self.lanes = Lanes(application, database, pause)

    async def recover(self) -> None:
        """Takes up what was received and not handled before the process ended."""
        for update in self._parsed(await self._database.run(inbox.waiting)):
            self.lanes.add(update)

    async def poll(self) -> None:
        """Polls until it is cancelled; an outage is waited out, longer each time."""
        offset, pause = 0, 0.0
        while True:
            await asyncio.sleep(pause)
            try:
                updates = await self._application.bot.get_updates(
                    offset=offset, timeout=_POLL_SECONDS, allowed_updates=ALLOWED_UPDATES
                )
                await self.take(updates)
            except (TelegramError, UnavailableError) as error:
                # What was not kept is not acknowledged either, and comes again.
                reason = "another process polls too" if isinstance(error, Conflict) else error
                _log.warning("no updates: %s", reason)
                pause = min(max(1.0, pause * 2), LONGEST_PAUSE)
                continue
            pause = 0.0
            offset = max((update.update_id + 1 for update in updates), default=offset)

    async def take(self, updates: Iterable[Update]) -> None:
        """Keeps a batch, then handles what is new in it; Telegram forgets it with the next poll."""
        batch = list(updates)
        if not batch:
            return
        now = self._application.clock.now()
        payloads = [(update.update_id, _as_json(update)) for update in batch]
        new = await self._database.run(lambda connection: inbox.receive(connection, payloads, now))
        for update in batch:
            if update.update_id in new:
                self.lanes.add(update)

    def _parsed(self, payloads: Iterable[str]) -> Iterator[Update]:
        for payload in payloads:
            yield Update.de_json(json.loads(payload), self._application.bot)


def _as_json(update: Update) -> str:
    """As Telegram sent it; the library's to_json fails on a date that is left in api_kwargs."""
    return json.dumps(update.to_dict(), default=lambda moment: int(moment.timestamp()))
