"""Reminders follow the time zone data: what another release worked out is worked out anew."""

from datetime import datetime
from functools import partial

from bot.domain.reminder import as_known_now
from bot.storage import zone_data
from bot.storage.connection import Connection
from bot.storage.database import Database

BATCH = 500
"""Reminders in one unit of work: between two of them, others get their turn."""


async def follow_zone_data(database: Database, release: str, now: datetime) -> int:
    """Moves what is due after `now` to where `release` puts it; how many reminders moved.

    The release is kept last, so what a crash cut short begins again. In each unit every statement
    is right alone: another process may claim, settle and change reminders meanwhile.
    """

    if await database.run(zone_data.release) == release:
        return 0
    after: str | None = ""
    moved = 0
    while after is not None:
        after, count = await database.run(partial(_move_some, now=now, after=after))
        moved += count
    await database.run(lambda connection: zone_data.keep_release(connection, release))
    return moved


def _move_some(connection: Connection, now: datetime, after: str) -> tuple[str | None, int]:
    """Where to go on, None at the end; and how many moved."""
    rows = zone_data.reminders_after(connection, now, after, BATCH)
    moved = 0
    for row, rule in rows:
        at = as_known_now(rule, row.due_at)
        if at != row.due_at:
            zone_data.move(connection, row, at)
            moved += 1
    return (rows[-1][0].id if rows else None), moved
