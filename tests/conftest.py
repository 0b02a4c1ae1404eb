"""Fixtures that every dialogue shares."""

import socket
import zoneinfo
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from bot.demo import DemoServer
from bot.domain.budget import Budget
from bot.domain.pace import Pace
from content.answers import Answerer
from content.library import Library
from tests.chat import Chat
from tests.content_files import Files, write_small
from tests.databases import POSTGRES, SQLITE, Databases, PostgresDatabases, SqliteDatabases
from tests.packaged import ANSWERER, LIBRARY
from tests.running_bot import TOKEN, UNHURRIED, RunningBot, StandingClock, running_bot, unlimited

# A busy machine must not fail a property: how long an example takes is not what is tested.
# And `databases` makes a new database for each example, however long the fixture lives.
settings.register_profile(
    "busy",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked so runs on SQLite and on PostgreSQL, the rest on SQLite."""
    both = metafunc.definition.get_closest_marker("both_databases")
    if both and "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", [SQLITE, POSTGRES])


@pytest.fixture
def database_kind() -> str:
    return SQLITE


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresDatabases]:
    """A server that starts with the first test that needs it."""
    # Not below pytest's folders: root's server runs as somebody else, whom they keep out.
    with TemporaryDirectory(prefix="backday-") as folder:
        server = PostgresDatabases(Path(folder) / "postgres")
        yield server
        server.stop()


@pytest.fixture
def databases(database_kind: str, request: pytest.FixtureRequest) -> Databases:
    """Of the kind that the test runs on."""
    if database_kind == SQLITE:
        return SqliteDatabases()
    server: PostgresDatabases = request.getfixturevalue("postgres")
    return server


@pytest.fixture
def database_url(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A new database."""
    with databases.made(tmp_path) as url:
        yield url


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
def unused_ports() -> Callable[[int], list[int]]:
    """So many that nothing listens on."""

    def unused(count: int) -> list[int]:
        with ExitStack() as stack:
            taken = [stack.enter_context(socket.socket()) for _ in range(count)]
            for each in taken:
                each.bind(("127.0.0.1", 0))
            return [each.getsockname()[1] for each in taken]

    return unused


@pytest.fixture
def unused_port(unused_ports: Callable[[int], list[int]]) -> int:
    return unused_ports(1)[0]


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
def operators(server: DemoServer) -> frozenset[int]:
    """Nobody, unless a module has some."""
    return frozenset()


@pytest.fixture
def pace() -> Pace:
    """As fast as a test is."""
    return UNHURRIED


@pytest.fixture
def budget() -> Budget:
    return unlimited()


@pytest.fixture
async def bot(
    library: Library,
    answerer: Answerer,
    database_url: str,
    server: DemoServer,
    clock: StandingClock,
    operators: frozenset[int],
    pace: Pace,
    budget: Budget,
) -> AsyncIterator[RunningBot]:
    async with running_bot(
        library,
        answerer,
        database_url,
        server,
        clock,
        operators=operators,
        pace=pace,
        budget=budget,
    ) as bot:
        yield bot


@pytest.fixture
def chat(bot: RunningBot) -> Chat:
    return bot.chat()
