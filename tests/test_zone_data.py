"""Another release of the time zone data moves the reminders that wait, each once, none away."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.coach.agenda import Agenda
from bot.coach.reminders import Reminders
from bot.coach.zone_data import BATCH, follow_zone_data
from bot.domain.due import Due
from bot.domain.reminder import ReminderRule, as_known_now, next_occurrence
from bot.storage import due, people, zone_data
from bot.storage.codec import to_instant
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.url import open_database

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
TUESDAY = ReminderRule(frozenset({1}), time(7), "Europe/Berlin")
SIX_UTC = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)


class TestTheDateThatWasMeant:
    @pytest.mark.parametrize("at", [time(0), time(7), time(23, 30)])
    @pytest.mark.parametrize("hours", [-11, -3, -1, 0, 1, 3, 11])
    @pytest.mark.parametrize("days", [frozenset({1}), frozenset(range(7))])
    def test_stays(self, at: time, hours: int, days: frozenset[int]) -> None:
        rule = ReminderRule(days, at, "America/Vancouver")
        occurrence = next_occurrence(rule, NOW)
        assert as_known_now(rule, occurrence + hours * HOUR) == occurrence


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = await open_database(database_url)
    yield database
    await database.close()


async def remind(database: Database, person: int, rule: ReminderRule) -> None:
    await database.run(lambda connection: people.greet(connection, person, NOW), person)
    await Reminders(database).set_rule(person, rule, NOW)


async def work_out_otherwise(database: Database, by: timedelta) -> None:
    """As a release would have done by which clocks are set otherwise."""

    def unit(connection: Connection) -> None:
        for row in waiting(connection):
            zone_data.move(connection, row, row.due_at + by)
        zone_data.keep_release(connection, "2019a")

    await database.run(unit)


def waiting(connection: Connection) -> list[Due]:
    return [due.from_row(row) for row in connection.all("SELECT * FROM due ORDER BY id")]


async def due_times(database: Database) -> set[datetime]:
    rows = await database.run(lambda connection: connection.all("SELECT * FROM due"))
    assert all(row["due_at"] == row["claimable_at"] for row in rows)
    return {to_instant(row["due_at"]) for row in rows}


@pytest.mark.both_databases
class TestAnotherRelease:
    @pytest.mark.parametrize("hours", [-3, -1, 1, 3])
    async def test_moves_what_waits_to_where_the_clock_shows_it(
        self, database: Database, hours: int
    ) -> None:
        await remind(database, 1, TUESDAY)
        await work_out_otherwise(database, hours * HOUR)
        assert await due_times(database) == {SIX_UTC + hours * HOUR}
        assert await follow_zone_data(database, "2026f", NOW) == 1
        assert await due_times(database) == {SIX_UTC}
        assert await database.run(zone_data.release) == "2026f"

    async def test_leaves_what_is_right_and_looks_once(self, database: Database) -> None:
        await remind(database, 1, TUESDAY)
        assert await follow_zone_data(database, "2026f", NOW) == 0
        await work_out_otherwise(database, HOUR)
        assert await follow_zone_data(database, "2019a", NOW) == 0, "it is of this release"
        assert await due_times(database) == {SIX_UTC + HOUR}

    async def test_leaves_what_is_due_already_to_whoever_claimed_it(
        self, database: Database
    ) -> None:
        await remind(database, 1, TUESDAY)
        await work_out_otherwise(database, -HOUR)
        assert await follow_zone_data(database, "2026f", SIX_UTC - HOUR) == 0

    async def test_a_time_that_has_just_passed_rings_now_and_not_next_week(
        self, database: Database
    ) -> None:
        await remind(database, 1, TUESDAY)
        await work_out_otherwise(database, HOUR)
        now = SIX_UTC + HOUR / 2
        await follow_zone_data(database, "2026f", now)
        (claimed,) = (await Agenda(database, "Etc/UTC").claim(now)).to_send
        assert claimed.due.due_at == SIX_UTC

    async def test_comes_to_every_reminder_in_batches(self, database: Database) -> None:
        def unit(connection: Connection) -> None:
            for person in range(1, 2 * BATCH + 2):
                people.greet(connection, person, NOW)

        await database.run(unit)
        reminders = Reminders(database)
        for person in range(1, 2 * BATCH + 2):
            await reminders.set_rule(person, TUESDAY, NOW)
        await work_out_otherwise(database, HOUR)
        assert await follow_zone_data(database, "2026f", NOW) == 2 * BATCH + 1
        assert await due_times(database) == {SIX_UTC}


@pytest.mark.both_databases
async def test_what_was_replaced_meanwhile_is_not_moved(database: Database) -> None:
    await remind(database, 1, TUESDAY)
    (seen,) = await database.run(waiting)
    await Reminders(database).set_rule(1, ReminderRule(frozenset({4}), time(7), "Etc/UTC"), NOW)
    await database.run(lambda connection: zone_data.move(connection, seen, SIX_UTC - HOUR))
    assert await due_times(database) == {datetime(2026, 3, 6, 7, 0, tzinfo=UTC)}
