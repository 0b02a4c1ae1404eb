"""Gaps of the content: what it could not answer, who waits for it, what new content makes of it."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.coach.agenda import AnswerDue
from bot.coach.ids import new_id
from bot.domain.due import Due, DueKind
from bot.domain.gap import Gap
from bot.domain.gym import Gym, situations
from bot.storage import due, gaps, gyms
from bot.storage.connection import Connection
from bot.storage.database import Database
from content.answers import Answerer
from content.conversation import Conversation
from content.library import Library
from content.repeats import repeats
from content.responses import Answer

BATCH = 50
_log = logging.getLogger(__name__)

Gist = Callable[[str], frozenset[str]]


@dataclass(frozen=True)
class Group:
    """The same question, however it was put; `gaps` are its askings, oldest first."""

    gaps: tuple[Gap, ...]

    @property
    def question(self) -> str:
        """As it was put most often, and last."""
        counts = Counter(gap.question for gap in self.gaps)
        return max(reversed(self.gaps), key=lambda gap: counts[gap.question]).question

    @property
    def last(self) -> Gap:
        return self.gaps[-1]

    @property
    def times(self) -> int:
        return len(self.gaps)

    @property
    def waiting(self) -> int:
        """How many people want to be told."""
        return len({gap.person for gap in self.gaps if gap.waits})

    @property
    def dismissed(self) -> bool:
        """Once it was said of one asking, it holds for the others, too."""
        return any(gap.dismissed_at for gap in self.gaps)


class Wish(StrEnum):
    """What came of asking to be told, or of taking that back."""

    NOTED = "noted"
    ALREADY = "already"
    COMING = "coming"
    """The answer is there and about to be sent."""
    KNOWN = "known"
    """The answer is there: the question can be asked again now."""
    GIVEN_UP = "given_up"
    GONE = "gone"


def group(asked: Sequence[Gap], gist: Gist) -> list[Group]:
    """Most asked first, then by the latest asking; `asked` is in the order of asking."""
    gists = {gap.question: frozenset[str]() for gap in asked}
    gists = {question: gist(question) for question in gists}
    groups = [
        Group(tuple(asked[index] for index in members))
        for members in repeats([gists[gap.question] for gap in asked])
    ]
    return sorted(groups, key=lambda each: (each.times, each.last.asked_at), reverse=True)


class Gaps:
    def __init__(
        self, database: Database, library: Library, answerer: Answerer, number: int
    ) -> None:
        self._database = database
        self._library = library
        self._answerer = answerer
        self._number = number

    async def groups(self) -> list[Group]:
        """What the coach should write about: nothing that was dismissed."""
        return [each for each in await self._all() if not each.dismissed]

    async def dismiss(self, gap: str, now: datetime | None) -> Group | None:
        """The group of this asking is not for us; None as `now`: it is. None: it is gone."""
        found = next(
            (each for each in await self._all() if any(one.id == gap for one in each.gaps)), None
        )
        if found is not None:
            members = [each.id for each in found.gaps]
            await self._database.run(lambda connection: gaps.dismiss(connection, members, now))
        return found

    async def want(self, person: int, gap: str, now: datetime) -> tuple[Wish, str]:
        """The person waits for the answer from now on; beside the outcome, their question."""
        found, waiting = await self._asked(person, gap)
        if found is None:
            return Wish.GONE, ""
        if found.answered_at is not None:
            return Wish.COMING if found.waits else Wish.KNOWN, found.question
        if any(each.id in self._same(found, waiting) for each in waiting):
            return Wish.ALREADY, found.question
        noted = await self._database.run(lambda connection: gaps.want(connection, gap, now), person)
        return Wish.NOTED if noted else Wish.KNOWN, found.question

    async def give_up(self, person: int, gap: str) -> tuple[Wish, str]:
        """As `want`: the person no longer waits for this question, however they put it."""
        found, waiting = await self._asked(person, gap)
        if found is None:
            return Wish.GONE, ""
        if found.told_at is not None:
            return Wish.KNOWN, found.question
        same = self._same(found, waiting)

        def unit(connection: Connection) -> None:
            for each in same:
                gaps.give_up(connection, each)

        await self._database.run(unit, person)
        return Wish.GIVEN_UP, found.question

    async def ask_again(self, now: datetime) -> bool:
        """Asks this content some of what earlier content could not answer; whether more is left.

        What it can answer is settled, and due to be told to the person who waits for it, in one
        unit of work.
        """

        batch = await self._database.run(
            lambda connection: gaps.untried(connection, self._number, BATCH)
        )
        for gap in batch:
            own = await self._gyms_of(gap.person)
            if await self._answer(gap.question, own) is None:
                await self._tried(gap)
            else:
                await self._settle(gap, now)
        return len(batch) == BATCH

    async def answer(self, claimed: AnswerDue) -> Answer | None:
        """What is told; None where the content has lost the answer meanwhile: then they wait on."""
        answer = await self._answer(claimed.question, claimed.gyms)
        if answer is None:

            def unit(connection: Connection) -> None:
                due.settle(connection, claimed.due.id)
                gaps.reopen(connection, claimed.due.question or "", self._number)

            await self._database.run(unit, claimed.due.person)
        return answer

    async def _all(self) -> list[Group]:
        asked = await self._database.run(gaps.unanswered)
        return await asyncio.to_thread(group, asked, self._answerer.gist)

    async def _asked(self, person: int, gap: str) -> tuple[Gap | None, list[Gap]]:
        """The person's own question, and all that they wait for."""

        def unit(connection: Connection) -> tuple[Gap | None, list[Gap]]:
            found = gaps.find(connection, gap)
            own = found if found is not None and found.person == person else None
            return own, gaps.waiting(connection, person)

        return await self._database.run(unit, person)

    def _same(self, gap: Gap, others: Sequence[Gap]) -> frozenset[str]:
        """The ids of the askings of one question."""
        both = (gap, *(each for each in others if each.id != gap.id))
        same = next(each for each in group(both, self._answerer.gist) if gap in each.gaps)
        return frozenset(each.id for each in same.gaps)

    async def _gyms_of(self, person: int) -> tuple[Gym, ...]:
        return await self._database.run(lambda connection: gyms.all_of(connection, person), person)

    async def _tried(self, gap: Gap) -> None:
        await self._database.run(
            lambda connection: gaps.mark_tried(connection, gap.id, self._number), gap.person
        )

    async def _settle(self, gap: Gap, now: datetime) -> None:
        def unit(connection: Connection) -> None:
            found = gaps.find(connection, gap.id)
            if found is None or found.answered_at is not None:
                return
            gaps.mark_answered(connection, gap.id, now)
            if found.waits:
                row = Due(new_id(), DueKind.ANSWER, found.person, now, question=gap.id)
                due.put(connection, row)

        await self._database.run(unit, gap.person)

    async def _answer(self, question: str, own: Sequence[Gym]) -> Answer | None:
        """A real answer, which names its source; thanks and cautions are none."""
        gym, places = situations(own, self._library)
        try:
            response = await asyncio.to_thread(
                self._answerer.answer, question, Conversation(), gym=gym, places=places
            )
        except Exception:  # noqa: BLE001 - one odd question must not keep the others from theirs
            _log.exception("a kept question could not be asked again")
            return None
        return response if isinstance(response, Answer) and response.source else None
