"""The webhook: Telegram posts each update; 200 once it is on disk, so that it never gets lost."""

import hashlib
import hmac
import json
import ssl
from asyncio import timeout
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.errors import SettingsError
from bot.metrics import Metrics
from bot.storage.database import UnavailableError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name
LARGEST_BODY = 1 << 20
"""Bytes; Telegram's updates have some thousands."""
MOST_CONNECTIONS = 40
"""Posts at the same time: keeping an update takes milliseconds, so these are thousands a second."""
_PATIENCE = 10.0
"""Seconds that a body may take to come in."""
_STOPPING = 5.0
"""Seconds that a request in hand gets to end at a stop."""
_CERTIFICATE = "-----BEGIN CERTIFICATE-----"

Take = Callable[[dict[str, Any], str], Awaitable[None]]
"""Keeps an update, given with its JSON; UnavailableError where that is not possible for now."""


@dataclass(frozen=True)
class Hook:
    """Where Telegram posts to, and where that comes in; with a certificate by TLS."""

    url: str
    secret: str
    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None

    @property
    def self_signed(self) -> bytes | None:
        """The certificate, where Telegram has to be given it: where it stands alone. One that an
        authority signed comes with those that lead to it."""
        if self.certificate is None:
            return None
        pem = self.certificate.read_bytes()
        return pem if pem.count(_CERTIFICATE.encode()) == 1 else None

    def tls(self) -> ssl.SSLContext | None:
        """SettingsError where certificate and key are of no use."""
        if self.certificate is None:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        try:
            context.load_cert_chain(self.certificate, self.key)
        except OSError as error:  # of which an SSLError is one
            raise SettingsError(
                f"WEBHOOK_CERT and WEBHOOK_KEY cannot be used: {error.strerror or error}"
            ) from None
        return context


def derived_secret(token: str) -> str:
    """The same for all processes of a bot; the token does not follow from it."""
    return hmac.new(token.encode(), b"backday webhook", hashlib.sha256).hexdigest()


class Receiver:
    """The HTTP server behind the hook."""

    def __init__(self, hook: Hook, take: Take, metrics: Metrics) -> None:
        self._hook = hook
        self._take = take
        self._metrics = metrics
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self) -> None:
        """Listens; port 0 takes any free one. SettingsError where that is not possible."""
        tls = self._hook.tls()
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[self._counted])
        app.router.add_post(urlsplit(self._hook.url).path, self._received)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOPPING)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._hook.host, self._hook.port, ssl_context=tls).start()
        except OSError as error:
            await runner.cleanup()
            raise SettingsError(
                f"Nothing can listen on port {self._hook.port} of {self._hook.host}"
                f" ({error.strerror}). Set WEBHOOK_PORT or WEBHOOK_HOST."
            ) from None
        self._runner, self.port = runner, runner.addresses[0][1]

    async def stop(self) -> None:
        """Finishes the requests in hand."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _received(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._hook.secret.encode()):
            raise web.HTTPForbidden
        if (request.content_length or 0) > LARGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, request.content_length or 0)
        try:
            async with timeout(_PATIENCE):
                payload = (await request.read()).decode()
            update = json.loads(payload)
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        except (ValueError, RecursionError):
            raise web.HTTPBadRequest from None
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            raise web.HTTPBadRequest
        try:
            await self._take(update, payload)
        except UnavailableError:
            raise web.HTTPServiceUnavailable from None  # then Telegram sends it again
        return web.Response()

    @web.middleware
    async def _counted(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        status = 500
        try:
            response = await handler(request)
            status = response.status
        except web.HTTPException as refusal:
            status = refusal.status
            raise
        finally:
            self._metrics.webhook_requests.labels(str(status)).inc()
        return response
