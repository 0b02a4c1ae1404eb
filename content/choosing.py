"""Which of the questions of a message are answered."""

from collections.abc import Iterable, Mapping

from content.asks import GYM_COMMANDS, SWAP_INTENTS, Ask
from content.intents import Clause
from content.language import IntentKind
from content.mentions import Kind
from content.situation import Told

MOST_QUESTIONS = 2
_CLEAR = 0.12
"""Share of the probability above which a second question of a message is one."""
_BESIDE_REFUSAL = 0.35
"""The same for a question beside one that is not covered."""
_SURE = 0.9
"""The same for what is not put as a question."""
_HARDLY = 0.3
_TOLD_PLAINLY = 0.7
_LONG_SHARE = 0.8
"""Of the clearest weight in a long message, of which the last such question is answered."""
_LONG_SURE = 0.5
"""Of its share of the probability."""


def of_short(found: list[Ask], shares: Mapping[str, float]) -> list[Ask]:
    """Two questions where each is put as one; else the one that the whole message asks.

    `shares` are the probabilities of intents by the words of the whole message.
    """
    found = [ask for ask in found if not _is_small(ask)] or found[:1]
    put = [ask for ask in found if _is_put(ask) and not _outdone(ask, found)]
    if any(ask.intent and ask.intent.kind is IntentKind.DECLINE for ask in put):
        # "What brand do I buy, and when do I take it?": what leans on it is not asked of us.
        put = [ask for ask in put if ask.share >= _BESIDE_REFUSAL]
    apart = {(ask.key, ask.exercise) for ask in put}
    if len(put) >= MOST_QUESTIONS and len(apart) == len(put):
        return put[:MOST_QUESTIONS]
    return [max(put or found, key=lambda ask: ask.weight + shares.get(ask.key or "", 0.0))]


def of_long(found: list[Ask]) -> Ask:
    """The last of those that are about as clear as the clearest."""
    found = [ask for ask in found if not (_is_small(ask) or ask.key in GYM_COMMANDS)] or found
    best = max(found, key=lambda ask: ask.weight)
    return [
        ask
        for ask in found
        if ask.weight >= best.weight * _LONG_SHARE and ask.share >= best.share * _LONG_SURE
    ][-1]


def _is_small(ask: Ask) -> bool:
    return ask.intent is not None and ask.intent.kind in (IntentKind.SMALLTALK, IntentKind.ASIDE)


def _outdone(ask: Ask, others: Iterable[Ask]) -> bool:
    """It names nothing and is hardly understood, beside what is told in so many words:
    "lats sore for two days, did I break something?"."""
    if ask.clause.mentions or ask.share >= _HARDLY:
        return False
    return any(other.share >= _TOLD_PLAINLY and other.intent for other in others)


def _is_put(ask: Ask) -> bool:
    """As a question, or as words that can be nothing else: "elbows in or out and ...?"."""
    if ask.clause.sentence.asks:
        return ask.share >= _CLEAR
    form = ask.intent is not None and ask.intent.kind is IntentKind.ASK
    if ask.key in SWAP_INTENTS and Told.INSTEAD_OF in ask.clause.told.values():
        return ask.share >= _CLEAR
    names = names_any(ask.clause) and not ask.clause.told
    return form and ask.key not in SWAP_INTENTS and names and ask.share >= _SURE


def names_any(clause: Clause) -> bool:
    return bool(clause.keys(Kind.EXERCISE) or clause.keys(Kind.AMBIGUOUS))
