"""Of all processes on one PostgreSQL one leads: another takes over when it ends, dies or hangs."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.lead import Lead
from bot.storage.url import open_database
from tests.databases import PostgresDatabases

CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest.fixture
def url(postgres: PostgresDatabases, tmp_path: Path) -> Iterator[str]:
    with postgres.made(tmp_path) as url:
        yield url


@pytest.fixture
async def pair(url: str) -> AsyncIterator[tuple[Database, Database]]:
    """Each with its own connections, as two processes have."""
    async with AsyncExitStack() as stack:
        opened = [await open_database(url) for _ in range(2)]
        for each in opened:
            stack.push_async_callback(each.close)
        yield opened[0], opened[1]


async def test_one_leads_and_goes_on_leading(pair: tuple[Database, Database]) -> None:
    one, other = pair
    for _ in range(3):
        assert await one.leads()
        assert not await other.leads()


async def test_the_other_leads_once_it_has_ended(pair: tuple[Database, Database]) -> None:
    one, other = pair
    assert await one.leads()
    await one.close()
    assert await other.leads()
    assert not await one.leads()


async def test_who_was_cut_off_does_not_think_that_it_leads(
    pair: tuple[Database, Database], postgres: PostgresDatabases, url: str
) -> None:
    one, other = pair
    assert await one.leads()
    postgres.rows(url, CUT_OFF)
    assert await other.leads()
    assert not await one.leads()
    assert not await one.leads(), "after it has connected again, too"


def test_who_hangs_is_cut_off_by_the_server(url: str) -> None:
    silence = "SELECT setting FROM pg_settings WHERE name = 'idle_session_timeout'"
    lead = Lead(url)
    lead.held()
    driver = vars(lead)["_driver"]
    try:
        assert driver.execute(silence).fetchone() == ("10000",)
    finally:
        lead.release()


def test_nobody_leads_without_the_database(url: str) -> None:
    lead = Lead(url.replace("/made", "/never_made"))
    assert not lead.held()


async def test_a_file_serves_one_process_which_leads(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'backday.db'}")
    assert await database.leads()
    await database.close()
    assert not await database.leads()
