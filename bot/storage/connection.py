"""What a unit of work gets: one set of SQL over either driver; rows by column name out."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


class Connection(ABC):
    """SQL keeps to what SQLite and PostgreSQL both speak, and names its parameters `:name`."""

    @abstractmethod
    def execute(self, sql: str, **values: object) -> int:
        """Runs a statement; the number of rows it changed."""

    @abstractmethod
    def all(self, sql: str, **values: object) -> list[Row]:
        """Runs a query; its rows."""

    def one(self, sql: str, **values: object) -> Row | None:
        """The first row, or None."""
        rows = self.all(sql, **values)
        return rows[0] if rows else None

    @abstractmethod
    def unclaimed(self, sql: str) -> str:
        """A query that claims rows of people (column `person`): without the rows, and without the
        people, that another process has at hand. The people stay with this transaction."""
