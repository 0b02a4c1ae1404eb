"""Training sessions: a plan, the facts logged, and the version that settles races."""

from datetime import datetime

from bot.domain.session import (
    Aimed,
    Effort,
    Fact,
    Noted,
    Session,
    SetLogged,
    Skipped,
    Swapped,
)
from bot.domain.week import Lifted
from bot.storage.codec import (
    from_effort,
    from_planned,
    maybe_instant,
    to_effort,
    to_instant,
    to_planned,
    to_seconds,
)
from bot.storage.connection import Connection, Row


def add(connection: Connection, session: Session) -> None:
    connection.execute(
        "INSERT INTO sessions (id, person, workout, version, started_at)"
        " VALUES (:id, :person, :workout, :version, :started_at)",
        id=session.id,
        person=session.person,
        workout=session.workout,
        version=session.version,
        started_at=to_seconds(session.started_at),
    )
    for slot, planned in enumerate(session.plan):
        connection.execute(
            "INSERT INTO planned_exercises (session, slot, planned)"
            " VALUES (:session, :slot, :planned)",
            session=session.id,
            slot=slot,
            planned=from_planned(planned),
        )


def open_session(connection: Connection, person: int) -> Session | None:
    """The session that the person has not ended."""
    row = connection.one(
        "SELECT * FROM sessions WHERE person = :person AND ended_at IS NULL", person=person
    )
    return _session(connection, row) if row else None


def is_open(connection: Connection, person: int) -> bool:
    """Whether there is a session that the person has not ended."""
    row = connection.one(
        "SELECT 1 AS found FROM sessions WHERE person = :person AND ended_at IS NULL",
        person=person,
    )
    return row is not None


def latest_session(connection: Connection, person: int) -> Session | None:
    row = connection.one(
        "SELECT * FROM sessions WHERE person = :person ORDER BY started_at DESC,"
        " ended_at IS NULL DESC, ended_at DESC LIMIT 1",
        person=person,
    )
    return _session(connection, row) if row else None


def starts(connection: Connection, person: int) -> list[datetime]:
    """When each session of the person began."""
    rows = connection.all("SELECT started_at FROM sessions WHERE person = :person", person=person)
    return [to_instant(row["started_at"]) for row in rows]


def find(connection: Connection, session: str, person: int) -> Session | None:
    """A session of this person; another person's id finds nothing."""
    row = connection.one(
        "SELECT * FROM sessions WHERE id = :session AND person = :person",
        session=session,
        person=person,
    )
    return _session(connection, row) if row else None


def save(connection: Connection, before: Session, after: Session) -> bool:
    """Writes what changed if the stored version is still `before`'s; whether it was."""
    changed = connection.execute(
        "UPDATE sessions SET version = :version, ended_at = :ended_at"
        " WHERE id = :id AND version = :seen",
        version=after.version,
        ended_at=to_seconds(after.ended_at) if after.ended_at else None,
        id=after.id,
        seen=before.version,
    )
    if changed != 1:
        return False
    same = 0
    for old, new in zip(before.facts, after.facts, strict=False):
        if old != new:
            break
        same += 1
    if same < len(before.facts):
        connection.execute(
            "DELETE FROM session_facts WHERE session = :session AND seq >= :seq",
            session=after.id,
            seq=same,
        )
    for seq, fact in enumerate(after.facts[same:], same):
        _add_fact(connection, after.id, seq, fact)
    for message in after.typed - before.typed:
        connection.execute(
            "INSERT INTO session_messages (session, message) VALUES (:session, :message)",
            session=after.id,
            message=message,
        )
    return True


def lifted_since(connection: Connection, person: int, since: datetime) -> list[Lifted]:
    """Every working set of the sessions that began later than that, oldest first."""
    rows = connection.all(
        "SELECT session, started_at, exercise, reps, load, session_facts.unit"
        " FROM session_facts JOIN sessions ON sessions.id = session"
        " WHERE person = :person AND kind = 'set' AND started_at > :since"
        " ORDER BY started_at, session, seq",
        person=person,
        since=to_seconds(since),
    )
    return [
        Lifted(row["session"], to_instant(row["started_at"]), row["exercise"], to_effort(row))
        for row in rows
    ]


def has_trained(connection: Connection, person: int, since: datetime) -> bool:
    """Whether a set was logged at that instant or later."""
    row = connection.one(
        "SELECT 1 AS found FROM session_facts JOIN sessions ON sessions.id = session"
        " WHERE person = :person AND kind = 'set' AND at >= :since LIMIT 1",
        person=person,
        since=to_seconds(since),
    )
    return row is not None


def last_started(connection: Connection, person: int) -> datetime | None:
    """When the latest session began."""
    row = connection.one(
        "SELECT max(started_at) AS at FROM sessions WHERE person = :person", person=person
    )
    return to_instant(row["at"]) if row and row["at"] is not None else None


def last_efforts(connection: Connection, person: int) -> dict[str, tuple[Effort, ...]]:
    """For each exercise its working sets in the latest ended session that has any."""
    rows = connection.all(
        "SELECT exercise, session, reps, load, session_facts.unit, started_at"
        " FROM session_facts JOIN sessions ON sessions.id = session"
        " WHERE person = :person AND kind = 'set' AND ended_at IS NOT NULL"
        " ORDER BY started_at DESC, session, seq",
        person=person,
    )
    latest: dict[str, str] = {}
    efforts: dict[str, tuple[Effort, ...]] = {}
    for row in rows:
        exercise = row["exercise"]
        if latest.setdefault(exercise, row["session"]) == row["session"]:
            efforts[exercise] = (*efforts.get(exercise, ()), to_effort(row))
    return efforts


def _session(connection: Connection, row: Row) -> Session:
    plan = connection.all(
        "SELECT planned FROM planned_exercises WHERE session = :id ORDER BY slot", id=row["id"]
    )
    facts = connection.all(
        "SELECT * FROM session_facts WHERE session = :id ORDER BY seq", id=row["id"]
    )
    typed = connection.all("SELECT message FROM session_messages WHERE session = :id", id=row["id"])
    return Session(
        id=row["id"],
        person=row["person"],
        workout=row["workout"],
        plan=tuple(to_planned(each["planned"]) for each in plan),
        facts=tuple(_fact(each) for each in facts),
        version=row["version"],
        started_at=to_instant(row["started_at"]),
        ended_at=maybe_instant(row["ended_at"]),
        typed=frozenset(each["message"] for each in typed),
    )


def _fact(row: Row) -> Fact:
    slot, at = row["slot"], to_instant(row["at"])
    match row["kind"]:
        case "set":
            return SetLogged(slot, row["exercise"], to_effort(row), at, row["message"])
        case "aim":
            return Aimed(slot, row["exercise"], to_effort(row), at)
        case "swap":
            return Swapped(slot, to_planned(row["planned"]), at)
        case "skip":
            return Skipped(slot, at)
        case _:
            return Noted(slot, row["note"], at)


def _add_fact(connection: Connection, session: str, seq: int, fact: Fact) -> None:
    columns: dict[str, object] = {
        "exercise": None,
        "reps": None,
        "load": None,
        "unit": None,
        "planned": None,
        "note": None,
        "message": None,
    }
    match fact:
        case SetLogged():
            columns |= {"kind": "set", "exercise": fact.exercise, "message": fact.message}
            columns |= from_effort(fact.effort)
        case Aimed():
            columns |= {"kind": "aim", "exercise": fact.exercise, **from_effort(fact.effort)}
        case Swapped():
            columns |= {"kind": "swap", "planned": from_planned(fact.planned)}
        case Skipped():
            columns |= {"kind": "skip"}
        case Noted():
            columns |= {"kind": "note", "note": fact.text}
    connection.execute(
        "INSERT INTO session_facts (session, seq, kind, slot, exercise, reps, load, unit,"
        " planned, note, message, at) VALUES (:session, :seq, :kind, :slot, :exercise, :reps,"
        " :load, :unit, :planned, :note, :message, :at)",
        session=session,
        seq=seq,
        slot=fact.slot,
        at=to_seconds(fact.at),
        **columns,
    )
