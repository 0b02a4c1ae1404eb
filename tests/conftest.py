"""Fixtures that every dialogue shares."""

import zoneinfo
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.demo import DemoServer
from content.answers import Answerer
from content.library import Library
from tests.chat import Chat
from tests.content_files import Files, write_small
from tests.packaged import ANSWERER, LIBRARY
from tests.running_bot import TOKEN, RunningBot, StandingClock, running_bot

# A busy machine must not fail a property: how long an example takes is not what is tested.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture(scope="session", autouse=True)
def pinned_zones() -> None:
    """As the entry point does: the tzdata package, not the system's."""
    zoneinfo.reset_tzpath([])


@pytest.fixture(scope="session")
def library() -> Library:
    return LIBRARY


@pytest.fixture(scope="session")
def answerer() -> Answerer:
    return ANSWERER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Content without faults, as small as it can be."""
    folder = tmp_path / "content"
    write_small(folder)
    return folder


@pytest.fixture
def files(folder: Path) -> Files:
    return Files(folder)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def server(clock: StandingClock) -> AsyncIterator[DemoServer]:
    server = DemoServer(TOKEN, clock)
    await server.start(port=0)
    yield server
    await server.stop()


@pytest.fixture
async def bot(
    library: Library,
    answerer: Answerer,
    tmp_path: Path,
    server: DemoServer,
    clock: StandingClock,
) -> AsyncIterator[RunningBot]:
    async with running_bot(library, answerer, tmp_path / "backday.db", server, clock) as bot:
        yield bot


@pytest.fixture
def chat(bot: RunningBot) -> Chat:
    return bot.chat()
