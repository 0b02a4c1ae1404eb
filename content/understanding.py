"""Finds the questions of a message: what each asks for, and which exercise it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from content.conversation import Conversation, Situation
from content.intents import Clause
from content.language import Intent, IntentKind
from content.library import Library
from content.mentions import Kind
from content.search import Search
from content.situation import Told
from content.subjects import Context, Subjects, name_words, only_there, roles
from content.substitutes import way_to_do, within

SHORT_MESSAGE = 40
"""Words; in a longer message only its clearest question is answered."""
SWAP_INTENTS = frozenset(("substitute", "can_i"))
_FEW_WORDS = 2
"""With fewer content words a question leans on the rest of its message."""
_LEAST_SHARE = 0.5
"""Of the clearest question's weight, for another question of a short message."""
_LEAST_SHARE_ASKED = 0.35
"""The same for one that is put as a question."""
_LONG_SHARE = 0.85
"""The same for a long one, of which the last such question is answered."""
_LOOKS_BACK = 2
"""Clauses before the question of a long message that it may lean on."""
_FITS = 0.45
"""An entry of the content that fits so well makes a sentence a question."""
_QUESTION_MARK = 0.8
_NAMES_EXERCISE = 0.6
_OPEN = (None, "how", "form")
"""Intents that may be a call for a swap, where the gym lacks what the exercise needs."""
_WHOLE = frozenset(("each", "all", "every", "everything", "whole", "routine", "exercises"))
"""A question about all of it is not about the exercise that was named before."""
_OPEN_QUESTION = frozenset(("what", "which", "any", "something", "how"))


@dataclass(frozen=True)
class Ask:
    """One question of a message."""

    clause: Clause
    intent: Intent | None
    exercise: str | None
    named: bool
    """The message names the exercise."""
    other: str | None
    """The exercise that is held against it."""
    several: bool
    """It names more than one exercise, clearly or not."""
    ambiguous: tuple[str, ...]
    """Several exercises fit, and nothing decides."""
    words: frozenset[str]
    asked: frozenset[str]
    """The content words without the names of exercises."""
    weight: float


class Interpreter:
    """Decides with the intents, the mentions and the conversation; built once from a library."""

    def __init__(self, library: Library, search: Search) -> None:
        self._library = library
        self._search = search
        self._subjects = Subjects(library, search)
        self._intents = {intent.key: intent for intent in library.intents}

    def intent(self, key: str) -> Intent | None:
        return self._intents.get(key)

    def asks(
        self,
        clauses: Sequence[Clause],
        conversation: Conversation,
        facts: Situation,
        told: Situation,
        current: str | None,
    ) -> list[Ask]:
        """The questions in their order; of a long message the clearest one."""
        context = Context(
            exercise=None,
            earlier=conversation.exercise or current,
            conversation=conversation,
            facts=facts,
            told=told,
            short=is_short(clauses),
        )
        context = replace(context, exercise=self._subjects.told(clauses, context))
        found: list[Ask] = []
        for clause in clauses:
            ask = self._ask(clause, context)
            if ask:
                found.append(ask)
                context = replace(context, exercise=ask.exercise or context.exercise)
        found = [ask for ask in found if not only_there(ask.clause)] or found
        if not found:
            return []
        best = max(ask.weight for ask in found)
        if not context.short:
            ask = [ask for ask in found if ask.weight >= best * _LONG_SHARE][-1]
            at = clauses.index(ask.clause)
            return [self._with_rest(ask, clauses[max(at - _LOOKS_BACK, 0) : at + 1])]
        asks = [ask for ask in found if ask.weight >= best * _share(ask)]
        return [self._with_rest(asks[0], clauses)] if len(asks) == 1 else asks

    def _ask(self, clause: Clause, context: Context) -> Ask | None:
        if clause.said and clause.said[0].intent.kind is IntentKind.DECLINE:
            return None
        said = clause.of(IntentKind.ASK)
        meant = self._subjects.meant(clause, context)
        target, other = roles(clause, meant)
        if target and other is None:
            other = self._subjects.like(target, meant)
        ambiguous: tuple[str, ...] = ()
        if target is None:
            ambiguous = next(
                (keys for i, keys in meant if clause.told.get(i) is not Told.NOT_MEANT), ()
            )
        told_of_body = context.facts.sore_lower_back or context.facts.sore_shoulder
        if ambiguous and told_of_body:
            # "My back is stiff, which rows are fine?": what stands in for the first of them.
            target, ambiguous = ambiguous[0], ()
        if target is None and not ambiguous and not _WHOLE & {*clause.sentence.words}:
            target = context.exercise or self._subjects.described(clause)
        named = target is not None
        if target is None and not ambiguous:
            target, ambiguous = self._subjects.lacking(clause, context)
            target = target or (None if ambiguous else context.earlier)
        words = self._search.content_words(clause.sentence.words)
        fit = max(
            (h.score for h in self._search.find(words) if h.entry.exercise in (None, target)),
            default=0.0,
        )
        if not (said or meant or ambiguous or clause.mentions or fit > _FITS):
            return None
        weight = said[0].score if said else 0.4
        weight += _QUESTION_MARK * clause.sentence.asks + _NAMES_EXERCISE * bool(meant) + 1.2 * fit
        ask = Ask(
            clause=clause,
            intent=said[0].intent if said else None,
            exercise=target,
            named=named,
            other=other,
            several=len(meant) > 1,
            ambiguous=ambiguous,
            words=words,
            asked=words - name_words(clause),
            weight=weight,
        )
        return replace(ask, intent=self._meant_intent(ask, context))

    def _meant_intent(self, ask: Ask, context: Context) -> Intent | None:
        """The intent that was said, mended by what else the message tells."""
        key = ask.intent.key if ask.intent else None
        facts = context.facts
        gym_told = bool(facts.lacks or facts.taken or facts.only is not None)
        body_told = facts.sore_lower_back or facts.sore_shoulder
        if ask.exercise and (gym_told or body_told) and key not in SWAP_INTENTS:
            # Who tells that an exercise cannot be done there asks what else can.
            exercise = self._library.exercises[ask.exercise]
            proposed = ask.named and ask.exercise not in self._library.workout.exercises
            if proposed:
                return self.intent("can_i") if key is None else ask.intent
            lost = within(facts.lacks | facts.taken, self._library)
            if key in _OPEN and (exercise.equipment[0] & lost or facts.only is not None):
                return self.intent("substitute")
            if way_to_do(exercise, context.told, self._library) is None:
                return self.intent("substitute")
        if key == "substitute" and ask.other and not {*ask.clause.sentence.words} & _OPEN_QUESTION:
            return self.intent("can_i")
        if key is None and ask.named and ask.exercise and self._other_tool(ask):
            return self.intent("can_i")
        follows = context.short and context.conversation.intent
        if key is None and follows and (ask.clause.mentions or gym_told):
            # "And pullovers?": another exercise, the same question.
            return self.intent(follows)
        return ask.intent

    def _other_tool(self, ask: Ask) -> bool:
        """It names equipment with which the exercise is not usually done."""
        usual = frozenset().union(*self._library.exercises[ask.exercise or ""].equipment)
        tools = {
            key
            for mention in ask.clause.mentions
            if not mention.keys(Kind.EXERCISE)
            for key in mention.keys(Kind.EQUIPMENT)
        }
        return bool(tools) and not within(frozenset(tools), self._library) & usual

    def _with_rest(self, ask: Ask, clauses: Sequence[Clause]) -> Ask:
        """A question of few words with those that stand around it."""
        if len(ask.asked) >= _FEW_WORDS:
            return ask
        around = frozenset[str]().union(
            *(
                self._search.content_words(c.sentence.words) - name_words(c)
                for c in clauses
                if not c.of(IntentKind.SITUATION)
            )
        )
        return replace(ask, words=ask.words | around, asked=ask.asked | around)


def is_short(clauses: Iterable[Clause]) -> bool:
    return sum(len(clause.sentence.words) for clause in clauses) <= SHORT_MESSAGE


def _share(ask: Ask) -> float:
    asked = ask.clause.sentence.asks and bool(ask.clause.of(IntentKind.ASK))
    return _LEAST_SHARE_ASKED if asked else _LEAST_SHARE
