"""What was recognised in a question, and why an option was ranked or dropped: for coaches."""

from collections.abc import Iterator

from content.asks import SWAP_INTENTS, Ask
from content.conversation import Situation
from content.intents import Clause
from content.library import Library
from content.listening import Heard
from content.models import Exercise
from content.substitutes import dropped, rank

_MOST_OPTIONS = 6


def trace(heard: Heard, library: Library) -> Iterator[str]:
    """Lines of plain text: signs, clauses, what they tell, what is asked, and its options."""
    for sign in heard.signs.signs:
        yield f"sign       {sign.key} ({sign.alarm.name.lower()})"
    for clause in heard.clauses:
        yield from _clause(clause)
    yield f"tells      {_facts(heard.facts)}"
    yield f"known      {_facts(heard.known)}"
    if not heard.asks:
        yield "asks       nothing that was recognised"
    for ask in heard.asks:
        yield from _ask(ask, heard.known, library)


def _clause(clause: Clause) -> Iterator[str]:
    asks = "?" if clause.sentence.asks else ""
    yield f"read       {' '.join(clause.sentence.words)}{asks}"
    for index, mention in enumerate(clause.mentions):
        words = " ".join(clause.sentence.words[mention.span.start : mention.span.end])
        means = "; ".join(f"{kind} {', '.join(keys)}" for kind, keys in mention.names.items())
        told = clause.told.get(index)
        yield f"  mentions {words}: {means}{f' ({told})' if told else ''}"
    if clause.flags:
        yield f"  flags    {', '.join(sorted(clause.flags))}"


def _facts(situation: Situation) -> str:
    fields = situation.model_dump(exclude_defaults=True)
    told = (
        f"{name}: {', '.join(sorted(value))}" if isinstance(value, frozenset | set) else name
        for name, value in fields.items()
    )
    return "; ".join(told) or "nothing of gym or body"


def _ask(ask: Ask, known: Situation, library: Library) -> Iterator[str]:
    second = f", or {ask.second.key}" if ask.second else ""
    about = ask.exercise or ", ".join(ask.ambiguous) or "no exercise"
    against = f" against {ask.other}" if ask.other else ""
    yield f"asks       {ask.key or 'how'} ({ask.share:.0%}{second}) of {about}{against}"
    if ask.key in SWAP_INTENTS and ask.exercise:
        yield from _options(library.exercises[ask.exercise], known, library)


def _options(exercise: Exercise, known: Situation, library: Library) -> Iterator[str]:
    """The best options in order, then the authored ones that the situation rules out."""
    for number, option in enumerate(rank(exercise, known, library, _MOST_OPTIONS), 1):
        how = "authored" if option.authored else "worked out"
        needs = f", needs {', '.join(option.needs)}" if option.needs else ""
        yield f"  {number}. {option.exercise} ({how}{needs}): {option.reason}"
    for swap in exercise.substitutes:
        burden = dropped(library.exercises[swap.exercise], known, library)
        if burden:
            yield f"  dropped  {swap.exercise}: {burden}"
