"""The end of a rest that is on its way while its person goes on: what rings shows how it stands."""

import asyncio
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.clock import Clock
from bot.demo import DemoServer
from handlers import texts
from tests.bot_process import BotProcess
from tests.databases import SqliteDatabases
from tests.relay import relay_to
from tests.running_bot import TOKEN
from tests.test_kill import button, caught_up


@pytest.mark.parametrize(
    ("deed", "label", "words"),
    [
        ("40x9", "Next set now", "✓ T-bar row, set 2"),
        ("Next set now", "✓ Done", "Set 2 of 3"),
        ("/stop", "Continue after all", "Session ended"),
    ],
)
async def test_what_rings_shows_the_session_as_it_stands(
    tmp_path: Path, deed: str, label: str, words: str
) -> None:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    anna = server.world.person("Anna")
    try:
        async with relay_to(urlsplit(server.url).port or 80) as way:
            url = f"http://127.0.0.1:{way.port}"
            async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=url) as bot:
                anna.send("/backday")
                await server.world.until(lambda: button(anna, "Start"), 20)
                anna.tap("Start")
                await server.world.until(lambda: button(anna, "✓ Done"), 20)
                anna.send("40x10")
                await server.world.until(lambda: button(anna, "Next set now"), 20)

                way.hold = b"Rest is over"
                now = int(time.time())
                SqliteDatabases().rows(
                    f"sqlite:///{tmp_path / 'backday.db'}",
                    f"UPDATE due SET due_at = {now}, claimable_at = {now}",  # noqa: S608
                )
                await asyncio.wait_for(way.held.wait(), 20)
                if deed == "Next set now":
                    anna.tap(deed)
                else:
                    anna.send(deed)
                await caught_up(server, anna)
                highest = anna.bot_messages[-1].id
                way.release()

                def shown() -> bool:
                    """What rang came last, and has the only buttons."""
                    *others, last = anna.bot_messages
                    is_there = (
                        last.id > highest and words in last.text and label in last.labels[0][0]
                    )
                    return is_there and not any(each.labels for each in others)

                await server.world.until(shown, 20)
                anna.tap(anna.bot_messages[-1].labels[0][0])
                await caught_up(server, anna)
                assert not {texts.TOASTS["stale"], texts.TOASTS["ended"]} & {
                    toast.text for toast in anna.toasts
                }
                assert await bot.stop() == 0
    finally:
        await server.stop()
