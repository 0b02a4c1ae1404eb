"""Sending: what arrives on the screen, and what Telegram refuses."""

from __future__ import annotations

import json
import struct
from typing import Any

import aiohttp
import pytest

from bot.demo import DemoServer, Person, ScreenError, World
from tests.demo.conftest import TOKEN, Api

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 800, 400) + b"\x08\x02\x00\x00\x00"
)


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


async def test_a_message_arrives_with_formatting_and_buttons(api: Api, anna: Person) -> None:
    sent = await api.call(
        "sendMessage",
        chat_id=anna.id,
        text="  💪 <b>Set 1</b> of <i>3</i>, see /help \n",
        parse_mode="HTML",
        reply_markup=keyboard({"text": "Done", "callback_data": "d", "style": "success"}),
    )
    assert sent["text"] == "💪 Set 1 of 3, see /help"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "italic", "offset": 12, "length": 1},
        {"type": "bot_command", "offset": 19, "length": 5},
    ]
    [shown] = anna.bot_messages
    assert shown.html == "💪 <b>Set 1</b> of <i>3</i>, see /help"
    assert shown.labels == [["Done"]]
    assert shown.buttons[0][0].style == "success"
    assert [ring.text for ring in anna.rings] == ["💪 Set 1 of 3, see /help"]


async def test_a_silent_message_does_not_ring(api: Api, anna: Person) -> None:
    await api.call("sendMessage", chat_id=anna.id, text="psst", disable_notification=True)
    assert anna.bot_messages[0].text == "psst"
    assert anna.rings == []


@pytest.mark.parametrize("how", ["query", "form", "multipart", "json"])
async def test_parameters_come_in_every_way(
    how: str, server: DemoServer, session: aiohttp.ClientSession, anna: Person
) -> None:
    url = f"{server.url}/bot{TOKEN}/sendMessage"
    fields = {"chat_id": str(anna.id), "text": "hello", "disable_notification": "true"}
    fields["reply_markup"] = json.dumps(keyboard({"text": "Go", "callback_data": "go"}))
    match how:
        case "query":
            request = session.get(url, params=fields)
        case "form":
            request = session.post(url, data=fields)
        case "multipart":
            form = aiohttp.FormData(default_to_multipart=True)
            for name, value in fields.items():
                form.add_field(name, value)
            request = session.post(url, data=form)
        case _:
            request = session.post(url, json=fields)
    async with request as response:
        assert (await response.json())["ok"]
    assert anna.bot_messages[0].labels == [["Go"]]
    assert anna.rings == []


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "💪" * 2049}, "message is too long"),
        ({"text": "x", "parse_mode": "Markdown"}, "unsupported parse_mode"),
        ({"text": "\ud83d"}, "strings must be encoded in UTF-8"),
        ({"text": "x", "chat_id": 77}, "chat not found"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "A"}]]}}, "Text buttons"),
        ({"text": "x", "reply_markup": keyboard({"text": "A", "url": "ftp://a.b"})}, "Wrong HTTP"),
        ({"text": "x", "reply_markup": "buttons"}, "can't parse reply markup JSON object"),
        ({"text": "x", "reply_parameters": {"message_id": 1}}, "message to be replied not found"),
    ],
)
async def test_refusals(params: dict[str, Any], reason: str, api: Api, anna: Person) -> None:
    refusal = await api.refusal("sendMessage", **({"chat_id": anna.id} | params))
    assert refusal.startswith("Bad Request: ")
    assert reason in refusal
    assert anna.bot_messages == []


async def test_the_longest_message_fits(api: Api, anna: Person) -> None:
    text = f"<b>{'💪' * 2048}</b>"
    await api.call("sendMessage", chat_id=anna.id, text=text, parse_mode="HTML")
    assert len(anna.bot_messages[0].text) == 2048


@pytest.mark.parametrize("data", ["", "x" * 65, "ä" * 33])
async def test_callback_data_is_1_to_64_bytes(data: str, api: Api, anna: Person) -> None:
    markup = keyboard({"text": "A", "callback_data": data})
    refusal = await api.refusal("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    assert refusal == "Bad Request: BUTTON_DATA_INVALID"


async def test_more_than_100_buttons_are_refused(api: Api, anna: Person) -> None:
    row = [{"text": "A", "callback_data": "a"}]
    markup = {"inline_keyboard": [row] * 101}
    refusal = await api.refusal("sendMessage", chat_id=anna.id, text="x", reply_markup=markup)
    assert refusal == "Bad Request: reply markup is too long"


async def test_a_bot_cannot_speak_first(api: Api, world: World) -> None:
    stranger = world.person("Ben")
    body = await api.answer("sendMessage", chat_id=stranger.id, text="hello")
    assert body["error_code"] == 403
    assert body["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_a_blocked_bot_cannot_speak(api: Api, anna: Person) -> None:
    anna.block()
    body = await api.answer("sendMessage", chat_id=anna.id, text="hello")
    assert body["error_code"] == 403
    assert body["description"] == "Forbidden: bot was blocked by the user"
    anna.unblock()
    await api.call("sendMessage", chat_id=anna.id, text="hello again")
    changes = [u["my_chat_member"] for u in await api.updates() if "my_chat_member" in u]
    statuses = [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes]
    assert statuses == [("member", "kicked"), ("kicked", "member")]


async def test_a_photo_is_uploaded_once_and_sent_again_by_its_id(
    api: Api, server: DemoServer, session: aiohttp.ClientSession, anna: Person
) -> None:
    form = aiohttp.FormData({"chat_id": str(anna.id), "caption": "<b>Pulldown</b>"})
    form.add_field("parse_mode", "HTML")
    form.add_field("photo", PNG, filename="pulldown.png", content_type="image/png")
    async with session.post(f"{server.url}/bot{TOKEN}/sendPhoto", data=form) as response:
        photo = (await response.json())["result"]["photo"]
    assert [(size["width"], size["height"]) for size in photo] == [(320, 160), (800, 400)]
    again = await api.call("sendPhoto", chat_id=anna.id, photo=photo[-1]["file_id"])
    assert again["photo"] == photo
    assert anna.bot_messages[0].html == "<b>Pulldown</b>"
    path = (await api.call("getFile", file_id=photo[0]["file_id"]))["file_path"]
    async with session.get(f"{server.url}/file/bot{TOKEN}/{path}") as response:
        assert await response.read() == PNG


async def test_what_is_not_a_photo_is_refused(
    api: Api, server: DemoServer, session: aiohttp.ClientSession, anna: Person
) -> None:
    form = aiohttp.FormData({"chat_id": str(anna.id)})
    form.add_field("photo", b"%PDF-1.4", filename="plan.pdf")
    async with session.post(f"{server.url}/bot{TOKEN}/sendPhoto", data=form) as response:
        assert (await response.json())["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    refusal = await api.refusal("sendPhoto", chat_id=anna.id, photo="AgAC")
    assert refusal == "Bad Request: wrong file identifier/HTTP URL specified"
    long = await api.refusal("sendPhoto", chat_id=anna.id, photo="AgAC", caption="x" * 1025)
    assert "caption" in long or "file identifier" in long


async def test_a_document_has_its_name(
    server: DemoServer, session: aiohttp.ClientSession, anna: Person
) -> None:
    form = aiohttp.FormData({"chat_id": str(anna.id)})
    form.add_field("document", b"{}", filename="my-data.json", content_type="application/json")
    async with session.post(f"{server.url}/bot{TOKEN}/sendDocument", data=form) as response:
        document = (await response.json())["result"]["document"]
    assert document["file_name"] == "my-data.json"
    assert document["mime_type"] == "application/json"
    assert anna.bot_messages[0].file_name == "my-data.json"


async def test_a_reply_keyboard_shows_until_it_is_removed(api: Api, anna: Person) -> None:
    markup: dict[str, Any] = {"keyboard": [["Mon", {"text": "Here", "request_location": True}]]}
    await api.call("sendMessage", chat_id=anna.id, text="Which?", reply_markup=markup)
    assert anna.keyboard == [["Mon", "Here"]]
    await api.call(
        "sendMessage", chat_id=anna.id, text="ok", reply_markup={"remove_keyboard": True}
    )
    assert anna.keyboard == []


async def test_a_keyboard_for_one_time_folds_and_stays_until_it_is_removed(
    api: Api, anna: Person
) -> None:
    key = {"text": "Send location", "request_location": True}
    markup = {"keyboard": [[key]], "one_time_keyboard": True, "resize_keyboard": True}
    await api.call("sendMessage", chat_id=anna.id, text="Where?", reply_markup=markup)
    with pytest.raises(ScreenError, match="sends a place"):
        anna.press_key("Send location")
    with pytest.raises(ScreenError, match="no key"):
        anna.press_key("Elsewhere")
    anna.press_key("Send location", (52.52, 13.405))
    *_, update = await api.updates()
    assert update["message"]["location"] == {"latitude": 52.52, "longitude": 13.405}
    assert anna.chat.keyboard_folded
    assert anna.keyboard == [["Send location"]]
    gone = {"remove_keyboard": True}
    await api.call("sendMessage", chat_id=anna.id, text="ok", reply_markup=gone)
    assert anna.keyboard == []


@pytest.mark.parametrize(
    ("asks", "what"), [("request_location", "location"), ("request_contact", "phone number")]
)
async def test_a_group_is_not_asked_for_anything(
    asks: str, what: str, api: Api, world: World, anna: Person
) -> None:
    group = world.group("Gym", anna)
    markup = {"keyboard": [[{"text": "Here", asks: True}]]}
    refusal = await api.refusal("sendMessage", chat_id=group.id, text="Who?", reply_markup=markup)
    assert refusal == f"Bad Request: {what} can be requested in private chats only"
    assert group.bot_messages == []


async def test_a_forced_reply_is_a_reply(api: Api, anna: Person) -> None:
    asked = await api.call(
        "sendMessage", chat_id=anna.id, text="Which zone?", reply_markup={"force_reply": True}
    )
    anna.send("Berlin")
    *_, update = await api.updates()
    assert update["message"]["reply_to_message"]["message_id"] == asked["message_id"]


async def test_unknown_methods_and_wrong_tokens(
    api: Api, server: DemoServer, session: aiohttp.ClientSession
) -> None:
    assert await api.refusal("sendTelepathy") == "Not Found"
    async with session.get(f"{server.url}/bot1:wrong/getMe") as response:
        assert response.status == 401
        assert (await response.json())["description"] == "Unauthorized"
    me = await api.call("getme")
    assert me["username"] == "backday_bot"
    assert me["id"] > 2**32
