"""One database and one crowd that goes on through many kills, and the books balanced after each."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field

from bot.demo import World
from bot.domain.due import REST_LEASE
from bot.errors import DatabaseError
from tests.benchmarks import books
from tests.benchmarks.accounts import Audit, audit
from tests.benchmarks.crowd import RULES, Crowd
from tests.benchmarks.fleet import Fleet
from tests.benchmarks.ledger import Ledger
from tests.benchmarks.weather import Weather
from tests.databases import Databases, PostgresDatabases
from tests.running_bot import TOKEN

LONGEST_LIFE = 1.5
"""Seconds that people act before a kill, at most."""
QUIET = 0.25
"""Seconds without a call: nothing is in flight."""
CAUGHT_UP_WITHIN = 60.0
SOON = 4
"""Seconds within which what is moved falls due."""
_HALF_AN_HOUR = 1800
_MOVED = 10
"""Of each kind, before each kill."""


@dataclass
class Report:
    runs: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    checked: Counter[str] = field(default_factory=Counter)
    excused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    """Seconds until all processes served again."""
    catching_up: list[float] = field(default_factory=list)
    """Seconds from then on until nothing was left to do."""

    def add(self, seed: int, found: Audit) -> None:
        self.checked += found.checked
        self.excused += Counter(reason.partition(":")[0] for reason in found.excused)
        for reason, person in found.faults.items():
            whose = "" if person is None else f", person {person}"
            self.faults.append(f"seed {seed}{whose}: {reason}")


class Campaign:
    def __init__(
        self, world: World, databases: Databases, url: str, bots: Fleet, people: int, seed: int
    ) -> None:
        self._world = world
        self._databases = databases
        self._url = url
        self._bots = bots
        self._seed = seed
        self._draw = random.Random(seed)
        self._ledger = Ledger()
        self._crowd = Crowd(world, people, random.Random(seed + 1), self._ledger)
        self._weather = Weather(world, random.Random(seed + 2), self._ledger)
        self._found = Audit()
        self._is_alone = len(bots.processes) == 1
        self._lost: set[str] = set()
        """Rests that had been claimed when something happened; these may never ring."""

    async def arrive(self) -> None:
        """All people become known, with their reminders."""
        await self._bots.start()
        self._crowd.arrive()
        await self._caught_up()
        rules = await self._sql("SELECT id FROM reminder_rules")
        assert len(rules) == len(RULES) * len(self._crowd.reminded)

    async def kill(self, report: Report) -> None:
        """People act until a process is killed; then it starts again, and the books are balanced.

        On SQLite rows are moved only while no process runs.
        """
        rests = await (self._rests() if self._is_alone else self._hurried())
        with self._weather.storm():
            await self._act(self._draw.uniform(0.0, LONGEST_LIFE))
            start = time.time()
            await self._bots.kill(self._draw)
        report.runs["kills"] += 1
        await self._happened("kill", start, rests)
        if self._is_alone:
            rests = await self._hurried()
            for _ in range(self._draw.randrange(10)):
                self._crowd.act()
            self._weather.shuffle()
        else:  # the other one goes on
            await self._act(self._draw.uniform(0.0, 2 * LONGEST_LIFE))
        if self._draw.random() < 0.1:
            start = time.time()
            if await self._bots.kill_starting(self._draw.uniform(0.1, 1.0)):
                report.runs["kills while it started"] += 1
                await self._happened("kill", start, rests)
        start = time.monotonic()
        await self._start()
        report.starts.append(time.monotonic() - start)
        report.catching_up.append(await self._caught_up())
        await self._judge()

    async def crash(self, report: Report) -> None:
        """PostgreSQL ends at once and comes back, while people act."""
        assert isinstance(self._databases, PostgresDatabases)
        rests = await self._hurried()
        with self._weather.storm():
            acting = asyncio.create_task(self._act(LONGEST_LIFE))
            await asyncio.sleep(self._draw.uniform(0.0, LONGEST_LIFE))
            start = time.time()
            await asyncio.to_thread(self._databases.crash)
            await self._happened("database", start, rests)
            await acting
        report.runs["crashes of the database"] += 1
        report.catching_up.append(await self._caught_up())
        if not self._bots.all_run:
            self._found.blame("a process ended when the database was away")
            await self._bots.start()
        await self._judge()

    async def close(self, report: Report) -> None:
        """Nothing goes wrong any more, and all that waits has to come.

        No process runs for a moment; then what was claimed is free, as if its lease had run out:
        that of a rest a day later, when nobody rests any more.
        """
        await asyncio.sleep(SOON)
        start = time.time()
        await self._bots.kill_all()
        await self._happened("kill", start, await self._rests())
        await self._sql(
            f"UPDATE due SET claimable_at = {int(start)}, due_at = CASE WHEN kind = 'rest'"  # noqa: S608
            f" THEN due_at - {int(REST_LEASE.total_seconds())} ELSE due_at END WHERE attempts > 0"
        )
        await self._bots.start()
        await self._caught_up(claims=True)
        self._crowd.ask_for_the_card()
        await self._caught_up()
        await self._judge()
        for person, due_at in self._ledger.expected:
            if not self._ledger.reminders.get((person, due_at)):
                self._found.blame(f"the reminder of {person} at {due_at} never came", person)
        report.struck += self._weather.struck + self._ledger.faults
        report.excused += self._ledger.excused
        report.add(self._seed, self._found)

    async def _act(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for _ in range(self._draw.choice((1, 1, 2, 4, 8))):
                self._crowd.act()
            self._weather.shuffle()
            await asyncio.sleep(self._draw.uniform(0, 0.06))

    async def _start(self) -> None:
        """At times into an outage."""
        if self._draw.random() < 0.1:
            await asyncio.gather(self._weather.outage(), self._bots.start())
        else:
            await self._bots.start()

    async def _caught_up(self, *, claims: bool = False) -> float:
        """Waits until nothing is left to do, or even claimed; the seconds that it took."""
        start = since = time.monotonic()
        calls, left = -1, (0, 0)
        while (now := time.monotonic()) - start < CAUGHT_UP_WITHIN:
            try:
                left = await asyncio.to_thread(
                    books.unsettled, self._url, time.time() - 1, claims=claims
                )
            except DatabaseError:
                left = (1, 1)
            if any(left) or self._world.updates.pending or len(self._world.calls) != calls:
                calls, since = len(self._world.calls), now
            elif now - since > QUIET:
                return now - start
            await asyncio.sleep(0.05)
        pending = len(self._world.updates.pending)
        self._found.blame(f"not caught up: {left} updates and due rows, {pending} not received")
        return CAUGHT_UP_WITHIN

    async def _judge(self) -> None:
        stored = await self._books_at_rest()
        self._ledger.read(self._world)
        people = (*self._crowd.trainers, *self._crowd.reminded)
        audit(
            self._found,
            self._ledger,
            stored,
            {person.id: books.screen_of(person) for person in people},
            self._world.unanswered,
            time.time(),
        )
        lines = self._bots.new_lines()
        for number, line in enumerate(lines):
            if TOKEN in line:
                self._found.blame("the token is in the log")
            if "Traceback" in line:
                self._found.blame("".join(lines[max(0, number - 1) : number + 40]))
        self._found.checked["lines of log"] += len(lines)
        self._crowd.tidy()

    async def _books_at_rest(self) -> books.Books:
        """As they are when nothing is on its way: a rest is taken out of them before it rings."""
        end = time.monotonic() + CAUGHT_UP_WITHIN
        while True:
            calls = len(self._world.calls)
            stored = await asyncio.to_thread(books.read_books, self._url)
            await asyncio.sleep(QUIET)
            claimed = await asyncio.to_thread(books.claimed_rests, self._url, time.time())
            quiet = len(self._world.calls) == calls and claimed <= self._lost
            if quiet or time.monotonic() > end:
                return stored

    async def _happened(self, kind: str, start: float, rests: dict[int, int]) -> None:
        """To whoever has something in hand; a rest is taken out of the database before it rings."""
        end = time.time()
        ringing = {person for person, due_at in rests.items() if due_at <= end + 1}
        in_hand = await asyncio.to_thread(books.in_hand, self._url, end)
        self._lost |= await asyncio.to_thread(books.claimed_rests, self._url, end)
        self._ledger.happened(kind, start, end, in_hand | ringing)

    async def _rests(self) -> dict[int, int]:
        latest = time.time() + LONGEST_LIFE + SOON
        return await asyncio.to_thread(books.rests_until, self._url, latest)

    async def _hurried(self) -> dict[int, int]:
        """Some of what is due some day falls due within seconds; whose rests then do."""
        now = int(time.time())
        taken: set[int] = set()
        for row_id, person, due_at in await self._some("reminder", now + _HALF_AN_HOUR):
            soon = now + self._draw.randint(1, SOON)
            known = person in taken or (person, soon) in self._ledger.expected
            if not known and await self._moved(row_id, due_at, soon):
                taken.add(person)
                self._ledger.expected[person, soon] = row_id
        for row_id, _, due_at in await self._some("rest", now + SOON):
            await self._moved(row_id, due_at, now + self._draw.randint(1, SOON))
        return await self._rests()

    async def _some(self, kind: str, after: int) -> list[tuple[str, int, int]]:
        """Rows that nobody has claimed and that are not due before; a summary may tell nothing."""
        rows = await self._sql(
            "SELECT id, person, due_at FROM due"  # noqa: S608
            f" WHERE kind = '{kind}' AND attempts = 0 AND due_at > {after} AND (rule IS NULL OR"
            " rule IN (SELECT id FROM reminder_rules WHERE about = 'training')) ORDER BY id"
        )
        found = [(str(row), int(str(person)), int(str(at))) for row, person, at in rows]
        return self._draw.sample(found, min(len(found), _MOVED))

    async def _moved(self, row_id: str, due_at: int, soon: int) -> bool:
        moved = await self._sql(
            f"UPDATE due SET due_at = {soon}, claimable_at = {soon}"  # noqa: S608
            f" WHERE id = '{row_id}' AND attempts = 0 AND due_at = {due_at} RETURNING id"
        )
        return bool(moved)

    async def _sql(self, statement: str) -> list[tuple[object, ...]]:
        """Beside the event loop, so that the server is never slow to answer."""
        return await asyncio.to_thread(self._databases.rows, self._url, statement)
