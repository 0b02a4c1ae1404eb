"""One line of the log for each update: what kind, whose by a hash, how long, what came of it."""

import hashlib
import hmac
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from telegram import Update

_HASH_LENGTH = 12
_log = logging.getLogger(__name__)


class Outcome(StrEnum):
    HANDLED = "handled"
    STALE = "stale"
    """A button that no longer means anything."""
    LIMITED = "limited"
    UNSENT = "unsent"
    """The reply did not get through, or the database is away: it is handled again."""
    BLOCKED = "blocked"
    FAILED = "failed"


@dataclass
class _Entry:
    outcome: Outcome = Outcome.HANDLED


_entry: ContextVar[_Entry] = ContextVar("entry")
"""Of the update that the running task handles; an error handler runs in the same task."""


def note(outcome: Outcome) -> None:
    """What came of the update in hand; outside of one, as in the tick, nothing."""
    entry = _entry.get(None)
    if entry is not None:
        entry.outcome = outcome


class Journal:
    """Never the words of a message, a name or an id: only a keyed hash tells people apart."""

    def __init__(self, token: str) -> None:
        # Who has the log alone cannot try all ids, as the key follows from the token.
        self._key = hmac.digest(token.encode(), b"people in the log", hashlib.sha256)

    def hashed(self, person: int) -> str:
        """The same for the same person for as long as the token is the same."""
        return hmac.new(self._key, str(person).encode(), hashlib.sha256).hexdigest()[:_HASH_LENGTH]

    @contextmanager
    def line(self, update: object) -> Iterator[None]:
        """Writes the line at the end of the block."""
        entry, start = _Entry(), time.perf_counter()
        marked = _entry.set(entry)
        try:
            yield
        except BaseException:
            entry.outcome = Outcome.FAILED
            raise
        finally:
            _entry.reset(marked)
            if isinstance(update, Update) and _log.isEnabledFor(logging.INFO):
                _log.info("update", extra={"fields": self._fields(update, entry.outcome, start)})

    def _fields(self, update: Update, outcome: Outcome, start: float) -> dict[str, object]:
        user = update.effective_user
        return {
            "id": update.update_id,
            "kind": kind_of(update),
            "person": self.hashed(user.id) if user else None,
            "ms": round(1000 * (time.perf_counter() - start), 1),
            "outcome": outcome.value,
        }


def kind_of(update: Update) -> str:
    """As the Bot API names it."""
    return next(
        (str(kind) for kind in Update.ALL_TYPES if getattr(update, kind) is not None), "other"
    )
