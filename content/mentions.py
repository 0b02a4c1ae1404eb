"""Finds what of the content store a sentence mentions: exercises, equipment, kits, muscles."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content.language import IntentKind
from content.library import Library
from content.models import Pattern
from content.patterns import Span
from content.reader import Reader
from content.wording import Sentence


class Kind(StrEnum):
    """What can be mentioned; in the order in which one hides another in a pattern."""

    EXERCISE = "exercise"
    AMBIGUOUS = "ambiguous"
    """Words that fit several exercises: its keys are those."""
    EQUIPMENT = "equipment"
    MUSCLE = "muscle"
    KIT = "kit"
    OUTSIDE = "outside"
    """What the coach does not cover: its keys are the intents that decline it."""


Names = Mapping[Kind, tuple[str, ...]]
"""By kind, the keys of what is meant."""


@dataclass(frozen=True)
class Mention:
    """Words that name something; the same words may name an exercise and a machine."""

    span: Span
    names: Names
    words: tuple[str, ...] = ()
    """By which it is named; none where only its place in the routine is."""

    def keys(self, kind: Kind) -> tuple[str, ...]:
        return self.names.get(kind, ())

    @property
    def mark(self) -> str:
        """Stands for any mention of its kind: `@exercise`."""
        kind = next(kind for kind in Kind if self.keys(kind))
        return f"@{Kind.EXERCISE if kind is Kind.AMBIGUOUS else kind}"


_LONGEST = 7
"""Words of the longest name that is looked for."""
_TWO = 2
"""Names of more words are known in any order."""
_LINKS = frozenset(("with", "the", "a", "on", "of", "in"))
"""Words between the words of a name: "the cable one with the wide grip"."""
_HEADS = frozenset(("row", "pulldown", "pullover"))
_ORDINALS = {
    "first": 0,
    "1st": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "fifth": 4,
    "5th": 4,
    "last": -1,
    "final": -1,
    "closing": -1,
    "finishing": -1,
    "opening": 0,
    "initial": 0,
    "starting": 0,
    "middle": 2,
}
_NUMBERS = {
    "one": 0,
    "two": 1,
    "three": 2,
    "four": 3,
    "five": 4,
    **{str(n + 1): n for n in range(9)},
}
_BY_ORDINAL = re.compile(
    rf"(?<!\S)(?P<word>{'|'.join(_ORDINALS)}) (?:exercise|move|movement|lift|one|row|drill|thing) "
    rf"|(?<!\S)(?:the|exercise) (?P<alone>second|third|fourth|fifth|2nd|3rd|4th|5th) \Z"
)
_BY_NUMBER = re.compile(
    rf"(?<!\S)(?:(?:exercise|row|move|lift|ex) (?:number |no |nr )?|number |nr |num )"
    rf"(?P<word>{'|'.join(_NUMBERS)}) (?!set |rep |time |of |day |week |kg |lb )"
)


class Recognizer:
    """Built once from a library: every name and nickname to what it means."""

    def __init__(self, library: Library, reader: Reader) -> None:
        self._routine = library.workout.exercises
        names: dict[str, dict[Kind, list[str]]] = defaultdict(lambda: defaultdict(list))

        def add(kind: Kind, phrases: Iterable[str], keys: Sequence[str]) -> None:
            for phrase in phrases:
                entry = names["".join(reader.words(phrase))][kind]
                entry.extend(key for key in keys if key not in entry)

        for exercise in library.exercises.values():
            add(Kind.EXERCISE, (exercise.name, *exercise.aliases), (exercise.key,))
        for equipment in library.equipment.values():
            add(Kind.EQUIPMENT, (equipment.name, *equipment.aliases), (equipment.key,))
        for muscle in library.muscles.values():
            add(Kind.MUSCLE, (muscle.name, *muscle.aliases), (muscle.key,))
        for kit in library.kits.values():
            add(Kind.KIT, (kit.name, *kit.aliases), (kit.key,))
        for intent in library.intents:
            if intent.kind is IntentKind.AMBIGUOUS:
                known = [key for key in intent.choices if key in library.exercises]
                add(Kind.AMBIGUOUS, intent.phrases, known)
            if intent.kind is IntentKind.DECLINE:
                add(Kind.OUTSIDE, intent.phrases, (intent.key,))
        self._unordered: dict[tuple[str, ...], str] = {}
        for exercise in library.exercises.values():
            # "the wide grip one", "the cable straight arm thing": modifiers name it, too.
            for phrase in (exercise.name, *exercise.aliases):
                *modifiers, head = reader.words(phrase)
                enough = len(modifiers) > 1 or (modifiers and exercise.key in self._routine)
                for noun in ("one", "thing") if enough and head in _HEADS else ():
                    short = "".join((*modifiers, noun))
                    if short not in names:
                        names[short][Kind.EXERCISE].append(exercise.key)
                    self._unordered.setdefault(tuple(sorted((*modifiers, noun))), short)
        for exercise in library.exercises.values():
            # "Squeeze the shoulder blades" is a cue, not the drill of that name.
            drill = exercise.pattern is Pattern.SCAPULAR_CONTROL
            for phrase in () if drill else (exercise.name, *exercise.aliases):
                key = tuple(sorted(reader.words(phrase)))
                if 1 < len(key) <= _LONGEST:
                    self._unordered.setdefault(key, "".join(reader.words(phrase)))
        names.pop("", None)
        self._names: dict[str, dict[Kind, tuple[str, ...]]] = {
            name: {kind: tuple(keys) for kind, keys in kinds.items()}
            for name, kinds in names.items()
        }
        self._beginnings = {name[:size] for name in self._names for size in range(1, len(name))}
        self._of_names = {word for words in self._unordered for word in words}

    def mentions(self, sentence: Sentence) -> tuple[Mention, ...]:
        """What the sentence names, left to right, the longest name first; spaces do not count."""
        found = self._by_position(sentence)
        taken = {at for mention in found for at in range(mention.span.start, mention.span.end)}
        at = 0
        while at < len(sentence.words):
            mention = None if at in taken else self._named(sentence, at, taken)
            if mention:
                found.append(mention)
            at = mention.span.end if mention else at + 1
        return tuple(sorted(found, key=lambda mention: mention.span.start))

    def _named(self, sentence: Sentence, at: int, taken: set[int]) -> Mention | None:
        """The longest name that starts there; spaces do not count, nor in long ones the order."""
        words = sentence.words
        last = min(at + _LONGEST, len(words))
        joined, end = words[at], at + 1
        found: tuple[int, Names] | None = None
        if joined in self._names:
            found = end, self._names[joined]
        while end < last and joined in self._beginnings and not _parts(sentence, end, taken):
            joined += words[end]
            end += 1
            if joined in self._names:
                found = (end, self._names[joined])
        if words[at] in self._of_names and words[at] not in _LINKS:
            found = self._in_any_order(sentence, at, found[0] if found else at, taken) or found
        if found is None:
            return None
        return Mention(Span(at, found[0]), found[1], words[at : found[0]])

    def _in_any_order(
        self, sentence: Sentence, at: int, longer_than: int, taken: set[int]
    ) -> tuple[int, Names] | None:
        """ "Cable row wide grip": the words of a longer name in another order."""
        words = sentence.words
        for end in range(min(at + _LONGEST, len(words)), max(longer_than, at + _TWO), -1):
            if words[end - 1] in _LINKS:
                continue
            if any(_parts(sentence, index, taken) for index in range(at + 1, end)):
                continue
            telling = tuple(sorted(word for word in words[at:end] if word not in _LINKS))
            name = self._unordered.get(telling)
            if name in self._names:
                return end, self._names[name]
        return None

    def _by_position(self, sentence: Sentence) -> list[Mention]:
        """ "The last exercise", "number 4": places in the routine."""
        line = "".join(f"{word} " for word in sentence.words)
        found: list[Mention] = []
        for regex, places in ((_BY_ORDINAL, _ORDINALS), (_BY_NUMBER, _NUMBERS)):
            for match in regex.finditer(line):
                place = places[next(word for word in match.groups() if word)]
                if -len(self._routine) <= place < len(self._routine):
                    start = line.count(" ", 0, match.start())
                    span = Span(start, start + match[0].count(" "))
                    if not any(span.overlaps(other.span) for other in found):
                        found.append(Mention(span, {Kind.EXERCISE: (self._routine[place],)}))
        return found


def _parts(sentence: Sentence, at: int, taken: set[int]) -> bool:
    """No name reaches over a comma, or into what is named already."""
    return at in sentence.breaks or at in taken
