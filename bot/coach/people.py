"""People: greeting, settings, what is stored, forgetting."""

from dataclasses import replace
from datetime import datetime

from bot.domain.load import Unit
from bot.domain.person import Person, Stored
from bot.domain.reminder import Off
from bot.domain.travel import after_night
from bot.storage import people, reminders, sessions
from bot.storage.connection import Connection
from bot.storage.database import Database


class People:
    def __init__(self, database: Database, default_zone: str) -> None:
        self._database = database
        self._default_zone = default_zone

    def zone_of(self, person: Person) -> str:
        """The person's zone, or the operator's default until they told theirs."""
        return person.zone or self._default_zone

    async def greet(self, person: int, now: datetime) -> Person:
        """The person, made known at the first contact; whoever writes can be reached again."""

        def unit(connection: Connection) -> Person:
            known = people.greet(connection, person, now)
            if known.blocked_at is not None:
                people.mark_blocked(connection, person, None)
            return known

        return await self._database.run(unit, person)

    async def find(self, person: int) -> Person | None:
        return await self._database.run(lambda connection: people.find(connection, person), person)

    async def choose_unit(self, person: int, unit: Unit) -> None:
        await self._database.run(
            lambda connection: people.choose_unit(connection, person, unit), person
        )

    async def choose_rests(self, person: int, *, rests: bool) -> None:
        await self._database.run(
            lambda connection: people.choose_rests(connection, person, rests), person
        )

    async def expect(self, person: int, expecting: str | None) -> None:
        """What the next typed words are for."""
        await self._database.run(
            lambda connection: people.expect(connection, person, expecting), person
        )

    async def make_live(self, person: int, message: int) -> int | None:
        """Notes `message` as the one with live buttons; the id of the one that loses its own."""
        return await self._database.run(
            lambda connection: people.make_live(connection, person, message), person
        )

    async def blocked(self, person: int, now: datetime) -> None:
        """They cannot be reached: everything that would be sent to them is switched off."""

        def unit(connection: Connection) -> None:
            people.mark_blocked(connection, person, now)
            reminders.switch_off(connection, person, Off.BLOCKED)

        await self._database.run(unit, person)

    async def take_notes(self, person: int) -> Person | None:
        """They are told of what did not come: the person with it, None where it was told."""
        return await self._database.run(
            lambda connection: people.take_notes(connection, person), person
        )

    async def wrote_at_night(self, person: int, now: datetime, zone: str) -> bool:
        """Whether they are to be asked if they travel, which they are once, also after a crash.

        Nothing comes of it while they train, or where they live by another zone by now."""

        def unit(connection: Connection) -> bool:
            if sessions.is_open(connection, person):
                return False
            who = people.find(connection, person)
            if who is None or self.zone_of(who) != zone:
                return False
            before = people.nights(connection, person)
            after = after_night(before, now, zone, sessions.starts(connection, person))
            if after != before:
                people.keep_nights(connection, person, after)
            return after.asked_at is not None and after.asked_at != before.asked_at

        return await self._database.run(unit, person)

    async def stayed_home(self, person: int, now: datetime) -> None:
        """They do not travel: nobody asks again for a while."""

        def unit(connection: Connection) -> None:
            nights = people.nights(connection, person)
            people.keep_nights(connection, person, replace(nights, asked_at=now))

        await self._database.run(unit, person)

    async def with_operator_menu(self) -> frozenset[int]:
        """Whose chat has the command menu of an operator."""
        return await self._database.run(people.with_operator_menu)

    async def note_operator_menu(self, person: int, *, has: bool) -> None:
        await self._database.run(
            lambda connection: people.note_operator_menu(connection, person, has), person
        )

    async def stored(self, person: int) -> Stored:
        return await self._database.run(
            lambda connection: people.stored(connection, person), person
        )

    async def forget(self, person: int) -> None:
        await self._database.run(lambda connection: people.forget(connection, person), person)
