"""What an operator watches: how much waits, and for how long."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.codec import to_seconds
from bot.storage.connection import Connection


@dataclass(frozen=True)
class Figures:
    """`due_lag` is in seconds."""

    inbox: int
    due_lag: int
    unanswered: int


def figures(connection: Connection, now: datetime) -> Figures:
    row = connection.one(
        "SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL) AS inbox,"
        " (SELECT min(claimable_at) FROM due WHERE claimable_at <= :now) AS oldest,"
        " (SELECT count(*) FROM unanswered WHERE answered_at IS NULL AND dismissed_at IS NULL)"
        " AS unanswered",
        now=to_seconds(now),
    )
    assert row is not None
    lag = to_seconds(now) - row["oldest"] if row["oldest"] is not None else 0
    return Figures(row["inbox"], lag, row["unanswered"])
