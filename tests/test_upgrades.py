"""Upgrades: the rows of every earlier version come along, and older processes serve meanwhile."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.demo import DemoServer
from bot.domain.due import Due, DueKind
from bot.storage import due, gaps, gyms, inbox, people, sessions
from bot.storage.codec import to_instant
from bot.storage.connection import Connection
from bot.storage.migrate import migrate, migrations, statements
from bot.storage.tables import TABLES
from bot.storage.url import open_database
from tests.bot_process import BotProcess
from tests.databases import Databases, PostgresDatabases
from tests.running_bot import TOKEN
from tests.test_kill import button, caught_up, sets_in
from tests.test_migrations import migrate_to
from tests.test_move_database import full
from tests.test_storage import ANNA, BEN, NOW

ROOT = Path(__file__).parents[1]
BEFORE_THE_RULE = 4
"""The last version that was made before the first release."""


@pytest.fixture
def connection(databases: Databases) -> Iterator[Connection]:
    """An empty database."""
    with databases.empty() as connection:
        yield connection


ROWS = {
    1: (
        "INSERT INTO people (id, unit, zone, rests, live_message, joined_at)"
        " VALUES (7, 'lb', 'Asia/Tokyo', TRUE, 4294967297, 5)",
        "INSERT INTO sessions (id, person, workout, version, started_at)"
        " VALUES ('s', 7, 'back', 3, 5)",
        "INSERT INTO planned_exercises (session, slot, planned) VALUES ('s', 0, '{}')",
        "INSERT INTO session_facts"
        " (session, seq, kind, slot, exercise, reps, load, unit, message, at)"
        " VALUES ('s', 0, 'set', 0, 'row', 10, '40.5', 'kg', 9, 6)",
        "INSERT INTO session_messages (session, message) VALUES ('s', 9)",
        "INSERT INTO reminder_rules (id, person, days, at, zone)"
        " VALUES ('r', 7, '14', '18:00', 'Asia/Tokyo')",
        "INSERT INTO due (id, kind, person, rule, session, due_at, claimable_at, attempts)"
        " VALUES ('d', 'reminder', 7, 'r', NULL, 10, 11, 2), ('e', 'rest', 7, NULL, 's', 8, 8, 0)",
        "INSERT INTO conversations (person, state, choices, turn, asked_at)"
        " VALUES (7, '{}', '[]', 1, 5)",
        "INSERT INTO unanswered (id, person, question, reason, asked_at)"
        " VALUES ('q', 7, 'legs?', 'unknown', 5)",
        "INSERT INTO served_bot (id) VALUES (99)",
        "INSERT INTO inbox (update_id, payload, received_at, handled_at)"
        " VALUES (1, '{}', 5, NULL), (2, NULL, 5, 6)",
    ),
    2: (
        "INSERT INTO gyms (id, person, number, name, is_current, is_complete, version)"
        " VALUES ('g', 7, 1, 'My gym', TRUE, FALSE, 2)",
        "INSERT INTO gym_equipment (gym, equipment, is_there) VALUES ('g', 'cable', FALSE)",
    ),
    3: ("INSERT INTO answers (chat, question, answer, answered_at) VALUES (7, 1, 2, 5)",),
    5: ("INSERT INTO processes (id, alive_until) VALUES ('p', 5)",),
    6: ("INSERT INTO zone_data (release) VALUES ('2026a')",),
    7: (
        "INSERT INTO deliveries (day, kind, outcome, number)"
        " VALUES ('2026-03-02', 'reminder', 'sent', 3)",
    ),
    11: ("INSERT INTO commits (connection, number, committed_at) VALUES ('c', 3, 5)",),
}
"""What an older BackDay of that version, or a later one, may have written into its new tables."""
GONE = {2: {"missing_equipment": "INSERT INTO missing_equipment VALUES (7, 'cable')"}}
"""Tables that a version took away, and what was in them before."""


@pytest.mark.both_databases
class TestEveryEarlierVersion:
    @pytest.mark.parametrize("version", [version for version, _ in migrations()])
    def test_every_row_outlives_the_way_to_the_newest(
        self, connection: Connection, databases: Databases, version: int
    ) -> None:
        migrate_to(version, connection)
        later = [dropped for since, dropped in GONE.items() if since > version]
        gone = {table: insert for dropped in later for table, insert in dropped.items()}
        for since, inserts in ROWS.items():
            for insert in inserts if since <= version else ():
                connection.execute(insert)
        for insert in gone.values():
            connection.execute(insert)
        before = {
            table: connection.all(f"SELECT * FROM {table}")  # noqa: S608
            for table in databases.tables_in(connection)
            if table not in ("schema_version", *gone)
        }
        assert [table for table, rows in before.items() if not rows] == [], "ROWS has none of these"
        migrate(connection)
        for table, rows in before.items():
            now = connection.all(f"SELECT * FROM {table}")  # noqa: S608
            kept = [{name: row[name] for name in rows[0]} for row in now]
            assert sorted(map(str, kept)) == sorted(map(str, rows)), table

    @pytest.mark.parametrize("version", [version for version, _ in migrations()])
    def test_the_rows_are_of_use_to_this_version(
        self, connection: Connection, version: int
    ) -> None:
        migrate_to(version, connection)
        for since, inserts in ROWS.items():
            for insert in inserts if since <= version else ():
                connection.execute(insert)
        migrate(connection)
        person = people.find(connection, 7)
        assert person is not None
        assert (person.unit.value, person.zone, person.live_message) == (
            "lb",
            "Asia/Tokyo",
            4294967297,
        )
        found = due.find(connection, "d")
        assert found == Due("d", DueKind.REMINDER, 7, to_instant(10), "r", attempts=2)
        assert gyms.current(connection, 7).name == "My gym"
        assert [gap.id for gap in gaps.unanswered(connection)] == ["q"]
        assert inbox.waiting(connection) == ["{}"]
        people.forget(connection, 7)
        assert connection.one("SELECT count(*) AS n FROM session_facts") == {"n": 0}


@pytest.mark.both_databases
class TestAnUpgradeWhileOthersServe:
    """An older process goes on with its own statements after a newer one has migrated."""

    def test_what_an_older_process_says_works_where_there_is_more(
        self, connection: Connection
    ) -> None:
        migrate(connection)
        for table in TABLES:
            connection.execute(f"ALTER TABLE {table.name} ADD COLUMN more_of_it TEXT")
            connection.execute(
                f"ALTER TABLE {table.name} ADD COLUMN count_of_it INTEGER NOT NULL DEFAULT 0"
            )
        connection.execute("CREATE TABLE something_new (id TEXT PRIMARY KEY)")
        full(connection)
        for person in (ANNA, BEN):
            assert people.find(connection, person) is not None
            assert people.stored(connection, person).sessions
            assert sessions.open_session(connection, person) is not None
            assert gyms.current(connection, person).inventory.lacks
        due.claim(connection, NOW + timedelta(days=1), 100, 100)
        people.forget(connection, ANNA)


def test_a_migration_only_adds_unless_it_says_since_when_nobody_needs_it() -> None:
    adds = re.compile(
        r"CREATE (TABLE|INDEX|UNIQUE INDEX)|ALTER TABLE \w+ ADD COLUMN|INSERT INTO|UPDATE"
    )
    for version, script in migrations():
        if version > BEFORE_THE_RULE and "-- Contract: " not in script:
            others = [each for each in statements(script) if not adds.match(each)]
            assert others == [], f"{version}: see “Changing the tables” in CONTRIBUTING"


async def test_a_column_that_another_process_adds_disturbs_no_statement(
    postgres: PostgresDatabases, tmp_path: Path
) -> None:
    """PostgreSQL refuses the plan that it had kept for the statement."""

    def counted(connection: Connection) -> int:
        connection.execute("INSERT INTO served_bot (id) VALUES (0) ON CONFLICT DO NOTHING")
        return len(connection.all("SELECT * FROM people"))

    with postgres.made(tmp_path) as url:
        database = await open_database(url)
        for number in range(40):
            if number % 10 == 9:
                postgres.rows(url, f"ALTER TABLE people ADD COLUMN more_{number} TEXT")
            assert await database.run(counted) == 0
        await database.close()


async def test_a_newer_process_migrates_while_an_older_one_serves(
    postgres: PostgresDatabases, tmp_path: Path
) -> None:
    newer = tmp_path / "newer"
    for folder in ("bot", "handlers", "content"):
        shutil.copytree(ROOT / folder, newer / folder, ignore=shutil.ignore_patterns("*.pyc"))
    version = migrations()[-1][0] + 1
    (newer / f"bot/storage/migrations/{version:04}_more.sql").write_text(
        "ALTER TABLE people ADD COLUMN more_of_it TEXT;"
        "ALTER TABLE session_facts ADD COLUMN felt INTEGER NOT NULL DEFAULT 0;"
    )
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    anna = server.world.person("Anna")
    with postgres.made(tmp_path) as url:
        settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "DATABASE_URL": url}
        old = BotProcess(tmp_path, **settings)
        new = BotProcess(tmp_path, PYTHONPATH=str(newer), **settings)
        try:
            await old.start()
            anna.send("/backday")
            await server.world.until(lambda: button(anna, "Start"))
            anna.tap("Start")
            await server.world.until(lambda: button(anna, "✓ Done"))
            anna.send("40x10")
            await caught_up(server, anna)
            await new.start()
            assert (version,) in postgres.rows(url, "SELECT version FROM schema_version")
            anna.send("40x9")
            await caught_up(server, anna)
            assert await old.stop() == 0
            anna.send("40x8")
            await caught_up(server, anna)
            assert sets_in(postgres, url) == 3
            again = BotProcess(tmp_path, **settings)
            assert await again.run() == 2
            assert f"The database is of version {version}; this BackDay knows only" in again.log
            assert await new.stop() == 0
        finally:
            for each in (old, new):
                if each.running:
                    await each.kill()
            await server.stop()
    assert "Traceback" not in old.log + new.log
