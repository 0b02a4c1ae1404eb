"""When a handler raises: the press is answered, the person told, the operator sees why."""

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.storage.database import UnavailableError
from handlers import texts
from handlers.context import CoachContext
from handlers.journal import Outcome, note
from handlers.reply import Reply

_log = logging.getLogger(__name__)


async def on_error(update: object, context: CoachContext) -> None:
    """Never shows an exception to a person."""
    error = context.error
    if isinstance(error, UnavailableError):
        _log.warning("the database is away: %s", error)
        if isinstance(update, Update):
            context.try_again(update)
        return
    if not isinstance(update, Update) or update.effective_user is None:
        _log.error("failed outside of an update", exc_info=error)
        return
    person = update.effective_user.id
    private = update.effective_chat is not None and update.effective_chat.type == "private"
    if isinstance(error, Forbidden):
        note(Outcome.BLOCKED)
        if private:
            await context.coach.people.blocked(person, context.now())
        return
    if isinstance(error, RetryAfter | NetworkError) and not isinstance(error, BadRequest):
        _log.warning("Telegram did not take a reply: %s", error)
        context.try_again(update)
        return
    note(Outcome.FAILED)
    _log.error("update %s failed", update.update_id, exc_info=error)
    try:
        if update.callback_query is not None:
            await context.answer(update.callback_query, texts.TROUBLE)
        elif private:
            await context.sender.post(person, Reply(texts.TROUBLE), ring=False)
    except TelegramError as again:
        _log.warning("nor could that be said: %s", again)
