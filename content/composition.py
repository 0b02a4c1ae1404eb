"""Puts one question's answer together from the statements of the content store."""

from collections.abc import Sequence
from dataclasses import replace

from content import texts
from content.anatomy import Anatomy
from content.conversation import Situation
from content.differences import muscle_names
from content.language import Intent
from content.library import Library
from content.models import Exercise, Key, Pattern
from content.parts import Part, Request, stated
from content.programme import Programme
from content.search import Entry, Hit, Search
from content.swaps import Swaps

_CLEAR_OWN = 0.5
"""So near, an entry of the exercise itself answers before the intent does."""
_CLEAR = {"substitute": 0.8, "can_i": 0.7, "prescription": 0.85, "rest": 0.85, "muscles": 0.75}
"""As `_CLEAR_OWN`, for intents that an exercise's data or the person's gym answer better."""
_CLEAR_TOPIC = 0.6
_CLEAR_TOPIC_BESIDE = 0.75
"""As `_CLEAR_TOPIC`, where the message names an exercise."""
_FAIR = 0.38
_FAIR_ALONE = 0.5
"""As `_FAIR`, where no exercise narrows it down."""
_ELSEWHERE = 0.66
"""An entry of an exercise that nobody named has to fit so well."""
_ELSEWHERE_MARGIN = 0.08
"""And be so much better than what is nearer."""
_STRUCTURED = ("muscles", "prescription", "rest", "equipment", "load", "progression", "why")
"""Intents that an exercise's own data answer before a topic does."""
_STEPS = {"after": 1, "before": -1}
_OF_SEVERAL = ("order", "compare")
_TOOLS_ASIDE = ("substitute", "how")
_TWO_WORDS = 2
_EXACT = 0.95
_SWAPS = ("substitute", "can_i")
_ABOUT_DOING = (None, "how", "form")
_TEXT = ("form", "setup", "mistakes", "load", "safety", "equipment_notes", "muscle_notes", "why")
_TELLS = 0.25
"""As `_SPEAKS_OF_IT`, for statements that follow the first."""
_SPEAKS_OF_IT = 0.45
"""The share of the question's words above which a statement is put first."""


class Composer:
    """Answers by what was asked for; each method gives None where it has nothing to say."""

    def __init__(self, library: Library, search: Search) -> None:
        self._library = library
        self._search = search
        self._swaps = Swaps(library)
        self._programme = Programme(library)
        self._anatomy = Anatomy(library)

    def part(self, request: Request) -> Part | None:
        part = self._answered(request)
        if part is None:
            return None
        if part.intent is None and request.exercise:
            part = self._titled(part, self._library.exercises[request.exercise], request)
        key = request.intent.key if request.intent else None
        return replace(
            part,
            intent=part.intent or key,
            asked=request.asked,
            exercise=part.exercise or request.exercise,
        )

    def written(self, entry: Entry) -> Part:
        """An entry of the content store, as it is written."""
        return self._entry(entry)

    def _answered(self, request: Request) -> Part | None:
        key = request.intent.key if request.intent else None
        exercise = self._library.exercises[request.exercise] if request.exercise else None
        # What a swap is to do without is for the ranking to judge, not a word to search for.
        asked = request.asked - request.things if key in _TOOLS_ASIDE else request.asked
        own = self._search.own(asked, exercise.key) if exercise else None
        pulls = exercise and exercise.pattern is not Pattern.OTHER
        beyond = request.asked - request.things if pulls else request.words
        topic = self._search.topic(request.words, beyond)
        elsewhere = self._elsewhere(request, own, topic)
        of_several = request.several and key in _OF_SEVERAL
        clear_own = own and own.score >= _CLEAR.get(key or "", _CLEAR_OWN)
        # One word such as "anchor" does not make a call for a swap a question of form.
        if key in _SWAPS and own and own.shared < min(len(asked), _TWO_WORDS):
            clear_own = False
        if key == "muscles" and request.muscles and own and own.shared < _TWO_WORDS:
            clear_own = False
        if own and clear_own and not of_several and key not in _STEPS:
            return self._entry(own.entry)
        if exercise is None and request.muscles and _tells_of_gym(request.new):
            part = self._anatomy.exercises_for(request.muscles[0], request.situation)
            if part:
                return part
        if exercise and key in _ABOUT_DOING:
            part = self._spoken_of(exercise, request)
            if part:
                return part
        beside = request.named or key in _SWAPS
        if elsewhere and (
            exercise is None
            or (key == "can_i" and not (request.other or request.equipment))
            or (key is None and self._akin(exercise, elsewhere))
        ):
            return self._entry(elsewhere.entry)
        clear = _CLEAR_TOPIC_BESIDE if beside else _CLEAR_TOPIC
        if exercise:
            data_first = key in _STRUCTURED
        else:
            data_first = key == "equipment" and bool(topic and topic.score < _CLEAR_TOPIC_BESIDE)
        if topic and topic.score >= clear and not data_first:
            return self._entry(topic.entry)
        part = self._about(key, exercise, request) if exercise else self._in_general(key, request)
        if part:
            return part
        if key == "equipment" and exercise is None and not request.equipment:
            return self._programme.all_equipment()
        fair = max((hit for hit in (own, topic) if hit), key=lambda hit: hit.score, default=None)
        if fair and fair.score >= (_FAIR if exercise else _FAIR_ALONE):
            return self._entry(fair.entry)
        general = request.intent.topic if request.intent else None
        if general and general in self._library.topics:
            return self._topic(general)
        if exercise and (request.intent or request.named):
            return self._sections(exercise, request.intent, request)
        return None

    def _elsewhere(self, request: Request, own: Hit | None, topic: Hit | None) -> Hit | None:
        """An entry of an exercise that nobody named, where nothing else fits as well."""
        asked = request.asked if request.exercise else request.words
        best = next(iter(self._search.find(asked)), None)
        if best is None or best.entry.exercise in (None, request.exercise):
            return None
        if request.muscles and request.intent and request.intent.key == "muscles":
            return None
        rivals = (hit.score + _ELSEWHERE_MARGIN for hit in (own, topic) if hit)
        least = max((_ELSEWHERE, *rivals))
        return best if best.score > least else None

    def _akin(self, exercise: Exercise, hit: Hit) -> bool:
        """What holds for one exercise holds for its like: the same movement."""
        other = self._library.exercises.get(hit.entry.exercise or "")
        return other is not None and other.pattern is exercise.pattern

    def _about(self, key: str | None, exercise: Exercise, request: Request) -> Part | None:
        if key == "can_i":
            part = self._swaps.instead(
                exercise, request.other, request.equipment, request.situation, request.new
            )
            return part or self._swaps.substitute(exercise, request.situation, request.new)
        if key == "substitute":
            return self._swaps.substitute(exercise, request.situation, request.new)
        if key == "compare" and request.other:
            other = self._library.exercises[request.other]
            return self._compare(exercise, other, request.muscles)
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
        if request.intent and request.intent.sections:
            return self._sections(exercise, request.intent, request)
        return None

    def _in_general(self, key: str | None, request: Request) -> Part | None:
        """What is asked without an exercise."""
        if request.muscles and key in ("muscles", "substitute", "can_i", "how", None):
            return self._anatomy.exercises_for(request.muscles[0], request.situation)
        if key == "order":
            return self._programme.order(None, None)
        if key == "prescription":
            return self._programme.prescriptions()
        return None

    def _titled(self, part: Part, exercise: Exercise, request: Request) -> Part:
        """With the exercise's name in front, where neither question nor answer has it."""
        said = " ".join((part.headline, *part.lines)).lower()
        spoken = request.words & self._search.words(exercise.name)
        if part.exercise not in (None, exercise.key) or part.topic or spoken or request.titled:
            return part
        if exercise.name.lower() in said or texts.inside(exercise.name).lower() in said:
            return part
        headline = texts.ABOUT.format(name=exercise.name, said=texts.inside(part.headline))
        return replace(part, headline=headline)

    def _entry(self, entry: Entry) -> Part:
        topic = self._library.topics[entry.topic] if entry.topic else None
        statements = entry.statements
        if topic and statements != topic.answer:
            statements = (*statements, *topic.answer[:1])
        return replace(
            stated(statements),
            exercise=entry.exercise,
            topic=entry.topic,
            links=(topic.link,) if topic and topic.link else (),
        )

    def _topic(self, key: Key) -> Part:
        topic = self._library.topics[key]
        return replace(stated(topic.answer), topic=key, links=(topic.link,) if topic.link else ())

    def _sections(self, exercise: Exercise, intent: Intent | None, request: Request) -> Part | None:
        """The sections that the intent names; a statement that speaks of what was asked leads."""
        fields = (intent.sections if intent else ()) or ("setup", "form")
        statements = [s for name in fields for s in getattr(exercise, name, ())]
        if not statements:
            return None
        ordered = self._search.order(statements, request.asked)
        if self._search.share(ordered[0], request.asked) < _SPEAKS_OF_IT:
            ordered = tuple(statements)
        part = stated(ordered)
        return replace(part, exercise=exercise.key)

    def _spoken_of(self, exercise: Exercise, request: Request) -> Part | None:
        """What the exercise's text says of the question's words, where it says enough."""
        statements = [s for name in _TEXT for s in getattr(exercise, name)]
        asked = request.asked - request.things
        ordered = self._search.order(statements, asked)
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
        sources: list[Key] = []
        for exercise in (first, second):
            why = exercise.why[:1] or exercise.form[:1]
            muscles = muscle_names(exercise.muscles.primary, self._library)
            lines.append(
                texts.COMPARE_LINE.format(name=exercise.name, muscles=muscles, why=why[0].text)
            )
            sources.append(why[0].source)
        order = self._programme.pair(first.key, second.key)
        return Part(
            headline=texts.COMPARE_HEADLINE.format(
                first=first.name, second=texts.inside(second.name), verdict=verdict
            ),
            lines=(*lines, *order),
            sources=tuple(sources),
            exercise=first.key,
        )


def _tells_of_gym(new: Situation) -> bool:
    return bool(new.has or new.lacks or new.taken or new.avoid or new.only is not None)
