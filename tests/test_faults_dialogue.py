"""Bad days of Telegram: what was done stays done, and the card comes in the end."""

from datetime import timedelta

import pytest
from telegram import Update
from telegram.error import NetworkError

from bot.storage import sessions
from bot.storage.database import UnavailableError, Unit
from tests.chat import Chat
from tests.running_bot import RunningBot


async def sets(chat: Chat) -> int:
    session = await chat.bot.database.run(lambda db: sessions.latest_session(db, chat.person.id))
    assert session is not None
    return len(session.logged)


async def test_a_call_that_is_refused_for_a_moment_is_made_again(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/backday")
    bot.server.world.faults.fail(502, n=2, method="editMessageText")
    await chat.tap("Start")
    assert "1/5" in chat.text
    bot.server.world.faults.fail(429, n=1, method="sendMessage", retry_after=0)
    await chat.send("40x10")
    assert "Rest until" in chat.text


async def test_an_edit_whose_answer_was_lost_is_not_an_error(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    bot.server.world.faults.drop(method="editMessageText")
    await chat.tap("+1 rep")
    assert chat.buttons[0] == ["✓ Done 10 reps"]


async def test_a_press_whose_answer_failed_is_done_all_the_same(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    bot.server.world.faults.fail(500, n=1, method="answerCallbackQuery")
    chat.person.tap("✓ Done 9 reps")
    await bot.settled()
    assert "Rest until" in chat.text
    assert await sets(chat) == 1


async def test_a_database_that_is_away_for_a_moment_is_asked_again(
    chat: Chat, bot: RunningBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = bot.database.run
    away = iter([True] * 5)

    async def sometimes(unit: Unit[object], person: int | None = None) -> object:
        if person is not None and next(away, False):
            raise UnavailableError("away")
        return await run(unit, person)

    await chat.send("/backday")
    await chat.tap("Start")
    with monkeypatch.context() as patch:
        patch.setattr(bot.database, "run", sometimes)
        await chat.tap("✓ Done")
    assert next(away, None) is None
    assert "Rest until" in chat.text
    assert await sets(chat) == 1


async def test_a_long_outage_of_sending_loses_no_set(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    bot.server.world.faults.fail(500, n=50, method="sendMessage")
    chat.person.send("40x10")
    await bot.settled()
    assert await sets(chat) == 1
    chat.person.send("40x9")
    await bot.settled()
    assert await sets(chat) == 2


async def test_updates_that_come_twice_are_handled_once(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    updates = bot.server.world.updates
    chat.person.send("40x10")
    again = list(updates.pending)
    await bot.settled()
    updates.pending.extend(again)
    updates.wake()
    await bot.settled()
    assert await sets(chat) == 1


async def test_an_outage_of_everything_is_waited_out(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    bot.server.world.faults.outage(on=True)
    chat.person.tap("Start")
    with pytest.raises(NetworkError):
        await bot.application.bot.get_me()
    assert "5 exercises" in chat.text
    bot.server.world.faults.outage(on=False)
    await bot.server.world.until(lambda: not bot.server.world.updates.pending, within=10)
    await bot.settled()
    assert "1/5" in chat.text


async def test_a_card_whose_sending_timed_out_comes_again(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    bot.server.world.faults.drop(method="sendMessage")
    chat.person.send("40x10")
    await bot.settled()
    assert "Rest until" in chat.text
    assert await sets(chat) == 1


async def test_a_typed_undo_that_comes_twice_takes_back_one_set(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    for reps in (10, 9, 8):
        await chat.send(f"40x{reps}")
    chat.person.send("/undo")
    (undo,) = bot.server.world.updates.pending
    await bot.settled()
    again = Update.de_json(undo.to_api(), bot.application.bot)
    await bot.application.process_update(again)  # as after a kill before it was marked
    assert await sets(chat) == 2


async def test_one_throttled_chat_delays_nobody_else(chat: Chat, bot: RunningBot) -> None:
    other = bot.chat("Boris")
    for each in (chat, other):
        await each.send("/remind tue 7am")
    bot.server.world.faults.fail(429, n=1, method="sendMessage", retry_after=600)
    await bot.advance(hours=18)
    rung = ["Back day, 07:00" in each.text for each in (chat, other)]
    assert sorted(rung) == [False, True]
    await bot.advance(minutes=11)
    assert "Back day" in chat.text
    assert "Back day" in other.text


async def test_a_rest_that_was_refused_rings_a_little_later(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x10")
    bot.server.world.faults.fail(500, method="sendMessage")
    await bot.advance(minutes=3)
    assert "Rest until" in chat.text
    await bot.advance(seconds=20)
    assert "Rest is over" in chat.text


async def test_a_rest_whose_answer_was_lost_rings_once(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x10")
    bot.server.world.faults.drop(method="sendMessage")
    rings = len(chat.person.rings)
    await bot.advance(minutes=3)
    assert "Rest is over" in chat.text
    await bot.advance(seconds=20)
    assert len(chat.person.rings) == rings + 1


async def test_a_rest_that_was_refused_while_the_person_went_on_stays_over(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x10")
    bot.clock.advance(timedelta(minutes=2, seconds=30))
    agenda = bot.application.coach.agenda
    (ring,) = (await agenda.claim(bot.clock.now())).to_send
    await chat.tap("Next set now")
    await agenda.postpone(ring.due, bot.clock.now())
    rings = len(chat.person.rings)
    await bot.advance(seconds=20)
    assert len(chat.person.rings) == rings


async def test_a_group_that_throws_the_bot_out_does_not_stop_private_reminders(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/remind tue 7am")
    group = bot.server.world.group("Lifters", chat.person)
    bot.server.world.faults.fail(403, method="sendMessage")
    chat.person.send("/backday", group=group)
    await bot.settled()
    await bot.advance(hours=18)
    assert "Back day, 07:00" in chat.text


async def test_an_update_that_cannot_be_kept_blocks_nothing(chat: Chat, bot: RunningBot) -> None:
    pinned = {
        "message_id": 5,
        "date": 1_700_000_000,
        "chat": {"id": -5, "type": "group", "title": "Lifters"},
        "pinned_message": {"chat": {"id": -5, "type": "group"}, "message_id": 4, "date": 0},
    }
    updates = bot.server.world.updates
    updates.put("message", pinned)
    await chat.send("/backday")
    assert "5 exercises" in chat.text


async def test_an_update_that_cannot_be_read_blocks_nothing(chat: Chat, bot: RunningBot) -> None:
    bot.server.world.updates.put("message", {"message_id": 5, "text": "from nowhere"})
    await chat.send("/backday")
    assert "5 exercises" in chat.text


async def test_a_token_that_is_taken_back_is_said_in_the_log(
    bot: RunningBot, caplog: pytest.LogCaptureFixture
) -> None:
    bot.server.world.faults.fail(401, method="getUpdates")
    bot.chat().person.send("/backday")
    await bot.server.world.until(lambda: "no updates" in caplog.text)
    assert "no updates: Telegram does not know the token any more" in caplog.text


async def test_an_answer_that_could_not_be_sent_comes_when_it_can(
    chat: Chat, bot: RunningBot
) -> None:
    bot.server.world.faults.fail(502, n=12, method="sendMessage")
    await chat.send("how do I do the dumbbell pullover?")
    assert "Lie on a bench" in chat.text


async def test_a_press_whose_card_failed_is_answered_once(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    bot.server.world.faults.fail(400, method="editMessageText", description="Bad Request: odd")
    chat.person.tap("+1 rep")
    await bot.settled()
    answers = [call for call in bot.server.world.calls if call.method == "answerCallbackQuery"]
    assert len(answers) == 2, "one for each press"


async def test_buttons_that_could_not_be_taken_away_send_nothing_twice(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/remind tue 7am")
    bot.server.world.faults.fail(500, n=5, method="editMessageReplyMarkup")
    rings = len(chat.person.rings)
    await bot.advance(hours=18)
    await bot.advance(minutes=10)
    assert len(chat.person.rings) == rings + 1
