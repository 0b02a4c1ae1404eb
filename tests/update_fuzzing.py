"""Odd and forged updates through the whole bot: inbox, lanes, handlers, SQLite, HTTP.

    python -m tests.update_fuzzing 100000 [SEED]

None may raise in a handler, change or show what is somebody else's, or make a call that the Bot API
refuses. The local Bot API server judges the calls, as strictly as Telegram does.
"""

import asyncio
import logging
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.coach import open_coach
from bot.demo import DemoServer
from bot.storage.connection import Connection
from bot.storage.tables import TABLES
from bot.storage.url import open_database
from handlers.application import build_application
from handlers.intake import Intake
from tests.odd_updates import Json, OddUpdates
from tests.packaged import ANSWERER, LIBRARY
from tests.running_bot import TOKEN, UNHURRIED, RunningBot, StandingClock, unlimited

BATCH = 40
LOOK_EVERY = 20
"""Batches between two looks at the rows of the victim."""
SECRET = "zyzzyvas"
EXPECTED = (
    "message to edit not found",
    "message can't be edited",
    "message is not modified",
    "there is no text in the message to edit",
)
"""What Telegram answers about messages that people deleted, or that an update only claims to be, or
that are files and only an update says have buttons."""


@dataclass
class Findings:
    """What went wrong, each fault once with how often; and what came of the updates."""

    updates: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


class _Heard(logging.Handler):
    """Counts outcomes, and takes each error or warning for a fault."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(logging.INFO)
        self._findings = findings

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == "handlers.journal":
            fields: Json = record.__dict__["fields"]
            self._findings.outcomes[fields["outcome"]] += 1
            self._findings.kinds[fields["kind"]] += 1
        elif record.levelno >= logging.WARNING:
            reason = repr(record.exc_info[1]) if record.exc_info else record.getMessage()
            where = ""
            if record.exc_info and (trace := record.exc_info[2]):
                while trace.tb_next:
                    trace = trace.tb_next
                where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            self._findings.faults[f"{record.name}: {reason[:200]}{where}"] += 1


async def fuzz(count: int, seed: int, folder: Path) -> Findings:
    """So many updates, at least, through a new bot whose files are in that folder."""
    clock, findings = StandingClock(), Findings()
    server = DemoServer(TOKEN, clock)
    await server.start(port=0)
    database = await open_database(f"sqlite:///{folder / 'fuzzed.db'}")
    coach = await open_coach(database, LIBRARY, ANSWERER, "Europe/Berlin")
    application = build_application(
        TOKEN,
        server.url,
        coach,
        clock,
        frozenset({404}),
        pauses=(),
        pace=UNHURRIED,
        budget=unlimited(),
    )
    await application.initialize()
    heard, root = _Heard(findings), logging.getLogger()
    before = root.level
    root.addHandler(heard)
    root.setLevel(logging.INFO)
    try:
        intake = Intake(application, database, pause=0)
        bot = RunningBot(server, clock, application, database, intake)
        await _fuzz(bot, count, random.Random(seed), findings)
    finally:
        root.setLevel(before)
        root.removeHandler(heard)
        await application.shutdown()
        await database.close()
        await server.stop()
    return findings


async def _fuzz(bot: RunningBot, count: int, randomness: random.Random, findings: Findings) -> None:
    world = bot.server.world
    victim = world.person("Victor")
    stolen: set[str] = set()
    for deed in (
        lambda: victim.send(f"how do I do {SECRET}?"),
        lambda: victim.send("remind me tue 7am"),
        lambda: victim.send("no T-bar here"),
        lambda: victim.send("/places"),
        lambda: victim.send("/backday"),
        lambda: victim.tap("Start"),
    ):
        deed()
        await _delivered(bot, [update.to_api() for update in world.updates.pending])
        buttons = [button for m in victim.bot_messages for row in m.buttons for button in row]
        stolen |= {button.callback_data or "" for button in buttons}
    assert any(data.startswith("s:") for data in stolen)
    ids = await bot.database.run(lambda connection: _ids(connection, victim.id))
    rows = await bot.database.run(lambda connection: _rows(connection, ids))
    assert len(rows) > 10
    assert any(SECRET in row for row in rows)
    odd = OddUpdates(bot.server, LIBRARY, randomness, ids, sorted(stolen))
    world.calls.clear()
    batch: list[Json] = []
    number = batches = 0
    while findings.updates < count:
        while len(batch) < BATCH:
            batch += odd.draw()
        for update in batch:
            number += 1
            update["update_id"] = 10**6 + number
        await _delivered(bot, batch)
        await _delivered(bot, batch[:1])  # Telegram sends it again
        findings.updates += len(batch)
        batch = []
        batches += 1
        _judge(bot, victim.id, findings)
        odd.look()
        bot.clock.advance(timedelta(seconds=randomness.choice((0, 1, 90, 3600))))
        if batches % LOOK_EVERY == 0 or findings.updates >= count:
            if await bot.database.run(lambda connection: _rows(connection, ids)) != rows:
                findings.faults["rows of somebody else were changed"] += 1
            await bot.database.run(_forget_the_handled)


async def _delivered(bot: RunningBot, batch: list[Json]) -> None:
    """Through the inbox and the lanes until all are handled."""
    bot.server.world.updates.pending = []
    await bot.intake.take(batch)
    await bot.intake.lanes.idle()


def _judge(bot: RunningBot, victim: int, findings: Findings) -> None:
    """Looks through the calls since the last time."""
    world = bot.server.world
    for call in world.calls:
        expected = any(reason in call.description for reason in EXPECTED)
        if not call.ok and not expected:
            findings.faults[f"{call.method}: {call.status} {call.description}"] += 1
        if call.params.get("chat_id") == victim or SECRET in str(call.params):
            findings.faults[f"{call.method} to, or about, somebody else"] += 1
    spinning = len(world.unanswered)
    if spinning:
        findings.faults["a press was not answered"] += spinning
    world.calls.clear()
    world.queries.clear()


def _ids(connection: Connection, person: int) -> list[str]:
    """The person's id, and all ids of rows that are theirs."""
    ids = [str(person)]
    for table in TABLES:
        rows = connection.all(f"SELECT * FROM {table.name}")  # noqa: S608
        ids += [str(row["id"]) for row in rows if {"id", "person"} <= {*row.keys()}]
    return list(dict.fromkeys(ids))


def _rows(connection: Connection, ids: list[str]) -> list[str]:
    """All rows that name one of the ids in any column."""
    marks = ", ".join(f":id{n}" for n in range(len(ids)))
    values = {f"id{n}": each for n, each in enumerate(ids)}
    found = []
    for table in TABLES:
        if table.name in ("inbox", "served_bot"):
            continue
        columns = [row["name"] for row in connection.all(f"PRAGMA table_info({table.name})")]
        naming = " OR ".join(f"CAST({column} AS TEXT) IN ({marks})" for column in columns)
        rows = connection.all(f"SELECT * FROM {table.name} WHERE {naming}", **values)  # noqa: S608
        found += sorted(f"{table.name}: {dict(row)}" for row in rows)
    return found


def _forget_the_handled(connection: Connection) -> None:
    connection.execute("DELETE FROM inbox WHERE handled_at IS NOT NULL")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    start = time.monotonic()
    with TemporaryDirectory(prefix="backday-") as folder:
        findings = asyncio.run(fuzz(count, seed, Path(folder)))
    took = time.monotonic() - start
    print(f"{findings.updates} updates, seed {seed}, {took:.0f} s")
    print("kinds:", dict(findings.kinds.most_common()))
    print("outcomes:", dict(findings.outcomes.most_common()))
    print(f"{findings.faults.total()} faults")
    for fault, number in findings.faults.most_common(40):
        print(f"{number} × {fault}")
    sys.exit(1 if findings.faults else 0)


if __name__ == "__main__":
    main()
