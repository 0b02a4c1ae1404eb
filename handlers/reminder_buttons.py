"""The buttons that set and change reminders, and those of a reminder that came."""

from datetime import UTC, datetime, time, timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.domain.person import Person
from bot.domain.reminder import Snooze
from bot.domain.timetable import Timetable
from handlers import reminders, texts, workout
from handlers.callback_data import (
    BESIDE,
    Place,
    PlaceButton,
    RemindButton,
    ReminderButton,
    ReminderPress,
    RemindStep,
)
from handlers.context import CoachContext, Handler, button_of, query_of
from handlers.reply import Reply
from handlers.views import reminders as views
from handlers.views import schedule as schedule_views

_MINUTES_A_DAY = 24 * 60
_DAYS = 2**14
_END_OF_TIME = 2**40
_OVER = timedelta(hours=20)
"""A press on a reminder older than this is for a day that is over."""


async def press(update: Update, context: CoachContext) -> None:
    """A step of setting the reminder, or a change of it."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, RemindButton)
    if button is None or not 0 <= button.days < _DAYS or button.minute >= _MINUTES_A_DAY:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.show(query, await _pressed(person, button, context))


async def show_place(update: Update, context: CoachContext) -> None:
    """The way to the reminder from other messages."""
    person = await context.person(update)
    await context.show(query_of(update), await reminders.from_words(person, "", context))


async def press_reminder(update: Update, context: CoachContext) -> None:
    """Start, snooze or skip, on the reminder itself."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, ReminderButton)
    if button is None or not 0 <= button.due < _END_OF_TIME:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.show(query, await _pressed_reminder(person, button, context))


async def _pressed_reminder(person: Person, button: ReminderButton, context: CoachContext) -> Reply:
    coached, now = context.coach.reminders, context.now()
    zone = context.coach.people.zone_of(person)
    due_at = datetime.fromtimestamp(button.due, UTC)
    if button.press is ReminderPress.START:
        return await workout.start(person, context)
    if now - due_at > _OVER:
        return await reminders.show(person, context, texts.OLD_REMINDER)
    match button.press:
        case ReminderPress.SOON:
            until = await coached.snooze(person.id, Snooze.SOON, zone, now)
            return views.snoozed(until, zone, button.due)
        case ReminderPress.TONIGHT:
            until = await coached.snooze(person.id, Snooze.TONIGHT, zone, now)
            return views.snoozed(until, zone, button.due)
        case ReminderPress.SKIP:
            await coached.skip(person.id)
            return views.skipped(button.due)
        case _:
            await coached.skip(person.id)
            return await due_again(person, due_at, context)


async def due_again(person: Person, due_at: datetime, context: CoachContext) -> Reply:
    """The reminder as it came."""
    plan = await context.coach.training.overview(person.id)
    zone = context.coach.people.zone_of(person)
    return views.due(due_at, None, plan, context.coach.library, zone)


async def _pressed(person: Person, button: RemindButton, context: CoachContext) -> Reply:
    days, at, rule = button.days % 128, _at(button), button.rule
    match button.step:
        case RemindStep.DAYS:
            return views.ask_days(days, at, rule=rule)
        case RemindStep.TIME | RemindStep.SET | RemindStep.KEEP if not days:
            return views.ask_days(0, at, texts.NO_DAY_CHOSEN, rule)
        case RemindStep.TIME:
            return views.ask_time(days, rule)
        case RemindStep.OTHER:
            await context.coach.people.expect(person.id, f"{reminders.EXPECT_TIME}{days}::{rule}")
            return views.ask_other_time()
        case RemindStep.SET | RemindStep.KEEP:
            kept = BESIDE if button.step is RemindStep.KEEP else rule
            return await reminders.next_step(
                person, Timetable(schedule_views.from_bits(days), at), kept, context
            )
        case RemindStep.DELETE:
            return await reminders.delete(person, context, rule)
        case _:
            return await _changed(person, button, context)


async def _changed(person: Person, button: RemindButton, context: CoachContext) -> Reply:
    """Pauses, resumes or moves what there still is."""
    coached, now, rule = context.coach.reminders, context.now(), button.rule
    before = await coached.current(person.id, now)
    if rule and all(each.id != rule for each in before):
        return schedule_views.current(before, now, toast=texts.REMINDER_GONE)
    if button.step is RemindStep.MOVE:
        of, days = map(schedule_views.from_bits, (button.days >> 7, button.days))
        moved = await coached.move(person.id, rule, of, days, _at(button), now)
        return schedule_views.current(moved, now)
    change = coached.resume if button.step is RemindStep.RESUME else coached.pause
    return schedule_views.current(await change(person.id, now, rule), now)


def _at(button: RemindButton) -> time | None:
    return time(*divmod(button.minute, 60)) if button.minute >= 0 else None


HANDLERS: tuple[Handler, ...] = (
    CallbackQueryHandler(press, RemindButton.pattern()),
    CallbackQueryHandler(press_reminder, ReminderButton.pattern()),
    CallbackQueryHandler(show_place, PlaceButton.to(Place.REMIND)),
)
