"""Who goes too fast: told once, waited for; others and warning signs are answered all the same."""

from datetime import timedelta

import pytest

from bot.domain.pace import Pace
from handlers import texts
from tests.chat import Chat
from tests.running_bot import RunningBot

ROOM = 5


@pytest.fixture
def pace() -> Pace:
    """It lets five through at once, and one a second."""
    return Pace(ROOM, 1)


async def flood(chat: Chat, number: int = 20) -> None:
    for _ in range(number):
        chat.person.send("/help")
    await chat.bot.settled()


def said(chat: Chat, words: str) -> int:
    return sum(words in message.text for message in chat.person.bot_messages)


async def test_a_flood_of_texts_is_told_once_then_met_with_silence(chat: Chat) -> None:
    await flood(chat)
    assert said(chat, "/undo takes back the last set") == ROOM
    assert said(chat, "Slow down, please") == 1
    assert chat.text.startswith("Slow down, please")
    chat.keeps_its_rules()


async def test_a_live_location_that_moves_is_no_flood(chat: Chat, bot: RunningBot) -> None:
    await chat.attach_location(52.52, 13.405)
    shown = len(chat.person.bot_messages)
    person = {"id": chat.person.id, "is_bot": False, "first_name": "Anna"}
    for step in range(20):
        moved = {
            "message_id": 1,
            "date": 1,
            "edit_date": 2,
            "chat": {"id": chat.person.id, "type": "private"},
            "from": person,
            "location": {"latitude": 52.52 + step / 50, "longitude": 13.4, "live_period": 900},
        }
        bot.server.world.updates.put("edited_message", moved)
    await bot.settled()
    assert len(chat.person.bot_messages) == shown
    await chat.send("/help")
    assert "/undo" in chat.text


async def test_the_log_says_what_was_held_back(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "handlers.journal")
    await flood(chat)
    lines = [record.__dict__["fields"] for record in caplog.records if "fields" in vars(record)]
    assert [line["outcome"] for line in lines] == ["handled"] * ROOM + ["limited"] * 15


async def test_after_a_while_it_goes_on(chat: Chat, bot: RunningBot) -> None:
    await flood(chat)
    bot.clock.advance(timedelta(seconds=ROOM))
    await chat.send("/backday")
    assert "5 exercises" in chat.text


async def test_presses_that_are_too_many_are_answered_and_change_nothing(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    for _ in range(3):
        await chat.tap("+1 rep")
    card = chat.text
    for _ in range(3):
        await chat.tap("+1 rep")
        assert chat.toast == texts.TOO_FAST_TOAST
    assert chat.text == card
    bot.clock.advance(timedelta(seconds=ROOM))
    await chat.tap("+1 rep")
    assert chat.text != card


async def test_a_warning_sign_is_answered_in_the_middle_of_a_flood(chat: Chat) -> None:
    await flood(chat)
    await chat.send("I have chest pain and my left arm is numb")
    assert "emergency" in chat.text.lower()
    await flood(chat)
    assert said(chat, "Slow down, please") == 1, "and the flood is still dropped"


async def test_a_question_that_is_edited_into_a_warning_sign_is_answered(
    chat: Chat, bot: RunningBot
) -> None:
    await flood(chat)
    own = next(m for m in chat.person.messages if not m.from_bot)
    chat.person.edit(own.id, "I have chest pain and my left arm is numb")
    await bot.settled()
    assert any("emergency" in message.text.lower() for message in chat.person.bot_messages)


async def test_others_do_not_notice(chat: Chat, bot: RunningBot) -> None:
    await flood(chat)
    boris = bot.chat("Boris")
    await boris.send("/backday")
    assert "5 exercises" in boris.text


async def test_what_waited_through_an_outage_is_no_flood(chat: Chat, bot: RunningBot) -> None:
    bot.server.world.faults.outage(on=True)
    for _ in range(3 * ROOM):
        chat.person.send("/help")
        bot.clock.advance(timedelta(seconds=1))
    bot.server.world.faults.outage(on=False)
    await bot.server.world.until(lambda: not bot.server.world.updates.pending, within=10)
    await bot.settled()
    assert said(chat, "Slow down, please") == 0
    assert said(chat, "/undo takes back the last set") == 3 * ROOM


async def test_a_reply_that_has_to_be_sent_again_counts_once(chat: Chat, bot: RunningBot) -> None:
    bot.server.world.faults.fail(502, n=30, method="sendMessage")
    await chat.send("/help")
    assert "/undo takes back the last set" in chat.text
    await flood(chat, ROOM - 1)
    assert said(chat, "Slow down, please") == 0


async def test_talk_in_a_group_costs_nothing_and_a_flood_there_is_met_with_silence(
    chat: Chat, bot: RunningBot
) -> None:
    group = bot.server.world.group("Lifters", chat.person)
    for _ in range(20):
        chat.person.send("@backday_bot how do I do the pullover?", group=group)
    await bot.settled()
    assert len(group.bot_messages) == ROOM
    assert not any("Slow down" in message.text for message in group.bot_messages)


async def test_who_blocks_the_bot_in_a_flood_is_noted(chat: Chat, bot: RunningBot) -> None:
    await flood(chat)
    chat.person.block()
    await bot.settled()
    person = await bot.application.coach.people.find(chat.person.id)
    assert person is not None
    assert person.blocked_at is not None
