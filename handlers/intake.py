"""Intake: updates are kept in the inbox before they are acknowledged, then handled in lanes.

Several processes may share a database. A person's updates are in the hands of one of them at a
time, in the order in which they came; those of a process that died are taken up by the others.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import Conflict, EndPointNotFound, TelegramError

from bot.coach.ids import new_id
from bot.storage import inbox
from bot.storage.connection import Connection
from bot.storage.database import Database, UnavailableError, Unit
from handlers.context import CoachApplication
from handlers.lanes import LONGEST_PAUSE, PAUSE, Lanes
from handlers.pressed import lightened

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
_POLL_SECONDS = 30
_LATE = 5.0
"""Seconds that the answer to a poll may come later than asked for."""
_LOOK_EVERY = 2.0
"""Seconds from one sign of life, and one look for what others left behind, to the next."""
_REASONS: dict[type[Exception], str] = {
    Conflict: "another process polls too",
    EndPointNotFound: "Telegram does not know the token any more",
}
Json = dict[str, Any]
_log = logging.getLogger(__name__)


class Intake:
    """Updates into the inbox, and from there into the lanes."""

    def __init__(
        self, application: CoachApplication, database: Database, pause: float = PAUSE
    ) -> None:
        self._application = application
        self._database = database
        self._process = new_id()
        self._sent = 0, time.monotonic()
        """How many messages had been sent at once when this process last said that it lives."""
        self._alone = True
        self._unsure = False
        """Whether something may be in our hands of which we do not know."""
        self.lanes = Lanes(application, self._done, pause)

    async def recover(self, *, alone: bool = True) -> None:
        """Takes up what was received and not handled before: all of it where this process is the
        only one, as whoever polls is; else what no process that lives has in hand."""
        self._alone = alone
        if self._database.shared:
            await self._enter()
        if alone or not self._database.shared:
            waiting = await self._database.run(partial(inbox.take_all, process=self._process))
            self._add(*map(json.loads, waiting))
        else:
            await self.look_around()

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
        """Keeps a batch, then handles what is new in it; Telegram forgets it with the next poll.

        Whoever polls is alone: Telegram sees to that.
        """
        if not batch:
            return
        now = self._application.clock.now()
        payloads = [(update["update_id"], json.dumps(update)) for update in batch]
        people = {update["update_id"]: person_of(update) for update in batch}
        process = self._process
        new = await self._database.run(
            lambda connection: inbox.receive(connection, payloads, now, process, people)
        )
        self._add(*(update for update in batch if update["update_id"] in new))

    async def take_one(self, update: Json, payload: str) -> None:
        """Keeps an update, and its JSON, that one of several processes received; whichever has in
        hand what the person sent before handles it."""
        if not self._database.shared:
            await self.take([update])
            return
        now, process = self._application.clock.now(), self._process
        update_id, person = update["update_id"], person_of(update)

        def unit(connection: Connection) -> list[str]:
            return inbox.receive_one(connection, update_id, payload, now, process, person)

        taken = await self._taking(unit, person)
        self._add(*(update if each == payload else json.loads(each) for each in taken))

    async def watch(self) -> None:
        """Says that this process lives, and takes up what others left behind, until cancelled."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            try:
                await self.say_alive()
                await self.look_around()
            except UnavailableError as error:
                _log.warning("the database is away: %s", error)

    async def say_alive(self) -> None:
        """Who could not say so in time is dead to the others, and begins anew as somebody else."""
        now, process = self._application.clock.now(), self._process
        budget = self._application.sender.budget
        sends = self._sends_a_minute(budget.urgent)

        def unit(connection: Connection) -> tuple[bool, float]:
            alive = inbox.say_alive(connection, process, now, sends)
            return alive, inbox.sends_elsewhere(connection, process, now)

        alive, budget.elsewhere = await self._database.run(unit)
        if not alive or self._unsure:
            _log.warning("the database was away: what waited here is taken up anew, or by others")
            await self._database.run(lambda connection: inbox.leave(connection, process))
            self.lanes.drop()
            self._process, self._unsure = new_id(), False
            await self._enter()

    def _sends_a_minute(self, sent: int) -> int:
        """Since it was asked for last."""
        (before, at), now = self._sent, time.monotonic()
        self._sent = sent, now
        return round((sent - before) / max(now - at, _LOOK_EVERY) * 60)

    async def look_around(self) -> None:
        """Takes up what no living process has in hand."""
        now, process = self._application.clock.now(), self._process
        people = await self._database.run(partial(inbox.forsaken, now=now))
        taken = await asyncio.gather(
            *(
                self._taking(partial(inbox.take, person=person, process=process, now=now), person)
                for person in people
            )
        )
        for payloads in taken:
            self._add(*map(json.loads, payloads))

    async def finish(self, grace: float) -> None:
        """Finishes what is in hand; what is not done after so many seconds is anybody's."""
        shared = self._database.shared
        with contextlib.suppress(UnavailableError):
            if shared:
                await self.say_alive()
        process = self._process
        try:
            async with asyncio.timeout(grace):
                await self.lanes.idle()
        except TimeoutError:
            _log.warning("not everything could be finished within %.0f seconds", grace)
            await self.lanes.cut()
        with contextlib.suppress(UnavailableError):
            if shared:
                await self._database.run(lambda connection: inbox.leave(connection, process))

    async def _taking(self, unit: Unit[list[str]], person: int | None) -> list[str]:
        """Runs a unit that takes updates in hand; one that failed may have done so all the same."""
        try:
            return await self._database.run(unit, person)
        except UnavailableError:
            self._unsure = True
            raise

    async def _enter(self) -> None:
        now, process = self._application.clock.now(), self._process
        await self._database.run(lambda connection: inbox.enter(connection, process, now))

    async def _done(self, update: Update, person: int) -> Sequence[Update]:
        """Marks it; what another process kept for us meanwhile is ours now."""
        now, process = self._application.clock.now(), self._process
        update_id, shared = update.update_id, self._database.shared and not self._alone

        def unit(connection: Connection) -> list[str]:
            inbox.mark_handled(connection, update_id, now)
            return inbox.take(connection, person, process, now) if shared else []

        more = await self._taking(unit, person if shared else None)
        parsed = (self._parsed(json.loads(payload)) for payload in more)
        return [each for each in parsed if each is not None]

    def _add(self, *updates: Json) -> None:
        for update in updates:
            parsed = self._parsed(update)
            if parsed is not None:
                self.lanes.add(parsed, person_of(update))

    def _parsed(self, update: Json) -> Update | None:
        kind = next((kind for kind in ALLOWED_UPDATES if kind in update), "other")
        self._application.metrics.updates.labels(kind).inc()
        try:
            return Update.de_json(lightened(update), self._application.bot)
        except Exception:  # noqa: BLE001 - it is kept; the next ones must not wait for it
            _log.exception("update %s cannot be read", update["update_id"])
            return None


def person_of(update: Json) -> int:
    """Who sent it; 0: nobody in particular."""
    for content in update.values():
        sender = content.get("from") if isinstance(content, dict) else None
        if isinstance(sender, dict) and isinstance(sender.get("id"), int):
            return int(sender["id"])
    return 0
