"""What a tap costs on either database, over two processes, among many people, and in memory.

    python -m tests.benchmarks.stored_taps [databases] [history] [memory] [--people 1000000]

The bot runs as its operator runs it, `python -m bot`; the Bot API server runs on another core, and
so does PostgreSQL, whose CPU is told apart. The bare library, beside the databases, does the same
two calls for a tap and nothing else. Absolute numbers are of this machine.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from bot.domain.load import Load, Unit
from bot.domain.session import Effort, PlannedExercise
from bot.storage.codec import from_planned, to_seconds
from bot.storage.connection import Connection
from bot.storage.url import writing
from tests.benchmarks.served import ServedBot, cpu_of_all
from tests.benchmarks.stub import Stub
from tests.benchmarks.taps import Bot
from tests.databases import PostgresDatabases

BOT_CORE, STUB_CORE = 0, 1
ROUNDS, TAPS, AT_ONCE, PEOPLE = 5, 600, 64, 300
RATE, SECONDS, LATENCY = 200.0, 8.0, 0.040
BARE = "library, many at once"
FEW, MANY = 10_000, 1_000_000
FIRST_PORT = 18_400
_NUMBERS = (
    "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)"
)
_SESSIONS, _SETS = 2, 14
_PLAN = ("t_bar_row", "lat_pulldown", "dumbbell_pullover")
_ROWS = (
    (
        "INSERT INTO people (id, unit, rests, zone, joined_at)",
        "SELECT n, 'kg', TRUE, 'Europe/Berlin', 0 FROM numbers",
    ),
    (
        "INSERT INTO gyms (id, person, number, name, is_current, is_complete, version)",
        "SELECT CAST(n AS TEXT), n, 1, 'My gym', TRUE, FALSE, 0 FROM numbers",
    ),
    (
        "INSERT INTO reminder_rules (id, person, days, at, zone)",
        "SELECT 'r' || n, n, CAST(n % 7 AS TEXT), '07:00', 'Europe/Berlin' FROM numbers",
    ),
    (
        "INSERT INTO due (id, kind, person, rule, due_at, claimable_at, attempts)",
        "SELECT 'd' || n, 'reminder', n, 'r' || n, :later + n % 600000, :later + n % 600000, 0"
        " FROM numbers",
    ),
    (
        "INSERT INTO sessions (id, person, workout, version, started_at, ended_at)",
        "SELECT 's' || n || '-' || s, n, 'back', 14, :before + s * 600000, :before + s * 600000"
        " + 2700 FROM numbers, (SELECT 1 AS s UNION ALL SELECT 2) AS both",
    ),
    (
        "INSERT INTO planned_exercises (session, slot, planned)",
        "SELECT sessions.id, slot, planned FROM sessions, (SELECT 0 AS slot, :plan0 AS planned"
        " UNION ALL SELECT 1, :plan1 UNION ALL SELECT 2, :plan2) AS plan",
    ),
    (
        "INSERT INTO session_facts (session, seq, kind, slot, exercise, reps, load, unit, at)",
        "SELECT sessions.id, n - 1, 'set', 0, 't_bar_row', 10, '40', 'kg', started_at"
        " FROM sessions, numbers",
    ),
)


def fill(connection: Connection, people: int) -> None:
    """Each person has a gym, a reminder, and two finished sessions of fourteen sets."""
    now = datetime.now(UTC)
    known: dict[str, object] = {
        "later": to_seconds(now + timedelta(days=1)),
        "before": to_seconds(now - timedelta(days=60)),
    }
    done = (Effort(10, Load(Decimal(40), Unit.KG)),) * 3
    for slot, key in enumerate(_PLAN):
        plan = PlannedExercise(key, 3, 6, 12, timedelta(minutes=2), done[0], done)
        known[f"plan{slot}"] = from_planned(plan)
    for insert, rows in _ROWS:
        sql = f"{insert} {_NUMBERS} {rows}"
        given = {name: value for name, value in known.items() if f":{name}" in sql}
        count = _SETS if "session_facts" in insert else people
        if "numbers" not in rows:
            sql = f"{insert} {rows}"
        else:
            given["count"] = count
        connection.execute(sql, **given)


class Crowd:
    """People who tap, one or more bots, and a database."""

    def __init__(
        self, stub: Stub, folder: Path, name: str, url: str, bots: int = 1, cores: int = 1
    ) -> None:
        self.name, self._stub = name, stub
        self.port: int = stub(0, "serve")
        api = f"http://127.0.0.1:{self.port}"
        ports = [FIRST_PORT + self.port % 1000 + n for n in range(bots)]
        self.bots = []
        for number, port in enumerate(ports):
            settings = {"DATABASE_URL": url, "SENDS_PER_SECOND": "1000"}
            if bots > 1:
                settings |= {
                    "WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
                    "WEBHOOK_PORT": str(port),
                }
            log = folder / f"{name.replace(' ', '_')}{number}.log"
            self.bots.append(ServedBot(log, BOT_CORE + number % cores, api, **settings))
        for bot in self.bots:
            bot.start()
        if bots > 1:
            self.does("hooks", [("127.0.0.1", port, "/hook") for port in ports])
        self.does("prepare", None, PEOPLE)
        self.does("closed", TAPS // 4, AT_ONCE)

    def does(self, command: str, *arguments: object) -> Any:
        return self._stub(self.port, command, *arguments)

    def cpu(self) -> float:
        return sum(bot.cpu() for bot in self.bots)

    def kill(self) -> None:
        for bot in self.bots:
            bot.kill()


class Bare:
    """The bare library, which does the same two calls for a tap and nothing else."""

    name = "bare library"

    def __init__(self, stub: Stub) -> None:
        self._bot = Bot(stub, "library")
        self._bot.people(ROUNDS * TAPS)
        self.does("closed", TAPS // 4, AT_ONCE)

    def does(self, command: str, *arguments: object) -> Any:
        return self._bot.does(command, *arguments)

    def cpu(self) -> float:
        return self._bot.cpu()

    def kill(self) -> None:
        self._bot.kill()


class BarePair:
    """Two processes of the bare library, which share a core and the people: what sharing costs."""

    name = "bare library, 2 processes"

    def __init__(self, stubs: Sequence[Stub]) -> None:
        self._halves = [Bare(stub) for stub in stubs]

    def does(self, command: str, *arguments: object) -> Any:
        match command, arguments:
            case "closed", (int(taps), int(at_once)):
                arguments = taps // 2, at_once // 2
            case "opened", (float(rate), float(seconds)):
                arguments = rate / 2, seconds
        with ThreadPoolExecutor() as threads:
            first, second = threads.map(lambda half: half.does(command, *arguments), self._halves)
        if command != "opened":
            return None
        return {
            "taken": first["taken"] + second["taken"],
            "offered": first["offered"] + second["offered"],
        }

    def cpu(self) -> float:
        return sum(half.cpu() for half in self._halves)

    def kill(self) -> None:
        for half in self._halves:
            half.kill()


def compare(crowds: Sequence[Crowd | Bare | BarePair], postgres: bool) -> None:
    """CPU of a tap in turns, against the first; then the waiting times of an open load."""
    costs: dict[str, list[tuple[float, float, float]]] = {crowd.name: [] for crowd in crowds}
    for number in range(ROUNDS):
        for crowd in crowds if number % 2 else [*reversed(crowds)]:
            cpu, server, start = crowd.cpu(), _postgres_cpu(postgres), time.perf_counter()
            crowd.does("closed", TAPS, AT_ONCE)
            seconds = time.perf_counter() - start
            served = (_postgres_cpu(postgres) - server) / TAPS * 1000
            costs[crowd.name].append(((crowd.cpu() - cpu) / TAPS * 1000, TAPS / seconds, served))
    first = statistics.median(each[0] for each in costs[crowds[0].name])
    for name, rounds in costs.items():
        cpu, rate, served = (statistics.median(each) for each in zip(*rounds, strict=True))
        line = f"{name:28} {cpu:6.2f} ms of CPU a tap ({cpu / first:4.2f}), {rate:5.0f} taps/s"
        print(line + (f", PostgreSQL {served:5.2f} ms" if served else ""))
    print(f"\nWith {LATENCY * 1000:.0f} ms for each call, {RATE:.0f} taps/s:")
    for crowd in crowds:
        crowd.does("latency", LATENCY)
        result = crowd.does("opened", RATE, SECONDS)
        taken = sorted(result["taken"])
        p50, p99 = (taken[int(len(taken) * share)] * 1000 for share in (0.50, 0.99))
        done = len(taken) / result["offered"]
        print(f"{crowd.name:28} p50 {p50:5.0f} ms, p99 {p99:5.0f} ms, {done:4.0%} done")
        crowd.does("latency", 0.0)
        sys.stdout.flush()


def _postgres_cpu(wanted: bool) -> float:
    return cpu_of_all("postgres") if wanted else 0.0


@contextmanager
def postgres(folder: Path) -> Iterator[PostgresDatabases]:
    server = PostgresDatabases(folder / "postgres")
    try:
        yield server
    finally:
        server.stop()


def databases(stub: Stub, _people: int) -> None:
    """SQLite, and PostgreSQL with one and with two processes, which share a core."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backday-")))
        server = stack.enter_context(postgres(folder))
        other = Stub(STUB_CORE)
        stack.callback(other.end)
        crowds: list[Crowd | Bare | BarePair] = [
            Bare(stub),
            BarePair((stub, other)),
            Crowd(stub, folder, "SQLite", f"sqlite:///{folder / 'few.db'}"),
        ]
        for number in (1, 2):
            url = stack.enter_context(server.made(folder))
            name = f"PostgreSQL, {number} process{'es' * (number > 1)}"
            crowds.append(Crowd(stub, folder, name, url, number))
        for crowd in crowds:
            stack.callback(crowd.kill)
        compare(crowds, postgres=True)


def history(stub: Stub, people: int) -> None:
    """Few and many people with their history, on SQLite."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backday-")))
        crowds: list[Crowd | Bare] = []
        for number in (FEW, people):
            file = folder / f"{number}.db"
            start = time.perf_counter()
            with writing(f"sqlite:///{file}") as connection:
                fill(connection, number)
            size, took = file.stat().st_size / 1e6, time.perf_counter() - start
            print(f"{number:,} people: {size:,.0f} MB, written in {took:.0f} s")
            sys.stdout.flush()
            crowd = Crowd(stub, folder, f"{number:,} people", f"sqlite:///{file}")
            stack.callback(crowd.kill)
            crowds.append(crowd)
        compare(crowds, postgres=False)


def memory(stub: Stub, _people: int) -> None:
    """Seconds to ready, and megabytes at rest and under load; then of the bare library."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backday-")))
        port = stub(0, "serve")
        api, settings = f"http://127.0.0.1:{port}", {"DATABASE_URL": f"sqlite:///{folder / 'm.db'}"}
        settings["CACHE_DIR"] = str(folder / "cache")
        bot = ServedBot(folder / "memory.log", BOT_CORE, api, **settings)
        stack.callback(bot.kill)
        took = [bot.start()]
        for _ in range(ROUNDS):
            bot.kill()
            took.append(bot.start())
        print(
            f"ready after {took[0]:.1f} s the first time, {statistics.median(took[1:]):.2f} s later"
        )
        at_rest = bot.memory()
        stub(port, "prepare", None, PEOPLE)
        tell_memory(at_rest, partial(stub, port), bot)
        took = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            bare = Bot(stub, BARE)
            stack.callback(bare.kill)
            bare.cpu()  # it answers when it polls
            took.append(time.perf_counter() - start)
        print(f"{BARE}: ready after {statistics.median(took):.2f} s")
        at_rest = bare.memory()
        bare.people(int(RATE * SECONDS))
        tell_memory(at_rest, bare.does, bare)


def tell_memory(at_rest: float, does: Callable[..., Any], bot: ServedBot | Bot) -> None:
    """Before a load and after it."""
    does("latency", LATENCY)
    does("opened", RATE, SECONDS)
    print(f"{at_rest:.0f} MB at rest, {bot.memory():.0f} MB after {RATE:.0f} taps/s")


MODES: dict[str, Callable[[Stub, int], None]] = {
    "databases": databases,
    "history": history,
    "memory": memory,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modes", nargs="*", choices=[[], *MODES])
    parser.add_argument("--people", type=int, default=MANY)
    given = parser.parse_args()
    stub = Stub(STUB_CORE)
    for mode in given.modes or [*MODES]:
        print(f"\n{mode}")
        sys.stdout.flush()
        MODES[mode](stub, given.people)
    stub.end()


if __name__ == "__main__":
    main()
