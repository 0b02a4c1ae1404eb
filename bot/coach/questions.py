"""Questions: answered from the content, with the topic kept; what is missing is written down."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.coach.ids import new_id
from bot.domain.gap import Gap
from bot.domain.session import Session
from bot.storage import due, gaps, people, questions, sessions
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

    async def ask(self, person: int, question: str, now: datetime) -> Asked:
        """Answers from the content; keeps the topic, and the question where nothing fits."""

        def known(connection: Connection) -> tuple[Turn, frozenset[str], Session | None]:
            return (
                questions.last_turn(connection, person, now),
                people.missing_equipment(connection, person),
                sessions.open_session(connection, person),
            )

        turn, lacks, running = await self._database.run(known)
        step = running.step if running else None
        planned = step.planned.exercise if step else None
        response = await asyncio.to_thread(
            self._answerer.answer,
            question,
            turn.conversation.within(self._library),
            lacks=lacks.intersection(self._library.equipment),
            current=planned if planned in self._library.exercises else None,
        )

        def keep(connection: Connection) -> Asked:
            following = Turn(response.conversation, _choices(response), turn.number + 1)
            questions.save_turn(connection, person, following, now)
            reason = _unanswered(response)
            gap = Gap(new_id(), person, question[:_LONGEST], reason, now) if reason else None
            if gap:
                gaps.keep(connection, gap, self._number)
            if isinstance(response, RedFlag) and running and response.alarm in STOPS_TRAINING:
                due.end_rest(connection, running.id)
            again = isinstance(response, RedFlag) and turn.conversation.alarm is not None
            return Asked(response, following.number, again, gap.id if gap else None)

        return await self._database.run(keep)

    async def choice(self, person: int, turn: int, index: int, now: datetime) -> str | None:
        """The question behind a button, or None if that turn is over."""

        def unit(connection: Connection) -> str | None:
            last = questions.last_turn(connection, person, now)
            fits = last.number == turn and 0 <= index < len(last.choices)
            return last.choices[index] if fits else None

        return await self._database.run(unit)

    def alarm(self, text: str) -> bool:
        """Whether words that are meant for something else name a red flag."""
        return isinstance(self._answerer.answer(text, Conversation()), RedFlag)

    async def alarm_in_force(self, person: int, now: datetime) -> str | None:
        """The text of a red flag told earlier that forbids training until it is cleared."""

        def unit(connection: Connection) -> AlarmClass | None:
            return questions.last_turn(connection, person, now).conversation.alarm

        alarm = await self._database.run(unit)
        return self._library.safety.repeats[alarm] if alarm in STOPS_TRAINING else None

    async def clear_alarm(self, person: int, now: datetime) -> None:
        """A professional has cleared the person, or it was a misunderstanding."""

        def unit(connection: Connection) -> None:
            turn = questions.last_turn(connection, person, now)
            cleared = turn.conversation.model_copy(update={"alarm": None})
            questions.save_turn(connection, person, Turn(cleared, (), turn.number + 1), now)

        await self._database.run(unit)


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
