"""Questions, as people ask them in the chat."""

from bot.storage.gaps import unanswered
from tests.chat import Chat
from tests.running_bot import RunningBot


async def test_no_t_bar_gets_the_articles_swap_its_reason_and_its_source(chat: Chat) -> None:
    await chat.send("no T-bar, what instead?")
    assert chat.text.startswith("Bent-over dumbbell row")
    assert "From: Erin Stern" in chat.text
    assert len(chat.text) <= 900
    assert any("remember" in label for row in chat.buttons for label in row)


async def test_an_answer_is_used_at_once_while_a_session_is_open(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("no T-bar, what instead?")
    await chat.tap("Use: Chest-supported")
    assert "instead of T-bar row" in chat.text


async def test_the_way_back_to_the_set_is_one_tap(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("why do pullovers work?")
    await chat.tap("Back to the set")
    assert "1/5" in chat.text


async def test_a_use_button_of_a_set_that_is_over_changes_nothing(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("no T-bar, what instead?")
    answer = chat.last
    await chat.tap("Back to the set")
    await chat.send("40x10")
    await chat.tap_old(answer, "Use: Chest-supported")
    assert "old" in (chat.toast or "")
    assert "instead of" not in chat.text


async def test_a_follow_up_keeps_the_topic(chat: Chat) -> None:
    await chat.send("what can I do instead of T-bar rows?")
    await chat.send("and without dumbbells?")
    assert not chat.text.startswith("Bent-over dumbbell row")
    assert "row" in chat.text.lower()


async def test_an_ambiguous_word_is_asked_back_and_a_tap_answers(chat: Chat) -> None:
    await chat.send("how do I do the row?")
    assert len(chat.buttons) >= 2
    choice = chat.buttons[0][0]
    await chat.tap(choice)
    assert "From:" in chat.text


async def test_an_unknown_question_is_kept_and_the_nearest_are_offered(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("how do I do a flurbington?")
    assert len(chat.buttons) == 4
    assert chat.buttons[-1] == ["Tell me when you know"]
    kept = await bot.database.run(unanswered)
    assert [each.question for each in kept] == ["how do I do a flurbington?"]
    await chat.tap(chat.buttons[0][0])
    assert chat.text


async def test_a_red_flag_gets_its_fixed_text_and_stays_in_force(chat: Chat) -> None:
    await chat.send("chest is tight and pain in my left arm, which row is lighter?")
    assert "emergency" in chat.text.lower()
    assert "row" not in chat.text.lower()
    await chat.send("/backday")
    assert "Start" not in [label for row in chat.buttons for label in row]
    await chat.tap("A professional cleared me")
    await chat.send("/backday")
    assert chat.buttons[0] == ["Start"]


async def test_a_red_flag_in_a_note_is_not_swallowed(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.tap("More…")
    await chat.tap("Add a note")
    await chat.send("both my legs are numb and I can't pee")
    assert "emergency" in chat.text.lower()


async def test_sore_muscles_are_no_alarm(chat: Chat) -> None:
    await chat.send("my lats are so sore from yesterday, killer back day")
    assert "emergency" not in chat.text.lower()


async def test_commands_in_words(chat: Chat) -> None:
    await chat.send("start my back day")
    assert "5 exercises" in chat.text
    await chat.send("show my progress")
    assert "Nothing is logged yet" in chat.text
    await chat.send("when is my next workout?")
    assert "No reminder" in chat.text
    await chat.send("delete everything you know about me")
    assert "Delete all of it?" in chat.text


async def test_a_red_flag_stops_the_coaching_until_it_is_cleared(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("/remind every day at 14:00")
    await chat.tap("Back to the set")
    await chat.send("40x10")
    await chat.send("I have chest pain and can't breathe")
    assert "emergency" in chat.text.lower()
    rings = len(chat.person.rings)
    await bot.advance(minutes=3)
    await bot.advance(hours=2)
    assert len(chat.person.rings) == rings, "neither the rest nor the reminder rings"
    for said in ("40x9", "/undo", "/backday", "done"):
        await chat.send(said)
        assert "Set 2" not in chat.text
        assert ["A professional cleared me"] in chat.buttons
    await chat.tap("Stop session")
    await chat.tap("Continue after all")
    assert "Set 2" not in chat.text
    await chat.tap("A professional cleared me")
    await chat.send("/backday")
    assert chat.buttons[0] == ["Start"]


async def test_a_red_flag_holds_for_old_buttons_and_links_too(chat: Chat) -> None:
    await chat.send("no T-bar, what instead?")
    answer = chat.last
    await chat.send("I have chest pain and can't breathe")
    await chat.tap_old(answer, "How?")
    assert "emergency" in chat.text.lower()
    await chat.send("/start ex_t_bar_row")
    assert "emergency" in chat.text.lower()


async def test_a_red_flag_at_the_end_of_a_long_message_is_seen(chat: Chat) -> None:
    filler = "so I went to the gym with my cousin and we talked about films and the weather. "
    await chat.send(filler * 20 + "and now I have crushing chest pain and pain in my left arm")
    assert "emergency" in chat.text.lower()
