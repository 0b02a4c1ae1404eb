"""Weekly reminder rules; when the next one comes is a due row."""

from dataclasses import dataclass
from datetime import time

from bot.domain.reminder import Off, ReminderRule
from bot.storage.connection import Connection, Row


@dataclass(frozen=True)
class StoredRule:
    """A rule with its id and whose it is; one that is off stays for when it is wanted again."""

    id: str
    person: int
    rule: ReminderRule
    off: Off | None = None


def add(connection: Connection, stored: StoredRule) -> None:
    connection.execute(
        "INSERT INTO reminder_rules (id, person, days, at, zone, off)"
        " VALUES (:id, :person, :days, :at, :zone, :off)",
        id=stored.id,
        person=stored.person,
        days="".join(map(str, sorted(stored.rule.days))),
        at=stored.rule.at.strftime("%H:%M"),
        zone=stored.rule.zone,
        off=stored.off,
    )


def find(connection: Connection, rule: str) -> StoredRule | None:
    row = connection.one("SELECT * FROM reminder_rules WHERE id = :rule", rule=rule)
    return _stored(row) if row else None


def of_person(connection: Connection, person: int) -> list[StoredRule]:
    rows = connection.all(
        "SELECT * FROM reminder_rules WHERE person = :person ORDER BY days, at, id", person=person
    )
    return [_stored(row) for row in rows]


def delete_all(connection: Connection, person: int) -> int:
    """How many there were; their due rows go too."""
    connection.execute(
        "DELETE FROM due WHERE person = :person AND kind IN ('reminder', 'snooze')", person=person
    )
    return connection.execute("DELETE FROM reminder_rules WHERE person = :person", person=person)


def switch_on(connection: Connection, person: int) -> None:
    connection.execute("UPDATE reminder_rules SET off = NULL WHERE person = :person", person=person)


def switch_off(connection: Connection, person: int, off: Off) -> None:
    """Nothing of the person's rules is due any more; one that is off already keeps its reason."""
    connection.execute(
        "UPDATE reminder_rules SET off = :off WHERE person = :person AND off IS NULL",
        off=off,
        person=person,
    )
    connection.execute(
        "DELETE FROM due WHERE person = :person AND kind IN ('reminder', 'snooze')", person=person
    )


def move_zone(connection: Connection, person: int, zone: str) -> None:
    connection.execute(
        "UPDATE reminder_rules SET zone = :zone WHERE person = :person", zone=zone, person=person
    )


def rule_from(row: Row) -> ReminderRule:
    days = frozenset(int(day) for day in row["days"])
    return ReminderRule(days, time.fromisoformat(row["at"]), row["zone"])


def _stored(row: Row) -> StoredRule:
    off = Off(row["off"]) if row["off"] else None
    return StoredRule(row["id"], row["person"], rule_from(row), off)
