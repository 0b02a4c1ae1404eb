"""A server that does what a test says with a connection: answer, hang, reset, stop midway."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

OK = b'{"ok":true,"result":true}'


def answer(body: bytes = OK, status: int = 200, *headers: str) -> bytes:
    """A complete HTTP answer."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@dataclass
class Connection:
    """One connection, seen from the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    requests: list[bytes]

    async def request(self) -> bytes:
        """The next request, head and body; an IncompleteReadError where no more comes."""
        head = await self.head()
        length = next(
            (
                int(line[15:])
                for line in head.lower().split(b"\r\n")
                if line[:15] == b"content-length:"
            ),
            0,
        )
        body = await self.reader.readexactly(length)
        self.requests.append(head + body)
        return head + body

    async def head(self) -> bytes:
        return await self.reader.readuntil(b"\r\n\r\n")

    async def form_end(self) -> None:
        """Reads to the end of a form and throws it away."""
        while not (await self.reader.read(1 << 16)).endswith(b"--\r\n"):
            pass

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        """Ends it with RST in place of FIN."""
        sock: socket.socket = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.close()

    async def gone(self) -> None:
        """Returns when the other side has closed it; what comes before is thrown away."""
        try:
            while await self.reader.read(1 << 16):
                pass
        except ConnectionError:
            pass


Talk = Callable[[Connection], Awaitable[None]]


@dataclass
class RawServer:
    port: int
    connections: int = 0
    requests: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def raw_server(talk: Talk) -> AsyncIterator[RawServer]:
    """Serves until the end of the block; a connection is closed when `talk` returns."""
    server = RawServer(0)
    talks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        server.connections += 1
        try:
            await talk(Connection(reader, writer, server.requests))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            writer.close()

    listening = await asyncio.start_server(handle, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)
        await listening.wait_closed()


async def answering(connection: Connection) -> None:
    """Answers each request, on the connection that it came by."""
    while True:
        await connection.request()
        await connection.send(answer())
