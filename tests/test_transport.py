"""Calls to Telegram over real sockets: what comes through, what fails and how it is told."""

import asyncio
import base64
import contextlib
import io
import json
import logging
import socket
import traceback
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, InputFile
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.demo import DemoServer
from handlers.transport import Transport
from handlers.unsure import UnsureError
from tests.raw_server import Connection, Talk, answer, answering, raw_server
from tests.running_bot import TOKEN as DEMO_TOKEN
from tests.running_bot import RunningBot

SECRET = "AAE-not_a_real_token_of_any_bot_x"
TOKEN = f"123456789:{SECRET}"
SOON = 0.1
"""Seconds of a time-out that is meant to run out."""


@pytest.fixture(autouse=True)
def no_log_has_the_token(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    yield
    formatter = logging.Formatter()
    for record in caplog.get_records("call"):
        if record.name == "telegram.Bot":  # says the address when it is made; our logs leave it out
            continue
        assert SECRET not in formatter.format(record)


@asynccontextmanager
async def calling(
    url: str,
    token: str = TOKEN,
    *,
    connections: int = 4,
    proxy: str | None = None,
    **time_outs: Any,
) -> AsyncIterator[Bot]:
    """A bot of the library that is ready to make calls, and has made none."""
    transport = Transport(connections, proxy=proxy, **time_outs)
    bot = Bot(token, f"{url}/bot", f"{url}/file/bot", transport, transport)
    async with transport:
        yield bot


async def refused(call: Awaitable[object]) -> TelegramError:
    """The error of a call, which shows the token nowhere."""
    with pytest.raises(TelegramError) as caught:
        await call
    seen: list[BaseException | None] = [caught.value]
    while (error := seen.pop()) is not None:
        assert SECRET not in str(error) + repr(error) + repr(error.__dict__)
        seen += [error.__cause__] if error.__cause__ else [error.__context__]
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return caught.value


async def fails(talk: Talk, read: float = 5) -> TelegramError:
    """How a call fails at a server that does this."""
    async with raw_server(talk) as server, calling(server.url, read=read) as bot:
        error = await refused(bot.answer_callback_query("1"))
        assert server.connections <= 1
    return error


class TestAnswers:
    async def test_a_call_carries_what_was_asked_and_brings_the_result(self) -> None:
        async with raw_server(answering) as server, calling(server.url) as bot:
            assert await bot.answer_callback_query("1", "Done – übung 💪", show_alert=True) is True
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
        assert head.startswith(f"POST /bot{TOKEN}/answerCallbackQuery HTTP/1.1\r\n".encode())
        assert b"content-type: application/json" in head.lower()
        assert json.loads(body) == {
            "callback_query_id": "1",
            "text": "Done – übung 💪",
            "show_alert": True,
        }

    async def test_a_slow_answer_is_waited_for_while_it_comes(self) -> None:
        async def slow(connection: Connection) -> None:
            await connection.request()
            for part in (answer()[:10], answer()[10:40], answer()[40:60], answer()[60:-1]):
                await connection.send(part)
                await asyncio.sleep(0.05)
            await connection.send(answer()[-1:])

        async with raw_server(slow) as server, calling(server.url, read=0.15) as bot:
            assert await bot.answer_callback_query("1") is True

    async def test_an_answer_in_chunks(self) -> None:
        async def chunked(connection: Connection) -> None:
            await connection.request()
            head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            await connection.send(head + b'c\r\n{"ok":true, \r\nd\r\n"result":true\r\n')
            await connection.send(b"1\r\n}\r\n0\r\n\r\n")

        async with raw_server(chunked) as server, calling(server.url) as bot:
            assert await bot.answer_callback_query("1") is True

    async def test_a_long_poll_may_take_longer_than_other_calls(self) -> None:
        async def at_last(connection: Connection) -> None:
            await connection.request()
            await asyncio.sleep(2 * SOON)
            await connection.send(answer(b'{"ok":true,"result":[]}'))

        async with raw_server(at_last) as server, calling(server.url, read=SOON) as bot:
            assert await bot.get_updates(timeout=30) == ()

    async def test_a_call_may_have_a_time_out_of_its_own(self) -> None:
        async def at_last(connection: Connection) -> None:
            await connection.request()
            await asyncio.sleep(2 * SOON)
            await connection.send(answer())

        async with raw_server(at_last) as server, calling(server.url, read=SOON) as bot:
            assert await bot.answer_callback_query("1", read_timeout=None) is True

    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (302, NetworkError),
            (400, BadRequest),
            (401, InvalidToken),
            (403, Forbidden),
            (404, InvalidToken),
            (409, Conflict),
            (418, NetworkError),
            (500, NetworkError),
            (502, NetworkError),
        ],
    )
    async def test_a_refusal_is_what_the_library_makes_of_it(
        self, status: int, kind: type[TelegramError]
    ) -> None:
        async def refuse(connection: Connection) -> None:
            await connection.request()
            body = json.dumps({"ok": False, "error_code": status, "description": "No: because"})
            await connection.send(answer(body.encode(), status, "Location: /elsewhere"))

        error = await fails(refuse)
        assert type(error) is kind
        assert error.message == "No: because"

    async def test_a_flood_limit_says_how_long_to_wait(self) -> None:
        async def limit(connection: Connection) -> None:
            await connection.request()
            parameters = {"retry_after": 7}
            body = {"ok": False, "description": "Too Many Requests", "parameters": parameters}
            await connection.send(answer(json.dumps(body).encode(), 429))

        error = await fails(limit)
        assert isinstance(error, RetryAfter)
        assert error.retry_after == 7

    async def test_a_page_of_a_gateway_is_a_network_error(self) -> None:
        async def gateway(connection: Connection) -> None:
            await connection.request()
            page = b"<html><body>502 Bad Gateway</body></html>"
            await connection.send(answer(page, 502, "Content-Type: text/html"))

        error = await fails(gateway)
        assert type(error) is NetworkError
        assert "Bad Gateway (502)" in error.message


class TestBrokenConnections:
    async def test_reset_before_an_answer(self) -> None:
        async def reset(connection: Connection) -> None:
            await connection.request()
            connection.reset()

        error = await fails(reset)
        assert type(error) is UnsureError
        assert error.message == "ClientOSError: Connection reset by peer"

    async def test_reset_in_the_middle_of_an_answer(self) -> None:
        async def reset(connection: Connection) -> None:
            await connection.request()
            await connection.send(answer()[:-5])
            await asyncio.sleep(0.01)
            connection.reset()

        assert type(await fails(reset)) is UnsureError

    @pytest.mark.parametrize(
        "half",
        [
            b"",
            b"HTTP/1.1 200 OK\r\nContent-Le",
            answer()[:-5],
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n{",
            b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
            answer(b"not compressed", 200, "Content-Encoding: gzip"),
        ],
        ids=["nothing", "half a head", "half a body", "half a chunk", "not HTTP", "not gzip"],
    )
    async def test_closed_before_the_answer_was_complete(self, half: bytes) -> None:
        async def close(connection: Connection) -> None:
            await connection.request()
            await connection.send(half)

        error = await fails(close)
        assert type(error) is UnsureError
        assert "answer" in error.message

    async def test_nobody_listens(self) -> None:
        async with raw_server(answering) as server:
            pass
        async with calling(server.url) as bot:
            error = await refused(bot.answer_callback_query("1"))
        assert type(error) is NetworkError
        assert error.message.startswith("ClientConnectorError: Connect call failed")

    async def test_a_certificate_is_wanted_where_the_address_says_so(self) -> None:
        async def plain(connection: Connection) -> None:
            await connection.reader.read(1)
            await connection.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        async with (
            raw_server(plain) as server,
            calling(server.url.replace("http:", "https:")) as bot,
        ):
            error = await refused(bot.answer_callback_query("1"))
        assert type(error) is NetworkError
        assert "SSL" in error.message

    async def test_a_call_that_may_have_been_done_is_not_made_again(self) -> None:
        async def close_on_the_second(connection: Connection) -> None:
            await connection.request()
            await connection.send(answer())
            await connection.request()

        async with raw_server(close_on_the_second) as server, calling(server.url) as bot:
            await bot.answer_callback_query("1")
            assert type(await refused(bot.answer_callback_query("2"))) is UnsureError
            assert (server.connections, len(server.requests)) == (1, 2)


class TestTimeOuts:
    async def test_no_answer_comes(self) -> None:
        async def hang(connection: Connection) -> None:
            await connection.request()
            await connection.gone()

        error = await fails(hang, read=SOON)
        assert isinstance(error, TimedOut)
        assert "Read timeout" in error.message

    async def test_an_answer_stops_in_the_middle(self) -> None:
        async def stop(connection: Connection) -> None:
            await connection.request()
            await connection.send(answer()[:-5])
            await connection.gone()

        error = await fails(stop, read=SOON)
        assert isinstance(error, TimedOut)
        assert "Read timeout" in error.message

    async def test_no_connection_comes_about(self) -> None:
        with contextlib.ExitStack() as stack:
            full = stack.enter_context(socket.socket())
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            for _ in range(2):  # the system lets one more wait than it is told
                waiting = stack.enter_context(socket.socket())
                waiting.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    waiting.connect(full.getsockname())
            async with calling(f"http://127.0.0.1:{full.getsockname()[1]}", connect=SOON) as bot:
                error = await refused(bot.answer_callback_query("1"))
        assert isinstance(error, TimedOut)
        assert "Connect timeout" in error.message
        assert "*not* sent" in error.message

    async def test_a_server_does_not_greet(self) -> None:
        async with (
            raw_server(Connection.gone) as server,
            calling(server.url.replace("http:", "https:"), connect=SOON) as bot,
        ):
            error = await refused(bot.answer_callback_query("1"))
        assert isinstance(error, TimedOut)
        assert "Connect timeout" in error.message

    async def test_a_file_is_not_taken(self) -> None:
        done = asyncio.Event()

        async def deaf(connection: Connection) -> None:
            await connection.head()
            connection.writer.transport.pause_reading()  # type: ignore[attr-defined]
            await done.wait()

        async with raw_server(deaf) as server, calling(server.url, write=SOON) as bot:
            error = await refused(bot.send_document(1, bytes(32 << 20)))
            done.set()
        assert isinstance(error, TimedOut)
        assert "Write timeout" in error.message

    async def test_all_connections_are_in_use(self) -> None:
        arrived, go_on = asyncio.Event(), asyncio.Event()

        async def wait(connection: Connection) -> None:
            await connection.request()
            arrived.set()
            await go_on.wait()
            await connection.send(answer())
            await answering(connection)

        async with raw_server(wait) as server:
            async with calling(server.url, connections=1, pool=SOON) as bot:
                first = asyncio.create_task(bot.answer_callback_query("1"))
                await arrived.wait()
                error = await refused(bot.answer_callback_query("2"))
                assert isinstance(error, TimedOut)
                assert "Pool timeout" in error.message
                assert "*not* sent" in error.message
                go_on.set()
                assert await first is True
                assert await bot.answer_callback_query("3") is True
            assert (server.connections, len(server.requests)) == (1, 2)


class TestConnections:
    async def test_calls_one_after_the_other_share_one(self) -> None:
        async with raw_server(answering) as server, calling(server.url) as bot:
            for number in range(20):
                await bot.answer_callback_query(str(number))
            assert (server.connections, len(server.requests)) == (1, 20)

    async def test_calls_at_once_share_so_many_as_there_may_be(self) -> None:
        async with raw_server(answering) as server, calling(server.url, connections=3) as bot:
            for _ in range(2):
                await asyncio.gather(*(bot.answer_callback_query(str(n)) for n in range(20)))
            assert (server.connections, len(server.requests)) == (3, 40)

    async def test_a_refusal_keeps_the_connection(self) -> None:
        async def refuse(connection: Connection) -> None:
            while True:
                await connection.request()
                await connection.send(answer(b'{"ok":false,"description":"No"}', 400))

        async with raw_server(refuse) as server, calling(server.url) as bot:
            for _ in range(3):
                await refused(bot.answer_callback_query("1"))
            assert server.connections == 1

    async def test_one_that_the_server_closed_meanwhile_is_not_used_again(self) -> None:
        closed = asyncio.Event()

        async def answer_once(connection: Connection) -> None:
            await connection.request()
            await connection.send(answer())
            connection.writer.close()
            await connection.writer.wait_closed()
            closed.set()

        async with raw_server(answer_once) as server, calling(server.url) as bot:
            for number in range(3):
                assert await bot.answer_callback_query("1") is True
                assert server.connections == number + 1
                await closed.wait()
                closed.clear()
                await asyncio.sleep(0.01)

    async def test_failures_leave_room_for_other_calls(self) -> None:
        async def fail_twice(connection: Connection) -> None:
            await connection.request()
            if len(connection.requests) > 2:
                await connection.send(answer())

        async with (
            raw_server(fail_twice) as server,
            calling(server.url, connections=1, pool=SOON) as bot,
        ):
            for _ in range(2):
                assert type(await refused(bot.answer_callback_query("1"))) is UnsureError
            assert await bot.answer_callback_query("1") is True

    async def test_a_call_that_is_cancelled_leaves_room_and_closes_its_connection(self) -> None:
        arrived, left = asyncio.Event(), asyncio.Event()

        async def hang_once(connection: Connection) -> None:
            await connection.request()
            if len(connection.requests) == 1:
                arrived.set()
                await connection.gone()
                left.set()
            await connection.send(answer())

        async with (
            raw_server(hang_once) as server,
            calling(server.url, connections=1, pool=SOON) as bot,
        ):
            call = asyncio.create_task(bot.answer_callback_query("1"))
            await arrived.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            await left.wait()
            assert await bot.answer_callback_query("2") is True

    async def test_starting_and_stopping_twice_is_the_same_as_once(self) -> None:
        async with raw_server(answering) as server:
            transport = Transport(1)
            url = f"{server.url}/bot{TOKEN}/getMe"
            for _ in range(2):
                for _ in range(2):
                    await transport.initialize()
                assert await transport.post(url) is True
                for _ in range(2):
                    await transport.shutdown()
            assert server.connections == 2
            error = await refused(transport.post(url))
            assert "not initialized" in error.message

    async def test_a_stop_ends_the_calls_that_are_open(self) -> None:
        arrived = asyncio.Event()

        async def hang(connection: Connection) -> None:
            await connection.request()
            arrived.set()
            await connection.gone()

        async with raw_server(hang) as server:
            async with calling(server.url) as bot:
                call = asyncio.create_task(refused(bot.answer_callback_query("1")))
                await arrived.wait()
            assert type(await call) is UnsureError


class Watched(io.BytesIO):
    """A file that knows how far it has been read."""

    furthest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.furthest = max(self.furthest, self.tell())
        return data


class TestFiles:
    async def test_a_file_arrives_as_it_is(self, server: DemoServer) -> None:
        anna = server.world.person("Anna")
        anna.start()
        data = bytes(range(256)) * 4096
        async with calling(server.url, DEMO_TOKEN) as bot:
            sent = await bot.send_document(
                anna.id, data, filename='Übung "10".bin', caption="Satz – 💪"
            )
            assert sent.document is not None
            assert (sent.caption, sent.document.file_name) == ("Satz – 💪", 'Übung "10".bin')
            file = await bot.get_file(sent.document.file_id)
            assert bytes(await file.download_as_bytearray()) == data

    async def test_a_handle_is_sent_from_its_start_each_time(
        self, server: DemoServer, tmp_path: Path
    ) -> None:
        anna = server.world.person("Anna")
        anna.start()
        path = tmp_path / "codes.pdf"
        path.write_bytes(b"%PDF" + bytes(100_000))
        server.world.faults.fail(502, method="sendDocument")
        async with calling(server.url, DEMO_TOKEN) as bot:
            with path.open("rb") as handle:
                file = InputFile(handle, read_file_handle=False)
                await refused(bot.send_document(anna.id, file))
                sent = await bot.send_document(anna.id, file)
        assert sent.document is not None
        assert sent.document.file_size == path.stat().st_size

    async def test_a_handle_is_read_while_it_is_sent(self) -> None:
        file = Watched(bytes(32 << 20))
        read_at_the_start: list[int] = []

        async def look(connection: Connection) -> None:
            await connection.head()
            await connection.reader.readexactly(1 << 16)
            read_at_the_start.append(file.furthest)
            await connection.form_end()
            await connection.send(answer())

        async with raw_server(look) as server, calling(server.url) as bot:
            await _upload(bot, InputFile(file, read_file_handle=False))
        (read,) = read_at_the_start
        assert 0 < read < 16 << 20
        assert file.furthest == 32 << 20

    async def test_bytes_are_not_copied_to_be_sent(self) -> None:
        data = bytes(16 << 20)

        async def take(connection: Connection) -> None:
            head = await connection.head()
            assert b"Content-Length: " in head
            await connection.form_end()
            await connection.send(answer())

        async with raw_server(take) as server, calling(server.url) as bot:
            file = InputFile(data)
            tracemalloc.start()
            try:
                await _upload(bot, file)
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
        assert peak < 4 << 20

    async def test_a_handle_that_cannot_go_back_is_sent_in_chunks(self) -> None:
        class Pipe(io.BytesIO):
            def seekable(self) -> bool:
                return False

            def seek(self, *_: object) -> int:
                raise io.UnsupportedOperation

        async def take(connection: Connection) -> None:
            head = await connection.head()
            assert b"Transfer-Encoding: chunked" in head
            await connection.reader.readuntil(b"0\r\n\r\n")
            await connection.send(answer())

        async with raw_server(take) as server, calling(server.url) as bot:
            await _upload(bot, InputFile(Pipe(b"x" * 1000), read_file_handle=False))

    async def test_an_answer_before_the_whole_file_was_taken_counts(self) -> None:
        async def too_large(connection: Connection) -> None:
            await connection.head()
            body = b'{"ok":false,"description":"Request Entity Too Large"}'
            await connection.send(answer(body, 413))
            await connection.gone()

        async with raw_server(too_large) as server, calling(server.url) as bot:
            error = await refused(bot.send_document(1, bytes(32 << 20)))
        assert error.message == "Request Entity Too Large"


async def _upload(bot: Bot, file: InputFile) -> None:
    """Sends a file by a call whose result is only True."""
    assert await bot.set_webhook("https://example.com", certificate=file) is True


class TestProxy:
    async def test_a_call_goes_through_it(self, server: DemoServer) -> None:
        target = server.url.removeprefix("http://")

        async def forward(connection: Connection) -> None:
            request = await connection.request()
            assert request.startswith(f"POST http://{target}/bot{DEMO_TOKEN}/getMe".encode())
            host, port = target.split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(request.replace(b"http://" + target.encode(), b"", 1))
            await connection.send(await reader.read(1 << 16))
            writer.close()

        async with raw_server(forward) as proxy:
            address = f"http://me:word@127.0.0.1:{proxy.port}"
            async with calling(server.url, DEMO_TOKEN, proxy=address) as bot:
                assert (await bot.get_me()).username == "backday_bot"
            assert proxy.connections == 1
            basic = base64.b64encode(b"me:word")
            assert b"Proxy-Authorization: Basic " + basic in proxy.requests[0]

    async def test_https_is_tunnelled_and_the_proxy_never_sees_the_token(self) -> None:
        greeted = asyncio.Event()

        async def tunnel(connection: Connection) -> None:
            await connection.request()
            await connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            assert (await connection.reader.readexactly(1)) == b"\x16"  # a TLS handshake begins
            greeted.set()

        async with raw_server(tunnel) as proxy:
            async with calling("https://telegram.invalid", proxy=proxy.url) as bot:
                assert type(await refused(bot.get_me())) is NetworkError
            assert greeted.is_set()
            assert proxy.requests[0].startswith(b"CONNECT telegram.invalid:443 HTTP/1.1\r\n")
            assert SECRET.encode() not in proxy.requests[0]

    async def test_it_refuses(self) -> None:
        async def refuse(connection: Connection) -> None:
            await connection.request()
            await connection.send(answer(b"", 407))

        async with (
            raw_server(refuse) as proxy,
            calling("https://telegram.invalid", proxy=proxy.url) as bot,
        ):
            error = await refused(bot.get_me())
        assert type(error) is NetworkError
        assert error.message == "The proxy refused: 407"

    async def test_it_hangs(self) -> None:
        async with (
            raw_server(Connection.gone) as proxy,
            calling("https://telegram.invalid", proxy=proxy.url, connect=SOON) as bot,
        ):
            error = await refused(bot.get_me())
        assert isinstance(error, TimedOut)
        assert "Connect timeout" in error.message

    async def test_it_is_not_there(self) -> None:
        async with raw_server(answering) as proxy:
            pass
        address = f"http://me:word@127.0.0.1:{proxy.port}"
        async with calling("https://telegram.invalid", proxy=address) as bot:
            error = await refused(bot.get_me())
        assert error.message.startswith("ClientProxyConnectionError: ")
        assert "word" not in error.message


async def test_the_bot_makes_its_calls_this_way(bot: RunningBot) -> None:
    assert isinstance(bot.application.bot.request, Transport)
