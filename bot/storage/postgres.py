"""PostgreSQL through psycopg: how to connect, what the SQL of the units becomes, transactions."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.rows import dict_row

from bot.errors import DatabaseError
from bot.storage.codec import without_nul
from bot.storage.connection import Connection, Row
from bot.storage.migrate import migrate

Driver = psycopg.Connection[tuple[Any, ...]]

_DEFAULTS: dict[str, str | int] = {
    "application_name": "backday",
    "connect_timeout": 5,
    # A peer that vanished is noticed within a minute rather than within two hours.
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_SESSION = "SET idle_in_transaction_session_timeout = '20s'"
"""Units never pause: who does is stopped or cut off, and must not hold the locks of people."""
_MIGRATING = -(2**60)
"""The key of the lock of migrations; that of a person's lock is their id, which is positive."""
LEADING = _MIGRATING + 1
"""The key of the lock that the process holds which sends what is due."""
_DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
_TOKEN = re.compile(
    r"'(?:[^']|'')*'"  # a literal
    r'|"[^"]*"'  # a quoted name
    r"|--[^\n]*"
    r"|::"
    r"|:(?P<name>[a-zA-Z_]\w*)"
    r"|%"
)


class PostgresConnection(Connection):
    """Several write at once: rows and people are claimed by locks that end with the transaction."""

    def __init__(self, driver: Driver) -> None:
        self._cursor = driver.cursor(row_factory=dict_row)

    def unclaimed(self, sql: str) -> str:
        # The lock of a person is the one that their own units hold; whoever has it now is skipped.
        return (
            f"SELECT * FROM ({sql} FOR UPDATE SKIP LOCKED) AS free"  # noqa: S608
            " WHERE pg_try_advisory_xact_lock(person)"
        )

    def execute(self, sql: str, **values: object) -> int:
        return self._run(sql, values).rowcount

    def all(self, sql: str, **values: object) -> list[Row]:
        return [*self._run(sql, values)]

    def _run(self, sql: str, values: Mapping[str, object]) -> psycopg.Cursor[dict[str, Any]]:
        storable = {
            name: without_nul(value) if isinstance(value, str) else value
            for name, value in values.items()
        }
        return self._cursor.execute(translated(sql), storable)


@lru_cache(maxsize=1000)
def translated(sql: str) -> bytes:
    """`:name` becomes `%(name)s`, outside of literals, quoted names, comments and `::` casts."""

    def replaced(match: re.Match[str]) -> str:
        name = match["name"]
        return f"%({name})s" if name else match[0].replace("%", "%%")

    return _TOKEN.sub(replaced, sql).encode()


def connected(url: str) -> Driver:
    """A driver whose transactions are begun by hand."""
    driver = psycopg.connect(url, autocommit=True, **_missing(url))
    statement(driver, _SESSION)
    return driver


def is_lost(driver: Driver, error: BaseException) -> bool:
    """A deadlock, a broken connection, a plan from before a newer process added a column: it has
    nothing to do with the statement that met it."""
    passing = psycopg.OperationalError, psycopg.errors.FeatureNotSupported
    return isinstance(error, passing) or driver.closed


def statement(driver: Driver, sql: str) -> None:
    """Runs one or more statements without parameters in one round trip.

    As the driver itself begins and ends transactions: a cursor would cost more than the rest of it.
    """
    result = driver.pgconn.exec_(sql.encode())
    if result.status not in _DONE:
        error = error_from_result(result)
        # The server numbers what it refuses; without a number it is gone.
        raise error if error.sqlstate else psycopg.OperationalError(str(error))


def begin(keys: Iterable[int]) -> str:
    """Begins a transaction that holds these locks. They are taken in one order, so that no two
    transactions wait for each other; each statement after that sees what was committed before."""
    locks = (f"SELECT pg_advisory_xact_lock({key})" for key in sorted(keys))
    return "; ".join(("BEGIN ISOLATION LEVEL READ COMMITTED", *locks))


@contextlib.contextmanager
def reading(url: str) -> Iterator[PostgresConnection]:
    """A database as it is now, whatever others write meanwhile."""
    with explaining(url), contextlib.closing(connected(url)) as driver:
        statement(driver, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield PostgresConnection(driver)


@contextlib.contextmanager
def writing(url: str) -> Iterator[PostgresConnection]:
    """A database brought up to date, in one transaction; whoever starts meanwhile waits for it."""
    with explaining(url), contextlib.closing(connected(url)) as driver:
        encoding = driver.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise DatabaseError(unusable(url, f"its encoding is {encoding}, it has to be UTF8"))
        statement(driver, begin([_MIGRATING]))
        connection = PostgresConnection(driver)
        migrate(connection)
        yield connection
        statement(driver, "COMMIT")


@contextlib.contextmanager
def explaining(url: str) -> Iterator[None]:
    """What goes wrong is a DatabaseError, without the password."""
    try:
        yield
    except psycopg.errors.UndefinedTable:
        raise DatabaseError(unusable(url, "there is nothing in it")) from None
    except psycopg.Error as error:
        raise DatabaseError(unusable(url, first_line(error))) from error


def first_line(error: BaseException | None) -> str:
    """What went wrong, without the statement and the hints that may follow."""
    first, *_ = str(error).strip().splitlines() or [type(error).__name__]
    return first.rstrip(".")


def unusable(url: str, reason: str) -> str:
    """For the operator: which database, and why, without the password."""
    return f"The database {named(url)} cannot be used: {reason}."


def named(url: str) -> str:
    """Which database it is, without user and password."""
    facts = facts_of(url)
    host = facts.get("host") or facts.get("hostaddr") or "this machine"
    return f"{facts.get('dbname') or facts.get('user') or 'postgres'} on {host}"


def _missing(url: str) -> dict[str, Any]:
    """The defaults that the address does not set itself."""
    facts = facts_of(url)
    return {name: value for name, value in _DEFAULTS.items() if name not in facts}


def facts_of(url: str) -> dict[str, Any]:
    try:
        return dict(conninfo_to_dict(url))
    except psycopg.ProgrammingError:  # its text shows the address, and so the password
        raise DatabaseError(
            "DATABASE_URL is no address of a PostgreSQL database: it has to look like"
            " postgresql://user:password@host:5432/name; what is special in the password"
            " is written as %-codes."
        ) from None
