"""Content that is changed while the bot runs: checked, put to use, and told where it is faulty."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from telegram.error import TelegramError

from bot.coach import open_coach
from bot.edition import Edition, Files, files_in, load_edition
from bot.storage.database import Database
from content.errors import ContentError, Fault
from handlers import texts
from handlers.context import CoachApplication
from handlers.reply import Reply
from handlers.views.gaps import faults as faults_view

EVERY = 2.0
"""Seconds between two looks; what changed between them is still being written."""
_MOST_LOGGED = 50
_log = logging.getLogger(__name__)


@dataclass
class Refresh:
    """Watches the content folder; `files` is what was loaded from it at the start."""

    application: CoachApplication
    database: Database
    default_zone: str
    folder: Path
    files: Files
    _learner: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "content"), init=False
    )
    """The same thread each time: C keeps what a thread has freed for that thread, so many would
    keep what learning needs many times."""
    at_once: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    """Set it to load the content now, changed or not."""
    _seen: Files | None = field(default=None, init=False)
    """What lay there at the last look."""
    _told: bool = field(default=False, init=False)
    """Operators know that the content is faulty."""

    async def watch(self) -> None:
        """Looks until it is cancelled."""
        while True:
            asked = self.at_once.is_set()
            self.at_once.clear()
            try:
                await self.look(at_once=asked)
            except Exception:  # noqa: BLE001 - the next look must come
                _log.exception("looking after the content failed")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.at_once.wait(), EVERY)

    async def look(self, *, at_once: bool = False) -> None:
        """Loads what was changed and has lain still since the last look; asks it what is open."""
        there = await asyncio.to_thread(files_in, self.folder)
        still, self._seen = there == self._seen, there
        if at_once:
            self._told = False
        if at_once or (still and there != self.files):
            await self._load(there)
        while await self.application.coach.gaps.ask_again(self.application.clock.now()):
            pass

    async def _load(self, there: Files) -> None:
        edition: Edition | None = None
        found: Sequence[Fault] = ()
        try:
            loop = asyncio.get_running_loop()
            edition = await loop.run_in_executor(self._learner, load_edition, self.folder)
        except ContentError as error:
            found = error.faults
        except Exception:  # noqa: BLE001 - content must not end the bot, whatever is in it
            _log.exception("the changed content could not be loaded")
        if await asyncio.to_thread(files_in, self.folder) != there:
            return  # it was written to meanwhile: the next looks see what became of it
        self.files = there
        if edition is None:
            await self._refused(found)
        else:
            await self._use(edition)

    async def _use(self, edition: Edition) -> None:
        before = self.application.coach
        self.application.coach = await open_coach(
            self.database, edition.library, edition.answerer, self.default_zone, before.number
        )
        exercises, topics = len(edition.library.exercises), len(edition.library.topics)
        _log.info("the content was loaded anew: %s exercises, %s topics", exercises, topics)
        if self._told:
            self._told = False
            await self._tell_operators(Reply(texts.CONTENT_MENDED))

    async def _refused(self, found: Sequence[Fault]) -> None:
        """One message until it is mended, however often it is saved meanwhile."""
        for fault in found[:_MOST_LOGGED]:
            _log.error("fault in the content: %s", fault)
        _log.error("the changed content is not used (%s faults)", len(found))
        if not self._told:
            self._told = True
            await self._tell_operators(faults_view(found))

    async def _tell_operators(self, reply: Reply) -> None:
        for operator in sorted(self.application.operators):
            try:
                await self.application.sender.post(operator, reply)
            except TelegramError as error:
                _log.warning("operator %s could not be told: %s", operator, error)
