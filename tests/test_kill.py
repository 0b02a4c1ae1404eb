"""kill -9 at any moment of a session: no set is lost, none is doubled, the card comes again."""

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.demo import DemoServer, Person
from tests.bot_process import BotProcess
from tests.running_bot import TOKEN

KILLS = 20
LONGEST = 0.06
"""Seconds from a press to the kill; handling one takes about half of that."""


def sets_in(folder: Path) -> int:
    with sqlite3.connect(folder / "backday.db") as database:
        (count,) = database.execute("SELECT count(*) FROM session_facts WHERE kind = 'set'")
    return int(count[0])


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
async def test_kill_9_at_twenty_random_moments_of_a_session(tmp_path: Path, seed: int) -> None:
    moments = random.Random(seed)
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    anna = server.world.person("Anna")
    bot = BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url)
    pressed = kills = 0
    try:
        await bot.start()
        anna.send("/backday")
        await server.world.until(lambda: button(anna, "Start"))
        anna.tap("Start")
        await server.world.until(lambda: button(anna, "✓ Done"))
        while kills < KILLS:
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
            assert sets_in(tmp_path) == pressed, f"after {kills} kills, seed {seed}"
            assert button(anna, "✓ Done") or button(anna, "Next set now")
    finally:
        if bot.running:
            await bot.kill()
        await server.stop()
    assert TOKEN not in bot.log
    assert "Traceback" not in bot.log


async def test_a_stop_finishes_what_is_in_hand_and_a_start_resumes(tmp_path: Path) -> None:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    anna = server.world.person("Anna")
    try:
        async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as bot:
            anna.send("/backday")
            await server.world.until(lambda: button(anna, "Start"))
            anna.tap("Start")
            await server.world.until(lambda: button(anna, "✓ Done"))
            anna.send("40x10")
            await server.world.until(lambda: button(anna, "Next set now"))
            assert await bot.stop() == 0
        anna.send("40x9")
        async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as bot:
            await caught_up(server, anna)
            assert sets_in(tmp_path) == 2
            assert "Set 3 of 3" in anna.bot_messages[-1].text
            assert await bot.stop() == 0
    finally:
        await server.stop()
