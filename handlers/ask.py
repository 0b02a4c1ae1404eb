"""Free text: a note, a time or a set that was expected, else a question or a command in words."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.coach.gaps import Wish
from bot.coach.questions import Asked
from bot.domain.person import Person
from bot.domain.session import Session
from bot.domain.typed_set import looks_like_set, read_set
from content.asks import GYM_COMMANDS
from content.responses import Command
from content.wording import clean
from handlers import calendar, gyms, reminders, settings, texts, week, workout, zones
from handlers.callback_data import (
    ChoiceButton,
    Place,
    PlaceButton,
    Tell,
    TellButton,
    Verb,
)
from handlers.context import (
    EXPECT_LOCATION,
    CoachContext,
    Handler,
    button_of,
    message_of,
    pressed_message,
    query_of,
)
from handlers.pressed import with_button
from handlers.reply import Reply
from handlers.views import answers as views
from handlers.views import person as person_views
from handlers.views import progress as progress_views


async def text(update: Update, context: CoachContext) -> None:
    """Anything typed that is not a command."""
    person = await context.person(update, typed=True)
    message = message_of(update)
    words, number = message.text or "", message.message_id
    running = await context.coach.training.running(person.id)
    session = running.session if running else None
    if await context.coach.questions.answer_to(person.id, number) is not None:
        person = replace(person, expecting=None)  # an old question is not what a button asked for
    asked_for = person.expecting
    if asked_for not in (None, workout.EXPECT_NOTE):
        await context.coach.people.expect(person.id, None)
    if asked_for == EXPECT_LOCATION:
        await context.put_keys_away(person, texts.LOCATION_NOT_NEEDED)
    reply = await _typed_set(person, message, context, edited=update.edited_message is not None)
    if reply is None and asked_for is not None and not context.coach.questions.alarm(words):
        reply = await _expected(person, words, number, context)
    if asked_for == workout.EXPECT_NOTE:  # only now: a note must survive a crash
        await context.coach.people.expect(person.id, None)
    if reply is None and session is not None and asked_for is None:
        reply = await _session_words(person, session, words, number, context)
    reply = reply or await gyms.whereabouts(person, words, context)
    if reply is not None:
        await context.say(person, reply)
        return
    asked = await context.coach.questions.ask(person.id, words, context.now(), message=number)
    done = await _obeyed(person, asked, number, context)
    said = _said(asked, session, context)
    if said is None:
        await context.say(person, _together(done, said))
    else:
        await context.reply_to(message, _together(done, said))


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
    asked, shown = await _ask(query, person, question, context)
    if asked.question is not None and shown != pressed_message(query):
        now = context.now()
        await context.coach.questions.answered(person.id, asked.question, shown, now)


async def tell(update: Update, context: CoachContext) -> None:
    """To be told the answer when there is one, or not after all; the message stays."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, TellButton)
    if button is None:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    gaps = context.coach.gaps
    if button.wish is Tell.WANT:
        wish, question = await gaps.want(person.id, button.gap, context.now())
    else:
        wish, question = await gaps.give_up(person.id, button.gap)
    if wish is Wish.KNOWN:
        await _ask(query, person, question, context)
        return
    await context.answer(query, _WISHES[wish])
    other = Tell.GIVE_UP if wish in (Wish.NOTED, Wish.ALREADY) else Tell.WANT
    markup = with_button(query, views.tell_button(other, button.gap))
    if markup is not None:
        await context.sender.change_buttons(person.id, pressed_message(query), markup)


async def cleared(update: Update, context: CoachContext) -> None:
    """A professional has cleared the person after a red flag."""
    person = await context.person(update)
    await context.coach.questions.clear_alarm(person.id, context.now())
    await context.show(query_of(update), person_views.cleared())


async def _typed_set(
    person: Person, message: Message, context: CoachContext, *, edited: bool
) -> Reply | None:
    """A set, unless a number was asked for; an edited message corrects the set it logged."""
    effort = read_set(message.text or "", person.unit)
    if effort is None or _wants_a_number(person.expecting):
        return None
    if edited:
        return await workout.corrected(person, effort, message.message_id, message.date, context)
    return await workout.logged(person, effort, message.message_id, message.date, context)


async def _session_words(
    person: Person, session: Session, words: str, number: int, context: CoachContext
) -> Reply | None:
    """The word on a button of the card, typed, or a set that was mistyped."""
    verb = texts.SESSION_WORDS.get(clean(words).strip(" .!?"))
    if verb is not None:
        return await workout.in_words(person, session, Verb(verb), number, context)
    return Reply(texts.SET_HINT) if looks_like_set(words) else None


def _wants_a_number(expecting: str | None) -> bool:
    if expecting is None or expecting.startswith(gyms.EXPECT_NAME):
        return False
    return expecting != workout.EXPECT_NOTE


async def _expected(
    person: Person, words: str, message: int, context: CoachContext
) -> Reply | None:
    """Words that a button asked for."""
    expecting = person.expecting
    if expecting is None:
        return None
    if expecting == workout.EXPECT_NOTE:
        return await workout.noted(person, words, message, context)
    if expecting.startswith(gyms.EXPECT_NAME):
        return await gyms.name_typed(person, expecting, words, context)
    if expecting in zones.EXPECTED:
        return await zones.typed(person, words, context)
    return await reminders.time_typed(person, expecting, words, context)


async def _ask(
    query: CallbackQuery, person: Person, question: str, context: CoachContext
) -> tuple[Asked, int]:
    """Answers a question that a button stands for; with it, the message that shows the answer."""
    running = await context.coach.training.running(person.id)
    session = running.session if running else None
    asked = await context.coach.questions.ask(person.id, question, context.now())
    done = await _obeyed(person, asked, pressed_message(query), context)
    said = _said(asked, session, context)
    return asked, await context.show(query, _together(done, said))


async def _obeyed(
    person: Person, asked: Asked, message: int, context: CoachContext
) -> Reply | None:
    """What a command in words comes to; None where there is only something to say."""
    given = asked.response
    if not isinstance(given, Command):
        return None
    if given.name in GYM_COMMANDS:
        return await gyms.told(person, given, context)
    if given.name in _COMMANDS:
        return await _COMMANDS[given.name](person, given.text, message, context)
    return None if given.answer else person_views.help_()


def _said(asked: Asked, session: Session | None, context: CoachContext) -> Reply | None:
    """What there is to say; None where a command is only to be done."""
    given = asked.response.answer if isinstance(asked.response, Command) else asked.response
    if given is None:
        return None
    return views.response(given, asked, session, context.coach.library)


def _together(done: Reply | None, said: Reply | None) -> Reply:
    """An answer below what was noted of a place on the way."""
    if done is None or said is None:
        reply = done or said
        assert reply is not None
        return reply
    text = f"{done.text}\n\n{said.text}"
    return replace(done, text=text, buttons=(*said.buttons, *done.buttons))


async def _progress(person: Person, context: CoachContext) -> Reply:
    plan = await context.coach.training.overview(person.id)
    planned = tuple(today.planned for today in plan.plan)
    return progress_views.progress(planned, context.coach.library)


_WISHES = {
    Wish.NOTED: texts.TELL_NOTED,
    Wish.ALREADY: texts.TELL_ALREADY,
    Wish.COMING: texts.TELL_COMING,
    Wish.GIVEN_UP: texts.GAVE_UP,
    Wish.GONE: texts.TELL_GONE,
}

Obey = Callable[[Person, str, int, CoachContext], Awaitable[Reply]]

_COMMANDS: Mapping[str, Obey] = {
    "start_session": lambda person, _, __, context: workout.backday(person, context),
    "undo": lambda person, _, message, context: workout.undone(person, message, context),
    "skip": lambda person, _, message, context: workout.skipped(person, message, context),
    "stop_session": lambda person, _, message, context: workout.stopped(person, message, context),
    "remind": lambda person, words, _, context: reminders.from_words(person, words, context),
    "move_reminder": lambda person, words, _, context: reminders.move(person, words, context),
    "next_reminder": lambda person, _, __, context: reminders.show(person, context),
    "stop_reminders": lambda person, words, _, context: reminders.stop(person, words, context),
    "weekly_summary": lambda person, words, _, context: week.from_words(person, words, context),
    "zone": lambda person, words, _, context: zones.from_words(person, words, context),
    "calendar": lambda person, _, __, context: calendar.requested(person, context),
    "places": lambda person, _, __, context: gyms.listed(person, context),
    "settings": lambda person, _, __, context: settings.shown(person, context),
    "forget": lambda person, _, __, context: settings.forgetting(person, context),
    "progress": lambda person, _, __, context: _progress(person, context),
}

HANDLERS: tuple[Handler, ...] = (
    MessageHandler(filters.TEXT & ~filters.COMMAND & filters.ChatType.PRIVATE, text),
    CallbackQueryHandler(choose, ChoiceButton.pattern()),
    CallbackQueryHandler(tell, TellButton.pattern()),
    CallbackQueryHandler(cleared, PlaceButton.to(Place.CLEARED)),
)
