"""answerInlineQuery: what a bot offers, checked as Telegram checks it."""

from __future__ import annotations

import re
from typing import Any

from .errors import ApiError, bad_request, query_too_old
from .html_markup import valid_link
from .inline import ANSWER_SECONDS, InlineAnswer, InlineResult, ResultsButton
from .markup import parse_inline_markup
from .parameters import Parameters
from .sending import checked_text
from .world import World

MAX_RESULTS = 50
ID_BYTES = 64
CACHE_SECONDS = 300
KEPT_ANSWERS = 1000


def answer_inline_query(world: World, params: Parameters) -> bool:
    now = world.now()
    answer = InlineAnswer(
        _results(params.object("results")),
        _button(params.object("button")),
        _next_offset(params),
        now + params.integer("cache_time", CACHE_SECONDS),
        params.flag("is_personal"),
    )
    query = world.inline_queries.get(params.text("inline_query_id"))
    if query is None or query.answer is not None or now - query.created > ANSWER_SECONDS:
        raise query_too_old()
    query.answer = answer
    owner = query.user_id if answer.personal else None
    world.inline_cache[query.query, query.offset, owner] = answer
    if len(world.inline_cache) > KEPT_ANSWERS:
        world.inline_cache.pop(next(iter(world.inline_cache)))
    world.touch()
    return True


def _results(raw: object) -> tuple[InlineResult, ...]:
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise bad_request("expected an Array of inline query results")
    if len(raw) > MAX_RESULTS:
        raise bad_request("too many inline query results specified")
    results = tuple(_article(item) for item in raw)
    if len({result.id for result in results}) < len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return results


def _article(item: dict[str, Any]) -> InlineResult:
    if item.get("type") != "article":
        raise _refused(f"this server takes results of type article, not {item.get('type')}")
    result_id, title = _field(item, "id"), _field(item, "title")
    if not 1 <= len(result_id.encode()) <= ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = item.get("input_message_content")
    if not isinstance(content, dict) or not isinstance(content.get("message_text"), str):
        raise _refused("this server takes an input_message_content with a message_text only")
    text = checked_text(
        content["message_text"], str(content.get("parse_mode") or ""), content.get("entities")
    )
    return InlineResult(
        result_id,
        title,
        str(item.get("description") or ""),
        _thumbnail(item),
        text.text,
        text.entities,
        parse_inline_markup(item.get("reply_markup")),
    )


def _refused(reason: str) -> ApiError:
    return bad_request(f"can't parse inline query result: {reason}")


def _field(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    if value is None:
        raise _refused(f'Can\'t find field "{name}"')
    if not isinstance(value, str):
        raise _refused(f'Field "{name}" must be of type String')
    return value


def _thumbnail(item: dict[str, Any]) -> str | None:
    if not (url := str(item.get("thumbnail_url") or "")):
        return None
    link = valid_link(url)
    if link is None:
        raise bad_request("wrong HTTP URL specified")
    return link


def _button(raw: object) -> ResultsButton | None:
    if raw is None or raw == "":
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str) or not raw["text"]:
        raise bad_request("can't parse inline query results button: a non-empty text expected")
    start = raw.get("start_parameter")
    if not isinstance(start, str) or "web_app" in raw:
        raise bad_request(
            "can't parse inline query results button: this server takes a start_parameter only"
        )
    if not start:
        raise bad_request("can't use empty start_parameter")
    if len(start) > 64:
        raise bad_request("too long start_parameter specified")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", start):
        raise bad_request("unallowed characters in start_parameter are used")
    return ResultsButton(raw["text"], start)


def _next_offset(params: Parameters) -> str:
    offset = params.text("next_offset")
    if len(offset.encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    return offset
