"""SQLite through aiosqlite: one connection for everything, WAL, every commit on disk."""

import asyncio
import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import DatabaseError
from bot.storage.connection import Connection
from bot.storage.database import Database, Failed, Unit, Written
from bot.storage.migrate import migrate

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
)


async def open_sqlite(path: Path) -> Database:
    """The database in the file, made or brought up to date, or a DatabaseError."""
    engine = _Engine(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        await engine
        await engine.prepare()
    except BaseException as error:
        await engine.close()
        if isinstance(error, sqlite3.Error | OSError):
            raise DatabaseError(_explained(path, error)) from error
        raise
    return Database(engine)


class _Engine(aiosqlite.Connection):
    """aiosqlite's thread, asked to run a whole batch of units in one hop."""

    def __init__(self, path: Path) -> None:
        super().__init__(lambda: sqlite3.connect(path, isolation_level=None), iter_chunk_size=64)
        self._thread.daemon = True  # a crash before close() must still end the process

    async def prepare(self) -> None:
        await self._execute(self._prepare)  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Ends the thread too: one that could not connect would outlive the event loop."""
        await super().close()
        if self._thread.is_alive():
            await asyncio.to_thread(self._thread.join)

    async def commit_units(self, units: list[Unit[Any]]) -> list[Written | Failed]:
        outcomes: list[Written | Failed] = await self._execute(self._commit_units, units)  # type: ignore[no-untyped-call]
        return outcomes

    def _prepare(self) -> None:
        for pragma in _PRAGMAS:
            self._conn.execute(pragma)
        with self._transaction() as connection:
            migrate(connection)

    def _commit_units(self, units: list[Unit[Any]]) -> list[Written | Failed]:
        with self._transaction() as connection:
            return [self._attempt(connection, unit) for unit in units]

    def _attempt(self, connection: Connection, unit: Unit[Any]) -> Written | Failed:
        self._conn.execute("SAVEPOINT unit")
        try:
            outcome: Written | Failed = Written(unit(connection))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever waits for this unit
            self._conn.execute("ROLLBACK TO unit")
            outcome = Failed(error)
        self._conn.execute("RELEASE unit")
        return outcome

    @contextlib.contextmanager
    def _transaction(self) -> Any:
        self._conn.execute("BEGIN IMMEDIATE")
        try:
            yield Connection(self._conn)
            self._conn.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._conn.execute("ROLLBACK")
            raise


def _explained(path: Path, error: Exception) -> str:
    reason = str(error)
    if "locked" in reason:
        reason = "another process is using it"
    elif "not a database" in reason:
        reason = "it is not a SQLite database"
    elif "readonly" in reason or "unable to open" in reason or isinstance(error, OSError):
        reason = f"it cannot be written ({reason})"
    return f"The database {path} cannot be used: {reason}."
