"""Telegram's HTML: text with tags → plain text and entities, refused in Telegram's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from .entities import Entity, utf16_length, utf16_slice
from .errors import ApiError, bad_request

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-time": "date_time",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TOKEN = re.compile(r"<[^>]*>?|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|amp|quot);?|[^<&]+|&", re.S)
TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>/]*)(?P<attributes>[^>]*)>", re.S)
ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?", re.S)
TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


@dataclass(slots=True)
class OpenTag:
    name: str
    attributes: dict[str, str]
    at_byte: int
    offset: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and its entities; ApiError 400 as soon as a tag is not Telegram's."""
    parts: list[str] = []
    entities: list[Entity] = []
    stack: list[OpenTag] = []
    offset = 0
    for token in TOKEN.finditer(source):
        piece = token.group()
        at_byte = len(source[: token.start()].encode())
        if not piece.startswith("<"):
            plain = _plain(piece)
            parts.append(plain)
            offset += utf16_length(plain)
            continue
        tag = TAG.fullmatch(piece)
        if tag is None:
            kind = "end" if piece.startswith("</") else "start"
            raise _refused(f"Unclosed {kind} tag at byte offset {at_byte}")
        name = tag["name"].lower()
        if not tag["end"]:
            stack.append(_opened(name, tag["attributes"], at_byte, offset))
            continue
        if not stack:
            raise _refused(f"Unexpected end tag at byte offset {at_byte}")
        opened = stack.pop()
        if name not in ("", opened.name):
            raise _refused(
                f'Unmatched end tag at byte offset {at_byte}, expected "</{opened.name}>", '
                f'found "</{name}>"'
            )
        entities += _entity(opened, utf16_slice("".join(parts), opened.offset, offset))
    if stack:
        raise _refused(f'Can\'t find end tag corresponding to start tag "{stack[-1].name}"')
    return "".join(parts), _nested(entities)


def _refused(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _plain(piece: str) -> str:
    if not piece.startswith("&") or len(piece) == 1:
        return piece
    body = piece[1:].rstrip(";")
    if not body.startswith("#"):
        return NAMED[body]
    code = int(body[2:], 16) if body[1] == "x" else int(body[1:])
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""


def _opened(name: str, attributes: str, at_byte: int, offset: int) -> OpenTag:
    if name not in TYPES:
        raise _refused(f'Unsupported start tag "{name}" at byte offset {at_byte}')
    values = {
        match[1].lower(): "".join(_plain(piece) for piece in TOKEN.findall(_value(match)))
        for match in ATTRIBUTE.finditer(attributes)
    }
    if name == "span" and values.get("class") != "tg-spoiler":
        raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {at_byte}')
    return OpenTag(name, values, at_byte, offset)


def _value(match: re.Match[str]) -> str:
    return match[2] or match[3] or match[4] or ""


def _entity(tag: OpenTag, text: str) -> list[Entity]:
    if not text:
        return []
    entity = Entity(TYPES[tag.name], tag.offset, utf16_length(text))
    match tag.name:
        case "blockquote" if "expandable" in tag.attributes:
            return [replace(entity, type="expandable_blockquote")]
        case "code" if (language := tag.attributes.get("class", "")).startswith("language-"):
            return [replace(entity, language=language.removeprefix("language-"))]
        case "a":
            url = valid_link(tag.attributes.get("href") or text)
            return [replace(entity, url=url)] if url else []
        case "tg-time":
            form = tag.attributes.get("format", "")
            unix = tag.attributes.get("unix", "")
            if not unix.isdecimal() or not TIME_FORMAT.fullmatch(form):
                raise _refused("Invalid date format used")
            return [replace(entity, unix_time=int(unix), date_time_format=form or None)]
    return [entity]


def valid_link(url: str) -> str | None:
    """The link as Telegram keeps it, or None for one it ignores."""
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host or " " in host:
        return None
    return url if parts.path else f"{url}/"


def _nested(entities: list[Entity]) -> list[Entity]:
    """Nothing inside code; <pre><code class=language-x> is one block with a language."""
    kept = []
    for entity in entities:
        verbatim = [e for e in entities if e is not entity and e.type in ("code", "pre")]
        if any(_inside(entity, e) for e in verbatim):
            continue
        if entity.type not in ("code", "pre") and any(_same(entity, e) for e in verbatim):
            continue
        if entity.type == "pre":
            inner = next((e for e in entities if e.language and _same(entity, e)), None)
            kept.append(replace(entity, language=inner.language if inner else None))
        elif entity.type == "code":
            if not any(e.type == "pre" and _same(entity, e) for e in entities):
                kept.append(replace(entity, language=None))
        else:
            kept.append(entity)
    return kept


def _inside(inner: Entity, outer: Entity) -> bool:
    return outer.offset <= inner.offset and inner.end <= outer.end and not _same(inner, outer)


def _same(one: Entity, other: Entity) -> bool:
    return (one.offset, one.length) == (other.offset, other.length)
