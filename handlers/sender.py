"""Sending and editing: one message of a chat has live buttons, and it is the lowest."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil
from typing import TypeVar

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.coach.people import People
from bot.domain.budget import Budget
from handlers.reply import NO_PREVIEW, Reply

Result = TypeVar("Result")

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try of a call that Telegram did not take."""
_LONGEST_WAIT = 30.0
_LONGEST_DELAY = 0.5
"""Seconds that an answer waits for room; then Telegram may refuse it."""
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)
"""A forged press may name anything: a file that we sent, too."""
_SAME = "message is not modified"
_EDIT_TEXT = "editmessagetext"
"""Lower case is as good to Telegram. The library parses what comes back from a method of its own,
an eighth of the cost of a tap; this name is none of them, and nobody needs the edited message."""
_NO_PREVIEW = NO_PREVIEW.to_dict()
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sender:
    """Puts replies into chats; only private ones have live buttons."""

    bot: Bot
    people: People
    pauses: Sequence[float] = PAUSES
    budget: Budget = field(default_factory=Budget)
    _answers: asyncio.Lock = field(default_factory=asyncio.Lock)
    _line: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Where answers, and what has had its turn, stand in line for room."""

    async def post(
        self,
        chat: int,
        reply: Reply,
        *,
        ring: bool = True,
        patient: bool = True,
        in_turn: bool = False,
        to: Message | None = None,
    ) -> Message:
        """A new message; with buttons of ours it takes them from the message that had them.

        `to` is the message of a group that it replies to. `in_turn`: nobody waits for it, so it
        goes when the budget has a turn for it.

        A card whose sending timed out is sent once more: twice is better than never. Impatient,
        the first refusal is final: whoever tries again later says so.
        """

        async def call() -> Message:
            if reply.file is not None:
                return await self.bot.send_document(
                    chat,
                    InputFile(reply.file.content, filename=reply.file.name),
                    caption=reply.text,
                    parse_mode=ParseMode.HTML,
                    reply_markup=reply.markup,
                    disable_notification=not ring,
                )
            return await self.bot.send_message(
                chat,
                reply.text,
                parse_mode=ParseMode.HTML,
                reply_markup=reply.at_input or reply.markup,
                disable_notification=not ring,
                reply_parameters=_reply_to(to),
                message_thread_id=to.message_thread_id if to and to.is_topic_message else None,
                link_preview_options=NO_PREVIEW,
            )

        async def send() -> Message:
            await (self._turn(chat) if in_turn else self._room(chat))
            try:
                return await call()
            except RetryAfter as error:
                self.budget.refused(chat, seconds_to_wait(error), time.monotonic())
                raise
            finally:
                self.budget.answered(time.monotonic())

        message = await (self._insist(send, time_outs=int(reply.live)) if patient else send())
        if reply.live:
            before = await self.people.make_live(chat, message.message_id)
            if before is not None:
                await self.strip(chat, before, patient=patient)
        return message

    async def replace(
        self, chat: int, message: int, reply: Reply, lowest: int | None = None
    ) -> int:
        """Edits the lowest message with buttons; an older one gives way to a new, quiet one.

        `lowest` was that message a moment ago: what came since is seen after the edit. The id of
        the message that shows the reply.
        """
        if lowest != message or not reply.live:
            loses = await self.people.make_live(chat, message)
            if loses is not None:
                await self.strip(chat, loses)
            if loses == message:
                return (await self.post(chat, reply, ring=False)).message_id
        if not await self._edit(chat, message, reply):
            return (await self.post(chat, reply, ring=False)).message_id
        if reply.live and await self.people.make_live(chat, message) == message:
            await self.strip(chat, message)  # a lower one came meanwhile
            return (await self.post(chat, reply, ring=False)).message_id
        return message

    async def revise(
        self, chat: int, message: int, reply: Reply, *, to: Message | None = None
    ) -> int:
        """Edits a message wherever it stands; one that cannot be edited gives way to a new one.

        The id of the message that shows the reply; above the lowest live one without live buttons.
        """
        loses = await self.people.make_live(chat, message) if reply.live else None
        if loses is not None and loses != message:
            await self.strip(chat, loses)
        shown = reply.inert if loses == message else reply
        if not await self._edit(chat, message, shown):
            return (await self.post(chat, reply, ring=False, to=to)).message_id
        if shown.live and await self.people.make_live(chat, message) == message:
            await self.strip(chat, message)  # a lower one came while this one was edited
        return message

    async def answer(self, query: CallbackQuery, toast: str | None) -> None:
        """Answers a press; tried once more at once, since it is soon too late."""
        try:
            await query.answer(toast)
        except BadRequest:
            raise
        except (NetworkError, RetryAfter):
            await query.answer(toast)

    async def strip(self, chat: int, message: int, *, patient: bool = True) -> None:
        """Takes the buttons away. Where that fails, what was sent is sent all the same, and the
        version of a session guards the buttons that stay."""

        async def edit() -> object:
            return await self.bot.edit_message_reply_markup(chat, message, reply_markup=None)

        try:
            await (self._insist(edit) if patient else edit())
        except Forbidden:
            raise
        except TelegramError as error:
            _log.debug("message %s keeps its buttons: %s", message, error)

    async def change_buttons(self, chat: int, message: int, markup: InlineKeyboardMarkup) -> None:
        """Other buttons below the same words."""
        try:
            await self._insist(
                lambda: self.bot.edit_message_reply_markup(chat, message, reply_markup=markup)
            )
        except BadRequest as error:
            _log.debug("message %s keeps its buttons: %s", message, error.message)

    async def _room(self, chat: int) -> None:
        """For an answer that somebody waits for; after half a second without, it goes all the same.

        Here and below one of those who wait asks: hundreds that did would leave no time to send.
        """
        latest = time.monotonic() + _LONGEST_DELAY
        async with self._answers:
            while True:
                now = time.monotonic()
                wait = self.budget.full(now)
                if wait == 0 or now >= latest:
                    break
                await asyncio.sleep(min(wait, latest - now))
            self.budget.spend(chat, now)

    async def _turn(self, chat: int) -> None:
        """For what may wait; RetryAfter where Telegram has asked for a pause meanwhile, so that
        nobody waits here for longer than a claim lasts."""
        now = time.monotonic()
        turn = self.budget.turn(chat, now)
        try:
            await asyncio.sleep(turn - now)
            async with self._line:
                while True:
                    now = time.monotonic()
                    if (held := self.budget.held(now)) > 0:
                        raise RetryAfter(ceil(held))
                    if (wait := self.budget.go(now)) == 0:
                        return
                    await asyncio.sleep(wait)
        finally:
            self.budget.waited()

    async def _edit(self, chat: int, message: int, reply: Reply) -> bool:
        """Whether the message now shows the reply."""
        try:
            await self._insist(
                lambda: self.bot.do_api_request(
                    _EDIT_TEXT,
                    {
                        "chat_id": chat,
                        "message_id": message,
                        "text": reply.text,
                        "parse_mode": ParseMode.HTML,
                        "reply_markup": reply.keyboard,
                        "link_preview_options": _NO_PREVIEW,
                    },
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
        self, call: Callable[[], Awaitable[Result]], *, time_outs: int = len(PAUSES)
    ) -> Result:
        """Calls again after an outage or when Telegram asks to wait; a refusal is final.

        After a time-out the call may have been done: it is made again so many times at most.
        """
        for pause in self.pauses:
            try:
                return await call()
            except RetryAfter as error:
                await asyncio.sleep(min(seconds_to_wait(error), _LONGEST_WAIT))
            except BadRequest:
                raise
            except TimedOut:
                if time_outs == 0:
                    raise
                time_outs -= 1
            except NetworkError:
                await asyncio.sleep(pause)
        return await call()


def _reply_to(message: Message | None) -> ReplyParameters | None:
    if message is None:
        return None
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)


def seconds_to_wait(error: RetryAfter) -> float:
    """What Telegram asks for; the library gives it in either of two types."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
