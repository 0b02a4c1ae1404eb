"""Weekly reminder rules; when the next one comes is a due row."""

from dataclasses import dataclass, field
from datetime import date, time

from bot.domain.habit import Habit, Silence
from bot.domain.reminder import About, Off, ReminderRule
from bot.storage.codec import from_habit, maybe_instant, maybe_seconds, to_habit
from bot.storage.connection import Connection, Row


@dataclass(frozen=True)
class StoredRule:
    """A rule with its id and whose it is; one that is off stays for when it is wanted again.
    Before the day `paused_until` in its zone it does not come, nor up to `done_on`, the date that
    it was last due for. `silence` and `habit` are what the person made of it lately."""

    id: str
    person: int
    rule: ReminderRule
    off: Off | None = None
    paused_until: date | None = None
    done_on: date | None = None
    about: About = About.TRAINING
    silence: Silence = field(default_factory=Silence)
    habit: Habit = field(default_factory=Habit)


def add(connection: Connection, stored: StoredRule) -> None:
    connection.execute(
        "INSERT INTO reminder_rules (id, person, days, at, zone, off, paused_until, done_on, about,"
        " unanswered_since, asked_at, habit) VALUES (:id, :person, :days, :at, :zone, :off,"
        " :paused_until, :done_on, :about, :unanswered_since, :asked_at, :habit)",
        **_columns(stored),
    )


def save(connection: Connection, stored: StoredRule) -> None:
    connection.execute(
        "UPDATE reminder_rules SET days = :days, at = :at, zone = :zone, off = :off,"
        " paused_until = :paused_until, done_on = :done_on, about = :about,"
        " unanswered_since = :unanswered_since, asked_at = :asked_at, habit = :habit"
        " WHERE id = :id AND person = :person",
        **_columns(stored),
    )


def delete(connection: Connection, rule: str) -> None:
    """Its due row goes too."""
    connection.execute("DELETE FROM reminder_rules WHERE id = :rule", rule=rule)


def find(connection: Connection, rule: str) -> StoredRule | None:
    row = connection.one("SELECT * FROM reminder_rules WHERE id = :rule", rule=rule)
    return _stored(row) if row else None


def of_person(connection: Connection, person: int) -> list[StoredRule]:
    """What reminds them to train."""
    return [each for each in every_of(connection, person) if each.about is About.TRAINING]


def summary_of(connection: Connection, person: int) -> StoredRule | None:
    """What sends them the summary of the week."""
    every = every_of(connection, person)
    return next((each for each in every if each.about is About.SUMMARY), None)


def every_of(connection: Connection, person: int) -> list[StoredRule]:
    rows = connection.all(
        "SELECT * FROM reminder_rules WHERE person = :person ORDER BY days, at, id", person=person
    )
    return [_stored(row) for row in rows]


def answered(connection: Connection, person: int) -> None:
    """The person has answered a reminder: none of them fell on deaf ears."""
    connection.execute(
        "UPDATE reminder_rules SET unanswered_since = NULL, asked_at = NULL"
        " WHERE person = :person AND unanswered_since IS NOT NULL",
        person=person,
    )


def delete_all(connection: Connection, person: int) -> int:
    """How many reminders to train there were; their due rows go too."""
    connection.execute("DELETE FROM due WHERE person = :person AND kind = 'snooze'", person=person)
    return connection.execute(
        "DELETE FROM reminder_rules WHERE person = :person AND about = 'training'", person=person
    )


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


def rule_from(row: Row) -> ReminderRule:
    days = frozenset(int(day) for day in row["days"])
    return ReminderRule(days, time.fromisoformat(row["at"]), row["zone"])


def _stored(row: Row) -> StoredRule:
    off = Off(row["off"]) if row["off"] else None
    until, done = (
        date.fromisoformat(row[column]) if row[column] else None
        for column in ("paused_until", "done_on")
    )
    silence = Silence(maybe_instant(row["unanswered_since"]), maybe_instant(row["asked_at"]))
    return StoredRule(
        row["id"],
        row["person"],
        rule_from(row),
        off,
        until,
        done,
        About(row["about"]),
        silence,
        to_habit(row["habit"]),
    )


def _columns(stored: StoredRule) -> dict[str, object]:
    return {
        "id": stored.id,
        "person": stored.person,
        "days": "".join(map(str, sorted(stored.rule.days))),
        "at": stored.rule.at.strftime("%H:%M"),
        "zone": stored.rule.zone,
        "off": stored.off,
        "paused_until": stored.paused_until.isoformat() if stored.paused_until else None,
        "done_on": stored.done_on.isoformat() if stored.done_on else None,
        "about": stored.about.value,
        "unanswered_since": maybe_seconds(stored.silence.since),
        "asked_at": maybe_seconds(stored.silence.asked_at),
        "habit": from_habit(stored.habit),
    }
