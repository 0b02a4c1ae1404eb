"""What is due, when there is much of it: rests first, then reminders at Telegram's pace."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.demo import DemoServer, Person
from bot.domain.budget import Budget
from bot.domain.due import Due, DueKind
from bot.storage import due
from bot.storage.codec import to_seconds
from bot.storage.connection import Connection
from tests.bot_process import BotProcess
from tests.chat import Chat
from tests.databases import PostgresDatabases
from tests.running_bot import MONDAY_NOON, TOKEN, RunningBot

MANY = 40
PACE = 10


@pytest.fixture
def budget() -> Budget:
    return Budget(PACE)


async def snoozed(bot: RunningBot, at: datetime, number: int = MANY) -> list[Chat]:
    """So many people whose reminder comes back at that instant."""
    chats = [bot.chat(f"Person {each}") for each in range(number)]

    def unit(connection: Connection) -> None:
        for chat in chats:
            due.put(connection, snooze(chat.person.id, at))

    for chat in chats:
        chat.person.send("/start")
    await bot.settled()
    await bot.database.run(unit)
    return chats


def snooze(person: int, at: datetime) -> Due:
    return Due(f"snooze{person}", DueKind.SNOOZE, person, at)


def reminded(chats: list[Chat]) -> list[int]:
    """How often each was."""
    return [sum("Back day" in m.text for m in each.person.bot_messages) for each in chats]


def sent_to(bot: RunningBot) -> list[int]:
    """The chats that got a message, in order."""
    calls = [call for call in bot.server.world.calls if call.method == "sendMessage"]
    return [call.params["chat_id"] for call in calls]


@pytest.mark.both_databases
async def test_the_end_of_a_rest_comes_before_reminders_that_wait_longer(
    bot: RunningBot, chat: Chat
) -> None:
    chats = await snoozed(bot, MONDAY_NOON)
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.tap("✓ Done")
    before = len(sent_to(bot))
    await bot.advance(minutes=4)
    assert "Rest is over" in chat.text
    assert sent_to(bot)[before] == chat.person.id
    async with asyncio.timeout(30):
        while sum(reminded(chats)) < MANY:
            await bot.tick()
    await bot.tick()
    assert reminded(chats) == [1] * MANY


async def test_a_pause_that_telegram_asks_two_chats_for_is_kept_by_all_that_may_wait(
    bot: RunningBot,
) -> None:
    chats = await snoozed(bot, MONDAY_NOON, 12)
    bot.server.world.faults.fail(429, n=2, method="sendMessage", retry_after=4)
    start = time.monotonic()
    await bot.tick()
    before = sum(reminded(chats))
    await bot.advance(seconds=11)
    assert sum(reminded(chats)) == before < 12, "the pause is of the real clock"
    async with asyncio.timeout(30):
        while sum(reminded(chats)) < 12:
            await bot.tick()
    assert time.monotonic() - start > 4
    assert reminded(chats) == [1] * 12


async def test_another_process_sends_what_is_due_when_the_first_is_killed(
    postgres: PostgresDatabases, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        server = DemoServer(TOKEN, Clock())
        await server.start(port=0)
        stack.push_async_callback(server.stop)
        url = stack.enter_context(postgres.made(tmp_path))
        anna, ben = server.world.person("Anna"), server.world.person("Ben")
        bots = [
            BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url, DATABASE_URL=url)
            for _ in range(2)
        ]
        for each in bots:
            await each.start()
            stack.push_async_callback(ended, each)
        for person in (anna, ben):
            person.send("/start")
        await server.world.until(lambda: anna.bot_messages and ben.bot_messages, 20)
        for person in (anna, ben):
            now = to_seconds(datetime.now(UTC))
            postgres.rows(
                url,
                "INSERT INTO due (id, kind, person, due_at, claimable_at, attempts)"  # noqa: S608
                f" VALUES ('d{person.id}', 'snooze', {person.id}, {now}, {now}, 0)",
            )
            await server.world.until(partial(is_reminded, person), 20)
            if bots[0].running:
                await bots[0].kill()
        assert await bots[1].stop() == 0


def is_reminded(person: Person) -> bool:
    return any("Back day" in message.text for message in person.bot_messages)


async def ended(bot: BotProcess) -> None:
    if bot.running:
        await bot.kill()
