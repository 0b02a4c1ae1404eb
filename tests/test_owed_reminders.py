"""A reminder that is owed comes once, however near the end of its two hours and however full the
bot's hands are; and none comes on a day of training."""

from bot.domain.budget import Budget
from bot.domain.due import LEASE
from tests.chat import Chat
from tests.running_bot import RunningBot

CHAT = 7


async def test_an_outage_that_ends_within_two_hours_loses_no_reminder(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/remind tue 9am")
    await bot.advance(hours=19)
    rings = len(chat.person.rings)
    faults = bot.server.world.faults
    faults.outage(on=True)
    for _ in range(17):
        await bot.advance(minutes=10)
    faults.outage(on=False)
    await bot.advance(minutes=10)
    assert len(chat.person.rings) == rings + 1, "two hours later"
    assert "meant for 09:00" in chat.text


def test_whoever_is_held_up_has_a_turn_before_the_lease_is_over() -> None:
    budget = Budget()
    for chat in (CHAT, CHAT + 1):
        budget.refused(chat, 600, now=0.0)
    assert budget.turn(CHAT, now=0.0) < LEASE.total_seconds()


async def test_who_trained_and_then_only_looked_in_again_is_not_reminded(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/remind mon 6pm")
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x10")
    await chat.send("/stop")
    await bot.advance(hours=1)
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("/stop")
    rings = len(chat.person.rings)
    await bot.advance(hours=4)
    assert len(chat.person.rings) == rings
