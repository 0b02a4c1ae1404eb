"""/stats, for operators: what waits, what was sent, and what was not."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.context import CoachContext, Handler
from handlers.views import stats as views


async def stats(update: Update, context: CoachContext) -> None:
    """/stats"""
    person = await context.person(update)
    await context.say(person, views.stats(await context.coach.statistics.now(context.now())))


def handlers(operators: frozenset[int]) -> tuple[Handler, ...]:
    """The command is there for operators only; for others it is none."""
    allowed = filters.User(operators) & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return (CommandHandler("stats", stats, allowed),)
