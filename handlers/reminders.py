"""/remind in buttons and in words, and the presses on a reminder that came."""

from datetime import UTC, datetime, time, timedelta

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.domain.person import Person
from bot.domain.reminder import ReminderRule, Snooze
from bot.domain.timetable import Timetable, read_timetable
from handlers import texts, workout
from handlers.callback_data import (
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

EXPECT_TIME = "time:"
"""Followed by the days that were chosen, as bits, and by an hour of which only the half is open."""
_MINUTES_A_DAY = 24 * 60
_END_OF_TIME = 2**40
_OVER = timedelta(hours=20)
"""A press on a reminder older than this is for a day that is over."""


async def remind(update: Update, context: CoachContext) -> None:
    """/remind, alone or with days and time behind it."""
    person = await context.person(update)
    words = " ".join(context.args or ())
    await context.say(person, await from_words(person, words, context))


async def from_words(person: Person, words: str, context: CoachContext) -> Reply:
    """Sets what was said; asks for what is missing; shows the rule where nothing was said."""
    said = read_timetable(words)
    scheduled = await context.coach.reminders.current(person.id, context.now())
    if not said.days and said.at is None and said.either is None and scheduled is not None:
        zone_told = person.zone is not None
        return views.current(scheduled, context.now(), zone_told=zone_told)
    days = said.days or (scheduled.rule.days if scheduled and not words else frozenset())
    return await _next_step(person, Timetable(days, said.at, said.either), context)


async def move(person: Person, words: str, context: CoachContext) -> Reply:
    """ "move it to friday": what is not said stays as it is."""
    said = read_timetable(words)
    scheduled = await context.coach.reminders.current(person.id, context.now())
    if scheduled is None:
        return await from_words(person, words, context)
    if said.either is not None:
        return await _ask_either(person, said.days or scheduled.rule.days, said.either, context)
    moved = await context.coach.reminders.move(person.id, said.days, said.at, context.now())
    assert moved is not None
    return views.current(moved, context.now())


async def show(person: Person, context: CoachContext) -> Reply:
    """The rule and when it comes next."""
    scheduled = await context.coach.reminders.current(person.id, context.now())
    if scheduled is None:
        return views.none_set()
    return views.current(scheduled, context.now())


async def delete(person: Person, context: CoachContext) -> Reply:
    deleted = await context.coach.reminders.delete(person.id)
    return views.deleted() if deleted else views.none_set()


async def time_typed(person: Person, expecting: str, words: str, context: CoachContext) -> Reply:
    """The time that was asked for, typed; "evening" is enough where only an hour was open."""
    bits, _, hour = expecting.removeprefix(EXPECT_TIME).partition(":")
    said = read_timetable(f"{hour} {words}" if hour and not any(map(str.isdigit, words)) else words)
    days = said.days or views.from_bits(int(bits) if bits.isdigit() else 0)
    if said.at is None and said.either is None:
        await context.coach.people.expect(person.id, expecting)
        return Reply(texts.NO_TIME_READ)
    return await _next_step(person, Timetable(days, said.at, said.either), context)


async def press(update: Update, context: CoachContext) -> None:
    """A step of setting the reminder, or a change of it."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, RemindButton)
    if button is None or not 0 <= button.days < 128 or button.minute >= _MINUTES_A_DAY:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.show(query, await _pressed(person, button, context))


async def show_place(update: Update, context: CoachContext) -> None:
    """The way to the reminder from other messages."""
    person = await context.person(update)
    await context.show(query_of(update), await from_words(person, "", context))


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
    reminders, now = context.coach.reminders, context.now()
    zone = context.coach.people.zone_of(person)
    due_at = datetime.fromtimestamp(button.due, UTC)
    if button.press is ReminderPress.START:
        return await workout.start(person, context)
    if now - due_at > _OVER:
        reply = await show(person, context)
        return Reply(reply.text, reply.buttons, texts.OLD_REMINDER)
    match button.press:
        case ReminderPress.SOON:
            until = await reminders.snooze(person.id, Snooze.SOON, zone, now)
            return views.snoozed(until, zone, button.due)
        case ReminderPress.TONIGHT:
            until = await reminders.snooze(person.id, Snooze.TONIGHT, zone, now)
            return views.snoozed(until, zone, button.due)
        case ReminderPress.SKIP:
            await reminders.skip(person.id)
            return views.skipped(button.due)
        case _:
            await reminders.skip(person.id)
            return await due_again(person, due_at, context)


async def due_again(person: Person, due_at: datetime, context: CoachContext) -> Reply:
    """The reminder as it came."""
    plan = await context.coach.training.overview(person.id)
    zone = context.coach.people.zone_of(person)
    return views.due(due_at, None, plan, context.coach.library, zone)


async def _pressed(person: Person, button: RemindButton, context: CoachContext) -> Reply:
    reminders, now = context.coach.reminders, context.now()
    match button.step:
        case RemindStep.DAYS:
            return views.ask_days(button.days, _at(button))
        case RemindStep.TIME | RemindStep.SET if not button.days:
            return views.ask_days(0, _at(button), texts.NO_DAY_CHOSEN)
        case RemindStep.TIME:
            return views.ask_time(button.days)
        case RemindStep.OTHER:
            await context.coach.people.expect(person.id, f"{EXPECT_TIME}{button.days}")
            return views.ask_other_time()
        case RemindStep.SET:
            said = Timetable(views.from_bits(button.days), _at(button))
            return await _next_step(person, said, context)
        case RemindStep.DELETE:
            return await delete(person, context)
        case RemindStep.PAUSE | RemindStep.RESUME:
            change = reminders.resume if button.step is RemindStep.RESUME else reminders.pause
            scheduled = await change(person.id, now)
            return views.current(scheduled, now) if scheduled else views.none_set()


async def _next_step(person: Person, said: Timetable, context: CoachContext) -> Reply:
    """Asks for what is missing, or sets the rule."""
    if not said.days:
        if said.at is not None:
            scheduled = await context.coach.reminders.current(person.id, context.now())
            if scheduled is not None:
                return await _set(person, Timetable(scheduled.rule.days, said.at), context)
        return views.ask_days(0, said.at)
    if said.either is not None:
        return await _ask_either(person, said.days, said.either, context)
    if said.at is None:
        return views.ask_time(views.to_bits(said.days))
    return await _set(person, said, context)


async def _ask_either(
    person: Person, days: frozenset[int], either: tuple[time, time], context: CoachContext
) -> Reply:
    hour = f"{either[0].hour or 12}.{either[0].minute:02}"
    await context.coach.people.expect(person.id, f"{EXPECT_TIME}{views.to_bits(days)}:{hour}")
    return views.ask_either(days, either)


async def _set(person: Person, said: Timetable, context: CoachContext) -> Reply:
    assert said.at is not None
    rule = ReminderRule(said.days, said.at, context.coach.people.zone_of(person))
    scheduled = await context.coach.reminders.set_rule(person.id, rule, context.now())
    return views.current(scheduled, context.now(), zone_told=person.zone is not None)


def _at(button: RemindButton) -> time | None:
    return time(*divmod(button.minute, 60)) if button.minute >= 0 else None


HANDLERS: tuple[Handler, ...] = (
    CommandHandler("remind", remind),
    CallbackQueryHandler(press, RemindButton.pattern()),
    CallbackQueryHandler(press_reminder, ReminderButton.pattern()),
    CallbackQueryHandler(show_place, PlaceButton.to(Place.REMIND)),
)
