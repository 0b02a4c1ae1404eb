"""Answers as the chat shows them: short enough for a screen, and about what was asked for."""

from collections.abc import Iterator, Sequence

from content import texts
from content.answers import Answerer
from content.conversation import Conversation
from content.documents import Document, Location
from content.errors import Fault
from content.explanation import explain
from content.library import Library
from content.models import Exercise, Statement, Topic
from content.parts import joined, stated, titled
from content.references import Documents
from content.responses import MAX_ANSWER, Answer, Clarification

_QUESTIONS = {frame: key for key, frame in texts.QUESTIONS.items()}
"""Each once: "can I" is asked as "what instead"."""
_FIELDS = {"substitute": "substitutes", "can_i": "substitutes", "rest": "prescription"}
"""Where an exercise's answer to an intent is written, if not in the section of that name."""


def faulty_answers(library: Library, answerer: Answerer, documents: Documents) -> Iterator[Fault]:
    """Answers that do not fit on a screen, and exercises that their own name misses."""
    for topic in library.topics.values():
        shown = _shown(topic.answer, None, library)
        yield from _too_long(shown, "answer", documents[Topic, topic.key], ("answer",))
    for exercise in library.exercises.values():
        document = documents[Exercise, exercise.key]
        for index, own in enumerate(exercise.questions):
            shown = _shown(own.answer, exercise, library)
            place = ("questions", index)
            yield from _too_long(shown, f"questions.{index}", document, place)
        yield from _too_long(explain(exercise, library), "explained", document, ("form",))
        for frame, key in _QUESTIONS.items():
            question = frame.format(name=exercise.name)
            reply = answerer.answer(question, Conversation())
            if isinstance(reply, Answer) and reply.exercise == exercise.key:
                yield from _too_long(reply, question, document, (_FIELDS.get(key, key),))
        yield from _misunderstood(exercise, answerer, document)


def _shown(answer: Sequence[Statement], exercise: Exercise | None, library: Library) -> Answer:
    """What is written, as the chat shows it; with the exercise's name where nobody said it."""
    part = stated(answer)
    if exercise:
        part = titled(part, exercise)
    return joined([part], Conversation(), None, library)


def _too_long(answer: Answer, what: str, document: Document, place: Location) -> Iterator[Fault]:
    """Counted before the chat drops what does not fit."""
    size = len("\n".join(filter(None, (answer.headline, *answer.lines, answer.source))))
    if size > MAX_ANSWER:
        message = f"{what}: {size} characters, of which {MAX_ANSWER} are shown"
        yield document.fault(message, *place)


def _misunderstood(exercise: Exercise, answerer: Answerer, document: Document) -> Iterator[Fault]:
    """Its name in full has to be understood as this exercise and no other."""
    question = texts.QUESTION.format(name=exercise.name)
    reply = answerer.answer(question, Conversation())
    if not isinstance(reply, Answer) or reply.exercise != exercise.key:
        asks = isinstance(reply, Clarification)
        message = "is answered with a question" if asks else "is not answered by it"
        yield document.fault(f"name: '{question}' {message}", "name")
