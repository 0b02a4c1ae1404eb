"""What somebody is told when they write again: a reminder did not go out, or all are paused."""

from telegram import Update
from telegram.ext import TypeHandler

from handlers import texts
from handlers.context import CoachContext, Handler
from handlers.reply import Reply
from handlers.views.times import day_and_time


async def tell(update: Update, context: CoachContext) -> None:
    """One line each, once, below the answer; whoever just left is told nothing."""
    met = context.met
    if met is None or update.my_chat_member is not None:
        return
    if met.missed_at is None and met.silent_at is None:
        return
    person = await context.coach.people.take_notes(met.id)
    if person is None:
        return
    lines = []
    if person.missed_at is not None:
        zone = context.coach.people.zone_of(person)
        lines.append(texts.MISSED.format(time=day_and_time(person.missed_at, zone)))
    if person.silent_at is not None:
        lines.append(texts.FELL_SILENT)
    await context.sender.post(person.id, Reply("\n".join(lines)), ring=False)


AFTERWARDS: Handler = TypeHandler(Update, tell)
"""For a group of handlers after all others."""
