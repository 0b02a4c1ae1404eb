"""The guided session: /backday, the presses on its card, sets that are typed, /undo and /stop."""

from asyncio import gather
from dataclasses import replace
from datetime import datetime

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.coach.training import AlarmError, NoSessionError, Seen
from bot.domain.action import (
    Action,
    Correct,
    Done,
    Note,
    Outcome,
    Skip,
    Stop,
    Undo,
)
from bot.domain.person import Person
from bot.domain.session import Effort, Session
from content.explanation import explain
from content.language import AlarmClass
from content.substitutes import Substitution
from handlers import texts
from handlers.callback_data import Place, PlaceButton, SessionButton, Verb
from handlers.card_actions import action_of, changes
from handlers.context import CoachContext, Handler, button_of, message_of, pressed_message, query_of
from handlers.reply import Reply, bold, html
from handlers.views import answers as answer_views
from handlers.views import card as views
from handlers.views import person as person_views
from handlers.views.overview import overview

EXPECT_NOTE = "note"
LONGEST_NOTE = 300


async def open_backday(update: Update, context: CoachContext) -> None:
    """/backday: the session that runs, or the plan for today."""
    person = await context.person(update)
    await context.say(person, await backday(person, context))


async def show_place(update: Update, context: CoachContext) -> None:
    """Start, the short version, the overview or the card, from any message."""
    query = query_of(update)
    button = button_of(query, PlaceButton)
    assert button is not None
    person = await context.person(update)
    if button.place in (Place.START, Place.SHORT):
        reply = await start(person, context, short=button.place is Place.SHORT)
    else:
        reply = await backday(person, context)
    await context.show(query, reply)


async def press(update: Update, context: CoachContext) -> None:
    """A button on the card of a session."""
    query = query_of(update)
    button = button_of(query, SessionButton)
    if button is None:
        await context.person(update)
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    presser = query.from_user.id
    try:
        if changes(button, context.coach.library):
            acting = _acted(presser, button, context)
            person, outcome = await gather(context.person(update), acting)  # one transaction
            reply = _card(outcome, person, context)
        else:
            person = await context.person(update)
            reply = await alarm(person, context) or await _shown(person, button, context)
    except AlarmError as error:
        reply = await _flagged(presser, error.alarm, context)
    except NoSessionError:
        await context.answer(query, texts.TOASTS["ended"])
        await context.sender.strip(presser, pressed_message(query))
        return
    await context.show(query, reply)


async def undo(update: Update, context: CoachContext) -> None:
    """/undo"""
    person = await context.person(update)
    await context.say(person, await undone(person, message_of(update).message_id, context))


async def stop(update: Update, context: CoachContext) -> None:
    """/stop"""
    person = await context.person(update)
    await context.say(person, await stopped(person, message_of(update).message_id, context))


async def backday(person: Person, context: CoachContext) -> Reply:
    """What /backday shows; a red flag that is in force comes first."""
    flag = await alarm(person, context)
    if flag is not None:
        return flag
    plan = await context.coach.training.overview(person.id)
    if plan.running is not None:
        return _card(plan.running, person, context)
    return overview(plan, context.coach.library)


async def start(person: Person, context: CoachContext, *, short: bool = False) -> Reply:
    """The first card of a session, or the card of the one that runs."""
    flag = await alarm(person, context)
    if flag is not None:
        return flag
    outcome = await context.coach.training.start(person.id, context.now(), short=short)
    return _card(outcome, person, context)


async def logged(
    person: Person, effort: Effort, message: int, at: datetime, context: CoachContext
) -> Reply:
    """A set in words counts from when it was written, even if it arrives late."""
    return await _typed(person, Done(effort), message, context, at)


async def corrected(
    person: Person, effort: Effort, message: int, at: datetime, context: CoachContext
) -> Reply:
    """The message that logged a set was edited; one that logged none does so now."""
    return await _typed(person, Correct(effort), message, context, at)


async def noted(person: Person, words: str, message: int, context: CoachContext) -> Reply:
    return await _typed(person, Note(words[:LONGEST_NOTE]), message, context)


async def undone(person: Person, message: int, context: CoachContext) -> Reply:
    return await _typed(person, Undo(), message, context)


async def skipped(person: Person, message: int, context: CoachContext) -> Reply:
    """On to the next exercise; with no session open, what there is to start."""
    if await context.coach.training.running(person.id) is not None:
        return await _typed(person, Skip(), message, context)
    plan = await backday(person, context)
    return replace(plan, text=f"{texts.NOTHING_OPEN}\n\n{plan.text}")


async def stopped(person: Person, message: int, context: CoachContext) -> Reply:
    return await _typed(person, Stop(), message, context)


async def in_words(
    person: Person, session: Session, verb: Verb, message: int, context: CoachContext
) -> Reply:
    """What a button of the card does, typed."""
    button = SessionButton(session.id, session.version, verb)
    if not changes(button, context.coach.library):
        return await alarm(person, context) or await _shown(person, button, context)
    return await _typed(person, action_of(button), message, context)


async def _typed(
    person: Person,
    action: Action,
    message: int,
    context: CoachContext,
    at: datetime | None = None,
) -> Reply:
    """The card after something typed; a new message has no toast, so its words come first."""
    training, now = context.coach.training, context.now()
    try:
        outcome = await training.act_typed(person.id, action, message, now, min(at or now, now))
    except AlarmError as error:
        return await _flagged(person.id, error.alarm, context)
    except NoSessionError:
        return Reply(texts.NOTHING_OPEN, ((person_views.START,),))
    reply = _card(outcome, person, context)
    if reply.toast and not reply.text.startswith(bold(reply.toast)):
        return Reply(f"{html(reply.toast)}\n\n{reply.text}", reply.buttons)
    return Reply(reply.text, reply.buttons)


async def swaps(person: Person, session: Session, context: CoachContext) -> Reply:
    """What can take the place of the exercise at hand."""
    options: tuple[Substitution, ...] = ()
    if session.step is not None:
        exercise = session.step.planned.exercise
        options = await context.coach.training.substitutes(person.id, exercise)
    return views.swaps(session, options, context.coach.library)


async def explained(person: Person, exercise: str, context: CoachContext) -> Reply:
    """How an exercise is done, unless a red flag is in force."""
    library = context.coach.library
    given = explain(library.exercises[exercise], library)
    return await alarm(person, context) or answer_views.answer(given, None, library)


async def alarm(person: Person, context: CoachContext) -> Reply | None:
    """A red flag in force stops all coaching until it is cleared."""
    found = await context.coach.questions.alarm_in_force(person.id, context.now())
    return await _flagged(person.id, found, context) if found else None


async def _flagged(person: int, alarm: AlarmClass, context: CoachContext) -> Reply:
    running = await context.coach.training.running(person)
    session = running.session if running else None
    text = context.coach.library.safety.repeats[alarm]
    return answer_views.red_flag(text, session, again=True)


async def _acted(person: int, button: SessionButton, context: CoachContext) -> Outcome:
    training, seen = context.coach.training, Seen(button.session, button.version)
    if button.verb is Verb.SWAP:
        return await training.swap(person, seen, button.arg, context.now())
    return await training.act(person, seen, action_of(button), context.now())


async def _shown(person: Person, button: SessionButton, context: CoachContext) -> Reply:
    """Another face of the card; nothing of the session changes."""
    if button.verb is Verb.SWAP:  # to what the content knows no more
        return replace(await backday(person, context), toast=texts.TOASTS["stale"])
    outcome = await context.coach.training.running(person.id)
    library = context.coach.library
    stale = outcome is None or outcome.session.id != button.session
    if outcome is None or stale or outcome.session.version != button.version:
        reply = _card(outcome, person, context) if outcome else await backday(person, context)
        return Reply(reply.text, reply.buttons, texts.TOASTS["stale"])
    session = outcome.session
    match button.verb:
        case Verb.TAKEN:
            return await swaps(person, session, context)
        case Verb.HOW:
            return _how(session, context)
        case Verb.MORE:
            return views.more(session, library)
        case Verb.NOTE:
            await context.coach.people.expect(person.id, EXPECT_NOTE)
            return views.note_prompt(session, library)
        case _:
            return _card(outcome, person, context)


def _how(session: Session, context: CoachContext) -> Reply:
    current = session.step
    assert current is not None
    library = context.coach.library
    exercise = library.exercises.get(current.planned.exercise)
    if exercise is None:
        name = library.name_of(current.planned.exercise)
        return views.how(session, html(texts.NO_LONGER.format(name=name)), library)
    given = explain(exercise, library)
    return views.how(session, answer_views.answer(given, None, library).text, library)


def _card(outcome: Outcome, person: Person, context: CoachContext) -> Reply:
    zone = context.coach.people.zone_of(person)
    return views.card(outcome, context.coach.library, person, zone)


HANDLERS: tuple[Handler, ...] = (
    CommandHandler("backday", open_backday),
    CommandHandler("undo", undo),
    CommandHandler("stop", stop),
    CallbackQueryHandler(press, SessionButton.pattern()),
    CallbackQueryHandler(
        show_place, PlaceButton.to(Place.OVERVIEW, Place.START, Place.SHORT, Place.CARD)
    ),
)
