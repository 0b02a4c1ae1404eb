"""The way of a database from an empty file to the newest version."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
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
from bot.storage.sqlite import open_sqlite


@pytest.fixture
def driver() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as driver:
        yield driver


def everything(driver: sqlite3.Connection) -> list[str]:
    """The whole database as SQL."""
    return list(driver.iterdump())


def test_an_empty_file_comes_to_the_newest_version(driver: sqlite3.Connection) -> None:
    migrate(Connection(driver))
    versions = [version for version, _ in migrations()]
    assert driver.execute("SELECT version FROM schema_version").fetchall() == [
        (version,) for version in versions
    ]
    assert driver.execute("PRAGMA foreign_key_check").fetchall() == []


def test_migrating_again_changes_nothing(driver: sqlite3.Connection) -> None:
    migrate(Connection(driver))
    before = everything(driver)
    migrate(Connection(driver))
    assert everything(driver) == before


def test_versions_are_counted_from_one_without_gaps() -> None:
    versions = [version for version, _ in migrations()]
    assert versions == list(range(1, len(versions) + 1))


def test_every_table_says_what_a_row_is() -> None:
    for version, script in migrations():
        created = re.findall(r"^CREATE TABLE (\w+)", script, re.MULTILINE)
        explained = re.findall(r"^-- One row: .+\nCREATE TABLE (\w+)", script, re.MULTILINE)
        assert explained == created, version


def test_a_newer_database_is_left_as_it_is(driver: sqlite3.Connection) -> None:
    migrate(Connection(driver))
    driver.execute("INSERT INTO schema_version VALUES (9999)")
    before = everything(driver)
    with pytest.raises(DatabaseError, match="version 9999"):
        migrate(Connection(driver))
    assert everything(driver) == before


async def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "backday.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE inbox (mail TEXT)")  # the last table of the first migration
        before = everything(other)
        with pytest.raises(DatabaseError):
            await open_sqlite(file)
        assert everything(other) == before


def test_missing_equipment_comes_along_to_the_first_gym(driver: sqlite3.Connection) -> None:
    connection = Connection(driver)
    _migrate_to(1, connection)
    driver.execute("PRAGMA foreign_keys = ON")
    for person in (7, 7_000_000_000, 9):
        driver.execute(
            "INSERT INTO people (id, unit, rests, joined_at) VALUES (?, 'kg', 1, 5)", (person,)
        )
    driver.executemany(
        "INSERT INTO missing_equipment VALUES (?, ?)",
        [(7, "t_bar_machine"), (7, "cable"), (7_000_000_000, "bench")],
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
    assert driver.execute("SELECT count(*) FROM gym_equipment").fetchone() == (1,)
    assert driver.execute("PRAGMA foreign_key_check").fetchall() == []


def _migrate_to(version: int, connection: Connection) -> None:
    """As an older BackDay left its database."""
    connection.execute("CREATE TABLE schema_version (version INTEGER NOT NULL)")
    for each, script in migrations():
        if each <= version:
            for statement in statements(script):
                connection.execute(statement)
            connection.execute("INSERT INTO schema_version VALUES (:each)", each=each)


async def test_two_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    file = tmp_path / "backday.db"
    first, second = await open_sqlite(file), await open_sqlite(file)
    try:
        rows = await second.run(lambda connection: connection.all("SELECT * FROM schema_version"))
        assert len(rows) == len(migrations())
    finally:
        await first.close()
        await second.close()


def test_what_is_due_and_what_was_asked_outlive_the_move_to_answers(
    driver: sqlite3.Connection,
) -> None:
    """The table of what is due is made anew, for one more kind."""
    first = dict(migrations())[1]
    driver.executescript(f"{first}; CREATE TABLE schema_version (version INTEGER NOT NULL);")
    driver.execute("INSERT INTO schema_version VALUES (1)")
    driver.execute("INSERT INTO people (id, unit, rests, joined_at) VALUES (7, 'kg', 1, 0)")
    driver.execute("INSERT INTO unanswered VALUES ('q', 7, 'legs?', 'unknown', 5)")
    driver.execute("INSERT INTO due VALUES ('d', 'snooze', 7, NULL, NULL, 10, 11, 2)")
    driver.execute("PRAGMA foreign_keys = ON")
    connection = Connection(driver)
    migrate(connection)
    assert due.find(connection, "d") == Due("d", DueKind.SNOOZE, 7, to_instant(10), attempts=2)
    assert [(gap.id, gap.wanted_at) for gap in gaps.unanswered(connection)] == [("q", None)]
    assert [gap.id for gap in gaps.untried(connection, 1, 10)] == ["q"]
