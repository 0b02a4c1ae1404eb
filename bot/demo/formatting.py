"""The text of a message as Telegram keeps it: cleaned, parsed, trimmed, measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .entities import SIMPLE_TYPES, Entity, in_order, utf16_length, with_automatic
from .errors import bad_request
from .html_markup import TIME_FORMAT, parse_html, valid_link

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
# Telegram recomputes these from the text, whatever the bot claims.
RECOMPUTED = ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number")
UNSUPPORTED = ("text_mention", "custom_emoji")
IGNORED_TYPES = frozenset(RECOMPUTED + UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text and its entities."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


def typed_by_person(text: str) -> Formatted:
    """What a person types: no markup, only what Telegram finds by itself."""
    text = text.encode("utf-8", "replace").decode().replace("\r", "")
    text = CONTROL.sub(" ", text).strip()
    return Formatted(text, with_automatic(text, ()))


def formatted_by_bot(
    raw: str, parse_mode: str | None, given: object, *, limit: int, too_long: str
) -> Formatted:
    """The text of a call; `limit` in UTF-16 units after parsing, refused as `too_long`."""
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    raw = raw.replace("\r", "")
    mode = (parse_mode or "").lower()
    if mode == "html":
        text, found = parse_html(raw)
    elif mode:
        raise bad_request(f"unsupported parse_mode: this server speaks HTML, not {parse_mode}")
    else:
        text, found = raw, _given(raw, given)
    text, entities = _trimmed(CONTROL.sub(" ", text), found)
    if utf16_length(text) > limit:
        raise bad_request(too_long)
    return Formatted(text, with_automatic(text, entities))


def _given(text: str, entities: object) -> list[Entity]:
    if entities is None:
        return []
    if not isinstance(entities, list) or not all(isinstance(item, dict) for item in entities):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    size = utf16_length(text)
    found = [_entity(item) for item in entities if item.get("type") not in IGNORED_TYPES]
    for entity in found:
        if entity.offset < 0 or entity.length < 0:
            raise bad_request("receive an entity with incorrect offset or length")
        if entity.end > size:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the "
                f"text at UTF-16 offset {entity.end}"
            )
    return [entity for entity in found if entity.length]


def _entity(item: dict[str, Any]) -> Entity:
    kind, offset, length = item.get("type"), item.get("offset"), item.get("length")
    if not isinstance(kind, str) or not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity: expected type, offset and length")
    entity = Entity(kind, offset, length)
    match kind:
        case "text_link":
            url = valid_link(str(item.get("url", "")))
            return replace(entity, url=url) if url else replace(entity, length=0)
        case "pre":
            return replace(entity, language=item.get("language") or None)
        case "date_time":
            form = str(item.get("date_time_format") or "")
            unix = item.get("unix_time")
            if not isinstance(unix, int) or not TIME_FORMAT.fullmatch(form):
                raise bad_request("can't parse entities: Invalid date format used")
            return replace(entity, unix_time=unix, date_time_format=form or None)
    if kind not in SIMPLE_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    return entity


def _trimmed(text: str, entities: Sequence[Entity]) -> tuple[str, tuple[Entity, ...]]:
    right = text.rstrip()
    stripped = right.lstrip()
    cut = utf16_length(right) - utf16_length(stripped)
    size = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = min(max(entity.offset - cut, 0), size)
        end = min(max(entity.end - cut, 0), size)
        if end > start:
            kept.append(replace(entity, offset=start, length=end - start))
    return stripped, in_order(kept)
