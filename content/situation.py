"""What a message tells of the gym: which of the things that it mentions are there, or missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.conversation import Situation
from content.library import Library
from content.mentions import Kind, Mention
from content.patterns import Span
from content.wording import Sentence, words


class Told(StrEnum):
    """What is said of a mention; the intents of these keys in the content hold the phrases."""

    HAS = "has"
    LACKS = "lacks"
    LACKS_AFTER = "lacks_after"
    """Said behind the thing: "the bench is missing"."""
    TAKEN = "taken"
    TAKEN_AFTER = "taken_after"
    ONLY = "only"
    ONLY_AFTER = "only_after"
    WANTS = "wants"
    INSTEAD_OF = "instead_of"
    """The thing behind it is to be replaced."""
    INSTEAD_OF_AFTER = "instead_of_after"
    REPLACED_BY = "replaced_by"
    """The thing behind it is the replacement."""
    REPLACED_BY_AFTER = "replaced_by_after"
    NOT_MEANT = "not_meant"
    SPARED = "spared"
    """The thing behind it is not to be offered: "anything but rows"."""


Pairs = Sequence[tuple[Mention, Told | None]]
"""What is mentioned, and what is told of it."""

_BEHIND = frozenset(
    {
        Told.LACKS_AFTER,
        Told.TAKEN_AFTER,
        Told.ONLY_AFTER,
        Told.INSTEAD_OF_AFTER,
        Told.REPLACED_BY_AFTER,
    }
)
_MEANS = {
    Told.LACKS_AFTER: Told.LACKS,
    Told.TAKEN_AFTER: Told.TAKEN,
    Told.ONLY_AFTER: Told.ONLY,
    Told.INSTEAD_OF_AFTER: Told.INSTEAD_OF,
    Told.REPLACED_BY_AFTER: Told.REPLACED_BY,
}
_STRONG = frozenset(
    {Told.LACKS, Told.ONLY, Told.INSTEAD_OF, Told.WANTS, Told.NOT_MEANT, Told.SPARED}
)
"""Of two phrases for one thing these say more than "with" or "for"."""
_LISTS = frozenset(
    (
        *("a", "an", "the", "any", "or", "nor", "and", "my", "our", "your", "of", "also", "just"),
        *("some", "no", "proper", "own", "only"),
    )
)
"""Words that may stand between what is told and the things it is told of."""
_ALONE = frozenset(("only", "just", "solely"))
"""A name that begins so says what is there: "no cables, just one dumbbell"."""
_TURNS = frozenset(("but", "though", "however", "although", "mean", "meant", "i", "you", "it"))
"""Words behind which an earlier "no" or "only" no longer holds."""
_FARTHEST = 15
"""Words between a phrase and the last thing of the list that it is about."""
_REACH = 3
"""Other words that may stand between."""


@dataclass(frozen=True)
class Trigger:
    """A phrase that tells something of the mentions near it."""

    told: Told
    span: Span


def attitudes(
    sentence: Sentence, mentions: Sequence[Mention], triggers: Iterable[Trigger]
) -> Mapping[int, Told]:
    """For each mention of which something is told, by its index in `mentions`."""
    triggers = [t for t in triggers if not any(_within(t.span, m.span) for m in mentions)]
    triggers = [t for t in triggers if not any(_hides(other, t) for other in triggers)]
    triggers.sort(key=lambda trigger: (trigger.span.start, -trigger.span.end))
    named = {at for mention in mentions for at in range(mention.span.start, mention.span.end)}
    told: dict[int, Told] = {}
    for index, mention in enumerate(mentions):
        before = [
            trigger
            for trigger in triggers
            if trigger.told not in _BEHIND
            and trigger.span.end <= mention.span.start
            and not (trigger.told is Told.LACKS and sentence.words[mention.span.start] in _ALONE)
            and _reaches(sentence, trigger, mention.span.start, named)
            and not (trigger.told is Told.HAS and _lists_on(trigger, mention, mentions))
        ]
        behind = [
            trigger
            for trigger in triggers
            if trigger.told in _BEHIND
            and trigger.span.start >= mention.span.end
            and _adjoins(sentence, mention.span.end, trigger.span.start, named)
        ]
        if before:
            told[index] = min(
                before,
                key=lambda trigger: (
                    _gap(sentence, trigger.span.end, mention.span.start, named),
                    trigger.told not in _STRONG,
                    -trigger.span.end,
                ),
            ).told
        if behind and (not before or told[index] not in _STRONG):
            told[index] = _MEANS.get(behind[0].told, behind[0].told)
    return told


def _reaches(sentence: Sentence, trigger: Trigger, end: int, named: set[int]) -> bool:
    start = trigger.span.end
    if end - start > _FARTHEST:
        return False
    between = [sentence.words[at] for at in range(start, end) if at not in named]
    if trigger.told is Told.NOT_MEANT:
        # "Not the pulldown, the pullover": it holds for the next thing only.
        return len(between) == end - start <= 1
    if any(word in _TURNS for word in between):
        return False
    return _gap(sentence, start, end, named) <= _REACH


def _lists_on(trigger: Trigger, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """ "With monkey bars, lat pulldowns how?": an exercise is asked about, not one more thing."""
    between = range(trigger.span.end, mention.span.start)
    return bool(mention.keys(Kind.EXERCISE)) and any(m.span.start in between for m in mentions)


def _gap(sentence: Sentence, start: int, end: int, named: set[int]) -> int:
    """Words between that neither belong to a list nor name anything."""
    return sum(sentence.words[at] not in _LISTS for at in range(start, end) if at not in named)


def _within(inner: Span, outer: Span) -> bool:
    """A phrase inside of a name, such as the "only" of "dumbbells only", tells nothing more."""
    return outer.start <= inner.start and inner.end <= outer.end


def _hides(longer: Trigger, shorter: Trigger) -> bool:
    """ "Stand in for" says more than "stand in"; "gym only has" does not than "only has"."""
    if shorter.told in _STRONG and longer.told not in _STRONG:
        return False
    return longer.span != shorter.span and _within(shorter.span, longer.span)


def _adjoins(sentence: Sentence, start: int, end: int, named: set[int]) -> bool:
    if end - start > _FARTHEST:
        return False
    between = [sentence.words[at] for at in range(start, end) if at not in named]
    return sum(word not in _LISTS for word in between) <= 1 and not {*between} & _TURNS


def situation(told: Pairs, flags: Iterable[str], library: Library) -> Situation:
    """The facts about gym and person in one message."""
    sets: dict[Told, set[str]] = {value: set() for value in Told}
    neutral: set[str] = set()
    kits: list[str] = []
    spared: set[str] = set()
    for mention, attitude in told:
        if attitude is Told.SPARED:
            spared.update(_spared(mention, library))
        equipment = _equipment(mention, attitude, library)
        named = (library.kits[key] for key in mention.keys(Kind.KIT))
        # "No gym" is a kit too, the one without anything.
        kits.extend(k.key for k in named if attitude is not Told.LACKS or not k.equipment)
        if attitude is None:
            neutral.update(equipment)
        else:
            sets[attitude].update(equipment)
        if attitude is Told.INSTEAD_OF and not mention.keys(Kind.EXERCISE):
            sets[Told.LACKS].update(equipment)
    # "The last one, with the cable": that describes it.
    described = {
        key
        for mention, _ in told
        for name in mention.keys(Kind.EXERCISE)[:1]
        for key in library.exercises[name].equipment[0]
    }
    neutral -= described
    sets[Told.REPLACED_BY] -= described
    lost = sets[Told.LACKS] | sets[Told.TAKEN] | sets[Told.SPARED]
    has = (sets[Told.HAS] | sets[Told.WANTS] | sets[Told.REPLACED_BY] | neutral) - lost
    only: set[str] | None = None
    if sets[Told.ONLY] and all(_only_holds(key, library) for key in sets[Told.ONLY]):
        # "Only flat benches": of its kind there is no other, of the rest nothing is said.
        has |= sets[Told.ONLY]
        sets[Told.LACKS] |= _others_of(sets[Told.ONLY], library)
    elif sets[Told.ONLY]:
        only = sets[Told.ONLY] | has
    for kit in kits:
        only = {*(only or has), *library.kits[kit].equipment}
    known = set(Situation.model_fields)
    return Situation(
        lacks=frozenset(sets[Told.LACKS] | sets[Told.SPARED]),
        taken=frozenset(sets[Told.TAKEN]),
        has=frozenset(has | sets[Told.ONLY]),
        only=None if only is None else frozenset(only - lost),
        wants=frozenset(sets[Told.WANTS] - lost),
        avoid=frozenset(spared),
        **{flag: True for flag in flags if flag in known},
    )


def recalled(
    facts: Situation, told: Pairs, places: Mapping[str, Situation], library: Library
) -> Situation:
    """The facts, where "at home" names a place that is remembered and says no more of it."""
    kits = [key for mention, _ in told for key in mention.keys(Kind.KIT)]
    place = places.get(kits[0]) if len(kits) == 1 else None
    if place is None or facts.only != frozenset(library.kits[kits[0]].equipment):
        return facts
    lacks = facts.lacks | (place.lacks - facts.has)
    return facts.model_copy(update={"only": place.only, "lacks": lacks})


def _spared(mention: Mention, library: Library) -> Iterable[str]:
    """The exercise, or for a word such as "rows" all that are called so."""
    if mention.keys(Kind.EXERCISE):
        said = {*mention.words}
        alike = (key for key, one in library.exercises.items() if said <= {*words(one.name)})
        return [*mention.keys(Kind.EXERCISE)[:1], *(alike if said else ())]
    heads = {library.exercises[key].name.split()[-1] for key in mention.keys(Kind.AMBIGUOUS)}
    return [key for key, one in library.exercises.items() if heads & {*one.name.lower().split()}]


def _only_holds(key: str, library: Library) -> bool:
    return library.equipment[key].resistance is None


def _others_of(named: set[str], library: Library) -> set[str]:
    """What words for a whole kind, such as bench, mean besides those that are named."""
    kinds = (term.includes for term in library.equipment.values() if named & {*term.includes})
    return {key for kind in kinds for key in kind if _only_holds(key, library)} - named


def _equipment(mention: Mention, told: Told | None, library: Library) -> tuple[str, ...]:
    """What it says about equipment; "no lat pulldown" speaks of that exercise's machine."""
    named = mention.keys(Kind.EQUIPMENT)
    if told in (None, Told.SPARED, Told.REPLACED_BY) and mention.keys(Kind.EXERCISE):
        return ()
    if named or told not in (Told.LACKS, Told.TAKEN):
        return named
    unclear = mention.keys(Kind.AMBIGUOUS)
    routine = [key for key in unclear if key in library.workout.exercises]
    for key in mention.keys(Kind.EXERCISE)[:1] or (routine if len(routine) == 1 else ()):
        first = library.exercises[key].equipment[0]
        if len(first) == 1:
            return tuple(first)
    return ()
