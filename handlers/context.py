"""What a handler gets: the coach, the sender, the clock, and Optionals narrowed once."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from telegram import CallbackQuery, Message, Update, User
from telegram.error import Forbidden, TelegramError
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackContext,
    ExtBot,
    JobQueue,
)

from bot.clock import Clock
from bot.coach import Coach
from bot.domain.person import Person
from handlers.callback_data import ButtonData
from handlers.reply import Reply
from handlers.sender import Sender

Button = TypeVar("Button", bound=ButtonData)
_log = logging.getLogger(__name__)

if TYPE_CHECKING:
    Base = Application[
        ExtBot[None],
        "CoachContext",
        dict[Any, Any],
        dict[Any, Any],
        dict[Any, Any],
        JobQueue["CoachContext"],
    ]
    Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
else:
    Base, Context = Application, CallbackContext


class CoachApplication(Base):
    """The Application with what its handlers need; `build_application` makes it."""

    coach: Coach
    clock: Clock
    sender: Sender


class CoachContext(Context):
    """Made for each update."""

    _answered = False

    @property
    def coach(self) -> Coach:
        return self._ours.coach

    @property
    def sender(self) -> Sender:
        return self._ours.sender

    def now(self) -> datetime:
        """Aware UTC, from the one clock of the process."""
        return self._ours.clock.now()

    @property
    def _ours(self) -> CoachApplication:
        assert isinstance(self.application, CoachApplication)
        return self.application

    async def person(self, update: Update) -> Person:
        """Whoever wrote or pressed; from now on they are known."""
        return await self.coach.people.greet(user_of(update).id, self.now())

    async def show(self, query: CallbackQuery, reply: Reply) -> None:
        """Answers a press, then shows what came of it on the message or, if it is old, below."""
        await self.answer(query, reply.toast)
        await self.sender.replace(query.from_user.id, pressed_message(query), reply)

    async def answer(self, query: CallbackQuery, toast: str | None = None) -> None:
        """Answers a press once; where that fails, what was asked for is done all the same."""
        if self._answered:
            return
        self._answered = True
        try:
            await query.answer(toast)
        except Forbidden:
            raise
        except TelegramError as error:
            _log.info("a press was not answered in time: %s", error)


Handler = BaseHandler[Update, CoachContext, Any]


def message_of(update: Update) -> Message:
    """The message that was written or edited."""
    message = update.effective_message
    assert message is not None
    return message


def user_of(update: Update) -> User:
    user = update.effective_user
    assert user is not None
    return user


def query_of(update: Update) -> CallbackQuery:
    query = update.callback_query
    assert query is not None
    return query


def pressed_message(query: CallbackQuery) -> int:
    """Id of the message whose button was pressed, also where Telegram no longer shows it."""
    assert query.message is not None
    return query.message.message_id


def button_of(query: CallbackQuery, kind: type[Button]) -> Button | None:
    """The button, or None where its data is forged or of another version of us."""
    return kind.parse(query.data or "")
