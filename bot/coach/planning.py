"""Plans: what the next session holds, from the workout, the last one's numbers and the gym."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.coach.ids import new_id
from bot.domain.gym import Gym, Inventory, way_there
from bot.domain.load import Unit
from bot.domain.progression import plan_exercise
from bot.domain.session import Effort, PlannedExercise, Session, Swapped
from bot.storage import gyms, people, sessions
from bot.storage.connection import Connection
from content.library import Library
from content.models import Exercise
from content.substitutes import Substitution, rank

_NOT_YET = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Today:
    """An exercise of today's plan; `instead_of` where the gym lacks what was planned."""

    planned: PlannedExercise
    instead_of: str | None = None
    possible: bool = True
    """False: the gym lacks what it needs, and nothing can take its place."""
    unusual: tuple[str, ...] = ()
    """The equipment to do it with, where that is not what it is usually done with."""


class Planning:
    """Reads, and writes nothing."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def fresh(self, connection: Connection, person: int, *, short: bool) -> Session:
        """A session that is not stored yet, with what the gym lacks swapped."""
        who = people.find(connection, person)
        unit = who.unit if who else Unit.KG
        workout = self._library.workout
        last = sessions.last_efforts(connection, person)
        keys = (workout.short or workout.exercises) if short else workout.exercises
        plan = tuple(self._planned(key, last, unit) for key in keys)
        inventory = gyms.current(connection, person).inventory
        facts: list[Swapped] = []
        for slot, planned in enumerate(plan):
            others = frozenset((*keys, *(fact.planned.exercise for fact in facts)))
            instead = self._instead(planned.exercise, inventory, others)
            if instead is not None:
                other = replace(self._planned(instead, last, unit), sets=planned.sets)
                facts.append(Swapped(slot, other, _NOT_YET))
        return Session(new_id(), person, workout.key, plan, tuple(facts), 0, _NOT_YET)

    def _planned(
        self, key: str, last: dict[str, tuple[Effort, ...]], unit: Unit
    ) -> PlannedExercise:
        return plan_exercise(self._library.exercises[key], last.get(key, ()), unit)

    def next_time(self, connection: Connection, person: int) -> tuple[tuple[Today, ...], Gym]:
        """The plan of the next session, and the gym that it is for."""
        session = self.fresh(connection, person, short=False)
        gym = gyms.current(connection, person)
        slots = range(len(session.plan))
        return tuple(self._today(session, slot, gym.inventory) for slot in slots), gym

    def _today(self, session: Session, slot: int, inventory: Inventory) -> Today:
        planned = session.at(slot)
        exercise = self._library.exercises[planned.exercise]
        if session.original(slot) is not None:
            return Today(planned, session.original(slot))
        way = way_there(exercise, inventory, self._library)
        unusual = tuple(sorted(way)) if way and way != exercise.equipment[0] else ()
        return Today(planned, possible=way is not None, unusual=unusual)

    def _instead(self, key: str, inventory: Inventory, others: frozenset[str]) -> str | None:
        """The best substitute that is not planned anyway, where it cannot be done there."""
        exercise = self._library.exercises[key]
        if way_there(exercise, inventory, self._library) is not None:
            return None
        best = self.ranked(exercise, inventory, others)
        return best[0].exercise if best else None

    def ranked(
        self, exercise: Exercise, inventory: Inventory, avoid: frozenset[str]
    ) -> tuple[Substitution, ...]:
        """What can take the place of an exercise there, best first."""
        situation = inventory.situation.model_copy(update={"avoid": avoid})
        return rank(exercise, situation, self._library)
