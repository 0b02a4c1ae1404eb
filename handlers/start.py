"""/start with its deep links, and /help."""

from telegram import Update
from telegram.ext import CommandHandler

from handlers import menu, reminders, workout
from handlers.context import CoachContext, Handler
from handlers.views import person as views

EXERCISE_LINK = "ex_"


async def start(update: Update, context: CoachContext) -> None:
    """/start, or a link such as ?start=backday, ?start=remind, ?start=ex_t_bar_row."""
    person = await context.person(update)
    payload = (context.args or [""])[0]
    exercise = payload.removeprefix(EXERCISE_LINK)
    library = context.coach.library
    if payload == "backday":
        reply = await workout.backday(person, context)
    elif payload == "remind":
        reply = await reminders.from_words(person, "", context)
    elif payload.startswith(EXERCISE_LINK) and exercise in library.exercises:
        reply = await workout.explained(person, exercise, context)
    else:
        reply = views.welcome(library)
    await context.say(person, reply)
    if context.is_operator(person):
        await menu.suit(person.id, context.ours)


async def help_(update: Update, context: CoachContext) -> None:
    """/help"""
    person = await context.person(update)
    await context.say(person, views.help_())


HANDLERS: tuple[Handler, ...] = (
    CommandHandler("start", start),
    CommandHandler("help", help_),
)
