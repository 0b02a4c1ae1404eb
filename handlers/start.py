"""/start with its deep links, and /help."""

from telegram import Update
from telegram.ext import CommandHandler

from bot.domain.person import Person
from handlers import exercises, menu, reminders, workout
from handlers.context import CoachContext, Handler
from handlers.links import Payload, exercise_of
from handlers.reply import Reply
from handlers.views import person as views


async def start(update: Update, context: CoachContext) -> None:
    """/start, or a link such as ?start=backday, ?start=remind, ?start=ex_t_bar_row."""
    person = await context.person(update)
    payload = " ".join(context.args or ())
    await context.say(person, await _opened(person, payload, context))
    if context.is_operator(person):
        await menu.suit(person.id, context.ours)


async def help_(update: Update, context: CoachContext) -> None:
    """/help"""
    person = await context.person(update)
    await context.say(person, views.help_())


async def _opened(person: Person, payload: str, context: CoachContext) -> Reply:
    """What the link leads to; an unknown or outdated one says so."""
    library = context.coach.library
    exercise = exercise_of(payload)
    if exercise is not None and exercise in library.exercises:
        return await exercises.opened(person, exercise, context)
    if payload == Payload.BACKDAY:
        return await workout.backday(person, context)
    if payload == Payload.REMIND:
        return await reminders.from_words(person, "", context)
    return views.welcome(library, lost=payload not in ("", Payload.COACH))


HANDLERS: tuple[Handler, ...] = (
    CommandHandler("start", start),
    CommandHandler("help", help_),
)
