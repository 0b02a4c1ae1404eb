"""The buttons that set and change reminders, and those of a reminder that came."""

from datetime import UTC, date, datetime, time, timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.coach.snoozing import Rung, Waiting
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
    snoozing, now = context.coach.snoozing, context.now()
    zone = context.coach.people.zone_of(person)
    rung = Rung(button.rule, datetime.fromtimestamp(button.due, UTC))
    match button.press:
        case ReminderPress.START | ReminderPress.SHORT as start:
            await snoozing.begin(person.id, rung, now)
            return await workout.start(person, context, short=start is ReminderPress.SHORT)
        case ReminderPress.OTHER_DAY | ReminderPress.PAUSE | ReminderPress.KEEP:
            return await _decided(person, rung, button.press, context)
    over = now - rung.due_at > _OVER
    match button.press:
        case ReminderPress.UNSKIP | ReminderPress.WAKE as undo:
            if undo is ReminderPress.UNSKIP:
                await snoozing.unskip(person.id, rung, _day(button.before), now)
            else:
                await snoozing.wake(person.id, rung, _waiting(button.before), zone, now)
            if over:  # what is taken back was for a day to come
                return await reminders.show(person, context)
            return await due_again(person, rung, context)
        case _ if over:
            await snoozing.answered(person.id)
            return await reminders.show(person, context, texts.OLD_REMINDER)
        case ReminderPress.SKIP:
            return views.skipped(await snoozing.skip_week(person.id, rung, now), rung)
        case _:
            choice = Snooze(button.press)
            return views.snoozed(
                await snoozing.snooze(person.id, rung, choice, zone, now), rung, zone
            )


async def _decided(
    person: Person, rung: Rung, press: ReminderPress, context: CoachContext
) -> Reply:
    """What is to become of a rule: another day, a pause, or it stays as it is."""
    coached, now = context.coach.reminders, context.now()
    await context.coach.snoozing.answered(person.id)
    schedule = await coached.current(person.id, now)
    meant = next((each for each in schedule if each.id == rung.rule), None)
    if meant is None:
        return schedule_views.current(schedule, now, toast=texts.REMINDER_GONE)
    if press is ReminderPress.OTHER_DAY:
        bits = schedule_views.to_bits(meant.rule.days)
        return views.ask_days(bits, meant.rule.at, rule=meant.id)
    if press is ReminderPress.PAUSE:
        return schedule_views.current(await coached.pause(person.id, now, meant.id), now)
    await context.coach.snoozing.keep(person.id, rung, now)
    return views.kept(meant.rule)


async def due_again(person: Person, rung: Rung, context: CoachContext) -> Reply:
    """The reminder as it came."""
    plan = await context.coach.training.overview(person.id)
    zone = context.coach.people.zone_of(person)
    return views.due(rung, plan, context.coach.library, zone)


def _day(before: str) -> date | None:
    try:
        return date.fromisoformat(before)
    except ValueError:
        return None


def _waiting(before: str) -> Waiting | None:
    seconds, _, rule = before.partition(".")
    known = seconds.isascii() and seconds.isdigit() and int(seconds) < _END_OF_TIME
    return Waiting(datetime.fromtimestamp(int(seconds), UTC), rule) if known else None


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
