"""How the process is: /healthz and /readyz for whoever restarts it, /metrics for Prometheus."""

import asyncio
import time

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from telegram.error import TelegramError

from bot.errors import SettingsError
from bot.storage.database import Database, UnavailableError
from bot.storage.figures import Figures, figures
from handlers.context import CoachApplication

PATIENCE = 2.0
"""Seconds that the database, and Telegram, may take to answer."""
LATE_TICK = 60.0
"""Seconds: a tick that has much to send may take some."""
FRESH = 60.0
"""Seconds that an answer of Telegram tells that it can be reached; then it is asked."""


class Health:
    """An HTTP server of its own, which is not for the public."""

    def __init__(self, application: CoachApplication, database: Database) -> None:
        self._application = application
        self._database = database
        self._runner: web.AppRunner | None = None
        self._asking = asyncio.Lock()
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Listens; port 0 takes any free one. SettingsError where that is not possible."""
        app = web.Application()
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._metrics)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            await runner.cleanup()
            raise SettingsError(
                f"Nothing can listen on port {port} of {host} ({error.strerror})."
                " Set METRICS_PORT or METRICS_HOST."
            ) from None
        self._runner, self.port = runner, runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        """The event loop turns."""
        return web.Response(text="ok\n")

    async def _readyz(self, _request: web.Request) -> web.Response:
        problem = await self._problem()
        if problem is None:
            return web.Response(text="ready\n")
        return web.Response(status=503, text=f"{problem}\n")

    async def _metrics(self, _request: web.Request) -> web.Response:
        metrics, database = self._application.metrics, self._database
        metrics.pool_in_use.labels("database").set(database.busy)
        metrics.pool_waiting.labels("database").set(database.waiting)
        metrics.tasks.set(len(asyncio.all_tasks()))
        found = await self._figures()
        unknown = float("nan")  # rather than what was so some time ago
        metrics.inbox.set(found.inbox if found else unknown)
        metrics.due_waiting.set(found.due_waiting if found else unknown)
        metrics.due_lag.set(found.due_lag if found else unknown)
        metrics.unanswered.set(found.unanswered if found else unknown)
        body = generate_latest(metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _problem(self) -> str | None:
        """Why it cannot serve, in a word or two."""
        if not self._application.running:
            return "starting"
        if await self._figures() is None:
            return "no database"
        if not _within(LATE_TICK, self._application.metrics.ticked_at):
            return "no tick"
        if not await self._reaches_telegram():
            return "no Telegram"
        return None

    async def _figures(self) -> Figures | None:
        """None: the database does not answer."""
        now = self._application.clock.now()
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._database.run(lambda connection: figures(connection, now))
        except (TimeoutError, UnavailableError):
            return None

    async def _reaches_telegram(self) -> bool:
        async with self._asking:  # who asks meanwhile gets the same answer
            if _within(FRESH, self._application.metrics.answered_at):
                return True
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._application.bot.get_me()
            except (TelegramError, TimeoutError):
                return False
            return True


def _within(seconds: float, at: float | None) -> bool:
    return at is not None and time.monotonic() - at < seconds
