"""Red flags: which sign a message names. It refers on and never weighs up a diagnosis."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from content.complaints import Complaints, Line, Told
from content.language import AlarmClass, Combination, Safety, Sign
from content.library import Library
from content.patterns import Span
from content.screening import Screening

SEVEREST_FIRST = (
    AlarmClass.EMERGENCY,
    AlarmClass.URGENT,
    AlarmClass.PROFESSIONAL,
    AlarmClass.CAUTION,
)


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
        self._ordered = sorted(self._safety.signs, key=_severity)
        self._ways: dict[str, list[tuple[int, Combination]]] = defaultdict(list)
        for place, sign in enumerate(self._ordered):
            for way in sign.when:
                self._ways[way.all[0]].append((place, way))
        self._screening = Screening(library, self._complaints)
        by_key = {sign.key: sign for sign in self._ordered}
        self._alike = {alarm: by_key[key] for alarm, key in self._safety.alike.items()}
        self._supposed = tuple(sign for sign in self._ordered if sign.key == self._safety.supposed)

    def signs(self, text: str) -> Signs:
        """What a whole message tells, whoever it is about."""
        line = self._complaints.read(text)
        signs = self._told(line, supposed=False)
        if not signs and line.supposed and self._told(line, supposed=True):
            signs = self._supposed
        likely = self._screening.alarm(self._complaints.counting(line))
        alike = self._alike.get(likely) if likely else None
        if alike and (not signs or _severity(alike) < _severity(signs[0])):
            signs = (alike, *signs)
        if line.cleared:
            # "Broke my wrist in May, the doctor signed me off": who was to be asked has been.
            signs = tuple(sign for sign in signs if sign.alarm is not AlarmClass.PROFESSIONAL)
        return Signs(signs, line.cleared)

    def _told(self, line: Line, *, supposed: bool) -> tuple[Sign, ...]:
        told = self._complaints.told(line, supposed=supposed)
        raised = {
            place
            for first in told.keys() & self._ways.keys()
            for place, way in self._ways[first]
            if _meets(told, way)
        }
        return tuple(self._ordered[place] for place in sorted(raised))


def _severity(sign: Sign) -> int:
    """0 is the severest."""
    return SEVEREST_FIRST.index(sign.alarm)


def _meets(told: Told, way: Combination) -> bool:
    first, *rest = way.all
    for key in rest + list(way.beside):
        if key not in told:
            return False
    others = [told[key] for key in rest]
    return any(
        all(_near(span, other, way.span) for other in others)
        and not any(_near(span, told[key], way.span) for key in way.none if key in told)
        for span in told[first]
    )


def _near(span: Span, others: Sequence[Span], distance: int) -> bool:
    """Whether one of the others, which are in order, lies within so many words of the span."""
    earliest = span.end - distance
    at = bisect_left(others, earliest, key=lambda other: other.start)
    return at < len(others) and others[at].end <= span.start + distance
