"""The reminders as a calendar file, by a button or in words."""

from datetime import timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.calendar_file import Recurring, calendar_file
from bot.domain.person import Person
from handlers import texts
from handlers.callback_data import Place, PlaceButton
from handlers.context import CoachContext, Handler, query_of
from handlers.reply import Attachment, Reply
from handlers.views import schedule as schedule_views


async def press(update: Update, context: CoachContext) -> None:
    """The file comes below; the reminders keep their buttons."""
    query = query_of(update)
    person = await context.person(update)
    reply = await requested(person, context)
    if reply.file is None:
        await context.show(query, reply)
        return
    await context.answer(query)
    await context.say(person, reply)


async def requested(person: Person, context: CoachContext) -> Reply:
    """The file, or why there is none."""
    now, library = context.now(), context.coach.library
    schedule = await context.coach.reminders.current(person.id, now)
    coming = [
        Recurring(each.id, each.rule, each.next_on) for each in schedule if each.next_on is not None
    ]
    if not schedule:
        return schedule_views.none_set()
    if not coming:
        return schedule_views.current(schedule, now, note=texts.CALENDAR_ALL_OFF)
    length = timedelta(minutes=library.workout.minutes)
    content = calendar_file(coming, texts.CALENDAR_EVENT, length, now)
    lines = [texts.CALENDAR_FILE]
    if len(coming) < len(schedule):
        lines.append(texts.CALENDAR_SOME_OFF)
    return Reply("\n".join(lines), file=Attachment(texts.CALENDAR_NAME, content))


HANDLERS: tuple[Handler, ...] = (CallbackQueryHandler(press, PlaceButton.to(Place.CALENDAR)),)
