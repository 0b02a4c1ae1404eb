"""What is due and is being sent now, and what came of it so far."""

from collections import Counter

from bot.domain.due import DueKind, Fate, Tally
from handlers.running import Running


class Outbox(Running):
    """One for each process. What is cut off in it is due still, under its lease."""

    def __init__(self) -> None:
        super().__init__()
        self._tally: Tally = Counter()
        """What is not in the database yet."""

    def count(self, kind: DueKind, fate: Fate) -> None:
        self._tally[kind, fate] += 1

    def take_tally(self) -> Tally:
        """What came of what was sent since it was taken before."""
        tally, self._tally = self._tally, Counter()
        return tally

    def give_back(self, tally: Tally) -> None:
        """It could not be kept."""
        self._tally += tally
