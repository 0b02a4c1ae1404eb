"""answerInlineQuery: what Telegram refuses, and in which words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.demo import Person
from tests.demo.conftest import Api, StandingClock

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def article(number: int = 1, text: str = "Row", **fields: Any) -> dict[str, Any]:
    content = {"message_text": text, "parse_mode": "HTML"}
    base = {"type": "article", "id": str(number), "title": "Row", "input_message_content": content}
    return {name: value for name, value in (base | fields).items() if value is not None}


@pytest.mark.parametrize(
    ("results", "refused"),
    [
        ("{", "can't parse results JSON object"),
        ([7], "expected an Array of inline query results"),
        ([article(n) for n in range(51)], "too many inline query results specified"),
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article(id="")], "RESULT_ID_INVALID"),
        ([article(id="ä" * 33)], "RESULT_ID_INVALID"),
        ([article(id=7)], 'Field "id" must be of type String'),
        ([article(title=None)], 'Can\'t find field "title"'),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([article(type="gif")], "takes results of type article, not gif"),
        ([article(input_message_content=None)], "input_message_content with a message_text"),
        ([article(input_message_content={"latitude": 1, "longitude": 2})], "message_text"),
        ([article(text="")], "message text is empty"),
        ([article(text="<b></b>")], "text must be non-empty"),
        ([article(text="x" * 4097)], "message is too long"),
        ([article(text="<b>x")], 'Can\'t find end tag corresponding to start tag "b"'),
        ([article(thumbnail_url="no url")], "wrong HTTP URL specified"),
        ([article(reply_markup={"keyboard": [["a"]]})], "inline keyboard expected"),
        (
            [article(reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": ""}]]})],
            "BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_bad_results(results: Any, refused: str, api: Api, anna: Person) -> None:
    query = anna.inline("row")
    refusal = await api.refusal("answerInlineQuery", inline_query_id=query.id, results=results)
    assert refusal.startswith("Bad Request: ")
    assert refused in refusal
    assert query.answer is None


@pytest.mark.parametrize(
    ("button", "refused"),
    [
        ({"start_parameter": "x"}, "a non-empty text expected"),
        ({"text": "Coach"}, "takes a start_parameter only"),
        ({"text": "Coach", "web_app": {"url": "https://example.org"}}, "start_parameter only"),
        ({"text": "Coach", "start_parameter": ""}, "can't use empty start_parameter"),
        ({"text": "Coach", "start_parameter": "x" * 65}, "too long start_parameter specified"),
        ({"text": "Coach", "start_parameter": "a b"}, "unallowed characters in start_parameter"),
    ],
)
async def test_bad_buttons(button: Any, refused: str, api: Api, anna: Person) -> None:
    params = {"inline_query_id": anna.inline("row").id, "results": [], "button": button}
    assert refused in await api.refusal("answerInlineQuery", **params)


async def test_a_next_offset_has_at_most_64_bytes(api: Api, anna: Person) -> None:
    params = {"inline_query_id": anna.inline("row").id, "results": []}
    assert await api.refusal("answerInlineQuery", **params, next_offset="x" * 65) == (
        "Bad Request: NEXT_OFFSET_INVALID"
    )
    await api.call("answerInlineQuery", **params, next_offset="x" * 64)


async def test_fifty_results_with_ids_of_64_bytes_are_fine(api: Api, anna: Person) -> None:
    query = anna.inline("row")
    results = [article(id=f"{n:064}", text="x" * 4096) for n in range(50)]
    await api.call("answerInlineQuery", inline_query_id=query.id, results=results)
    assert query.answer is not None
    assert len(query.answer.results) == 50


async def test_a_query_is_answered_once_and_within_ten_seconds(
    api: Api, anna: Person, clock: StandingClock
) -> None:
    first, second = anna.inline("row"), anna.inline("pull")
    clock.advance(timedelta(seconds=10))
    await api.call("answerInlineQuery", inline_query_id=first.id, results=[article()])
    clock.advance(timedelta(seconds=1))
    for query_id in (first.id, second.id, "77", ""):
        refusal = await api.refusal("answerInlineQuery", inline_query_id=query_id, results=[])
        assert refusal == f"Bad Request: {TOO_OLD}"
    assert second.answer is None
