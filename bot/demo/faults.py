"""Bad days of Telegram, switched on by a test: errors, lost answers, outages, flood limits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import ApiError, CutError, too_many_requests

REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(slots=True)
class Call:
    """One Bot API call as it was answered (getUpdates only when it failed).

    `message` is the one that it put into a chat. Status 0: the connection closed and nothing was
    done; `dropped`: it closed after it was done.
    """

    method: str
    params: dict[str, Any]
    at: float
    ok: bool = True
    status: int = 200
    description: str = ""
    dropped: bool = False
    message: int | None = None


@dataclass(slots=True)
class _Fault:
    """Without an error the call is done, and its answer is lost."""

    method: str | None
    remaining: int
    error: ApiError | CutError | None

    def concerns(self, method: str) -> bool:
        if self.method is None:
            return method.lower() != "getupdates"
        return self.method.lower() == method.lower()


class Faults:
    """What the next calls will meet; without a method all calls but getUpdates are meant."""

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._out = False
        self.per_second: int | None = None
        self._faults: list[_Fault] = []
        self._sent: dict[int, deque[float]] = {}
        self._interrupt = interrupt

    def fail(
        self,
        status: int,
        n: int = 1,
        method: str | None = None,
        retry_after: int | None = None,
        description: str | None = None,
    ) -> None:
        """The next n calls are refused with this HTTP status, and nothing is done."""
        error = ApiError(status, description or REASONS.get(status, "Error"), retry_after)
        if status == 429:
            error = too_many_requests(retry_after if retry_after is not None else 1)
        self._faults.append(_Fault(method, n, error))

    def cut(self, n: int = 1, method: str | None = None) -> None:
        """The connection of the next n calls closes before anything is done."""
        self._faults.append(_Fault(method, n, CutError()))

    def drop(self, n: int = 1, method: str | None = None) -> None:
        """The next n calls are performed, but the connection closes without an answer."""
        self._faults.append(_Fault(method, n, None))

    def outage(self, *, on: bool) -> None:
        """While on, every call gets 502 with an HTML body."""
        self._out = on
        if on:
            self._interrupt()

    def is_out(self) -> bool:
        return self._out

    def calm(self) -> None:
        """Nothing goes wrong from now on; flood limits stay."""
        self._faults = []
        self.outage(on=False)

    def limit_chats(self, per_second: int | None) -> None:
        """At most so many messages to one chat within a second of the clock; None: no limit."""
        self.per_second = per_second
        self._sent.clear()

    def check(self, method: str) -> None:
        """Raises the ApiError, or the CutError, that this call is to meet, if any."""
        if error := self._take(method, dropping=False)[1]:
            raise error

    def take_drop(self, method: str) -> bool:
        return self._take(method, dropping=True)[0]

    def count_message(self, chat_id: int, now: float) -> None:
        """Notes a message to a chat; ApiError 429 if it is one too many."""
        if self.per_second is None:
            return
        sent = self._sent.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 1:
            sent.popleft()
        if len(sent) >= self.per_second:
            raise too_many_requests(1)
        sent.append(now)

    def _take(self, method: str, *, dropping: bool) -> tuple[bool, ApiError | CutError | None]:
        for fault in self._faults:
            if (fault.error is None) == dropping and fault.concerns(method):
                fault.remaining -= 1
                self._faults = [other for other in self._faults if other.remaining > 0]
                return True, fault.error
        return False, None
