"""Webhooks of the local server: delivered once taken, in order, again after a failure."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.demo import Person, World
from tests.demo.conftest import Api

SECRET = "a_secret-1"


class Receiver:
    """A bot's end of the webhook; it refuses as often as it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.taken: list[dict[str, Any]] = []
        self.secrets: set[str | None] = set()
        self.refusals = 0

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        self.taken.append(await request.json())
        return web.Response()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.taken]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def nothing_waits(world: World) -> None:
    await world.until(lambda: not world.updates.pending)


async def test_updates_go_to_the_webhook_with_its_secret(
    api: Api, world: World, anna: Person, receiver: Receiver
) -> None:
    await hooked(api, receiver)
    for number in range(5):
        anna.send(f"set {number}")
    await nothing_waits(world)
    assert receiver.texts[-5:] == [f"set {number}" for number in range(5)]
    assert receiver.secrets == {SECRET}
    ids = [update["update_id"] for update in receiver.taken]
    assert ids == sorted(set(ids))


async def hooked(api: Api, receiver: Receiver) -> None:
    await api.call("setWebhook", url=receiver.url, secret_token=SECRET)
    await nothing_waits(api.server.world)


async def test_what_was_refused_comes_again_and_the_failure_is_told(
    api: Api, world: World, anna: Person, receiver: Receiver
) -> None:
    receiver.refusals = 2
    await hooked(api, receiver)
    assert receiver.refusals == 0
    assert len(receiver.taken) == 1
    info = await api.call("getWebhookInfo")
    assert info["url"] == receiver.url
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert info["pending_update_count"] == 0


async def test_a_failure_for_one_chat_holds_up_no_other(
    api: Api, world: World, anna: Person, receiver: Receiver
) -> None:
    await hooked(api, receiver)
    receiver.refusals = 1
    anna.send("first")
    world.person("Ben").send("hello")
    await world.until(lambda: len(world.updates.pending) < 2)
    await nothing_waits(world)
    assert sorted(receiver.texts[-2:]) == ["first", "hello"]


async def test_only_one_way_of_delivery_at_a_time(
    api: Api, anna: Person, receiver: Receiver
) -> None:
    await hooked(api, receiver)
    assert "can't use getUpdates" in await api.refusal("getUpdates")
    await api.call("deleteWebhook")
    anna.send("by hand")
    assert [update["message"]["text"] for update in await api.updates()] == ["by hand"]
    assert "by hand" not in receiver.texts


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "ftp://127.0.0.1/hook"}, "HTTPS URL"),
        ({"url": "https://example.org/hook"}, "this machine only"),
        ({"url": "http://127.0.0.1/hook", "secret_token": "a b"}, "unallowed characters"),
        ({"url": "http://127.0.0.1/hook", "max_connections": 101}, "max_connections"),
    ],
)
async def test_a_webhook_that_cannot_be_is_refused(
    api: Api, params: dict[str, Any], reason: str
) -> None:
    assert reason in await api.refusal("setWebhook", **params)
