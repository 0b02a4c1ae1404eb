"""Bad days of Telegram."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
import pytest

from bot.demo import DemoServer, Person, World
from tests.demo.conftest import TOKEN, Api, StandingClock


async def test_the_next_calls_fail(api: Api, anna: Person, world: World) -> None:
    world.faults.fail(429, n=2, method="sendMessage", retry_after=7)
    await api.call("getMe")
    for _ in range(2):
        body = await api.answer("sendMessage", chat_id=anna.id, text="x")
        assert body["error_code"] == 429
        assert body["description"] == "Too Many Requests: retry after 7"
        assert body["parameters"] == {"retry_after": 7}
    await api.call("sendMessage", chat_id=anna.id, text="x")
    assert len(anna.bot_messages) == 1
    outcomes = [(call.method, call.status) for call in world.calls]
    assert outcomes[1:] == [("sendMessage", 429), ("sendMessage", 429), ("sendMessage", 200)]


async def test_a_dropped_call_is_done_but_not_answered(
    api: Api, anna: Person, world: World
) -> None:
    world.faults.drop(method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await api.call("sendMessage", chat_id=anna.id, text="lost answer")
    assert [message.text for message in anna.bot_messages] == ["lost answer"]
    assert world.calls[-1].dropped


async def test_a_cut_call_is_not_done(api: Api, anna: Person, world: World) -> None:
    world.faults.cut(method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await api.call("sendMessage", chat_id=anna.id, text="never said")
    assert anna.bot_messages == []
    call = world.calls[-1]
    assert (call.method, call.ok, call.status, call.message) == ("sendMessage", False, 0, None)


async def test_after_a_calm_nothing_goes_wrong(api: Api, anna: Person, world: World) -> None:
    world.faults.fail(500, n=9)
    world.faults.drop(n=9)
    world.faults.cut(n=9)
    world.faults.outage(on=True)
    world.faults.calm()
    sent = await api.call("sendMessage", chat_id=anna.id, text="x")
    assert world.calls[-1].message == sent["message_id"] == anna.bot_messages[-1].id


async def test_an_outage(
    api: Api, world: World, server: DemoServer, session: aiohttp.ClientSession
) -> None:
    url = f"{server.url}/bot{TOKEN}/getUpdates?timeout=30"
    poll = asyncio.create_task(session.get(url))
    await world.until(world.updates.is_read)
    world.faults.outage(on=True)
    async with await poll as response:
        assert response.status == 502
        assert response.content_type == "text/html"
    async with session.get(f"{server.url}/bot{TOKEN}/getMe") as response:
        assert response.status == 502
    world.faults.outage(on=False)
    await api.call("getMe")


async def test_a_flood_limit(api: Api, anna: Person, world: World, clock: StandingClock) -> None:
    world.faults.limit_chats(1)
    await api.call("sendMessage", chat_id=anna.id, text="one")
    body = await api.answer("sendMessage", chat_id=anna.id, text="two")
    assert body["parameters"] == {"retry_after": 1}
    clock.advance(timedelta(seconds=1))
    await api.call("sendMessage", chat_id=anna.id, text="two")


async def test_calls_are_recorded_with_typed_parameters(
    api: Api, anna: Person, world: World
) -> None:
    await api.refusal("sendMessage", chat_id=str(anna.id), text="<b>", parse_mode="HTML")
    call = world.calls[-1]
    assert call.params["chat_id"] == anna.id
    assert (call.ok, call.status) == (False, 400)
    assert "can't parse entities" in call.description
