"""Which database a DATABASE_URL names: `sqlite:///PATH` or `postgresql://…`."""

from contextlib import AbstractContextManager
from pathlib import Path

from bot.errors import DatabaseError
from bot.storage import sqlite
from bot.storage.connection import Connection
from bot.storage.database import Database

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


def is_known(url: str) -> bool:
    """Whether it names a database of a kind that we know."""
    return url.startswith(_POSTGRES) or sqlite_file(url) is not None


def sqlite_file(url: str) -> Path | None:
    """The file, where it names one."""
    path = url.removeprefix(_SQLITE)
    return Path(path) if path and path != url else None


async def open_database(url: str) -> Database:
    """The database, made or brought up to date, or a DatabaseError."""
    file = sqlite_file(url)
    if file is not None:
        return await sqlite.open_sqlite(file)
    need_psycopg()
    from bot.storage.postgres_engine import open_postgres  # noqa: PLC0415 - it is an extra

    return await open_postgres(url)


def reading(url: str) -> AbstractContextManager[Connection]:
    """A database that is there, as it is at the moment; a DatabaseError if it cannot be read."""
    file = sqlite_file(url)
    if file is not None:
        return sqlite.reading(file)
    need_psycopg()
    from bot.storage import postgres  # noqa: PLC0415

    return postgres.reading(url)


def writing(url: str) -> AbstractContextManager[Connection]:
    """A database brought up to date, in one transaction, which an exception takes back."""
    file = sqlite_file(url)
    if file is not None:
        return sqlite.writing(file)
    need_psycopg()
    from bot.storage import postgres  # noqa: PLC0415

    return postgres.writing(url)


def need_psycopg() -> None:
    """A DatabaseError where the extra was not installed."""
    try:
        import psycopg  # noqa: F401, PLC0415
    except ImportError:
        raise DatabaseError(
            "PostgreSQL needs psycopg, which is not installed: pip install 'backday[postgres]'."
        ) from None
