"""What is said: text and buttons, with no network in it."""

from dataclasses import dataclass, replace
from enum import Enum
from html import escape
from typing import Any, Literal

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from handlers import texts
from handlers.callback_data import ButtonData, Place, PlaceButton, SessionButton, Verb

Style = Literal["primary", "success", "danger"]
_TO_CARD = PlaceButton(Place.CARD)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
Json = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """Carries data for us, or leads to an address."""

    label: str
    data: ButtonData | None = None
    url: str | None = None
    style: Style | None = None

    @property
    def sent(self) -> dict[str, str]:
        """As the Bot API takes it."""
        fields = {
            "text": self.label,
            "callback_data": self.data.pack() if self.data else None,
            "url": self.url,
            "style": self.style,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def markup(self) -> InlineKeyboardButton:
        return InlineKeyboardButton.de_json(self.sent)


class Keys(Enum):
    """What stands in place of the phone's keyboard from a message on."""

    LOCATION = "location"
    PUT_AWAY = "put away"


@dataclass(frozen=True)
class Attachment:
    """A file by the name that it is saved under."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Reply:
    """Telegram HTML and rows of buttons; `toast` answers the press that asked for it.

    With `keys` it is a new message without buttons, with a `file` a new message below it.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    toast: str | None = None
    keys: Keys | None = None
    file: Attachment | None = None

    @property
    def at_input(self) -> ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
        match self.keys:
            case Keys.LOCATION:
                key = KeyboardButton(texts.SEND_LOCATION, request_location=True)
                return ReplyKeyboardMarkup(
                    [[key]],
                    resize_keyboard=True,
                    one_time_keyboard=True,
                    input_field_placeholder=texts.LOCATION_FIELD,
                )
            case Keys.PUT_AWAY:
                return ReplyKeyboardRemove()
        return None

    @property
    def keyboard(self) -> Json | None:
        """The buttons as the Bot API takes them: the library would make objects of them, and take
        these apart again, with each tap."""
        if not self.buttons:
            return None
        return {"inline_keyboard": [[each.sent for each in row] for row in self.buttons]}

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        keyboard = self.keyboard
        return InlineKeyboardMarkup.de_json(keyboard) if keyboard else None

    @property
    def leads_to_card(self) -> bool:
        """Whether it is the card of a session, or has a way back to it; a swap offered is none."""
        return any(
            button.data == _TO_CARD
            or (isinstance(button.data, SessionButton) and button.data.verb is not Verb.SWAP)
            for row in self.buttons
            for button in row
        )

    @property
    def inert(self) -> "Reply":
        """The same without the buttons that come back to us."""
        rows = (tuple(button for button in row if not button.data) for row in self.buttons)
        return replace(self, buttons=tuple(row for row in rows if row))

    @property
    def live(self) -> bool:
        """Whether a press on it comes back to us."""
        return any(button.data for row in self.buttons for button in row)


def html(text: str) -> str:
    """Text for Telegram's HTML; the one place where anything is escaped."""
    return escape(text, quote=False)


def bold(text: str) -> str:
    return f"<b>{html(text)}</b>"


def italic(text: str) -> str:
    return f"<i>{html(text)}</i>"
