"""A database carried over to another one: all of it, or nothing of it."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.domain.due import DueKind, Fate
from bot.errors import DatabaseError
from bot.storage import deliveries, inbox, move, zone_data
from bot.storage.connection import Connection
from bot.storage.move import Content, copied
from bot.storage.tables import TABLES, Table
from bot.storage.url import open_database, reading, writing
from tests.bot_process import BotProcess
from tests.databases import POSTGRES, SQLITE, Databases, PostgresDatabases, SqliteDatabases
from tests.test_storage import ANNA, BEN, NOW, fill


@dataclass
class Way:
    """From a database in use to a new one of the other kind."""

    kinds: tuple[Databases, Databases]
    old: str
    new: str

    def run(self) -> dict[str, Content]:
        with reading(self.old) as old, writing(self.new) as new:
            return copied(old, new)

    def rows(self) -> tuple[dict[str, int], dict[str, int]]:
        """How many there are in each table that has some, in the old and in the new database."""
        old, new = (
            {table.name: self._count(kind, url, table) for table in TABLES}
            for kind, url in zip(self.kinds, (self.old, self.new), strict=True)
        )
        return old, new

    def _count(self, kind: Databases, url: str, table: Table) -> int:
        return len(kind.rows(url, f"SELECT 1 FROM {table.name}")) if kind.tables(url) else 0  # noqa: S608


def full(connection: Connection) -> None:
    inbox.serve_as(connection, 5)
    zone_data.keep_release(connection, "2026f")
    for person in (ANNA, BEN):
        fill(connection, person)
    connection.execute("UPDATE people SET zone = 'Größe “%s” 💪', live_message = 4294967297")
    inbox.receive(connection, [(number, "{}") for number in range(2500)], NOW)
    inbox.enter(connection, "a process that was killed", NOW)
    connection.execute(
        "INSERT INTO commits (connection, number, committed_at) VALUES ('its connection', 3, 5)"
    )
    deliveries.add(connection, Counter({(DueKind.REMINDER, Fate.SENT): 3}), NOW)


@pytest.fixture(params=[SQLITE, POSTGRES])
async def way(
    request: pytest.FixtureRequest, postgres: PostgresDatabases, tmp_path: Path
) -> AsyncIterator[Way]:
    kinds: list[Databases] = [SqliteDatabases(), postgres]
    if request.param == POSTGRES:
        kinds.reverse()
    folders = [tmp_path / "old", tmp_path / "new"]
    with ExitStack() as stack:
        for folder in folders:
            folder.mkdir()
        old, new = (
            stack.enter_context(kind.made(folder))
            for kind, folder in zip(kinds, folders, strict=True)
        )
        database = await open_database(old)
        await database.run(full)
        await database.close()
        yield Way((kinds[0], kinds[1]), old, new)


async def test_everything_arrives_and_comes_back_the_same(way: Way, tmp_path: Path) -> None:
    moved = way.run()
    old, new = way.rows()
    assert old == new == {name: content.rows for name, content in moved.items()}
    assert min(new.values()) > 0, "there is a row in every table"
    assert new["inbox"] == 2500
    with way.kinds[0].made(tmp_path / "again", "bare") as back:
        with reading(way.new) as connection, writing(back) as again:
            assert copied(connection, again) == moved
        database = await open_database(back)
        await database.close()


def test_a_failure_in_the_middle_leaves_the_new_one_empty(
    way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, _ = way.rows()

    def fails(table: Table, old: Connection, new: Connection) -> Content:
        if table.name == "due":
            raise KeyboardInterrupt
        return copying(table, old, new)

    copying = move._copied  # noqa: SLF001
    with monkeypatch.context() as patch:
        patch.setattr(move, "_copied", fails)
        with pytest.raises(KeyboardInterrupt):
            way.run()
    old, new = way.rows()
    assert (old, sum(new.values())) == (before, 0)
    way.run()


def test_a_copy_that_differs_is_taken_back(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(table: Table, old: Connection, new: Connection) -> Content:
        content = copying(table, old, new)
        new.execute("UPDATE people SET zone = 'Etc/UTC' WHERE id = 1")
        return content

    copying = move._copied  # noqa: SLF001
    monkeypatch.setattr(move, "_copied", careless)
    with pytest.raises(DatabaseError, match=r"^The copy of people differs, so nothing was moved: "):
        way.run()
    assert sum(way.rows()[1].values()) == 0


def test_a_database_with_rows_is_not_written_to(way: Way) -> None:
    way.run()
    _, before = way.rows()
    with pytest.raises(DatabaseError, match=r"not empty: there are rows in people\.$"):
        way.run()
    assert way.rows()[1] == before


def test_an_older_database_has_to_be_started_once(way: Way) -> None:
    way.kinds[0].rows(way.old, "DELETE FROM schema_version WHERE version > 2")
    with pytest.raises(DatabaseError, match=r"of version 2, and \d+ can be moved\. Start"):
        way.run()


def test_there_is_nothing_to_move_in_a_bare_one(way: Way, tmp_path: Path) -> None:
    with way.kinds[1].made(tmp_path, "bare") as bare:
        way.kinds[1].rows(bare, "SELECT 1")
        way.old, way.kinds = bare, (way.kinds[1], way.kinds[1])
        with pytest.raises(DatabaseError, match=r"cannot be used: there is nothing in it\.$"):
            way.run()


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "missing.db"
    with pytest.raises(DatabaseError, match=r"^There is no database .*missing\.db\.$"):
        Way((SqliteDatabases(),) * 2, f"sqlite:///{file}", f"sqlite:///{tmp_path}/new.db").run()
    assert not file.exists()


async def test_the_command_counts_what_it_moved(way: Way, tmp_path: Path) -> None:
    process = BotProcess(tmp_path, "move-database", way.old, way.new)
    assert await process.run() == 0
    *tables, last = process.log.splitlines()
    assert [line.partition(":")[0] for line in tables] == [table.name for table in TABLES]
    assert re.fullmatch(r"inbox: 2500 rows, checksum [0-9a-f]{32}", tables[-1])
    assert last.startswith("All of it was moved")
    again = BotProcess(tmp_path, "move-database", way.old, way.new)
    assert await again.run() == 2
    assert again.log == "The new database is not empty: there are rows in people.\n"


async def test_the_command_needs_two_databases(tmp_path: Path) -> None:
    process = BotProcess(tmp_path, "move-database", "backday.db", "mysql://root:s3cret@db/x")
    assert await process.run() == 2
    assert "argument FROM: sqlite:/// and a path, or postgresql://… is needed" in process.log
    assert "s3cret" not in process.log
