"""The HTTP server: the Bot API under /bot<token>/, files, and the chat page."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
from pathlib import Path
from typing import Any

from aiohttp import web

from .clock import DemoClock
from .errors import ApiError, CutError
from .faults import Call
from .guard import is_loopback, make_guard
from .methods import perform
from .page import Page
from .parameters import Parameters, Upload, read_parameters
from .state_file import StateFile
from .webhooks import Postman
from .world import World

LARGEST_BODY = 20 << 20
OUTAGE_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"
log = logging.getLogger(__name__)


class DemoServer:
    """A local Bot API server with a chat page, for one bot."""

    def __init__(
        self,
        token: str,
        clock: DemoClock,
        *,
        state_file: Path | None = None,
        username: str = "backday_bot",
        banner: str = "Local demo: no Telegram token set",
    ) -> None:
        self.world = World(clock, username)
        self.url = ""
        self._token = token
        self._port = 0
        self._state = StateFile(state_file, self.world) if state_file is not None else None
        if self._state is not None:
            self._state.load()
        self._page = Page(self.world, banner, self._saved)
        self._runner: web.AppRunner | None = None
        self._postman: asyncio.Task[None] | None = None
        self._writer: asyncio.Task[None] | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 8080) -> None:
        """Listens; port 0 takes any free one. OSError if taken, ValueError if not loopback."""
        if not is_loopback(host):
            raise ValueError(f"the local server listens on this machine only, not on {host}")
        app = web.Application(
            client_max_size=LARGEST_BODY, middlewares=[make_guard(lambda: self._port)]
        )
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._page.add_routes(app)
        app.on_shutdown.append(self._end_waiting)
        # The access log would show the token, which is part of every path.
        runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=1.0
        )
        await runner.setup()
        try:
            site = web.TCPSite(runner, host, port)
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self._port = runner.addresses[0][1]
        self.url = f"http://{host if ':' not in host else f'[{host}]'}:{self._port}"
        self.world.updates.reopen()
        self._postman = asyncio.create_task(Postman(self.world).run())
        if self._state is not None:
            self._writer = asyncio.create_task(self._state.keep_writing())

    async def stop(self) -> None:
        """Ends open polls and pages, saves, and stops listening."""
        if self._runner is None:
            return
        runner, self._runner = self._runner, None
        if self._postman is not None:
            self._postman.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._postman
        await runner.cleanup()
        if self._writer is not None:
            await self._saved()
            self._writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._writer
            self._writer = None

    async def _end_waiting(self, _app: web.Application) -> None:
        self.world.updates.close()
        await self._page.close()

    async def _saved(self) -> None:
        if self._state is not None:
            await self._state.saved()

    async def _call(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        faults = self.world.faults
        if faults.is_out():
            return _outage()
        if not self._authorized(request):
            return _failed(ApiError(401, "Unauthorized"))
        params = Parameters({}, {})
        try:
            params = await read_parameters(request)
            faults.check(name)
            result = await perform(self.world, name, params)
        except ApiError as error:
            self._record(name, params, error)
            return _failed(error)
        except CutError:
            self._record(name, params, ApiError(0, "the connection was closed"))
            return _closed(request)
        except web.HTTPRequestEntityTooLarge:
            return _failed(ApiError(413, "Request Entity Too Large"))
        except Exception:
            log.exception("The local server failed in %s", name)
            return _failed(ApiError(500, "Internal Server Error"))
        if faults.is_out():
            return _outage()
        dropped = faults.take_drop(name)
        message = result.get("message_id") if isinstance(result, dict) else None
        self._record(name, params, dropped=dropped, message=message)
        await self._saved()
        return _closed(request) if dropped else web.json_response({"ok": True, "result": result})

    def _record(
        self,
        name: str,
        params: Parameters,
        error: ApiError | None = None,
        *,
        dropped: bool = False,
        message: int | None = None,
    ) -> None:
        if error is None and name.lower() == "getupdates":
            return
        values = params.values | {key: _described(file) for key, file in params.uploads.items()}
        call = Call(name, values, self.world.now(), dropped=dropped, message=message)
        if error is not None:
            call.ok, call.status, call.description = False, error.status, error.description
        self.world.record(call)

    async def _file(self, request: web.Request) -> web.Response:
        if not self._authorized(request):
            return _failed(ApiError(401, "Unauthorized"))
        unique_id = request.match_info["path"].rpartition("/")[2]
        for file in self.world.files.by_id.values():
            if file.unique_id == unique_id and file.original in self.world.files.contents:
                return web.Response(body=self.world.files.read(file), content_type=file.mime)
        return _failed(ApiError(404, "Not Found"))

    def _authorized(self, request: web.Request) -> bool:
        given = request.match_info["token"].encode()
        return hmac.compare_digest(given, self._token.encode())


def _described(file: Upload) -> dict[str, Any]:
    return {"name": file.name, "size": len(file.data), "mime": file.mime}


def _failed(error: ApiError) -> web.Response:
    body: dict[str, Any] = {
        "ok": False,
        "error_code": error.status,
        "description": error.description,
    }
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
    return web.json_response(body, status=error.status)


def _closed(request: web.Request) -> web.Response:
    """An answer that nobody gets."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


def _outage() -> web.Response:
    return web.Response(status=502, text=OUTAGE_PAGE, content_type="text/html")
