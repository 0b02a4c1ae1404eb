"""Starting, as an operator meets it: outages are waited out, what cannot work is said at once."""

import asyncio
import os
import shutil
import signal
from functools import partial
from pathlib import Path

from bot.clock import Clock
from bot.demo import DemoServer, Person
from content.loader import packaged_content
from tests.bot_process import BotProcess
from tests.running_bot import TOKEN


def says_more(person: Person, before: int) -> bool:
    return len(person.bot_messages) > before


async def refused(folder: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """Exit code and output of a command that ends by itself."""
    bot = BotProcess(folder, *arguments, **settings)
    code = await bot.run()
    return code, bot.log


async def test_an_outage_at_the_start_is_waited_out(tmp_path: Path) -> None:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    server.world.faults.fail(502, n=2, method="getMe")
    try:
        async with BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url) as bot:
            assert "cannot be reached yet" in bot.log
            anna = server.world.person("Anna")
            anna.start()
            await server.world.until(lambda: anna.bot_messages)
            assert await bot.stop() == 0
    finally:
        await server.stop()
    assert TOKEN not in bot.log


async def test_a_token_that_telegram_does_not_know_is_said(tmp_path: Path) -> None:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    try:
        code, said = await refused(tmp_path, BOT_TOKEN="999:wrong", TELEGRAM_API_URL=server.url)
    finally:
        await server.stop()
    assert code == 2
    assert "Telegram does not know this BOT_TOKEN." in said
    assert "Traceback" not in said
    assert "999:wrong" not in said
    assert "Unclosed" not in said


async def test_it_can_be_stopped_before_telegram_has_answered(tmp_path: Path) -> None:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    server.world.faults.outage(on=True)
    bot = BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url)
    try:
        await bot.start(until="cannot be reached yet")
        assert await bot.stop() == 0
    finally:
        await server.stop()
    assert "Unclosed" not in bot.log


async def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    code, said = await refused(tmp_path, PAGE_PORT=str(port))
    server.close()
    await server.wait_closed()
    assert code == 2
    assert f"Port {port} is in use" in said


async def test_the_operator_lists_what_was_not_answered(tmp_path: Path) -> None:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    try:
        async with BotProcess(tmp_path, **settings) as bot:
            anna = server.world.person("Anna")
            for question in ("how do I do a flurbington?", "FLURBINGTN: how??"):
                before = len(anna.bot_messages)
                anna.send(question)
                await server.world.until(partial(says_more, anna, before))
            assert await bot.stop() == 0
    finally:
        await server.stop()
    code, said = await refused(tmp_path, "unanswered", **settings)
    assert code == 0
    assert "2 × " in said
    assert "flurbingt" in said.lower()


async def test_a_question_can_be_asked_at_the_command_line(tmp_path: Path) -> None:
    code, said = await refused(tmp_path, "ask", "no T-bar, what instead?")
    assert code == 0
    assert said.startswith("Bent-over dumbbell row")
    assert "Erin Stern" in said


async def test_a_hang_up_loads_the_content_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(packaged_content(), folder)
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    settings = {"TELEGRAM_API_URL": server.url, "CONTENT_DIR": str(folder), "BOT_TOKEN": TOKEN}
    try:
        async with BotProcess(tmp_path, **settings) as bot:
            bot.send(signal.SIGHUP)
            async with asyncio.timeout(60):
                await bot.until("the content was loaded anew")
            (folder / "links.yaml").write_text("- {key: video}\n", "utf-8")
            async with asyncio.timeout(60):
                await bot.until("the changed content is not used")
            assert "fault in the content: links.yaml:1: label" in bot.log
            assert await bot.stop() == 0
    finally:
        await server.stop()


async def test_a_terminal_that_is_closed_ends_it(tmp_path: Path) -> None:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    ours, its = os.openpty()
    bot = BotProcess(tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url)
    try:
        await bot.start(terminal=its)
        os.close(its)
        os.close(ours)
        bot.send(signal.SIGHUP)
        assert await bot.ended() == 0
    finally:
        await server.stop()
