"""The one clock of the process, as the server needs it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol


class DemoClock(Protocol):
    """A clock that can be moved forward; handed in by the caller."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""

    def advance(self, by: timedelta) -> None:
        """Moves the clock forward."""
