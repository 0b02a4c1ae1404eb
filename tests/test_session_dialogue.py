"""The guided session, as a lifter has it."""

from datetime import timedelta

import pytest

from bot.storage import sessions
from tests.chat import Chat
from tests.running_bot import RunningBot

pytestmark = pytest.mark.both_databases


async def begin(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")


async def logged(chat: Chat) -> list[str]:
    """Every set of the person's latest session, in order."""
    person = chat.person.id
    session = await chat.bot.database.run(lambda db: sessions.latest_session(db, person))
    assert session is not None
    return [f"{fact.exercise} {fact.effort}" for fact in session.logged]


async def test_a_full_routine_from_overview_to_summary(chat: Chat) -> None:
    await chat.send("/backday")
    assert "5 exercises" in chat.text
    assert chat.buttons[0] == ["Start"]
    await chat.tap("Start")
    names = []
    for _ in range(15):
        names.append(chat.text.partition("/5 ")[2].partition("\n")[0])
        if "20 kg" in chat.buttons[2]:
            await chat.tap("20 kg")
        await chat.tap("✓ Done 20 kg")
        if "Rest until" in chat.text:
            await chat.bot.advance(minutes=3)
            assert "Rest is over" in chat.text
    assert list(dict.fromkeys(names)) == [
        "T-bar row",
        "Lat pulldown with scapular retraction",
        "Dumbbell pullover",
        "Low-incline dumbbell row",
        "Wide-grip cable row",
    ]
    assert "Back day done" in chat.text
    assert "15 sets" in chat.text
    assert len(await logged(chat)) == 15


async def test_one_tap_logs_the_planned_set_and_the_rest_rings(chat: Chat) -> None:
    await begin(chat)
    await chat.tap("20 kg")
    await chat.tap("+1 rep")
    await chat.tap("+2.5 kg")
    assert chat.buttons[0] == ["✓ Done 22.5 kg × 10"]
    card = chat.last
    await chat.tap("✓ Done")
    assert chat.toast == "Logged: 22.5 kg × 10"
    assert chat.last.id == card.id, "a logged set edits the card in place"
    rings = len(chat.person.rings)
    await chat.bot.advance(minutes=3)
    assert chat.last.id != card.id, "the end of a rest is a new message"
    assert len(chat.person.rings) == rings + 1
    assert "Set 2 of 3" in chat.text
    assert chat.buttons[0] == ["✓ Done 22.5 kg × 10"]


async def test_a_double_tap_logs_once(chat: Chat) -> None:
    await begin(chat)
    await chat.tap("20 kg")
    await chat.tap_twice("✓ Done")
    assert chat.toast == "Already logged: 20 kg × 9"
    assert await logged(chat) == ["t_bar_row 20 kg × 9"]


async def test_a_stale_card_gives_way_to_the_current_one(chat: Chat) -> None:
    await begin(chat)
    await chat.tap("20 kg")
    old = chat.last
    await chat.tap("✓ Done")
    await chat.bot.advance(minutes=3)
    await chat.tap("✓ Done")
    await chat.tap_old(old, "✓ Done")
    assert chat.toast == "That card is old, here is the current one"
    assert chat.last.id > old.id
    assert len(await logged(chat)) == 2


async def test_a_typed_set_is_logged_and_the_card_follows_below(chat: Chat) -> None:
    await begin(chat)
    await chat.send("40x10")
    assert "Logged: 40 kg × 10" in chat.text
    await chat.tap("Next set now")
    await chat.send("8")
    await chat.tap("Next set now")
    await chat.send("90 lbs x 6")
    assert await logged(chat) == [
        "t_bar_row 40 kg × 10",
        "t_bar_row 40 kg × 8",
        "t_bar_row 90 lb × 6",
    ]


async def test_taken_offers_the_articles_swaps_and_the_original_comes_back(chat: Chat) -> None:
    await begin(chat)
    await chat.tap("Taken")
    offered = [row[0] for row in chat.buttons[:3]]
    assert offered == [
        "Bent-over dumbbell row",
        "Chest-supported row on an incline bench",
        "Bent-over cable row",
    ]
    assert "Erin Stern" in chat.text
    await chat.tap("Chest-supported row")
    assert chat.toast == "Swapped to Chest-supported row on an incline bench"
    assert "instead of T-bar row" in chat.text
    await chat.send("18x12")
    await chat.tap("Taken")
    await chat.tap("Bring back T-bar row")
    assert "T-bar row" in chat.text
    assert "instead of" not in chat.text
    assert "Set 2 of 3" in chat.text


async def test_undo_takes_back_the_set_and_stop_can_be_taken_back_too(chat: Chat) -> None:
    await begin(chat)
    await chat.send("40x10")
    await chat.send("/undo")
    assert "Taken back" in chat.text
    assert await logged(chat) == []
    await chat.send("40x9")
    await chat.send("/stop")
    assert chat.text.count("Session ended") == 1
    await chat.tap("Continue after all")
    assert "Set 2 of 3" in chat.text
    assert await logged(chat) == ["t_bar_row 40 kg × 9"]


async def test_more_skips_notes_and_stops(chat: Chat) -> None:
    await begin(chat)
    await chat.tap("More…")
    await chat.tap("Add a note")
    await chat.send("handle of the <b>left</b> T-bar is loose")
    assert "Noted" in chat.text
    await chat.tap("More…")
    await chat.tap("Skip exercise")
    assert "2/5" in chat.text
    await chat.tap("More…")
    await chat.tap("Stop session")
    assert "handle of the <b>left</b> T-bar is loose" in chat.text
    assert "T-bar row: skipped" in chat.text
    await chat.send("/stop")
    assert "over" in chat.text


async def test_how_explains_and_leads_back(chat: Chat) -> None:
    await begin(chat)
    card = chat.last
    await chat.tap("How?")
    assert "Erin Stern" in chat.text
    assert len(chat.text) <= 900
    await chat.tap("Back to the set")
    assert chat.text == card.text


async def test_rests_can_be_cut_short_made_longer_and_switched_off(chat: Chat) -> None:
    await begin(chat)
    await chat.send("10")
    assert "12:02:30" not in chat.text, "times are shown in the person's zone"
    assert "13:02:30" in chat.text
    await chat.tap("+30 s")
    assert "13:03:00" in chat.text
    await chat.tap("Next set now")
    assert "Set 2 of 3" in chat.text
    rings = len(chat.person.rings)
    await chat.bot.advance(minutes=5)
    assert len(chat.person.rings) == rings, "a rest that was ended does not ring"
    await chat.send("/settings")
    await chat.tap("Switch the rest timer off")
    await chat.send("/backday")
    await chat.tap("✓ Done")
    assert "Set 3 of 3" in chat.text


async def test_last_times_numbers_set_todays_target(chat: Chat) -> None:
    await begin(chat)
    for reps in (12, 12, 12):
        await chat.send(f"40x{reps}")
        await chat.tap("Next set now")
    await chat.send("/stop")
    await chat.bot.advance(days=2)
    await chat.send("/backday")
    assert "40 kg × 12, 12, 12" in chat.text
    await chat.tap("Start")
    assert "Last time: 40 kg × 12, 12, 12" in chat.text
    assert chat.buttons[0] == ["✓ Done 42.5 kg × 6"]


async def test_a_session_goes_on_where_it_was(chat: Chat) -> None:
    await begin(chat)
    await chat.send("40x10")
    await chat.tap("Next set now")
    await chat.send("/backday")
    assert "Set 2 of 3" in chat.text


async def test_another_person_cannot_press_my_buttons(chat: Chat, bot: RunningBot) -> None:
    await begin(chat)
    mine = chat.last.buttons[0][0].callback_data
    other = bot.chat("Boris")
    await other.send("/backday")
    other.person.tap(data=mine, message_id=other.last.id)
    await bot.settled()
    assert other.toast == "That session is over"
    assert await logged(chat) == []


@pytest.mark.parametrize("data", ["s:x", "s:::::", "zzz", "s:abc:1:nonsense:", "r:days:900:-1"])
async def test_a_forged_button_is_answered_and_changes_nothing(chat: Chat, data: str) -> None:
    await begin(chat)
    chat.person.tap(data=data, message_id=chat.last.id)
    await chat.bot.settled()
    assert chat.toast == "That button is from an older version of me."
    chat.keeps_its_rules()


async def test_a_deleted_card_is_shown_anew(chat: Chat) -> None:
    await begin(chat)
    card = chat.last
    chat.person.delete(card.id)
    await chat.send("40x10")
    assert chat.last.id != card.id
    assert "Rest until" in chat.text


async def test_the_short_version_has_fewer_exercises(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Short version")
    assert "1/2" in chat.text


async def test_bodyweight_exercises_ask_for_no_load(chat: Chat) -> None:
    await begin(chat)
    await chat.tap("Taken")
    await chat.tap("Inverted row")
    assert chat.buttons[1] == ["−1 rep", "+1 rep"]
    assert not any("kg" in label for row in chat.buttons for label in row)


async def test_quick_presses_of_plus_all_count(chat: Chat) -> None:
    await begin(chat)
    await chat.tap_twice("+1 rep")
    assert chat.buttons[0] == ["✓ Done 11 reps"]


async def test_the_words_on_the_buttons_can_be_typed(chat: Chat) -> None:
    await begin(chat)
    await chat.send("Done!")
    assert await logged(chat) == ["t_bar_row 9 reps"]
    await chat.send("next")
    assert "Set 2 of 3" in chat.text
    await chat.send("taken")
    assert "One tap swaps it" in chat.text
    await chat.send("skip")
    assert "2/5" in chat.text


async def test_a_mistyped_set_gets_a_hint_and_the_way_back(chat: Chat) -> None:
    await begin(chat)
    for typed in ("40x0", "10kg", "201"):
        await chat.send(typed)
        assert "40x10" in chat.text
        assert chat.buttons == [["Back to the set"]]
    assert await logged(chat) == []


async def test_an_edited_set_is_corrected(chat: Chat, bot: RunningBot) -> None:
    await begin(chat)
    await chat.send("40x10")
    message = next(m for m in reversed(chat.person.messages) if not m.from_bot)
    chat.person.edit(message.id, "40x12")
    await bot.settled()
    assert "Corrected to 40 kg × 12" in chat.text
    assert await logged(chat) == ["t_bar_row 40 kg × 12"]


async def test_a_set_that_arrives_late_rests_no_longer_than_it_should(
    chat: Chat, bot: RunningBot
) -> None:
    await begin(chat)
    chat.person.send("40x10")
    bot.clock.advance(timedelta(minutes=20))
    await bot.settled()
    assert "Rest until" not in chat.text
    assert "Set 2 of 3" in chat.text


async def test_a_set_typed_while_a_note_is_awaited_is_a_set(chat: Chat) -> None:
    await begin(chat)
    await chat.tap("More…")
    await chat.tap("Add a note")
    await chat.send("40x8")
    assert await logged(chat) == ["t_bar_row 40 kg × 8"]


async def test_many_long_notes_still_fit_the_summary(chat: Chat) -> None:
    await begin(chat)
    for number in range(16):
        await chat.tap("More…")
        await chat.tap("Add a note")
        await chat.send(f"{number} " + "words and words " * 40)
    await chat.send("/stop")
    assert "and 13 more notes" in chat.text


async def test_an_old_session_is_left_alone(chat: Chat, bot: RunningBot) -> None:
    await begin(chat)
    await chat.send("40x10")
    await chat.send("/stop")
    summary = chat.last
    await bot.advance(days=7)
    await chat.send("/undo")
    assert "No session is open" in chat.text
    assert await logged(chat) == ["t_bar_row 40 kg × 10"]
    chat.person.tap(data=summary.buttons[0][0].callback_data, message_id=summary.id)
    await bot.settled()
    assert chat.toast == "That session is over"


async def test_a_button_of_an_earlier_session_leads_to_the_one_that_runs(chat: Chat) -> None:
    await begin(chat)
    await chat.send("40x10")
    await chat.send("/stop")
    summary = chat.last
    await begin(chat)
    await chat.tap_old(summary, "Continue after all")
    assert chat.toast == "That card is old, here is the current one"
    assert "Set 1 of 3" in chat.text
    assert await logged(chat) == []


async def test_a_press_while_the_rest_rings_leaves_one_live_card(
    chat: Chat, bot: RunningBot
) -> None:
    await begin(chat)
    await chat.send("40x10")
    bot.clock.advance(timedelta(minutes=3))
    chat.person.tap("+30 s")
    await bot.tick()
    chat.keeps_its_rules()


async def test_help_in_a_session_leads_back(chat: Chat) -> None:
    await begin(chat)
    for command in ("/help", "/settings", "/remind", "/privacy", "/forget", "/start", "/nonsense"):
        await chat.send(command)
        assert ["Back to the set"] in chat.buttons, command
    await chat.tap("Back to the set")
    assert "1/5" in chat.text


async def test_a_set_after_the_end_corrects_or_is_said_to_come_too_late(
    chat: Chat, bot: RunningBot
) -> None:
    await begin(chat)
    await chat.send("40x10")
    message = next(m for m in reversed(chat.person.messages) if not m.from_bot)
    await chat.send("/stop")
    await chat.send("40x9")
    assert "That session is over" in chat.text
    chat.person.edit(message.id, "40x12")
    await bot.settled()
    assert await logged(chat) == ["t_bar_row 40 kg × 12"]


async def test_skipping_in_words_goes_to_the_next_exercise(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("skip this, next exercise")
    assert "Lat pulldown" in chat.text


async def test_skipping_in_words_with_nothing_open_says_so(chat: Chat) -> None:
    await chat.send("skip this one, next exercise")
    assert chat.text.startswith("No session is open")
    assert chat.buttons[0] == ["Start"]
