"""What a question is after, mended by what the message and the chat tell of gym and body."""

from dataclasses import replace

from content.asks import SWAP_INTENTS, Ask
from content.conversation import Situation
from content.intents import Clause
from content.language import Intent
from content.library import Library
from content.mentions import Kind
from content.questions import points_back
from content.situation import Told
from content.subjects import Context
from content.substitutes import way_to_do, within

_CERTAIN = 0.75
"""An intent that is so sure is what was asked for, whatever was told of the gym."""
_BEYOND_DOUBT = 0.95
"""The same for one whose sentence also says "instead of" something."""
_HALF = 0.5
_NEIGHBOURS = {"after": 1, "before": -1}
"""Intents that lead from one exercise of the routine to another."""
_OPEN = (None, "how")
"""Intents that may be a call for a swap, where the gym lacks what the exercise needs."""
_WITH_WHAT = ("cable_version", "one_sided", "standing_version", "easier", "less_grip", "equipment")
"""Intents that ask for another way to do it, however sure they are."""
_OF_TOOLS = ("anchoring", "how_many_dumbbells", "dumbbell_kind")
"""Intents that a list of what there is resembles."""
_OPEN_QUESTION = frozenset(("what", "which", "any", "something", "how"))
_EITHER = frozenset(("or", "vs", "versus"))
_LEADING = frozenset(("so", "and", "but", "ok", "hey", "also", "then", "or", "hi"))
_YES_OR_NO = frozenset(
    ("is", "are", "would", "will", "can", "could", "does", "do", "may", "should", "am")
)
_FAIR_ENOUGH = frozenset(
    ("ok", "okay", "fine", "legit", "decent", "valid", "acceptable", "alright", "allowed", "good")
)


class Intentions:
    """Knows when "how do I do it there" is a call for a swap; built once from a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._intents = {intent.key: intent for intent in library.intents}

    def mended(self, ask: Ask, context: Context) -> Ask:
        """The question with the intent, and the exercise, that are meant."""
        return self._moved_on(replace(ask, intent=self._meant(ask, context)), context)

    def judged(self, ask: Ask) -> Ask:
        """ "There is a pullover machine. Good for number 3?": whether that one may stand in."""
        if ask.key == "substitute" and ask.other and judges(ask.clause):
            return replace(ask, intent=self._intents.get("can_i"))
        return ask

    def _moved_on(self, ask: Ask, context: Context) -> Ask:
        """ "And the one after that?": the earlier question, about the next exercise."""
        step = _NEIGHBOURS.get(ask.key or "")
        follows = context.conversation.intent
        places = self._library.workout.exercises
        if step is None or ask.named or ask.exercise not in places or follows is None:
            return ask
        place = places.index(ask.exercise) + step
        if follows in (*_NEIGHBOURS, "order") or not 0 <= place < len(places):
            return ask
        intent = self._intents.get(follows)
        return replace(ask, exercise=places[place], intent=intent, asked=frozenset())

    def _meant(self, ask: Ask, context: Context) -> Intent | None:
        """The intent that was said, mended by what else the message tells."""
        key = ask.key
        certain = ask.share >= _CERTAIN and key not in _OPEN
        facts = context.facts
        gym_told = bool(facts.lacks or facts.taken or facts.only is not None)
        body_told = facts.sore_lower_back or facts.sore_shoulder
        if not (context.short or ask.clause.flags or ask.clause.told or key in _OPEN):
            # In a story, what is told of gym and body need not be what is asked about.
            gym_told = body_told = False
        follows_swap = context.conversation.intent in SWAP_INTENTS
        if ask.exercise and body_told and follows_swap and points_back(ask.clause.sentence):
            # "Which of those is easiest on the lower back?"
            return self._intents.get("substitute")
        if ask.exercise and (gym_told or body_told) and key not in SWAP_INTENTS:
            # Who tells that an exercise cannot be done there asks what else can.
            exercise = self._library.exercises[ask.exercise]
            proposed = ask.named and ask.exercise not in self._library.workout.exercises
            if proposed:
                return self._intents.get("can_i") if key is None else ask.intent
            lost = within(facts.lacks | facts.taken, self._library)
            if (
                key in _OPEN
                and not certain
                and (exercise.equipment[0] & lost or facts.only is not None)
            ):
                return self._intents.get("substitute")
            if (not certain or key in _WITH_WHAT) and not self._doable(ask, context):
                return self._intents.get("substitute")
        lists = facts.only is not None and ask.exercise is None and not ask.ambiguous
        if lists and ask.share < _HALF and key not in SWAP_INTENTS:
            # "All I own is a rucksack. Can I get any of it done?"
            return self._intents.get("substitute")
        known_gym = context.told.only is not None or bool(context.told.lacks)
        open_ask = (key in _OPEN and ask.share < _BEYOND_DOUBT) or key in _WITH_WHAT
        if known_gym and not gym_told and open_ask and ask.exercise:
            # "And number 5?" of somebody who only has bands.
            return ask.intent if self._doable(ask, context) else self._intents.get("substitute")
        of_tools = key in _OPEN or key in _OF_TOOLS
        if ask.named and ask.exercise and of_tools and self._elsewise_equipped(ask, facts):
            several = len(facts.has) > 1 or key is not None
            return self._intents.get("substitute" if several else "can_i")
        if Told.SPARED in ask.clause.told.values() and _may_swap(key) and ask.named:
            # "Anything for T-bars except the chest-supported one"
            key = "substitute"
        specific = ask.share >= _BEYOND_DOUBT and key not in (*_OPEN, *_WITH_WHAT)
        if Told.INSTEAD_OF in ask.clause.told.values() and _may_swap(key) and not specific:
            # "A pullover alternative for one arm": however it is put, a swap is wanted.
            key = "substitute"
        offers = ask.other or {*ask.clause.keys(Kind.EQUIPMENT)} - self._usual(ask)
        if key == "can_i" and Told.INSTEAD_OF in ask.clause.told.values() and not offers:
            # "T-bar substitute?" offers nothing that could be judged.
            return ask.intent if judges(ask.clause) else self._intents.get("substitute")
        before = self._intents.get(context.conversation.intent or "")
        if key == "why" and before and before.because and not ask.asked and not ask.clause.mentions:
            return self._intents.get(before.because)
        if key == "muscles" and ask.other and _EITHER & {*ask.clause.sentence.words}:
            return self._intents.get("compare")
        proposal = ask.other or (ask.clause.keys(Kind.EQUIPMENT) and ask.named)
        if key == "substitute" and proposal and judges(ask.clause):
            return self._intents.get("can_i")
        if key == "substitute" and ask.other and not {*ask.clause.sentence.words} & _OPEN_QUESTION:
            return self._intents.get("can_i")
        if key is None and ask.exercise and self._other_tool(ask):
            return self._intents.get("can_i" if ask.named else "substitute")
        if key == "substitute":
            return self._intents.get(key)
        follows = context.short and context.conversation.intent
        if key is None and follows and (ask.clause.mentions or gym_told):
            # "And pullovers?": another exercise, the same question.
            return self._intents.get(follows)
        return ask.intent

    def _elsewise_equipped(self, ask: Ask, facts: Situation) -> bool:
        """The message lists what there is, and none of it is what the exercise is done with."""
        there = within(facts.has, self._library)
        return bool(there) and not there & self._usual(ask)

    def _usual(self, ask: Ask) -> frozenset[str]:
        """All that the exercise may be done with."""
        exercise = self._library.exercises.get(ask.exercise or "")
        return exercise.any_equipment if exercise else frozenset()

    def _other_tool(self, ask: Ask) -> bool:
        """It names equipment with which the exercise is not usually done."""
        tools = {
            key
            for mention in ask.clause.mentions
            if not mention.keys(Kind.EXERCISE)
            for key in mention.keys(Kind.EQUIPMENT)
        }
        return bool(tools) and not within(frozenset(tools), self._library) & self._usual(ask)

    def _doable(self, ask: Ask, context: Context) -> bool:
        exercise = self._library.exercises[ask.exercise or ""]
        return way_to_do(exercise, context.told, self._library) is not None


def _may_swap(key: str | None) -> bool:
    if key in SWAP_INTENTS:
        return False
    return key is None or not key.startswith(("why", "compare", "order", "missing"))


def judges(clause: Clause) -> bool:
    """It asks for a yes or no: "would … do?", "is … a fair stand-in?"."""
    words = clause.sentence.words
    first = next((word for word in words if word not in _LEADING), "")
    return not {*words} & _OPEN_QUESTION and bool(first in _YES_OR_NO or {*words} & _FAIR_ENOUGH)
