"""A database carried over to another one, of the same or the other kind: all of it or nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.errors import DatabaseError
from bot.storage.codec import without_nul
from bot.storage.connection import Connection
from bot.storage.migrate import migrations, version_of
from bot.storage.tables import TABLES, Table

_ROWS_AT_ONCE = 1000

Values = dict[str, Any]


@dataclass
class Content:
    """How many rows a table has, and what is in them, in whatever order they come."""

    rows: int = 0
    checksum: int = 0

    def add(self, row: Values) -> None:
        digest = hashlib.sha256(repr(sorted(row.items())).encode()).digest()
        self.rows += 1
        self.checksum = (self.checksum + int.from_bytes(digest[:16])) % 2**128

    def __str__(self) -> str:
        return f"{self.rows} rows, checksum {self.checksum:032x}"


def copied(old: Connection, new: Connection) -> dict[str, Content]:
    """Copies every row; what each table holds now, read back from the new database.

    Both are inside a transaction of the caller, which a DatabaseError takes back.
    """
    newest = migrations()[-1][0]
    version = version_of(old)
    if version != newest:
        raise DatabaseError(
            f"The old database is of version {version}, and {newest} can be moved."
            " Start this BackDay with it once, or update BackDay."
        )
    for table in TABLES:
        if new.one(f"SELECT 1 AS found FROM {table.name} LIMIT 1"):  # noqa: S608
            raise DatabaseError(f"The new database is not empty: there are rows in {table.name}.")
    moved = {table.name: _copied(table, old, new) for table in TABLES}
    for table in TABLES:
        found = Content()
        for row in _rows(table, new):
            found.add(row)
        if found != moved[table.name]:
            raise DatabaseError(
                f"The copy of {table.name} differs, so nothing was moved:"
                f" {moved[table.name]} became {found}."
            )
    return moved


def _copied(table: Table, old: Connection, new: Connection) -> Content:
    content = Content()
    for row in _rows(table, old):
        names = ", ".join(row)
        parameters = ", ".join(f":{name}" for name in row)
        new.execute(f"INSERT INTO {table.name} ({names}) VALUES ({parameters})", **row)  # noqa: S608
        content.add(row)
    return content


def _rows(table: Table, connection: Connection) -> Iterator[Values]:
    """Every row, by its key, so that one batch after the other is in memory."""
    key = ", ".join(table.key)
    after = ", ".join(f":{name}" for name in table.key)
    where, last = "", Values()
    while True:
        batch = connection.all(
            f"SELECT * FROM {table.name} {where} ORDER BY {key} LIMIT {_ROWS_AT_ONCE}",  # noqa: S608
            **last,
        )
        yield from (_alike(table, dict(row)) for row in batch)
        if len(batch) < _ROWS_AT_ONCE:
            return
        where, last = f"WHERE ({key}) > ({after})", {name: batch[-1][name] for name in table.key}


def _alike(table: Table, row: Values) -> Values:
    """A row as both kinds of databases keep it."""
    for name, value in row.items():
        if name in table.flags:
            row[name] = bool(value)
        elif isinstance(value, str):
            row[name] = without_nul(value)
    return row
