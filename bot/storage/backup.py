"""Backups: one file that holds everything as it was at one moment, and the way back."""

from pathlib import Path

from bot.errors import DatabaseError
from bot.storage import sqlite_backup
from bot.storage.files import finished
from bot.storage.url import need_psycopg, sqlite_file

_MARKS = {b"SQLite format 3\0": "SQLite", b"PGDMP": "PostgreSQL"}
"""How the files of each kind begin."""


def back_up(url: str, file: Path, *, replace: bool) -> None:
    """Writes a backup, for its owner only, while others go on writing to the database.

    The file is there as a whole or not at all. A DatabaseError where it is there already, unless
    it may be replaced, and where it cannot be made or does not read back whole.
    """
    if file.exists() and not replace:
        raise DatabaseError(f"{file} is there already. Name another file, or add --force.")
    database = sqlite_file(url)
    with finished(file) as unfinished:
        if database is not None:
            sqlite_backup.back_up(database, unfinished)
        else:
            need_psycopg()
            from bot.storage import postgres_backup  # noqa: PLC0415 - it is an extra

            postgres_backup.back_up(url, unfinished)


def restore(url: str, file: Path, *, replace: bool) -> Path | None:
    """Makes an empty database what the backup holds; all of it, or nothing.

    A SQLite file that is there may be replaced; where it is kept from now on is returned. A
    DatabaseError where the database is in use or not empty, and where the backup cannot be used:
    it is damaged, of the other kind, or newer than this code.
    """
    database = sqlite_file(url)
    _check_kind(file, "PostgreSQL" if database is None else "SQLite")
    if database is not None:
        return sqlite_backup.restore(file, database, replace=replace)
    need_psycopg()
    from bot.storage import postgres_backup  # noqa: PLC0415

    postgres_backup.restore(file, url)
    return None


def _check_kind(file: Path, wanted: str) -> None:
    try:
        with file.open("rb") as stream:
            start = stream.read(16)
    except OSError as error:
        raise DatabaseError(f"The backup {file} cannot be read: {error.strerror}.") from None
    kind = next((kind for mark, kind in _MARKS.items() if start.startswith(mark)), None)
    if kind is None:
        raise DatabaseError(f"{file} is no backup.")
    if kind != wanted:
        raise DatabaseError(
            f"{file} is a backup of {kind}, and DATABASE_URL names {wanted}. Restore it to {kind};"
            " backday move-database carries it over from there."
        )
