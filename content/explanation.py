"""What an exercise is and how it is done, as one answer."""

from collections.abc import Sequence

from content import texts
from content.conversation import Conversation
from content.differences import muscle_names
from content.library import Library
from content.models import Exercise, Statement
from content.responses import MAX_ANSWER, Answer

_ROOM_FOR_SOURCES = 200
_MOST_INTRODUCED = 3
"""Statements of an introduction that say how."""


def introduce(exercise: Exercise, library: Library) -> Answer:
    """What it is and, in short, how it is done."""
    shown = _article_first(exercise.form, library)[:_MOST_INTRODUCED]
    muscles = muscle_names(exercise.muscles.primary, library)
    usual = [texts.inside(library.equipment[key].name) for key in sorted(exercise.equipment[0])]
    needs = (texts.USUALLY_WITH.format(equipment=texts.listed(usual)),) if usual else ()
    return Answer(
        conversation=Conversation(exercise=exercise.key),
        headline=exercise.name,
        lines=(
            " ".join((texts.WORKS.format(muscles=muscles), *needs)),
            *(f"• {statement.text}" for statement in shown),
        ),
        source=texts.SOURCE.format(labels=library.source_line(*shown)),
        exercise=exercise.key,
    )


def explain(exercise: Exercise, library: Library) -> Answer:
    """Setup and form, the article's statements first."""
    ordered = _article_first((*exercise.setup, *exercise.form), library)
    room = MAX_ANSWER - _ROOM_FOR_SOURCES - len(exercise.name)
    shown: list[Statement] = []
    for statement in ordered:
        room -= len(statement.text) + 3
        if room < 0:
            break
        shown.append(statement)
    return Answer(
        conversation=Conversation(exercise=exercise.key),
        headline=exercise.name,
        lines=tuple(f"• {statement.text}" for statement in shown),
        source=f"From: {library.source_line(*shown)}",
        exercise=exercise.key,
    )


def _article_first(told: Sequence[Statement], library: Library) -> list[Statement]:
    """What the routine's article says before what is added to it."""
    return sorted(told, key=lambda statement: not library.sources[statement.source].article)
