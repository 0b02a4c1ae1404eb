"""What an operator watches: how much waits, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.codec import to_seconds
from bot.storage.connection import Connection


@dataclass(frozen=True)
class Figures:
    """`due_lag` is in seconds."""

    inbox: int
    due_waiting: int
    due_lag: int
    unanswered: int


@dataclass(frozen=True)
class Audience:
    """`trained` have started a session within a week; `scheduled` are reminders yet to come."""

    people: int
    trained: int
    scheduled: int


def figures(connection: Connection, now: datetime) -> Figures:
    row = connection.one(
        "SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL) AS inbox,"
        " (SELECT count(*) FROM due WHERE claimable_at <= :now) AS due_waiting,"
        " (SELECT min(claimable_at) FROM due WHERE claimable_at <= :now) AS oldest,"
        " (SELECT count(*) FROM unanswered WHERE answered_at IS NULL AND dismissed_at IS NULL)"
        " AS unanswered",
        now=to_seconds(now),
    )
    assert row is not None
    lag = to_seconds(now) - row["oldest"] if row["oldest"] is not None else 0
    return Figures(row["inbox"], row["due_waiting"], lag, row["unanswered"])


def audience(connection: Connection, now: datetime) -> Audience:
    row = connection.one(
        "SELECT (SELECT count(*) FROM people) AS people,"
        " (SELECT count(DISTINCT person) FROM sessions WHERE started_at > :since) AS trained,"
        " (SELECT count(*) FROM due WHERE claimable_at > :now AND kind IN ('reminder', 'snooze'))"
        " AS scheduled",
        now=to_seconds(now),
        since=to_seconds(now - timedelta(days=7)),
    )
    assert row is not None
    return Audience(row["people"], row["trained"], row["scheduled"])
