"""What came of what was due: counted by day, for operators, of nobody in particular."""

from collections import Counter
from datetime import datetime, timedelta

from bot.domain.due import DueKind, Fate, Tally
from bot.storage.connection import Connection

KEPT = timedelta(days=90)


def add(connection: Connection, tally: Tally, now: datetime) -> None:
    for (kind, fate), number in sorted(tally.items()):  # in one order: others count, too
        connection.execute(
            "INSERT INTO deliveries (day, kind, outcome, number)"
            " VALUES (:day, :kind, :outcome, :number) ON CONFLICT (day, kind, outcome)"
            " DO UPDATE SET number = deliveries.number + excluded.number",
            day=now.date().isoformat(),
            kind=kind.value,
            outcome=fate.value,
            number=number,
        )


def since(connection: Connection, first: datetime) -> Tally:
    """Of the day of `first` (UTC) and later."""
    rows = connection.all(
        "SELECT kind, outcome, sum(number) AS number FROM deliveries WHERE day >= :day"
        " GROUP BY kind, outcome",
        day=first.date().isoformat(),
    )
    return Counter(
        {(DueKind(row["kind"]), Fate(row["outcome"])): int(row["number"]) for row in rows}
    )


def prune(connection: Connection, now: datetime) -> None:
    connection.execute(
        "DELETE FROM deliveries WHERE day < :day", day=(now - KEPT).date().isoformat()
    )
