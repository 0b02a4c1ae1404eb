"""Formatted text: entities with UTF-16 offsets, those Telegram finds by itself, and HTML again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "blockquote": "blockquote",
}
SIMPLE_TYPES = frozenset({*TAGS, "expandable_blockquote"})
AUTOMATIC = re.compile(
    r"(?P<bot_command>(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<url>\bhttps?://[^\s<>\"]*[^\s<>\".,:;!?)\]']"
    r"|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|be|dev|app|de)\b(?:/[^\s<>\"]*[^\s<>\".,:;!?)\]'])?)"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}\b)"
)


@dataclass(frozen=True, slots=True)
class Entity:
    """One piece of formatting; offset and length count UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    unix_time: int | None = None
    date_time_format: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def to_api(self) -> dict[str, Any]:
        fields = {"type": self.type, "offset": self.offset, "length": self.length}
        extra = {
            "url": self.url,
            "language": self.language,
            "unix_time": self.unix_time,
            "date_time_format": self.date_time_format,
        }
        return fields | {name: value for name, value in extra.items() if value is not None}


def utf16_length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, start: int, end: int) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Outer before inner, as Telegram lists them."""
    return tuple(sorted(entities, key=lambda e: (e.offset, -e.length, e.type)))


def with_automatic(text: str, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """The entities with the commands, links and mentions that nobody marked up."""
    found = []
    for match in AUTOMATIC.finditer(text):
        kind = str(match.lastgroup)
        entity = Entity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))
        taken = (e for e in entities if e.type in ("code", "pre", "text_link", "date_time"))
        if not any(e.offset < entity.end and entity.offset < e.end for e in taken):
            found.append(entity)
    return in_order([*entities, *found])


def to_html(text: str, entities: Sequence[Entity]) -> str:
    """The text as the HTML that would send it (automatic entities stay plain)."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in in_order(entities):
        start, end = _tag_pair(entity)
        if start:
            opening.setdefault(entity.offset, []).append(start)
            closing.setdefault(entity.end, []).insert(0, end)
    parts = []
    at = 0
    for character in text:
        parts += closing.get(at, [])
        parts += opening.get(at, [])
        parts.append(escape(character, quote=False))
        at += utf16_length(character)
    return "".join(parts + closing.get(at, []))


def _tag_pair(entity: Entity) -> tuple[str, str]:
    if tag := TAGS.get(entity.type):
        return f"<{tag}>", f"</{tag}>"
    match entity.type:
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case "text_link":
            return f'<a href="{escape(entity.url or "")}">', "</a>"
        case "pre" if entity.language:
            start = f'<pre><code class="language-{escape(entity.language)}">'
            return start, "</code></pre>"
        case "pre":
            return "<pre>", "</pre>"
        case "date_time":
            form = f' format="{entity.date_time_format}"' if entity.date_time_format else ""
            return f'<tg-time unix="{entity.unix_time}"{form}>', "</tg-time>"
    return "", ""
