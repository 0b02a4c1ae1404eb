"""The HTTP client below python-telegram-bot: aiohttp, at a third of the CPU of the library's own.

No error and no log line has the address of a call, which holds the token.
"""

import asyncio
import functools
import os
import ssl
import time
from collections.abc import AsyncIterator
from typing import IO

import certifi
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    JsonPayload,
    MultipartWriter,
    Payload,
    SocketTimeoutError,
    TCPConnector,
)
from aiohttp.abc import AbstractStreamWriter
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.metrics import Metrics
from handlers.unsure import UnsureError

_IDLE = 15.0
"""Seconds that an idle connection is kept. Servers close one later, nginx after 75, so that a call
rarely meets a connection that is being closed. Where it does, it fails and is not made again here:
it may have been done, and the Bot API has no key that tells a repetition."""
_SENT, _POLL = "sent", "getupdates"
_OUTCOMES = {200: _SENT, 403: "blocked", 429: "flood"}
_CHUNK = 64 << 10
"""Bytes of a file that are read and written at a time."""


class Transport(BaseRequest):
    """Calls over connections that are kept; at most `connections` at once, the rest wait in order.

    `proxy` is an http:// or https:// address, with user and password where it asks for them.
    Time-outs are seconds, None for none: to get a connection that is free (`pool`), to open one,
    proxy and TLS included (`connect`), for a chunk of a file to go out (`write`), for the next
    bytes of an answer to come in (`read`).

    Raises TimedOut for a time-out and NetworkError for all else that keeps an answer from coming;
    what an answer means is up to the library.
    """

    def __init__(
        self,
        connections: int,
        *,
        proxy: str | None = None,
        metrics: Metrics | None = None,
        pool: float | None = 10.0,
        connect: float | None = 5.0,
        write: float | None = 20.0,
        read: float | None = 5.0,
    ) -> None:
        self._room = asyncio.Semaphore(connections)
        self._proxy = proxy
        self._metrics = metrics or Metrics()
        self._in_use = self._metrics.pool_in_use.labels("telegram")
        self._queue = self._metrics.pool_waiting.labels("telegram")
        self._pool, self._connect, self._write, self._read = pool, connect, write, read
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        if self._session is None:
            self._session = ClientSession(
                connector=TCPConnector(limit=0, keepalive_timeout=_IDLE, ssl=_trusted()),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of an answer, whatever the status."""
        session = self._session
        if session is None:
            raise RuntimeError("This Transport is not initialized!")
        timeout = ClientTimeout(
            connect=_seconds(connect_timeout, self._connect),
            sock_read=_seconds(read_timeout, self._read),
        )
        body = _body(request_data, _seconds(write_timeout, self._write))
        started = time.monotonic()
        await self._enter(_seconds(pool_timeout, self._pool))
        self._in_use.inc()
        try:
            async with session.request(
                method, url, data=body, timeout=timeout, allow_redirects=False
            ) as response:
                status, answer = response.status, await response.read()
        except (ClientError, OSError) as error:
            failure = _failure(error)
        else:
            self._count(url, _outcome(status), started)
            return status, answer
        finally:
            self._in_use.dec()
            self._room.release()
        self._count(url, "timeout" if isinstance(failure, TimedOut) else "network", started)
        # Raised out here, or the error of aiohttp, which has the address, would be its context.
        raise failure

    def _count(self, url: str, outcome: str, started: float) -> None:
        if outcome == _SENT:
            self._metrics.answered()
        name = url.rpartition("/")[2].lower()
        if name != _POLL:  # which waits for updates, and says nothing about sending
            self._metrics.sends.labels(name if name.isalpha() else "file", outcome).inc()
            self._metrics.send_seconds.observe(time.monotonic() - started)

    async def _enter(self, seconds: float | None) -> None:
        if not self._room.locked():
            await self._room.acquire()
            return
        self._queue.inc()
        try:
            async with asyncio.timeout(seconds):
                await self._room.acquire()
        except TimeoutError:
            raise TimedOut(
                "Pool timeout: all connections are in use. The request was *not* sent to Telegram."
            ) from None
        finally:
            self._queue.dec()


class _File(Payload):
    """A file in a form: read and sent in chunks; TimeoutError where one does not go out in time.

    A handle is sent from its start and not closed, so that a call can be made again.
    """

    def __init__(self, content: bytes | IO[bytes], mime: str, seconds: float | None) -> None:
        super().__init__(content, content_type=mime)
        self._seconds = seconds
        if isinstance(content, bytes):
            self._size = len(content)
        elif content.seekable():
            self._size = content.seek(0, os.SEEK_END)
            content.seek(0)

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        raise NotImplementedError("a file is only sent")

    async def write(self, writer: AbstractStreamWriter) -> None:
        async for chunk in self._chunks():
            async with asyncio.timeout(self._seconds):
                await writer.write(chunk)
                await writer.drain()

    async def _chunks(self) -> AsyncIterator[bytes | memoryview]:
        if isinstance(self._value, bytes):
            view = memoryview(self._value)
            for start in range(0, len(view), _CHUNK):
                yield view[start : start + _CHUNK]
        else:
            while chunk := await asyncio.to_thread(self._value.read, _CHUNK):
                yield chunk


def _body(data: RequestData | None, seconds: float | None) -> Payload | None:
    """JSON, or a form where there are files."""
    if data is None:
        return None
    if not data.contains_files:
        return JsonPayload(data.parameters)
    form = MultipartWriter("form-data")
    for name, text in data.json_parameters.items():
        part = form.append(text)
        part.set_content_disposition("form-data", quote_fields=False, name=name)
    for name, (filename, content, mime) in data.multipart_data.items():
        part = form.append_payload(_File(content, mime, seconds))
        part.set_content_disposition("form-data", quote_fields=False, name=name, filename=filename)
    return form


def _outcome(status: int) -> str:
    return _OUTCOMES.get(status, "refused" if status < 500 else "outage")


def _failure(error: Exception) -> NetworkError:
    """What went wrong, in words that never have the address of the call."""
    match error:
        case ConnectionTimeoutError():
            return TimedOut(
                "Connect timeout: no connection came about. The request was *not* sent to Telegram."
            )
        case SocketTimeoutError():
            return TimedOut("Read timeout: no answer came. The request may have been done.")
        case TimeoutError():
            return TimedOut("Write timeout: a file could not be sent.")
        case ClientHttpProxyError():
            return NetworkError(f"The proxy refused: {error.status}")
        case ClientConnectorError():
            return NetworkError(f"{type(error).__name__}: {error.strerror}")
        case OSError(errno=int(number)):
            reason = os.strerror(number)
        case _:
            reason = "the connection was closed before the answer was complete"
    return UnsureError(f"{type(error).__name__}: {reason}")


def _seconds(given: object, default: float | None) -> float | None:
    return given if given is None or isinstance(given, int | float) else default


@functools.cache
def _trusted() -> ssl.SSLContext:
    """The system's certificates and, since not every system has some, those of certifi."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    context.set_alpn_protocols(["http/1.1"])
    return context
