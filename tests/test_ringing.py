"""The end of a rest that crosses what its person does: the newest card alone has buttons."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.clock import Clock
from bot.demo import DemoServer, Person
from handlers import texts
from tests.bot_process import BotProcess
from tests.databases import SqliteDatabases
from tests.relay import Relay, relay_to
from tests.running_bot import TOKEN
from tests.test_kill import button, caught_up


@dataclass
class Gym:
    """Anna rests after her first set; `way` leads from the bot to Telegram."""

    telegram: DemoServer
    anna: Person
    way: Relay
    database: str

    def end_the_rest(self) -> None:
        now = int(time.time())
        sql = f"UPDATE due SET due_at = {now}, claimable_at = {now}"  # noqa: S608
        SqliteDatabases().rows(self.database, sql)

    async def does(self, deed: str) -> None:
        """Taps or types it; returns when the bot has handled it."""
        if button(self.anna, deed):
            self.anna.tap(deed)
        else:
            self.anna.send(deed)
        await caught_up(self.telegram, self.anna)

    async def shows(self, words: str, label: str) -> None:
        """Returns when the lowest message says so, and has the only buttons."""

        def shown() -> bool:
            *others, last = self.anna.bot_messages
            right = words in last.text and bool(last.labels) and label in last.labels[0][0]
            return right and not any(each.labels for each in others)

        await self.telegram.world.until(shown, 20)


@pytest.fixture
async def gym(tmp_path: Path) -> AsyncIterator[Gym]:
    telegram = DemoServer(TOKEN, Clock())
    await telegram.start(port=0)
    anna = telegram.world.person("Anna")
    try:
        async with relay_to(urlsplit(telegram.url).port or 80) as way:
            url = f"http://127.0.0.1:{way.port}"
            async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=url) as bot:
                gym = Gym(telegram, anna, way, f"sqlite:///{tmp_path / 'backday.db'}")
                for deed in ("/backday", "Start", "40x10"):
                    await gym.does(deed)
                yield gym
                assert await bot.stop() == 0
    finally:
        await telegram.stop()


@pytest.mark.parametrize(
    ("deed", "words", "label"),
    [
        ("40x9", "✓ T-bar row, set 2", "Next set now"),
        ("Next set now", "Set 2 of 3", "✓ Done"),
        ("/stop", "Session ended", "Continue after all"),
    ],
)
async def test_what_rings_late_shows_the_session_as_it_stands(
    gym: Gym, deed: str, words: str, label: str
) -> None:
    gym.way.hold = b"Rest is over"
    gym.end_the_rest()
    await asyncio.wait_for(gym.way.held.wait(), 20)
    await gym.does(deed)
    highest = gym.anna.bot_messages[-1].id
    gym.way.release()
    await gym.shows(words, label)
    assert gym.anna.bot_messages[-1].id > highest, "it rang"
    await gym.does(gym.anna.bot_messages[-1].labels[0][0])
    stale = {texts.TOASTS["stale"], texts.TOASTS["ended"]}
    assert not stale & {toast.text for toast in gym.anna.toasts}


async def test_what_was_asked_for_comes_below_what_rang_meanwhile(gym: Gym) -> None:
    gym.way.hold = b"/editmessagetext"
    gym.anna.tap("Taken / not here")
    await asyncio.wait_for(gym.way.held.wait(), 20)
    gym.end_the_rest()
    await gym.telegram.world.until(
        lambda: any("Rest is over" in each.text for each in gym.anna.bot_messages), 20
    )
    gym.way.release()
    await gym.shows("T-bar row is taken or not here?", "Bent-over dumbbell row")
