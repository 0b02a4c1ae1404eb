"""Who is let in: only this machine, only for this server, never with the token in a log."""

from __future__ import annotations

import logging

import aiohttp
import pytest

from bot.demo import DemoServer, Person
from tests.demo.conftest import TOKEN, StandingClock

PATHS = ["/", "/live", f"/bot{TOKEN}/getMe", "/chat.js"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1"},
    ],
)
async def test_strangers_get_403(
    path: str, headers: dict[str, str], server: DemoServer, session: aiohttp.ClientSession
) -> None:
    async with session.get(f"{server.url}{path}", headers=headers) as response:
        assert response.status == 403


async def test_the_names_of_this_machine_are_let_in(
    server: DemoServer, session: aiohttp.ClientSession
) -> None:
    port = server.url.rpartition(":")[2]
    for name in ("127.0.0.1", "localhost", "[::1]"):
        headers = {"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"}
        async with session.get(f"{server.url}/", headers=headers) as response:
            assert response.status == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])  # noqa: S104
async def test_it_listens_on_this_machine_only(host: str, clock: StandingClock) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        await DemoServer(TOKEN, clock).start(host, 0)


async def test_a_taken_port_is_an_os_error(server: DemoServer, clock: StandingClock) -> None:
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await DemoServer(TOKEN, clock).start(port=port)


@pytest.mark.parametrize(
    "path", ["/../server.py", "/%2e%2e/server.py", "/page.py", "/photo/..%2f..%2fserver.py"]
)
async def test_nothing_but_the_page_is_served(
    path: str, server: DemoServer, session: aiohttp.ClientSession
) -> None:
    async with session.get(f"{server.url}{path}") as response:
        assert response.status == 404


async def test_the_page_has_no_token_and_safe_headers(
    server: DemoServer, session: aiohttp.ClientSession, anna: Person
) -> None:
    for path in ("/", "/chat.js", "/chat.css"):
        async with session.get(f"{server.url}{path}") as response:
            assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Cache-Control"] == "no-store"
            assert TOKEN not in await response.text()
    async with session.ws_connect(f"{server.url}/live") as socket:
        assert TOKEN not in await socket.receive_str()


async def test_the_token_is_in_no_log(
    server: DemoServer, session: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with session.get(f"{server.url}/bot{TOKEN}/getMe") as response:
        assert response.status == 200
    async with session.get(f"{server.url}/bot{TOKEN}/getUpdates?offset=x") as response:
        assert response.status == 400
    assert TOKEN not in caplog.text
