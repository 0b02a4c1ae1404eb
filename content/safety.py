"""Red flags: which sign a message names. It refers on and never weighs up a diagnosis."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from content.complaints import Complaints, Line
from content.language import AlarmClass, Combination, Safety, Sign
from content.library import Library
from content.patterns import Span

SEVEREST_FIRST = (
    AlarmClass.EMERGENCY,
    AlarmClass.URGENT,
    AlarmClass.PROFESSIONAL,
    AlarmClass.CAUTION,
)
_NEARBY = 8
"""Places of one group that are tried: a message repeats itself rather than hiding a sign."""

Told = dict[str, tuple[Span, ...]]


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

    def __init__(self, library: Library) -> None:
        self._safety: Safety = library.safety
        self._complaints = Complaints(library)
        self._ordered = sorted(
            self._safety.signs, key=lambda sign: SEVEREST_FIRST.index(sign.alarm)
        )
        self._supposed = tuple(sign for sign in self._ordered if sign.key == self._safety.supposed)

    def signs(self, text: str) -> Signs:
        """What a whole message tells, whoever it is about."""
        line = self._complaints.read(text)
        signs = self._told(line, supposed=False)
        if not signs and line.supposes and self._told(line, supposed=True):
            signs = self._supposed
        return Signs(signs, line.cleared)

    def _told(self, line: Line, *, supposed: bool) -> tuple[Sign, ...]:
        told = self._complaints.told(line, supposed=supposed)
        return tuple(sign for sign in self._ordered if any(_meets(told, way) for way in sign.when))


def _meets(told: Told, way: Combination) -> bool:
    if any(key in told for key in way.none) or not all(key in told for key in way.all):
        return False
    groups: Sequence[tuple[Span, ...]] = [told[key][:_NEARBY] for key in way.all]
    return any(
        max(span.end for span in spans) - min(span.start for span in spans) <= way.span
        for spans in product(*groups)
    )
