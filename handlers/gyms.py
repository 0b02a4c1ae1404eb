"""/places, what is told of a place in words, and the presses that change one."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.coach.gyms import GymChange, GymNotice
from bot.domain.gym import LONGEST_NAME, read_name
from bot.domain.person import Person
from bot.domain.whereabouts import read_whereabouts
from content.conversation import Situation
from content.responses import Command
from handlers import settings, texts
from handlers.callback_data import EquipmentButton, Fix, GymButton, GymPage, GymStep
from handlers.context import CoachContext, Handler, button_of, pressed_message, query_of
from handlers.pressed import with_button
from handlers.reply import Reply
from handlers.views import gyms as views
from handlers.views import person as person_views

EXPECT_NAME = "place:"
"""Followed by the id of the gym to rename, or by nothing for a new one."""


async def places(update: Update, context: CoachContext) -> None:
    """/places"""
    person = await context.person(update)
    await context.say(person, await listed(person, context))


async def press(update: Update, context: CoachContext) -> None:
    """A button of the places, or a note on the settings."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, GymButton)
    reply = await _pressed(person, button, context) if button else None
    if reply is None:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.show(query, reply)


async def remember(update: Update, context: CoachContext) -> None:
    """What the current gym lacks, or has after all; the message stays, with the way back."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, EquipmentButton)
    library = context.coach.library
    if button is None or button.equipment not in library.equipment:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    equipment = frozenset({button.equipment})
    missing = button.fix is Fix.MISSING
    told = Situation(lacks=equipment) if missing else Situation(has=equipment)
    change = await context.coach.gyms.note(person.id, told, context.now())
    toast, other = person_views.equipment_noted(button, change.gym.name, library)
    await context.answer(query, toast)
    markup = with_button(query, other)
    if markup is not None:
        await context.sender.change_buttons(person.id, pressed_message(query), markup)


async def listed(person: Person, context: CoachContext, toast: str | None = None) -> Reply:
    gyms = await context.coach.gyms.all_of(person.id)
    return views.places(gyms, context.coach.library, toast)


async def told(person: Person, given: Command, context: CoachContext) -> Reply:
    """What a message tells of a place is kept; "I'm at the hotel" goes there, too."""
    gyms, library = context.coach.gyms, context.coach.library
    goes = given.name == "go_to_place"
    change = await gyms.tell(person.id, given.text, given.told, given.kit, context.now(), goes=goes)
    if change.notice is GymNotice.TOO_MANY:
        return views.too_many()
    if change.notice is GymNotice.UNKNOWN and change.kit is not None:
        return views.offer(library.kits[change.kit])
    return await _with_plan(person, views.noted(change, given.told, library), change, context)


async def whereabouts(person: Person, words: str, context: CoachContext) -> Reply | None:
    """ "I'm at Iron House today", where the person has a place of that name."""
    name = read_whereabouts(words)
    gym = await context.coach.gyms.named(person.id, name) if name else None
    if gym is None or context.coach.questions.alarm(words):
        return None
    change = await context.coach.gyms.go(person.id, gym.id, context.now())
    reply = views.noted(change, Situation(), context.coach.library)
    return await _with_plan(person, reply, change, context)


async def name_typed(
    person: Person, expecting: str, words: str, context: CoachContext
) -> Reply | None:
    """A name that was asked for, typed; a question is none."""
    if "?" in words:
        return None
    gyms, gym, name = context.coach.gyms, expecting.removeprefix(EXPECT_NAME), read_name(words)
    if len(name) > LONGEST_NAME or not any(map(str.isalnum, name)):
        await context.coach.people.expect(person.id, expecting)
        long = texts.NAME_TOO_LONG.format(length=len(name), most=LONGEST_NAME)
        return Reply(long if len(name) > LONGEST_NAME else texts.NO_NAME_READ)
    if gym:
        change = await gyms.rename(person.id, gym, name)
    else:
        change = await gyms.add(person.id, name, None, context.now())
    if change.notice is GymNotice.NAME_TAKEN:
        await context.coach.people.expect(person.id, expecting)
        return views.name_taken(change.gym)
    return await _changed(person, change, context)


async def _pressed(person: Person, button: GymButton, context: CoachContext) -> Reply | None:
    """None where it makes no sense."""
    gyms, library, now = context.coach.gyms, context.coach.library, context.now()
    match button.step:
        case GymStep.LIST:
            return await listed(person, context)
        case GymStep.KINDS:
            return views.kinds(gyms.kinds())
        case GymStep.NAME:
            await context.coach.people.expect(person.id, EXPECT_NAME)
            return views.ask_name(None)
        case GymStep.ADD:
            if all(kit.key != button.arg for kit in gyms.kinds()):
                return None
            change = await gyms.add(person.id, None, button.arg, now)
        case GymStep.SHOW | GymStep.RENAME:
            gym = await gyms.find(person.id, button.gym)
            if gym is None:
                return await listed(person, context, texts.PLACE_TOASTS["stale"])
            if button.step is GymStep.SHOW:
                return views.place(gym, library)
            await context.coach.people.expect(person.id, f"{EXPECT_NAME}{gym.id}")
            return views.ask_name(gym)
        case GymStep.GO:
            change = await gyms.go(person.id, button.gym, now)
        case GymStep.DELETE | GymStep.SURE:
            sure = button.step is GymStep.SURE
            change = await gyms.delete(person.id, button.gym, now, sure=sure)
        case GymStep.DROP:
            change = await gyms.drop(person.id, button.gym, button.arg, now)
        case GymStep.CLEAR:
            change = await gyms.clear(person.id, button.gym, now)
        case GymStep.UNDO:
            version = int(button.arg) if button.arg.isdecimal() else -1
            change = await gyms.undo(person.id, button.gym, version, now)
    if button.page is GymPage.SETTINGS:
        return await _on_settings(person, change, context)
    if change.notice is GymNotice.STALE and change.gym.id != button.gym:
        return await listed(person, context, texts.PLACE_TOASTS["stale"])
    return await _changed(person, change, context)


async def _on_settings(person: Person, change: GymChange, context: CoachContext) -> Reply:
    undo = views.undo_button(change.gym, GymPage.SETTINGS)
    toast = texts.PLACE_TOASTS.get(change.notice)
    shown = change.notice is GymNotice.DROPPED and change.gym.current
    return await settings.shown(person, context, undo=undo if shown else None, toast=toast)


async def _changed(person: Person, change: GymChange, context: CoachContext) -> Reply:
    """The place as it is now, or all of them where one is gone."""
    library, name = context.coach.library, change.gym.name
    toast = texts.PLACE_TOASTS.get(change.notice, "").format(name=name) or None
    match change.notice:
        case GymNotice.TOO_MANY:
            return views.too_many()
        case GymNotice.NAME_TAKEN:
            have = texts.HAVE_PLACE.format(name=name)
            return views.place(change.gym, library, toast=have)
        case GymNotice.HOLDS_FACTS:
            return views.ask_delete(change.gym, library)
        case GymNotice.LAST:
            return views.place(change.gym, library, toast=texts.LAST_PLACE)
        case GymNotice.DELETED:
            return await listed(person, context, toast)
        case GymNotice.RENAMED:
            return views.place(change.gym, library, lead=texts.RENAMED_TO.format(name=name))
        case GymNotice.SWITCHED | GymNotice.ADDED:
            lead = texts.AT_PLACE.format(name=name)
            reply = views.place(change.gym, library, lead=lead, toast=toast)
            return await _with_plan(person, reply, change, context)
        case _:
            undo = change.notice is GymNotice.DROPPED
            return views.place(change.gym, library, toast=toast, undo=undo)


async def _with_plan(
    person: Person, reply: Reply, change: GymChange, context: CoachContext
) -> Reply:
    """With what it means for the next plan and the session that runs; nothing under an alarm."""
    training, library = context.coach.training, context.coach.library
    alarm = await context.coach.questions.alarm_in_force(person.id, context.now())
    if not change.gym.current or alarm is not None:
        return reply
    reply = views.planned(reply, await training.next_plan(person.id), library)
    running = await training.running(person.id)
    if running is None or running.session.step is None:
        return reply
    return views.session_stays(reply, running.session, change.gym, library)


HANDLERS: tuple[Handler, ...] = (
    CommandHandler("places", places),
    CallbackQueryHandler(press, GymButton.pattern()),
    CallbackQueryHandler(remember, EquipmentButton.pattern()),
)
