"""Due rows: claimed under a lease, then settled by deleting or moving them."""

from datetime import date, datetime

from bot.domain.due import LEASE, REST_LEASE, Due, DueKind
from bot.storage.codec import to_instant, to_seconds
from bot.storage.connection import Connection, Row

_ONE = {
    DueKind.REMINDER: "(rule) WHERE kind = 'reminder'",
    DueKind.SNOOZE: "(person) WHERE kind = 'snooze'",
    DueKind.REST: "(session) WHERE kind = 'rest'",
    DueKind.ANSWER: "(question) WHERE kind = 'answer'",
}
"""By kind, the index that keeps its row the only one."""
_COLUMNS = (
    "id",
    "kind",
    "person",
    "rule",
    "session",
    "question",
    "due_at",
    "claimable_at",
    "attempts",
    "day",
)
_INSERT = (
    f"INSERT INTO due ({', '.join(_COLUMNS)})"  # noqa: S608
    f" VALUES ({', '.join(f':{column}' for column in _COLUMNS)})"
)
_REPLACE = f"DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in _COLUMNS)}"


def put(connection: Connection, due: Due, claimable_at: datetime | None = None) -> None:
    """Adds the row; a session, a rule, a question and a person's snooze have only one, which the
    new one replaces."""
    connection.execute(
        f"{_INSERT} ON CONFLICT {_ONE[due.kind]} {_REPLACE}",
        id=due.id,
        kind=due.kind.value,
        person=due.person,
        rule=due.rule,
        session=due.session,
        question=due.question,
        due_at=to_seconds(due.due_at),
        claimable_at=to_seconds(claimable_at or due.due_at),
        attempts=due.attempts,
        day=due.day.isoformat() if due.day else None,
    )


def claim(connection: Connection, now: datetime, rests: int, others: int) -> list[Due]:
    """So many of the rows that are due, ends of rests first, then whatever waits longest; nobody
    else gets them while the lease lasts.

    What comes of them may be decided in the same unit: their people are its own."""
    rows = _ready(connection, "kind = 'rest'", now, rests)
    rows += _ready(connection, "kind <> 'rest'", now, others)
    for row in rows:
        lease = REST_LEASE if row["kind"] == DueKind.REST else LEASE
        connection.execute(
            "UPDATE due SET claimable_at = :lease, attempts = attempts + 1 WHERE id = :id",
            lease=to_seconds(now + lease),
            id=row["id"],
        )
    return [from_row(row) for row in rows]


def _ready(connection: Connection, which: str, now: datetime, limit: int) -> list[Row]:
    if limit <= 0:
        return []
    query = (
        f"SELECT * FROM due WHERE {which} AND claimable_at <= :now"  # noqa: S608
        " ORDER BY claimable_at, id LIMIT :limit"
    )
    return connection.all(connection.unclaimed(query), now=to_seconds(now), limit=limit)


def find(connection: Connection, due: str) -> Due | None:
    row = connection.one("SELECT * FROM due WHERE id = :id", id=due)
    return from_row(row) if row else None


def of_rule(connection: Connection, rule: str) -> Due | None:
    row = connection.one("SELECT * FROM due WHERE rule = :rule AND kind = 'reminder'", rule=rule)
    return from_row(row) if row else None


def settle(connection: Connection, due: str) -> None:
    """It is done; nothing comes of it any more."""
    connection.execute("DELETE FROM due WHERE id = :id", id=due)


def postpone(connection: Connection, due: Due, until: datetime) -> None:
    """Tries it again at `until`, unless it was taken back meanwhile; what it was due for stays."""
    connection.execute(
        "UPDATE due SET claimable_at = :until WHERE id = :id", until=to_seconds(until), id=due.id
    )


def rest_until(connection: Connection, session: str) -> datetime | None:
    """Of the rest that runs; one whose end is being sent is over."""
    row = connection.one(
        "SELECT due_at FROM due WHERE session = :session AND kind = 'rest' AND attempts = 0",
        session=session,
    )
    return to_instant(row["due_at"]) if row else None


def snooze_of(connection: Connection, person: int) -> Due | None:
    row = connection.one(
        "SELECT * FROM due WHERE person = :person AND kind = 'snooze'", person=person
    )
    return from_row(row) if row else None


def next_reminder(connection: Connection, person: int, now: datetime) -> datetime | None:
    """When the person is reminded to train next, snoozes aside."""
    row = connection.one(
        "SELECT min(due_at) AS at FROM due JOIN reminder_rules ON reminder_rules.id = due.rule"
        " WHERE due.person = :person AND kind = 'reminder' AND about = 'training'"
        " AND due_at > :now",
        person=person,
        now=to_seconds(now),
    )
    return to_instant(row["at"]) if row and row["at"] is not None else None


def end_rest(connection: Connection, session: str) -> None:
    connection.execute(
        "DELETE FROM due WHERE session = :session AND kind = 'rest'", session=session
    )


def end_reminder(connection: Connection, rule: str) -> None:
    connection.execute("DELETE FROM due WHERE rule = :rule AND kind = 'reminder'", rule=rule)


def end_snooze(connection: Connection, person: int) -> None:
    connection.execute("DELETE FROM due WHERE person = :person AND kind = 'snooze'", person=person)


def from_row(row: Row) -> Due:
    return Due(
        id=row["id"],
        kind=DueKind(row["kind"]),
        person=row["person"],
        due_at=to_instant(row["due_at"]),
        rule=row["rule"],
        session=row["session"],
        question=row["question"],
        attempts=row["attempts"],
        day=date.fromisoformat(row["day"]) if row["day"] else None,
    )
