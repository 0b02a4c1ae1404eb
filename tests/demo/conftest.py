"""A running local server, a clock that stands still, and a plain HTTP client for calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.demo import DemoServer, Person, World

TOKEN = "7210004417:local-test-token"


class StandingClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, by: timedelta) -> None:
        self.time += by


class Api:
    """Bot API calls as a bot would make them, without any library."""

    def __init__(self, session: aiohttp.ClientSession, server: DemoServer) -> None:
        self.session = session
        self.server = server

    async def answer(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer: ok, result or error_code and description."""
        url = f"{self.server.url}/bot{TOKEN}/{method}"
        async with self.session.post(url, json=params) as response:
            body: dict[str, Any] = await response.json()
            assert response.status == body.get("error_code", 200)
            return body

    async def call(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        body = await self.answer(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """The description of a call that must fail."""
        body = await self.answer(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = await self.call("getUpdates", **params)
        return result


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def server(clock: StandingClock) -> AsyncIterator[DemoServer]:
    running = DemoServer(TOKEN, clock)
    await running.start(port=0)
    yield running
    await running.stop()


@pytest.fixture
def world(server: DemoServer) -> World:
    return server.world


@pytest.fixture
def anna(world: World) -> Person:
    """Someone who has pressed START."""
    person = world.person("Anna")
    person.start()
    return person


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def api(session: aiohttp.ClientSession, server: DemoServer) -> Api:
    return Api(session, server)
