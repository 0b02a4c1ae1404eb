"""Finds the questions of a message: what each asks for, and which exercise it is about."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from content.asks import SWAP_INTENTS, Ask
from content.conversation import Conversation, Situation
from content.descriptions import Descriptions
from content.intentions import FEW_WORDS, Intentions, judges
from content.intents import Clause
from content.language import Intent, IntentKind
from content.library import Library
from content.mentions import Kind
from content.search import Search
from content.situation import Told
from content.subjects import Context, Subjects, name_words, only_there, roles

SHORT_MESSAGE = 40
"""Words; in a longer message only its clearest question is answered."""
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
_CERTAIN = 0.75
"""An entry that fits so well is what was asked for, whatever else was told."""
_QUESTION_MARK = 0.8
_NAMES_EXERCISE = 0.6
_WHOLE = frozenset(("each", "all", "every", "everything", "whole", "routine", "exercises"))
"""A question about all of it is not about the exercise that was named before."""
_NOT_ASKED = (Told.NOT_MEANT, Told.SPARED)
_CHOOSES = frozenset(("best", "better", "exercise", "most", "hardest", "else"))
"""With "which", the words of a question that leaves the exercise open."""


class Interpreter:
    """Decides with the intents, the mentions and the conversation; built once from a library."""

    def __init__(self, library: Library, search: Search, descriptions: Descriptions) -> None:
        self._library = library
        self._search = search
        self._subjects = Subjects(library, search, descriptions)
        self._intentions = Intentions(library)
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
            described=None,
            earlier=conversation.exercise or current,
            conversation=conversation,
            facts=facts,
            told=told,
            short=is_short(clauses),
        )
        named, described = self._subjects.told(clauses, context)
        context = replace(context, exercise=named or described, described=described)
        found: list[Ask] = []
        for clause in clauses:
            ask = self._ask(clause, context)
            if ask:
                found.append(ask)
                context = replace(context, exercise=ask.exercise or context.exercise)
        found = [ask for ask in found if not only_there(ask.clause)] or found
        # "T-bar row: where do I look?" is one question; its first clause says what it is about.
        found = [ask for ask in found if ask.intent or ask.asked] or found
        if any(ask.intent and ask.intent.key in SWAP_INTENTS for ask in found):
            # "No T-bar, what now?": what is missing has been told, not asked.
            found = [ask for ask in found if ask.intent or not ask.clause.told]
        if any(ask.intent for ask in found):
            # "The row with a knee on the bench, where do I look?": it is described, then asked.
            found = [a for a in found if a.intent or not self._subjects.described(a.clause)]
        elif any(ask.clause.sentence.asks for ask in found):
            found = [
                ask
                for ask in found
                if ask.clause.sentence.asks or not self._subjects.described(ask.clause)
            ]
        found = [ask for ask in found if ask.exercise not in facts.avoid] or found
        if not found:
            return []
        best = max(ask.weight for ask in found)
        if not context.short:
            ask = [ask for ask in found if ask.weight >= best * _LONG_SHARE][-1]
            at = clauses.index(ask.clause)
            return [self._with_rest(ask, clauses[max(at - _LOOKS_BACK, 0) : at + 1])]
        asks = [a for a in found if a.weight >= best * _share(a) or _sure(a)]
        return [self._with_rest(asks[0], clauses)] if len(asks) == 1 else asks

    def _ask(self, clause: Clause, context: Context) -> Ask | None:
        meant = self._subjects.meant(clause, context)
        first = clause.said[0].intent if clause.said else None
        if first and first.kind is IntentKind.DECLINE and not (first.yields and meant):
            return None
        said = clause.of(IntentKind.ASK)
        target, other = roles(clause, meant)
        if target and other is None:
            other = self._subjects.like(target, meant)
        ambiguous: tuple[str, ...] = ()
        if target is None:
            ambiguous = next(
                (keys for i, keys in meant if clause.told.get(i) not in _NOT_ASKED), ()
            )
            described_here = self._subjects.described(clause) if ambiguous else None
            if described_here in self._library.workout.exercises:
                target, ambiguous = described_here, ()
        told_of_body = context.facts.sore_lower_back or context.facts.sore_shoulder
        if ambiguous and told_of_body:
            # "My back is stiff, which rows are fine?": what stands in for the first of them.
            target, ambiguous = ambiguous[0], ()
        if target is None and not ambiguous and not _open_choice(clause):
            target = context.exercise or self._subjects.described(clause)
        described = context.described
        swaps = said and said[0].intent.key in SWAP_INTENTS
        if swaps and target and other is None and judges(clause):
            other = described if described != target else None
        named = target is not None
        if target is None and not ambiguous:
            target, ambiguous = self._subjects.lacking(clause, context)
            if not target and not ambiguous and not _open_choice(clause):
                target = context.earlier
        words = self._search.content_words(clause.sentence.words)
        fit = max(
            (h.score for h in self._search.find(words) if h.entry.exercise in (None, target)),
            default=0.0,
        )
        asks_on = clause.sentence.asks and context.exercise
        if not (said or meant or ambiguous or clause.mentions or fit > _FITS or asks_on):
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
            fit=fit,
            certain=target is not None and not named and fit > _CERTAIN,
        )
        return self._intentions.mended(ask, context)

    def _with_rest(self, ask: Ask, clauses: Sequence[Clause]) -> Ask:
        """A question of few words with those that stand around it."""
        if len(ask.asked) >= FEW_WORDS or not ask.words:
            return ask
        around = frozenset[str]().union(
            *(
                self._search.content_words(c.sentence.words) - name_words(c)
                for c in clauses
                if not c.of(IntentKind.SITUATION)
            )
        )
        return replace(ask, words=ask.words | around, asked=ask.asked | around)


def _open_choice(clause: Clause) -> bool:
    """It asks about the whole routine, or which exercise is for a muscle; "at all" does not."""
    words = clause.sentence.words
    if clause.keys(Kind.MUSCLE) and "which" in words and _CHOOSES & {*words}:
        return True
    return any(
        word in _WHOLE and (word != "all" or words[max(at - 1, 0)] != "at")
        for at, word in enumerate(words)
    )


def _sure(ask: Ask) -> bool:
    """An entry fits it, and it tells nothing of gym or body that another question is about."""
    tells = ask.clause.told or ask.clause.of(IntentKind.SITUATION)
    return ask.fit > _CERTAIN and not tells


def is_short(clauses: Iterable[Clause]) -> bool:
    return sum(len(clause.sentence.words) for clause in clauses) <= SHORT_MESSAGE


def _share(ask: Ask) -> float:
    asked = ask.clause.sentence.asks and bool(ask.clause.of(IntentKind.ASK))
    return _LEAST_SHARE_ASKED if asked else _LEAST_SHARE
