"""/settings, /privacy and /forget."""

from dataclasses import replace

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.domain.load import Unit
from bot.domain.person import Person
from handlers import texts
from handlers.callback_data import Choice, Place, PlaceButton, SettingButton
from handlers.context import CoachContext, Handler, button_of, query_of
from handlers.reply import Button, Reply
from handlers.views import person as views


async def settings(update: Update, context: CoachContext) -> None:
    """/settings"""
    person = await context.person(update)
    await context.say(person, await shown(person, context))


async def privacy(update: Update, context: CoachContext) -> None:
    """/privacy"""
    person = await context.person(update)
    await context.say(person, views.privacy())


async def forget(update: Update, context: CoachContext) -> None:
    """/forget"""
    person = await context.person(update)
    await context.say(person, await forgetting(person, context))


async def choose(update: Update, context: CoachContext) -> None:
    """A setting was pressed."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, SettingButton)
    if button is None:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    people = context.coach.people
    if button.choice is Choice.UNIT and button.value in set(Unit):
        await people.choose_unit(person.id, Unit(button.value))
    elif button.choice is Choice.RESTS:
        await people.choose_rests(person.id, rests=button.value == "on")
    await context.show(query, await shown(await context.person(update), context))


async def show_place(update: Update, context: CoachContext) -> None:
    """Both answers to the question of /forget."""
    query = query_of(update)
    button = button_of(query, PlaceButton)
    assert button is not None
    person = await context.person(update)
    match button.place:
        case Place.FORGET_ALL:
            await context.coach.people.forget(person.id)
            reply = Reply(texts.FORGOTTEN)
        case _:
            reply = Reply(texts.KEPT)
    await context.show(query, reply)


async def shown(
    person: Person, context: CoachContext, *, undo: Button | None = None, toast: str | None = None
) -> Reply:
    """The settings; with `undo`, a note on the gym was just taken away."""
    zone = context.coach.people.zone_of(person)
    gym = await context.coach.gyms.current(person.id)
    schedule = await context.coach.reminders.current(person.id, context.now())
    library, now = context.coach.library, context.now()
    summary = await context.coach.summaries.rule(person.id)
    reply = views.settings(person, zone, gym, schedule, summary, library, now, undo)
    return replace(reply, toast=toast)


async def forgetting(person: Person, context: CoachContext) -> Reply:
    return views.forget(await context.coach.people.stored(person.id))


HANDLERS: tuple[Handler, ...] = (
    CommandHandler("settings", settings),
    CommandHandler("privacy", privacy),
    CommandHandler("forget", forget),
    CallbackQueryHandler(choose, SettingButton.pattern()),
    CallbackQueryHandler(
        show_place,
        PlaceButton.to(Place.FORGET_ALL, Place.KEEP_ALL),
    ),
)
