"""Red flags: which sign a message names. It refers on and never weighs up a diagnosis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from content.language import AlarmClass, Combination, Safety, Sign
from content.patterns import Span, any_of
from content.reader import Reader
from content.wording import Sentence

SEVEREST_FIRST = (
    AlarmClass.EMERGENCY,
    AlarmClass.URGENT,
    AlarmClass.PROFESSIONAL,
    AlarmClass.CAUTION,
)
_NEGATORS = frozenset({"no", "not", "without", "never", "isnt", "arent", "wasnt", "zero", "nor"})
_CARRIES_NEGATION = frozenset({"or", "nor", "and", "any", "real", "actual", "more", "a", "the"})


@dataclass(frozen=True)
class Signs:
    """The red flags of one message, severest first, and whether it takes an earlier one back."""

    signs: tuple[Sign, ...]
    cleared: bool

    @property
    def worst(self) -> Sign | None:
        return self.signs[0] if self.signs else None


def severest(*alarms: AlarmClass | None) -> AlarmClass | None:
    """The highest class of those given."""
    return next((alarm for alarm in SEVEREST_FIRST if alarm in alarms), None)


class Watch:
    """The signs of `safety.yaml`, compiled once."""

    def __init__(self, safety: Safety, reader: Reader) -> None:
        self._safety = safety
        self._groups = {
            key: any_of(phrases, reader.words) for key, phrases in safety.groups.items()
        }
        self._harmless = any_of(safety.harmless, reader.words) if safety.harmless else None
        self._cleared = any_of(safety.cleared, reader.words)
        self._ordered = sorted(safety.signs, key=lambda sign: SEVEREST_FIRST.index(sign.alarm))

    def signs(self, sentences: Iterable[Sentence]) -> Signs:
        """What a whole message tells, whoever it is about."""
        words = [word for sentence in sentences for word in sentence.words]
        line = "".join(f"{word} " for word in words)
        for span in self._harmless.find(line) if self._harmless else ():
            words[span.start : span.end] = ["_"] * (span.end - span.start)
        line = "".join(f"{word} " for word in words)
        found = {key: tuple(group.find(line)) for key, group in self._groups.items()}
        # A list such as "no fever, numbness or weakness" is negated to its end.
        named = {at for spans in found.values() for s in spans for at in range(s.start, s.end)}
        told = {
            key: tuple(span for span in spans if not _negated(span, words, named))
            for key, spans in found.items()
        }
        signs = tuple(sign for sign in self._ordered if any(_meets(told, way) for way in sign.when))
        return Signs(signs, any(True for _ in self._cleared.find(line)))


def _negated(span: Span, words: Sequence[str], named: set[int]) -> bool:
    """A negator stands before it, with only other signs and joining words between."""
    for at in range(span.start - 1, -1, -1):
        if words[at] in _NEGATORS:
            return at not in named
        if words[at] not in _CARRIES_NEGATION and at not in named:
            return False
    return False


def _meets(told: dict[str, tuple[Span, ...]], way: Combination) -> bool:
    if any(told[key] for key in way.none):
        return False
    groups = [told[key][:6] for key in way.all]
    return all(groups) and any(
        max(span.end for span in spans) - min(span.start for span in spans) <= way.span
        for spans in product(*groups)
    )
