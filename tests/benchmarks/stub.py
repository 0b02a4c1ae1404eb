"""A Bot API server that costs little, and people who tap: the load of the benchmark of taps.

It runs in a process of its own (`served`) and is told what to do through a pipe (`Stub`). It knows
no rules of Telegram: a message has the text and the buttons that it was sent or edited with.
"""

import asyncio
import json
import os
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qsl

TOKEN = "123456:benchmark"
BOT = {
    "id": 123456,
    "is_bot": True,
    "first_name": "BackDay",
    "username": "backday_bot",
    "supports_inline_queries": True,
}
TOO_MANY = {
    "ok": False,
    "error_code": 429,
    "description": "Too Many Requests: retry after 1",
    "parameters": {"retry_after": 1},
}
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Pipe = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PRESSED = ("✓ Done", "Next set now")
"""Labels of the buttons that are tapped, by how they begin."""
_MOST_UPDATES = 100
_WINDOW = 1.0
_PORTIONS = 0.005
"""Seconds between two portions of an open load."""


def pin(core: int, process: int = 0) -> None:
    """Keeps a process, or this one, on one core, where the system can and has it."""
    if hasattr(os, "sched_setaffinity") and core in os.sched_getaffinity(0):
        os.sched_setaffinity(process, {core})


@dataclass
class Person:
    """A person and the message with buttons in their chat."""

    id: int
    message: int = 0
    text: str = ""
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    offered: float = 0.0
    """When they wrote or tapped last."""
    awaits: set[str] = field(default_factory=set)
    """What is still to come: an "answer" to the press, and what is "shown"."""

    def data(self) -> str | None:
        """Of the button that they would tap next, if there is one."""
        for row in self.buttons:
            for button in row:
                if str(button["text"]).startswith(PRESSED):
                    return str(button["callback_data"])
        return None


class RefusedError(Exception):
    """One message more than the limit allows."""


class World:
    """What one bot is served with."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.updates: deque[dict[str, Any]] = deque()
        self.latency = 0.0
        """Seconds that each call takes, but getUpdates."""
        self.taken: list[float] = []
        """Seconds from a tap to its edit, for each that is done."""
        self.open = 0
        """Taps that are not done yet."""
        self.whenever_done: Callable[[Person], None] = lambda _person: None
        self.limit: int | None = None
        """Messages that are taken within any second."""
        self.refused = 0
        self.messages: list[tuple[float, int]] = []
        """When each was taken, as `time.time` says, and for whom; while there is a limit."""
        self._lately: deque[float] = deque()
        self.hooks: list[tuple[str, int, str]] = []
        """Where updates are posted to, in turns: host, port and path; none: they are polled for."""
        self.secret = ""
        self._idle: dict[int, list[Pipe]] = {}
        self._posts: set[asyncio.Task[None]] = set()
        self._numbers = 0
        self._arrived, self._none_open = asyncio.Event(), asyncio.Event()

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def writes(self, person: Person, text: str) -> None:
        message = {"message_id": self.number(), "text": text, **self._in_chat(person)}
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        message["from"] = _user(person)
        self._offer(person, {"message": message}, {"shown"})

    def taps(self, person: Person, data: str) -> None:
        query = {
            "id": str(person.id),
            "from": _user(person),
            "message": self._shown(person),
            "chat_instance": "1",
            "data": data,
        }
        self._offer(person, {"callback_query": query}, {"answer", "shown"})

    def _offer(self, person: Person, what: dict[str, Any], awaits: set[str]) -> None:
        person.awaits, person.offered = awaits, time.perf_counter()
        self.open += 1
        update = {"update_id": self.number(), **what}
        if self.hooks:
            task = asyncio.create_task(self._post(update))
            self._posts.add(task)
            task.add_done_callback(self._posts.discard)
            return
        self.updates.append(update)
        self._arrived.set()

    async def _post(self, update: dict[str, Any]) -> None:
        """As Telegram does through a load balancer."""
        turn = update["update_id"] % len(self.hooks)
        host, port, path = self.hooks[turn]
        idle = self._idle.setdefault(turn, [])
        try:
            pipe = idle.pop() if idle else await asyncio.open_connection(host, port)
            await self._posted(pipe, host, path, json.dumps(update).encode())
        except (ConnectionError, asyncio.IncompleteReadError):
            return  # the bot was killed: its measurement is over
        idle.append(pipe)

    async def _posted(self, pipe: Pipe, host: str, path: str, body: bytes) -> None:
        reader, writer = pipe
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\n{SECRET_HEADER}: {self.secret}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = answer.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length or 0))
        if b" 200 " not in answer.split(b"\r\n", 1)[0]:
            raise RuntimeError(answer.decode())

    async def get_updates(self, values: dict[str, Any]) -> list[dict[str, Any]]:
        offset, seconds = int(values.get("offset") or 0), float(values.get("timeout") or 0)
        while self.updates and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        self._arrived.clear()
        if not self.updates:
            try:
                async with asyncio.timeout(seconds):
                    await self._arrived.wait()
            except TimeoutError:
                pass
        return [self.updates[at] for at in range(min(_MOST_UPDATES, len(self.updates)))]

    def call(self, name: str, values: dict[str, Any]) -> object:
        """The result of a call that is done."""
        match name.lower():
            case "getme":
                return BOT
            case "setwebhook":
                self.secret = str(values["secret_token"])
            case "answercallbackquery":
                self._came("answer", self.people[int(values["callback_query_id"])])
                return True
            case "sendmessage" | "editmessagetext" as method:
                chat = int(values["chat_id"])
                person = self.people.get(chat) or Person(chat)
                if method == "sendmessage":
                    self._count(chat)
                    person.message = self.number()
                markup = values.get("reply_markup") or {"inline_keyboard": []}
                if isinstance(markup, str):
                    markup = json.loads(markup)
                person.text, person.buttons = values["text"], markup["inline_keyboard"]
                self._came("shown", person)
                return self._shown(person)
        return True

    def _count(self, chat: int) -> None:
        """A message; RefusedError where it is one too many."""
        if self.limit is None:
            return
        now = time.time()
        while self._lately and self._lately[0] <= now - _WINDOW:
            self._lately.popleft()
        if len(self._lately) >= self.limit:
            self.refused += 1
            raise RefusedError
        self._lately.append(now)
        self.messages.append((now, chat))

    def _came(self, what: str, person: Person) -> None:
        if what not in person.awaits:
            return
        person.awaits.discard(what)
        if not person.awaits:
            self.open -= 1
            if not self.open:
                self._none_open.set()
            self.taken.append(time.perf_counter() - person.offered)
            self.whenever_done(person)

    def _shown(self, person: Person) -> dict[str, Any]:
        markup = {"inline_keyboard": person.buttons}
        message = {"message_id": person.message, "text": person.text, "reply_markup": markup}
        return message | {"from": BOT} | self._in_chat(person)

    def _in_chat(self, person: Person) -> dict[str, Any]:
        return {"date": int(time.time()), "chat": {**_user(person), "type": "private"}}

    # The loads.

    async def prepare(self, card: tuple[str, list[list[dict[str, Any]]]] | None, n: int) -> None:
        """So many people with a card that can be tapped: this one, or what a bot shows them."""
        self.people = {person.id: person for person in map(Person, range(1, n + 1))}
        for person in self.people.values():
            person.message = self.number()
            if card is not None:
                person.text, person.buttons = card
        if card is None:
            for person in self.people.values():
                self.writes(person, "/backday")
            await self.drained()
            for person in self.people.values():
                self.taps(person, person.buttons[0][0]["callback_data"])
            await self.drained()

    def _ready(self) -> Iterator[tuple[Person, str] | None]:
        """Those who can tap, in turns; None where for now nobody can."""
        while True:
            found = False
            for person in self.people.values():
                data = person.data()
                if data is not None and not person.awaits:
                    found = True
                    yield person, data
            if not found:
                yield None

    async def closed(self, taps: int, at_once: int) -> list[float]:
        """So many taps; each one that is done is followed by another."""
        self.taken.clear()
        ready = self._ready()
        left, done = taps, asyncio.Event()

        def another(_person: Person | None = None) -> None:
            nonlocal left
            if left:
                left -= 1
                pair = next(ready)
                assert pair is not None, "too few people for so many taps"
                self.taps(*pair)
            elif not self.open:
                done.set()

        self.whenever_done = another
        for _ in range(min(at_once, taps)):
            another()
        await done.wait()
        self.whenever_done = lambda _person: None
        return self.taken

    async def opened(self, rate: float, seconds: float) -> dict[str, Any]:
        """So many taps a second, whether the bot keeps up or not, and then what is left of them."""
        self.taken.clear()
        ready = self._ready()
        start, offered, left, look = time.perf_counter(), 0, [], 1.0
        while (now := time.perf_counter() - start) < seconds:
            while offered < now * rate:
                pair = next(ready)
                if pair is None:
                    break
                self.taps(*pair)
                offered += 1
            if now >= look:
                left.append(self.open)
                look += 1.0
            await asyncio.sleep(_PORTIONS)
        return {"offered": offered, "done": len(self.taken), "taken": self.taken[:], "open": left}

    async def watched(self) -> dict[str, Any]:
        """What came since this was asked for last."""
        messages, self.messages = self.messages, []
        refused, self.refused = self.refused, 0
        return {"messages": messages, "refused": refused}

    async def burst(self, waiting: int, rate: float, seconds: float) -> dict[str, Any]:
        """Taps that waited while the bot was away, and more that come meanwhile."""
        ready = self._ready()
        for _ in range(waiting):
            pair = next(ready)
            assert pair is not None, "too few people for so many taps"
            self.taps(*pair)
        return await self.opened(rate, seconds)

    async def drained(self) -> None:
        """Returns when nothing is open."""
        if self.open:
            self._none_open.clear()
            await self._none_open.wait()


def _user(person: Person) -> dict[str, Any]:
    return {"id": person.id, "is_bot": False, "first_name": f"Person {person.id}"}


class Http(asyncio.Protocol):
    """As much of HTTP/1.1 as the clients speak: one request at a time, with a length."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._buffer = b""
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        for task in self._tasks:
            task.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) < end + 4 + length:
            return
        body = self._buffer[end + 4 : end + 4 + length]
        name = self._buffer.split(b" ", 2)[1].rpartition(b"/")[2].decode()
        self._buffer = self._buffer[end + 4 + length :]
        values = (
            json.loads(body or b"{}")
            if b"application/json" in head
            else dict(parse_qsl(body.decode()))
        )
        if name.lower() == "getupdates":
            task = asyncio.create_task(self._poll(values))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif self._world.latency:
            loop = asyncio.get_running_loop()
            loop.call_later(self._world.latency, self._answer, name, values)
        else:
            self._answer(name, values)

    async def _poll(self, values: dict[str, Any]) -> None:
        self._send(await self._world.get_updates(values))

    def _answer(self, name: str, values: dict[str, Any]) -> None:
        try:
            self._send(self._world.call(name, values))
        except RefusedError:
            self._write(b"429 Too Many Requests", TOO_MANY)

    def _send(self, result: object) -> None:
        self._write(b"200 OK", {"ok": True, "result": result})

    def _write(self, status: bytes, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self._transport.write(
            b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (status, len(body), body)
        )


def served(pipe: Connection, core: int) -> None:
    """Runs until it is told to end; each bot is served at a port of its own."""
    pin(core)
    worlds: dict[int, World] = {}

    async def run() -> None:
        loop = asyncio.get_running_loop()
        while True:
            port, command, arguments = await asyncio.to_thread(pipe.recv)
            if command == "end":
                return
            if command == "serve":
                world = World()
                server = await loop.create_server(lambda w=world: Http(w), "127.0.0.1", 0)  # type: ignore[misc]
                port = server.sockets[0].getsockname()[1]
                worlds[port] = world
                pipe.send(port)
            elif command in ("latency", "limit", "hooks"):
                setattr(worlds[port], command, *arguments)
                pipe.send(None)
            else:
                act: Callable[..., Coroutine[Any, Any, Any]] = getattr(worlds[port], command)
                pipe.send(await act(*arguments))

    asyncio.run(run())


class Stub:
    """The server, seen from the benchmark's own process."""

    def __init__(self, core: int) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        context.Process(target=served, args=(theirs, core), daemon=True).start()

    def __call__(self, port: int, command: str, *arguments: object) -> Any:
        self._pipe.send((port, command, arguments))
        return self._pipe.recv()

    def end(self) -> None:
        self._pipe.send((0, "end", ()))
