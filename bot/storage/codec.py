"""How domain values stand in columns: times as whole seconds, plans as JSON, loads as text."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache

from pydantic import TypeAdapter

from bot.domain.habit import Habit
from bot.domain.load import Load, Unit
from bot.domain.session import Effort, PlannedExercise
from bot.storage.connection import Row


def to_seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def to_instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def maybe_instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else to_instant(seconds)


def maybe_seconds(instant: datetime | None) -> int | None:
    return None if instant is None else to_seconds(instant)


def without_nul(text: str) -> str:
    """PostgreSQL keeps no NUL; a � stands for it."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def to_effort(row: Row) -> Effort:
    """From the columns reps, load and unit."""
    load = Load(Decimal(row["load"]), Unit(row["unit"])) if row["load"] is not None else None
    return Effort(row["reps"], load)


def from_effort(effort: Effort) -> dict[str, object]:
    """The columns reps, load and unit."""
    load = effort.load
    return {
        "reps": effort.reps,
        "load": str(load.amount) if load else None,
        "unit": load.unit.value if load else None,
    }


@lru_cache(maxsize=4096)
def to_planned(text: str) -> PlannedExercise:
    """Kept: a plan is read with each press, and most plans say the same."""
    return _planned().validate_json(text)


def from_planned(planned: PlannedExercise) -> str:
    return _planned().dump_json(planned).decode()


def to_habit(text: str | None) -> Habit:
    return _habit().validate_json(text) if text else Habit()


def from_habit(habit: Habit) -> str | None:
    return None if habit == Habit() else _habit().dump_json(habit).decode()


@cache
def _habit() -> TypeAdapter[Habit]:
    return TypeAdapter(Habit)


@cache
def _planned() -> TypeAdapter[PlannedExercise]:
    return TypeAdapter(PlannedExercise)
