"""Reminders: one weekly rule a person, snoozes beside it that never move it."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.coach.ids import new_id
from bot.domain.due import Due, DueKind
from bot.domain.reminder import Off, ReminderRule, Snooze, next_occurrence, snoozed_until
from bot.storage import due, people, reminders
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.reminders import StoredRule


@dataclass(frozen=True)
class Scheduled:
    """A rule, and when it comes next; one that is off does not."""

    rule: ReminderRule
    next_at: datetime | None
    off: Off | None = None


class Reminders:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def current(self, person: int, now: datetime) -> Scheduled | None:
        return await self._database.run(
            lambda connection: _current(connection, person, now), person
        )

    async def set_rule(self, person: int, rule: ReminderRule, now: datetime) -> Scheduled:
        """The rule takes the place of the one before."""

        def unit(connection: Connection) -> Scheduled:
            reminders.delete_all(connection, person)
            stored = StoredRule(new_id(), person, rule)
            reminders.add(connection, stored)
            return Scheduled(rule, schedule(connection, stored, now))

        return await self._database.run(unit, person)

    async def move(
        self, person: int, days: frozenset[int], at: time | None, now: datetime
    ) -> Scheduled | None:
        """Other days, another time or both; what is not said stays. None: there is no rule."""

        def unit(connection: Connection) -> Scheduled | None:
            rules = reminders.of_person(connection, person)
            if not rules:
                return None
            before = rules[0]
            rule = replace(before.rule, days=days or before.rule.days, at=at or before.rule.at)
            reminders.delete_all(connection, person)
            stored = replace(before, rule=rule)
            reminders.add(connection, stored)
            if stored.off is None:
                schedule(connection, stored, now)
            return _current(connection, person, now)

        return await self._database.run(unit, person)

    async def choose_zone(self, person: int, zone: str, now: datetime) -> Scheduled | None:
        """The person lives by another zone; their reminder keeps its wall time there."""

        def unit(connection: Connection) -> Scheduled | None:
            people.choose_zone(connection, person, zone)
            reminders.move_zone(connection, person, zone)
            for stored in reminders.of_person(connection, person):
                if stored.off is None:
                    schedule(connection, stored, now)
            return _current(connection, person, now)

        return await self._database.run(unit, person)

    async def pause(self, person: int, now: datetime) -> Scheduled | None:
        """Nothing comes until the person resumes."""

        def unit(connection: Connection) -> Scheduled | None:
            reminders.switch_off(connection, person, Off.PAUSED)
            return _current(connection, person, now)

        return await self._database.run(unit, person)

    async def resume(self, person: int, now: datetime) -> Scheduled | None:
        """The next occurrence is due again."""

        def unit(connection: Connection) -> Scheduled | None:
            reminders.switch_on(connection, person)
            for stored in reminders.of_person(connection, person):
                schedule(connection, stored, now)
            return _current(connection, person, now)

        return await self._database.run(unit, person)

    async def delete(self, person: int) -> int:
        """How many rules there were."""
        return await self._database.run(
            lambda connection: reminders.delete_all(connection, person), person
        )

    async def snooze(self, person: int, choice: Snooze, zone: str, now: datetime) -> datetime:
        """One more reminder, once; the weekly rule stays where it is."""
        until = snoozed_until(choice, now, zone)
        row = Due(new_id(), DueKind.SNOOZE, person, until)
        await self._database.run(lambda connection: due.put(connection, row), person)
        return until

    async def skip(self, person: int) -> None:
        """Nothing more for this time: a snooze that still waits is dropped."""
        await self._database.run(lambda connection: due.end_snooze(connection, person), person)


def schedule(connection: Connection, stored: StoredRule, after: datetime) -> datetime:
    """Makes the next occurrence after `after` the rule's due row."""
    at = next_occurrence(stored.rule, after)
    due.put(connection, Due(new_id(), DueKind.REMINDER, stored.person, at, rule=stored.id))
    return at


def _current(connection: Connection, person: int, now: datetime) -> Scheduled | None:
    rules = reminders.of_person(connection, person)
    if not rules:
        return None
    stored = rules[0]
    next_at = None if stored.off else next_occurrence(stored.rule, now)
    return Scheduled(stored.rule, next_at, stored.off)
