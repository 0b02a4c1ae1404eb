"""A second ear for red flags: how like a message is to sample messages of each class.

The phrases of `safety.yaml` hear what is said in one of their ways; this hears what is said in
none of them. It raises an alarm and never takes one back.
"""

from collections.abc import Iterator, Sequence

from content.complaints import Complaints
from content.features import plain
from content.language import HARMLESS, SAMPLED_ALARMS, AlarmClass
from content.library import Library
from content.perceptron import Perceptron

_LEAST_MARGIN = 0.45
"""By which a class has to fit better than harmless does."""
_LONG = 40
"""Words above which a message is a story, in which more may sound like anything."""
_LEAST_IN_STORY = 0.7
_EVERY = 6
"""Of the samples of intents, which are harmless, too, one in so many is enough."""


class Screening:
    """Built once from a library."""

    def __init__(self, library: Library, complaints: Complaints) -> None:
        self._perceptron = Perceptron(
            (name, plain(complaints.counting(complaints.read(message))))
            for name, message in _samples(library)
        )

    def alarm(self, words: Sequence[str]) -> AlarmClass | None:
        """The class whose samples the words of a message are like, if they clearly are."""
        fit = dict(zip(self._perceptron.labels, self._perceptron.fit(plain(words)), strict=True))
        likeliest = max(SAMPLED_ALARMS, key=lambda name: fit.get(name, 0.0))
        margin = float(fit.get(likeliest, 0.0) - fit.get(HARMLESS, 0.0))
        least = _LEAST_MARGIN if len(words) <= _LONG else _LEAST_IN_STORY
        return SAMPLED_ALARMS[likeliest] if margin >= least else None


def _samples(library: Library) -> Iterator[tuple[str, str]]:
    for name, messages in library.alarms.items():
        yield from ((name, message) for message in messages)
    for asked in library.samples.values():
        yield from ((HARMLESS, sample) for sample in asked[::_EVERY])
