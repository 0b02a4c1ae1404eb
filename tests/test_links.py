"""Links are the coach's to set; until then none is shown, since the article gives none."""

import shutil
from pathlib import Path

from bot.demo import DemoServer
from content.answers import Answerer
from content.library import Library
from content.loader import load_library, packaged_content
from tests.chat import Chat
from tests.running_bot import RunningBot, StandingClock, running_bot

QUESTION = "is there a video of the routine?"


def addresses(chat: Chat) -> list[str]:
    return [button.url for row in chat.last.buttons for button in row if button.url]


async def test_no_address_is_made_up(chat: Chat, library: Library) -> None:
    assert not any(link.url for link in library.links.values())
    await chat.send(QUESTION)
    assert "video" in chat.text.lower()
    assert addresses(chat) == []


async def test_an_address_that_is_set_becomes_a_button(
    tmp_path: Path, server: DemoServer, clock: StandingClock
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(packaged_content(), folder)
    links = folder / "links.yaml"
    links.write_text(
        links.read_text("utf-8").replace(
            "key: video\n", "key: video\n  url: https://example.org/back\n"
        ),
        "utf-8",
    )
    library = load_library(folder)
    running = running_bot(
        library, Answerer(library), f"sqlite:///{tmp_path / 'backday.db'}", server, clock
    )
    async with running as bot:
        assert isinstance(bot, RunningBot)
        chat = bot.chat()
        await chat.send(QUESTION)
        assert addresses(chat) == ["https://example.org/back"]
