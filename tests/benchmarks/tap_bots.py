"""The bots in the benchmark of taps, each in a process of its own.

python -m tests.benchmarks.tap_bots KIND URL TEXT MARKUP: a line on standard input asks for the CPU
seconds of the process, the end of it ends the bot.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, ContextTypes

from bot.clock import Clock
from bot.coach import open_coach
from bot.domain.budget import Budget
from bot.edition import load_edition
from bot.storage.sqlite import open_sqlite
from content.loader import packaged_content
from handlers.application import CONNECTIONS, build_application
from handlers.lanes import MOST_AT_ONCE
from handlers.refresh import Refresh
from handlers.service import serve
from handlers.transport import Transport
from tests.benchmarks.stub import TOKEN

TOAST = "Logged: 9 reps"


async def bare(url: str, text: str, markup: str, *, ours: bool, at_once: int) -> None:
    """python-telegram-bot, polling as it does by itself, doing the two calls of a tap."""
    rows = [[InlineKeyboardButton(**button) for button in row] for row in json.loads(markup)]
    keyboard = InlineKeyboardMarkup(rows)

    async def press(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        assert query is not None
        await query.answer(TOAST)
        await query.edit_message_text(text, parse_mode="HTML", reply_markup=keyboard)

    builder = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot").concurrent_updates(at_once)
    if ours:
        builder = builder.request(Transport(CONNECTIONS)).get_updates_request(Transport(1))
    application = builder.build()
    application.add_handler(CallbackQueryHandler(press))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        await _asked_to_end()
        await application.updater.stop()
        await application.stop()


async def whole(url: str, _text: str, _markup: str) -> None:
    """The bot as it is served, with a database on disk."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_sqlite(Path(folder) / "backday.db")
        edition, clock, zone = load_edition(packaged_content()), Clock(), "Europe/Berlin"
        coach = await open_coach(database, edition.library, edition.answerer, zone)
        application = build_application(TOKEN, url, coach, clock, budget=Budget(1000))
        refresh = Refresh(application, database, zone, packaged_content(), edition.files)
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(application, database, refresh, stop))
        await _asked_to_end()
        stop.set()
        await serving
        await database.close()


async def _asked_to_end() -> None:
    """Tells the CPU seconds of this process for each line that asks, until there are no more."""
    end = asyncio.Event()

    def asked() -> None:
        if sys.stdin.readline():
            print(time.process_time(), flush=True)
        else:
            end.set()

    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, asked)
    await end.wait()
    loop.remove_reader(sys.stdin)


BOTS: dict[str, Callable[[str, str, str], Coroutine[Any, Any, None]]] = {
    "library": lambda *bot: bare(*bot, ours=False, at_once=1),
    "library, many at once": lambda *bot: bare(*bot, ours=False, at_once=256),
    "library over aiohttp": lambda *bot: bare(*bot, ours=True, at_once=MOST_AT_ONCE),
    "whole bot": whole,
}


if __name__ == "__main__":
    kind, *bot = sys.argv[1:]
    asyncio.run(BOTS[kind](*bot))
