"""Everything the server knows, and what humans and tests can do with it."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections import deque
from collections.abc import Callable
from typing import Any

from .clock import DemoClock
from .entities import utf16_slice
from .faults import Call, Faults
from .files import FileStore
from .messages import CallbackQuery, Chat, Message, Ring, Toast, User
from .people import Group, Person
from .profile import Profile
from .updates import UpdateQueue
from .wire import member_change_json, message_json, query_json

QUERY_LIFETIME = 15.0
KEPT_QUERIES = 1000
KEPT_CALLS = 20_000
BOT_ID = 7_210_004_417
ID_EPOCH = 1_577_836_800


class World:
    """The state of one bot's Telegram. Methods change it at once; `until` waits for the bot."""

    def __init__(self, clock: DemoClock, username: str) -> None:
        self.clock = clock
        self.bot = User(BOT_ID, "BackDay", username=username, is_bot=True)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, CallbackQuery] = {}
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

    # What a test or the page asks

    def person(self, name: str, *, language: str = "en") -> Person:
        """The person of that name, created when new."""
        for user in self.users.values():
            if user.first_name == name:
                return Person(self, user)
        user_id = 10_000 + 2 * zlib.crc32(name.encode())
        while user_id in self.users:
            user_id += 1
        user = User(user_id, name, language)
        self.users[user_id] = user
        self.chats[user_id] = Chat(user_id, "private", members=[user_id])
        self.touch()
        return Person(self, user)

    def group(self, title: str, *people: Person, kind: str = "supergroup") -> Group:
        """A group with these people that the bot was just added to (or the one of that title)."""
        found = next((c for c in self.chats.values() if not c.private and c.title == title), None)
        if found is not None:
            return Group(self, found)
        chat_id = -zlib.crc32(title.encode()) - (10**12 if kind == "supergroup" else 0)
        chat = Chat(chat_id, kind, title, [person.id for person in people], started=True)
        self.chats[chat_id] = chat
        adder = self.users[chat.members[0]] if people else self.bot
        added = Message(self.new_message_id(), chat_id, adder.id, self.timestamp(), "service")
        self.add_message(chat, added)
        self.updates.put("my_chat_member", member_change_json(self, chat, adder, "left", "member"))
        self.updates.put("message", message_json(self, added))
        return Group(self, chat)

    @property
    def people(self) -> list[Person]:
        return [Person(self, user) for user in self.users.values()]

    @property
    def groups(self) -> list[Group]:
        return [Group(self, chat) for chat in self.chats.values() if not chat.private]

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

    # What the methods and people use

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

    def new_message_id(self) -> int:
        self.next_message_id += 1
        return self.next_message_id

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

    def receive(self, chat: Chat, message: Message) -> None:
        """Takes a person's new message and tells the bot, if privacy mode lets it see it."""
        self.add_message(chat, message)
        if self._bot_sees(chat, message):
            self.updates.put("message", message_json(self, message))

    def receive_edit(self, chat: Chat, message: Message) -> None:
        message.edited, message.marked_edited = self.timestamp(), True
        self.changed(message)
        if self._bot_sees(chat, message):
            self.updates.put("edited_message", message_json(self, message))

    def record(self, call: Call) -> None:
        self.calls.append(call)
        if len(self.calls) > KEPT_CALLS:
            del self.calls[: KEPT_CALLS // 2]
        self.touch()

    def press(self, user: User, chat: Chat, message_id: int, data: str) -> CallbackQuery:
        self.next_query_id += 1
        query = CallbackQuery(
            str(self.next_query_id), user.id, chat.id, message_id, data, self.now()
        )
        self.queries[query.id] = query
        if len(self.queries) > KEPT_QUERIES:
            self.queries.pop(next(iter(self.queries)))
        self.updates.put("callback_query", query_json(self, query))
        self.touch()
        return query

    def too_old(self, query: CallbackQuery) -> bool:
        return self.now() - query.created > QUERY_LIFETIME

    def _bot_sees(self, chat: Chat, message: Message) -> bool:
        if chat.private:
            return True
        answered = chat.messages.get(message.reply_to or 0)
        if answered is not None and answered.sender_id == self.bot.id:
            return True
        own = f"@{self.bot.username}".lower()
        for entity in message.entities:
            piece = utf16_slice(message.text, entity.offset, entity.end).lower()
            if entity.type == "mention" and piece == own:
                return True
            if entity.type == "bot_command" and piece.partition("@")[2] in ("", own[1:]):
                return True
        return False
