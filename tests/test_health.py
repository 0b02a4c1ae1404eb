"""Health, readiness and metrics, over HTTP as a supervisor and Prometheus read them."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.coach import build_coach
from bot.demo import DemoServer
from bot.domain.due import Due, DueKind
from bot.storage import due
from bot.storage.url import open_database
from content.answers import Answerer
from content.library import Library
from handlers import health
from handlers.application import build_application
from handlers.health import FRESH, LATE_TICK, Health
from tests.bot_process import BotProcess
from tests.chat import Chat
from tests.running_bot import TOKEN, RunningBot, StandingClock

Samples = dict[tuple[str, ...], float]


class Probe:
    """Whoever looks after the process."""

    def __init__(self, session: ClientSession, port: int) -> None:
        self._session = session
        self._url = f"http://127.0.0.1:{port}"

    async def get(self, path: str) -> tuple[int, str]:
        async with self._session.get(self._url + path) as answer:
            return answer.status, (await answer.text()).strip()

    async def samples(self) -> Samples:
        """Values by name and labels."""
        status, page = await self.get("/metrics")
        assert status == 200
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(page)
            for sample in family.samples
        }


@asynccontextmanager
async def probing(told: Health) -> AsyncIterator[Probe]:
    await told.start("127.0.0.1", 0)
    try:
        async with ClientSession() as session:
            yield Probe(session, told.port)
    finally:
        await told.stop()


@pytest.fixture
async def probe(bot: RunningBot) -> AsyncIterator[Probe]:
    async with probing(Health(bot.application, bot.database)) as probe:
        yield probe


class TestReady:
    async def test_a_bot_that_serves_is_ready(self, bot: RunningBot, probe: Probe) -> None:
        await bot.tick()
        assert await probe.get("/healthz") == (200, "ok")
        assert await probe.get("/readyz") == (200, "ready")

    async def test_a_bot_that_starts_is_alive_but_not_ready(
        self,
        library: Library,
        answerer: Answerer,
        database_url: str,
        server: DemoServer,
        clock: StandingClock,
    ) -> None:
        database = await open_database(database_url)
        coach = build_coach(database, library, answerer, "Etc/UTC")
        application = build_application(TOKEN, server.url, coach, clock)
        try:
            async with probing(Health(application, database)) as probe:
                assert await probe.get("/healthz") == (200, "ok")
                assert await probe.get("/readyz") == (503, "starting")
        finally:
            await database.close()

    async def test_a_database_that_does_not_answer(
        self, bot: RunningBot, probe: Probe, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(health, "PATIENCE", 0.05)
        await bot.tick()
        answers = threading.Event()
        stuck = asyncio.create_task(bot.database.run(lambda _connection: answers.wait(5)))
        await asyncio.sleep(0)
        try:
            assert await probe.get("/readyz") == (503, "no database")
            samples = await probe.samples()
            assert str(samples["backday_due_lag_seconds",]) == "nan"
            assert samples["backday_pool_in_use", "database"] == 1
        finally:
            answers.set()
            await stuck
        assert await probe.get("/readyz") == (200, "ready")

    async def test_a_tick_that_stands_still(self, bot: RunningBot, probe: Probe) -> None:
        assert await probe.get("/readyz") == (503, "no tick")
        bot.application.metrics.ticked_at = time.monotonic() - LATE_TICK - 1
        assert await probe.get("/readyz") == (503, "no tick")
        await bot.tick()
        assert await probe.get("/readyz") == (200, "ready")

    async def test_telegram_that_cannot_be_reached(self, bot: RunningBot, probe: Probe) -> None:
        await bot.tick()
        bot.server.world.faults.outage(on=True)
        assert await probe.get("/readyz") == (200, "ready"), "it answered a moment ago"
        bot.application.metrics.answered_at = time.monotonic() - FRESH - 1
        assert await probe.get("/readyz") == (503, "no Telegram")
        bot.server.world.faults.outage(on=False)
        assert await probe.get("/readyz") == (200, "ready")

    async def test_nothing_else_is_served(self, probe: Probe) -> None:
        assert (await probe.get("/"))[0] == 404


@pytest.mark.both_databases
class TestMetrics:
    async def test_they_tell_what_happened(self, chat: Chat, bot: RunningBot, probe: Probe) -> None:
        await chat.send("how do I do a flurbington?")
        await chat.send("/backday")
        await chat.tap("Start")
        samples = await probe.samples()
        assert samples["backday_updates_total", "message"] == 2
        assert samples["backday_updates_total", "callback_query"] == 1
        assert samples["backday_update_seconds_count",] == 3
        assert samples["backday_sends_total", "editmessagetext", "sent"] == 1
        assert samples["backday_sends_total", "answercallbackquery", "sent"] == 1
        assert samples["backday_unanswered_questions",] == 1
        assert samples["backday_queue",] == samples["backday_inbox",] == 0
        assert samples["backday_pool_waiting", "telegram"] == 0
        assert ("backday_sends_total", "getupdates", "sent") not in samples

    async def test_sends_are_told_apart_by_what_came_of_them(
        self, chat: Chat, bot: RunningBot, probe: Probe
    ) -> None:
        faults = bot.server.world.faults
        faults.fail(502, method="sendMessage")
        faults.fail(429, method="sendMessage", retry_after=0)
        await chat.send("/backday")
        samples = await probe.samples()
        outcomes = ("outage", "flood")
        assert [samples["backday_sends_total", "sendmessage", each] for each in outcomes] == [1, 1]

    async def test_what_is_due_and_waits_for_the_tick_is_late(
        self, chat: Chat, bot: RunningBot, probe: Probe
    ) -> None:
        await chat.send("/backday")
        row = Due("d", DueKind.SNOOZE, chat.person.id, bot.clock.now())
        await bot.database.run(lambda connection: due.put(connection, row))
        bot.clock.advance(timedelta(seconds=90))
        assert (await probe.samples())["backday_due_lag_seconds",] == 90
        await bot.tick()
        assert (await probe.samples())["backday_due_lag_seconds",] == 0

    async def test_a_task_that_does_not_end_is_counted(self, bot: RunningBot, probe: Probe) -> None:
        before = (await probe.samples())["backday_tasks",]
        leaks = [asyncio.create_task(asyncio.Event().wait()) for _ in range(7)]
        during = (await probe.samples())["backday_tasks",]
        for each in leaks:
            each.cancel()
        assert during == before + 7

    async def test_nobody_is_in_them(self, chat: Chat, bot: RunningBot, probe: Probe) -> None:
        await chat.send("/backday")
        await chat.send("my private flurbington")
        _, page = await probe.get("/metrics")
        private = (str(chat.person.id), "Anna", "flurbington", TOKEN, TOKEN.split(":")[1])
        assert [each for each in private if each in page] == []
        labels = {
            name
            for family in text_string_to_metric_families(page)
            for sample in family.samples
            for name in sample.labels
        }
        assert labels <= {"kind", "method", "outcome", "status", "pool", "le"}


async def test_they_are_served_where_the_settings_say(
    server: DemoServer, tmp_path: Path, unused_port: int
) -> None:
    bot = BotProcess(
        tmp_path, BOT_TOKEN=TOKEN, TELEGRAM_API_URL=server.url, METRICS_PORT=str(unused_port)
    )
    server.world.faults.outage(on=True)
    await bot.start(until="cannot be reached yet")
    async with ClientSession() as session:
        probe = Probe(session, unused_port)
        assert await probe.get("/readyz") == (503, "starting")
        server.world.faults.outage(on=False)
        await bot.until("serving @")
        for _ in range(400):  # until the first tick
            if await probe.get("/readyz") == (200, "ready"):
                break
            await asyncio.sleep(0.05)
        else:
            raise AssertionError(await probe.get("/readyz"))
    assert await bot.stop() == 0
