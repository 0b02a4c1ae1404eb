"""The lead: of all processes on one PostgreSQL, one sends what is due."""

import contextlib

import psycopg

from bot.storage.postgres import LEADING, Driver, connected, statement

_SILENCE = "SET idle_session_timeout = '10s'"
"""A leader that hangs, its connection open, is cut off by the server, and another one leads."""
_KNOWS_SILENCE = 140000


class Lead:
    """An advisory lock on a connection of its own, which ends with the process that has it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._driver: Driver | None = None
        self._held = False

    def held(self) -> bool:
        """Takes it where it is free, or makes sure that it is still ours; blocks for a moment.

        False, too, where the database cannot be reached.
        """
        try:
            driver = self._connected()
            if self._held:
                statement(driver, "SELECT 1")
            else:
                row = driver.execute("SELECT pg_try_advisory_lock(%s)", [LEADING]).fetchone()
                self._held = row is not None and bool(row[0])
        except psycopg.Error:
            self.release()
        return self._held

    def release(self) -> None:
        if self._driver is not None:
            with contextlib.suppress(psycopg.Error):
                self._driver.close()
        self._driver, self._held = None, False

    def _connected(self) -> Driver:
        if self._driver is None or self._driver.closed:
            self._held = False
            self._driver = connected(self._url)
            if self._driver.info.server_version >= _KNOWS_SILENCE:
                statement(self._driver, _SILENCE)
        return self._driver
