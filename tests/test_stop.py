"""SIGTERM: what is in hand is finished; what hangs holds the exit no longer than the grace."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.clock import Clock
from bot.demo import DemoServer
from handlers.service import GRACE, LONGEST_STOP
from tests.bot_process import BotProcess
from tests.databases import Databases, PostgresDatabases, SqliteDatabases, folder_of
from tests.relay import Relay, relay_to
from tests.running_bot import TOKEN

SLACK = 2.0
"""Seconds that a busy machine may add."""


@pytest.fixture
async def telegram() -> AsyncIterator[DemoServer]:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    yield server
    await server.stop()


@pytest.fixture
async def way(telegram: DemoServer) -> AsyncIterator[Relay]:
    """To Telegram."""
    async with relay_to(urlsplit(telegram.url).port or 80) as way:
        yield way


@pytest.fixture
async def bot(tmp_path: Path, way: Relay) -> AsyncIterator[BotProcess]:
    url = f"http://127.0.0.1:{way.port}"
    async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=url) as bot:
        yield bot


async def seconds_to_stop(bot: BotProcess, code: int = 0) -> float:
    started = time.monotonic()
    assert await bot.stop() == code, bot.log
    return time.monotonic() - started


async def test_a_reply_in_hand_is_finished(
    bot: BotProcess, way: Relay, telegram: DemoServer
) -> None:
    anna = telegram.world.person("Anna")
    way.hold = b"/sendMessage"
    anna.send("/start")
    await asyncio.wait_for(way.held.wait(), 20)
    asyncio.get_running_loop().call_later(2, way.release)
    assert 1.5 < await seconds_to_stop(bot) < GRACE
    assert anna.bot_messages
    assert "not everything could be finished" not in bot.log


async def test_a_reply_that_hangs_is_cut_off_and_comes_with_the_next_start(
    bot: BotProcess, way: Relay, telegram: DemoServer
) -> None:
    anna = telegram.world.person("Anna")
    way.hold = b"/sendMessage"
    anna.send("/start")
    await asyncio.wait_for(way.held.wait(), 20)
    assert await seconds_to_stop(bot) < GRACE + SLACK
    assert "not everything could be finished within 8 seconds" in bot.log
    assert "Traceback" not in bot.log
    assert not anna.bot_messages
    way.hold = b""
    await bot.start()
    await telegram.world.until(lambda: anna.bot_messages, within=20)
    assert await bot.stop() == 0


async def test_a_reminder_that_hangs_is_cut_off(
    bot: BotProcess, way: Relay, telegram: DemoServer, tmp_path: Path
) -> None:
    anna = telegram.world.person("Anna")
    anna.send("/start")
    await telegram.world.until(lambda: anna.bot_messages)
    way.hold = b"/sendMessage"
    now = int(time.time())
    SqliteDatabases().rows(
        f"sqlite:///{tmp_path / 'backday.db'}",
        "INSERT INTO due (id, kind, person, due_at, claimable_at, attempts)"  # noqa: S608
        f" VALUES ('d', 'snooze', {anna.id}, {now}, {now}, 0)",
    )
    await asyncio.wait_for(way.held.wait(), 20)
    assert await seconds_to_stop(bot) < GRACE + SLACK
    assert "Traceback" not in bot.log


async def test_a_start_that_hangs_ends_at_once(
    tmp_path: Path, way: Relay, telegram: DemoServer
) -> None:
    way.hold = b"/setMyCommands"
    url = f"http://127.0.0.1:{way.port}"
    async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=url) as bot:
        await asyncio.wait_for(way.held.wait(), 20)
        assert await seconds_to_stop(bot) < SLACK
    assert "Traceback" not in bot.log


@pytest.mark.both_databases
async def test_idle_it_ends_at_once(
    tmp_path: Path, telegram: DemoServer, databases: Databases, database_url: str
) -> None:
    settings = {"TELEGRAM_API_URL": telegram.url, "DATABASE_URL": database_url}
    async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, **settings) as bot:
        assert await seconds_to_stop(bot) < SLACK


async def test_a_database_that_hangs_cannot_hold_the_exit(
    tmp_path: Path, telegram: DemoServer, postgres: PostgresDatabases
) -> None:
    with postgres.made(tmp_path) as url:
        name = urlsplit(url).path
        async with relay_to(f"{folder_of(url)}/.s.PGSQL.5432") as network:
            address = f"postgresql://postgres@127.0.0.1:{network.port}{name}"
            settings = {"TELEGRAM_API_URL": telegram.url, "DATABASE_URL": address}
            async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, **settings) as bot:
                network.hold = b"BEGIN"
                telegram.world.person("Anna").send("/start")
                await asyncio.wait_for(network.held.wait(), 20)
                taken = await seconds_to_stop(bot, -signal.SIGALRM)
                assert taken < LONGEST_STOP + SLACK
