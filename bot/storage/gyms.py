"""Gyms of a person, with what is known of their equipment."""

from functools import cache

from pydantic import TypeAdapter

from bot.domain.gym import Gym, Inventory, first_gym
from bot.storage.connection import Connection, Row


def add(connection: Connection, person: int, gym: Gym) -> None:
    """Behind those that the person has."""
    inventory = gym.inventory
    connection.execute(
        "INSERT INTO gyms (id, person, number, name, kit, is_current, is_complete, version)"
        " SELECT :id, :person, coalesce(max(number), 0) + 1, :name, :kit, :current, :complete,"
        " :version FROM gyms WHERE person = :person",
        id=gym.id,
        person=person,
        name=gym.name,
        kit=gym.kit,
        current=gym.current,
        complete=inventory.only is not None,
        version=gym.version,
    )
    _put_equipment(connection, gym.id, inventory)


def all_of(connection: Connection, person: int) -> tuple[Gym, ...]:
    """Oldest first; of somebody unknown the one that everybody starts with."""
    rows = connection.all(
        "SELECT * FROM gyms WHERE person = :person ORDER BY number", person=person
    )
    equipment = connection.all(
        "SELECT gym, equipment, is_there FROM gym_equipment JOIN gyms ON gyms.id = gym"
        " WHERE person = :person",
        person=person,
    )
    found = (_gym(row, [each for each in equipment if each["gym"] == row["id"]]) for row in rows)
    return tuple(found) or (first_gym(person),)


def current(connection: Connection, person: int) -> Gym:
    return next(gym for gym in all_of(connection, person) if gym.current)


def find(connection: Connection, person: int, gym: str) -> Gym | None:
    return next((each for each in all_of(connection, person) if each.id == gym), None)


def make_current(connection: Connection, person: int, gym: str) -> None:
    connection.execute(
        "UPDATE gyms SET is_current = FALSE WHERE person = :person AND is_current", person=person
    )
    connection.execute(
        "UPDATE gyms SET is_current = TRUE WHERE person = :person AND id = :gym",
        person=person,
        gym=gym,
    )


def rename(connection: Connection, gym: str, name: str) -> None:
    connection.execute("UPDATE gyms SET name = :name WHERE id = :gym", name=name, gym=gym)


def delete(connection: Connection, gym: str) -> None:
    connection.execute("DELETE FROM gyms WHERE id = :gym", gym=gym)


def stock(connection: Connection, gym: Gym, inventory: Inventory) -> None:
    """Another inventory in the place of the one that `gym` has, which is kept for an undo."""
    connection.execute(
        "UPDATE gyms SET is_complete = :complete, version = version + 1, before = :before"
        " WHERE id = :gym",
        complete=inventory.only is not None,
        before=_inventory().dump_json(gym.inventory).decode(),
        gym=gym.id,
    )
    connection.execute("DELETE FROM gym_equipment WHERE gym = :gym", gym=gym.id)
    _put_equipment(connection, gym.id, inventory)


def before(connection: Connection, gym: str) -> Inventory | None:
    """The inventory before the last change; None where there was none."""
    row = connection.one("SELECT before FROM gyms WHERE id = :gym", gym=gym)
    text = row["before"] if row else None
    return None if text is None else _inventory().validate_json(text)


def _put_equipment(connection: Connection, gym: str, inventory: Inventory) -> None:
    there = inventory.only or frozenset()
    for equipment in sorted(there | inventory.lacks):
        connection.execute(
            "INSERT INTO gym_equipment (gym, equipment, is_there)"
            " VALUES (:gym, :equipment, :is_there)",
            gym=gym,
            equipment=equipment,
            is_there=equipment in there,
        )


def _gym(row: Row, equipment: list[Row]) -> Gym:
    there = frozenset(each["equipment"] for each in equipment if each["is_there"])
    lacks = frozenset(each["equipment"] for each in equipment if not each["is_there"])
    return Gym(
        id=row["id"],
        name=row["name"],
        inventory=Inventory(lacks, there if row["is_complete"] else None),
        kit=row["kit"],
        current=bool(row["is_current"]),
        version=row["version"],
    )


@cache
def _inventory() -> TypeAdapter[Inventory]:
    return TypeAdapter(Inventory)
