"""The database: units of work, each in one hop; those that wait together share a commit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from bot.storage.connection import Connection

Result = TypeVar("Result")
Unit = Callable[[Connection], Result]

_MOST_PER_COMMIT = 256


@dataclass(frozen=True)
class Written:
    """What a unit returned; it is on disk."""

    value: Any


@dataclass(frozen=True)
class Failed:
    """What a unit raised; nothing of it is on disk."""

    error: Exception


class Engine(Protocol):
    """A connection on a thread of its own."""

    async def commit_units(self, units: list[Unit[Any]]) -> list[Written | Failed]:
        """All units in order in one transaction; each takes back only its own writes."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True)
class _Waiting(Generic[Result]):
    unit: Unit[Result]
    result: asyncio.Future[Result]


class Database:
    """Runs units of work on an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: list[_Waiting[Any]] = []
        self._committing: asyncio.Task[None] | None = None

    async def run(self, unit: Unit[Result]) -> Result:
        """Runs `unit` in a transaction; an exception takes back all that it wrote.

        The unit cannot await, so nothing comes between its reads and its writes; a caller that is
        cancelled leaves it done or undone, never half done.
        """
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(unit, result)
        self._waiting.append(waiting)
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit_all())
        return await result

    async def close(self) -> None:
        """Lets the units that wait finish, then closes the engine."""
        while self._committing is not None:
            await asyncio.shield(self._committing)
        await self._engine.close()

    async def _commit_all(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[:_MOST_PER_COMMIT]
                del self._waiting[:_MOST_PER_COMMIT]
                await self._commit(batch)
        finally:
            self._committing = None

    async def _commit(self, batch: list[_Waiting[Any]]) -> None:
        try:
            outcomes = await self._engine.commit_units([waiting.unit for waiting in batch])
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
