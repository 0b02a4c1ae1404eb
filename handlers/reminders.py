"""/remind, and what is said of reminders in words: set, move, pause, stop."""

import re
from dataclasses import replace
from datetime import time

from telegram import Update
from telegram.ext import CommandHandler

from bot.domain.moves import Move, read_move
from bot.domain.pausing import read_pause, says_pause, says_resume
from bot.domain.person import Person, local
from bot.domain.reminder import ReminderRule
from bot.domain.timetable import Timetable, read_timetable
from content.wording import clean
from handlers import texts
from handlers.callback_data import BESIDE
from handlers.context import CoachContext, Handler
from handlers.reply import Reply
from handlers.views import reminders as views
from handlers.views import schedule as schedule_views

EXPECT_TIME = "time:"
"""Followed by the days that were chosen, as bits, by an hour of which only the half is open, and by
the rule that is meant, as a button carries it."""
_ALSO = re.compile(r"^(?:and|plus)\b|\b(?:also|too|as well|add|another|additional(?:ly)?)\b")
_STOP = re.compile(r"^(?:stop|off|delete|cancel)\b")


async def remind(update: Update, context: CoachContext) -> None:
    """/remind or /reminders, alone or with days and time behind it."""
    person = await context.person(update)
    words = " ".join(context.args or ())
    await context.say(person, await from_words(person, words, context))


async def from_words(person: Person, words: str, context: CoachContext) -> Reply:
    """Sets what was said; asks for what is missing; shows the rules where nothing was said."""
    if (switched := await _switched(person, words, context)) is not None:
        return switched
    if _STOP.search(clean(words)):
        return await stop(person, words, context)
    said = read_timetable(words)
    if said == Timetable():
        schedule = await context.coach.reminders.current(person.id, context.now())
        if schedule:
            return schedule_views.current(
                schedule, context.now(), zone_told=person.zone is not None
            )
    rule = BESIDE if _ALSO.search(clean(words)) else ""
    return await next_step(person, said, rule, context)


async def move(person: Person, words: str, context: CoachContext) -> Reply:
    """ "move it to friday": what is not said stays as it is; asks which one where that is open."""
    schedule = await context.coach.reminders.current(person.id, context.now())
    if not schedule:
        return await from_words(person, words, context)
    if (switched := await _switched(person, words, context)) is not None:
        return switched
    wish = read_move(words)
    meant = tuple(each for each in schedule if wish.of & each.rule.days)
    if not meant:  # the days are where it goes, or whose it is does not say
        wish = Move(frozenset(), read_timetable(words) if wish.of else wish.to)
        meant = schedule
    if wish.to == Timetable():
        return schedule_views.current(schedule, context.now())
    one, of, to = meant[0], wish.of, wish.to
    only_some_days = to.either is not None and of and one.rule.days - of
    if len(meant) > 1 or only_some_days:
        return views.ask_which(meant, wish)
    if to.either is not None:
        return await _ask_either(person, to.days or one.rule.days, to.either, one.id, context)
    now = context.now()
    return schedule_views.current(
        await context.coach.reminders.move(person.id, one.id, of, to.days, to.at, now), now
    )


async def show(person: Person, context: CoachContext, toast: str | None = None) -> Reply:
    """The rules and when each comes next."""
    schedule = await context.coach.reminders.current(person.id, context.now())
    return schedule_views.current(schedule, context.now(), toast=toast)


async def stop(person: Person, words: str, context: CoachContext) -> Reply:
    """Deletes the reminders that the words name by day or time, all where they name none; a stop
    for a while is a pause."""
    if (switched := await _switched(person, words, context, stopping=True)) is not None:
        return switched
    said = read_timetable(words)
    if said == Timetable():
        return await delete(person, context)
    reminders, now = context.coach.reminders, context.now()
    times = said.either or ((said.at,) if said.at else ())
    dropped = await reminders.drop(person.id, said.days, times, now)
    left = await reminders.current(person.id, now)
    if dropped and not left:
        return schedule_views.deleted()
    note = texts.ONE_DELETED if dropped else texts.NO_SUCH_REMINDER
    return schedule_views.current(left, now, note=note)


async def _switched(
    person: Person, words: str, context: CoachContext, *, stopping: bool = False
) -> Reply | None:
    """What pausing or resuming in words comes to; None where the words say neither."""
    reminders, now = context.coach.reminders, context.now()
    if says_resume(words):
        return schedule_views.current(await reminders.resume(person.id, now), now)
    today = local(now, context.coach.people.zone_of(person)).date()
    pause = read_pause(words, today)
    if says_pause(words, stopping=stopping) or (stopping and pause.until is not None):
        before = await reminders.current(person.id, now)
        schedule = await reminders.pause(person.id, now, days=pause.days, until=pause.until)
        note = texts.NOTHING_TO_PAUSE if schedule == before else None
        return schedule_views.current(schedule, now, note=note)
    return None


async def delete(person: Person, context: CoachContext, rule: str = "") -> Reply:
    """One rule, or all of them."""
    deleted = await context.coach.reminders.delete(person.id, rule)
    left = await context.coach.reminders.current(person.id, context.now())
    if left:
        toast = texts.ONE_DELETED if deleted else texts.REMINDER_GONE
        return schedule_views.current(left, context.now(), toast=toast)
    return schedule_views.deleted() if deleted else schedule_views.none_set()


async def time_typed(person: Person, expecting: str, words: str, context: CoachContext) -> Reply:
    """The time that was asked for, typed; "evening" is enough where only an hour was open."""
    bits, _, rest = expecting.removeprefix(EXPECT_TIME).partition(":")
    hour, _, rule = rest.partition(":")
    said = read_timetable(f"{hour} {words}" if hour and not any(map(str.isdigit, words)) else words)
    days = said.days or schedule_views.from_bits(int(bits) if bits.isdigit() else 0)
    if said.at is None and said.either is None:
        await context.coach.people.expect(person.id, expecting)
        return Reply(texts.NO_TIME_READ)
    return await next_step(person, Timetable(days, said.at, said.either), rule, context)


async def next_step(person: Person, said: Timetable, rule: str, context: CoachContext) -> Reply:
    """Asks for what is missing, or sets the rule; `rule` as a button carries it."""
    if not said.days:
        times = said.either or said.at
        now = context.now()
        schedule = await context.coach.reminders.current(person.id, now)
        if times is None or rule or not schedule:
            return views.ask_days(0, said.at, rule=rule)
        if len(schedule) > 1:
            return views.ask_which(schedule, Move(frozenset(), said))
        said, rule = replace(said, days=schedule[0].rule.days), schedule[0].id
    if said.either is not None:
        return await _ask_either(person, said.days, said.either, rule, context)
    if said.at is None:
        return views.ask_time(schedule_views.to_bits(said.days), rule)
    return await _set(person, said.days, said.at, rule, context)


async def _ask_either(
    person: Person,
    days: frozenset[int],
    either: tuple[time, time],
    rule: str,
    context: CoachContext,
) -> Reply:
    hour = f"{either[0].hour or 12}.{either[0].minute:02}"
    await context.coach.people.expect(
        person.id, f"{EXPECT_TIME}{schedule_views.to_bits(days)}:{hour}:{rule}"
    )
    return views.ask_either(days, either, rule)


async def _set(
    person: Person, days: frozenset[int], at: time, rule: str, context: CoachContext
) -> Reply:
    reminders, now = context.coach.reminders, context.now()
    wanted = ReminderRule(days, at, context.coach.people.zone_of(person))
    if rule in ("", BESIDE):
        done = await reminders.set_rule(person.id, wanted, now, beside=rule == BESIDE)
    else:
        done = await reminders.change(person.id, rule, wanted, now)
    return schedule_views.added(done, now, zone_told=person.zone is not None)


HANDLERS: tuple[Handler, ...] = (CommandHandler(("remind", "reminders"), remind),)
