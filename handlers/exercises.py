"""One exercise on its own: what a link opens, its substitutes, and how it is done."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot.domain.person import Person
from content.explanation import introduce
from handlers import texts, workout
from handlers.callback_data import ExerciseButton, HowButton, Page
from handlers.context import CoachContext, Handler, button_of, query_of
from handlers.reply import Reply
from handlers.views import exercise as views


async def press(update: Update, context: CoachContext) -> None:
    """A button that opens an exercise, or what can take its place."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, ExerciseButton)
    if button is None or button.exercise not in context.coach.library.exercises:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
    elif button.page is Page.INSTEAD:
        await context.show(query, await _instead(person, button.exercise, context))
    else:
        await context.show(query, await opened(person, button.exercise, context))


async def how(update: Update, context: CoachContext) -> None:
    """How an exercise is done, below the message that asked, which stays."""
    query = query_of(update)
    person = await context.person(update)
    button = button_of(query, HowButton)
    if button is None or button.exercise not in context.coach.library.exercises:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.answer(query)
    await context.say(person, await workout.explained(person, button.exercise, context))


async def opened(person: Person, exercise: str, context: CoachContext) -> Reply:
    """What it is, in short how, and the person's numbers, unless a red flag is in force."""
    alarm = await workout.alarm(person, context)
    if alarm is not None:
        return alarm
    library = context.coach.library
    numbers = await context.coach.training.numbers(person.id, exercise)
    return views.exercise(introduce(library.exercises[exercise], library), numbers)


async def _instead(person: Person, exercise: str, context: CoachContext) -> Reply:
    """What can take its place; where it is the exercise at hand, one tap swaps it."""
    alarm = await workout.alarm(person, context)
    if alarm is not None:
        return alarm
    training = context.coach.training
    running = await training.running(person.id)
    step = running.session.step if running else None
    if running and step and step.planned.exercise == exercise:
        return await workout.swaps(person, running.session, context)
    options = await training.substitutes(person.id, exercise)
    return views.instead(exercise, options, context.coach.library)


HANDLERS: tuple[Handler, ...] = (
    CallbackQueryHandler(press, ExerciseButton.pattern()),
    CallbackQueryHandler(how, HowButton.pattern()),
)
