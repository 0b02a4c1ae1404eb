"""The summary of the week, in words and by buttons: on which day it comes, or not at all."""

import re

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.coach.summaries import AT
from bot.domain.person import Person
from bot.domain.timetable import read_timetable
from content.wording import clean
from handlers import texts
from handlers.callback_data import Choice, SettingButton
from handlers.context import CoachContext, Handler, button_of, query_of
from handlers.reply import Reply
from handlers.views import week as views

_STOP = re.compile(r"\b(?:stop|off|no|delete|cancel|unsubscribe|don t|dont|do not|without)\b")


async def press(update: Update, context: CoachContext) -> None:
    """The day of the summary, or off."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, SettingButton)
    if button is None:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.show(query, await _pressed(person, button.value, context))


async def from_words(person: Person, words: str, context: CoachContext) -> Reply:
    """ "send me a weekly summary on sundays", "stop the weekly summary" """
    if _STOP.search(clean(words)):
        return views.stopped(there_was_one=await context.coach.summaries.stop(person.id))
    said = read_timetable(words)
    if len(said.days) != 1:
        return views.ask_day(await context.coach.summaries.rule(person.id))
    at = said.at or (said.either[1] if said.either else AT)
    zone = context.coach.people.zone_of(person)
    (day,) = said.days
    await context.coach.summaries.choose(person.id, day, at, zone, context.now())
    return await _shown(person, context)


async def _pressed(person: Person, value: str, context: CoachContext) -> Reply:
    summaries = context.coach.summaries
    rule = await summaries.rule(person.id)
    if value == views.OFF:
        return views.stopped(there_was_one=await summaries.stop(person.id))
    if value not in map(str, range(7)):
        return views.ask_day(rule)
    at = rule.at if rule else AT
    zone = rule.zone if rule else context.coach.people.zone_of(person)
    await summaries.choose(person.id, int(value), at, zone, context.now())
    return await _shown(person, context)


async def _shown(person: Person, context: CoachContext) -> Reply:
    rule = await context.coach.summaries.rule(person.id)
    assert rule is not None
    return views.chosen(rule)


HANDLERS: tuple[Handler, ...] = (
    CallbackQueryHandler(press, f"{SettingButton.pattern()}{Choice.SUMMARY}:"),
)
