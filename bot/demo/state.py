"""Everything the server knows: a plain record with a bell that rings at every change."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from .clock import DemoClock
from .faults import Call, Faults
from .files import FileStore
from .inline import InlineAnswer, InlineQuery
from .messages import CallbackQuery, Chat, Message, Ring, Toast, User
from .profile import Profile
from .updates import UpdateQueue

QUERY_LIFETIME = 15.0
KEPT_CALLS = 20_000
BOT_ID = 7_210_004_417
ID_EPOCH = 1_577_836_800


class State:
    """The state of one bot's Telegram. Methods change it at once; `until` waits for the bot."""

    def __init__(self, clock: DemoClock, username: str) -> None:
        self.clock = clock
        self.bot = User(BOT_ID, "BackDay", username=username, is_bot=True)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_cache: dict[tuple[str, str, int | None], InlineAnswer] = {}
        self.files = FileStore()
        self.profile = Profile()
        # Ids must not repeat over restarts, since the bot keeps them: quarter seconds of wall time
        # outrun what a chat can use up, and fit 31 bits until 2037.
        first_id = int((time.time() - ID_EPOCH) * 4)
        self.next_message_id = first_id
        self.next_query_id = time.time_ns()
        self.updates = UpdateQueue(first_id, self.touch)
        self.calls: list[Call] = []
        self.faults = Faults(self.updates.interrupt)
        self.toasts: deque[Toast] = deque(maxlen=500)
        self.rings: dict[int, list[Ring]] = {}
        self.revision = first_id
        self._signal = asyncio.Event()

    @property
    def unanswered(self) -> list[CallbackQuery]:
        """Presses that still spin: not answered and not too old."""
        return [q for q in self.queries.values() if not q.answered and not self.too_old(q)]

    async def until(self, condition: Callable[[], Any], within: float = 5.0) -> Any:
        """Waits until the condition holds (it is tried after every change) and returns its value.

        TimeoutError after `within` seconds of real time.
        """
        async with asyncio.timeout(within):
            while not (value := condition()):
                await self._signal.wait()
        return value

    async def delivered(self, within: float = 5.0) -> None:
        """Waits until every update has been handed out by getUpdates."""
        await self.until(self.updates.all_handed_out, within)

    async def changed_since(self, revision: int) -> int:
        """Waits for a change after that revision; returns the newest."""
        while self.revision == revision:
            await self._signal.wait()
        return self.revision

    def touch(self) -> None:
        self.revision += 1
        signal, self._signal = self._signal, asyncio.Event()
        signal.set()

    def now(self) -> float:
        return self.clock.now().timestamp()

    def timestamp(self) -> int:
        return int(self.now())

    def user(self, user_id: int) -> User:
        return self.bot if user_id == self.bot.id else self.users[user_id]

    def inline_message(self, inline_message_id: str) -> Message | None:
        """The message of that inline id, in whatever chat, unless it was deleted."""
        messages = (m for chat in self.chats.values() for m in chat.visible())
        return next((m for m in messages if m.inline_message_id == inline_message_id), None)

    def new_message_id(self) -> int:
        self.next_message_id += 1
        return self.next_message_id

    def new_query_id(self) -> str:
        self.next_query_id += 1
        return str(self.next_query_id)

    def add_message(self, chat: Chat, message: Message) -> None:
        """Puts a message on the screens of a chat; a bot's loud one rings."""
        chat.messages[message.id] = message
        if message.sender_id == self.bot.id:
            chat.typing_revision = 0
            if not message.silent:
                ring = Ring(message.id, chat.id, message.text, message.date)
                for member in chat.members:
                    self.rings.setdefault(member, []).append(ring)
        self.changed(message)

    def changed(self, message: Message) -> None:
        self.touch()
        message.revision = self.revision

    def record(self, call: Call) -> None:
        self.calls.append(call)
        if len(self.calls) > KEPT_CALLS:
            del self.calls[: KEPT_CALLS // 2]
        self.touch()

    def too_old(self, query: CallbackQuery) -> bool:
        return self.now() - query.created > QUERY_LIFETIME
