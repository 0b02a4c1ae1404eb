"""Chats on disk: a restart goes on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

import aiohttp

from bot.demo import DemoServer
from bot.demo.codec import decode, encode
from bot.demo.state_file import Snapshot, take
from tests.demo.conftest import TOKEN, Api, StandingClock
from tests.demo.test_sending import PNG

MARKUP = {"inline_keyboard": [[{"text": "Go", "callback_data": "go", "style": "primary"}]]}


async def test_a_restart_keeps_chats_updates_menus_and_files(
    tmp_path: Path, clock: StandingClock, session: aiohttp.ClientSession
) -> None:
    path = tmp_path / "state" / "chats.json"
    before = DemoServer(TOKEN, clock, state_file=path)
    await before.start(port=0)
    anna = before.world.person("Anna")
    anna.start()
    api = Api(session, before)
    await api.call("sendMessage", chat_id=anna.id, text="Ready? /go", reply_markup=MARKUP)
    await api.call("setMyCommands", commands=[{"command": "go", "description": "Go on"}])
    anna.send_photo(PNG)
    press = anna.tap("Go")
    shown = anna.messages
    handed_out = await api.updates()
    await before.stop()

    after = DemoServer(TOKEN, clock, state_file=path)
    await after.start(port=0)
    api = Api(session, after)
    anna = after.world.person("Anna")
    assert anna.messages == shown
    assert await api.updates() == handed_out
    assert await api.call("getMyCommands") == [{"command": "go", "description": "Go on"}]
    await api.call("answerCallbackQuery", callback_query_id=press.id, text="Going")
    photo = handed_out[-2]["message"]["photo"][-1]
    await api.call("sendPhoto", chat_id=anna.id, photo=photo["file_id"])
    assert after.world.files.contents[photo["file_unique_id"]] == PNG
    assert anna.bot_messages[-1].id > max(message.id for message in shown)
    await after.stop()


async def test_an_answered_call_is_on_disk(
    tmp_path: Path, clock: StandingClock, session: aiohttp.ClientSession
) -> None:
    path = tmp_path / "chats.json"
    server = DemoServer(TOKEN, clock, state_file=path)
    await server.start(port=0)
    anna = server.world.person("Anna")
    anna.start()
    await Api(session, server).call("sendMessage", chat_id=anna.id, text="kept")
    assert "kept" in path.read_text("utf-8")
    await server.stop()
    assert not path.with_name("chats.json.new").exists()


async def test_a_broken_file_is_put_aside(tmp_path: Path, clock: StandingClock) -> None:
    for broken in ("{not json", "[]", '{"users": 3}', json.dumps({"users": [{"id": "x"}]})):
        path = tmp_path / "chats.json"
        path.write_text(broken, "utf-8")
        server = DemoServer(TOKEN, clock, state_file=path)
        await server.start(port=0)
        assert server.world.users == {}
        await server.stop()
        assert (tmp_path / "chats.json.broken").read_text("utf-8") == broken


async def test_a_snapshot_is_the_same_after_json(clock: StandingClock) -> None:
    world = DemoServer(TOKEN, clock).world
    anna = world.person("Anna")
    anna.send("hi /there")
    anna.send_location(1, 2.5)
    world.group("Gym", anna)
    snapshot = take(world)
    assert decode(Snapshot, json.loads(json.dumps(encode(snapshot)))) == snapshot
