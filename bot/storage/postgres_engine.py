"""Units of work on PostgreSQL: a few connections, each on a thread, reopened where they break."""

import asyncio
import contextlib
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import psycopg

from bot.storage.database import Database, Failed, UnavailableError, Unit, Written, run_units
from bot.storage.lead import Lead
from bot.storage.postgres import (
    Driver,
    PostgresConnection,
    begin,
    connected,
    first_line,
    is_lost,
    statement,
    writing,
)
from bot.storage.postgres_commits import commit, is_written, prepare

_log = logging.getLogger(__name__)
_PAUSES = (0.0, 0.05, 0.2, 0.5, 1.0, 2.0)
"""Seconds before each try: a restart of the server is waited out."""


class _LostError(Exception):
    """A transaction of which nothing is on disk, and which may do better when it is run again."""


async def open_postgres(url: str) -> Database:
    """The database brought up to date, or a DatabaseError."""
    await asyncio.to_thread(_migrate, url)
    return Database(_Engine(url))


def _migrate(url: str) -> None:
    with writing(url):
        pass


class _Engine:
    """Hands each batch to a connection that is free."""

    connections = 4
    most_per_commit = 32
    shared = True

    def __init__(self, url: str) -> None:
        self._threads = ThreadPoolExecutor(self.connections + 1, "postgres")
        self._lead = Lead(url)
        self._free = [_Session(url) for _ in range(self.connections)]

    async def commit_units(
        self, units: list[Unit[Any]], people: frozenset[int]
    ) -> list[Written | Failed]:
        session = self._free.pop()
        try:
            outcomes: list[Written | Failed] = await self._in_thread(
                session.commit_units, units, people
            )
        finally:
            self._free.append(session)
        return outcomes

    async def leads(self) -> bool:
        return bool(await self._in_thread(self._lead.held))

    async def close(self) -> None:
        await self._in_thread(self._lead.release)
        for session in self._free:
            await self._in_thread(session.disconnect)
        self._threads.shutdown()

    async def _in_thread(self, function: Any, *arguments: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, function, *arguments)


class _Session:
    """One connection, opened when it is first needed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._driver: Driver | None = None
        self._connection = ""
        """The identity of the newest connection."""
        self._number = 0
        """Of its transactions, the last one."""

    def commit_units(
        self, units: list[Unit[Any]], people: frozenset[int]
    ) -> list[Written | Failed]:
        """Runs them again while it is known that nothing of them is on disk."""
        reason: BaseException | None = None
        for pause in _PAUSES:
            time.sleep(pause)
            try:
                return self._attempt(units, people)
            except _LostError as lost:
                reason = lost.__cause__
                _log.warning("nothing was written: %s", first_line(reason))
        raise UnavailableError(first_line(reason)) from reason

    def disconnect(self) -> None:
        if self._driver is not None:
            with contextlib.suppress(psycopg.Error):
                self._driver.close()
        self._driver = None

    def _connected(self) -> Driver:
        if self._driver is None or self._driver.closed:
            driver = connected(self._url)
            self._connection = prepare(driver)
            self._driver = driver
        return self._driver

    def _attempt(self, units: list[Unit[Any]], people: frozenset[int]) -> list[Written | Failed]:
        try:
            driver = self._connected()
        except psycopg.OperationalError as error:
            raise _LostError from error
        try:
            outcomes = self._run(driver, units, people)
        except BaseException as error:
            lost = is_lost(driver, error)
            self.disconnect()  # which takes everything back
            if lost:
                raise _LostError from error
            raise
        connection, self._number = self._connection, self._number + 1
        try:
            commit(driver, self._number)
        except psycopg.Error as error:
            self.disconnect()
            if not self._is_written(connection, self._number):
                raise _LostError from error
        return outcomes

    def _run(
        self, driver: Driver, units: list[Unit[Any]], people: frozenset[int]
    ) -> list[Written | Failed]:
        start = begin([*people])
        statement(driver, start)
        return run_units(
            units,
            PostgresConnection(driver),
            partial(statement, driver),
            start,
            partial(is_lost, driver),
        )

    def _is_written(self, connection: str, number: int) -> bool:
        """Whether the transaction whose connection broke while it was committed is on disk."""
        for pause in _PAUSES:
            time.sleep(pause)
            try:
                written = is_written(self._connected(), connection, number)
            except psycopg.Error:
                self.disconnect()
            else:
                if written is not None:
                    return written
        raise UnavailableError("the connection broke; whether it was written is not known")
