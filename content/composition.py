"""Puts one question's answer together: what the content says to an intent of an exercise."""

from collections.abc import Sequence
from dataclasses import replace

from content import texts
from content.anatomy import Anatomy
from content.differences import muscle_names
from content.library import Library
from content.models import Exercise, Key, Statement
from content.parts import Part, Request, sources, stated, titled
from content.programme import Programme
from content.search import SECTIONS, Search
from content.swaps import Swaps

_STEPS = {"after": 1, "before": -1}
_HOW = ("setup", "form")
_VARIANTS = ("other_weight", "cable_version", "band_version", "smith", "missing_attachment")
"""Intents whose answers tell of doing an exercise with something else."""
_SPEAKS_OF_IT = 0.45
"""The share of the question's words above which a statement answers it."""
_TELLS = 0.25
"""As `_SPEAKS_OF_IT`, for statements that follow the first."""


class Composer:
    """Answers by what was asked for; each method gives None where it has nothing to say."""

    def __init__(self, library: Library, search: Search) -> None:
        self._library = library
        self._search = search
        self._swaps = Swaps(library)
        self._programme = Programme(library)
        self._anatomy = Anatomy(library)

    def part(self, request: Request) -> Part | None:
        exercise = self._library.exercises[request.exercise] if request.exercise else None
        part = self._about(exercise, request) if exercise else self._in_general(request)
        if part is None:
            return None
        if exercise:
            part = self._titled(part, exercise, request)
        return replace(
            part,
            intent=part.intent or request.key,
            exercise=part.exercise or request.exercise,
        )

    def _about(self, exercise: Exercise, request: Request) -> Part | None:
        """Computed from the exercise's data, else authored for it, else its sections."""
        key = request.key
        part = self._computed(exercise, request)
        if part:
            return part
        own = exercise.answer(key or "")
        if own:
            return replace(stated(own), exercise=exercise.key)
        kin = self._swaps.stands_in_for(exercise)
        if kin.answer(key or ""):
            # What holds for an exercise of the routine holds for what stands in for it.
            return replace(stated(kin.answer(key or "")), exercise=kin.key)
        if key in (None, "how"):
            return self._spoken_of(exercise, request) or self._sections(exercise, _HOW, request)
        sections = request.intent.sections if request.intent else ()
        topic = request.intent.topic if request.intent else None
        if topic and topic == key:
            return self._topic(topic)
        spoken = self._spoken_of(exercise, request, sections or SECTIONS)
        if spoken or topic:
            return spoken or self._topic(topic or "")
        if not request.named:
            return self._of_each(key) or self._sections(exercise, sections or _HOW, request)
        return self._sections(exercise, sections or _HOW, request)

    def _computed(self, exercise: Exercise, request: Request) -> Part | None:
        key = request.key
        if key == "can_i":
            variant = self._variant(exercise, request)
            if variant:
                return variant
            part = self._swaps.instead(
                exercise, request.other, request.equipment, request.situation, request.new
            )
            return part or self._swaps.substitute(exercise, request.situation, request.new)
        if key == "substitute":
            return self._swaps.substitute(exercise, request.situation, request.new)
        if key == "compare":
            rival = request.other or self._swaps.stands_in_for(exercise).key
            if request.other or (rival != exercise.key and not exercise.answer("compare")):
                return self._compare(exercise, self._library.exercises[rival], request.muscles)
        if key == "define" and request.muscles and not request.named:
            return self._in_general(request)
        gone = request.new.taken or request.new.lacks
        if key == "muscles" and request.muscles and gone and not request.spelled:
            return self._in_general(request)
        if key in _STEPS:
            return self._programme.beside(exercise, _STEPS[key])
        if key == "order":
            return self._programme.order(exercise, request.other)
        if key == "prescription":
            return self._programme.prescription(exercise)
        if key == "rest":
            return self._programme.rest(exercise)
        if key == "muscles":
            return self._anatomy.muscles(exercise, request.muscles)
        if key == "equipment":
            return self._programme.equipment(exercise)
        return None

    def _variant(self, exercise: Exercise, request: Request) -> Part | None:
        """What the exercise says of doing it with the other tool that is proposed."""
        known = exercise.any_equipment | request.new.lacks
        proposed = [key for key in request.equipment if key not in known]
        if request.other or not proposed:
            return None
        name = self._library.equipment[proposed[0]].name
        tool = self._search.words(name)
        for question in exercise.questions:
            said = self._search.words(" ".join(told.text for told in question.answer))
            if tool <= said and any(intent.startswith(_VARIANTS) for intent in question.asked):
                return replace(stated(question.answer), exercise=exercise.key, intent="can_i")
        return None

    def _in_general(self, request: Request) -> Part | None:
        """What is asked without an exercise."""
        key = request.key
        if key == "define" and request.muscles and request.muscles[0] in self._library.topics:
            return self._topic(request.muscles[0])
        if request.muscles and key in ("muscles", "substitute", "can_i", "how", "define", None):
            part = self._anatomy.exercises_for(request.muscles[0], request.situation)
            if part:
                return part
        gym_told = request.new.lacks or request.new.taken or request.new.only is not None
        if key in ("substitute", "can_i", "routine", "swap") and gym_told:
            part = self._swaps.whole(self._library.workout.exercises, request.situation)
            if part:
                return part
        if key == "order":
            return self._programme.order(None, None)
        if key == "prescription":
            return self._programme.prescriptions()
        if key == "equipment" and not request.equipment:
            return self._programme.all_equipment()
        topic = request.intent.topic if request.intent else None
        return self._topic(topic) if topic else self._of_each(key)

    def _of_each(self, key: Key | None) -> Part | None:
        """What each exercise of the routine that answers an intent says to it, in a line each."""
        exercises = [self._library.exercises[name] for name in self._library.workout.exercises]
        told = [(one, one.answer(key or "")) for one in exercises if one.answer(key or "")]
        if not told:
            return None
        if len(told) == 1:
            return replace(stated(told[0][1]), exercise=told[0][0].key)
        lines = [titled(stated(answer[:1]), one).headline for one, answer in told]
        return Part(lines[0], tuple(lines[1:]), sources([answer[0] for _, answer in told]))

    def _titled(self, part: Part, exercise: Exercise, request: Request) -> Part:
        """With the exercise's name in front, where neither question nor answer has it."""
        said = " ".join((part.headline, *part.lines)).lower()
        if part.exercise not in (None, exercise.key) or part.topic or request.titled:
            return part
        if request.spelled or part.intent or exercise.name.lower() in said:
            return part
        return titled(part, exercise)

    def _topic(self, key: Key) -> Part:
        topic = self._library.topics[key]
        return replace(stated(topic.answer), topic=key, links=(topic.link,) if topic.link else ())

    def _sections(self, exercise: Exercise, fields: Sequence[str], request: Request) -> Part | None:
        """Whole sections; a statement that speaks of what was asked leads."""
        statements = _statements(exercise, fields) or _statements(exercise, _HOW)
        if not statements:
            return None
        ordered = self._search.order(statements, request.asked)
        if self._search.share(ordered[0], request.asked) < _SPEAKS_OF_IT:
            ordered = tuple(statements)
        return replace(stated(ordered), exercise=exercise.key)

    def _spoken_of(
        self, exercise: Exercise, request: Request, fields: Sequence[str] = SECTIONS
    ) -> Part | None:
        """What the exercise's text says of the question's words, where it says enough."""
        asked = request.asked - request.things
        ordered = self._search.order(_statements(exercise, fields), asked)
        if not ordered or self._search.share(ordered[0], asked) < _SPEAKS_OF_IT:
            return None
        telling = [s for s in ordered if self._search.share(s, asked) >= _TELLS]
        return replace(stated(telling), exercise=exercise.key)

    def _compare(self, first: Exercise, second: Exercise, muscles: Sequence[Key]) -> Part:
        same = first.pattern is second.pattern
        verdict = (texts.COMPARE_SAME if same else texts.COMPARE_OTHER).format(
            movement=texts.MOVEMENT[first.pattern],
            first=texts.MOVEMENT[first.pattern],
            second=texts.MOVEMENT[second.pattern],
        )
        lines = self._anatomy.verdicts(first, second, muscles)
        told: list[Key] = []
        for exercise in (first, second):
            why = exercise.why[:1] or exercise.form[:1]
            muscles = muscle_names(exercise.muscles.primary, self._library)
            lines.append(
                texts.COMPARE_LINE.format(name=exercise.name, muscles=muscles, why=why[0].text)
            )
            told.append(why[0].source)
        order = self._programme.pair(first.key, second.key)
        return Part(
            headline=texts.COMPARE_HEADLINE.format(
                first=first.name, second=texts.inside(second.name), verdict=verdict
            ),
            lines=(*lines, *order),
            sources=tuple(told),
            exercise=first.key,
        )


def _statements(exercise: Exercise, fields: Sequence[str]) -> list[Statement]:
    return [statement for name in fields for statement in getattr(exercise, name)]
