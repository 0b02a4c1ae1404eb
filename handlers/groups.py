"""Groups: commands and mentions get one line and the way to the private chat."""

from telegram import Update
from telegram.ext import MessageHandler, filters
from telegram.helpers import create_deep_linked_url

from handlers.context import CoachContext, Handler, message_of
from handlers.views import person as views

_IN_GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
_LINKED = ("backday", "remind")


async def point_to_private(update: Update, context: CoachContext) -> None:
    """One line; nothing personal is said or stored in a group."""
    message = message_of(update)
    words = (message.text or "").split()
    command = words[0].removeprefix("/").partition("@")[0] if words else ""
    payload = command if command in _LINKED else None
    reply = views.in_group(create_deep_linked_url(context.bot.username, payload))
    await message.reply_text(reply.text, reply_markup=reply.markup)


async def mentioned(update: Update, context: CoachContext) -> None:
    """A text in which the bot is named, or a reply to it; everything else is not for us."""
    message = message_of(update)
    replied = message.reply_to_message
    answers_us = replied is not None and replied.from_user == context.bot.bot
    named = f"@{context.bot.username}".lower() in (message.text or "").lower()
    if answers_us or named:
        await point_to_private(update, context)


async def ignore(update: Update, context: CoachContext) -> None:
    """Pictures, edits, people coming and going."""


HANDLERS: tuple[Handler, ...] = (
    MessageHandler(_IN_GROUP & filters.COMMAND, point_to_private),
    MessageHandler(_IN_GROUP & filters.TEXT, mentioned),
    MessageHandler(filters.ChatType.GROUPS, ignore),
)
