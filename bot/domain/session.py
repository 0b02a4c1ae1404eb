"""A training session: its plan and the facts logged. Where it stands is computed, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.load import Load


@dataclass(frozen=True)
class Effort:
    """What one working set was or should be."""

    reps: int
    load: Load | None = None

    def __str__(self) -> str:
        return f"{self.load} × {self.reps}" if self.load else f"{self.reps} reps"


@dataclass(frozen=True)
class PlannedExercise:
    """One place in the plan; `last` are the working sets of the last time, oldest first."""

    exercise: str
    sets: int
    reps_low: int
    reps_high: int
    rest: timedelta
    target: Effort
    last: tuple[Effort, ...] = ()


@dataclass(frozen=True)
class SetLogged:
    slot: int
    exercise: str
    effort: Effort
    at: datetime
    message: int | None = None
    """Id of the typed message that logged it; an edit of that message corrects the set."""


@dataclass(frozen=True)
class Aimed:
    """The person moved the target of the sets to come."""

    slot: int
    exercise: str
    effort: Effort
    at: datetime


@dataclass(frozen=True)
class Swapped:
    """Another exercise takes the place; `planned` is how it is to be done."""

    slot: int
    planned: PlannedExercise
    at: datetime


@dataclass(frozen=True)
class Skipped:
    slot: int
    at: datetime


@dataclass(frozen=True)
class Noted:
    slot: int
    text: str
    at: datetime


Fact = SetLogged | Aimed | Swapped | Skipped | Noted


@dataclass(frozen=True)
class Step:
    """The set that comes next: `number` of `planned.sets`, at place `slot` of the plan."""

    slot: int
    number: int
    planned: PlannedExercise
    target: Effort


@dataclass(frozen=True)
class Session:
    """`version` counts the changes."""

    id: str
    person: int
    workout: str
    plan: tuple[PlannedExercise, ...]
    facts: tuple[Fact, ...]
    version: int
    started_at: datetime
    ended_at: datetime | None = None
    typed: frozenset[int] = frozenset()
    """Ids of the typed messages that were acted on; none of them acts twice."""

    @property
    def step(self) -> Step | None:
        """The next set, or None when everything is done or the session has ended."""
        if self.ended_at is not None:
            return None
        return next(self._open_steps(), None)

    @property
    def logged(self) -> tuple[SetLogged, ...]:
        return tuple(fact for fact in self.facts if isinstance(fact, SetLogged))

    def at(self, slot: int) -> PlannedExercise:
        """What is done at a place of the plan, after swaps."""
        planned = self.plan[slot]
        for fact in self.facts:
            if isinstance(fact, Swapped) and fact.slot == slot:
                planned = fact.planned
        return planned

    def sets_at(self, slot: int) -> tuple[SetLogged, ...]:
        return tuple(fact for fact in self.logged if fact.slot == slot)

    def skipped(self, slot: int) -> bool:
        return any(isinstance(fact, Skipped) and fact.slot == slot for fact in self.facts)

    def original(self, slot: int) -> str | None:
        """The planned exercise where another one took its place."""
        planned = self.plan[slot].exercise
        return planned if self.at(slot).exercise != planned else None

    def with_fact(self, fact: Fact) -> "Session":
        return replace(self, facts=(*self.facts, fact), version=self.version + 1)

    def _open_steps(self) -> Iterator[Step]:
        for slot in range(len(self.plan)):
            planned, done = self.at(slot), len(self.sets_at(slot))
            if done < planned.sets and not self.skipped(slot):
                yield Step(slot, done + 1, planned, self._target(slot, planned))

    def _target(self, slot: int, planned: PlannedExercise) -> Effort:
        """The last thing aimed at or done in this place with this exercise, else the plan."""
        target = planned.target
        for fact in self.facts:
            if isinstance(fact, Aimed) and (fact.slot, fact.exercise) == (slot, planned.exercise):
                target = fact.effort
            elif isinstance(fact, SetLogged) and fact.exercise == planned.exercise:
                target = replace(target, load=fact.effort.load or target.load)
        return target
