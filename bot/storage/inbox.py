"""Updates from Telegram: kept before they are acknowledged, marked when handled.

Several processes may share the inbox. Each update is owned by one at a time, and no process takes
one while another that lives has an earlier one of the same person in hand.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.storage.codec import to_seconds
from bot.storage.connection import Connection

KEPT = timedelta(days=2)
"""Telegram sends an update again for a day at most; its id is remembered for longer."""
KEPT_UNHANDLED = timedelta(days=7)
"""What cannot even be read is not kept for ever: people are in it."""
ALIVE = timedelta(seconds=10)
"""A process that said nothing for so long is dead. It has to be more than what the clocks of two
machines may differ, and longer than a busy process is silent."""
_MOST_PEOPLE = 200

_NOBODY: Mapping[int, int] = {}
_INSERT = "INSERT INTO inbox (update_id, payload, received_at, person, owner) VALUES"
_NEW = "ON CONFLICT (update_id) DO NOTHING"
_OTHERS = "(owner IS NULL OR owner <> :process)"
_DEAD = "(owner IS NULL OR owner NOT IN (SELECT id FROM processes WHERE alive_until > :now))"


def receive(
    connection: Connection,
    updates: list[tuple[int, str]],
    now: datetime,
    process: str | None = None,
    people: Mapping[int, int] = _NOBODY,
) -> set[int]:
    """Keeps a batch of (id, JSON), in the hands of `process`; the ids that are new.

    `people` says whose each id is.
    """
    new = set()
    for update_id, payload in updates:
        added = connection.execute(
            f"{_INSERT} (:id, :payload, :now, :person, :owner) {_NEW}",
            id=update_id,
            payload=payload,
            now=to_seconds(now),
            person=people.get(update_id, 0),
            owner=process,
        )
        if added:
            new.add(update_id)
    return new


def receive_one(
    connection: Connection, update_id: int, payload: str, now: datetime, process: str, person: int
) -> list[str]:
    """Keeps an update that one of several processes received; the JSON of all that is in the hands
    of `process` by that: nothing where it was kept before, or where another one goes on with the
    person. The unit has to name the person, so that no two take at once.
    """
    row = connection.one(
        f"{_INSERT} (:id, :payload, :now, :person, CASE WHEN EXISTS"  # noqa: S608
        " (SELECT 1 FROM inbox WHERE person = :person AND handled_at IS NULL"
        f" AND {_OTHERS}) THEN NULL ELSE :process END) {_NEW} RETURNING owner",
        id=update_id,
        payload=payload,
        now=to_seconds(now),
        person=person,
        process=process,
    )
    if row is None:
        return []
    return [payload] if row["owner"] else take(connection, person, process, now)


def take(connection: Connection, person: int, process: str, now: datetime) -> list[str]:
    """The JSON of all that waits of a person, oldest first, from now on in the hands of `process`.

    Nothing while another process that lives has some of it: that one takes the rest when it is
    done. The unit has to name the person, so that no two take at once.
    """
    rows = connection.all(
        "SELECT update_id, payload, CASE WHEN "  # noqa: S608
        + _DEAD
        + " THEN 1 ELSE 0 END AS free FROM inbox WHERE person = :person AND handled_at IS NULL"
        f" AND {_OTHERS} ORDER BY received_at, update_id",
        person=person,
        process=process,
        now=to_seconds(now),
    )
    if not rows or not all(row["free"] for row in rows):
        return []
    for row in rows:
        connection.execute(
            "UPDATE inbox SET owner = :process WHERE update_id = :id",
            process=process,
            id=row["update_id"],
        )
    return [row["payload"] for row in rows]


def take_all(connection: Connection, process: str) -> list[str]:
    """The JSON of all that waits, oldest first, whoever had it in hand."""
    connection.execute(
        "UPDATE inbox SET owner = :process WHERE handled_at IS NULL", process=process
    )
    return waiting(connection)


def waiting(connection: Connection) -> list[str]:
    """The JSON of what was received and not handled, oldest first."""
    rows = connection.all(
        "SELECT payload FROM inbox WHERE handled_at IS NULL ORDER BY received_at, update_id"
    )
    return [row["payload"] for row in rows]


def forsaken(connection: Connection, now: datetime) -> list[int]:
    """People of whom something waits that no living process has in hand."""
    rows = connection.all(
        "SELECT DISTINCT person FROM inbox WHERE handled_at IS NULL AND "  # noqa: S608
        + _DEAD
        + " LIMIT :limit",
        now=to_seconds(now),
        limit=_MOST_PEOPLE,
    )
    return [row["person"] for row in rows]


def enter(connection: Connection, process: str, now: datetime) -> None:
    """A process begins: it lives for as long as it says so."""
    connection.execute(
        "INSERT INTO processes (id, alive_until) VALUES (:id, :until)",
        id=process,
        until=to_seconds(now + ALIVE),
    )


def say_alive(connection: Connection, process: str, now: datetime, sends: int = 0) -> bool:
    """It lives, and sends so many messages a minute at once. False: it was silent for too long, and
    others may have taken what it had in hand."""
    renewed = connection.execute(
        "UPDATE processes SET alive_until = :until, sends_per_minute = :sends"
        " WHERE id = :id AND alive_until > :now",
        sends=sends,
        until=to_seconds(now + ALIVE),
        id=process,
        now=to_seconds(now),
    )
    return renewed > 0


def sends_elsewhere(connection: Connection, process: str, now: datetime) -> float:
    """How many messages a second the other processes send at once."""
    row = connection.one(
        "SELECT coalesce(sum(sends_per_minute), 0) AS sends FROM processes"
        " WHERE id <> :id AND alive_until > :now",
        id=process,
        now=to_seconds(now),
    )
    assert row is not None
    return float(row["sends"]) / 60


def leave(connection: Connection, process: str) -> None:
    """It ends: what it has not handled is anybody's."""
    connection.execute("DELETE FROM processes WHERE id = :id", id=process)


def mark_handled(connection: Connection, update_id: int, now: datetime) -> None:
    """Its words, and whose they are, are dropped; the id stays, so that it is not handled twice."""
    connection.execute(
        "UPDATE inbox SET handled_at = :now, payload = NULL, person = 0, owner = NULL"
        " WHERE update_id = :id",
        now=to_seconds(now),
        id=update_id,
    )


def prune(connection: Connection, now: datetime) -> None:
    before = to_seconds(now - KEPT)
    connection.execute(
        "DELETE FROM inbox WHERE handled_at < :before OR received_at < :long_before",
        before=before,
        long_before=to_seconds(now - KEPT_UNHANDLED),
    )
    connection.execute("DELETE FROM processes WHERE alive_until < :before", before=before)
    connection.execute("DELETE FROM commits WHERE committed_at < :before", before=before)


def serve_as(connection: Connection, bot: int) -> None:
    """Another bot than before: the numbers of its messages and updates mean nothing here.

    Of processes that start at once, one adds the row and the others wait for it.
    """
    if not connection.execute(
        "INSERT INTO served_bot (id) VALUES (:bot) ON CONFLICT (id) DO NOTHING", bot=bot
    ):
        return
    connection.execute("DELETE FROM served_bot WHERE id <> :bot", bot=bot)
    connection.execute("UPDATE people SET live_message = NULL")
    connection.execute("UPDATE conversations SET question = NULL")
    connection.execute("DELETE FROM answers")
    connection.execute("DELETE FROM inbox")
