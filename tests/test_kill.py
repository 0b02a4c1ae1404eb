"""kill -9 at any moment of a session: no set is lost, none is doubled, the card comes again."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.demo import DemoServer, Person
from tests.bot_process import BotProcess
from tests.databases import POSTGRES, SQLITE, Databases
from tests.running_bot import TOKEN

pytestmark = pytest.mark.both_databases
KILLS = {SQLITE: 20, POSTGRES: 10}
LONGEST = 0.06
"""Seconds from a press to the kill; handling one takes about half of that."""


def sets_in(databases: Databases, url: str) -> int:
    return len(databases.rows(url, "SELECT seq FROM session_facts WHERE kind = 'set'"))


def button(person: Person, start: str) -> str | None:
    labels = [text for message in person.bot_messages for row in message.labels for text in row]
    return next((label for label in labels if label.startswith(start)), None)


async def caught_up(server: DemoServer, person: Person) -> None:
    """Returns when everything that the person did before has been handled.

    A reply that only this message can get proves it, since a person's updates stay in order: after
    a kill the bot may also repeat what it had said before.
    """
    mark = f"/mark{person.messages[-1].id}"
    person.send(mark)
    await server.world.until(lambda: said(person, mark), within=20)
    asked = person.send("/backday").id
    await server.world.until(lambda: person.bot_messages[-1].id > asked, within=20)


def said(person: Person, words: str) -> bool:
    return any(words in message.text for message in person.bot_messages)


@pytest.mark.parametrize("seed", [random.SystemRandom().randrange(10**6)])
async def test_kill_9_at_random_moments_of_a_session(
    tmp_path: Path, databases: Databases, database_kind: str, database_url: str, seed: int
) -> None:
    moments = random.Random(seed)
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    anna = server.world.person("Anna")
    settings = {"TELEGRAM_API_URL": server.url, "DATABASE_URL": database_url}
    bot = BotProcess(tmp_path, BOT_TOKEN=TOKEN, **settings)
    pressed = kills = 0
    try:
        await bot.start()
        anna.send("/backday")
        await server.world.until(lambda: button(anna, "Start"))
        anna.tap("Start")
        await server.world.until(lambda: button(anna, "✓ Done"))
        while kills < KILLS[database_kind]:
            done = button(anna, "✓ Done")
            if done is not None:
                anna.tap(done)
                pressed += 1
            else:
                anna.tap("Next set now")
            await asyncio.sleep(moments.uniform(0, LONGEST))
            await bot.kill()
            kills += 1
            await bot.start()
            await caught_up(server, anna)
            assert sets_in(databases, database_url) == pressed, f"after {kills} kills, seed {seed}"
            assert button(anna, "✓ Done") or button(anna, "Next set now")
    finally:
        if bot.running:
            await bot.kill()
        await server.stop()
    assert TOKEN not in bot.log
    assert "Traceback" not in bot.log


async def test_a_stop_finishes_what_is_in_hand_and_a_start_resumes(
    tmp_path: Path, databases: Databases, database_url: str
) -> None:
    settings = {"BOT_TOKEN": TOKEN, "DATABASE_URL": database_url}
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    anna = server.world.person("Anna")
    try:
        async with BotProcess(tmp_path, TELEGRAM_API_URL=server.url, **settings) as bot:
            anna.send("/backday")
            await server.world.until(lambda: button(anna, "Start"))
            anna.tap("Start")
            await server.world.until(lambda: button(anna, "✓ Done"))
            anna.send("40x10")
            await server.world.until(lambda: button(anna, "Next set now"))
            assert await bot.stop() == 0
        anna.send("40x9")
        async with BotProcess(tmp_path, TELEGRAM_API_URL=server.url, **settings) as bot:
            await caught_up(server, anna)
            assert sets_in(databases, database_url) == 2
            assert "Set 3 of 3" in anna.bot_messages[-1].text
            assert await bot.stop() == 0
    finally:
        await server.stop()
