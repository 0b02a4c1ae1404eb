"""Free text: a note, a time or a set that was expected, else a question or a command in words."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.domain.person import Person
from bot.domain.session import Session
from bot.domain.typed_set import read_set
from content.explanation import explain
from content.responses import Command
from handlers import reminders, settings, texts, workout
from handlers.callback_data import (
    ChoiceButton,
    EquipmentButton,
    Fix,
    HowButton,
    Place,
    PlaceButton,
)
from handlers.context import CoachContext, Handler, button_of, message_of, query_of
from handlers.reply import Reply
from handlers.views import answers as views
from handlers.views import person as person_views
from handlers.views import progress as progress_views

LONGEST = 1000
"""Characters of a message that are read as a question."""


async def text(update: Update, context: CoachContext) -> None:
    """Anything typed that is not a command."""
    person = await context.person(update)
    words = message_of(update).text or ""
    running = await context.coach.training.running(person.id)
    if person.expecting and not context.coach.questions.alarm(words):
        await _expected(person, words, context)
        return
    effort = read_set(words, person.unit) if running else None
    if effort is not None:
        await workout.log_typed(update, person, effort, context)
        return
    session = running.session if running else None
    reply = await _reply(person, words, session, context)
    await context.sender.post(person.id, reply, ring=False)


async def choose(update: Update, context: CoachContext) -> None:
    """A button that asks one of the questions which were offered."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, ChoiceButton)
    question = None
    if button is not None:
        now = context.now()
        question = await context.coach.questions.choice(person.id, button.turn, button.index, now)
    if question is None:
        await context.answer(query, texts.OLD_QUESTION)
        return
    running = await context.coach.training.running(person.id)
    session = running.session if running else None
    await context.show(query, await _reply(person, question, session, context))


async def how(update: Update, context: CoachContext) -> None:
    """How an exercise of an answer is done."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, HowButton)
    if button is None or button.exercise not in context.coach.library.exercises:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    running = await context.coach.training.running(person.id)
    session = running.session if running else None
    library = context.coach.library
    given = explain(library.exercises[button.exercise], library)
    await context.show(query, views.answer(given, session, library))


async def remember(update: Update, context: CoachContext) -> None:
    """What the person's gym lacks, or has after all."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, EquipmentButton)
    library, people = context.coach.library, context.coach.people
    if button is None or button.equipment not in library.equipment:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    if button.fix is Fix.MISSING:
        await people.note_missing(person.id, button.equipment)
    else:
        await people.note_present(person.id, button.equipment)
    running = await context.coach.training.running(person.id)
    session = running.session if running else None
    reply = person_views.equipment_noted(button.fix, button.equipment, library)
    await context.show(query, Reply(reply.text, (*reply.buttons, *views.back(session))))


async def cleared(update: Update, context: CoachContext) -> None:
    """A professional has cleared the person after a red flag."""
    person = await context.person(update)
    await context.coach.questions.clear_alarm(person.id, context.now())
    await context.show(query_of(update), Reply(texts.CLEARED, ((person_views.START,),)))


async def _expected(person: Person, words: str, context: CoachContext) -> None:
    """Words that a button asked for."""
    expecting = person.expecting or ""
    if expecting == workout.EXPECT_NOTE:
        reply = await workout.noted(person, words, context)
    elif expecting == settings.EXPECT_ZONE:
        reply = await settings.zone_typed(person, words, context)
    else:
        bits = expecting.removeprefix(reminders.EXPECT_TIME)
        reply = await reminders.time_typed(person, bits, words, context)
    await context.sender.post(person.id, reply, ring=False)


async def _reply(
    person: Person, question: str, session: Session | None, context: CoachContext
) -> Reply:
    asked = await context.coach.questions.ask(person.id, question[:LONGEST], context.now())
    if isinstance(asked.response, Command):
        return await _obey(person, asked.response, session, context)
    reply = views.response(asked.response, asked.turn, session, context.coach.library)
    if len(question) > LONGEST:
        note = texts.TRUNCATED.format(count=LONGEST)
        return Reply(f"{reply.text}\n\n{note}", reply.buttons)
    return reply


async def _obey(
    person: Person, command: Command, session: Session | None, context: CoachContext
) -> Reply:
    """Does what was said in words."""
    if command.name in _COMMANDS:
        return await _COMMANDS[command.name](person, command.text, context)
    if command.answer is not None:
        return views.answer(command.answer, session, context.coach.library)
    return person_views.help_()


async def _progress(person: Person, context: CoachContext) -> Reply:
    plan = await context.coach.training.overview(person.id)
    return progress_views.progress(plan.plan, context.coach.library)


Obey = Callable[[Person, str, CoachContext], Awaitable[Reply]]

_COMMANDS: Mapping[str, Obey] = {
    "start_session": lambda person, _, context: workout.backday(person, context),
    "undo": lambda person, _, context: workout.undone(person, context),
    "stop_session": lambda person, _, context: workout.stopped(person, context),
    "remind": reminders.from_words,
    "move_reminder": reminders.move,
    "next_reminder": lambda person, _, context: reminders.show(person, context),
    "stop_reminders": lambda person, _, context: reminders.delete(person, context),
    "settings": lambda person, _, context: settings.shown(person, context),
    "forget": lambda person, _, context: settings.forgetting(person, context),
    "progress": lambda person, _, context: _progress(person, context),
}

HANDLERS: tuple[Handler, ...] = (
    MessageHandler(filters.TEXT & ~filters.COMMAND & filters.ChatType.PRIVATE, text),
    CallbackQueryHandler(choose, ChoiceButton.pattern()),
    CallbackQueryHandler(how, HowButton.pattern()),
    CallbackQueryHandler(remember, EquipmentButton.pattern()),
    CallbackQueryHandler(cleared, PlaceButton.to(Place.CLEARED)),
)
