"""getUpdates: long polling, confirmation, filters, and two readers."""

from __future__ import annotations

import asyncio

import pytest

from bot.demo import DemoServer, Person, World
from bot.demo.updates import Update
from tests.demo.conftest import Api


async def test_updates_stay_until_they_are_confirmed(api: Api, anna: Person) -> None:
    anna.send("one")
    anna.send("two")
    first = await api.updates(limit=2)
    assert [u["message"]["text"] for u in first] == ["/start", "one"]
    assert (await api.updates())[0] == first[0]
    rest = await api.updates(offset=first[-1]["update_id"] + 1)
    assert [u["message"]["text"] for u in rest] == ["two"]
    assert rest[0]["update_id"] == first[-1]["update_id"] + 1
    assert await api.updates(offset=rest[-1]["update_id"] + 1) == []


async def test_one_that_was_taken_is_handed_out_again(api: Api, world: World, anna: Person) -> None:
    [start] = await api.updates()
    poll = asyncio.create_task(api.updates(offset=start["update_id"] + 1, timeout=30))
    await world.until(lambda: not world.updates.pending)
    again = Update(start["update_id"], "message", start["message"])
    world.updates.put_again(again)
    world.updates.put_again(again)
    assert await poll == [start]
    assert await api.updates(offset=start["update_id"] + 1) == []


async def test_what_is_handed_out_beside_an_old_one_counts_as_handed_out(
    api: Api, world: World, anna: Person
) -> None:
    [start] = await api.updates()
    await api.updates(offset=start["update_id"] + 1)
    anna.send("new")
    world.updates.put_again(Update(start["update_id"], "message", start["message"]))
    assert [u["message"]["text"] for u in await api.updates()] == ["new", "/start"]
    assert world.updates.all_handed_out()


async def test_a_negative_offset_keeps_only_the_last(api: Api, anna: Person) -> None:
    anna.send("one")
    [last] = await api.updates(offset=-1)
    assert last["message"]["text"] == "one"
    assert await api.updates() == [last]


async def test_a_waiting_poll_returns_as_soon_as_someone_writes(
    api: Api, world: World, anna: Person
) -> None:
    [start] = await api.updates()
    poll = asyncio.create_task(api.updates(offset=start["update_id"] + 1, timeout=30))
    await world.until(lambda: not world.updates.pending)
    anna.send("now")
    await world.delivered()
    [update] = await poll
    assert update["message"]["text"] == "now"
    assert update["message"]["from"]["language_code"] == "en"


async def test_a_second_reader_ends_the_first(api: Api, world: World) -> None:
    first = asyncio.create_task(api.answer("getUpdates", timeout=30))
    await world.until(world.updates.is_read)
    second = asyncio.create_task(api.answer("getUpdates", timeout=30))
    body = await first
    assert body["error_code"] == 409
    assert body["description"] == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    world.person("Ben").send("hi")
    assert len((await second)["result"]) == 1


async def test_only_allowed_updates_come(api: Api, anna: Person) -> None:
    [start] = await api.updates(allowed_updates=["message"])
    message = anna.send("one")
    anna.edit(message.id, "one and a half")
    anna.block()
    updates = await api.updates(offset=start["update_id"] + 1)
    assert [list(u)[1] for u in updates] == ["message"]


async def test_stopping_ends_a_poll_at_once(api: Api, server: DemoServer, world: World) -> None:
    poll = asyncio.create_task(api.updates(timeout=30))
    await world.until(world.updates.is_read)
    async with asyncio.timeout(3):
        await server.stop()
    assert await poll == []


async def test_an_edit_by_a_person(api: Api, anna: Person) -> None:
    message = anna.send("40x10")
    anna.edit(message.id, "45x10")
    *_, update = await api.updates()
    assert update["edited_message"]["text"] == "45x10"
    assert update["edited_message"]["message_id"] == message.id


async def test_what_waits_can_be_dropped(api: Api, anna: Person) -> None:
    info = await api.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("", 1)
    await api.call("deleteWebhook", drop_pending_updates="true")
    assert await api.updates() == []


@pytest.mark.parametrize("text", ["hello all", "see you /later@other_bot"])
async def test_privacy_mode_hides_what_people_say_to_each_other(
    text: str, api: Api, world: World
) -> None:
    ben = world.person("Ben")
    group = world.group("Gym", ben)
    ben.send(text, group=group)
    assert [list(u)[1] for u in await api.updates()] == ["my_chat_member", "message"]


async def test_in_a_group_the_bot_hears_commands_mentions_and_replies(
    api: Api, world: World
) -> None:
    ben = world.person("Ben")
    group = world.group("Gym", ben)
    ben.send("/backday@backday_bot", group=group)
    ben.send("hey @BackDay_bot", group=group)
    posted = await api.call("sendMessage", chat_id=group.id, text="Let's talk in private")
    ben.send("ok", posted["message_id"], group=group)
    texts = [u["message"].get("text") for u in (await api.updates())[2:]]
    assert texts == ["/backday@backday_bot", "hey @BackDay_bot", "ok"]
    assert [message.text for message in group.bot_messages] == ["Let's talk in private"]
