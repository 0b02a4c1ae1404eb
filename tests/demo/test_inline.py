"""Inline mode: a query, the bot's answer, the chosen message, and what happens to it later."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.demo import DemoServer, InlineAnswer, InlineQuery, Person, ScreenError, World
from tests.demo.conftest import TOKEN, Api, StandingClock

GO = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
ROW = {
    "type": "article",
    "id": "row",
    "title": "T-bar row",
    "description": "Middle back",
    "thumbnail_url": "https://example.org/row.png",
    "input_message_content": {"message_text": "<b>T-bar row</b>", "parse_mode": "HTML"},
    "reply_markup": GO,
}
PULL_UP = {
    "type": "article",
    "id": "pull-up",
    "title": "Pull-up",
    "input_message_content": {
        "message_text": "Pull-up",
        "entities": [{"type": "italic", "offset": 0, "length": 4}],
        "link_preview_options": {"is_disabled": True},
    },
}


async def answer(api: Api, query: InlineQuery, **more: Any) -> InlineAnswer:
    """Lets the bot answer with two results and whatever else is given."""
    offered = {"results": [ROW, PULL_UP]} | more
    await api.call("answerInlineQuery", inline_query_id=query.id, **offered)
    given: InlineAnswer = await api.server.world.until(lambda: query.answer)
    return given


async def test_a_query_comes_with_its_words_and_place(api: Api, world: World, anna: Person) -> None:
    gym = world.group("Gym", anna)
    [*_, last] = await api.updates()
    alone = anna.inline("t-bar")
    anna.inline("x" * 300, offset="8", group=gym)
    first, second = await api.updates(offset=last["update_id"] + 1)
    assert first["inline_query"] == {
        "id": alone.id,
        "from": {"id": anna.id, "is_bot": False, "first_name": "Anna", "language_code": "en"},
        "query": "t-bar",
        "offset": "",
        "chat_type": "sender",
    }
    assert second["inline_query"]["query"] == "x" * 256
    assert second["inline_query"]["offset"] == "8"
    assert second["inline_query"]["chat_type"] == "supergroup"
    assert (await api.call("getMe"))["supports_inline_queries"]


async def test_an_answer_appears_above_the_input(api: Api, anna: Person) -> None:
    query = anna.inline("row")
    assert query.answer is None
    button = {"text": "Open coach", "start_parameter": "from_inline"}
    given = await answer(api, query, button=button, next_offset="2")
    row, pull_up = given.results
    assert (row.id, row.title, row.description) == ("row", "T-bar row", "Middle back")
    assert (row.text, row.labels) == ("T-bar row", [["Go"]])
    assert row.thumbnail_url == "https://example.org/row.png"
    assert (pull_up.description, pull_up.labels, pull_up.thumbnail_url) == ("", [], None)
    assert given.button is not None
    assert (given.button.text, given.button.start_parameter) == ("Open coach", "from_inline")
    assert given.next_offset == "2"


async def test_a_chosen_result_is_posted_by_the_person_via_the_bot(
    api: Api, world: World, anna: Person
) -> None:
    gym = world.group("Gym", anna)
    query = anna.inline("row", group=gym)
    await answer(api, query)
    anna.choose(query, 0, gym)
    shown = gym.messages[-1]
    assert (shown.sender, shown.via, shown.from_bot) == ("Anna", "backday_bot", False)
    assert (shown.html, shown.labels) == ("<b>T-bar row</b>", [["Go"]])
    *_, chosen, posted = await api.updates()
    inline_message_id = chosen["chosen_inline_result"].pop("inline_message_id")
    assert inline_message_id
    assert chosen["chosen_inline_result"] == {
        "result_id": "row",
        "from": {"id": anna.id, "is_bot": False, "first_name": "Anna", "language_code": "en"},
        "query": "row",
    }
    assert posted["message"]["via_bot"]["username"] == "backday_bot"
    assert posted["message"]["text"] == "T-bar row"
    assert anna.rings == []


async def test_without_buttons_there_is_no_inline_message_id(api: Api, anna: Person) -> None:
    query = anna.inline("pull")
    await answer(api, query)
    anna.choose(query, 1)
    *_, chosen, posted = await api.updates()
    assert "inline_message_id" not in chosen["chosen_inline_result"]
    assert posted["message"]["chat"]["id"] == anna.id
    assert anna.messages[-1].html == "<i>Pull</i>-up"


async def test_only_allowed_kinds_come(api: Api, anna: Person) -> None:
    [start] = await api.updates(allowed_updates=["message", "inline_query"])
    query = anna.inline("row")
    await answer(api, query)
    anna.choose(query)
    updates = await api.updates(offset=start["update_id"] + 1)
    assert [list(update)[1] for update in updates] == ["inline_query", "message"]


async def test_a_press_on_an_inline_message_names_it_by_its_id(
    api: Api, world: World, anna: Person
) -> None:
    gym = world.group("Gym", anna, world.person("Ben"))
    inline_message_id = await posted(api, anna, group=gym)
    press = world.person("Ben").tap("Go", group=gym)
    *_, update = await api.updates()
    query = update["callback_query"]
    assert (query["id"], query["data"]) == (press.id, "go")
    assert query["inline_message_id"] == inline_message_id
    assert "message" not in query
    await api.call("answerCallbackQuery", callback_query_id=press.id, text="Going")
    assert [toast.text for toast in world.person("Ben").toasts] == ["Going"]


async def test_an_inline_message_is_edited_by_its_id(api: Api, anna: Person) -> None:
    target = {"inline_message_id": await posted(api, anna)}
    assert await api.call("editMessageText", **target, text="Done", reply_markup=GO) is True
    shown = anna.messages[-1]
    assert (shown.text, shown.labels, shown.edited) == ("Done", [["Go"]], True)
    assert "is not modified" in await api.refusal(
        "editMessageText", **target, text="Done", reply_markup=GO
    )
    assert await api.call("editMessageReplyMarkup", **target) is True
    assert anna.messages[-1].labels == []
    again = {"chat_id": anna.id, "message_id": shown.id, "text": "Once more"}
    assert (await api.call("editMessageText", **again))["via_bot"]["is_bot"]


async def test_what_is_no_inline_message(api: Api, anna: Person) -> None:
    target = {"inline_message_id": await posted(api, anna)}
    wrong = {"inline_message_id": "AgAAA1"}
    assert await api.refusal("editMessageText", **wrong, text="x") == (
        "Bad Request: MESSAGE_ID_INVALID"
    )
    assert await api.refusal("editMessageText", text="x") == (
        "Bad Request: message identifier is not specified"
    )
    assert "no caption" in await api.refusal("editMessageCaption", **target, caption="x")
    anna.delete(anna.messages[-1].id)
    assert await api.refusal("editMessageReplyMarkup", **target) == (
        "Bad Request: MESSAGE_ID_INVALID"
    )


async def test_a_fresh_answer_is_repeated_without_the_bot(
    api: Api, world: World, anna: Person, clock: StandingClock
) -> None:
    ben = world.person("Ben")
    given = await answer(api, anna.inline("row"), cache_time=60)
    assert ben.inline("row").answer == given
    assert ben.inline("row", offset="2").answer is None
    clock.advance(timedelta(seconds=60))
    assert ben.inline("row").answer is None
    await answer(api, anna.inline("row"), cache_time=0)
    assert anna.inline("row").answer is None


async def test_a_personal_answer_is_repeated_to_its_person_only(
    api: Api, world: World, anna: Person
) -> None:
    given = await answer(api, anna.inline("mine"), is_personal=True)
    assert anna.inline("mine").answer == given
    assert world.person("Ben").inline("mine").answer is None


async def test_what_people_cannot_do_inline(api: Api, world: World, anna: Person) -> None:
    ben = world.person("Ben")
    gym = world.group("Gym", anna)
    query = anna.inline("row")
    with pytest.raises(ScreenError, match="no result 0 for 'row'; there are: none"):
        anna.choose(query)
    await answer(api, query)
    with pytest.raises(ScreenError, match="there are: 'T-bar row', 'Pull-up'"):
        anna.choose(query, 2)
    with pytest.raises(ScreenError, match="not on Anna's screen"):
        anna.choose(query, 0, gym)
    with pytest.raises(ScreenError, match="not on Ben's screen"):
        ben.choose(query)
    with pytest.raises(ScreenError, match="not in Gym"):
        ben.inline("row", group=gym)
    message = anna.choose(query)
    with pytest.raises(ScreenError, match="only by the bot"):
        anna.edit(message.id, "mine")
    anna.block()
    with pytest.raises(ScreenError, match="blocked"):
        anna.inline("row")
    assert anna.inline("row", group=gym)


async def test_a_restart_keeps_inline_messages(
    tmp_path: Path, clock: StandingClock, session: aiohttp.ClientSession
) -> None:
    path = tmp_path / "chats.json"
    before = DemoServer(TOKEN, clock, state_file=path)
    await before.start(port=0)
    inline_message_id = await posted(Api(session, before), before.world.person("Anna"))
    shown = before.world.person("Anna").messages
    await before.stop()

    after = DemoServer(TOKEN, clock, state_file=path)
    await after.start(port=0)
    anna = after.world.person("Anna")
    assert anna.messages == shown
    target = {"inline_message_id": inline_message_id}
    assert await Api(session, after).call("editMessageText", **target, text="Still here") is True
    assert anna.messages[-1].text == "Still here"
    await after.stop()


async def posted(api: Api, person: Person, **place: Any) -> str:
    """Lets the person post the first result; returns its inline_message_id."""
    query = person.inline("row", **place)
    await answer(api, query)
    person.choose(query, 0, **place)
    *_, chosen, _message = await api.updates()
    return str(chosen["chosen_inline_result"]["inline_message_id"])
