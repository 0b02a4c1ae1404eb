"""Which exercise a clause is about: named, meant by an unclear word, described, or left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content.conversation import Conversation, Situation
from content.descriptions import Descriptions
from content.intents import Clause
from content.library import Library
from content.mentions import Kind
from content.models import Pattern
from content.situation import Told
from content.substitutes import within
from content.wording import root

_REPLACED = (Told.INSTEAD_OF, Told.LACKS, Told.TAKEN)
_OF_GYM = {Told.ONLY, Told.LACKS, Told.TAKEN}
_NOT_ASKED = (Told.NOT_MEANT, Told.SPARED)

Meant = Sequence[tuple[int, tuple[str, ...]]]
"""The index of a mention, and the exercises that it may mean."""


@dataclass(frozen=True)
class Context:
    """What the rest of the message and the chat give a clause that leaves something out."""

    exercise: str | None
    """Named elsewhere in the message."""
    described: str | None
    """Described in the message, without its name."""
    earlier: str | None
    """Of the conversation or the open session."""
    conversation: Conversation
    facts: Situation
    """What this message tells of gym and person."""
    told: Situation
    """All that is known of them."""
    short: bool
    rejected: frozenset[str] = frozenset()
    """Exercises that the message says it does not mean."""
    outside: tuple[str, ...] = ()
    """Intents that decline what the message names."""
    outside_leads: bool = False
    """It names such a thing as its subject: "Cable crunches: do I round?"."""


class Subjects:
    """Decides with the clause first, then the message, then the conversation."""

    def __init__(self, library: Library, descriptions: Descriptions) -> None:
        self._library = library
        self._descriptions = descriptions

    def meant(self, clause: Clause, context: Context) -> Meant:
        """Each mention of an exercise, by its index, with all that it may mean here."""
        return [
            (index, self._narrowed(keys, clause, context) if len(keys) > 1 else keys)
            for index, mention in enumerate(clause.mentions)
            if (keys := mention.keys(Kind.EXERCISE) or mention.keys(Kind.AMBIGUOUS))
        ]

    def is_pull(self, key: str) -> bool:
        return self._library.exercises[key].pattern is not Pattern.OTHER

    def _narrowed(self, keys: tuple[str, ...], clause: Clause, context: Context) -> tuple[str, ...]:
        for known in (context.exercise, context.earlier, self.described(clause)):
            if known in keys and known not in context.rejected:
                return (known,)
        tools = within(frozenset(clause.keys(Kind.EQUIPMENT)), self._library)
        fitting = [key for key in keys if self._library.exercises[key].equipment[0] & tools]
        if len(fitting) == 1:
            return (fitting[0],)
        in_routine = tuple(key for key in keys if key in self._library.workout.exercises)
        bare = names_all(clause) and not context.conversation.intent
        return in_routine if len(in_routine) == 1 and not bare else keys

    def swapped(self, clauses: Iterable[Clause], context: Context) -> tuple[str | None, str | None]:
        """What a whole message wants replaced, and what it holds against it."""
        sure = [
            (clause.told.get(index), keys[0])
            for clause in clauses
            for index, keys in self.meant(clause, context)
            if len(keys) == 1 and clause.told.get(index) not in _NOT_ASKED
        ]
        sure = [(told, key) for told, key in sure if self.is_pull(key)] or sure
        named = list(dict.fromkeys(key for _, key in sure))
        if not named:
            return None, None
        replaced = [key for told, key in sure if told in _REPLACED]
        proposed = [key for told, key in sure if told is Told.REPLACED_BY]
        routine = [key for key in named if key in self._library.workout.exercises]
        # "I do have a T-bar": what is there needs no swap.
        there = {key for told, key in sure if told is Told.HAS}
        routine = [key for key in routine if key not in there] or routine
        left = [key for key in named if key not in {*proposed, *there}]
        target = next(iter((*replaced, *(routine if len(routine) == 1 else ()), *left, *named)))
        others = [key for key in named if key != target]
        proposed_here = [key for key in others if key not in there]
        return target, next(iter((*proposed_here, *others)), None)

    def like(self, target: str, meant: Meant) -> str | None:
        """Of the exercises that an unclear word may mean, the one that moves like the target."""
        exercises = self._library.exercises
        unclear = (key for _, keys in meant if len(keys) > 1 for key in keys)
        return next((k for k in unclear if exercises[k].pattern is exercises[target].pattern), None)

    def told(self, clauses: Iterable[Clause], context: Context) -> tuple[str | None, str | None]:
        """The exercises that the message last names and last describes."""
        named: str | None = None
        described: str | None = None
        for clause in clauses:
            target, _ = roles(clause, self.meant(clause, context))
            if target and (named is None or self._rather(target, named, context)):
                named = target
            if target is None:
                described = self.described(clause, follows=bool(context.earlier)) or described
        return named, described

    def _rather(self, target: str, named: str, context: Context) -> bool:
        """A later name counts more, but for what is declined, or no pull: "I shrug up"."""
        if target in context.facts.avoid:
            return False
        return self.is_pull(target) or not self.is_pull(named)

    def described(self, clause: Clause, *, follows: bool = False) -> str | None:
        """The exercise that the clause describes without naming it.

        What follows on an earlier question has to describe another one beyond doubt; and what
        tells of the gym describes none.
        """
        if clause.keys(Kind.KIT) or _OF_GYM & {*clause.told.values()}:
            return None
        return self._descriptions.best(clause.features.told, beyond_doubt=follows)

    def lacking(self, clause: Clause, context: Context) -> tuple[str | None, tuple[str, ...]]:
        """The exercise of the routine that needs what is missing, or several to ask about."""
        lost = within(context.facts.lacks | context.facts.taken, self._library)
        exercises = self._library.exercises
        needing = tuple(
            key for key in self._library.workout.exercises if exercises[key].equipment[0] & lost
        )
        if context.earlier:
            return (context.earlier if context.earlier in needing else None), ()
        if clause.keys(Kind.MUSCLE) or not needing:
            return None, ()
        return (needing[0], ()) if len(needing) == 1 else (None, needing)


def roles(clause: Clause, meant: Meant) -> tuple[str | None, str | None]:
    """The exercise that the clause is about, and the one held against it."""
    sure = [
        (index, keys[0])
        for index, keys in meant
        if len(keys) == 1 and clause.told.get(index) is not Told.NOT_MEANT
    ]
    kept = [(index, key) for index, key in sure if clause.told.get(index) is not Told.SPARED]
    if not kept and clause.keys(Kind.MUSCLE):
        return None, None
    sure = kept or sure
    if not sure:
        return None, None
    replaced = [key for index, key in sure if clause.told.get(index) in _REPLACED]
    target = replaced[0] if replaced else sure[0][1]
    return target, next((key for _, key in sure if key != target), None)


def names_all(clause: Clause) -> bool:
    """It says no more than one name."""
    every = range(len(clause.sentence.words))
    return any(every == range(m.span.start, m.span.end) for m in clause.mentions)


def only_there(clause: Clause) -> bool:
    """Its exercises are told of the gym ("I do have a T-bar") and not asked about."""
    attitudes = [
        clause.told.get(index)
        for index, mention in enumerate(clause.mentions)
        if mention.keys(Kind.EXERCISE)
    ]
    return bool(attitudes) and all(told is Told.HAS for told in attitudes)


def name_words(clause: Clause) -> frozenset[str]:
    """The roots of the words that name an exercise."""
    return frozenset(
        root(word)
        for mention in clause.mentions
        if mention.keys(Kind.EXERCISE) or mention.keys(Kind.AMBIGUOUS)
        for word in clause.sentence.words[mention.span.start : mention.span.end]
    )
