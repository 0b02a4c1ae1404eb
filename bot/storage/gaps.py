"""Questions that the content could not answer: who asked, who waits, what became of them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.gap import DAY, Gap
from bot.storage.codec import maybe_instant, to_instant, to_seconds
from bot.storage.connection import Connection, Row

KEPT = timedelta(days=7)
"""A question that got its answer is kept for so long, for buttons that still lead to it."""


def keep(connection: Connection, gap: Gap, tried_with: int) -> None:
    """`tried_with` is the number of the content that could not answer it."""
    connection.execute(
        "INSERT INTO unanswered (id, person, question, reason, asked_at, tried_with)"
        " VALUES (:id, :person, :question, :reason, :asked_at, :tried_with)"
        " ON CONFLICT (id) DO NOTHING",
        id=gap.id,
        person=gap.person,
        question=gap.question,
        reason=gap.reason,
        asked_at=to_seconds(gap.asked_at),
        tried_with=tried_with,
    )


def keep_instead(connection: Connection, known_as: str, gap: Gap | None, tried_with: int) -> None:
    """What a message asks now, in place of what it asked before it was edited.

    `gap` has the id `known_as`; None: it asks for nothing that is missing. Who waits for the same
    words waits on.
    """
    before = find(connection, known_as)
    if before is not None and (gap is None or gap.question != before.question):
        connection.execute("DELETE FROM unanswered WHERE id = :id", id=known_as)
    if gap is not None:
        keep(connection, gap, tried_with)


def find(connection: Connection, gap: str) -> Gap | None:
    row = connection.one("SELECT * FROM unanswered WHERE id = :gap", gap=gap)
    return _gap(row) if row else None


def unanswered(connection: Connection) -> list[Gap]:
    """What the content has no answer to, oldest first; also what was dismissed."""
    rows = connection.all(
        "SELECT * FROM unanswered WHERE answered_at IS NULL ORDER BY asked_at, id"
    )
    return [_gap(row) for row in rows]


def waiting(connection: Connection, person: int) -> list[Gap]:
    """What the person wants to be told and was not, oldest first."""
    rows = connection.all(
        "SELECT * FROM unanswered WHERE person = :person AND wanted_at IS NOT NULL"
        " AND told_at IS NULL ORDER BY asked_at, id",
        person=person,
    )
    return [_gap(row) for row in rows]


def want(connection: Connection, gap: str, now: datetime) -> bool:
    """Whether the person waits from now on: only where there is no answer yet."""
    changed = connection.execute(
        "UPDATE unanswered SET wanted_at = :now WHERE id = :gap AND answered_at IS NULL",
        now=to_seconds(now),
        gap=gap,
    )
    return changed == 1


def give_up(connection: Connection, gap: str) -> None:
    """The person no longer waits; an answer that is on its way does not come."""
    connection.execute("UPDATE unanswered SET wanted_at = NULL WHERE id = :gap", gap=gap)
    connection.execute("DELETE FROM due WHERE question = :gap", gap=gap)


def dismiss(connection: Connection, gaps: Iterable[str], at: datetime | None) -> None:
    """None: they are for us after all."""
    for gap in gaps:
        connection.execute(
            "UPDATE unanswered SET dismissed_at = :at WHERE id = :gap",
            at=to_seconds(at) if at else None,
            gap=gap,
        )


def next_number(connection: Connection, above: int = 0) -> int:
    """The number of content that is loaded now: above all that any question was asked of."""
    row = connection.one("SELECT max(tried_with) AS number FROM unanswered")
    return max((row and row["number"]) or 0, above) + 1


def untried(connection: Connection, number: int, limit: int) -> list[Gap]:
    """What this content was not asked yet. Who waits and cannot be reached has to write first."""
    rows = connection.all(
        "SELECT unanswered.* FROM unanswered JOIN people ON people.id = person"
        " WHERE answered_at IS NULL AND tried_with < :number"
        " AND (wanted_at IS NULL OR blocked_at IS NULL)"
        " ORDER BY wanted_at IS NULL, asked_at, unanswered.id LIMIT :limit",
        number=number,
        limit=limit,
    )
    return [_gap(row) for row in rows]


def mark_tried(connection: Connection, gap: str, number: int) -> None:
    """This content has no answer either."""
    connection.execute(
        "UPDATE unanswered SET tried_with = :number WHERE id = :gap AND tried_with < :number",
        number=number,
        gap=gap,
    )


def mark_answered(connection: Connection, gap: str, now: datetime) -> None:
    connection.execute(
        "UPDATE unanswered SET answered_at = :now WHERE id = :gap", now=to_seconds(now), gap=gap
    )


def mark_told(connection: Connection, gap: str, now: datetime) -> None:
    connection.execute(
        "UPDATE unanswered SET told_at = :now WHERE id = :gap", now=to_seconds(now), gap=gap
    )


def reopen(connection: Connection, gap: str, tried_with: int = 0) -> None:
    """Its answer could not be told, so the person still waits."""
    connection.execute(
        "UPDATE unanswered SET answered_at = NULL, told_at = NULL, tried_with = :tried_with"
        " WHERE id = :gap",
        tried_with=tried_with,
        gap=gap,
    )


def told_lately(connection: Connection, person: int, but: str, now: datetime) -> list[datetime]:
    """When the person was told other answers within the last day."""
    rows = connection.all(
        "SELECT told_at FROM unanswered WHERE person = :person AND id <> :but AND told_at > :since",
        person=person,
        but=but,
        since=to_seconds(now - DAY),
    )
    return [to_instant(row["told_at"]) for row in rows]


def prune(connection: Connection, now: datetime) -> None:
    """Drops what was answered a while ago, unless the answer is still on its way."""
    connection.execute(
        "DELETE FROM unanswered WHERE answered_at < :before AND NOT EXISTS"
        " (SELECT 1 FROM due WHERE due.question = unanswered.id)",
        before=to_seconds(now - KEPT),
    )


def _gap(row: Row) -> Gap:
    return Gap(
        id=row["id"],
        person=row["person"],
        question=row["question"],
        reason=row["reason"],
        asked_at=to_instant(row["asked_at"]),
        wanted_at=maybe_instant(row["wanted_at"]),
        answered_at=maybe_instant(row["answered_at"]),
        told_at=maybe_instant(row["told_at"]),
        dismissed_at=maybe_instant(row["dismissed_at"]),
    )
