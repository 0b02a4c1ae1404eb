"""Units of work on real databases: each whole or not at all, and kept once it is acknowledged."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.domain.gym import Gym
from bot.errors import DatabaseError
from bot.storage import gyms
from bot.storage.connection import Connection
from bot.storage.database import Database, Unit
from bot.storage.migrate import migrations
from bot.storage.sqlite import open_sqlite
from bot.storage.url import open_database
from tests.databases import Databases

pytestmark = pytest.mark.both_databases
ANNA = 1
"""Units of one person keep their order, on whatever database."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    yield database
    await database.close()


def keeps(update: int) -> Unit[int]:
    """A unit that keeps an update and returns its id."""

    def unit(connection: Connection) -> int:
        connection.execute("INSERT INTO inbox (update_id, received_at) VALUES (:id, 0)", id=update)
        return update

    return unit


def fails(update: int) -> Unit[None]:
    """A unit that keeps an update and then fails."""

    def unit(connection: Connection) -> None:
        keeps(update)(connection)
        raise ArithmeticError(str(update))

    return unit


def kept(connection: Connection) -> list[int]:
    return [row["update_id"] for row in connection.all("SELECT update_id FROM inbox ORDER BY 1")]


async def test_a_unit_returns_what_it_found(database: Database) -> None:
    assert await database.run(keeps(1)) == 1
    assert await database.run(kept) == [1]


async def test_an_exception_takes_back_what_its_unit_wrote(database: Database) -> None:
    with pytest.raises(ArithmeticError):
        await database.run(fails(1))
    assert await database.run(kept) == []


async def test_in_one_commit_each_takes_back_only_its_own(
    database: Database, databases: Databases
) -> None:
    units: list[Unit[int | None]] = [keeps(1), fails(2), keeps(3), keeps(1), fails(4), keeps(5)]
    results = await asyncio.gather(
        *(database.run(unit, ANNA) for unit in units), return_exceptions=True
    )
    kinds = [int, ArithmeticError, int, databases.refused, ArithmeticError, int]
    assert [isinstance(*each) for each in zip(results, kinds, strict=True)] == [True] * 6
    assert await database.run(kept) == [1, 3, 5]


async def test_a_statement_that_is_refused_fails_only_its_unit(
    database: Database, databases: Databases
) -> None:
    def broken(connection: Connection) -> None:
        connection.execute("SELECT nonsense")

    results = await asyncio.gather(
        database.run(keeps(1)), database.run(broken), return_exceptions=True
    )
    assert isinstance(results[1], databases.wrong)
    assert await database.run(kept) == [1]


async def test_a_row_needs_the_row_that_it_belongs_to(
    database: Database, databases: Databases
) -> None:
    def nobodys(connection: Connection) -> None:
        gyms.add(connection, 1, Gym("home", "Home"))

    with pytest.raises(databases.refused):
        await database.run(nobodys)


async def test_units_of_a_person_run_in_the_order_they_came(database: Database) -> None:
    seen: list[int] = []

    def unit(number: int) -> Unit[None]:
        return lambda _: seen.append(number)

    await asyncio.gather(*(database.run(unit(number), ANNA) for number in range(700)))
    assert seen == list(range(700))


async def test_a_unit_sees_what_the_one_before_it_wrote(database: Database) -> None:
    first, second = await asyncio.gather(database.run(keeps(1), ANNA), database.run(kept, ANNA))
    assert (first, second) == (1, [1])


async def test_many_units_add_to_one_number_and_none_is_lost(database: Database) -> None:
    def add(connection: Connection) -> None:
        row = connection.one("SELECT received_at FROM inbox WHERE update_id = 1")
        assert row is not None
        connection.execute(
            "UPDATE inbox SET received_at = :n WHERE update_id = 1", n=row["received_at"] + 1
        )

    await database.run(keeps(1))
    await asyncio.gather(*(database.run(add, ANNA) for _ in range(1000)))
    row = await database.run(lambda connection: connection.one("SELECT received_at FROM inbox"))
    assert row == {"received_at": 1000}


async def test_a_caller_that_is_cancelled_holds_up_nobody(database: Database) -> None:
    cancelled = asyncio.create_task(database.run(keeps(1)))
    other = asyncio.create_task(database.run(keeps(2)))
    await asyncio.sleep(0)  # both wait by now
    cancelled.cancel()
    assert await asyncio.wait_for(other, timeout=10) == 2
    assert cancelled.cancelled()
    assert await database.run(kept) == [1, 2]


async def test_units_may_be_started_by_the_results_of_others(database: Database) -> None:
    async def chain(start: int) -> int:
        return await database.run(keeps(await database.run(keeps(start)) + 100))

    assert await asyncio.gather(*map(chain, range(20))) == list(range(100, 120))


async def test_what_was_acknowledged_is_there_after_a_restart(database_url: str) -> None:
    database = await open_database(database_url)
    await asyncio.gather(*(database.run(keeps(number)) for number in range(300)))
    await database.close()
    again = await open_database(database_url)
    try:
        assert await again.run(kept) == list(range(300))
    finally:
        await again.close()


async def test_what_was_acknowledged_is_seen_by_others_at_once(
    database: Database, databases: Databases, database_url: str
) -> None:
    await database.run(keeps(7))
    assert databases.rows(database_url, "SELECT update_id FROM inbox") == [(7,)]


async def test_closing_lets_the_units_that_wait_finish(database_url: str) -> None:
    database = await open_database(database_url)
    waiting = [asyncio.create_task(database.run(keeps(number))) for number in range(600)]
    await asyncio.sleep(0)  # all of them wait by now
    await database.close()
    assert [task.result() for task in waiting] == list(range(600))


async def test_after_closing_nothing_more_is_run(database_url: str) -> None:
    database = await open_database(database_url)
    await database.close()
    with pytest.raises(ValueError, match="closed"):
        await database.run(kept)


async def test_a_newer_database_says_what_to_do(databases: Databases, database_url: str) -> None:
    await (await open_database(database_url)).close()
    newest = migrations()[-1][0]
    databases.rows(database_url, f"INSERT INTO schema_version VALUES ({newest + 1})")  # noqa: S608
    with pytest.raises(DatabaseError, match=rf"version {newest + 1}; .* up to {newest}\. Update"):
        await open_database(database_url)


class TestUnusableFile:
    """Each one a DatabaseError of one sentence that names the file."""

    async def refused(self, file: Path) -> str:
        with pytest.raises(DatabaseError) as refusal:
            await open_sqlite(file)
        message = str(refusal.value)
        assert message.startswith(f"The database {file} cannot be used: ")
        assert message.endswith(".")
        assert "\n" not in message
        return message.removeprefix(f"The database {file} cannot be used: ").removesuffix(".")

    @pytest.mark.parametrize("content", [b"hello", b"not a database, but long enough\n" * 500])
    async def test_a_file_of_another_kind(self, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "notes.txt"
        file.write_bytes(content)
        assert await self.refused(file) == "it is not a SQLite database"
        assert file.read_bytes() == content

    async def test_a_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "data").touch()
        assert "cannot be written" in await self.refused(tmp_path / "data" / "backday.db")

    async def test_a_file_below_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "data").touch()
        assert "cannot be written" in await self.refused(tmp_path / "data" / "deep" / "backday.db")

    async def test_a_file_that_is_a_folder(self, tmp_path: Path) -> None:
        assert "cannot be written" in await self.refused(tmp_path)

    async def test_a_file_that_another_process_holds(self, tmp_path: Path) -> None:
        new, used = tmp_path / "new.db", tmp_path / "used.db"
        await (await open_sqlite(used)).close()
        with held(new), held(used):
            reasons = await asyncio.gather(self.refused(new), self.refused(used))
        assert set(reasons) == {"another process is using it"}
        await (await open_sqlite(used)).close()

    async def test_a_database_of_another_program(self, tmp_path: Path) -> None:
        file = tmp_path / "other.db"
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE inbox (mail TEXT)")
        assert await self.refused(file) == "table inbox already exists"


@contextmanager
def held(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
