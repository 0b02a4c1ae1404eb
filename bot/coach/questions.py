"""Questions: answered from the content, with the topic kept; what is missing is written down."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.coach.ids import new_id
from bot.domain.gap import Gap
from bot.domain.gym import Gym, situations
from bot.domain.session import Session
from bot.storage import answers, due, gaps, gyms, questions, sessions
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.questions import Turn
from content.answers import Answerer
from content.conversation import Conversation
from content.language import STOPS_TRAINING, AlarmClass
from content.library import Library
from content.responses import Clarification, OutOfScope, RedFlag, Response, Unknown

_LONGEST = 500
"""Characters of a question that could not be answered which are kept."""


@dataclass(frozen=True)
class Asked:
    """The response, and the number of its turn, which its buttons carry."""

    response: Response
    turn: int
    again: bool = False
    """A red flag was told before; this answer repeats it."""
    question: int | None = None
    """The message that asked, also where the choices of its answer led here."""
    gap: str | None = None
    """Id under which a question that could not be answered is kept."""


class Questions:
    def __init__(
        self, database: Database, library: Library, answerer: Answerer, number: int
    ) -> None:
        """`number` is that of the content: see `bot.storage.gaps`."""
        self._database = database
        self._number = number
        self._library = library
        self._answerer = answerer

    async def ask(
        self, person: int, question: str, now: datetime, *, message: int | None = None
    ) -> Asked:
        """Answers from the content; keeps the topic, and the question where nothing fits.

        `message` is the id of the message that asks: once more, edited, it takes back what it
        asked before. None is a press on a question that the last answer offered.
        """

        while (asked := await self._ask(person, question, now, message)) is None:
            pass
        return asked

    async def _ask(
        self, person: int, question: str, now: datetime, message: int | None
    ) -> Asked | None:
        """None: another turn came meanwhile, on another process; it may have told a red flag."""

        def known(connection: Connection) -> tuple[Turn, tuple[Gym, ...], Session | None]:
            return (
                questions.last_turn(connection, person, now),
                gyms.all_of(connection, person),
                sessions.open_session(connection, person),
            )

        turn, own, running = await self._database.run(known, person)
        step = running.step if running else None
        planned = step.planned.exercise if step else None
        before = turn.conversation if message is None else turn.until(message)
        gym, places = situations(own, self._library)
        response = await asyncio.to_thread(
            self._answerer.answer,
            question,
            before.within(self._library),
            gym=gym,
            places=places,
            current=planned if planned in self._library.exercises else None,
        )

        def keep(connection: Connection) -> Asked | None:
            if questions.last_turn(connection, person, now).number != turn.number:
                return None
            following = Turn(
                conversation=response.conversation,
                choices=_choices(response),
                number=turn.number + 1,
                question=turn.question if message is None else message,
                before=turn.before if message is None else before,
            )
            questions.save_turn(connection, person, following, now)
            reason, kept_as = _unanswered(response), f"{person}-{message or new_id()}"
            gap = Gap(kept_as, person, question[:_LONGEST], reason, now) if reason else None
            gaps.keep_instead(connection, kept_as, gap, self._number)
            if isinstance(response, RedFlag) and running and response.alarm in STOPS_TRAINING:
                due.end_rest(connection, running.id)
            again = isinstance(response, RedFlag) and turn.conversation.alarm is not None
            return Asked(
                response, following.number, again, following.question, gap.id if gap else None
            )

        return await self._database.run(keep, person)

    async def in_public(self, question: str) -> Response:
        """Answers anybody, from the content alone: nothing is looked up, nothing kept."""
        return await asyncio.to_thread(self._answerer.answer, question, Conversation())

    async def choice(self, person: int, turn: int, index: int, now: datetime) -> str | None:
        """The question behind a button, or None if that turn is over."""

        def unit(connection: Connection) -> str | None:
            last = questions.last_turn(connection, person, now)
            fits = last.number == turn and 0 <= index < len(last.choices)
            return last.choices[index] if fits else None

        return await self._database.run(unit, person)

    async def answered(self, chat: int, question: int, answer: int, now: datetime) -> None:
        """Notes the message that answers a question, so that an edit of it edits the answer."""
        await self._database.run(
            lambda connection: answers.keep(connection, chat, question, answer, now)
        )

    async def answer_to(self, chat: int, question: int) -> int | None:
        """The message that answers a question asked before."""
        return await self._database.run(lambda connection: answers.find(connection, chat, question))

    def alarm(self, text: str) -> bool:
        """Whether words that are meant for something else name a red flag."""
        return isinstance(self._answerer.answer(text, Conversation()), RedFlag)

    def names_a_sign(self, text: str) -> bool:
        """Whether words name any warning sign; cheaper than an answer."""
        return bool(self._answerer.signs(text).signs)

    async def alarm_in_force(self, person: int, now: datetime) -> AlarmClass | None:
        """A red flag told earlier that forbids training until it is cleared."""

        return await self._database.run(
            lambda connection: questions.alarm_in_force(connection, person, now), person
        )

    async def clear_alarm(self, person: int, now: datetime) -> None:
        """A professional has cleared the person, or it was a misunderstanding."""

        def unit(connection: Connection) -> None:
            turn = questions.last_turn(connection, person, now)
            cleared = turn.conversation.model_copy(update={"alarm": None})
            questions.save_turn(connection, person, Turn(cleared, (), turn.number + 1), now)

        await self._database.run(unit, person)


def _choices(response: Response) -> tuple[str, ...]:
    match response:
        case Clarification():
            return tuple(choice.question for choice in response.choices)
        case Unknown() | OutOfScope():
            return tuple(choice.question for choice in response.nearest)
        case _:
            return ()


def _unanswered(response: Response) -> str | None:
    match response:
        case Unknown():
            return "unknown"
        case OutOfScope():
            return "out_of_scope"
        case _:
            return None
