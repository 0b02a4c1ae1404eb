"""A load balancer before processes that take posts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, web

from handlers.webhook import SECRET_HEADER

PATH = "/hook"


class Proxy:
    """Hands each request to the next process; 502 where that one does not listen."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self._turn = 0
        self.url = ""

    async def _pass_on(self, request: web.Request) -> web.Response:
        self._turn += 1
        port = self._ports[self._turn % len(self._ports)]
        headers = {SECRET_HEADER: request.headers[SECRET_HEADER]}
        url, body = f"http://127.0.0.1:{port}{PATH}", await request.read()
        try:
            async with (
                ClientSession() as session,
                session.post(url, data=body, headers=headers) as it,
            ):
                return web.Response(status=it.status)
        except ClientError:
            return web.Response(status=502)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Proxy"]:
        app = web.Application()
        app.router.add_post(PATH, self._pass_on)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
        try:
            yield self
        finally:
            await runner.cleanup()
