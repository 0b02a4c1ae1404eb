"""The tables, as a copy of the database needs to know them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """`flags` are the columns of truth values, which SQLite keeps as 0 and 1."""

    name: str
    key: tuple[str, ...]
    flags: tuple[str, ...] = ()


TABLES = (
    Table("people", ("id",), ("rests", "operator_menu")),
    Table("gyms", ("id",), ("is_current", "is_complete")),
    Table("gym_equipment", ("gym", "equipment"), ("is_there",)),
    Table("sessions", ("id",)),
    Table("planned_exercises", ("session", "slot")),
    Table("session_facts", ("session", "seq")),
    Table("session_messages", ("session", "message")),
    Table("reminder_rules", ("id",)),
    Table("conversations", ("person",)),
    Table("unanswered", ("id",)),
    Table("due", ("id",)),
    Table("answers", ("chat", "question")),
    Table("served_bot", ("id",)),
    Table("processes", ("id",)),
    Table("commits", ("connection",)),
    Table("zone_data", ("release",)),
    Table("deliveries", ("day", "kind", "outcome")),
    Table("inbox", ("update_id",)),
)
"""All of them; each after those that its rows belong to."""
