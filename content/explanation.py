"""How an exercise is done, as one answer."""

from content.conversation import Conversation
from content.library import Library
from content.models import Exercise, Statement
from content.responses import MAX_ANSWER, Answer

_ROOM_FOR_SOURCES = 200


def explain(exercise: Exercise, library: Library) -> Answer:
    """Setup and form, what the routine's article says before what is added to it."""
    told = (*exercise.setup, *exercise.form)
    ordered = sorted(told, key=lambda statement: not library.sources[statement.source].article)
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
