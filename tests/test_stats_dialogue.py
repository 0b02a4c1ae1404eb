"""/stats: an operator sees what waits, what was sent and what was not; nobody else does."""

import pytest

from bot.demo import DemoServer
from handlers.health import Health
from tests.chat import Chat
from tests.running_bot import RunningBot
from tests.test_health import probing

pytestmark = pytest.mark.both_databases


@pytest.fixture
def operators(server: DemoServer) -> frozenset[int]:
    return frozenset({server.world.person("Olga").id})


@pytest.fixture
def olga(bot: RunningBot) -> Chat:
    return bot.chat("Olga")


async def test_at_first_there_is_nothing(olga: Chat) -> None:
    await olga.send("/stats")
    assert olga.text == (
        "How it goes\n"
        "Due and waiting: 0\n"
        "Reminders yet to come: 0\n"
        "Updates in hand: 1\n"
        "People: 1, of whom 0 trained within a week\n"
        "Questions without an answer: 0\n"
        "\n"
        "Today (UTC)\n"
        "nothing was due\n"
        "\n"
        "Last 7 days\n"
        "nothing was due"
    )


async def test_what_became_of_reminders_and_rests(bot: RunningBot, olga: Chat) -> None:
    """Monday noon in UTC is one o'clock in Berlin."""
    anna, ben, cleo = (bot.chat(name) for name in ("Anna", "Ben", "Cleo"))
    for chat, at in ((anna, "13:30"), (ben, "13:40"), (cleo, "13:50")):
        await chat.send(f"/remind mon {at}")
    await bot.advance(minutes=31)
    cleo.person.block()
    await bot.settled()
    await bot.advance(minutes=19)  # Ben's comes ten minutes late, Cleo's not at all
    await anna.send("/backday")
    await anna.tap("Start")
    await anna.tap("✓ Done")
    await bot.advance(minutes=4)
    await bot.tick()  # which writes down what came of the one before
    await olga.send("flurbington curls?")
    await olga.send("/stats")
    assert "Reminders yet to come: 2\n" in olga.text
    assert "People: 4, of whom 1 trained within a week\n" in olga.text
    assert "Questions without an answer: 1\n" in olga.text
    assert "Today (UTC)\nReminders: 1 sent, 1 late\nEnds of rests: 1 sent\n\n" in olga.text
    assert olga.text.endswith("Last 7 days\nReminders: 1 sent, 1 late\nEnds of rests: 1 sent")


async def test_yesterday_is_of_the_week_and_last_week_is_not(bot: RunningBot, olga: Chat) -> None:
    await bot.chat("Anna").send("/remind mon 13:30")
    await bot.advance(minutes=31)
    await bot.tick()
    await bot.advance(days=1)
    await olga.send("/stats")
    assert "Today (UTC)\nnothing was due\n\nLast 7 days\nReminders: 1 sent" in olga.text
    await bot.advance(days=5, hours=23)  # short of the next one
    await olga.send("/stats")
    assert olga.text.endswith("Last 7 days\nnothing was due")


async def test_what_waits_and_for_how_long(bot: RunningBot, olga: Chat) -> None:
    await bot.chat("Anna").send("/remind mon 13:30")
    bot.clock.advance(bot.clock.now().replace(hour=12, minute=32) - bot.clock.now())
    await olga.send("/stats")
    assert "Due and waiting: 1, the oldest for 120 s\n" in olga.text
    async with probing(Health(bot.application, bot.database)) as probe:
        assert (await probe.samples())["backday_due_waiting",] == 1
        await bot.tick()
        samples = await probe.samples()
        assert samples["backday_due_waiting",] == 0
        assert samples["backday_deliveries_total", "reminder", "sent"] == 1


async def test_nobody_else_has_the_command(bot: RunningBot, olga: Chat) -> None:
    anna = bot.chat("Anna")
    await anna.send("/stats")
    assert "How it goes" not in anna.text
