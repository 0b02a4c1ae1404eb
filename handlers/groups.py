"""Groups: commands and mentions get one line and the way to the private chat."""

from telegram import MessageEntity, Update
from telegram.ext import MessageHandler, filters
from telegram.helpers import create_deep_linked_url

from handlers.context import CoachContext, Handler, message_of
from handlers.views import person as views

_IN_GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
_LINKED = ("backday", "remind")


async def command(update: Update, context: CoachContext) -> None:
    """A command to us, or to nobody by name."""
    words = (message_of(update).text or "/").split()
    name, _, bot = words[0].removeprefix("/").partition("@")
    if bot.lower() in ("", context.bot.username.lower()):
        await _point_to_private(update, context, name if name in _LINKED else None)


async def mentioned(update: Update, context: CoachContext) -> None:
    """A text in which the bot is named, or a reply to it; everything else is not for us."""
    message = message_of(update)
    replied = message.reply_to_message
    answers_us = replied is not None and replied.from_user == context.bot.bot
    names = message.parse_entities([MessageEntity.MENTION]).values()
    own = f"@{context.bot.username}".lower()
    if answers_us or own in (name.lower() for name in names):
        await _point_to_private(update, context, None)


async def _point_to_private(update: Update, context: CoachContext, payload: str | None) -> None:
    """One line; nothing personal is said or stored in a group."""
    reply = views.in_group(create_deep_linked_url(context.bot.username, payload))
    await message_of(update).reply_text(
        reply.text, reply_markup=reply.markup, allow_sending_without_reply=True
    )


async def ignore(update: Update, context: CoachContext) -> None:
    """Pictures, edits, people coming and going."""


HANDLERS: tuple[Handler, ...] = (
    MessageHandler(_IN_GROUP & filters.COMMAND, command),
    MessageHandler(_IN_GROUP & filters.TEXT, mentioned),
    MessageHandler(filters.ChatType.GROUPS, ignore),
)
