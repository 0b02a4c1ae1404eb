"""The one clock of the process."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Real time plus what it was moved forward by; whole seconds, since storage keeps those."""

    def __init__(self, moved: timedelta = timedelta()) -> None:
        self._moved = moved

    def now(self) -> datetime:
        """Aware UTC."""
        return (datetime.now(UTC) + self._moved).replace(microsecond=0)

    def advance(self, by: timedelta) -> None:
        """Moves the clock forward, so that what is due later can be seen now."""
        if by < timedelta():
            raise ValueError("the clock only moves forward")
        self._moved += by
