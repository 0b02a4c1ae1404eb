"""People: who they are, what they chose, the one live message of their chat."""

from datetime import date, datetime

from bot.domain.gym import first_gym
from bot.domain.load import Unit
from bot.domain.person import Person, Stored
from bot.domain.travel import Nights
from bot.storage import answers, gyms
from bot.storage.codec import maybe_instant, to_seconds
from bot.storage.connection import Connection, Row


def find(connection: Connection, person: int) -> Person | None:
    row = connection.one("SELECT * FROM people WHERE id = :person", person=person)
    return _person(row) if row else None


def greet(connection: Connection, person: int, now: datetime) -> Person:
    """The person, known from now on with a first gym if they were not."""
    known = find(connection, person)
    if known is not None:
        return known
    connection.execute(
        "INSERT INTO people (id, unit, rests, joined_at) VALUES (:person, 'kg', TRUE, :now)",
        person=person,
        now=to_seconds(now),
    )
    gyms.add(connection, person, first_gym(person))
    found = find(connection, person)
    assert found is not None
    return found


def choose_unit(connection: Connection, person: int, unit: Unit) -> None:
    connection.execute(
        "UPDATE people SET unit = :unit WHERE id = :person", unit=unit.value, person=person
    )


def choose_zone(connection: Connection, person: int, zone: str) -> None:
    """What was noted of nights by another clock says nothing any more."""
    connection.execute(
        "UPDATE people SET zone = :zone, night_on = NULL WHERE id = :person",
        zone=zone,
        person=person,
    )


def nights(connection: Connection, person: int) -> Nights:
    row = connection.one(
        "SELECT night_on, travel_asked_at FROM people WHERE id = :person", person=person
    )
    if row is None:
        return Nights()
    first = date.fromisoformat(row["night_on"]) if row["night_on"] else None
    return Nights(first, maybe_instant(row["travel_asked_at"]))


def keep_nights(connection: Connection, person: int, nights: Nights) -> None:
    connection.execute(
        "UPDATE people SET night_on = :first, travel_asked_at = :asked WHERE id = :person",
        first=nights.first.isoformat() if nights.first else None,
        asked=to_seconds(nights.asked_at) if nights.asked_at else None,
        person=person,
    )


def choose_rests(connection: Connection, person: int, rests: bool) -> None:  # noqa: FBT001
    connection.execute(
        "UPDATE people SET rests = :rests WHERE id = :person", rests=rests, person=person
    )


def expect(connection: Connection, person: int, expecting: str | None) -> None:
    connection.execute(
        "UPDATE people SET expecting = :expecting WHERE id = :person",
        expecting=expecting,
        person=person,
    )


def mark_blocked(connection: Connection, person: int, since: datetime | None) -> None:
    """None: they can be reached again."""
    connection.execute(
        "UPDATE people SET blocked_at = :since WHERE id = :person",
        since=to_seconds(since) if since else None,
        person=person,
    )


def note_missed(connection: Connection, person: int, due_at: datetime) -> None:
    """A reminder that was due then did not go out."""
    connection.execute(
        "UPDATE people SET missed_at = :at WHERE id = :person",
        at=to_seconds(due_at),
        person=person,
    )


def note_silent(connection: Connection, person: int, now: datetime) -> None:
    """Reminders of theirs were paused, since nobody answered them."""
    connection.execute(
        "UPDATE people SET silent_at = :at WHERE id = :person", at=to_seconds(now), person=person
    )


def forget_silence(connection: Connection, person: int) -> None:
    """Reminders of theirs come again: there is nothing to tell of a pause."""
    connection.execute("UPDATE people SET silent_at = NULL WHERE id = :person", person=person)


def take_notes(connection: Connection, person: int) -> Person | None:
    """They are told of what did not come: the person with what there was to tell, for the last
    time."""
    known = find(connection, person)
    if known is None or (known.missed_at is None and known.silent_at is None):
        return None
    connection.execute(
        "UPDATE people SET missed_at = NULL, silent_at = NULL WHERE id = :person", person=person
    )
    return known


def with_operator_menu(connection: Connection) -> frozenset[int]:
    """Whose chat has the command menu of an operator."""
    rows = connection.all("SELECT id FROM people WHERE operator_menu")
    return frozenset(row["id"] for row in rows)


def note_operator_menu(connection: Connection, person: int, has: bool) -> None:  # noqa: FBT001
    connection.execute(
        "UPDATE people SET operator_menu = :has WHERE id = :person", has=has, person=person
    )


def make_live(connection: Connection, person: int, message: int) -> int | None:
    """Notes the lowest message with buttons; the id of the one that has to lose its own."""
    found = find(connection, person)
    if found is None or found.live_message == message:
        return None
    before = found.live_message
    if before is not None and before > message:
        return message
    connection.execute(
        "UPDATE people SET live_message = :message WHERE id = :person",
        message=message,
        person=person,
    )
    return before


def stored(connection: Connection, person: int) -> Stored:
    def count(sql: str) -> int:
        row = connection.one(sql, person=person)
        assert row is not None
        return int(row["n"])

    return Stored(
        sessions=count("SELECT count(*) AS n FROM sessions WHERE person = :person"),
        sets=count(
            "SELECT count(*) AS n FROM session_facts JOIN sessions ON sessions.id = session"
            " WHERE person = :person AND kind = 'set'"
        ),
        reminders=count("SELECT count(*) AS n FROM reminder_rules WHERE person = :person"),
        questions=count("SELECT count(*) AS n FROM unanswered WHERE person = :person"),
        gyms=count("SELECT count(*) AS n FROM gyms WHERE person = :person"),
        equipment=count(
            "SELECT count(*) AS n FROM gym_equipment JOIN gyms ON gyms.id = gym"
            " WHERE person = :person"
        ),
    )


def forget(connection: Connection, person: int) -> None:
    """Deletes the person; every row that is theirs goes with them."""
    answers.forget(connection, person)
    connection.execute("DELETE FROM people WHERE id = :person", person=person)


def _person(row: Row) -> Person:
    return Person(
        id=row["id"],
        unit=Unit(row["unit"]),
        zone=row["zone"],
        rests=bool(row["rests"]),
        live_message=row["live_message"],
        expecting=row["expecting"],
        blocked_at=maybe_instant(row["blocked_at"]),
        missed_at=maybe_instant(row["missed_at"]),
        silent_at=maybe_instant(row["silent_at"]),
    )
