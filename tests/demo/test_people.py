"""What a person can do, and what they are told when they cannot."""

from __future__ import annotations

import pytest

from bot.demo import Person, ScreenError, World
from tests.demo.conftest import Api
from tests.demo.test_sending import PNG


async def test_a_person_keeps_their_name_and_id(world: World) -> None:
    anna, ben = world.person("Anna"), world.person("Ben", language="de")
    assert world.person("Anna").id == anna.id != ben.id
    assert max(anna.id, ben.id, world.person("You").id) > 2**32
    assert ben.user.language == "de"


async def test_a_tap_takes_the_lowest_button(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    for text in ("first", "second"):
        await api.call("sendMessage", chat_id=anna.id, text=text, reply_markup=markup)
    assert anna.tap("Go").message_id == anna.bot_messages[1].id
    assert anna.tap("Go", message_id=anna.bot_messages[0].id).message_id == anna.bot_messages[0].id


async def test_a_missing_button_is_named_with_what_is_there(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    await api.call("sendMessage", chat_id=anna.id, text="Ready?", reply_markup=markup)
    with pytest.raises(ScreenError) as refused:
        anna.tap("Stop")
    assert "no button 'Stop' on Anna's screen" in str(refused.value)
    assert "BackDay: Ready? [Go]" in str(refused.value)


async def test_what_people_cannot_do(api: Api, anna: Person, world: World) -> None:
    sent = await api.call("sendMessage", chat_id=anna.id, text="hello")
    with pytest.raises(ScreenError, match="only their own"):
        anna.edit(sent["message_id"], "mine now")
    with pytest.raises(ScreenError, match="empty message"):
        anna.send("  ")
    with pytest.raises(ScreenError, match="no message 5 on the screen"):
        anna.delete(5)
    with pytest.raises(ScreenError, match="not in Gym"):
        anna.send("hi", group=world.group("Gym", world.person("Ben")))
    anna.block()
    with pytest.raises(ScreenError, match="blocked"):
        anna.send("hello?")


async def test_other_things_than_text(api: Api, anna: Person) -> None:
    anna.send_sticker()
    anna.send_voice()
    anna.send_photo(PNG, "my back")
    anna.send_location(52.52, 13.405)
    messages = [update["message"] for update in (await api.updates())[1:]]
    assert messages[0]["sticker"]["file_id"]
    assert messages[1]["voice"]["duration"] == 2
    assert messages[2]["caption"] == "my back"
    assert messages[2]["photo"][-1]["width"] == 800
    assert messages[3]["location"] == {"latitude": 52.52, "longitude": 13.405}


async def test_a_long_text_becomes_several_messages(api: Api, anna: Person) -> None:
    anna.send("x" * 5000)
    texts = [update["message"]["text"] for update in await api.updates()]
    assert "".join(texts[1:]) == "x" * 5000
    assert max(map(len, texts)) <= 4096


async def test_a_link_to_the_bot_opens_its_chat(world: World, api: Api) -> None:
    ben = world.person("Ben")
    ben.follow("https://t.me/backday_bot?start=remind_7")
    [update] = await api.updates()
    assert update["message"]["text"] == "/start remind_7"
    with pytest.raises(ScreenError, match="does not lead to this bot"):
        ben.follow("https://t.me/other_bot")


async def test_until_gives_up_in_time(world: World, anna: Person) -> None:
    with pytest.raises(TimeoutError):
        await world.until(lambda: anna.bot_messages, within=0.01)
