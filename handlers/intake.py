"""Intake: updates are kept in the inbox before they are acknowledged, then handled in lanes.

A person's updates stay in their order; different people never wait for each other.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Sequence
from typing import Any

from telegram import Update
from telegram.error import Conflict, EndPointNotFound, TelegramError

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
_LATE = 5.0
"""Seconds that the answer to a poll may come later than asked for."""
MOST_AT_ONCE = 256
"""People whose updates are handled at the same time: as each waits for Telegram most of that time,
it takes so many to keep a core busy."""
_MOST_TRIES = 20
"""A quarter of an hour: then the person has written again, or an operator has looked."""
PAUSE = 2.0
"""Seconds before an update whose reply did not get through is handled again; then twice as long."""
_REASONS: dict[type[Exception], str] = {
    Conflict: "another process polls too",
    EndPointNotFound: "Telegram does not know the token any more",
}
Json = dict[str, Any]
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
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

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

    async def cut(self) -> None:
        """Ends whatever runs, and returns when it has ended."""
        running = [*self._running]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

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
        for payload in await self._database.run(inbox.waiting):
            self._add(json.loads(payload))

    async def poll(self) -> None:
        """Polls until it is cancelled; an outage is waited out, longer each time."""
        offset, pause = 0, 0.0
        while True:
            await asyncio.sleep(pause)
            try:
                updates = await self._received(offset)
                await self.take(updates)
            except (TelegramError, UnavailableError) as error:
                # What was not kept is not acknowledged either, and comes again.
                _log.warning("no updates: %s", _REASONS.get(type(error), error))
                pause = min(max(1.0, pause * 2), LONGEST_PAUSE)
                continue
            pause = 0.0
            offset = max((update["update_id"] + 1 for update in updates), default=offset)

    async def _received(self, offset: int) -> list[Json]:
        """Updates as Telegram sent them, which is how they are kept.

        A method of its own the library would parse, and forget what it was; a name in lower case,
        which is as good to Telegram, is none of them.
        """
        asked = {"offset": offset, "timeout": _POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
        answer: list[Json] = await self._application.bot.do_api_request(
            "getupdates", asked, read_timeout=_POLL_SECONDS + _LATE
        )
        return answer

    async def take(self, batch: Sequence[Json]) -> None:
        """Keeps a batch, then handles what is new in it; Telegram forgets it with the next poll."""
        if not batch:
            return
        now = self._application.clock.now()
        payloads = [(update["update_id"], json.dumps(update)) for update in batch]
        new = await self._database.run(lambda connection: inbox.receive(connection, payloads, now))
        for update in batch:
            if update["update_id"] in new:
                self._add(update)

    def _add(self, update: Json) -> None:
        try:
            parsed = Update.de_json(update, self._application.bot)
        except Exception:  # noqa: BLE001 - it is kept; the next ones must not wait for it
            _log.exception("update %s cannot be read", update["update_id"])
        else:
            self.lanes.add(parsed)
