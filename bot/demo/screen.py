"""What is on a screen now, as plain records for tests and for the page."""

from __future__ import annotations

from dataclasses import dataclass

from .entities import Entity, to_html
from .markup import Button, InlineRows
from .messages import Chat, Message
from .state import State


@dataclass(frozen=True, slots=True)
class ScreenMessage:
    """A message as a person sees it. `photo` and `file`: unique ids of a picture or a document;
    times in Unix seconds.

    `via`: the username of the bot that wrote it for its sender, in inline mode.
    """

    id: int
    chat_id: int
    sender: str
    from_bot: bool
    via: str | None
    kind: str
    text: str
    entities: tuple[Entity, ...]
    buttons: InlineRows
    date: int
    edited: bool
    photo: str | None
    photo_size: tuple[int, int] | None
    file: str | None
    file_name: str | None
    location: tuple[float, float] | None
    reply_to: int | None
    reaction: str | None
    silent: bool
    revision: int

    @property
    def html(self) -> str:
        """The text with its formatting, as the HTML that would send it."""
        return to_html(self.text, self.entities)

    @property
    def labels(self) -> list[list[str]]:
        """The words on the buttons, row by row."""
        return [[button.text for button in row] for row in self.buttons]

    def button(self, text: str | None, data: str | None) -> Button | None:
        """The first button with that label or (and) that callback data."""
        for button in (button for row in self.buttons for button in row):
            if text in (None, button.text) and data in (None, button.callback_data):
                return button
        return None


def screen_message(state: State, message: Message) -> ScreenMessage:
    files = [state.files.by_id[file_id] for file_id in message.file_ids]
    last = files[-1] if files else None
    document = last if last is not None and last.kind == "document" else None
    photo = last if last is not None and last.kind == "photo" else None
    return ScreenMessage(
        id=message.id,
        chat_id=message.chat_id,
        sender=state.user(message.sender_id).first_name,
        from_bot=message.sender_id == state.bot.id,
        via=state.bot.username if message.via_bot else None,
        kind=message.kind,
        text=message.text,
        entities=message.entities,
        buttons=message.inline,
        date=message.date,
        edited=message.marked_edited,
        photo=photo.unique_id if photo else None,
        photo_size=(photo.width, photo.height) if photo else None,
        file=document.unique_id if document else None,
        file_name=document.name if document else None,
        location=message.location,
        reply_to=message.reply_to,
        reaction=message.reaction,
        silent=message.silent,
        revision=message.revision,
    )


def screen(state: State, chat: Chat) -> list[ScreenMessage]:
    """The messages of a chat that are not deleted, oldest first."""
    return [screen_message(state, message) for message in chat.visible()]


def transcript(messages: list[ScreenMessage]) -> str:
    """The last messages in words, for an error text."""
    lines = []
    for message in messages[-4:]:
        buttons = " ".join(f"[{label}]" for row in message.labels for label in row)
        lines.append(f"{message.sender}: {message.text or message.kind} {buttons}".strip())
    return "\n".join(lines) or "(nothing)"
