"""Updates from Telegram: kept before they are acknowledged, marked when handled."""

from datetime import datetime, timedelta

from bot.storage.codec import to_seconds
from bot.storage.connection import Connection

KEPT = timedelta(days=2)
"""Telegram sends an update again for a day at most; its id is remembered for longer."""
KEPT_UNHANDLED = timedelta(days=7)
"""What cannot even be read is not kept for ever: people are in it."""


def receive(connection: Connection, updates: list[tuple[int, str]], now: datetime) -> set[int]:
    """Keeps a batch of (id, JSON); the ids that are new."""
    new = set()
    for update_id, payload in updates:
        added = connection.execute(
            "INSERT INTO inbox (update_id, payload, received_at) VALUES (:id, :payload, :now)"
            " ON CONFLICT (update_id) DO NOTHING",
            id=update_id,
            payload=payload,
            now=to_seconds(now),
        )
        if added:
            new.add(update_id)
    return new


def waiting(connection: Connection) -> list[str]:
    """The JSON of what was received and not handled, oldest first."""
    rows = connection.all(
        "SELECT payload FROM inbox WHERE handled_at IS NULL ORDER BY received_at, update_id"
    )
    return [row["payload"] for row in rows]


def mark_handled(connection: Connection, update_id: int, now: datetime) -> None:
    """Its words are dropped; the id stays for a while, so that it is not handled twice."""
    connection.execute(
        "UPDATE inbox SET handled_at = :now, payload = NULL WHERE update_id = :id",
        now=to_seconds(now),
        id=update_id,
    )


def prune(connection: Connection, now: datetime) -> None:
    connection.execute(
        "DELETE FROM inbox WHERE handled_at < :before OR received_at < :long_before",
        before=to_seconds(now - KEPT),
        long_before=to_seconds(now - KEPT_UNHANDLED),
    )


def serve_as(connection: Connection, bot: int) -> None:
    """Another bot than before: the numbers of its messages and updates mean nothing here.

    Of processes that start at once, one adds the row and the others wait for it.
    """
    if not connection.execute(
        "INSERT INTO served_bot (id) VALUES (:bot) ON CONFLICT (id) DO NOTHING", bot=bot
    ):
        return
    connection.execute("DELETE FROM served_bot WHERE id <> :bot", bot=bot)
    connection.execute("UPDATE people SET live_message = NULL")
    connection.execute("UPDATE conversations SET question = NULL")
    connection.execute("DELETE FROM answers")
    connection.execute("DELETE FROM inbox")
