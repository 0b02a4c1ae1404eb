"""Two processes on one PostgreSQL: whatever they do at once is as if one came after the other."""

import asyncio
import time as clock_time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.coach import Coach, build_coach
from bot.coach.training import Seen
from bot.domain.action import Done, Notice
from bot.domain.due import Due, DueKind
from bot.domain.reminder import ReminderRule
from bot.storage import due, inbox, people, postgres
from bot.storage.connection import Connection
from bot.storage.database import Database, Unit
from bot.storage.url import open_database
from content.answers import Answerer
from content.library import Library
from tests.databases import PostgresDatabases

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ANNA, BEN = 1, 7_000_000_000


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


@pytest.fixture
async def coaches(
    pair: tuple[Database, Database], library: Library, answerer: Answerer
) -> tuple[Coach, Coach]:
    one, other = (build_coach(each, library, answerer, "Etc/UTC") for each in pair)
    for person in (ANNA, BEN):
        await one.people.greet(person, NOW)
    return one, other


def rows(url: str, sql: str) -> list[tuple[object, ...]]:
    with closing(postgres.connected(url)) as driver:
        return driver.execute(sql.encode()).fetchall()


class TestOnePerson:
    async def test_of_two_taps_on_one_card_one_counts(self, coaches: tuple[Coach, Coach]) -> None:
        one, other = (each.training for each in coaches)
        session = (await one.start(ANNA, NOW)).session
        for version in range(10):
            seen = Seen(session.id, version)
            taps = [each.act(ANNA, seen, Done(), NOW) for each in (one, other, one, other)]
            notices = [outcome.notice for outcome in await asyncio.gather(*taps)]
            assert sorted(notice is Notice.ALREADY_LOGGED for notice in notices) == [
                False, True, True, True
            ]  # fmt: skip
        running = await other.running(ANNA)
        assert running is not None
        assert len(running.session.logged) == running.session.version == 10

    async def test_two_starts_open_one_session(
        self, coaches: tuple[Coach, Coach], url: str
    ) -> None:
        starts = [each.training.start(ANNA, NOW) for each in (*coaches, *coaches)]
        assert len({outcome.session.id for outcome in await asyncio.gather(*starts)}) == 1
        assert rows(url, "SELECT count(*) FROM sessions") == [(1,)]

    async def test_two_greetings_make_one_person_known(
        self, coaches: tuple[Coach, Coach], url: str
    ) -> None:
        await asyncio.gather(*(each.people.greet(99, NOW) for each in (*coaches, *coaches)))
        assert rows(url, "SELECT count(*) FROM gyms WHERE person = 99") == [(1,)]

    async def test_gyms_of_one_name_are_added_once(
        self, coaches: tuple[Coach, Coach], url: str
    ) -> None:
        await asyncio.gather(
            *(each.gyms.add(ANNA, "Iron House", None, NOW) for each in (*coaches, *coaches))
        )
        assert rows(url, "SELECT number, is_current FROM gyms WHERE person = 1 ORDER BY 1") == [
            (1, False),
            (2, True),
        ]

    async def test_what_is_read_and_then_written_is_never_lost(
        self, pair: tuple[Database, Database], url: str
    ) -> None:
        def add(connection: Connection) -> None:
            row = connection.one("SELECT received_at FROM inbox")
            assert row is not None
            connection.execute("UPDATE inbox SET received_at = :n", n=row["received_at"] + 1)

        await pair[0].run(lambda connection: inbox.receive(connection, [(1, "{}")], NOW))
        rows(url, "UPDATE inbox SET received_at = 0 RETURNING 1")
        await asyncio.gather(*(each.run(add, ANNA) for each in pair for _ in range(200)))
        assert rows(url, "SELECT received_at FROM inbox") == [(400,)]

    async def test_a_red_flag_is_not_talked_over(self, coaches: tuple[Coach, Coach]) -> None:
        one, other = (each.questions for each in coaches)
        for message in range(0, 20, 2):
            await one.clear_alarm(ANNA, NOW)
            await asyncio.gather(
                one.ask(ANNA, "I have chest pain", NOW, message=message),
                other.ask(ANNA, "how do I do the lat pulldown?", NOW, message=message + 1),
            )
            assert await one.alarm_in_force(ANNA, NOW)

    async def test_others_do_not_wait(self, pair: tuple[Database, Database]) -> None:
        held = asyncio.create_task(pair[0].run(lambda db: db.all("SELECT pg_sleep(1)"), ANNA))
        await asyncio.sleep(0.2)
        async with asyncio.timeout(0.7):
            assert await pair[0].run(lambda db: people.find(db, BEN), BEN) is None
            assert await pair[1].run(lambda db: people.find(db, BEN), BEN) is None
        await held


class TestDue:
    async def test_two_claim_everything_once(
        self, coaches: tuple[Coach, Coach], pair: tuple[Database, Database]
    ) -> None:
        def fill(connection: Connection) -> None:
            for person in range(100, 300):
                people.greet(connection, person, NOW)
                due.put(connection, Due(f"d{person}", DueKind.SNOOZE, person, NOW))

        await pair[0].run(fill)
        claimed: list[str] = []

        async def work(coach: Coach) -> int:
            got = 0
            while batch := (await coach.agenda.claim(NOW)).to_send:
                claimed.extend(each.due.id for each in batch)
                got += len(batch)
                await asyncio.gather(*(coach.agenda.settle(each, NOW) for each in batch))
            return got

        shares = await asyncio.gather(*map(work, coaches))
        assert sorted(claimed) == sorted(f"d{person}" for person in range(100, 300))
        assert min(shares) > 0

    async def test_who_is_busy_is_left_for_the_next_look(
        self, coaches: tuple[Coach, Coach], pair: tuple[Database, Database]
    ) -> None:
        def claim(connection: Connection) -> list[str]:
            return [each.id for each in due.claim(connection, NOW, 20, 20)]

        for person in (ANNA, BEN):
            row = Due(f"d{person}", DueKind.SNOOZE, person, NOW)
            await pair[0].run(partial(due.put, due=row), person)
        held = asyncio.create_task(pair[0].run(lambda db: db.all("SELECT pg_sleep(0.5)"), ANNA))
        await asyncio.sleep(0.2)
        assert await pair[1].run(claim) == [f"d{BEN}"]
        await held
        assert await pair[1].run(claim) == [f"d{ANNA}"]

    async def test_a_reminder_that_is_paused_while_it_is_claimed_stays_away(
        self, coaches: tuple[Coach, Coach], url: str
    ) -> None:
        one, other = coaches
        rule = ReminderRule(frozenset(range(7)), time(18), "Etc/UTC")
        for round_ in range(20):
            now = NOW + round_ * DAY
            await one.reminders.set_rule(ANNA, rule, now)
            too_late = now + DAY + timedelta(hours=3)
            await asyncio.gather(other.agenda.claim(too_late), one.reminders.pause(ANNA, now))
            assert rows(url, "SELECT id FROM due") == []


class TestIntake:
    async def test_an_update_that_two_receive_is_new_to_one(
        self, pair: tuple[Database, Database]
    ) -> None:
        def receiving(start: int) -> Unit[set[int]]:
            batch = [(number, "{}") for number in range(start, start + 10)]
            return lambda connection: inbox.receive(connection, batch, NOW)

        new = await asyncio.gather(
            *(each.run(receiving(start)) for start in range(0, 200, 5) for each in pair)
        )
        assert sorted(number for batch in new for number in batch) == list(range(205))

    async def test_two_that_start_for_another_bot_clear_once(
        self, pair: tuple[Database, Database], url: str
    ) -> None:
        for bot in (1, 2, 2, 1):
            await asyncio.gather(*(each.run(partial(inbox.serve_as, bot=bot)) for each in pair))
            assert rows(url, "SELECT id FROM served_bot") == [(bot,)]


async def test_a_deadlock_is_run_again(pair: tuple[Database, Database], url: str) -> None:
    await pair[0].run(lambda connection: inbox.receive(connection, [(1, ""), (2, "")], NOW))

    def touching(*updates: int) -> Unit[None]:
        def unit(connection: Connection) -> None:
            for update in updates:
                sql = "UPDATE inbox SET received_at = received_at + 1 WHERE update_id = :id"
                connection.execute(sql, id=update)
                clock_time.sleep(0.1)

        return unit

    rows(url, "UPDATE inbox SET received_at = 0 RETURNING 1")
    await asyncio.gather(pair[0].run(touching(1, 2)), pair[1].run(touching(2, 1)))
    assert rows(url, "SELECT received_at FROM inbox") == [(2,), (2,)]
