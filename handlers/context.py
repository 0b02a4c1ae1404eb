"""What a handler gets: the coach, the sender, the clock, and Optionals narrowed once."""

import logging
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType
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
from bot.metrics import Metrics
from handlers import texts
from handlers.callback_data import ButtonData, Place, PlaceButton
from handlers.journal import Journal, Outcome, note
from handlers.outbox import Outbox
from handlers.reply import Button, Keys, Reply
from handlers.sender import Sender

Data = TypeVar("Data", bound=ButtonData)
EXPECT_LOCATION = "location"
"""A location, or a city typed instead; a key that sends the place is on the screen."""
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
    outbox: Outbox
    operators: frozenset[int]
    metrics: Metrics
    answered: set[str]
    """Ids of the presses in hand that were answered; an error handler gets another context."""
    unsent: set[int]
    """Ids of the updates in hand whose reply did not get through, for now."""
    journal: Journal

    async def process_update(self, update: object) -> None:
        """Handles an update, and writes its line of the log."""
        with self.journal.line(update):
            await super().process_update(update)


class CoachContext(Context):
    """Made for each update."""

    met: Person | None = None
    """Who wrote or pressed, in private, once they were looked up."""

    @cached_property
    def coach(self) -> Coach:
        """The same for the whole update, whatever the content becomes meanwhile."""
        return self.ours.coach

    @property
    def sender(self) -> Sender:
        return self.ours.sender

    def is_operator(self, person: Person) -> bool:
        return person.id in self.ours.operators

    def now(self) -> datetime:
        """Aware UTC, from the one clock of the process."""
        return self.ours.clock.now()

    def try_again(self, update: Update) -> None:
        """Its reply did not get through; the lane does it once more, a little later."""
        self.ours.unsent.add(update.update_id)
        note(Outcome.UNSENT)

    @property
    def ours(self) -> CoachApplication:
        assert isinstance(self.application, CoachApplication)
        return self.application

    async def person(self, update: Update, *, typed: bool = False) -> Person:
        """Whoever wrote or pressed; from now on they are known.

        Only `typed` words can be what was expected; anything else calls that off.
        """
        person = await self.coach.people.greet(user_of(update).id, self.now())
        if person.expecting is not None and not typed:
            await self.coach.people.expect(person.id, None)
            if person.expecting == EXPECT_LOCATION:
                await self.put_keys_away(person, texts.LOCATION_NOT_NEEDED)
        self.met = person
        return person

    async def put_keys_away(self, person: Person, words: str) -> None:
        """Takes the key that sends a location from the screen; only a message can."""
        await self.sender.post(person.id, Reply(words, keys=Keys.PUT_AWAY), ring=False)

    async def say(self, person: Person, reply: Reply) -> None:
        """A quiet new message below what the person wrote."""
        reply = await self.with_way_back(person.id, reply)
        await self.sender.post(person.id, reply, ring=False)

    async def reply_to(self, question: Message, reply: Reply) -> None:
        """Answers a question by a quiet message, which is edited when the question is."""
        chat, number = question.chat, question.message_id
        private = chat.type == ChatType.PRIVATE
        if private:
            reply = await self.with_way_back(chat.id, reply)
        to = None if private else question
        before = await self.coach.questions.answer_to(chat.id, number)
        if before is None:
            sent = (await self.sender.post(chat.id, reply, ring=False, to=to)).message_id
        else:
            sent = await self.sender.revise(chat.id, before, reply, to=to)
        if sent != before:
            await self.coach.questions.answered(chat.id, number, sent, self.now())

    async def show(self, query: CallbackQuery, reply: Reply) -> int:
        """Answers a press, then shows what came of it on the message or, if it is old, below.

        The id of the message that shows it.
        """
        await self.answer(query, reply.toast)
        reply = await self.with_way_back(query.from_user.id, reply)
        lowest = self.met.live_message if self.met else None
        return await self.sender.replace(query.from_user.id, pressed_message(query), reply, lowest)

    async def answer(self, query: CallbackQuery, toast: str | None = None) -> None:
        """Answers a press once; where that fails, what was asked for is done all the same."""
        if query.id in self.ours.answered:
            return
        self.ours.answered.add(query.id)
        if toast in texts.STALE_TOASTS:
            note(Outcome.STALE)
        try:
            await self.sender.answer(query, toast)
        except Forbidden:
            raise
        except TelegramError as error:
            _log.info("a press was not answered in time: %s", error)

    async def with_way_back(self, person: int, reply: Reply) -> Reply:
        """Whatever comes below the card of a session leads back to it."""
        if reply.leads_to_card or reply.keys is not None or reply.file is not None:
            return reply
        running = await self.coach.training.running(person)
        if running is None:
            return reply
        back = Button(texts.BACK_TO_SET, PlaceButton(Place.CARD), style="primary")
        return replace(reply, buttons=(*reply.buttons, (back,)))


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


def button_of(query: CallbackQuery, kind: type[Data]) -> Data | None:
    """The button, or None where its data is forged or of another version of us."""
    return kind.parse(query.data or "")
