"""Reminders: a few weekly rules a person, snoozes beside them that never move them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.coach.ids import new_id
from bot.domain.due import Due, DueKind
from bot.domain.habit import Habit, Silence
from bot.domain.moves import moved
from bot.domain.reminder import (
    MOST,
    About,
    Occurrence,
    Off,
    ReminderRule,
    carried_over,
    date_of,
    first_from,
    next_occurrence,
)
from bot.storage import due, people, reminders
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.reminders import StoredRule


@dataclass(frozen=True)
class Scheduled:
    """A rule, and when it comes next; one that is off does not. `paused_until` is set while the
    next one is put off by it; `next_on` is its local date. `here` is the zone that the person lives
    by, if it is not the rule's."""

    id: str
    rule: ReminderRule
    next_at: datetime | None
    off: Off | None = None
    paused_until: date | None = None
    here: str | None = None
    next_on: date | None = None


Schedule = tuple[Scheduled, ...]
"""All rules of a person: what comes next is first, what is off last."""


@dataclass(frozen=True)
class Added:
    """What came of a new rule. `replaced` gave way to it; `full`: there are too many already."""

    schedule: Schedule
    replaced: ReminderRule | None = None
    full: bool = False


@dataclass(frozen=True)
class Journey:
    """The person lives by another zone. `along` are the rules that came along from the zone
    `before` and ring at other instants there; empty where there is nothing to ask."""

    schedule: Schedule
    before: str | None = None
    along: tuple[ReminderRule, ...] = ()


class Reminders:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def current(self, person: int, now: datetime) -> Schedule:
        return await self._database.run(
            lambda connection: _schedule_of(connection, person, now), person
        )

    async def set_rule(
        self, person: int, rule: ReminderRule, now: datetime, *, beside: bool = False
    ) -> Added:
        """A rule on the same days gives way to the new one, and so does the only one there is,
        unless the new one was meant `beside` it; to several, it is one more."""

        def unit(connection: Connection) -> Added:
            rules = reminders.of_person(connection, person)
            before = next((each for each in rules if each.rule.days == rule.days), None)
            if before is None and not beside and len(rules) == 1:
                before = rules[0]
            if before is None and len(rules) >= MOST:
                return Added(_schedule_of(connection, person, now), full=True)
            stored = StoredRule(before.id if before else new_id(), person, rule)
            if before is None:
                reminders.add(connection, stored)
            _keep(connection, stored, now)
            replaced = before.rule if before and before.rule.days != rule.days else None
            return Added(_schedule_of(connection, person, now), replaced)

        return await self._database.run(unit, person)

    async def change(self, person: int, rule_id: str, rule: ReminderRule, now: datetime) -> Added:
        """Another rule in the place of one; where that is gone, one more."""

        def unit(connection: Connection) -> Schedule | None:
            named = _named(connection, person, rule_id)
            for stored in named:
                _keep(connection, StoredRule(stored.id, person, rule), now)
            return _schedule_of(connection, person, now) if named else None

        changed = await self._database.run(unit, person)
        if changed is not None:
            return Added(changed)
        return await self.set_rule(person, rule, now, beside=True)

    async def move(
        self,
        person: int,
        rule_id: str,
        of: frozenset[int],
        days: frozenset[int],
        at: time | None,
        now: datetime,
    ) -> Schedule:
        """The days `of` of a rule become `days`, at another time or as before; see `moved`."""

        def unit(connection: Connection) -> Schedule:
            for stored in _named(connection, person, rule_id):
                first, *second = moved(stored.rule, of, days, at)
                _keep(connection, replace(stored, rule=first, done_on=None, habit=Habit()), now)
                for rule in second:
                    apart = replace(stored, id=new_id(), rule=rule, done_on=None, habit=Habit())
                    reminders.add(connection, apart)
                    _keep(connection, apart, now)
            return _schedule_of(connection, person, now)

        return await self._database.run(unit, person)

    async def choose_zone(self, person: int, zone: str, now: datetime) -> Journey:
        """The person lives by another zone; the rules that went by the one before come along with
        their wall time, those that go by any other stay."""

        def unit(connection: Connection) -> Journey:
            before = _zone_of(connection, person)
            people.choose_zone(connection, person, zone)
            along = []
            for stored in reminders.every_of(connection, person):
                if before is not None and stored.rule.zone != before:
                    continue
                rule = replace(stored.rule, zone=zone)
                _carry(connection, stored, rule, now)
                if stored.about is About.SUMMARY:
                    continue
                if next_occurrence(rule, now) != next_occurrence(stored.rule, now):
                    along.append(rule)
            schedule = _schedule_of(connection, person, now)
            return Journey(schedule, before, tuple(along) if before else ())

        return await self._database.run(unit, person)

    async def stay_with(self, person: int, zone: str, now: datetime) -> Schedule:
        """The rules that go by the person's clock go by that of `zone`, wherever they are."""

        def unit(connection: Connection) -> Schedule:
            here = _zone_of(connection, person)
            for stored in reminders.of_person(connection, person):
                if stored.rule.zone == here:
                    _carry(connection, stored, replace(stored.rule, zone=zone), now)
            return _schedule_of(connection, person, now)

        return await self._database.run(unit, person)

    async def bring(self, person: int, rule_id: str, now: datetime) -> Schedule:
        """A rule that went by another zone goes by the person's from now on."""

        def unit(connection: Connection) -> Schedule:
            here = _zone_of(connection, person)
            for stored in reminders.of_person(connection, person):
                if here is not None and stored.id == rule_id and stored.rule.zone != here:
                    _carry(connection, stored, replace(stored.rule, zone=here), now)
            return _schedule_of(connection, person, now)

        return await self._database.run(unit, person)

    async def pause(
        self,
        person: int,
        now: datetime,
        rule_id: str = "",
        *,
        days: frozenset[int] = frozenset(),
        until: date | None = None,
    ) -> Schedule:
        """Of one rule, of those that come on one of the `days`, or of all: nothing comes before
        `until`, or until the person resumes."""

        def paused(stored: StoredRule) -> StoredRule:
            if days and not days & stored.rule.days:
                return stored
            if until is not None:
                return replace(stored, off=None, paused_until=until)
            return replace(stored, off=stored.off or Off.PAUSED, paused_until=None)

        return await self._change(person, rule_id, paused, now)

    async def resume(self, person: int, now: datetime, rule_id: str = "") -> Schedule:
        """The next occurrence of one rule, or of all, is due again, the summary's with all."""

        def resumed(stored: StoredRule) -> StoredRule:
            return replace(stored, off=None, paused_until=None)

        def with_summary(connection: Connection) -> None:
            summary = reminders.summary_of(connection, person)
            if summary is not None and summary.off is not None:
                _keep(connection, resumed(summary), now)

        if not rule_id:
            await self._database.run(with_summary, person)
        return await self._change(person, rule_id, resumed, now)

    async def delete(self, person: int, rule_id: str = "") -> int:
        """One rule, or all of them; how many there were."""

        def unit(connection: Connection) -> int:
            if not rule_id:
                return reminders.delete_all(connection, person)
            named = _named(connection, person, rule_id)
            for stored in named:
                reminders.delete(connection, stored.id)
            return len(named)

        return await self._database.run(unit, person)

    async def drop(
        self, person: int, days: frozenset[int], times: tuple[time, ...], now: datetime
    ) -> bool:
        """These days of the rules at these times, each empty for any; False: there are none."""

        def unit(connection: Connection) -> bool:
            named = [
                each
                for each in reminders.of_person(connection, person)
                if (not days or days & each.rule.days) and (not times or each.rule.at in times)
            ]
            for stored in named:
                left = stored.rule.days - days if days else None
                if left:
                    _keep(connection, replace(stored, rule=replace(stored.rule, days=left)), now)
                else:
                    reminders.delete(connection, stored.id)
            return bool(named)

        return await self._database.run(unit, person)

    async def _change(
        self,
        person: int,
        rule_id: str,
        changed: Callable[[StoredRule], StoredRule],
        now: datetime,
    ) -> Schedule:
        def unit(connection: Connection) -> Schedule:
            for stored in _named(connection, person, rule_id):
                if changed(stored) != stored:
                    _keep(connection, changed(stored), now)
            schedule = _schedule_of(connection, person, now)
            if all(each.off or each.paused_until for each in schedule):
                due.end_snooze(connection, person)
            return schedule

        return await self._database.run(unit, person)


def schedule(connection: Connection, stored: StoredRule, after: datetime) -> None:
    """Makes the next occurrence after `after` the rule's due row."""
    _put(connection, stored, first_from(stored.rule, after, stored.paused_until, stored.done_on))


def let_pass(connection: Connection, row: Due, after: datetime) -> None:
    """A reminder that was due is done with; the rule moves on to the first occurrence after
    `after`. One that is off, or gone, stays so."""
    stored = reminders.find(connection, row.rule) if row.rule else None
    if stored is None or stored.off is not None:
        return
    day = row.day or date_of(stored.rule, row.due_at)
    stored = replace(stored, done_on=max(stored.done_on or day, day))
    reminders.save(connection, stored)
    schedule(connection, stored, after)


def _carry(connection: Connection, stored: StoredRule, rule: ReminderRule, now: datetime) -> None:
    """The same rule in another zone."""
    row = due.of_rule(connection, stored.id)
    moved = replace(stored, rule=rule)
    if row is not None:
        owed = Occurrence(row.day or date_of(stored.rule, row.due_at), row.due_at)
        following = carried_over(owed, rule, now, stored.paused_until, stored.done_on)
        if following != owed:
            _put(connection, moved, following)
    reminders.save(connection, moved)


def _put(connection: Connection, stored: StoredRule, occurrence: Occurrence) -> None:
    row = Due(
        new_id(),
        DueKind.REMINDER,
        stored.person,
        occurrence.at,
        rule=stored.id,
        day=occurrence.day,
    )
    due.put(connection, row)


def _keep(connection: Connection, stored: StoredRule, now: datetime) -> None:
    """What the person changed of a rule, and when it comes next."""
    reminders.save(connection, replace(stored, silence=Silence()))
    if stored.off is None:
        schedule(connection, stored, now)
    else:
        due.end_reminder(connection, stored.id)


def _named(connection: Connection, person: int, rule_id: str) -> list[StoredRule]:
    """The rule of this id, or all where there is none; empty where it is gone."""
    rules = reminders.of_person(connection, person)
    return [each for each in rules if rule_id in ("", each.id)]


def _schedule_of(connection: Connection, person: int, now: datetime) -> Schedule:
    here = _zone_of(connection, person)
    listed = [_scheduled(each, now, here) for each in reminders.of_person(connection, person)]
    return tuple(sorted(listed, key=lambda each: (each.next_at is None, each.next_at or now)))


def _zone_of(connection: Connection, person: int) -> str | None:
    """None: they never told it."""
    who = people.find(connection, person)
    return who.zone if who else None


def _scheduled(stored: StoredRule, now: datetime, here: str | None) -> Scheduled:
    here = None if here == stored.rule.zone else here
    if stored.off is not None:
        return Scheduled(stored.id, stored.rule, None, stored.off, here=here)
    coming = first_from(stored.rule, now, stored.paused_until, stored.done_on)
    put_off = coming.at > first_from(stored.rule, now, done=stored.done_on).at
    until = stored.paused_until if put_off else None
    return Scheduled(stored.id, stored.rule, coming.at, None, until, here, coming.day)
