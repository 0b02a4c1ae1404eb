"""Weekly reminder rules; when the next one comes is a due row."""

from dataclasses import dataclass
from datetime import time

from bot.domain.reminder import ReminderRule
from bot.storage.connection import Connection, Row


@dataclass(frozen=True)
class StoredRule:
    """A rule with its id and whose it is; an inactive one stays for when it is wanted again."""

    id: str
    person: int
    rule: ReminderRule
    active: bool


def add(connection: Connection, stored: StoredRule) -> None:
    connection.execute(
        "INSERT INTO reminder_rules (id, person, days, at, zone, active)"
        " VALUES (:id, :person, :days, :at, :zone, :active)",
        id=stored.id,
        person=stored.person,
        days="".join(map(str, sorted(stored.rule.days))),
        at=stored.rule.at.strftime("%H:%M"),
        zone=stored.rule.zone,
        active=stored.active,
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


def switch(connection: Connection, person: int, *, active: bool) -> None:
    """Switches all of a person's rules; switched off, nothing of theirs is due any more."""
    connection.execute(
        "UPDATE reminder_rules SET active = :active WHERE person = :person",
        active=active,
        person=person,
    )
    if not active:
        connection.execute(
            "DELETE FROM due WHERE person = :person AND kind IN ('reminder', 'snooze')",
            person=person,
        )


def move_zone(connection: Connection, person: int, zone: str) -> None:
    connection.execute(
        "UPDATE reminder_rules SET zone = :zone WHERE person = :person", zone=zone, person=person
    )


def _stored(row: Row) -> StoredRule:
    rule = ReminderRule(
        frozenset(int(day) for day in row["days"]), time.fromisoformat(row["at"]), row["zone"]
    )
    return StoredRule(row["id"], row["person"], rule, bool(row["active"]))
