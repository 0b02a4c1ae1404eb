"""Training: the overview, the session that runs, and what each press makes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.coach.ids import new_id
from bot.coach.planning import Planning, Today
from bot.domain.action import (
    Action,
    Aim,
    Done,
    Notice,
    Outcome,
    Stop,
    Swap,
    apply,
    only_aimed_since,
)
from bot.domain.due import Due, DueKind
from bot.domain.gym import Gym
from bot.domain.person import Person
from bot.domain.progression import plan_exercise
from bot.domain.session import Effort, Session, SetLogged
from bot.storage import due, gyms, people, questions, sessions
from bot.storage.connection import Connection
from bot.storage.database import Database
from content.language import AlarmClass
from content.library import Library
from content.substitutes import Substitution

_CHANGES_NOTHING = {
    Notice.STALE,
    Notice.ALREADY_LOGGED,
    Notice.ALREADY_DONE,
    Notice.NOTHING_TO_UNDO,
    Notice.ENDED,
}
REOPENS = timedelta(hours=3)
"""A session that ended longer ago is history: /undo leaves it alone."""

Decision = Callable[[Connection, Person, Session], Action]


@dataclass(frozen=True)
class Seen:
    """The session and the version that a button was made for."""

    session: str
    version: int


class NoSessionError(LookupError):
    """The person has no such session, or none at all."""


class AlarmError(Exception):
    """A red flag in force forbids all of training but to stop it."""

    def __init__(self, alarm: AlarmClass) -> None:
        super().__init__(alarm)
        self.alarm = alarm


@dataclass(frozen=True)
class Overview:
    """What /backday starts with: the plan for today, or the session that runs."""

    plan: tuple[Today, ...]
    gym: Gym
    running: Outcome | None = None


@dataclass(frozen=True)
class Numbers:
    """The working sets of one exercise: of the last time, and of the session that is open."""

    last: tuple[Effort, ...] = ()
    today: tuple[Effort, ...] = ()
    training: bool = False
    """Whether a session is open."""


class Training:
    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library
        self._planning = Planning(library)

    async def overview(self, person: int) -> Overview:
        """Today's plan, or the session that is open."""

        def unit(connection: Connection) -> Overview:
            running = self._running(connection, person)
            if running is None:
                return self._next(connection, person)
            session = running.session
            slots = range(len(session.plan))
            plan = tuple(Today(session.at(slot), session.original(slot)) for slot in slots)
            return Overview(plan, gyms.current(connection, person), running)

        return await self._database.run(unit, person)

    async def next_plan(self, person: int) -> Overview:
        """The plan that the next session would have, whatever session runs now."""
        return await self._database.run(lambda connection: self._next(connection, person), person)

    async def running(self, person: int) -> Outcome | None:
        """The session that is open, as it stands."""
        return await self._database.run(
            lambda connection: self._running(connection, person), person
        )

    async def stands(self, person: int, session: str) -> Outcome | None:
        """The session that is open, or else the one asked for, as it stands."""

        def unit(connection: Connection) -> Outcome | None:
            running = self._running(connection, person)
            ended = None if running else sessions.find(connection, session, person)
            return Outcome(ended, Notice.ENDED) if ended else running

        return await self._database.run(unit, person)

    async def start(self, person: int, now: datetime, *, short: bool = False) -> Outcome:
        """Opens a session; one that is open already goes on instead."""

        def unit(connection: Connection) -> Outcome:
            running = self._running(connection, person)
            if running is not None:
                return running
            session = self._planning.fresh(connection, person, short=short)
            facts = tuple(replace(fact, at=now) for fact in session.facts)
            session = replace(session, started_at=now, facts=())
            sessions.add(connection, session)
            if facts:
                swapped = replace(session, facts=facts, version=session.version + 1)
                sessions.save(connection, session, swapped)
                session = swapped
            return Outcome(session, Notice.STARTED)

        return await self._database.run(unit, person)

    async def act(self, person: int, seen: Seen, action: Action, now: datetime) -> Outcome:
        """Does `action` once. A button of an older version changes nothing and says so.

        Like all that follows it raises a NoSessionError or an AlarmError where nothing may be done.
        """
        return await self._decide(person, seen, lambda *_: action, now, stops=_stops(action))

    async def act_typed(
        self, person: int, action: Action, message: int, now: datetime, at: datetime | None = None
    ) -> Outcome:
        """Does what a message says, once. It happened `at`, where that was before `now`."""
        return await self._decide(
            person, None, lambda *_: action, now, message, at, stops=_stops(action)
        )

    async def swap(self, person: int, seen: Seen, exercise: str, now: datetime) -> Outcome:
        """Puts another exercise in the place of the one at hand."""

        def decision(connection: Connection, who: Person, session: Session) -> Action:
            last = sessions.last_efforts(connection, person).get(exercise, ())
            planned = plan_exercise(self._library.exercises[exercise], last, who.unit)
            step = session.step
            return Swap(replace(planned, sets=step.planned.sets) if step else planned)

        return await self._decide(person, seen, decision, now)

    async def substitutes(self, person: int, exercise: str) -> tuple[Substitution, ...]:
        """What can take the place of an exercise, in this person's gym, best first."""
        gym = await self._database.run(lambda connection: gyms.current(connection, person), person)
        known = self._library.exercises.get(exercise)
        return self._planning.ranked(known, gym.inventory, frozenset({exercise})) if known else ()

    async def numbers(self, person: int, exercise: str) -> Numbers:
        """The person's numbers for one exercise."""

        def unit(connection: Connection) -> Numbers:
            last = sessions.last_efforts(connection, person).get(exercise, ())
            session = sessions.open_session(connection, person)
            logged = session.logged if session else ()
            today = tuple(each.effort for each in logged if each.exercise == exercise)
            return Numbers(last, today, session is not None)

        return await self._database.run(unit, person)

    async def _decide(
        self,
        person: int,
        seen: Seen | None,
        decision: Decision,
        now: datetime,
        message: int | None = None,
        at: datetime | None = None,
        *,
        stops: bool = False,
    ) -> Outcome:
        def unit(connection: Connection) -> Outcome:
            alarm = None if stops else questions.alarm_in_force(connection, person, now)
            if alarm is not None:
                raise AlarmError(alarm)
            who = people.find(connection, person)
            session = self._meant(connection, person, seen, now)
            if who is None or session is None:
                raise NoSessionError
            rest_until = due.rest_until(connection, session.id)
            action = decision(connection, who, session)
            if seen is not None and _is_stale(session, seen, action):
                return _stale(session, seen, action, rest_until)
            outcome = apply(
                session,
                action,
                at or now,
                rest_until=rest_until,
                resting=who.rests,
                message=message,
            )
            if outcome.notice in _CHANGES_NOTHING:
                return replace(outcome, rest_until=rest_until)
            if outcome.rest_until is not None and outcome.rest_until <= now:
                outcome = replace(outcome, rest_until=None)
            if not sessions.save(connection, session, outcome.session):
                return Outcome(session, Notice.STALE, rest_until)
            self._keep_rest(connection, outcome)
            return outcome

        return await self._database.run(unit, person)

    def _meant(
        self, connection: Connection, person: int, seen: Seen | None, now: datetime
    ) -> Session | None:
        """The session that is open, whatever session a button is from; else one just ended."""
        session = sessions.open_session(connection, person)
        if session is not None:
            return session
        session = (
            sessions.find(connection, seen.session, person)
            if seen
            else sessions.latest_session(connection, person)
        )
        if session is None or session.ended_at is None or now - session.ended_at > REOPENS:
            return None
        return session

    def _running(self, connection: Connection, person: int) -> Outcome | None:
        session = sessions.open_session(connection, person)
        if session is None:
            return None
        return Outcome(session, Notice.RESUMED, due.rest_until(connection, session.id))

    def _next(self, connection: Connection, person: int) -> Overview:
        return Overview(*self._planning.next_time(connection, person))

    def _keep_rest(self, connection: Connection, outcome: Outcome) -> None:
        session = outcome.session
        if outcome.rest_until is None:
            due.end_rest(connection, session.id)
        else:
            rest = Due(
                id=new_id(),
                kind=DueKind.REST,
                person=session.person,
                due_at=outcome.rest_until,
                session=session.id,
            )
            due.put(connection, rest)


def _stops(action: Action) -> bool:
    return isinstance(action, Stop)


def _is_stale(session: Session, seen: Seen, action: Action) -> bool:
    if seen.session != session.id:
        return True
    quick = isinstance(action, Aim) and only_aimed_since(session, seen.version)
    return seen.version != session.version and not quick


def _stale(session: Session, seen: Seen, action: Action, rest_until: datetime | None) -> Outcome:
    """A press that came too late; a second press of Done is told what the first one logged."""
    last = session.facts[-1] if session.facts else None
    same = seen.session == session.id and seen.version == session.version - 1
    twice = same and isinstance(action, Done)
    if twice and isinstance(last, SetLogged):
        return Outcome(session, Notice.ALREADY_LOGGED, rest_until, last)
    return Outcome(session, Notice.STALE, rest_until)
