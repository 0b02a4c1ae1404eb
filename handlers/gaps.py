"""/unanswered, for operators: what people asked and the content could not answer."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from handlers import texts, unhandled
from handlers.callback_data import GapButton, GapStep
from handlers.context import CoachContext, Handler, button_of, query_of
from handlers.reply import Reply
from handlers.views import gaps as views


async def unanswered(update: Update, context: CoachContext) -> None:
    """/unanswered"""
    person = await context.person(update)
    await context.say(person, views.page(await context.coach.gaps.groups(), 0))


async def press(update: Update, context: CoachContext) -> None:
    """Another page, or a question that is not for us."""
    query = query_of(update)
    person = await context.person(update)
    if not context.is_operator(person):
        await unhandled.unknown_button(update, context)
        return
    button = button_of(query, GapButton)
    if button is None:
        await context.answer(query, texts.NOT_UNDERSTOOD_BUTTON)
        return
    await context.show(query, await _pressed(button, context))


async def _pressed(button: GapButton, context: CoachContext) -> Reply:
    gaps = context.coach.gaps
    if button.step is GapStep.PAGE:
        return views.page(await gaps.groups(), button.page)
    dismissing = button.step is GapStep.DISMISS
    changed = await gaps.dismiss(button.gap, context.now() if dismissing else None)
    groups = await gaps.groups()
    if changed is None:
        return views.page(groups, button.page, toast=texts.GAP_GONE)
    if not dismissing:
        return views.page(groups, button.page, toast=texts.RESTORED_GAP)
    return views.page(groups, button.page, toast=texts.DISMISSED, dismissed=changed)


def handlers(operators: frozenset[int]) -> tuple[Handler, ...]:
    """The command is there for operators only; for others it is none."""
    allowed = filters.User(operators) & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    return (
        CommandHandler("unanswered", unanswered, allowed),
        CallbackQueryHandler(press, GapButton.pattern()),
    )
