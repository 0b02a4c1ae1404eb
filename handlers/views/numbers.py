"""Sets and loads as people write them."""

from collections.abc import Sequence

from bot.domain.session import Effort, PlannedExercise


def efforts(done: Sequence[Effort]) -> str:
    """ "40 kg × 11, 10, 9": the load again only where it changes."""
    parts: list[str] = []
    before: Effort | None = None
    for effort in done:
        same = before is not None and effort.load == before.load
        parts.append(str(effort.reps) if same else _effort(effort))
        before = effort
    return ", ".join(parts)


def dose(planned: PlannedExercise) -> str:
    return f"{planned.sets} × {planned.reps_low}–{planned.reps_high}"


def _effort(effort: Effort) -> str:
    return f"{effort.load} × {effort.reps}" if effort.load else f"{effort.reps}"
