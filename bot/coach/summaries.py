"""The summary of the week: on a day of choice, off until somebody chooses one."""

from datetime import datetime, time

from bot.coach.ids import new_id
from bot.coach.reminders import schedule
from bot.domain.reminder import About, ReminderRule
from bot.storage import reminders
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.reminders import StoredRule

AT = time(18, 0)
"""When it comes, unless another time was said."""


class Summaries:
    """Its rule stands beside those of the reminders, so zone and clock changes hold for it, too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rule(self, person: int) -> ReminderRule | None:
        """None: it is off."""

        def unit(connection: Connection) -> ReminderRule | None:
            stored = reminders.summary_of(connection, person)
            return stored.rule if stored and stored.off is None else None

        return await self._database.run(unit, person)

    async def choose(self, person: int, day: int, at: time, zone: str, now: datetime) -> None:
        """Every week on this day, 0 being Monday."""
        rule = ReminderRule(frozenset({day}), at, zone)

        def unit(connection: Connection) -> None:
            before = reminders.summary_of(connection, person)
            stored = StoredRule(
                before.id if before else new_id(), person, rule, about=About.SUMMARY
            )
            if before is None:
                reminders.add(connection, stored)
            else:
                reminders.save(connection, stored)
            schedule(connection, stored, now)

        await self._database.run(unit, person)

    async def stop(self, person: int) -> bool:
        """Whether there was one."""

        def unit(connection: Connection) -> bool:
            stored = reminders.summary_of(connection, person)
            if stored is not None:
                reminders.delete(connection, stored.id)
            return stored is not None

        return await self._database.run(unit, person)
