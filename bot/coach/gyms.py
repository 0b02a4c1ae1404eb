"""Gyms: what is told of them, which one is current, and the way back of each change."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.coach.ids import new_id
from bot.domain.gym import MOST, Gym, Inventory, meant, named, stocked
from bot.storage import gyms, questions
from bot.storage.connection import Connection
from bot.storage.database import Database
from content.conversation import Situation
from content.library import Library
from content.models import Kit


class GymNotice(StrEnum):
    """What came of it."""

    NOTED = "noted"
    KNOWN = "known"
    """Nothing changed: that is what is noted already."""
    SWITCHED = "switched"
    ADDED = "added"
    RENAMED = "renamed"
    DELETED = "deleted"
    DROPPED = "dropped"
    UNDONE = "undone"
    UNKNOWN = "unknown"
    """A kind of place that the person has none of; `kit` is offered."""
    NAME_TAKEN = "name_taken"
    TOO_MANY = "too_many"
    LAST = "last"
    """The only one cannot be deleted."""
    HOLDS_FACTS = "holds_facts"
    """Asked before it is deleted."""
    STALE = "stale"
    """That gym, fact or change is gone."""


@dataclass(frozen=True)
class GymChange:
    """`gym` is the one that is meant, as it is now; the current one where that one is gone."""

    notice: GymNotice
    gym: Gym
    added: bool = False
    left: Gym | None = None
    """The one that was current until now, where that changed."""
    kit: str | None = None


class Gyms:
    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def all_of(self, person: int) -> tuple[Gym, ...]:
        return await self._database.run(lambda connection: gyms.all_of(connection, person), person)

    async def current(self, person: int) -> Gym:
        return await self._database.run(lambda connection: gyms.current(connection, person), person)

    async def find(self, person: int, gym: str) -> Gym | None:
        return await self._database.run(
            lambda connection: gyms.find(connection, person, gym), person
        )

    async def named(self, person: int, name: str) -> Gym | None:
        return named(name, await self.all_of(person))

    async def tell(
        self,
        person: int,
        text: str,
        told: Situation,
        kit: str | None,
        now: datetime,
        *,
        goes: bool = False,
    ) -> GymChange:
        """Keeps what a message tells of the gym that it means; it `goes` there, too, or not."""

        def unit(connection: Connection) -> GymChange:
            own = gyms.all_of(connection, person)
            gym = meant(text, kit, own)
            tells = told != Situation()
            added = gym is None and kit is not None
            if gym is None and kit is not None:
                if not tells:
                    return _here(connection, person, GymNotice.UNKNOWN, kit)
                if len(own) >= MOST:
                    return _here(connection, person, GymNotice.TOO_MANY)
                gym = self._of_kit(kit, told)
                gyms.add(connection, person, gym)
            gym = gym or next(each for each in own if each.current)
            inventory = gym.inventory.noted(told, self._library)
            changed = added or inventory != gym.inventory
            if changed and not added:
                gyms.stock(connection, gym, inventory)
            switched = goes and not gym.current
            if switched:
                gyms.make_current(connection, person, gym.id)
            if changed or switched:
                questions.forget_gym(connection, person, now)
            notice = GymNotice.SWITCHED if goes else GymNotice.KNOWN
            if tells and changed:
                notice = GymNotice.NOTED
            left = next(each for each in own if each.current) if switched else None
            return _changed(connection, person, gym.id, notice, added=added, left=left)

        return await self._database.run(unit, person)

    async def note(self, person: int, told: Situation, now: datetime) -> GymChange:
        """Keeps what is told of the current gym."""
        return await self.tell(person, "", told, None, now)

    async def drop(self, person: int, gym: str, equipment: str, now: datetime) -> GymChange:
        """Takes one fact away."""

        def unit(connection: Connection) -> GymChange:
            found = gyms.find(connection, person, gym)
            inventory = found.inventory.dropped(equipment) if found else None
            if found is None or inventory is None:
                return _changed(connection, person, gym, GymNotice.STALE)
            return _stocked(connection, person, found, inventory, GymNotice.DROPPED, now)

        return await self._database.run(unit, person)

    async def clear(self, person: int, gym: str, now: datetime) -> GymChange:
        """Takes all facts away: as a gym of which nothing is known."""

        def unit(connection: Connection) -> GymChange:
            found = gyms.find(connection, person, gym)
            if found is None or not found.inventory.holds_facts:
                return _changed(connection, person, gym, GymNotice.STALE)
            return _stocked(connection, person, found, Inventory(), GymNotice.DROPPED, now)

        return await self._database.run(unit, person)

    async def undo(self, person: int, gym: str, version: int, now: datetime) -> GymChange:
        """Takes back the change that led to that version, if it was the last one.

        A gym that came with what was told of it goes with it.
        """

        def unit(connection: Connection) -> GymChange:
            found = gyms.find(connection, person, gym)
            if found is None or found.version != version:
                return _changed(connection, person, gym, GymNotice.STALE)
            inventory = gyms.before(connection, gym)
            if inventory is None:
                return _deleted(connection, person, found, GymNotice.UNDONE, now)
            return _stocked(connection, person, found, inventory, GymNotice.UNDONE, now)

        return await self._database.run(unit, person)

    async def go(self, person: int, gym: str, now: datetime) -> GymChange:
        """Makes it the current one; the session that runs stays as it is."""

        def unit(connection: Connection) -> GymChange:
            found, left = gyms.find(connection, person, gym), gyms.current(connection, person)
            if found is None:
                return _changed(connection, person, gym, GymNotice.STALE)
            if found.current:
                return _changed(connection, person, gym, GymNotice.SWITCHED)
            gyms.make_current(connection, person, gym)
            questions.forget_gym(connection, person, now)
            return _changed(connection, person, gym, GymNotice.SWITCHED, left=left)

        return await self._database.run(unit, person)

    async def add(self, person: int, name: str | None, kit: str | None, now: datetime) -> GymChange:
        """A gym by its name or its kind, current from now on; a name that is a kind is both."""
        kit = kit or self._kit_called(name or "")
        kind = self._library.kits[kit] if kit else None

        def unit(connection: Connection) -> GymChange:
            own = gyms.all_of(connection, person)
            called = name or (kind.place if kind else None) or ""
            same = named(called, own)
            if same is not None:
                return _changed(connection, person, same.id, GymNotice.NAME_TAKEN)
            if len(own) >= MOST:
                return _here(connection, person, GymNotice.TOO_MANY)
            inventory = stocked(kind, self._library) if kind else Inventory()
            gym = Gym(new_id(), called, inventory, kit)
            left = gyms.current(connection, person)
            gyms.add(connection, person, gym)
            gyms.make_current(connection, person, gym.id)
            questions.forget_gym(connection, person, now)
            return _changed(connection, person, gym.id, GymNotice.ADDED, added=True, left=left)

        return await self._database.run(unit, person)

    async def rename(self, person: int, gym: str, name: str) -> GymChange:
        def unit(connection: Connection) -> GymChange:
            own = gyms.all_of(connection, person)
            if all(each.id != gym for each in own):
                return _changed(connection, person, gym, GymNotice.STALE)
            same = named(name, [each for each in own if each.id != gym])
            if same is not None:
                return _changed(connection, person, gym, GymNotice.NAME_TAKEN)
            gyms.rename(connection, gym, name)
            return _changed(connection, person, gym, GymNotice.RENAMED)

        return await self._database.run(unit, person)

    async def delete(
        self, person: int, gym: str, now: datetime, *, sure: bool = False
    ) -> GymChange:
        """Asks first where it holds facts; the oldest other one takes over for the current one."""

        def unit(connection: Connection) -> GymChange:
            found = gyms.find(connection, person, gym)
            if found is None:
                return _changed(connection, person, gym, GymNotice.STALE)
            if found.inventory.holds_facts and not sure and _others(connection, person, gym):
                return _changed(connection, person, gym, GymNotice.HOLDS_FACTS)
            return _deleted(connection, person, found, GymNotice.DELETED, now)

        return await self._database.run(unit, person)

    def kinds(self) -> tuple[Kit, ...]:
        """The kinds of places that one may start from."""
        return tuple(kit for kit in self._library.kits.values() if kit.place)

    def _kit_called(self, name: str) -> str | None:
        said = name.casefold()
        return next(
            (
                kit.key
                for kit in self.kinds()
                if said in {call.casefold() for call in (kit.place or "", kit.name, *kit.aliases)}
            ),
            None,
        )

    def _of_kit(self, kit: str, told: Situation) -> Gym:
        """A new one of which something was told: that is not there to be taken back later."""
        kind = self._library.kits[kit]
        inventory = stocked(kind, self._library).noted(told, self._library)
        return Gym(new_id(), kind.place or kind.name, inventory, kit)


def _changed(
    connection: Connection,
    person: int,
    gym: str,
    notice: GymNotice,
    *,
    added: bool = False,
    left: Gym | None = None,
) -> GymChange:
    found = gyms.find(connection, person, gym) or gyms.current(connection, person)
    return GymChange(notice, found, added, left)


def _here(
    connection: Connection, person: int, notice: GymNotice, kit: str | None = None
) -> GymChange:
    return GymChange(notice, gyms.current(connection, person), kit=kit)


def _stocked(
    connection: Connection,
    person: int,
    gym: Gym,
    inventory: Inventory,
    notice: GymNotice,
    now: datetime,
) -> GymChange:
    gyms.stock(connection, gym, inventory)
    questions.forget_gym(connection, person, now)
    return _changed(connection, person, gym.id, notice)


def _deleted(
    connection: Connection, person: int, gym: Gym, notice: GymNotice, now: datetime
) -> GymChange:
    others = _others(connection, person, gym.id)
    if not others:
        return GymChange(GymNotice.LAST, gym)
    gyms.delete(connection, gym.id)
    if gym.current:
        gyms.make_current(connection, person, others[0].id)
        questions.forget_gym(connection, person, now)
    return _here(connection, person, notice)


def _others(connection: Connection, person: int, gym: str) -> list[Gym]:
    return [each for each in gyms.all_of(connection, person) if each.id != gym]
