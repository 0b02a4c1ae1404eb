"""A bot written with python-telegram-bot, talking to the server as it would to Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.demo import DemoServer, Person, World
from tests.demo.conftest import TOKEN
from tests.demo.test_sending import PNG

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def application(server: DemoServer, token: str = TOKEN) -> AnyApplication:
    builder = ApplicationBuilder().token(token).base_url(f"{server.url}/bot").job_queue(None)
    return builder.base_file_url(f"{server.url}/file/bot").build()


async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    button = InlineKeyboardButton("Go", callback_data="go")
    await update.effective_message.reply_html(
        "<b>Ready?</b>", reply_markup=InlineKeyboardMarkup([[button]])
    )


async def press(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer("Going")
    await update.callback_query.edit_message_text("Gone")


async def offer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.inline_query
    words = update.inline_query.query
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    content = InputTextMessageContent(f"<b>{words}</b>", parse_mode="HTML")
    result = InlineQueryResultArticle("1", words.title(), content, markup, description="Yours")
    button = InlineQueryResultsButton("Open coach", start_parameter="inline")
    await update.inline_query.answer([result], cache_time=0, is_personal=True, button=button)


async def chosen(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.chosen_inline_result
    inline_message_id = update.chosen_inline_result.inline_message_id
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Go on", callback_data="go")]])
    await context.bot.edit_message_reply_markup(
        inline_message_id=inline_message_id, reply_markup=markup
    )


async def photo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    file = await update.effective_message.photo[-1].get_file()
    data = bytes(await file.download_as_bytearray())
    await update.effective_message.reply_photo(data, caption="Yours", do_quote=True)


@pytest.fixture
async def bot(server: DemoServer) -> AsyncIterator[AnyApplication]:
    app = application(server)
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CallbackQueryHandler(press))
    app.add_handler(MessageHandler(filters.PHOTO, photo))
    app.add_handler(InlineQueryHandler(offer))
    app.add_handler(ChosenInlineResultHandler(chosen))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(poll_interval=0)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_a_whole_dialogue(bot: AnyApplication, world: World) -> None:
    anna = world.person("Anna")
    anna.start("from-a-link")
    await world.until(lambda: anna.bot_messages)
    assert anna.bot_messages[0].html == "<b>Ready?</b>"
    query = anna.tap("Go")
    await world.until(lambda: anna.bot_messages[0].edited)
    assert query.answered
    assert [toast.text for toast in anna.toasts] == ["Going"]
    assert anna.bot_messages[0].text == "Gone"
    sent = anna.send_photo(PNG)
    await world.until(lambda: len(anna.bot_messages) == 2)
    assert anna.bot_messages[1].reply_to == sent.id
    assert anna.bot_messages[1].photo
    await world.delivered()
    assert world.unanswered == []


async def test_inline_mode(bot: AnyApplication, world: World) -> None:
    anna = world.person("Anna")
    gym = world.group("Gym", anna)
    query = anna.inline("t-bar row", group=gym)
    answer = await world.until(lambda: query.answer)
    [result] = answer.results
    assert (result.title, result.description) == ("T-Bar Row", "Yours")
    assert (answer.button.start_parameter, answer.personal) == ("inline", True)
    anna.choose(query, 0, gym)
    await world.until(lambda: gym.messages[-1].labels == [["Go on"]])
    assert gym.messages[-1].html == "<b>t-bar row</b>"
    anna.tap("Go on", group=gym)
    await world.until(lambda: gym.messages[-1].text == "Gone")
    assert (gym.messages[-1].via, world.unanswered) == ("backday_bot", [])


@pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")
async def test_errors_are_the_librarys_own(server: DemoServer, world: World, anna: Person) -> None:
    bot: ExtBot[None] = ExtBot(TOKEN, base_url=f"{server.url}/bot")
    async with bot:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(77, "x")
        with pytest.raises(Forbidden, match="initiate"):
            await bot.send_message(world.person("Ben").id, "x")
        world.faults.fail(429, retry_after=3)
        with pytest.raises(RetryAfter):
            await bot.send_message(anna.id, "x")
        world.faults.outage(on=True)
        with pytest.raises(NetworkError):
            await bot.send_message(anna.id, "x")
        world.faults.outage(on=False)
        world.faults.drop(method="sendMessage")
        with pytest.raises(NetworkError):
            await bot.send_message(anna.id, "once")
    assert [message.text for message in anna.bot_messages] == ["once"]


async def test_a_wrong_token(server: DemoServer) -> None:
    bot: ExtBot[None] = ExtBot("1:wrong", base_url=f"{server.url}/bot")
    with pytest.raises(InvalidToken):
        await bot.initialize()
    await bot.shutdown()
