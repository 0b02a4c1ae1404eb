"""What a unit of work gets: one set of SQL over either driver; rows by column name out."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

Row = Mapping[str, Any]


class Cursor(Protocol):
    """What both drivers return."""

    @property
    def rowcount(self) -> int: ...
    @property
    def description(self) -> Sequence[Sequence[Any]] | None: ...
    def fetchall(self) -> Sequence[Sequence[Any]]: ...


class Connection(ABC):
    """SQL keeps to what SQLite and PostgreSQL both speak, and names its parameters `:name`."""

    def execute(self, sql: str, **values: object) -> int:
        """Runs a statement; the number of rows it changed."""
        return self._run(sql, values).rowcount

    def one(self, sql: str, **values: object) -> Row | None:
        """The first row, or None."""
        rows = self.all(sql, **values)
        return rows[0] if rows else None

    def all(self, sql: str, **values: object) -> list[Row]:
        cursor = self._run(sql, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    @abstractmethod
    def unclaimed(self, sql: str) -> str:
        """A query that claims rows of people (column `person`): without the rows, and without the
        people, that another process has at hand. The people stay with this transaction."""

    @abstractmethod
    def _run(self, sql: str, values: Mapping[str, object]) -> Cursor: ...
