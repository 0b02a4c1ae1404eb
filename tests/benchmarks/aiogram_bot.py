"""The bot of aiogram in the benchmark of taps; needs nothing but aiogram.

python aiogram_bot.py URL TOKEN TEXT MARKUP: answers and edits; a line on standard input asks for
the CPU seconds of the process, the end of it ends the bot.
"""

import asyncio
import json
import sys
import time

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message


async def main(url: str, token: str, text: str, markup: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot, dispatcher = Bot(token, session=session), Dispatcher()
    keyboard = InlineKeyboardMarkup(inline_keyboard=json.loads(markup))

    @dispatcher.callback_query()
    async def press(query: CallbackQuery) -> None:
        await query.answer("Logged: 9 reps")
        assert isinstance(query.message, Message)
        await query.message.edit_text(text, parse_mode="HTML", reply_markup=keyboard)

    def asked() -> None:
        if sys.stdin.readline():
            print(time.process_time(), flush=True)
        else:
            polling.cancel()

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    asyncio.get_running_loop().add_reader(sys.stdin, asked)
    await asyncio.wait({polling})


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
