"""Last in line: no message and no press in private is met with silence."""

from telegram import ChatMember, Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, MessageHandler, filters

from bot.domain.reminder import Off
from handlers import texts
from handlers.context import CoachContext, Handler, message_of, query_of, user_of
from handlers.views import person as views
from handlers.views import schedule as schedule_views

_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


async def unknown_command(update: Update, context: CoachContext) -> None:
    person = await context.person(update)
    command = (message_of(update).text or "/").split()[0]
    await context.say(person, views.unknown_command(command))


async def not_text(update: Update, context: CoachContext) -> None:
    """Voice, pictures, stickers."""
    person = await context.person(update)
    await context.say(person, views.reads_text())


async def unknown_button(update: Update, context: CoachContext) -> None:
    await context.person(update)
    await context.answer(query_of(update), texts.NOT_UNDERSTOOD_BUTTON)


async def membership(update: Update, context: CoachContext) -> None:
    """The person blocked the bot, or let it in again."""
    change = update.my_chat_member
    if change is None or change.chat.type != "private":
        return
    person = user_of(update).id
    if change.new_chat_member.status == ChatMember.BANNED:
        await context.coach.people.blocked(person, context.now())
        return
    known = await context.person(update)
    schedule = await context.coach.reminders.current(person, context.now())
    if any(each.off is Off.BLOCKED for each in schedule):
        await context.say(known, schedule_views.back_again())


HANDLERS: tuple[Handler, ...] = (
    ChatMemberHandler(membership, ChatMemberHandler.MY_CHAT_MEMBER),
    MessageHandler(_PRIVATE & filters.COMMAND, unknown_command),
    MessageHandler(_PRIVATE, not_text),
    CallbackQueryHandler(unknown_button),
)
