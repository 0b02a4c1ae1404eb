"""By which release of the time zone data reminders are due, and those that another may move."""

from datetime import datetime

from bot.domain.due import Due
from bot.domain.reminder import ReminderRule
from bot.storage import due, reminders
from bot.storage.codec import to_seconds
from bot.storage.connection import Connection


def release(connection: Connection) -> str | None:
    """None: nothing was worked out yet, or nobody knows by which."""
    row = connection.one("SELECT release FROM zone_data")
    return str(row["release"]) if row else None


def keep_release(connection: Connection, name: str) -> None:
    connection.execute("DELETE FROM zone_data WHERE release <> :name", name=name)
    connection.execute(
        "INSERT INTO zone_data (release) VALUES (:name) ON CONFLICT (release) DO NOTHING",
        name=name,
    )


def reminders_after(
    connection: Connection, now: datetime, after: str, limit: int
) -> list[tuple[Due, ReminderRule]]:
    """Reminders that are due later than `now`, by the ids of their due rows, from `after` on."""
    rows = connection.all(
        "SELECT due.*, days, at, zone FROM due JOIN reminder_rules ON reminder_rules.id = due.rule"
        " WHERE due.kind = 'reminder' AND due.id > :after AND due.due_at > :now"
        " ORDER BY due.id LIMIT :limit",
        after=after,
        now=to_seconds(now),
        limit=limit,
    )
    return [(due.from_row(row), reminders.rule_from(row)) for row in rows]


def move(connection: Connection, row: Due, at: datetime) -> None:
    """Due at another instant, unless it was settled, moved or replaced meanwhile."""
    connection.execute(
        "UPDATE due SET due_at = :at, claimable_at = :at WHERE id = :id AND due_at = :seen",
        id=row.id,
        at=to_seconds(at),
        seen=to_seconds(row.due_at),
    )
