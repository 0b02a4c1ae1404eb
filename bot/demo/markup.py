"""Keyboards: what a bot hands in as reply_markup, checked as Telegram checks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import ApiError, bad_request
from .html_markup import valid_link

MAX_BUTTONS = 100
MAX_ROW = 8
DATA_BYTES = 64
STYLES = ("primary", "success", "danger")


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button; exactly one of the three actions is set."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    style: str | None = None

    def to_api(self) -> dict[str, Any]:
        fields: dict[str, Any] = {"text": self.text}
        if self.callback_data is not None:
            fields["callback_data"] = self.callback_data
        if self.url is not None:
            fields["url"] = self.url
        if self.copy_text is not None:
            fields["copy_text"] = {"text": self.copy_text}
        if self.style is not None:
            fields["style"] = self.style
        return fields


InlineRows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a reply keyboard."""

    text: str
    request_location: bool = False
    request_contact: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ReplyKeyboard:
    """What a chat shows in place of the phone's keyboard until it is replaced or removed."""

    rows: tuple[tuple[Key, ...], ...]
    one_time: bool = False
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed reply_markup: inline rows, or one of the three things at the input line."""

    inline: InlineRows = ()
    keyboard: ReplyKeyboard | None = None
    remove: bool = False
    force_reply: bool = False
    placeholder: str = ""

    @property
    def at_input(self) -> bool:
        return self.keyboard is not None or self.remove or self.force_reply


def parse_markup(raw: object) -> Markup:
    """The markup of a call; ApiError 400 if Telegram would not take it."""
    if raw is None or raw == "":
        return Markup()
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        return Markup(inline=_inline_rows(raw["inline_keyboard"]))
    placeholder = str(raw.get("input_field_placeholder") or "")
    if len(placeholder) > 64:
        raise bad_request("input field placeholder is too long")
    if "keyboard" in raw:
        rows = tuple(tuple(_key(key) for key in row) for row in _rows(raw["keyboard"], "keyboard"))
        return Markup(keyboard=ReplyKeyboard(rows, bool(raw.get("one_time_keyboard")), placeholder))
    if raw.get("remove_keyboard"):
        return Markup(remove=True)
    if raw.get("force_reply"):
        return Markup(force_reply=True, placeholder=placeholder)
    return Markup()


def parse_inline_markup(raw: object) -> InlineRows:
    """The rows of a call that takes only an inline keyboard."""
    markup = parse_markup(raw)
    if markup.at_input:
        raise bad_request("inline keyboard expected")
    return markup.inline


def _rows(raw: object, what: str) -> list[list[Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request(f'field "{what}" of the reply markup must be an Array of Arrays')
    return raw


def _inline_rows(raw: object) -> InlineRows:
    rows = tuple(tuple(_button(item) for item in row) for row in _rows(raw, "inline_keyboard"))
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return tuple(row for row in rows if row)


def _refused(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")


def _button(item: object) -> Button:
    if not isinstance(item, dict):
        raise _refused("InlineKeyboardButton must be an Object")
    text, data, url = item.get("text"), item.get("callback_data"), item.get("url")
    if not isinstance(text, str) or not text:
        raise _refused('Field "text" must be a non-empty String')
    style = item.get("style")
    if style is not None and style not in STYLES:
        raise _refused("invalid button style specified")
    if isinstance(url, str) and url:
        link = url if url.startswith("tg://") else valid_link(url)
        if link is None:
            raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
        return Button(text, url=link, style=style)
    if isinstance(data, str):
        if not 1 <= len(data.encode()) <= DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return Button(text, callback_data=data, style=style)
    if isinstance(copy := item.get("copy_text"), dict):
        copied = copy.get("text")
        if not isinstance(copied, str) or not 1 <= len(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return Button(text, copy_text=copied, style=style)
    raise _refused("Text buttons are unallowed in the inline keyboard")


def _key(item: object) -> Key:
    if isinstance(item, str):
        return Key(item)
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        raise bad_request("can't parse keyboard button: KeyboardButton must have a text")
    style = item.get("style")
    if style is not None and style not in STYLES:
        raise bad_request("can't parse keyboard button: invalid button style specified")
    location, contact = bool(item.get("request_location")), bool(item.get("request_contact"))
    return Key(item["text"], location, contact, style)
