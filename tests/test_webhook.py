"""Webhooks end to end: the local Telegram posts over real HTTP, the bot answers."""

import asyncio
import io
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import ClientSession
from telegram.error import Conflict

from bot.coach import open_coach
from bot.demo import DemoServer
from bot.errors import SettingsError
from bot.metrics import Metrics
from bot.storage import inbox
from bot.storage.database import UnavailableError
from bot.storage.url import open_database
from content.answers import Answerer
from content.library import Library
from handlers.application import build_application
from handlers.intake import ALLOWED_UPDATES
from handlers.webhook import LARGEST_BODY, SECRET_HEADER, Hook, Receiver, derived_secret
from tests.bot_process import BotProcess
from tests.databases import Databases, PostgresDatabases
from tests.running_bot import TOKEN, RunningBot, StandingClock, running_bot
from tests.test_service import says_more

SECRET = derived_secret(TOKEN)
PATH = "/a-path-of-its-own"


@dataclass
class Posted:
    """A bot that Telegram posts to, and where."""

    bot: RunningBot
    url: str

    async def settled(self) -> None:
        """Returns when every update has been taken and handled."""
        await self.bot.settled()


@asynccontextmanager
async def receiving(
    take: Any, metrics: Metrics, certificate: Path | None = None, key: Path | None = None
) -> AsyncIterator[str]:
    """A receiver on any free port; its address."""
    scheme = "http" if certificate is None else "https"
    hook = Hook(f"{scheme}://localhost{PATH}", SECRET, "127.0.0.1", 0, certificate, key)
    receiver = Receiver(hook, take, metrics)
    await receiver.start()
    try:
        yield f"{scheme}://localhost:{receiver.port}{PATH}"
    finally:
        await receiver.stop()


@pytest.fixture
async def posted(
    library: Library,
    answerer: Answerer,
    database_url: str,
    server: DemoServer,
    clock: StandingClock,
) -> AsyncIterator[Posted]:
    async with (
        running_bot(library, answerer, database_url, server, clock, polls=False) as bot,
        receiving(bot.intake.take_one, bot.application.metrics) as url,
    ):
        await bot.application.bot.set_webhook(
            url, secret_token=SECRET, allowed_updates=ALLOWED_UPDATES
        )
        yield Posted(bot, url)


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


def update(number: int, text: str, person: int = 77) -> dict[str, Any]:
    """A message, as Telegram posts it."""
    sender = {"id": person, "is_bot": False, "first_name": "Anna"}
    chat = {"id": person, "type": "private", "first_name": "Anna"}
    message = {"message_id": number, "date": 1, "from": sender, "chat": chat, "text": text}
    return {"update_id": number, "message": message}


@pytest.mark.both_databases
class TestDialogue:
    async def test_a_session_over_the_webhook(
        self, posted: Posted, databases: Databases, database_url: str
    ) -> None:
        chat = posted.bot.chat()
        await chat.send("/backday")
        await chat.tap("Start")
        await chat.send("40x10")
        assert "Rest until" in chat.text
        sets = databases.rows(database_url, "SELECT seq FROM session_facts WHERE kind = 'set'")
        assert len(sets) == 1
        waiting = "SELECT update_id FROM inbox WHERE handled_at IS NULL"
        assert databases.rows(database_url, waiting) == []

    async def test_what_one_sends_at_once_is_handled_in_order(
        self, posted: Posted, databases: Databases, database_url: str
    ) -> None:
        chat = posted.bot.chat()
        await chat.send("/backday")
        await chat.tap("Start")
        for reps in (10, 9, 8):
            chat.person.send(f"40x{reps}")
        await posted.settled()
        rows = databases.rows(
            database_url, "SELECT reps FROM session_facts WHERE kind = 'set' ORDER BY seq"
        )
        assert rows == [(10,), (9,), (8,)]

    async def test_an_update_that_comes_twice_is_handled_once(
        self, posted: Posted, session: ClientSession, databases: Databases, database_url: str
    ) -> None:
        headers = {SECRET_HEADER: SECRET}
        for _ in range(3):
            async with session.post(posted.url, json=update(5, "hello"), headers=headers) as answer:
                assert answer.status == 200
        assert databases.rows(database_url, "SELECT update_id FROM inbox") == [(5,)]
        await posted.bot.intake.lanes.idle()
        registry = posted.bot.application.metrics.registry
        assert registry.get_sample_value("backday_updates_total", {"kind": "message"}) == 1

    async def test_what_cannot_be_kept_is_not_acknowledged_and_comes_again(
        self, posted: Posted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run, away = posted.bot.database.run, iter(range(2))

        async def sometimes(unit: Any, person: int | None = None) -> Any:
            if next(away, None) is not None:
                raise UnavailableError("away")
            return await run(unit, person)

        chat = posted.bot.chat()
        with monkeypatch.context() as patch:
            patch.setattr(posted.bot.database, "run", sometimes)
            await chat.send("/backday")
        assert "5 exercises" in chat.text
        hook = posted.bot.server.world.updates.webhook
        assert hook is not None
        assert hook.failure == "Wrong response from the webhook: 503 Service Unavailable"


class TestStrangers:
    """Who is not Telegram gets a status, and nothing comes of it."""

    @pytest.fixture
    async def taken(self) -> list[dict[str, Any]]:
        return []

    @pytest.fixture
    async def url(self, taken: list[dict[str, Any]]) -> AsyncIterator[str]:
        async def take(update: dict[str, Any]) -> None:
            taken.append(update)

        async with receiving(take, Metrics()) as url:
            yield url

    @pytest.mark.parametrize(
        "headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: ""}, {SECRET_HEADER: "ü"}]
    )
    async def test_who_does_not_know_the_secret_is_refused(
        self, headers: dict[str, str], url: str, session: ClientSession, taken: list[Any]
    ) -> None:
        async with session.post(url, json=update(1, "hi"), headers=headers) as answer:
            assert answer.status == 403
            assert SECRET not in await answer.text()
        assert taken == []

    @pytest.mark.parametrize(
        ("method", "path", "status"),
        [("POST", "/", 404), ("POST", PATH + "/more", 404), ("GET", PATH, 405), ("PUT", PATH, 405)],
    )
    async def test_no_other_path_and_no_other_method(
        self, method: str, path: str, status: int, url: str, session: ClientSession
    ) -> None:
        other = url.removesuffix(PATH) + path
        async with session.request(method, other, headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == status

    @pytest.mark.parametrize("told", [True, False], ids=["with its length", "in chunks"])
    async def test_a_body_that_is_too_large_is_refused(
        self, told: bool, url: str, session: ClientSession, taken: list[Any]
    ) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(3):
                yield b" " * (LARGEST_BODY // 2)

        body: Any = io.BytesIO(b" " * (LARGEST_BODY + 1)) if told else chunks()
        async with session.post(url, data=body, headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == 413
        assert taken == []

    @pytest.mark.parametrize(
        "body",
        [b"", b"{", b"\xff", b"[]", b"{}", b'{"update_id": "1"}', b'{"update_id": true}',
         b"[" * 100_000],
    )  # fmt: skip
    async def test_what_is_no_update_is_refused(
        self, body: bytes, url: str, session: ClientSession, taken: list[Any]
    ) -> None:
        async with session.post(url, data=body, headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == 400
        assert taken == []

    async def test_nothing_of_it_is_in_the_log(
        self, url: str, session: ClientSession, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        for secret in (SECRET, "wrong-secret"):
            private = update(1, "private words")
            async with session.post(url, json=private, headers={SECRET_HEADER: secret}):
                pass
        assert not {"private words", SECRET, "wrong-secret"} & set(caplog.text.split())
        assert "private words" not in caplog.text


class TestCertificate:
    @pytest.fixture
    async def files(self, tmp_path: Path) -> tuple[Path, Path]:
        """A self-signed certificate for localhost, and its key."""
        openssl = shutil.which("openssl")
        assert openssl, "openssl makes the certificate"
        certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
        options = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
        names = ("-addext", "subjectAltName=DNS:localhost")
        made = await asyncio.create_subprocess_exec(
            openssl, *options.split(), *names, "-keyout", key, "-out", certificate,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        assert await made.wait() == 0
        return certificate, key

    async def test_telegram_is_given_a_self_signed_certificate_and_posts_by_tls(
        self,
        library: Library,
        answerer: Answerer,
        database_url: str,
        server: DemoServer,
        clock: StandingClock,
        files: tuple[Path, Path],
    ) -> None:
        certificate, key = files
        hook = Hook("https://localhost/x", SECRET, "127.0.0.1", 0, certificate, key)
        async with (
            running_bot(library, answerer, database_url, server, clock, polls=False) as bot,
            receiving(bot.intake.take_one, bot.application.metrics, certificate, key) as url,
        ):
            await bot.application.bot.set_webhook(
                url, certificate=hook.self_signed, secret_token=SECRET
            )
            assert (await bot.application.bot.get_webhook_info()).has_custom_certificate
            chat = bot.chat()
            await chat.send("/backday")
            assert "5 exercises" in chat.text
            trusting = ssl.create_default_context()
            async with ClientSession() as stranger:
                with pytest.raises(aiohttp.ClientConnectorCertificateError):
                    await stranger.post(url, ssl=trusting)

    async def test_a_chain_is_not_given_away(self, files: tuple[Path, Path]) -> None:
        certificate, key = files
        certificate.write_text(certificate.read_text() * 2)
        hook = Hook("https://localhost/x", SECRET, "127.0.0.1", 0, certificate, key)
        assert hook.self_signed is None

    async def test_a_key_that_does_not_fit_is_said(self, files: tuple[Path, Path]) -> None:
        certificate, _ = files
        with pytest.raises(SettingsError, match="WEBHOOK_CERT and WEBHOOK_KEY cannot be used"):
            Hook("https://localhost/x", SECRET, "h", 0, certificate, certificate).tls()


async def test_who_was_silent_too_long_goes_on_as_another_and_does_nothing_twice(
    library: Library,
    answerer: Answerer,
    postgres: PostgresDatabases,
    server: DemoServer,
    clock: StandingClock,
    tmp_path: Path,
) -> None:
    with postgres.made(tmp_path) as url:
        async with (
            running_bot(library, answerer, url, server, clock, polls=False) as bot,
            receiving(bot.intake.take_one, bot.application.metrics) as hook,
        ):
            await bot.application.bot.set_webhook(hook, secret_token=SECRET)
            chat = bot.chat()
            await chat.send("/backday")
            await chat.tap("Start")
            server.world.faults.outage(on=True)
            chat.person.send("40x10")
            chat.person.send("40x9")
            await server.world.until(lambda: not server.world.updates.pending)
            clock.advance(inbox.ALIVE)
            await bot.intake.say_alive()
            await bot.intake.look_around()
            server.world.faults.outage(on=False)
            await bot.settled()
            reps = "SELECT reps FROM session_facts WHERE kind = 'set' ORDER BY seq"
            assert postgres.rows(url, reps) == [(10,), (9,)]
            registry = bot.application.metrics.registry
            handled = registry.get_sample_value("backday_update_seconds_count")
            assert handled == 4, "/backday, the tap and the two sets, each once"


async def test_what_was_taken_while_the_connection_broke_is_taken_up_again(
    library: Library,
    answerer: Answerer,
    postgres: PostgresDatabases,
    server: DemoServer,
    clock: StandingClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with postgres.made(tmp_path) as url:
        async with (
            running_bot(library, answerer, url, server, clock, polls=False) as bot,
            receiving(bot.intake.take_one, bot.application.metrics) as hook,
        ):
            run = bot.database.run

            async def committed_unheard(unit: Any, person: int | None = None) -> Any:
                await run(unit, person)
                monkeypatch.undo()
                raise UnavailableError("whether it was written is not known")

            monkeypatch.setattr(bot.database, "run", committed_unheard)
            await bot.application.bot.set_webhook(hook, secret_token=SECRET)
            anna = server.world.person("Anna")
            anna.send("/backday")
            await server.world.until(lambda: not server.world.updates.pending)
            assert anna.bot_messages == []
            await bot.intake.say_alive()
            await bot.intake.look_around()
            await server.world.until(lambda: says_more(anna, 0))
            await bot.settled()
            assert len(anna.bot_messages) == 1


async def test_polling_and_webhook_exclude_each_other(
    posted: Posted, library: Library, answerer: Answerer, clock: StandingClock, tmp_path: Path
) -> None:
    database = await open_database(f"sqlite:///{tmp_path / 'other.db'}")
    try:
        coach = await open_coach(database, library, answerer, "Etc/UTC")
        other = build_application(TOKEN, posted.bot.server.url, coach, clock)
        async with other.bot:
            with pytest.raises(Conflict, match="webhook is active"):
                await other.bot.get_updates()
    finally:
        await database.close()


async def test_the_bot_goes_from_polling_to_the_webhook_and_back(
    server: DemoServer, tmp_path: Path, unused_port: int
) -> None:
    settings = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    url = f"http://127.0.0.1:{unused_port}{PATH}"
    by_hook = {"WEBHOOK_URL": url, "WEBHOOK_PORT": str(unused_port)}
    anna = server.world.person("Anna")
    for method in ("setWebhook", "deleteWebhook"):
        server.world.faults.fail(502, method=method)
    for more in ({}, by_hook, {}):
        async with BotProcess(tmp_path, **settings, **more) as bot:
            before = len(anna.bot_messages)
            anna.send("/backday")
            await server.world.until(partial(says_more, anna, before), within=20)
            assert bool(server.world.updates.webhook) == bool(more)
            assert await bot.stop() == 0
            assert TOKEN not in bot.log
            assert SECRET not in bot.log
    assert server.world.updates.webhook is None


async def test_a_port_that_is_taken_is_said(server: DemoServer, tmp_path: Path) -> None:
    port = server.url.rpartition(":")[2]
    bot = BotProcess(
        tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url,
        WEBHOOK_URL="http://127.0.0.1/x", WEBHOOK_PORT=port,
    )  # fmt: skip
    assert await bot.run() == 2
    assert f"Nothing can listen on port {port} of 127.0.0.1" in bot.log
    assert "Traceback" not in bot.log


async def test_a_webhook_that_telegram_refuses_is_said(
    server: DemoServer, tmp_path: Path, unused_port: int
) -> None:
    bot = BotProcess(
        tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url,
        WEBHOOK_URL="https://example.org/x", WEBHOOK_PORT=str(unused_port),
    )  # fmt: skip
    assert await bot.run() == 2
    assert "Telegram refuses the webhook: Bad webhook" in bot.log
    assert "Traceback" not in bot.log
