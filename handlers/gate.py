"""Before all other handlers: what is let in.

Who goes too fast is told once, then waited for; a message that names a warning sign is let in
always. What is counted is in memory only. Buttons of ours are in private chats only, so a press
from elsewhere is forged.
"""

from datetime import datetime

from telegram import CallbackQuery, Update
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.domain.pace import Bucket, Pace, Verdict, refilled, take
from handlers import groups, texts
from handlers.context import CoachContext, Handler
from handlers.journal import Outcome, note
from handlers.reply import Reply

_MANY = 10_000
"""Buckets at which those that are full again are dropped."""


class Limits:
    """The buckets of whoever wrote lately."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._buckets: dict[int, Bucket] = {}
        self._let_in: dict[int, int] = {}
        """By person, the update that was let in last: handled again, it is not counted again."""
        self._many = _MANY

    def verdict(self, update: Update, person: int, now: datetime, *, can_tell: bool) -> Verdict:
        """Takes one from the person's bucket."""
        if self._let_in.get(person) == update.update_id:
            return Verdict.PASS
        if len(self._buckets) >= self._many and person not in self._buckets:
            self._tidy(now)
        bucket, verdict = take(self._buckets.get(person), self._pace, now, can_tell=can_tell)
        self._buckets[person] = bucket
        if verdict is Verdict.PASS:
            self._let_in[person] = update.update_id
        return verdict

    def _tidy(self, now: datetime) -> None:
        room = self._pace.room
        used = {
            person: bucket
            for person, bucket in self._buckets.items()
            if refilled(bucket, self._pace, now).left < room
        }
        self._buckets = used
        self._many = max(_MANY, 2 * len(used))
        self._let_in = {person: self._let_in[person] for person in used if person in self._let_in}


def handler(pace: Pace) -> Handler:
    """For a group of handlers before all others: it stops what is too much."""
    limits = Limits(pace)

    async def let_in(update: Update, context: CoachContext) -> None:
        user, message = update.effective_user, update.message or update.edited_message
        if user is None or update.my_chat_member is not None:
            return
        if update.edited_message is not None and update.edited_message.location is not None:
            raise ApplicationHandlerStop  # a live location moves for hours: its first place counts
        private = message is not None and message.chat.type == "private"
        if message is not None and not private and not groups.concerns_us(message, context):
            return
        when = context.now()
        if update.message is not None:  # what waited through an outage was no flood
            when = min(update.message.date, when)
        verdict = limits.verdict(update, user.id, when, can_tell=private)
        if verdict is Verdict.PASS:
            if update.callback_query is not None and not _in_private(update.callback_query):
                await context.answer(update.callback_query, texts.NOT_UNDERSTOOD_BUTTON)
                raise ApplicationHandlerStop
            return
        words = message.text or message.caption if message else None
        if words and context.coach.questions.names_a_sign(words):
            return
        note(Outcome.LIMITED)
        if update.callback_query is not None:
            await context.answer(update.callback_query, texts.TOO_FAST_TOAST)
        elif verdict is Verdict.SAY_SO:
            await context.sender.post(user.id, Reply(texts.TOO_FAST), ring=False)
        raise ApplicationHandlerStop

    return TypeHandler(Update, let_in)


def _in_private(query: CallbackQuery) -> bool:
    """Whether it presses a button of a message in a private chat, not in a group or inline."""
    return query.message is not None and query.message.chat.type == "private"
