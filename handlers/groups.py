"""Groups: whoever names the bot, or replies to it, gets a short answer and the way to the chat.

Nothing personal is said there, looked up or kept; all else is met with silence.
"""

import re

from telegram import Message, MessageEntity, Update
from telegram.ext import MessageHandler, filters

from handlers.context import CoachContext, Handler, message_of
from handlers.links import Payload
from handlers.views import public as views

_NEW = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
_NEW_OR_EDITED = filters.ChatType.GROUPS & filters.UpdateType.MESSAGES
_LINKED = {"backday": Payload.BACKDAY, "remind": Payload.REMIND}


async def command(update: Update, context: CoachContext) -> None:
    """A command to us, or to nobody by name: it leads to the private chat."""
    message = message_of(update)
    words = (message.text or "/").split()
    name, _, bot = words[0].removeprefix("/").partition("@")
    if bot.lower() in ("", context.bot.username.lower()):
        reply = views.to_private(context.bot.username, _LINKED.get(name, Payload.COACH))
        await context.reply_to(message, reply)


async def question(update: Update, context: CoachContext) -> None:
    """A text in which the bot is named, or a reply to it; edited, its answer is edited."""
    message, bot = message_of(update), context.bot.username
    if not concerns_us(message, context):
        return
    words = re.sub(rf"@{re.escape(bot)}\b", " ", message.text or "", flags=re.IGNORECASE).strip()
    if words:
        given = await context.coach.questions.in_public(words)
        reply = views.response(given, bot)
    else:
        reply = views.to_private(bot, Payload.COACH)
    await context.reply_to(message, reply)


async def ignore(update: Update, context: CoachContext) -> None:
    """Pictures, people coming and going, edited commands."""


def concerns_us(message: Message, context: CoachContext) -> bool:
    """Whether a message of a group is a command, names us or replies to us."""
    if (message.text or "").startswith("/"):
        return True
    replied = message.reply_to_message
    if replied is not None and replied.from_user == context.bot.bot:
        return True
    names = message.parse_entities([MessageEntity.MENTION]).values() if message.text else ()
    return f"@{context.bot.username}".lower() in (name.lower() for name in names)


HANDLERS: tuple[Handler, ...] = (
    MessageHandler(_NEW & filters.COMMAND, command),
    MessageHandler(_NEW_OR_EDITED & filters.TEXT & ~filters.COMMAND, question),
    MessageHandler(filters.ChatType.GROUPS, ignore),
)
