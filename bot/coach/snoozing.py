"""What a person does with a reminder that came: later, not this week, another hour, or training."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.coach.ids import new_id
from bot.coach.reminders import schedule
from bot.domain.due import Due, DueKind
from bot.domain.habit import Silence, begun, put_off, taken_back
from bot.domain.person import local
from bot.domain.reminder import LONGEST_SNOOZE, Snooze, is_merged, next_week, snoozed_until
from bot.storage import due, people, reminders
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.reminders import StoredRule


@dataclass(frozen=True)
class Rung:
    """A reminder that came: of which rule, empty where it is not known, and when it was due."""

    rule: str
    due_at: datetime


@dataclass(frozen=True)
class Waiting:
    """A snooze that waits, and of which rule; empty where that is not known."""

    until: datetime
    rule: str


@dataclass(frozen=True)
class Snoozed:
    """It comes back at `until`; `merged`: with the next reminder, which comes anyway. `before` is
    the snooze of another reminder that this one took the place of."""

    until: datetime
    merged: bool
    before: Waiting | None


@dataclass(frozen=True)
class Skipped:
    """The rule comes again from the day `until` on; None where it is gone, or off. `before` is the
    day it was paused until."""

    until: date | None
    before: date | None


class Snoozing:
    """Any of it is an answer: the person is not asked whether reminders are still wanted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def snooze(
        self, person: int, rung: Rung, choice: Snooze, zone: str, now: datetime
    ) -> Snoozed:
        """One more reminder, once; the weekly rules stay where they are."""

        def unit(connection: Connection) -> Snoozed:
            reminders.answered(connection, person)
            stored = _rule(connection, person, rung)
            here = stored.rule.zone if stored else zone
            at = stored.rule.at if stored else local(rung.due_at, zone).time()
            until = snoozed_until(choice, now, here, at)
            waits = due.snooze_of(connection, person)
            before = None
            if waits is not None and not _is_of(waits, stored, rung, here):
                before = Waiting(waits.due_at, waits.rule or "")
            following = due.next_reminder(connection, person, now)
            if following is not None and is_merged(until, following, now, here):
                due.end_snooze(connection, person)
                return Snoozed(following, merged=True, before=before)
            rule, day = stored.id if stored else None, local(rung.due_at, here).date()
            due.put(connection, Due(new_id(), DueKind.SNOOZE, person, until, rule=rule, day=day))
            if stored is not None:
                _note_hour(connection, stored, day, until)
            return Snoozed(until, merged=False, before=before)

        return await self._database.run(unit, person)

    async def wake(
        self, person: int, rung: Rung, before: Waiting | None, zone: str, now: datetime
    ) -> None:
        """It was not put off after all: what there was `before` it is there again, unless another
        reminder was put off since."""

        def unit(connection: Connection) -> None:
            stored = _rule(connection, person, rung)
            here = stored.rule.zone if stored else zone
            waits = due.snooze_of(connection, person)
            if waits is not None:
                if not _is_of(waits, stored, rung, here):
                    return
                due.settle(connection, waits.id)
            if before is not None and now < before.until <= now + LONGEST_SNOOZE:
                _put_back(connection, person, before)
            if waits is not None and stored is not None:
                day = local(rung.due_at, here).date()
                reminders.save(connection, replace(stored, habit=taken_back(stored.habit, day)))

        await self._database.run(unit, person)

    async def skip_week(self, person: int, rung: Rung, now: datetime) -> Skipped:
        """Nothing more of the rule before next week, nor a snooze of it that still waits."""

        def unit(connection: Connection) -> Skipped:
            reminders.answered(connection, person)
            waits = due.snooze_of(connection, person)
            if waits is not None and (not rung.rule or waits.rule in (None, rung.rule)):
                due.settle(connection, waits.id)
            stored = _rule(connection, person, rung)
            if stored is None or stored.off is not None:
                return Skipped(None, None)
            monday = next_week(now, stored.rule.zone)
            before = stored.paused_until
            until = max(monday, before or monday)
            _pause(connection, stored, until, now)
            return Skipped(until, before if before != monday else None)  # it was skipped just now

        return await self._database.run(unit, person)

    async def unskip(self, person: int, rung: Rung, before: date | None, now: datetime) -> None:
        """The week is not skipped after all; a longer pause stays."""

        def unit(connection: Connection) -> None:
            stored = _rule(connection, person, rung)
            if stored is None or stored.off is not None or stored.paused_until is None:
                return
            if stored.paused_until <= next_week(now, stored.rule.zone):
                _pause(connection, stored, before, now)

        await self._database.run(unit, person)

    async def begin(self, person: int, rung: Rung, now: datetime) -> None:
        """Training begins, from the reminder."""

        def unit(connection: Connection) -> None:
            reminders.answered(connection, person)
            due.end_snooze(connection, person)
            stored = _rule(connection, person, rung)
            if stored is not None:
                today = local(now, stored.rule.zone).date()
                reminders.save(connection, replace(stored, habit=begun(stored.habit, today)))

        await self._database.run(unit, person)

    async def keep(self, person: int, rung: Rung, now: datetime) -> None:
        """The reminder is still wanted, as it is: it comes again where it was paused meanwhile."""

        def unit(connection: Connection) -> None:
            reminders.answered(connection, person)
            stored = _rule(connection, person, rung)
            if stored is None or stored.off is None:
                return
            wanted = replace(stored, off=None, silence=Silence())
            reminders.save(connection, wanted)
            schedule(connection, wanted, now)
            if all(each.off is None for each in reminders.of_person(connection, person)):
                people.forget_silence(connection, person)

        await self._database.run(unit, person)

    async def answered(self, person: int) -> None:
        """They did something with a reminder."""
        await self._database.run(lambda connection: reminders.answered(connection, person), person)


def _rule(connection: Connection, person: int, rung: Rung) -> StoredRule | None:
    """None: it is not known, gone, or somebody else's."""
    stored = reminders.find(connection, rung.rule) if rung.rule else None
    return stored if stored and stored.person == person else None


def _is_of(waits: Due, stored: StoredRule | None, rung: Rung, zone: str) -> bool:
    """Whether it is this reminder that was put off, a moment ago."""
    rule = stored.id if stored else None
    return waits.rule == rule and waits.day == local(rung.due_at, zone).date()


def _put_back(connection: Connection, person: int, before: Waiting) -> None:
    """Of a rule that is gone, nothing comes any more."""
    stored = _rule(connection, person, Rung(before.rule, before.until))
    if stored is not None or not before.rule:
        rule = stored.id if stored else None
        due.put(connection, Due(new_id(), DueKind.SNOOZE, person, before.until, rule=rule))


def _pause(connection: Connection, stored: StoredRule, until: date | None, now: datetime) -> None:
    paused = replace(stored, paused_until=until)
    reminders.save(connection, paused)
    schedule(connection, paused, now)


def _note_hour(connection: Connection, stored: StoredRule, day: date, until: datetime) -> None:
    """An hour of the same day may become a habit."""
    later = local(until, stored.rule.zone)
    if later.date() == day:
        habit = put_off(stored.habit, day, later.time())
        reminders.save(connection, replace(stored, habit=habit))
