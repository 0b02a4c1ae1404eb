"""The message whose button was pressed, parsed no further than it is read: else its words and its
buttons are half of what parsing a press costs."""

from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup

from handlers.reply import Button

_READ = ("message_id", "date", "chat")
_BUTTONS = "reply_markup"
_UNPARSED = "buttons"
"""Telegram knows no such key, so the library keeps what it holds as it is."""


def lightened(update: dict[str, Any]) -> dict[str, Any]:
    """An update as Telegram sent it, without what nobody reads of a message that was pressed."""
    query = update.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return update
    kept = {key: message[key] for key in _READ if key in message}
    if _BUTTONS in message:
        kept[_UNPARSED] = message[_BUTTONS]
    return update | {"callback_query": query | {"message": kept}}


def with_button(query: CallbackQuery, other: Button) -> InlineKeyboardMarkup | None:
    """The buttons of the pressed message with `other` in place of the pressed one."""
    buttons = query.message.api_kwargs.get(_UNPARSED) if query.message else None
    if buttons is None:
        return None
    rows = InlineKeyboardMarkup.de_json(buttons).inline_keyboard
    return InlineKeyboardMarkup(
        [
            [other.markup() if each.callback_data == query.data else each for each in row]
            for row in rows
        ]
    )
