"""The page over HTTP: the state comes down, deeds go up."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.demo import DemoServer, World
from tests.demo.conftest import TOKEN, Api, StandingClock
from tests.demo.test_sending import PNG


class Browser:
    """What the page's script does, without drawing."""

    def __init__(self, session: aiohttp.ClientSession, server: DemoServer) -> None:
        self.session = session
        self.server = server

    async def act(self, **body: Any) -> str | None:
        """Does one deed; returns None or why it was refused."""
        async with self.session.post(f"{self.server.url}/act", json=body) as response:
            answer = await response.json()
            return None if response.status == 200 else str(answer["error"])

    async def inline(self, **body: Any) -> dict[str, Any]:
        """Types an inline query and waits for what is shown."""
        async with self.session.post(f"{self.server.url}/inline", json=body) as response:
            shown: dict[str, Any] = await response.json()
            return shown

    async def state(self) -> dict[str, Any]:
        async with self.session.ws_connect(f"{self.server.url}/live") as socket:
            state: dict[str, Any] = await socket.receive_json()
            return state


@pytest.fixture
def browser(session: aiohttp.ClientSession, server: DemoServer) -> Browser:
    return Browser(session, server)


async def test_the_first_visit_makes_a_person(browser: Browser, world: World) -> None:
    state = await browser.state()
    [phone] = state["phones"]
    assert (phone["name"], phone["started"], phone["messages"]) == ("You", False, [])
    assert state["banner"] == "Local demo: no Telegram token set"
    assert [person.name for person in world.people] == ["You"]


async def test_a_chat_on_the_page(browser: Browser, api: Api, world: World) -> None:
    you = world.person("You")
    who = {"person": "You", "chat": str(you.id)}
    assert await browser.act(action="send", text="/start", **who) is None
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await api.call("sendMessage", chat_id=you.id, text="Hi", reply_markup=markup)
    pressed = {"action": "tap", "message": sent["message_id"], "data": "go"}
    assert await browser.act(**pressed, **who) is None
    [phone] = (await browser.state())["phones"]
    assert [message["text"] for message in phone["messages"]] == ["/start", "Hi"]
    assert phone["pending"] == [{"message": sent["message_id"], "data": "go", "person": "You"}]
    *_, update = await api.updates()
    query_id = update["callback_query"]["id"]
    await api.call("answerCallbackQuery", callback_query_id=query_id, text="On it")
    [phone] = (await browser.state())["phones"]
    assert phone["pending"] == []
    assert [toast["text"] for toast in phone["toasts"]] == ["On it"]


async def test_a_change_comes_by_itself(
    server: DemoServer, session: aiohttp.ClientSession, world: World
) -> None:
    async with session.ws_connect(f"{server.url}/live") as socket:
        assert (await socket.receive_json())["phones"][0]["messages"] == []
        world.person("You").send("hello")
        state = await socket.receive_json()
    assert state["phones"][0]["messages"][0]["text"] == "hello"


async def test_every_deed(browser: Browser, world: World) -> None:
    you = world.person("You")
    who = {"person": "You", "chat": str(you.id)}
    await browser.act(action="send", text="40x10", **who)
    mine = you.messages[0].id
    assert await browser.act(action="edit", message=mine, text="45x10", **who) is None
    assert you.messages[0].text == "45x10"
    for action in ("sticker", "voice", "block", "unblock"):
        assert await browser.act(action=action, **who) is None
    place = {"latitude": 38.7, "longitude": -9.1}
    assert await browser.act(action="location", **place, **who) is None
    assert await browser.act(action="delete", message=mine, **who) is None
    assert [message.kind for message in you.messages] == ["sticker", "voice", "location"]


async def test_inline_results_come_up_and_one_is_posted(
    browser: Browser, api: Api, world: World
) -> None:
    you = world.person("You")
    gym = world.group("Gym", you)
    who = {"person": "You", "chat": str(gym.id)}
    typed = asyncio.create_task(browser.inline(query="row", **who))
    await world.until(lambda: world.inline_queries)
    [query] = world.inline_queries.values()
    content = {"message_text": "Pull, then pause"}
    row = {"type": "article", "id": "1", "title": "Row", "input_message_content": content}
    results = [row | {"description": "Middle back"}]
    button = {"text": "Open coach", "start_parameter": "inline"}
    offered = {"results": results, "button": button, "next_offset": "1"}
    await api.call("answerInlineQuery", inline_query_id=query.id, **offered)
    assert await typed == {
        "query": query.id,
        "results": [{"title": "Row", "description": "Middle back"}],
        "button": {"text": "Open coach", "start": "inline"},
        "nextOffset": "1",
    }
    answered = gym.messages[0].id
    deed = {"action": "choose", "query": query.id, "result": 0, "replyTo": answered}
    assert await browser.act(**deed, **who) is None
    [group] = (await browser.state())["groups"]
    shown = group["messages"][-1]
    assert (shown["sender"], shown["via"], shown["text"], shown["replyTo"]) == (
        "You",
        "backday_bot",
        "Pull, then pause",
        answered,
    )
    assert "too old" in str(await browser.act(**deed | {"query": "7"}, **who))
    assert "no result 4" in str(await browser.act(**deed | {"result": 4}, **who))


async def test_inline_queries_that_cannot_be_asked(browser: Browser, world: World) -> None:
    you = world.person("You")
    who = {"person": "You", "chat": str(you.id)}
    assert (await browser.inline(**who))["error"] == "not understood"
    you.block()
    assert "blocked" in (await browser.inline(query="row", **who))["error"]


async def test_a_stopping_server_ends_a_waiting_inline_query(
    browser: Browser, server: DemoServer, world: World
) -> None:
    you = world.person("You")
    typed = asyncio.create_task(browser.inline(query="row", person="You", chat=str(you.id)))
    await world.until(lambda: world.inline_queries)
    await server.stop()
    shown = await typed
    assert (shown["results"], shown["button"]) == ([], None)


async def test_a_photo_goes_up_and_comes_down(
    browser: Browser, server: DemoServer, session: aiohttp.ClientSession, world: World
) -> None:
    you = world.person("You")
    query = {"person": "You", "chat": str(you.id), "caption": "look"}
    async with session.post(f"{server.url}/photo", params=query, data=PNG) as response:
        assert response.status == 200
    async with session.post(f"{server.url}/photo", params=query, data=b"text") as response:
        assert response.status == 400
    photo = (await browser.state())["phones"][0]["messages"][0]["photo"]
    async with session.get(f"{server.url}/photo/{photo}") as response:
        assert response.content_type == "image/png"
        assert await response.read() == PNG


async def test_the_clock_moves_forward(browser: Browser, clock: StandingClock) -> None:
    before = clock.now()
    assert await browser.act(action="advance", seconds=300) is None
    assert (clock.now() - before).total_seconds() == 300
    assert "forward" in str(await browser.act(action="advance", seconds=-5))


async def test_people_and_groups_are_added(browser: Browser, world: World) -> None:
    assert "needs people" in str(await browser.act(action="add-group"))
    world.person("You")
    assert await browser.act(action="add-person") is None
    assert await browser.act(action="add-person", name="Zoë") is None
    assert "here already" in str(await browser.act(action="add-person", name="Zoë"))
    assert await browser.act(action="add-group") is None
    state = await browser.state()
    assert [phone["name"] for phone in state["phones"]] == ["You", "Anna", "Zoë"]
    [group] = state["groups"]
    assert group["members"] == ["You", "Anna", "Zoë"]
    deed = {"action": "send", "text": "/backday", "chat": group["id"]}
    assert await browser.act(person="Anna", **deed) is None
    assert world.groups[0].messages[-1].sender == "Anna"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"action": "fly", "person": "You", "chat": "1"},
        {"action": "send", "person": "Nobody", "chat": "1", "text": "x"},
        {"action": "advance", "seconds": "x"},
    ],
)
async def test_nonsense_is_refused(body: dict[str, Any], browser: Browser, world: World) -> None:
    world.person("You")
    assert await browser.act(**body)


async def test_only_json_is_taken(server: DemoServer, session: aiohttp.ClientSession) -> None:
    async with session.post(f"{server.url}/act", data='{"action": "add-person"}') as response:
        assert response.status == 400
    async with session.post(f"{server.url}/act", json=["x"]) as response:
        assert response.status == 400


async def test_menus_by_scope_and_language(browser: Browser, api: Api, world: World) -> None:
    world.person("You")
    world.person("Ben", language="de")

    def menu(name: str) -> list[dict[str, str]]:
        return [{"command": name, "description": f"The {name} one"}]

    await api.call("setMyCommands", commands=menu("general"))
    await api.call("setMyCommands", commands=menu("auf"), language_code="de")
    await api.call("setMyDescription", description="Your back day")
    you, ben = (await browser.state())["phones"]
    assert (you["commands"], ben["commands"]) == (menu("general"), menu("auf"))
    assert you["description"] == "Your back day"
    private = {"type": "all_private_chats"}
    await api.call("setMyCommands", commands=menu("private"), scope=private)
    assert [phone["commands"] for phone in (await browser.state())["phones"]] == [
        menu("private")
    ] * 2
    await api.call("deleteMyCommands", scope=private)
    assert await api.call("getMyCommands") == menu("general")
    bad = [{"command": "No Spaces", "description": "x"}]
    assert await api.refusal("setMyCommands", commands=bad) == "Bad Request: BOT_COMMAND_INVALID"


async def test_a_document_is_saved_and_never_shown(
    browser: Browser, server: DemoServer, session: aiohttp.ClientSession, world: World
) -> None:
    you = world.person("You")
    you.start()
    form = aiohttp.FormData({"chat_id": str(you.id)}, quote_fields=False)
    page = b"<script>alert(1)</script>"
    form.add_field("document", page, filename="Größe.html", content_type="text/html")
    async with session.post(f"{server.url}/bot{TOKEN}/sendDocument", data=form) as response:
        assert response.status == 200
    [phone] = (await browser.state())["phones"]
    shown = phone["messages"][-1]
    assert shown["fileName"] == "Größe.html"
    async with session.get(f"{server.url}/document/{shown['file']}") as response:
        assert await response.read() == page
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert "Gr%C3%B6%C3%9Fe.html" in response.headers["Content-Disposition"]
    async with session.get(f"{server.url}/document/nonsense") as response:
        assert response.status == 404


async def test_a_folded_keyboard_is_not_on_the_page(
    browser: Browser, api: Api, world: World
) -> None:
    you = world.person("You")
    you.start()
    who = {"person": "You", "chat": str(you.id)}
    markup = {
        "keyboard": [[{"text": "Send location", "request_location": True}]],
        "one_time_keyboard": True,
    }
    await api.call("sendMessage", chat_id=you.id, text="Where?", reply_markup=markup)
    [phone] = (await browser.state())["phones"]
    assert phone["keyboard"] == [[{"text": "Send location", "location": True, "style": None}]]
    assert await browser.act(action="location", latitude=52.52, longitude=13.405, **who) is None
    [phone] = (await browser.state())["phones"]
    assert phone["keyboard"] is None
    assert phone["messages"][-1]["location"] == [52.52, 13.405]
