"""Backups of a SQLite file: its online backup, checked; and the way back."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.errors import DatabaseError
from bot.storage.files import belong_as, finished
from bot.storage.migrate import refuse_newer, version_of
from bot.storage.serving import keeping
from bot.storage.sqlite import SqliteConnection, connected, explaining


def back_up(database: Path, file: Path) -> None:
    """Copies it as it is now into an empty file; who writes meanwhile does not wait."""
    with explaining(database), _read(database) as old:
        version_of(SqliteConnection(old))  # which a database of something else has not
        _copy(old, file)


def restore(file: Path, database: Path, *, replace: bool) -> Path | None:
    """Where the old database is now, if there was one."""
    database = database.resolve()
    with keeping(database):
        there = database.exists() and database.stat().st_size > 0
        if there and not replace:
            raise DatabaseError(
                f"There is a database {database} already. Add --force to put it aside."
            )
        with finished(database) as unfinished:
            with explaining(file), _read(file) as backup:
                refuse_newer(version_of(SqliteConnection(backup)), "backup")
                _copy(backup, unfinished)
            belong_as(unfinished, database if there else database.parent)
            return _put_aside(database) if there else None


def _copy(old: sqlite3.Connection, file: Path) -> None:
    """One step, so one moment; then read back, page by page and reference by reference."""
    with contextlib.closing(connected(file)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # nothing of it in a second file
        faults = new.execute("PRAGMA integrity_check").fetchall()
        if faults != [("ok",)]:
            raise DatabaseError(f"What was copied is damaged: {faults[0][0]}.")
        if new.execute("PRAGMA foreign_key_check").fetchone():
            raise DatabaseError("What was copied is damaged: rows belong to others that are gone.")


@contextlib.contextmanager
def _read(path: Path) -> Iterator[sqlite3.Connection]:
    """A file that is there, which this connection cannot change."""
    if not path.is_file():
        raise DatabaseError(f"There is no database {path}.")
    address = f"{path.absolute().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True, isolation_level=None)) as driver:
        yield driver


def _put_aside(database: Path) -> Path:
    """Its new name. A damaged one goes with what SQLite keeps beside it, which must not meet
    another database; from a sound one that is written back first."""
    with explaining(database), contextlib.closing(sqlite3.connect(database, timeout=0)) as driver:
        try:
            driver.execute("PRAGMA journal_mode = DELETE")  # refused while anybody has it open
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            pass  # damaged: that is why it is replaced
    number = 1
    while (aside := database.with_name(f"{database.name}.old{number}")).exists():
        number += 1
    for end in ("-wal", "-shm", ""):
        part = database.with_name(f"{database.name}{end}")
        if part.exists():
            part.rename(aside.with_name(f"{aside.name}{end}"))
    return aside
