"""A network in the way of the bot that a test can make slow or silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class Relay:
    """Passes connections on; `hold` are words, and who says one of them waits until `release`."""

    port: int = 0
    hold: bytes = b""
    held: asyncio.Event = field(default_factory=asyncio.Event)
    """Whether something is held."""
    _released: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def release(self) -> None:
        self.hold = b""
        self._released.set()

    async def forward(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        renamed: tuple[bytes, bytes] = (b"", b""),
    ) -> None:
        try:
            while data := await reader.read(1 << 16):
                if self.hold and self.hold in data:
                    self.held.set()
                    await self._released.wait()
                writer.write(data.replace(*renamed) if all(renamed) else data)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    def start(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        renamed: tuple[bytes, bytes] = (b"", b""),
    ) -> None:
        task = asyncio.create_task(self.forward(reader, writer, renamed))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


@asynccontextmanager
async def relay_to(target: str | int) -> AsyncIterator[Relay]:
    """Before a port of this machine, or a Unix socket."""
    relay = Relay()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        renamed = b"", b""
        if isinstance(target, int):
            there = await asyncio.open_connection("127.0.0.1", target)
            # The local Bot API server refuses a Host that is not its own.
            renamed = b"127.0.0.1:%d" % relay.port, b"127.0.0.1:%d" % target
        else:
            there = await asyncio.open_unix_connection(target)
        relay.start(reader, there[1], renamed)
        relay.start(there[0], writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        for task in [*relay.tasks]:
            task.cancel()
        await asyncio.gather(*relay.tasks, return_exceptions=True)
