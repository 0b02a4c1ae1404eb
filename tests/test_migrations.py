"""The way of a database from an empty file to the newest version."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.due import Due, DueKind
from bot.domain.gym import Inventory, first_gym
from bot.errors import DatabaseError
from bot.storage import due, gaps, gyms, people
from bot.storage.codec import to_instant
from bot.storage.connection import Connection
from bot.storage.migrate import migrate, migrations, statements
from bot.storage.tables import TABLES
from bot.storage.url import open_database
from tests.databases import Databases, PostgresDatabases, SqliteDatabases

pytestmark = pytest.mark.both_databases


@pytest.fixture
def connection(databases: Databases) -> Iterator[Connection]:
    """An empty database."""
    with databases.empty() as connection:
        yield connection


def test_an_empty_database_comes_to_the_newest_version(connection: Connection) -> None:
    migrate(connection)
    versions = [version for version, _ in migrations()]
    rows = connection.all("SELECT version FROM schema_version")
    assert [row["version"] for row in rows] == versions


def test_migrating_again_changes_nothing(connection: Connection, databases: Databases) -> None:
    migrate(connection)
    before = databases.dump(connection)
    migrate(connection)
    assert databases.dump(connection) == before


def test_the_tables_are_known_by_their_keys_and_flags() -> None:
    with SqliteDatabases().migrated() as connection:
        names = connection.all("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert {row["name"] for row in names} == {
            "schema_version",
            *(table.name for table in TABLES),
        }
        for table in TABLES:
            columns = connection.all("SELECT * FROM pragma_table_info(:name)", name=table.name)
            keys = sorted((row for row in columns if row["pk"]), key=lambda row: int(row["pk"]))
            flags = {row["name"] for row in columns if row["type"] == "BOOLEAN"}
            assert tuple(row["name"] for row in keys) == table.key
            assert flags == set(table.flags), table.name


def test_versions_are_counted_from_one_without_gaps() -> None:
    versions = [version for version, _ in migrations()]
    assert versions == list(range(1, len(versions) + 1))


def test_every_table_says_what_a_row_is() -> None:
    for version, script in migrations():
        created = re.findall(r"^CREATE TABLE (\w+)", script, re.MULTILINE)
        explained = re.findall(r"^-- One row: .+\nCREATE TABLE (\w+)", script, re.MULTILINE)
        assert explained == created, version


def test_a_newer_database_is_left_as_it_is(connection: Connection, databases: Databases) -> None:
    migrate(connection)
    connection.execute("INSERT INTO schema_version VALUES (9999)")
    before = databases.dump(connection)
    with pytest.raises(DatabaseError, match="version 9999"):
        migrate(connection)
    assert databases.dump(connection) == before


async def test_a_migration_that_fails_leaves_nothing_behind(
    databases: Databases, tmp_path: Path
) -> None:
    mine = "CREATE TABLE inbox (mail TEXT)"  # the last table of the first migration
    with databases.made(tmp_path, "bare") as url:
        databases.rows(url, mine)
        with pytest.raises(DatabaseError, match=r"inbox.* already exists"):
            await open_database(url)
        assert databases.tables(url) == ["inbox"]


def test_missing_equipment_comes_along_to_the_first_gym(connection: Connection) -> None:
    migrate_to(1, connection)
    for person in (7, 7_000_000_000, 9):
        connection.execute(
            "INSERT INTO people (id, unit, rests, joined_at) VALUES (:person, 'kg', TRUE, 5)",
            person=person,
        )
    for person, equipment in ((7, "t_bar_machine"), (7, "cable"), (7_000_000_000, "bench")):
        connection.execute(
            "INSERT INTO missing_equipment VALUES (:person, :equipment)",
            person=person,
            equipment=equipment,
        )
    migrate(connection)
    assert gyms.all_of(connection, 7) == (
        replace(first_gym(7), inventory=Inventory(frozenset({"t_bar_machine", "cable"}))),
    )
    assert gyms.current(connection, 7_000_000_000).inventory.lacks == {"bench"}
    assert gyms.all_of(connection, 9) == (first_gym(9),)
    people.greet(connection, 7, datetime(2026, 3, 2, tzinfo=UTC))
    assert len(gyms.all_of(connection, 7)) == 1, "whoever was known has their first gym"
    assert people.stored(connection, 7).equipment == 2
    people.forget(connection, 7)
    assert connection.one("SELECT count(*) AS n FROM gym_equipment") == {"n": 1}


def migrate_to(version: int, connection: Connection) -> None:
    """As an older BackDay left its database."""
    connection.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
    for each, script in migrations():
        if each <= version:
            for statement in statements(script):
                connection.execute(statement)
            connection.execute("INSERT INTO schema_version VALUES (:each)", each=each)


async def test_the_second_that_starts_finds_it_migrated(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.made(tmp_path, "bare") as url:
        first, second = await open_database(url), await open_database(url)
        await first.close()
        await second.close()
        assert databases.rows(url, "SELECT version FROM schema_version ORDER BY 1") == [
            (version,) for version, _ in migrations()
        ]


async def test_of_many_that_start_at_once_one_migrates(
    postgres: PostgresDatabases, tmp_path: Path
) -> None:
    with postgres.made(tmp_path, "bare") as url:
        opened = await asyncio.gather(*(open_database(url) for _ in range(8)))
        for each in opened:
            await each.close()
        assert len(postgres.rows(url, "SELECT version FROM schema_version")) == len(migrations())


def test_what_is_due_and_what_was_asked_outlive_the_move_to_answers(
    connection: Connection,
) -> None:
    """The table of what is due is made anew, for one more kind."""
    migrate_to(1, connection)
    connection.execute("INSERT INTO people (id, unit, rests, joined_at) VALUES (7, 'kg', TRUE, 0)")
    connection.execute("INSERT INTO unanswered VALUES ('q', 7, 'legs?', 'unknown', 5)")
    connection.execute("INSERT INTO due VALUES ('d', 'snooze', 7, NULL, NULL, 10, 11, 2)")
    migrate(connection)
    assert due.find(connection, "d") == Due("d", DueKind.SNOOZE, 7, to_instant(10), attempts=2)
    assert [(gap.id, gap.wanted_at) for gap in gaps.unanswered(connection)] == [("q", None)]
    assert [gap.id for gap in gaps.untried(connection, 1, 10)] == ["q"]
