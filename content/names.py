"""Exercises by what is typed of their names: beginnings of words, nicknames, typos."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from content.library import Library
from content.wording import words

_BEGINS = 0.9
"""A word that is only begun, against 1 for a whole one."""
_LEAST_LIKE = 0.75
"""Words less alike than this are no typos of each other."""
_SHORTEST_TYPO = 4
"""Letters; shorter words are too like each other."""
_WHOLE = 0.1
"""What the share of the name that was typed counts beside how well it was typed."""
_OWN_NAME = 0.04
_IN_ROUTINE = 0.05


@dataclass(frozen=True)
class _Label:
    """One way to call an exercise."""

    exercise: str
    words: tuple[str, ...]
    joined: str
    bonus: float


@dataclass(frozen=True)
class Named:
    """An exercise that is named; `sure` where no word had to be taken for a typo."""

    exercise: str
    sure: bool


class Names:
    """Built once from a library."""

    def __init__(self, library: Library) -> None:
        self._labels: list[_Label] = []
        for exercise in library.exercises.values():
            routine = _IN_ROUTINE if exercise.key in library.workout.exercises else 0.0
            for label in (exercise.name, *exercise.aliases):
                own = _OWN_NAME if label == exercise.name else 0.0
                said = words(label)
                self._labels.append(_Label(exercise.key, said, "".join(said), routine + own))

    def find(self, typed: str) -> tuple[Named, ...]:
        """The exercises in whose name every typed word is, best first."""
        said = words(typed)
        if not said:
            return ()
        best: dict[str, tuple[bool, float]] = {}
        for label in self._labels:
            found = _likeness(said, label)
            if found is not None and found > best.get(label.exercise, (False, 0.0)):
                best[label.exercise] = found
        ordered = sorted(best, key=lambda key: best[key], reverse=True)
        return tuple(Named(key, sure=best[key][0]) for key in ordered)


def _likeness(said: Sequence[str], label: _Label) -> tuple[bool, float] | None:
    """Whether it is sure, and a score; None where a word is not in the name."""
    *before, last = said
    apart = [_best(word, label.words, begun=len(word) > 1) for word in before]
    apart.append(_best(last, label.words, begun=True))
    # "Tbar" and "pull up": spaces are where people put them.
    joined = "".join(said)
    together = _like(joined, label.joined, begun=len(joined) > 1)
    if not (all(apart) or together):
        return None
    score = max(sum(apart) / len(apart) if all(apart) else 0.0, together)
    share = min(1.0, len(joined) / len(label.joined))
    return max(min(apart), together) >= _BEGINS, score + _WHOLE * share + label.bonus


def _best(word: str, names: Sequence[str], *, begun: bool) -> float:
    return max(_like(word, name, begun=begun) for name in names)


def _like(word: str, name: str, *, begun: bool) -> float:
    if word == name:
        return 1.0
    if begun and name.startswith(word):
        return _BEGINS
    if len(word) < _SHORTEST_TYPO:
        return 0.0
    alike = ratio(word, name) / 100
    return _BEGINS * alike if alike >= _LEAST_LIKE else 0.0
