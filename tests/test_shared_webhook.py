"""Processes behind one webhook, as their operator runs them: killed, restarted, side by side."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.clock import Clock
from bot.demo import DemoServer, Person
from tests.bot_process import BotProcess
from tests.databases import Databases, PostgresDatabases
from tests.proxy import PATH, Proxy
from tests.running_bot import TOKEN

TAKEN_UP = 30
"""Seconds within which others take up what a killed process had in hand; 12 on a quick machine."""
HOOKED = "Telegram posts updates to the webhook"


@pytest.fixture
async def telegram() -> AsyncIterator[DemoServer]:
    """By the real clock, as the processes have."""
    server = DemoServer(TOKEN, Clock())
    await server.start(port=0)
    yield server
    await server.stop()


def says(person: Person, words: str) -> bool:
    return any(words in message.text for message in person.bot_messages)


def shows(person: Person, label: str) -> bool:
    rows = person.bot_messages[-1].labels if person.bot_messages else []
    return any(text.startswith(label) for row in rows for text in row)


async def taken_by(port: int) -> float:
    """How many updates a process took in hand."""
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as page:
        families = text_string_to_metric_families(await page.text())
    samples = [each for family in families for each in family.samples]
    return sum(each.value for each in samples if each.name == "backday_updates_total")


@pytest.mark.both_databases
async def test_a_kill_between_the_200_and_the_handling_loses_nothing(
    telegram: DemoServer, tmp_path: Path, database_url: str, unused_port: int
) -> None:
    settings = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "DATABASE_URL": database_url,
        "WEBHOOK_URL": f"http://127.0.0.1:{unused_port}{PATH}",
        "WEBHOOK_PORT": str(unused_port),
    }
    anna = telegram.world.person("Anna")
    bot = BotProcess(tmp_path, **settings)
    await bot.start(until=HOOKED)
    telegram.world.faults.outage(on=True)
    anna.send("/backday")
    await telegram.world.until(lambda: not telegram.world.updates.pending)
    await bot.kill()
    telegram.world.faults.outage(on=False)
    assert anna.bot_messages == []
    async with BotProcess(tmp_path, **settings) as bot:
        await telegram.world.until(lambda: says(anna, "5 exercises"), TAKEN_UP)
        assert await bot.stop() == 0


async def test_two_processes_share_the_updates_and_one_goes_on_when_the_other_dies(
    telegram: DemoServer,
    tmp_path: Path,
    postgres: PostgresDatabases,
    unused_ports: Callable[[int], list[int]],
) -> None:
    world = telegram.world
    people = [world.person(name) for name in ("Anna", "Ben", "Cleo", "Dan", "Eva", "Finn")]
    *hooks, first_metrics, second_metrics = unused_ports(4)
    async with AsyncExitStack() as stack:
        url = stack.enter_context(postgres.made(tmp_path))
        proxy = await stack.enter_async_context(Proxy(hooks).listening())
        bots = []
        for hook, metrics in zip(hooks, (first_metrics, second_metrics), strict=True):
            bot = BotProcess(
                tmp_path,
                BOT_TOKEN=TOKEN,
                TELEGRAM_API_URL=telegram.url,
                DATABASE_URL=url,
                WEBHOOK_URL=proxy.url,
                WEBHOOK_PORT=str(hook),
                METRICS_PORT=str(metrics),
            )
            stack.push_async_callback(_killed, bot)
            await bot.start(until=HOOKED)
            bots.append(bot)

        for person in people:
            person.send("/backday")
        for person in people:
            await world.until(partial(shows, person, "Start"), 20)
            person.tap("Start")
        for person in people:
            await world.until(partial(shows, person, "✓ Done"), 20)
            for reps in (10, 9):
                person.send(f"40x{reps}")
        await world.until(lambda: _sets(postgres, url) == 2 * len(people), 20)
        assert await taken_by(first_metrics) > 0
        assert await taken_by(second_metrics) > 0

        world.faults.outage(on=True)  # so that both have something in hand
        for person in people:
            person.send("40x8")
        await world.until(lambda: not world.updates.pending)
        await bots[0].kill()
        world.faults.outage(on=False)
        for person in people:
            person.send("/mark")
        for person in people:
            await world.until(partial(says, person, "/mark"), TAKEN_UP)
        for person in people:
            query = (
                "SELECT reps FROM session_facts JOIN sessions ON sessions.id = session"  # noqa: S608
                f" WHERE kind = 'set' AND person = {person.id} ORDER BY seq"
            )
            rows = postgres.rows(url, query)
            assert rows == [(10,), (9,), (8,)], "each once, in order"
        assert postgres.rows(url, "SELECT 1 FROM inbox WHERE owner IS NULL AND person > 0") == []
        assert await bots[1].stop() == 0


def _sets(databases: Databases, url: str) -> int:
    return len(databases.rows(url, "SELECT seq FROM session_facts WHERE kind = 'set'"))


async def _killed(bot: BotProcess) -> None:
    if bot.running:
        await bot.kill()
