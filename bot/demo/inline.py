"""Inline mode: what a person types after @bot in any chat, and what the bot offers there."""

from __future__ import annotations

from dataclasses import dataclass

from .entities import Entity
from .markup import InlineRows

ANSWER_SECONDS = 10.0
"""How long the bot has for its answer."""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """An article in the list, and the message that choosing it posts."""

    id: str
    title: str
    description: str
    thumbnail_url: str | None
    text: str
    entities: tuple[Entity, ...]
    buttons: InlineRows

    @property
    def labels(self) -> list[list[str]]:
        """The words on the message's buttons, row by row."""
        return [[button.text for button in row] for row in self.buttons]


@dataclass(frozen=True, slots=True)
class ResultsButton:
    """The line above the results: it opens the chat with the bot and sends /start parameter."""

    text: str
    start_parameter: str


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What the bot answered. Until `fresh_until` (Unix seconds) Telegram repeats it by itself."""

    results: tuple[InlineResult, ...]
    button: ResultsButton | None
    next_offset: str
    fresh_until: float
    personal: bool


@dataclass(slots=True)
class InlineQuery:
    """One query; `answer` stays None until the bot has answered."""

    id: str
    user_id: int
    chat_id: int
    query: str
    offset: str
    created: float
    answer: InlineAnswer | None = None
