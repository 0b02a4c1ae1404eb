"""The chat page: its static files, the live connection, and what people do on it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import WSMsgType, web

from .actions import act, ask_inline, send_photo
from .errors import ApiError, ScreenError
from .inline import ANSWER_SECONDS
from .view import answer_view, clock_view, view
from .world import World

FOLDER = Path(__file__).parent / "page"
STATIC = {
    "/": ("index.html", "text/html"),
    "/chat.css": ("chat.css", "text/css"),
    "/chat.js": ("chat.js", "text/javascript"),
    "/composer.js": ("composer.js", "text/javascript"),
    "/connection.js": ("connection.js", "text/javascript"),
    "/dom.js": ("dom.js", "text/javascript"),
    "/inline.js": ("inline.js", "text/javascript"),
    "/message.js": ("message.js", "text/javascript"),
    "/notices.js": ("notices.js", "text/javascript"),
    "/phone.js": ("phone.js", "text/javascript"),
    "/popover.js": ("popover.js", "text/javascript"),
    "/text.js": ("text.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/wallpaper.svg": ("wallpaper.svg", "image/svg+xml"),
}
CLOCK_SECONDS = 1.0
LARGEST_ACTION = 64 << 10


class Page:
    """Serves the page and keeps every open one up to date."""

    def __init__(self, world: World, banner: str, saved: Callable[[], Awaitable[None]]) -> None:
        self._world = world
        self._banner = banner
        self._saved = saved
        self._open: set[web.WebSocketResponse] = set()

    def add_routes(self, app: web.Application) -> None:
        for path in STATIC:
            app.router.add_get(path, self._static)
        app.router.add_get("/live", self._live)
        app.router.add_post("/act", self._act)
        app.router.add_post("/inline", self._inline)
        app.router.add_post("/photo", self._send_photo)
        app.router.add_get("/photo/{unique_id}", self._photo)
        app.router.add_get("/document/{unique_id}", self._file)

    async def close(self) -> None:
        self._world.touch()  # inline queries that wait see that the server stops
        for socket in list(self._open):
            await socket.close(code=1001, message=b"server stops")

    async def _static(self, request: web.Request) -> web.FileResponse:
        name, mime = STATIC[request.path]
        return web.FileResponse(FOLDER / name, headers={"Content-Type": f"{mime}; charset=utf-8"})

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        """Sends the state after every change and the clock every second."""
        socket = web.WebSocketResponse(max_msg_size=1024)
        await socket.prepare(request)
        if not self._world.users:
            self._world.person("You")
        self._open.add(socket)
        sender = asyncio.create_task(self._feed(socket))
        try:
            async for message in socket:
                if message.type in (WSMsgType.ERROR, WSMsgType.CLOSE):
                    break
        finally:
            sender.cancel()
            self._open.discard(socket)
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await sender
        return socket

    async def _feed(self, socket: web.WebSocketResponse) -> None:
        sent = -1
        while not socket.closed:
            if self._world.revision != sent:
                since, sent = sent, self._world.revision
                await socket.send_json(view(self._world, self._banner, since))
            try:
                async with asyncio.timeout(CLOCK_SECONDS):
                    await self._world.changed_since(sent)
            except TimeoutError:
                await socket.send_json(clock_view(self._world))

    async def _act(self, request: web.Request) -> web.Response:
        """One deed of a person, as JSON {"action": …, …}."""
        try:
            act(self._world, await _body(request))
        except ScreenError as error:
            return _refused(str(error))
        except (ValueError, KeyError, TypeError):
            return _refused("not understood")
        return await self._done()

    async def _inline(self, request: web.Request) -> web.Response:
        """An inline query as JSON; waits for the bot, and shows no results if it is silent."""
        try:
            query = ask_inline(self._world, await _body(request))
        except ScreenError as error:
            return _refused(str(error))
        except (ValueError, KeyError, TypeError):
            return _refused("not understood")
        updates = self._world.updates
        with contextlib.suppress(TimeoutError):
            await self._world.until(lambda: query.answer or updates.closed, ANSWER_SECONDS)
        return web.json_response(answer_view(query))

    async def _send_photo(self, request: web.Request) -> web.Response:
        """A photo as the body; who sends it and the caption in the query."""
        try:
            name, chat_id = request.query["person"], request.query["chat"]
            caption = request.query.get("caption", "")
            send_photo(self._world, name, chat_id, await request.read(), caption)
        except (ScreenError, ApiError) as error:
            return _refused(str(error).removeprefix("Bad Request: "))
        except KeyError:
            return _refused("not understood")
        return await self._done()

    async def _photo(self, request: web.Request) -> web.Response:
        for file in self._world.files.by_id.values():
            if file.unique_id == request.match_info["unique_id"] and file.kind == "photo":
                return web.Response(body=self._world.files.read(file), content_type=file.mime)
        raise web.HTTPNotFound

    async def _file(self, request: web.Request) -> web.Response:
        """A document, to be saved; never shown, since it would run as a part of the page."""
        for file in self._world.files.by_id.values():
            if file.unique_id == request.match_info["unique_id"] and file.kind == "document":
                headers = {
                    "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"
                }
                return web.Response(body=self._world.files.read(file), headers=headers)
        raise web.HTTPNotFound

    async def _done(self) -> web.Response:
        await self._saved()
        return web.json_response({"ok": True})


async def _body(request: web.Request) -> Any:
    """The JSON of a request; ScreenError or ValueError if it is none."""
    if request.content_type != "application/json":
        raise ScreenError("JSON expected")
    if (request.content_length or 0) > LARGEST_ACTION:
        raise ScreenError("too long")
    return await request.json()


def _refused(reason: str) -> web.Response:
    return web.json_response({"ok": False, "error": reason}, status=400)
