"""The nouns of a messenger: users, chats, messages, files, button presses."""

from __future__ import annotations

from dataclasses import dataclass, field

from .entities import Entity
from .markup import InlineRows, ReplyKeyboard


@dataclass(slots=True)
class User:
    """Someone with an account, person or bot."""

    id: int
    first_name: str
    language: str = "en"
    username: str | None = None
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the server; the bytes lie apart, under `unique_id` of the original."""

    file_id: str
    unique_id: str
    kind: str
    original: str
    mime: str
    size: int
    name: str = ""
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Message:
    """A message in a chat. `text` is the caption where there is a file; times are Unix seconds.

    `via_bot`: a person chose it from the bot's inline results; with buttons it has an inline id.
    """

    id: int
    chat_id: int
    sender_id: int
    date: int
    kind: str = "text"
    text: str = ""
    entities: tuple[Entity, ...] = ()
    file_ids: tuple[str, ...] = ()
    location: tuple[float, float] | None = None
    inline: InlineRows = ()
    other_markup: bool = False
    reply_to: int | None = None
    edited: int | None = None
    marked_edited: bool = False
    silent: bool = False
    protected: bool = False
    effect_id: str | None = None
    via_bot: bool = False
    inline_message_id: str = ""
    reaction: str | None = None
    deleted: bool = False
    revision: int = 0


@dataclass(slots=True)
class Chat:
    """A private chat with the bot (its id is the person's) or a group that the bot is in.

    A keyboard for one time folds when something is sent, and is there until it is removed.
    """

    id: int
    kind: str
    title: str = ""
    members: list[int] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    keyboard: ReplyKeyboard | None = None
    keyboard_folded: bool = False
    keyboard_revision: int = 0
    asks_reply_to: int | None = None
    placeholder: str = ""
    typing_revision: int = 0
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def visible(self) -> list[Message]:
        return [message for message in self.messages.values() if not message.deleted]


@dataclass(slots=True)
class CallbackQuery:
    """One press of an inline button, and the bot's answer to it."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    created: float
    answered: bool = False
    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class Toast:
    """An answer to a press that the person saw: at the top of the screen, or as an alert."""

    number: int
    user_id: int
    chat_id: int
    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """A new message that made a sound on a person's phone, as it was then."""

    message_id: int
    chat_id: int
    text: str
    at: int
