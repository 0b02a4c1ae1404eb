"""Training: the overview, the session that runs, and what each press makes of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.coach.ids import new_id
from bot.domain.action import Action, Done, Notice, Outcome, Swap, apply
from bot.domain.due import Due, DueKind
from bot.domain.load import Unit
from bot.domain.person import Person
from bot.domain.progression import plan_exercise
from bot.domain.session import Effort, PlannedExercise, Session, SetLogged, Swapped
from bot.storage import due, people, sessions
from bot.storage.connection import Connection
from bot.storage.database import Database
from content.conversation import Situation
from content.library import Library
from content.substitutes import Substitution, rank

_NOT_YET = datetime.fromtimestamp(0, UTC)
_CHANGES_NOTHING = {Notice.STALE, Notice.ALREADY_LOGGED, Notice.NOTHING_TO_UNDO, Notice.ENDED}

Decision = Callable[[Connection, Person, Session], Action]


@dataclass(frozen=True)
class Seen:
    """The session and the version that a button was made for; None: what was typed, for now."""

    session: str
    version: int


class NoSessionError(LookupError):
    """The person has no such session, or none at all."""


@dataclass(frozen=True)
class Overview:
    """What /backday starts with: the plan for today, or the session that runs."""

    plan: tuple[PlannedExercise, ...]
    running: Outcome | None = None
    swapped: tuple[tuple[str, str], ...] = ()
    """(planned, instead) where the person's gym lacks what the plan needs."""


class Training:
    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def overview(self, person: int) -> Overview:
        """Today's plan, or the session that is open."""

        def unit(connection: Connection) -> Overview:
            running = self._running(connection, person)
            if running is not None:
                return Overview(running.session.plan, running)
            fresh = self._fresh(connection, person, short=False)
            facts = [fact for fact in fresh.facts if isinstance(fact, Swapped)]
            swapped = tuple((fresh.plan[f.slot].exercise, f.planned.exercise) for f in facts)
            return Overview(tuple(fresh.at(slot) for slot in range(len(fresh.plan))), None, swapped)

        return await self._database.run(unit)

    async def running(self, person: int) -> Outcome | None:
        """The session that is open, as it stands."""
        return await self._database.run(lambda connection: self._running(connection, person))

    async def start(self, person: int, now: datetime, *, short: bool = False) -> Outcome:
        """Opens a session; one that is open already goes on instead."""

        def unit(connection: Connection) -> Outcome:
            running = self._running(connection, person)
            if running is not None:
                return running
            session = self._fresh(connection, person, short=short)
            facts = tuple(replace(fact, at=now) for fact in session.facts)
            session = replace(session, started_at=now, facts=())
            sessions.add(connection, session)
            if facts:
                swapped = replace(session, facts=facts, version=session.version + 1)
                sessions.save(connection, session, swapped)
                session = swapped
            return Outcome(session, Notice.STARTED)

        return await self._database.run(unit)

    async def act(self, person: int, seen: Seen | None, action: Action, now: datetime) -> Outcome:
        """Does `action` once. A button of an older version changes nothing and says so."""
        return await self._decide(person, seen, lambda *_: action, now)

    async def swap(self, person: int, seen: Seen | None, exercise: str, now: datetime) -> Outcome:
        """Puts another exercise in the place of the one at hand."""

        def decision(connection: Connection, who: Person, session: Session) -> Action:
            last = sessions.last_efforts(connection, person).get(exercise, ())
            planned = plan_exercise(self._library.exercises[exercise], last, who.unit)
            step = session.step
            return Swap(replace(planned, sets=step.planned.sets) if step else planned)

        return await self._decide(person, seen, decision, now)

    async def substitutes(self, person: int, session: Session) -> tuple[Substitution, ...]:
        """What can take the place of the exercise at hand, in this person's gym, best first."""
        lacks = await self._database.run(
            lambda connection: people.missing_equipment(connection, person)
        )
        step = session.step
        if step is None:
            return ()
        exercise = self._library.exercises[step.planned.exercise]
        situation = Situation(lacks=lacks, avoid=frozenset({exercise.key}))
        return rank(exercise, situation, self._library)

    async def _decide(
        self, person: int, seen: Seen | None, decision: Decision, now: datetime
    ) -> Outcome:
        def unit(connection: Connection) -> Outcome:
            who = people.find(connection, person)
            session = self._meant(connection, person, seen)
            if who is None or session is None:
                raise NoSessionError
            rest_until = due.rest_until(connection, session.id)
            action = decision(connection, who, session)
            if seen is not None and seen.version != session.version:
                return _stale(session, seen, action, rest_until)
            outcome = apply(session, action, now, rest_until=rest_until, resting=who.rests)
            if outcome.notice in _CHANGES_NOTHING:
                return replace(outcome, rest_until=rest_until)
            sessions.save(connection, session, outcome.session)
            self._keep_rest(connection, outcome)
            return outcome

        return await self._database.run(unit)

    def _meant(self, connection: Connection, person: int, seen: Seen | None) -> Session | None:
        if seen is not None:
            return sessions.find(connection, seen.session, person)
        return sessions.open_session(connection, person) or sessions.latest_session(
            connection, person
        )

    def _running(self, connection: Connection, person: int) -> Outcome | None:
        session = sessions.open_session(connection, person)
        if session is None:
            return None
        return Outcome(session, Notice.RESUMED, due.rest_until(connection, session.id))

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

    def _fresh(self, connection: Connection, person: int, *, short: bool) -> Session:
        """A session that is not stored yet, with what the gym lacks swapped."""
        who = people.find(connection, person)
        unit = who.unit if who else Unit.KG
        workout = self._library.workout
        last = sessions.last_efforts(connection, person)
        keys = (workout.short or workout.exercises) if short else workout.exercises
        plan = tuple(self._planned(key, last, unit) for key in keys)
        lacks = people.missing_equipment(connection, person)
        facts = []
        for slot, planned in enumerate(plan):
            instead = self._instead(planned.exercise, lacks)
            if instead is not None:
                other = replace(self._planned(instead, last, unit), sets=planned.sets)
                facts.append(Swapped(slot, other, _NOT_YET))
        return Session(new_id(), person, workout.key, plan, tuple(facts), 0, _NOT_YET)

    def _planned(
        self, key: str, last: dict[str, tuple[Effort, ...]], unit: Unit
    ) -> PlannedExercise:
        return plan_exercise(self._library.exercises[key], last.get(key, ()), unit)

    def _instead(self, key: str, lacks: frozenset[str]) -> str | None:
        """The best substitute where every way to do the exercise needs something missing."""
        exercise = self._library.exercises[key]
        if not all(needs & lacks for needs in exercise.equipment):
            return None
        best = rank(exercise, Situation(lacks=lacks), self._library)
        return best[0].exercise if best else None


def _stale(session: Session, seen: Seen, action: Action, rest_until: datetime | None) -> Outcome:
    """A press that came too late; a second press of Done is told what the first one logged."""
    last = session.facts[-1] if session.facts else None
    twice = seen.version == session.version - 1 and isinstance(action, Done)
    if twice and isinstance(last, SetLogged):
        return Outcome(session, Notice.ALREADY_LOGGED, rest_until, last)
    return Outcome(session, Notice.STALE, rest_until)
