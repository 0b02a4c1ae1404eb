"""The database: units of work, each in one hop; those that wait together share a commit."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from bot.storage.connection import Connection

Result = TypeVar("Result")
Unit = Callable[[Connection], Result]


class UnavailableError(Exception):
    """The database cannot be reached or written at the moment."""


@dataclass(frozen=True)
class Written:
    """What a unit returned; it is on disk."""

    value: Any


@dataclass(frozen=True)
class Failed:
    """What a unit raised; nothing of it is on disk."""

    error: Exception


def run_units(
    units: Sequence[Unit[Any]],
    connection: Connection,
    say: Callable[[str], object],
    begin: str,
    is_lost: Callable[[Exception], bool] = lambda _error: False,
) -> list[Written | Failed]:
    """All in the transaction that has begun. `say` runs SQL without parameters.

    Only where one of them fails are they kept apart, in a new transaction: a savepoint is one more
    round trip for each. An error that is lost is of the connection, not of the unit that met it: it
    is raised.
    """
    try:
        return [Written(unit(connection)) for unit in units]
    except Exception as error:
        if is_lost(error):
            raise
    say("ROLLBACK")
    say(begin)
    outcomes: list[Written | Failed] = []
    for unit in units:
        say("SAVEPOINT unit")
        try:
            outcomes.append(Written(unit(connection)))
        except Exception as error:
            if is_lost(error):
                raise
            say("ROLLBACK TO unit")
            outcomes.append(Failed(error))
        say("RELEASE unit")
    return outcomes


class Engine(Protocol):
    """One or more connections, each on a thread of its own."""

    connections: int
    most_per_commit: int
    shared: bool
    """Whether other processes may use the database, too."""

    async def commit_units(
        self, units: list[Unit[Any]], people: frozenset[int]
    ) -> list[Written | Failed]:
        """All units in order in one transaction; each takes back only its own writes.

        No other transaction that names one of the `people` runs meanwhile, in whatever process.
        """
        ...

    async def leads(self) -> bool:
        """Whether this process is the one of all that sends what is due."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True)
class _Waiting(Generic[Result]):
    unit: Unit[Result]
    person: int | None
    result: asyncio.Future[Result]


class Database:
    """Runs units of work on an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: list[_Waiting[Any]] = []
        self._workers: set[asyncio.Task[None]] = set()
        self._busy: set[int] = set()
        """People whose units run now."""
        self._closed = False

    @property
    def shared(self) -> bool:
        """Whether other processes may use it, too."""
        return self._engine.shared

    @property
    def busy(self) -> int:
        """How many connections run units."""
        return len(self._workers)

    @property
    def waiting(self) -> int:
        """How many units wait for a connection."""
        return len(self._waiting)

    async def run(self, unit: Unit[Result], person: int | None = None) -> Result:
        """Runs `unit` in a transaction; an exception takes back all that it wrote.

        The unit cannot await; a caller that is cancelled leaves it done or undone, never half done.
        It must do nothing but read and write: it is run again where its transaction was lost, and
        where another unit of it failed.

        Units of one `person` run one after the other, in whatever process, in the order in which
        they came: nothing comes between what one reads and what it writes. A unit about nobody in
        particular names no person; on PostgreSQL others run beside it, so it has to be right by
        each statement alone.
        """
        if self._closed:
            raise ValueError("the database is closed")
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(unit, person, result))
        if len(self._workers) < self._engine.connections:
            self._workers.add(asyncio.create_task(self._commit_all()))
        return await result

    async def leads(self) -> bool:
        """Whether this process is the one of all that sends what is due: one bot has one send
        budget. Another one leads within seconds when it ends, dies, or hangs."""
        return not self._closed and await self._engine.leads()

    async def close(self) -> None:
        """Lets the units that wait finish, then closes the engine; a second time does nothing."""
        while self._workers:
            await asyncio.wait(self._workers)
        if not self._closed:
            self._closed = True
            await self._engine.close()

    async def _commit_all(self) -> None:
        worker = asyncio.current_task()
        assert worker is not None
        try:
            while batch := self._next_batch():
                people = frozenset(each.person for each in batch if each.person is not None)
                self._busy |= people
                try:
                    await self._commit(batch, people)
                finally:
                    self._busy -= people
        finally:
            self._workers.discard(worker)  # here, before anything else can wait

    def _next_batch(self) -> list[_Waiting[Any]]:
        """What waits longest. Whose units run on another connection has to wait: that one goes on
        with them."""
        batch: list[_Waiting[Any]] = []
        left: list[_Waiting[Any]] = []
        for each in self._waiting:
            fits = len(batch) < self._engine.most_per_commit and each.person not in self._busy
            (batch if fits else left).append(each)
        self._waiting = left
        return batch

    async def _commit(self, batch: list[_Waiting[Any]], people: frozenset[int]) -> None:
        try:
            outcomes = await self._engine.commit_units([each.unit for each in batch], people)
        except Exception as reason:  # noqa: BLE001 - whoever waits gets it, whatever it is
            outcomes = [Failed(reason)] * len(batch)
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if waiting.result.cancelled():
                continue
            match outcome:
                case Written(value):
                    waiting.result.set_result(value)
                case Failed(error):
                    waiting.result.set_exception(error)
