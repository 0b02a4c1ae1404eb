"""Backups: made while the bot runs, read back, restored to a database that serves."""

import asyncio
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.demo import DemoServer
from bot.errors import DatabaseError
from bot.storage.backup import back_up, restore
from bot.storage.migrate import migrations
from bot.storage.move import Content
from bot.storage.serving import serving
from bot.storage.tables import TABLES
from bot.storage.url import open_database, reading
from tests.bot_process import BotProcess
from tests.databases import POSTGRES, SQLITE, Databases, PostgresDatabases
from tests.running_bot import TOKEN
from tests.test_kill import button, caught_up, sets_in
from tests.test_move_database import full


@pytest.fixture(autouse=True)
def tools(postgres: PostgresDatabases, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools of the tests' own PostgreSQL come first, for our child processes, too."""
    monkeypatch.setenv("PATH", f"{postgres.tools}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
async def full_url(database_url: str) -> str:
    """A database with rows in every table."""
    database = await open_database(database_url)
    await database.run(full)
    await database.close()
    return database_url


@pytest.fixture
def bare_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "another"
    folder.mkdir()
    with databases.made(folder, "bare") as url:
        yield url


def contents(url: str) -> dict[str, Content]:
    found = {}
    with reading(url) as connection:
        for table in TABLES:
            found[table.name] = Content()
            for row in connection.all(f"SELECT * FROM {table.name}"):  # noqa: S608
                found[table.name].add(dict(row))
    return found


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@pytest.mark.both_databases
class TestBackup:
    def test_every_row_comes_back(self, full_url: str, bare_url: str, tmp_path: Path) -> None:
        file = tmp_path / "backup"
        back_up(full_url, file, replace=False)
        before = contents(full_url)
        assert min(content.rows for content in before.values()) > 0
        assert restore(bare_url, file, replace=False) is None
        assert contents(bare_url) == before

    def test_only_its_owner_may_read_it_and_nothing_else_is_left(
        self, full_url: str, tmp_path: Path
    ) -> None:
        folder = tmp_path / "backups"
        folder.mkdir()
        back_up(full_url, folder / "today", replace=False)
        assert [file.name for file in folder.iterdir()] == ["today"]
        assert stat.S_IMODE((folder / "today").stat().st_mode) == 0o600

    def test_a_file_that_is_there_stays_unless_it_may_be_replaced(
        self, full_url: str, tmp_path: Path
    ) -> None:
        file = tmp_path / "backup"
        file.write_text("precious")
        with pytest.raises(DatabaseError, match=r"is there already\. Name another file, or add"):
            back_up(full_url, file, replace=False)
        assert file.read_text() == "precious"
        back_up(full_url, file, replace=True)
        assert file.stat().st_size > 1000

    def test_a_folder_that_is_not_there_is_said(self, full_url: str, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match=r"cannot be written: No such file or directory\.$"):
            back_up(full_url, tmp_path / "nowhere" / "backup", replace=False)

    def test_a_database_that_is_no_backday_is_not_backed_up(
        self, databases: Databases, bare_url: str, tmp_path: Path
    ) -> None:
        databases.rows(bare_url, "CREATE TABLE other (x INTEGER)")
        with pytest.raises(DatabaseError, match="there is nothing in it"):
            back_up(bare_url, tmp_path / "backup", replace=False)
        assert not (tmp_path / "backup").exists()


@pytest.mark.both_databases
class TestRestore:
    async def test_a_database_with_something_in_it_is_left_as_it_is(
        self, full_url: str, tmp_path: Path
    ) -> None:
        file = tmp_path / "backup"
        back_up(full_url, file, replace=False)
        before = contents(full_url)
        with pytest.raises(DatabaseError, match=r"not empty|There is a database .* already"):
            restore(full_url, file, replace=False)
        assert contents(full_url) == before

    def test_a_backup_of_a_newer_backday_is_refused(
        self, databases: Databases, full_url: str, bare_url: str, tmp_path: Path
    ) -> None:
        databases.rows(full_url, "INSERT INTO schema_version VALUES (9999) RETURNING 1")
        back_up(full_url, tmp_path / "backup", replace=False)
        with pytest.raises(DatabaseError, match=r"The backup is of version 9999; this BackDay"):
            restore(bare_url, tmp_path / "backup", replace=False)
        assert databases.tables(bare_url) == []

    async def test_a_backup_of_an_older_backday_is_brought_up_to_date_by_the_start(
        self, databases: Databases, bare_url: str, tmp_path: Path
    ) -> None:
        folder = tmp_path / "old"
        folder.mkdir()
        with databases.made(folder, "bare") as old:
            databases.rows(old, "CREATE TABLE schema_version (version INTEGER NOT NULL)")
            back_up(old, tmp_path / "backup", replace=False)
        restore(bare_url, tmp_path / "backup", replace=False)
        await (await open_database(bare_url)).close()
        rows = databases.rows(bare_url, "SELECT max(version) FROM schema_version")
        assert rows == [(migrations()[-1][0],)]

    @pytest.mark.parametrize("keep", [0.5, 0.9])
    def test_half_a_backup_restores_nothing(
        self, databases: Databases, full_url: str, bare_url: str, tmp_path: Path, keep: float
    ) -> None:
        file = tmp_path / "backup"
        back_up(full_url, file, replace=False)
        whole = file.read_bytes()
        file.write_bytes(whole[: int(len(whole) * keep)])
        with pytest.raises(DatabaseError):
            restore(bare_url, file, replace=False)
        assert databases.tables(bare_url) == []

    def test_what_is_no_backup_is_said(self, bare_url: str, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        with pytest.raises(DatabaseError, match=r"cannot be read: No such file or directory\.$"):
            restore(bare_url, file, replace=False)
        file.write_text("not a backup")
        with pytest.raises(DatabaseError, match=r"notes\.txt is no backup\.$"):
            restore(bare_url, file, replace=False)

    async def test_the_commands_say_what_they_did(
        self, full_url: str, bare_url: str, tmp_path: Path
    ) -> None:
        saving = BotProcess(tmp_path, "backup", "today", DATABASE_URL=full_url)
        assert await saving.run() == 0
        assert re.fullmatch(r"today: \d+ bytes, read back whole\.\n", saving.log)
        again = BotProcess(tmp_path, "backup", "today", DATABASE_URL=full_url)
        assert await again.run() == 2
        assert again.log == "today is there already. Name another file, or add --force.\n"
        restoring = BotProcess(tmp_path, "restore", "today", DATABASE_URL=bare_url)
        assert await restoring.run() == 0, restoring.log
        assert restoring.log == "The backup was restored.\n"


@pytest.mark.parametrize("database_kind", [SQLITE])
@pytest.mark.usefixtures("database_kind")
class TestSqlite:
    async def test_a_database_in_use_is_not_replaced(self, full_url: str, tmp_path: Path) -> None:
        file = tmp_path / "backup"
        back_up(full_url, file, replace=False)
        with serving(full_url), pytest.raises(DatabaseError, match="Another BackDay"):
            restore(full_url, file, replace=True)
        database = await open_database(full_url)
        with pytest.raises(DatabaseError, match="another process is using it"):
            restore(full_url, file, replace=True)
        await database.close()
        assert contents(full_url)["inbox"].rows == 2500

    async def test_the_one_before_is_put_aside_with_all_its_rows(
        self, full_url: str, tmp_path: Path
    ) -> None:
        file = tmp_path / "backup"
        back_up(full_url, file, replace=False)
        before = contents(full_url)
        for number in (1, 2):
            with closing(sqlite3.connect(file_of(full_url))) as driver, driver:
                driver.execute("DELETE FROM inbox")
            aside = restore(full_url, file, replace=True)
            assert aside == tmp_path / f"backday.db.old{number}"
            assert contents(full_url) == before
            assert contents(f"sqlite:///{aside}")["inbox"].rows == 0

    def test_a_damaged_database_is_replaced_with_all_that_lay_beside_it(
        self, full_url: str, tmp_path: Path
    ) -> None:
        file, database = tmp_path / "backup", file_of(full_url)
        back_up(full_url, file, replace=False)
        before = contents(full_url)
        database.write_bytes(b"rubbish" * 1000)
        (tmp_path / "backday.db-wal").write_bytes(b"more")
        with pytest.raises(DatabaseError, match="not a SQLite database"):
            back_up(full_url, tmp_path / "other", replace=False)
        assert restore(full_url, file, replace=True) == tmp_path / "backday.db.old1"
        assert contents(full_url) == before
        assert (tmp_path / "backday.db.old1").read_bytes() == b"rubbish" * 1000

    def test_a_damaged_page_is_found_before_there_is_a_backup(
        self, full_url: str, tmp_path: Path
    ) -> None:
        database = file_of(full_url)
        with database.open("r+b") as stream:
            stream.seek(20 * 4096)
            stream.write(b"\xff" * 4096)
        with pytest.raises(DatabaseError, match=r"damaged|malformed"):
            back_up(full_url, tmp_path / "backup", replace=False)
        assert [file.name for file in tmp_path.glob("*backup*")] == []

    async def test_what_a_crash_left_beside_the_database_is_backed_up_too(
        self, full_url: str, tmp_path: Path
    ) -> None:
        crashed = tmp_path / "crashed"
        crashed.mkdir()
        database = await open_database(full_url)
        await database.run(lambda connection: connection.execute("DELETE FROM inbox"))
        for name in ("backday.db", "backday.db-wal"):
            shutil.copy(tmp_path / name, crashed)
        await database.close()
        assert (crashed / "backday.db-wal").stat().st_size > 0
        back_up(f"sqlite:///{crashed / 'backday.db'}", tmp_path / "backup", replace=False)
        assert contents(f"sqlite:///{tmp_path / 'backup'}") == contents(full_url)

    def test_a_missing_database_is_said_and_not_made(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseError, match=r"^There is no database "):
            back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "backup", replace=False)
        assert list(tmp_path.iterdir()) == []

    def test_a_backup_of_the_other_kind_is_said(self, full_url: str, tmp_path: Path) -> None:
        back_up(full_url, tmp_path / "backup", replace=False)
        with pytest.raises(DatabaseError, match=r"a backup of SQLite, and DATABASE_URL names Post"):
            restore("postgresql:///nowhere", tmp_path / "backup", replace=False)


@pytest.mark.parametrize("database_kind", [POSTGRES])
@pytest.mark.usefixtures("database_kind")
class TestPostgres:
    def test_without_pg_dump_it_says_what_to_install(
        self, full_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(DatabaseError, match=r"^pg_dump is not installed: .*postgresql-client"):
            back_up(full_url, tmp_path / "backup", replace=False)

    def test_an_older_pg_dump_is_refused(
        self,
        full_url: str,
        postgres: PostgresDatabases,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("PATH", str(postgres.older_tools))
        with pytest.raises(DatabaseError, match=r"^This pg_dump is of PostgreSQL 16, and the serv"):
            back_up(full_url, tmp_path / "backup", replace=False)

    def test_the_password_is_no_argument_of_the_tool(
        self, full_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A tool in place of pg_dump writes down how it was called."""
        tool = tmp_path / "pg_dump"
        tool.write_text(
            '#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 18.1" && exit\n'
            f'echo "$@" > {tmp_path}/arguments; echo "$PGPASSWORD" > {tmp_path}/password\n'
            "echo 'pg_dump: error: no luck' >&2; exit 1\n"
        )
        tool.chmod(0o700)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        with pytest.raises(DatabaseError, match=r"^pg_dump: error: no luck\.$") as raised:
            back_up(f"{full_url}&password=s3cret%20word", tmp_path / "backup", replace=False)
        assert (tmp_path / "password").read_text() == "s3cret word\n"
        assert "s3cret" not in (tmp_path / "arguments").read_text() + str(raised.value)
        assert "dbname=made" in (tmp_path / "arguments").read_text()


@pytest.mark.both_databases
async def test_drill_a_backup_made_while_people_train_serves_after_the_database_is_lost(
    databases: Databases, database_url: str, bare_url: str, tmp_path: Path
) -> None:
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    anna, ben = server.world.person("Anna"), server.world.person("Ben")
    settings = {"TELEGRAM_API_URL": server.url, "BOT_TOKEN": TOKEN}
    try:
        async with BotProcess(tmp_path, DATABASE_URL=database_url, **settings) as bot:
            for person in (anna, ben):
                person.send("/backday")
                await server.world.until(partial(button, person, "Start"))
                person.tap("Start")
                await server.world.until(partial(button, person, "✓ Done"))
            anna.send("40x10")
            await caught_up(server, anna)
            confirmed = sets_in(databases, database_url)
            assert confirmed == 1
            saving = BotProcess(tmp_path, "backup", "drill", DATABASE_URL=database_url)
            running = asyncio.create_task(saving.run())
            reps = 30
            while not running.done():
                ben.send(f"30x{reps}")
                reps -= 1
                await asyncio.sleep(0.1)
            assert await running == 0, saving.log
            await caught_up(server, ben)
            logged = sets_in(databases, database_url)
            assert logged > confirmed
            await bot.kill()

        restoring = BotProcess(tmp_path, "restore", "drill", DATABASE_URL=bare_url)
        assert await restoring.run() == 0, restoring.log
        assert confirmed <= sets_in(databases, bare_url) <= logged
        async with BotProcess(tmp_path, DATABASE_URL=bare_url, **settings) as bot:
            await caught_up(server, anna)
            await caught_up(server, ben)  # whose last set may have waited in the inbox
            before = sets_in(databases, bare_url)
            assert confirmed <= before <= logged
            assert "Set 2 of" in anna.bot_messages[-1].text
            anna.send("40x9")
            await caught_up(server, anna)
            assert sets_in(databases, bare_url) == before + 1
            assert await bot.stop() == 0
    finally:
        await server.stop()
