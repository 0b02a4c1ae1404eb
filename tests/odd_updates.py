"""Odd updates: valid in shape, with values that no phone sends, for `tests.update_fuzzing`."""

import random
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from typing import Any, get_type_hints

from bot.demo import DemoServer, Person
from bot.demo.errors import ScreenError
from bot.demo.messages import Chat, User
from bot.demo.people import Group
from content.library import Library
from handlers.callback_data import LIMIT, ButtonData, Place, PlaceButton
from handlers.texts import COMMANDS
from tests.fuzzing import messages

Json = dict[str, Any]
_NUMBERS = (0, 1, -1, 7, 127, 128, 1439, 1440, 99_999, 2**31, 2**52 - 1, 2**63, -(2**63), 10**30)
_STRINGS = (
    "", " ", "\x00", "٣", "x" * 40, "-1", "1e9", "None", "../..", "<b>", "'--", "\u202e", "💪",
    "Etc/UTC", "Europe/Berlin", "kg", "lb", "on", "home", "1000.00lb", "0kg", "9" * 20, "%s",
)  # fmt: skip
_WORDS = (
    "40x10", "10", "0x0", "9999999x999", "-5x-5", "40.5 kg x 10", "done", "skip", "how", "taken",
    "no T-bar here", "only dumbbells at home", "I'm at the hotel today", "tue and fri 7am", "7am",
    "remind me every day at 25:99", "Berlin", "I have chest pain", "a doctor cleared me", "forget",
)  # fmt: skip
_ODD_IDS = (1, 2**31 - 1, 2**31, 2**52 - 1)
_MEMBERSHIPS = ("member", "left", "kicked")


class OddUpdates:
    """Draws updates of a few people, in private and in a group.

    `foreign` are ids of somebody else's rows, and `stolen` data of their buttons.
    """

    def __init__(
        self,
        server: DemoServer,
        library: Library,
        randomness: random.Random,
        foreign: list[str],
        stolen: list[str],
    ) -> None:
        self._world = server.world
        self._random = randomness
        self._foreign = foreign
        self._stolen = stolen
        self._seen = list(stolen)
        lines = [line for sample in library.samples.values() for line in sample]
        self._text = messages(lines, randomness)
        self._keys = [*library.exercises, *library.equipment, *library.kits]
        self.people = [self._person(f"<i>&{n}\u202e", n) for n in _ODD_IDS]
        self.people += [self._world.person(f"Attacker {n}") for n in range(16)]
        self._group: Group = self._world.group("<b>Lifters</b>", *self.people)
        self.taken()

    def _person(self, name: str, number: int) -> Person:
        user = User(number, name, "zz-unknown")
        self._world.users[number] = user
        self._world.chats[number] = Chat(number, "private", members=[number])
        return Person(self._world, user)

    def draw(self) -> list[Json]:
        """What one odd deed comes to, at times with an update that came before."""
        kinds: tuple[tuple[Callable[[Person], object], int], ...] = (
            (self._write, 30),
            (self._press, 50),
            (self._edit, 8),
            (self._inline, 4),
            (self._in_group, 5),
            (self._no_text, 3),
            (self._membership, 1),
            (self._clear, 6),
        )
        deeds, weights = zip(*kinds, strict=True)
        (deed,) = self._random.choices(deeds, weights)
        try:
            deed(self._random.choice(self.people))
        except ScreenError:
            return []
        return [self._mutated(update) for update in self.taken()]

    def taken(self) -> list[Json]:
        """What waits at the server, away from any poll."""
        updates = self._world.updates
        waiting, updates.pending = updates.pending, []
        return [update.to_api() for update in waiting]

    def look(self) -> None:
        """Learns what the buttons on the screens carry, and lets go of what is far above."""
        for chat in self._world.chats.values():
            for number in list(chat.messages)[:-12]:
                del chat.messages[number]
        for person in self.people:
            rows = [row for message in person.bot_messages[-3:] for row in message.buttons]
            self._seen += [button.callback_data or "" for row in rows for button in row]
        self._seen = self._seen[-2000:]
        self._world.rings.clear()

    def _write(self, person: Person) -> None:
        person.send(self._said() or "x")

    def _said(self) -> str:
        match self._random.randrange(4):
            case 0:
                command = self._random.choice((*COMMANDS, "start", "unanswered", "nothing"))
                return f"/{command} {self._random.choice((*_STRINGS, *self._foreign))}"
            case 1:
                return self._random.choice(_WORDS)
            case _:
                return self._text()

    def _press(self, person: Person) -> None:
        shown = list(person.chat.messages)
        if not shown:
            return
        person.tap(data=self._data(), message_id=self._random.choice(shown[-4:]))

    def _data(self) -> str:
        """Of a button that was seen, somebody else's, a mutated one or one made up."""
        pool = self._stolen if self._random.random() < 0.2 else self._seen
        seen = self._random.choice(pool)
        match self._random.randrange(5):
            case 0 | 1:
                return seen
            case 2:
                parts = seen.split(":")
                parts[self._random.randrange(len(parts))] = self._value()
                return ":".join(parts)
            case 3:
                cut = self._random.randrange(len(seen) + 1)
                return seen[:cut] + self._random.choice((*_STRINGS, ":", "::")) + seen[cut:]
            case _:
                return self._forged()

    def _forged(self) -> str:
        kind = self._random.choice(ButtonData.__subclasses__())
        types = get_type_hints(kind)
        values = [self._field(types[field.name]) for field in fields(kind)]
        return ":".join((kind.prefix, *values)).encode()[:LIMIT].decode(errors="ignore")

    def _field(self, kind: type) -> str:
        if issubclass(kind, Enum):
            return str(self._random.choice(list(kind)))
        return str(self._random.choice(_NUMBERS)) if kind is int else self._value()

    def _value(self) -> str:
        pools = (_STRINGS, self._foreign, self._keys, [str(number) for number in _NUMBERS])
        return str(self._random.choice(self._random.choice(pools)))

    def _edit(self, person: Person) -> None:
        own = [m for m in person.chat.messages.values() if m.sender_id == person.id]
        texts = [message for message in own if message.kind == "text"]
        if texts:
            person.edit(self._random.choice(texts).id, self._said() or "x")

    def _inline(self, person: Person) -> None:
        person.inline(self._said()[:300])

    def _in_group(self, person: Person) -> None:
        said = self._said()
        person.send(f"@backday_bot {said}"[:4000], group=self._group)
        if self._random.random() < 0.3 and self._group.bot_messages:
            number = self._group.bot_messages[-1].id
            person.tap(data=self._data(), message_id=number, group=self._group)

    def _no_text(self, person: Person) -> None:
        deeds = (person.send_voice, person.send_sticker, lambda: person.send_location(90, -180))
        self._random.choice(deeds)()

    def _clear(self, person: Person) -> None:
        """Of a warning sign, which stops all training, or of everything."""
        place = self._random.choice((Place.CLEARED, Place.CLEARED, Place.FORGET_ALL))
        for number in list(person.chat.messages)[-1:]:
            person.tap(data=PlaceButton(place).pack(), message_id=number)

    def _membership(self, person: Person) -> None:
        """Blocked and let in again, so that the next deed is possible."""
        person.block()
        person.unblock()

    def _mutated(self, update: Json) -> Json:
        """One value in ten is exchanged for an odd one; who it is from and where it is stays."""
        (kind,) = (key for key in update if key != "update_id")
        content: Json = update[kind]
        if self._random.random() > 0.1:
            return update
        match self._random.choice(("text", "date", "name", "inline", "ids", "member")):
            case "text" if "text" in content:
                odd = self._random.choice(
                    ("", "\x00", "/", "/@", "@", "\u200b", "/start@", "x" * 4096)
                )
                content |= {"text": odd, "entities": []}
            case "date" if "date" in content:
                content["date"] = self._random.choice((1, 2**31 - 1, content["date"] - 90_000))
            case "name":
                content["from"] |= {"first_name": "</b>" * 16, "username": "a" * 32}
            case "inline" if kind == "callback_query":
                content.pop("message", None)
                content["inline_message_id"] = "AgAAAodd"
            case "ids" if kind == "message":
                content["message_id"] = self._random.choice((1, 2**31, 2**52))
            case "member" if kind == "my_chat_member":
                odd = self._random.choice(_MEMBERSHIPS)
                content["new_chat_member"] |= {"status": odd, "until_date": 0}
        return update
