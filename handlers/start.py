"""/start with its deep links, and /help."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from content.explanation import explain
from handlers import reminders, workout
from handlers.callback_data import Place, PlaceButton
from handlers.context import CoachContext, Handler, query_of
from handlers.views import answers as answer_views
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
        running = await context.coach.training.running(person.id)
        session = running.session if running else None
        given = explain(library.exercises[exercise], library)
        reply = answer_views.answer(given, session, library)
    else:
        reply = views.welcome(library)
    await context.say(person, reply)


async def help_(update: Update, context: CoachContext) -> None:
    """/help"""
    person = await context.person(update)
    await context.say(person, views.help_())


async def show_place(update: Update, context: CoachContext) -> None:
    """Help from its button."""
    await context.person(update)
    await context.show(query_of(update), views.help_())


HANDLERS: tuple[Handler, ...] = (
    CommandHandler("start", start),
    CommandHandler("help", help_),
    CallbackQueryHandler(show_place, PlaceButton.to(Place.HELP)),
)
