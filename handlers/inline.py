"""Inline mode: `@bot t-bar` in any chat offers cards to share."""

import asyncio
import logging

from telegram import InlineQueryResultsButton, Message, Update
from telegram.error import TelegramError
from telegram.ext import InlineQueryHandler, MessageHandler
from telegram.ext.filters import MessageFilter

from handlers import texts
from handlers.context import CoachContext, Handler
from handlers.views import public as views

FRESH = 300
"""Seconds for which Telegram repeats an answer to the same words, to whoever types them: nothing
in it is about a person. No longer, so that corrected content is soon seen."""
_log = logging.getLogger(__name__)


class _SharedCard(MessageFilter):
    """A card of ours that somebody posted: it says something, and asks nothing."""

    def filter(self, message: Message) -> bool:
        return message.via_bot is not None and message.via_bot.id == message.get_bot().id


async def offer(update: Update, context: CoachContext) -> None:
    """Cards for what is typed so far; one that is late is not missed, the next letter asks anew."""
    query = update.inline_query
    assert query is not None
    cards = await asyncio.to_thread(context.coach.cards.offered, query.query)
    bot = context.bot.username
    try:
        await query.answer(
            [views.article(card, number, bot) for number, card in enumerate(cards)],
            cache_time=FRESH,
            is_personal=False,
            button=InlineQueryResultsButton(
                texts.OPEN_COACH, start_parameter=views.payload(cards[0])
            ),
        )
    except TelegramError as error:
        _log.info("an inline query was not answered: %s", error)


async def shared(update: Update, context: CoachContext) -> None:
    """Nothing to answer."""


HANDLERS: tuple[Handler, ...] = (
    InlineQueryHandler(offer),
    MessageHandler(_SharedCard(), shared),
)
