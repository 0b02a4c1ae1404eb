"""The queue of updates and its one reader: a webhook, or long polling, confirmation, conflict."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .errors import ApiError

KINDS = (
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "chosen_inline_result",
    "my_chat_member",
)
CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass(slots=True)
class Webhook:
    """Where updates go, with how many connections, and what went wrong last."""

    url: str
    secret: str
    most: int
    certificate: str | None
    failed_at: int = 0
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """One update as it will be sent; `content` is frozen at the time it happened."""

    id: int
    kind: str
    content: dict[str, Any]

    def to_api(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.content}


class UpdateQueue:
    """Updates wait here until a getUpdates with a higher offset confirms them."""

    def __init__(self, first_id: int, changed: Callable[[], None]) -> None:
        self.next_id = first_id
        self.pending: list[Update] = []
        self.allowed: tuple[str, ...] = KINDS
        self.webhook: Webhook | None = None
        self.handed_out = 0
        self._changed = changed
        self._reader: object = None
        self._signal = asyncio.Event()
        self.closed = False
        self._waiting = 0

    def put(self, kind: str, content: dict[str, Any]) -> None:
        if kind in self.allowed:
            self.pending.append(Update(self.next_id, kind, content))
            self.next_id += 1
            self.wake()

    def put_again(self, update: Update) -> None:
        """Hands it out once more, as Telegram does where it did not learn that it was taken."""
        if update not in self.pending:
            self.pending.append(update)
            self.wake()

    def allow(self, kinds: list[str]) -> None:
        """An empty list means the default: everything this server has."""
        self.allowed = tuple(kind for kind in KINDS if kind in kinds) or KINDS

    def all_handed_out(self) -> bool:
        return all(update.id <= self.handed_out for update in self.pending)

    def is_read(self) -> bool:
        """Whether a poll is waiting now."""
        return self._waiting > 0

    def wake(self) -> None:
        signal, self._signal = self._signal, asyncio.Event()
        signal.set()

    async def stirred(self) -> None:
        """Waits for the next thing that happens to the queue."""
        await self._signal.wait()

    def deliver_to(self, webhook: Webhook | None) -> None:
        """None: to whoever polls."""
        self.webhook = webhook
        self.wake()

    def confirm(self, update: Update) -> None:
        """The webhook took it."""
        self.pending = [each for each in self.pending if each is not update]
        self.handed_out = max(self.handed_out, update.id)
        self._changed()

    def close(self) -> None:
        """Ends every poll; later ones return at once."""
        self.closed = True
        self.wake()

    def reopen(self) -> None:
        self.closed = False

    def interrupt(self) -> None:
        """Ends the poll that is waiting."""
        self._reader = None
        self.wake()

    async def poll(self, offset: int, limit: int, wait: float) -> list[Update]:
        """The next updates, waiting up to `wait` seconds; ends an older poll with 409."""
        self._waiting += 1
        self._changed()
        try:
            return await self._poll(offset, limit, wait)
        finally:
            self._waiting -= 1

    async def _poll(self, offset: int, limit: int, wait: float) -> list[Update]:
        if self.webhook is not None:
            raise ApiError(409, HOOKED)
        reader = object()
        self._reader = reader
        self.wake()
        self._confirm(offset)
        try:
            async with asyncio.timeout(wait):
                while not self.pending and not self.closed:
                    await self._signal.wait()
                    if self._reader is None:
                        return []
                    if self.webhook is not None:
                        raise ApiError(409, HOOKED)
                    if self._reader is not reader:
                        raise ApiError(409, CONFLICT)
        except TimeoutError:
            return []
        batch = self.pending[:limit]
        if batch:
            self.handed_out = max(self.handed_out, *(update.id for update in batch))
            self._changed()
        return batch

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update.id >= offset]
