"""The server's state with its people and groups: what humans and tests hold in their hands."""

from __future__ import annotations

import zlib

from .messages import Chat, Message, User
from .people import Group, Person
from .state import State
from .wire import member_change_json, message_json


class World(State):
    """One bot's Telegram, and everyone in it."""

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
