"""Sending and editing: one message of a chat has live buttons, and it is the lowest."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.coach.people import People
from handlers.reply import Reply

Result = TypeVar("Result")

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try of a call that Telegram did not take."""
_LONGEST_WAIT = 30.0
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_SAME = "message is not modified"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sender:
    """Puts replies into private chats."""

    bot: Bot
    people: People
    pauses: Sequence[float] = PAUSES

    async def post(self, chat: int, reply: Reply, *, ring: bool = True) -> Message:
        """A new message; with buttons of ours it takes them from the message that had them.

        A time-out is not tried again: the message may have been sent.
        """
        message = await self._insist(
            lambda: self.bot.send_message(
                chat,
                reply.text,
                parse_mode=ParseMode.HTML,
                reply_markup=reply.markup,
                disable_notification=not ring,
                link_preview_options=_NO_PREVIEW,
            ),
            twice_is_harmless=False,
        )
        if reply.live:
            before = await self.people.make_live(chat, message.message_id)
            if before is not None:
                await self.strip(chat, before)
        return message

    async def replace(self, chat: int, message: int, reply: Reply) -> None:
        """Edits the lowest message with buttons; an older one gives way to a new, quiet one."""
        loses = await self.people.make_live(chat, message)
        if loses is not None:
            await self.strip(chat, loses)
        if loses == message or not await self._edit(chat, message, reply):
            await self.post(chat, reply, ring=False)

    async def strip(self, chat: int, message: int) -> None:
        """Takes the buttons away; a message that is gone has none."""
        try:
            await self._insist(
                lambda: self.bot.edit_message_reply_markup(chat, message, reply_markup=None)
            )
        except BadRequest as error:
            _log.debug("message %s keeps what it has: %s", message, error.message)

    async def _edit(self, chat: int, message: int, reply: Reply) -> bool:
        """Whether the message now shows the reply."""
        try:
            await self._insist(
                lambda: self.bot.edit_message_text(
                    reply.text,
                    chat,
                    message,
                    parse_mode=ParseMode.HTML,
                    reply_markup=reply.markup,
                    link_preview_options=_NO_PREVIEW,
                )
            )
        except BadRequest as error:
            reason = error.message.lower()
            if _SAME in reason:
                return True
            if any(gone in reason for gone in _GONE):
                return False
            raise
        return True

    async def _insist(
        self, call: Callable[[], Awaitable[Result]], *, twice_is_harmless: bool = True
    ) -> Result:
        """Calls again after an outage or when Telegram asks to wait; a refusal is final."""
        for pause in self.pauses:
            try:
                return await call()
            except RetryAfter as error:
                await asyncio.sleep(min(_seconds(error), _LONGEST_WAIT))
            except BadRequest:
                raise
            except NetworkError as error:
                if isinstance(error, TimedOut) and not twice_is_harmless:
                    raise
                await asyncio.sleep(pause)
        return await call()


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
