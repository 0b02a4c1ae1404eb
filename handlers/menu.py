"""The command menus: everybody's, and the longer one in the chats of operators."""

import logging
from collections.abc import Mapping

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from handlers import texts
from handlers.context import CoachApplication

_log = logging.getLogger(__name__)


async def introduce(application: CoachApplication) -> None:
    """The menus and the descriptions that people see before they start."""
    bot = application.bot
    await bot.set_my_commands(_menu(texts.COMMANDS))
    await bot.set_my_description(texts.DESCRIPTION)
    await bot.set_my_short_description(texts.SHORT_DESCRIPTION)
    former = await application.coach.people.with_operator_menu() - application.operators
    for person in sorted(former | application.operators):
        await suit(person, application)


async def suit(person: int, application: CoachApplication) -> None:
    """The menu of one chat, by whether the person is an operator; who never wrote has none."""
    scope = BotCommandScopeChat(person)
    operates = person in application.operators
    try:
        if operates:
            menu = _menu({**texts.COMMANDS, **texts.OPERATOR_COMMANDS})
            await application.bot.set_my_commands(menu, scope)
        else:
            await application.bot.delete_my_commands(scope)
    except TelegramError as error:
        _log.warning("the menu of %s was not changed: %s", person, error)
    else:
        await application.coach.people.note_operator_menu(person, has=operates)


def _menu(commands: Mapping[str, str]) -> list[BotCommand]:
    return [BotCommand(name, what) for name, what in commands.items()]
