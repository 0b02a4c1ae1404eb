"""Who handles an update where several processes share the inbox."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage import inbox
from bot.storage.codec import to_seconds
from bot.storage.connection import Connection
from bot.storage.database import Database
from tests.databases import Databases
from tests.test_processes import pair, url

__all__ = ["pair", "url"]

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ANNA, BEN = 1, 7_000_000_000
ONE, OTHER = "one", "other"


@pytest.fixture
def connection(databases: Databases) -> Iterator[Connection]:
    """With two processes that live."""
    with databases.migrated() as connection:
        for process in (ONE, OTHER):
            inbox.enter(connection, process, NOW)
        yield connection


def arrives(
    connection: Connection, number: int, process: str, person: int = ANNA, now: datetime = NOW
) -> list[str]:
    """An update comes to a process: what that one is to handle now."""
    return inbox.receive_one(connection, number, str(number), now, process, person)


def is_done(connection: Connection, number: int, process: str) -> list[str]:
    """A process has handled an update: what it is to handle next."""
    inbox.mark_handled(connection, number, NOW)
    return inbox.take(connection, ANNA, process, NOW)


@pytest.mark.both_databases
class TestLeases:
    def test_who_has_the_first_update_of_a_person_gets_the_next_ones(
        self, connection: Connection
    ) -> None:
        assert arrives(connection, 1, ONE) == ["1"]
        assert arrives(connection, 2, OTHER) == []
        assert arrives(connection, 3, OTHER) == []
        assert arrives(connection, 4, ONE) == ["2", "3", "4"], "in their order, each once"
        assert is_done(connection, 1, ONE) == []

    def test_what_came_to_another_meanwhile_is_handled_next(self, connection: Connection) -> None:
        arrives(connection, 1, ONE)
        arrives(connection, 2, OTHER)
        assert is_done(connection, 1, ONE) == ["2"]
        assert is_done(connection, 2, ONE) == []
        assert arrives(connection, 3, OTHER) == ["3"], "all is handled, so anybody may"

    def test_what_comes_twice_is_handled_once(self, connection: Connection) -> None:
        assert arrives(connection, 1, ONE) == ["1"]
        assert arrives(connection, 1, ONE) == []
        assert arrives(connection, 1, OTHER) == []
        is_done(connection, 1, ONE)
        assert arrives(connection, 1, OTHER) == []

    def test_different_people_do_not_wait_for_each_other(self, connection: Connection) -> None:
        assert arrives(connection, 1, ONE, ANNA) == ["1"]
        assert arrives(connection, 2, OTHER, BEN) == ["2"]

    def test_what_a_living_process_has_in_hand_is_not_forsaken(
        self, connection: Connection
    ) -> None:
        arrives(connection, 1, ONE)
        almost = NOW + inbox.ALIVE - SECOND
        assert inbox.forsaken(connection, almost) == []
        assert inbox.say_alive(connection, ONE, almost)
        assert inbox.forsaken(connection, NOW + inbox.ALIVE) == []

    def test_what_a_dead_process_had_in_hand_is_taken_up_in_order(
        self, connection: Connection
    ) -> None:
        for number in (1, 2, 3):
            arrives(connection, number, ONE)
        inbox.mark_handled(connection, 1, NOW)
        arrives(connection, 4, OTHER)
        late = NOW + inbox.ALIVE
        assert inbox.say_alive(connection, OTHER, late - SECOND)
        assert inbox.forsaken(connection, late) == [ANNA]
        assert inbox.take(connection, ANNA, OTHER, late) == ["2", "3", "4"]
        assert inbox.forsaken(connection, late) == []

    def test_who_was_silent_too_long_is_told_so(self, connection: Connection) -> None:
        assert not inbox.say_alive(connection, ONE, NOW + inbox.ALIVE)

    def test_what_is_left_at_a_stop_is_free_at_once(self, connection: Connection) -> None:
        arrives(connection, 1, ONE)
        inbox.leave(connection, ONE)
        assert inbox.forsaken(connection, NOW) == [ANNA]
        assert inbox.take(connection, ANNA, OTHER, NOW) == ["1"]

    def test_who_is_alone_takes_everything(self, connection: Connection) -> None:
        arrives(connection, 1, ONE, ANNA)
        arrives(connection, 2, ONE, BEN)
        assert inbox.take_all(connection, OTHER) == ["1", "2"]
        assert inbox.take(connection, ANNA, OTHER, NOW) == []

    def test_whose_a_handled_update_was_is_dropped(self, connection: Connection) -> None:
        arrives(connection, 1, ONE, BEN)
        inbox.mark_handled(connection, 1, NOW)
        assert str(BEN) not in str(connection.all("SELECT * FROM inbox"))

    def test_dead_processes_are_forgotten(self, connection: Connection) -> None:
        connection.execute(
            "INSERT INTO commits (connection, number, committed_at) VALUES ('of one', 3, :now)",
            now=to_seconds(NOW),
        )
        inbox.prune(connection, NOW + inbox.ALIVE + inbox.KEPT + SECOND)
        assert connection.all("SELECT * FROM processes") == []
        assert connection.all("SELECT * FROM commits") == []


async def test_two_processes_share_updates_and_handle_each_once(
    pair: tuple[Database, Database],
) -> None:
    people, each_sends = range(1, 9), 12
    handled: dict[int, list[int]] = {person: [] for person in people}

    async def receive(number: int, person: int, index: int) -> None:
        process = (ONE, OTHER)[index]

        def arrival(connection: Connection) -> list[str]:
            return arrives(connection, number, process, person)

        waiting = await pair[index].run(arrival, person)
        while waiting:
            update = int(waiting.pop(0))
            await asyncio.sleep(0)
            handled[person].append(update)

            def done(connection: Connection, update: int = update) -> list[str]:
                inbox.mark_handled(connection, update, NOW)
                return inbox.take(connection, person, process, NOW)

            waiting += await pair[index].run(done, person)

    for process, database in zip((ONE, OTHER), pair, strict=True):

        def entering(connection: Connection, process: str = process) -> None:
            inbox.enter(connection, process, NOW)

        await database.run(entering)
    async with asyncio.TaskGroup() as group:
        for turn in range(each_sends):
            for person in people:
                number = person * 1000 + turn
                group.create_task(receive(number, person, (turn + person) % 2))
    for person in people:
        assert sorted(handled[person]) == [person * 1000 + turn for turn in range(each_sends)]
