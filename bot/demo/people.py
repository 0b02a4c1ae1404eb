"""The people on the other side: what a person can do with a phone, and what it shows."""

from __future__ import annotations

import re
from dataclasses import replace

from .delivery import ask_inline, press, receive, receive_edit, report_choice
from .entities import utf16_length
from .errors import ScreenError
from .formatting import TEXT_LIMIT, typed_by_person
from .inline import InlineQuery
from .messages import CallbackQuery, Chat, Message, Ring, Toast, User
from .screen import ScreenMessage, screen, transcript
from .state import State
from .wire import member_change_json

DEEP_LINK = re.compile(r"https?://t\.me/(?P<name>\w+)(?:\?start=(?P<payload>[\w-]{0,64}))?")
STICKER = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00"
VOICE = b"OggS\x00\x02" + bytes(60)


class Group:
    """A group chat that the bot is in."""

    def __init__(self, state: State, chat: Chat) -> None:
        self.state = state
        self.chat = chat
        self.id = chat.id
        self.title = chat.title

    @property
    def messages(self) -> list[ScreenMessage]:
        return screen(self.state, self.chat)

    @property
    def bot_messages(self) -> list[ScreenMessage]:
        return [message for message in self.messages if message.from_bot]


class Person:
    """A user of Telegram. Everything is done in the chat with the bot unless a group is given."""

    def __init__(self, state: State, user: User) -> None:
        self.state = state
        self.user = user
        self.id = user.id
        self.name = user.first_name
        self.chat = state.chats[user.id]

    # What the phone shows

    @property
    def messages(self) -> list[ScreenMessage]:
        """What is on the screen now, oldest first."""
        return screen(self.state, self.chat)

    @property
    def bot_messages(self) -> list[ScreenMessage]:
        return [message for message in self.messages if message.from_bot]

    @property
    def toasts(self) -> list[Toast]:
        """Answers to this person's presses that had a text."""
        return [toast for toast in self.state.toasts if toast.user_id == self.id]

    @property
    def rings(self) -> list[Ring]:
        """The bot's messages that made a sound."""
        return self.state.rings.get(self.id, [])

    @property
    def reactions(self) -> dict[int, str]:
        """The bot's reactions by message id."""
        return {message.id: message.reaction for message in self.messages if message.reaction}

    @property
    def keyboard(self) -> list[list[str]]:
        """The keys of the reply keyboard in the chat with the bot, also where it is folded."""
        rows = self.chat.keyboard.rows if self.chat.keyboard else ()
        return [[key.text for key in row] for row in rows]

    # What the person does

    def start(self, payload: str = "") -> Message:
        return self.send(f"/start {payload}".rstrip())

    def follow(self, url: str) -> Message:
        """Follows a link to the bot: its chat opens, and START sends what the link carries."""
        link = DEEP_LINK.fullmatch(url)
        if link is None or link["name"].lower() != str(self.state.bot.username).lower():
            raise ScreenError(f"{url} does not lead to this bot")
        return self.start(link["payload"] or "")

    def send(
        self, text: str, reply_to: int | None = None, *, group: Group | None = None
    ) -> Message:
        """Sends a text; like a phone, in several messages if it is over 4096 long."""
        formatted = typed_by_person(text)
        if not formatted.text:
            raise ScreenError("an empty message cannot be sent")
        if utf16_length(formatted.text) > TEXT_LIMIT:
            self.send(text[: TEXT_LIMIT // 2], reply_to, group=group)
            return self.send(text[TEXT_LIMIT // 2 :], group=group)
        message = self._new("text", group, reply_to)
        return self._sent(replace(message, text=formatted.text, entities=formatted.entities))

    def send_photo(self, data: bytes, caption: str = "", *, group: Group | None = None) -> Message:
        sizes = self.state.files.add_photo(data)
        formatted = typed_by_person(caption)
        message = self._new("photo", group)
        message.file_ids = tuple(size.file_id for size in sizes)
        return self._sent(replace(message, text=formatted.text, entities=formatted.entities))

    def send_sticker(self, *, group: Group | None = None) -> Message:
        return self._send_file("sticker", STICKER, "image/webp", group)

    def send_voice(self, *, group: Group | None = None) -> Message:
        return self._send_file("voice", VOICE, "audio/ogg", group)

    def send_location(
        self, latitude: float, longitude: float, *, group: Group | None = None
    ) -> Message:
        message = self._new("location", group)
        message.location = (latitude, longitude)
        return self._sent(message)

    def press_key(self, label: str, place: tuple[float, float] | None = None) -> Message:
        """Presses a key of the reply keyboard; one that asks for a location sends `place`."""
        rows = self.chat.keyboard.rows if self.chat.keyboard else ()
        key = next((key for row in rows for key in row if key.text == label), None)
        if key is None:
            raise ScreenError(f"no key {label!r}; there are: {self.keyboard}")
        if not key.request_location:
            return self.send(label)
        if place is None:
            raise ScreenError(f"the key {label!r} sends a place")
        return self.send_location(*place)

    def tap(
        self,
        button: str | None = None,
        *,
        data: str | None = None,
        message_id: int | None = None,
        group: Group | None = None,
    ) -> CallbackQuery:
        """Taps the lowest button of that label (or data).

        With `message_id` and `data` the button need not be there any more: a stale tap.
        """
        chat = self._chat(group)
        if message_id is not None and data is not None and button is None:
            if message_id not in chat.messages:
                raise ScreenError(f"there never was a message {message_id} in this chat")
            return self._press(chat, message_id, data)
        shown = screen(self.state, chat)
        for message in reversed(shown):
            if message_id in (None, message.id) and (found := message.button(button, data)):
                if found.callback_data is None:
                    raise ScreenError(f"the button {found.text!r} does not call the bot")
                return self._press(chat, message.id, found.callback_data)
        raise ScreenError(
            f"no button {button or data!r} on {self.name}'s screen, which ends with:\n"
            + transcript(shown)
        )

    def inline(self, query: str, *, offset: str = "", group: Group | None = None) -> InlineQuery:
        """Types `@bot query` into a chat; the bot's answer appears in the record."""
        chat = self._chat(group)
        self._refuse_if_blocked(chat)
        return ask_inline(self.state, self.user, chat, query, offset)

    def choose(
        self,
        query: InlineQuery,
        index: int = 0,
        group: Group | None = None,
        reply_to: int | None = None,
    ) -> Message:
        """Posts a result of a query in the chat where it was typed."""
        chat = self._chat(group)
        if (query.user_id, query.chat_id) != (self.id, chat.id):
            raise ScreenError(f"these results are not on {self.name}'s screen in this chat")
        results = query.answer.results if query.answer else ()
        if not 0 <= index < len(results):
            shown = ", ".join(repr(result.title) for result in results) or "none"
            raise ScreenError(f"no result {index} for {query.query!r}; there are: {shown}")
        result = results[index]
        message = replace(
            self._new("text", group, reply_to),
            text=result.text,
            entities=result.entities,
            inline=result.buttons,
            via_bot=True,
            inline_message_id=f"AgAAA{self.state.new_query_id()}" if result.buttons else "",
        )
        report_choice(self.state, query, result, message)
        return self._sent(message)

    def edit(self, message_id: int, text: str, *, group: Group | None = None) -> Message:
        """Edits an own text or caption."""
        chat = self._chat(group)
        message = self._on_screen(chat, message_id)
        if message.sender_id != self.id:
            raise ScreenError("people can edit only their own messages")
        if message.via_bot:
            raise ScreenError("a message via a bot can be edited only by the bot")
        formatted = typed_by_person(text)
        if message.kind == "text" and not formatted.text:
            raise ScreenError("an empty message cannot be sent")
        if (message.text, message.entities) != (formatted.text, formatted.entities):
            message.text, message.entities = formatted.text, formatted.entities
            receive_edit(self.state, chat, message)
        return message

    def delete(self, message_id: int, *, group: Group | None = None) -> None:
        """Deletes a message for both sides; Telegram does not tell the bot."""
        message = self._on_screen(self._chat(group), message_id)
        message.deleted = True
        self.state.changed(message)

    def block(self) -> None:
        self._set_blocked(blocked=True)

    def unblock(self) -> None:
        self._set_blocked(blocked=False)

    def _set_blocked(self, *, blocked: bool) -> None:
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        change = member_change_json(self.state, self.chat, self.user, old, new)
        self.state.updates.put("my_chat_member", change)
        self.state.touch()

    def _chat(self, group: Group | None) -> Chat:
        if group is None:
            return self.chat
        if self.id not in group.chat.members:
            raise ScreenError(f"{self.name} is not in {group.title}")
        return group.chat

    def _on_screen(self, chat: Chat, message_id: int) -> Message:
        message = chat.messages.get(message_id)
        if message is None or message.deleted:
            shown = ", ".join(str(message.id) for message in chat.visible())
            raise ScreenError(f"no message {message_id} on the screen; there are: {shown}")
        return message

    def _press(self, chat: Chat, message_id: int, data: str) -> CallbackQuery:
        self._refuse_if_blocked(chat)
        return press(self.state, self.user, chat, message_id, data)

    def _new(self, kind: str, group: Group | None, reply_to: int | None = None) -> Message:
        chat = self._chat(group)
        self._refuse_if_blocked(chat)
        if reply_to is not None:
            self._on_screen(chat, reply_to)
        return Message(
            self.state.new_message_id(),
            chat.id,
            self.id,
            self.state.timestamp(),
            kind,
            reply_to=reply_to or chat.asks_reply_to,
        )

    def _send_file(self, kind: str, data: bytes, mime: str, group: Group | None) -> Message:
        message = self._new(kind, group)
        message.file_ids = (self.state.files.add(kind, data, mime).file_id,)
        return self._sent(message)

    def _sent(self, message: Message) -> Message:
        chat = self.state.chats[message.chat_id]
        chat.started = True
        chat.asks_reply_to = None
        if chat.keyboard is not None and chat.keyboard.one_time:
            chat.keyboard_folded = True
        receive(self.state, chat, message)
        return message

    def _refuse_if_blocked(self, chat: Chat) -> None:
        if chat.blocked:
            raise ScreenError(f"{self.name} has blocked the bot; unblock it first")
