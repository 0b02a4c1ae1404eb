"""One set of SQL over one driver: named parameters in, rows by column name out."""

import sqlite3
from collections.abc import Mapping
from typing import Any

Row = Mapping[str, Any]


class Connection:
    """What a unit of work gets; SQL names its parameters `:name`."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    def execute(self, sql: str, **values: object) -> int:
        """Runs a statement; the number of rows it changed."""
        return self._driver.execute(sql, values).rowcount

    def one(self, sql: str, **values: object) -> Row | None:
        """The first row, or None."""
        rows = self.all(sql, **values)
        return rows[0] if rows else None

    def all(self, sql: str, **values: object) -> list[Row]:
        cursor = self._driver.execute(sql, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
