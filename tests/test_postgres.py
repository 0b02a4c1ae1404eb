"""PostgreSQL itself: what becomes of our SQL, of broken connections, of wrong addresses."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DatabaseError
from bot.storage import postgres_engine
from bot.storage.connection import Connection
from bot.storage.database import UnavailableError, Unit
from bot.storage.postgres import translated
from bot.storage.url import open_database
from tests.databases import Databases, PostgresDatabases, folder_of

_SOCKET = ".s.PGSQL.5432"


@pytest.fixture
def url(postgres: PostgresDatabases, tmp_path: Path) -> Iterator[str]:
    with postgres.made(tmp_path) as url:
        yield url


class TestTranslation:
    @pytest.mark.parametrize(
        ("sql", "becomes"),
        [
            ("a = :a AND b=:b_2", "a = %(a)s AND b=%(b_2)s"),
            ("(:a,:b)", "(%(a)s,%(b)s)"),
            (":a::text", "%(a)s::text"),
            ("a::text", "a::text"),
            ("'12:30' = :at", "'12:30' = %(at)s"),
            ("'it''s :not' = :a", "'it''s :not' = %(a)s"),
            ('"odd:name" = :a', '"odd:name" = %(a)s'),
            ("a LIKE '50%' OR a % 2 = :a", "a LIKE '50%%' OR a %% 2 = %(a)s"),
            ("1 -- not :this, 100%\n= :a", "1 -- not :this, 100%%\n= %(a)s"),
            ("SELECT 1", "SELECT 1"),
        ],
    )
    def test_names_of_parameters(self, sql: str, becomes: str) -> None:
        assert translated(sql).decode() == becomes


@pytest.mark.both_databases
@given(text=st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_text_comes_back_as_it_was_and_is_never_sql(databases: Databases, text: str) -> None:
    with databases.migrated() as connection:
        connection.execute(
            "INSERT INTO inbox (update_id, payload, received_at) VALUES (1, :text, 0)", text=text
        )
        found = connection.one("SELECT payload FROM inbox WHERE payload = :text", text=text)
        assert found == {"payload": text}


def keeps(update: int) -> Unit[int]:
    def unit(connection: Connection) -> int:
        connection.execute("INSERT INTO inbox (update_id, received_at) VALUES (:id, 0)", id=update)
        return update

    return unit


def kept(connection: Connection) -> list[int]:
    return [row["update_id"] for row in connection.all("SELECT update_id FROM inbox ORDER BY 1")]


class Broken:
    """A unit that breaks its connection so many times before it does what it should."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self, connection: Connection) -> int:
        keeps(1)(connection)
        if self.left:
            self.left -= 1
            connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return 1


class Wire:
    """Between the bot and the server; cuts the connection at a commit, on either way."""

    def __init__(self, server: Path) -> None:
        self.server = server
        self.cut: str | None = None
        """`going`: the server never hears of the commit; `coming`: the bot never hears of it."""
        self.cuts = 0
        self.meanwhile: Callable[[], None] | None = None
        """What happens to the server before the bot notices that its connection was cut."""

    async def serve(
        self, bot_reads: asyncio.StreamReader, bot_writes: asyncio.StreamWriter
    ) -> None:
        server_reads, server_writes = await asyncio.open_unix_connection(str(self.server))
        back = asyncio.create_task(self._pass_on(server_reads, bot_writes))
        try:
            while data := await bot_reads.read(65536):
                cut = self.cut if b"COMMIT\0" in data else None
                if cut is not None:
                    self.cut = None
                    self.cuts += 1
                    back.cancel()
                if cut != "going":
                    server_writes.write(data)
                    await server_writes.drain()
                if cut == "coming":
                    await server_reads.read(65536)
                if cut is not None:
                    if self.meanwhile is not None:
                        await asyncio.to_thread(self.meanwhile)
                    return
        finally:
            back.cancel()
            bot_writes.close()
            server_writes.close()

    async def _pass_on(self, reads: asyncio.StreamReader, writes: asyncio.StreamWriter) -> None:
        while data := await reads.read(65536):
            writes.write(data)
            await writes.drain()


@asynccontextmanager
async def wired(url: str, folder: Path) -> AsyncIterator[tuple[Wire, str]]:
    """A wire, and the URL of the database at its other end."""
    wire = Wire(Path(folder_of(url)) / _SOCKET)
    server = await asyncio.start_unix_server(wire.serve, folder / _SOCKET)
    try:
        yield wire, url.replace(folder_of(url), str(folder))
    finally:
        server.close()


class TestBrokenConnections:
    async def test_what_was_not_committed_is_run_again(self, url: str) -> None:
        database = await open_database(url)
        try:
            results = await asyncio.gather(
                database.run(keeps(7), 1), database.run(Broken(2), 1), database.run(keeps(8), 1)
            )
            assert list(results) == [7, 1, 8]
            assert await database.run(kept) == [1, 7, 8]
        finally:
            await database.close()

    @pytest.mark.parametrize("way", ["going", "coming"])
    async def test_a_commit_whose_outcome_was_not_heard_counts_once(
        self, url: str, tmp_path: Path, way: str
    ) -> None:
        def add(connection: Connection) -> None:
            connection.execute("UPDATE inbox SET received_at = received_at + 1")

        async with wired(url, tmp_path) as (wire, through):
            database = await open_database(through)
            try:
                await database.run(keeps(1))
                for _ in range(3):
                    wire.cut = way
                    await database.run(add)
                assert wire.cuts == 3
                row = await database.run(lambda db: db.one("SELECT received_at FROM inbox"))
                assert row == {"received_at": 3}
            finally:
                await database.close()

    async def test_a_commit_that_a_crash_took_back_is_not_taken_for_the_next_one(
        self, tmp_path: Path
    ) -> None:
        """After a crash the server gives the number of a transaction that it knows nothing of to
        another one."""
        server = PostgresDatabases(tmp_path / "durable", durable=True)

        def crash(url: str) -> None:
            server.crash()
            for update in range(2, 6):
                row = f"INSERT INTO inbox (update_id, received_at) VALUES ({update}, 0)"  # noqa: S608
                server.rows(url, row)

        try:
            with server.made(tmp_path) as made:
                async with wired(made, tmp_path) as (wire, through):
                    database = await open_database(through)
                    wire.meanwhile, wire.cut = partial(crash, made), "going"
                    await database.run(keeps(1))
                    assert wire.cuts == 1
                    assert await database.run(kept) == [1, 2, 3, 4, 5]
                    await database.close()
        finally:
            server.stop()

    async def test_a_server_that_stays_away_is_said(
        self, postgres: PostgresDatabases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres_engine, "_PAUSES", (0.0, 0.01))
        with postgres.made(tmp_path) as url:
            database = await open_database(url)
            await database.run(keeps(1))
        try:
            with pytest.raises(UnavailableError, match="does not exist"):
                await database.run(kept)
        finally:
            await database.close()


class TestUnusable:
    """Each one a DatabaseError of one sentence, without the password."""

    async def refused(self, url: str) -> str:
        with pytest.raises(DatabaseError) as refusal:
            await open_database(url)
        message = str(refusal.value)
        assert "s3cret" not in message
        assert "\n" not in message
        return message

    async def test_nobody_is_there(self, tmp_path: Path) -> None:
        url = f"postgresql://coach:s3cret@/backday?host={tmp_path}"
        message = await self.refused(url)
        assert message.startswith(f"The database backday on {tmp_path} cannot be used: ")

    async def test_there_is_no_such_database(self, postgres: PostgresDatabases) -> None:
        url = f"postgresql://postgres:s3cret@/missing?host={postgres.folder}"
        assert 'database "missing" does not exist' in await self.refused(url)

    @pytest.mark.parametrize("rest", ["[::1", "db/backday?colour=red", "%zz"])
    async def test_an_address_that_is_none(self, rest: str) -> None:
        message = await self.refused(f"postgresql://coach:s3cret@{rest}")
        assert message.startswith("DATABASE_URL is no address of a PostgreSQL database: ")

    async def test_a_database_in_another_encoding(self, postgres: PostgresDatabases) -> None:
        postgres.run(
            "CREATE DATABASE old TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
        url = f"postgresql://postgres@/old?host={postgres.folder}"
        assert "its encoding is LATIN1, it has to be UTF8" in await self.refused(url)

    async def test_without_the_extra(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        assert "pip install 'backday[postgres]'" in await self.refused(url)
