"""SQLite through aiosqlite: one connection for everything, WAL, every commit on disk."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import DatabaseError
from bot.storage.connection import Connection, Row
from bot.storage.database import Database, Failed, UnavailableError, Unit, Written, run_units
from bot.storage.migrate import migrate

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
)
_BEGIN = "BEGIN IMMEDIATE"


class SqliteConnection(Connection):
    """Only one writes at a time, so nobody needs to be kept apart."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    def unclaimed(self, sql: str) -> str:
        return sql

    def execute(self, sql: str, **values: object) -> int:
        return self._driver.execute(sql, values).rowcount

    def all(self, sql: str, **values: object) -> list[Row]:
        cursor = self._driver.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


async def open_sqlite(path: Path) -> Database:
    """The database in the file, made or brought up to date, or a DatabaseError."""
    engine = _Engine(path)
    try:
        with explaining(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            await engine
            await engine.prepare()
    except BaseException:
        await engine.close()
        raise
    return Database(engine)


def connected(path: Path) -> sqlite3.Connection:
    """A driver whose transactions are begun by `transaction`."""
    return sqlite3.connect(path, isolation_level=None)


def prepare(driver: sqlite3.Connection) -> None:
    """What has to be said once on each connection."""
    for pragma in _PRAGMAS:
        driver.execute(pragma)


@contextlib.contextmanager
def transaction(driver: sqlite3.Connection) -> Iterator[SqliteConnection]:
    """Committed at the end, taken back by an exception."""
    driver.execute(_BEGIN)
    try:
        yield SqliteConnection(driver)
        driver.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            driver.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def reading(path: Path) -> Iterator[SqliteConnection]:
    """A file that is there already, while nobody else writes to it."""
    if not path.is_file():
        raise DatabaseError(f"There is no database {path}.")
    with explaining(path), contextlib.closing(connected(path)) as driver:
        driver.execute(_BEGIN)
        yield SqliteConnection(driver)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[SqliteConnection]:
    """A file, made or brought up to date, in one transaction."""
    with explaining(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(connected(path)) as driver:
            prepare(driver)
            with transaction(driver) as connection:
                migrate(connection)
                yield connection


@contextlib.contextmanager
def explaining(path: Path) -> Iterator[None]:
    """What goes wrong is a DatabaseError."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(_explained(path, error)) from error


class _Engine(aiosqlite.Connection):
    """aiosqlite's thread, asked to run a whole batch of units in one hop."""

    connections = 1
    most_per_commit = 256
    shared = False

    def __init__(self, path: Path) -> None:
        super().__init__(lambda: connected(path), iter_chunk_size=64)
        self._thread.daemon = True  # a crash before close() must still end the process

    async def prepare(self) -> None:
        await self._execute(self._prepare)  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Ends the thread too: one that could not connect would outlive the event loop."""
        await super().close()
        if self._thread.is_alive():
            await asyncio.to_thread(self._thread.join)

    async def commit_units(
        self, units: list[Unit[Any]], people: frozenset[int]
    ) -> list[Written | Failed]:
        """No other transaction runs meanwhile, whoever it is about."""
        try:
            outcomes: list[Written | Failed] = await self._execute(self._commit_units, units)  # type: ignore[no-untyped-call]
        except sqlite3.OperationalError as error:
            raise UnavailableError(str(error)) from error
        return outcomes

    async def leads(self) -> bool:
        """A file serves one process."""
        return True

    def _prepare(self) -> None:
        prepare(self._conn)
        with transaction(self._conn) as connection:
            migrate(connection)

    def _commit_units(self, units: list[Unit[Any]]) -> list[Written | Failed]:
        with transaction(self._conn) as connection:
            return run_units(units, connection, self._conn.execute, _BEGIN)


def _explained(path: Path, error: Exception) -> str:
    """One sentence for the operator."""
    reason = str(error)
    if reason == "no such table: schema_version":
        reason = "there is nothing in it"
    elif "locked" in reason:
        reason = "another process is using it"
    elif "not a database" in reason:
        reason = "it is not a SQLite database"
    elif "readonly" in reason or "unable to open" in reason or isinstance(error, OSError):
        reason = f"it cannot be written ({reason})"
    return f"The database {path} cannot be used: {reason}."
