"""Edited questions: the answer to them is edited, and what was asked before is taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.coach.questions import Questions
from bot.demo import DemoServer
from bot.storage import answers, people
from bot.storage.gaps import unanswered
from bot.storage.url import open_database
from content.answers import Answerer
from content.library import Library
from tests.chat import Chat
from tests.running_bot import RunningBot, StandingClock, running_bot

PULLOVER = "how do I do the dumbbell pullover?"
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


async def test_the_answer_is_edited_in_place(chat: Chat) -> None:
    await chat.send("zzzz qqqq")
    answer = chat.last
    await chat.edit("zzzz qqqq", PULLOVER)
    assert chat.last.id == answer.id
    assert "Lie on a bench" in chat.text
    await chat.edit(PULLOVER, "no T-bar, what instead?")
    assert chat.last.id == answer.id
    assert chat.text.startswith("Bent-over dumbbell row")
    assert len(chat.person.bot_messages) == 1


async def test_the_same_answer_is_left_alone(chat: Chat, bot: RunningBot) -> None:
    await chat.send("no T-bar, what instead?")
    answer = chat.last
    chat.person.edit(chat.person.messages[0].id, "no T-bar,  what instead ?")
    await bot.settled()
    assert chat.person.bot_messages == [answer]


async def test_a_restart_changes_nothing(
    library: Library,
    answerer: Answerer,
    database_url: str,
    server: DemoServer,
    clock: StandingClock,
) -> None:
    async with running_bot(library, answerer, database_url, server, clock) as bot:
        await bot.chat().send("zzzz qqqq")
        answer = bot.chat().last
    async with running_bot(library, answerer, database_url, server, clock) as bot:
        chat = bot.chat()
        await chat.edit("zzzz qqqq", PULLOVER)
        assert chat.last.id == answer.id
        assert "Lie on a bench" in chat.text


async def test_an_answer_that_is_gone_gives_way_to_a_new_one(chat: Chat) -> None:
    await chat.send("zzzz qqqq")
    gone = chat.last
    chat.person.delete(gone.id)
    await chat.edit("zzzz qqqq", "no T-bar, what instead?")
    assert chat.last.id != gone.id
    assert chat.text.startswith("Bent-over dumbbell row")
    await chat.edit("no T-bar, what instead?", PULLOVER)
    assert "Lie on a bench" in chat.text
    assert len(chat.person.bot_messages) == 1, "now the new one is edited"


async def test_what_was_said_before_the_edit_is_taken_back(chat: Chat) -> None:
    await chat.send("no dumbbells, what instead of the T-bar row?")
    assert "dumbbell" not in chat.text.split("\n")[0].lower()
    await chat.edit(
        "no dumbbells, what instead of the T-bar row?", "no T-bar here, what instead of the row?"
    )
    assert chat.text.startswith("Bent-over dumbbell row")


async def test_an_edited_follow_up_keeps_its_topic(chat: Chat) -> None:
    await chat.send("what can I do instead of T-bar rows?")
    await chat.send("zzzz qqqq")
    assert "not in my notes" in chat.text
    await chat.edit("zzzz qqqq", "and without dumbbells?")
    assert "row" in chat.text.lower()
    assert not chat.text.startswith("Bent-over dumbbell row")
    assert len(chat.person.bot_messages) == 2


async def test_an_answer_above_the_card_is_edited_and_the_card_stays_live(chat: Chat) -> None:
    await chat.send("zzzz qqqq")
    answer = chat.last
    await chat.send("/backday")
    await chat.tap("Start")
    card = chat.last
    await chat.edit("zzzz qqqq", "no T-bar, what instead?")
    assert chat.last == card
    shown = next(m for m in chat.person.bot_messages if m.id == answer.id)
    assert shown.text.startswith("Bent-over dumbbell row")
    assert shown.buttons == ()
    await chat.tap("✓ Done")


async def test_an_answer_below_the_card_keeps_its_buttons(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("zzzz qqqq")
    await chat.edit("zzzz qqqq", "no T-bar, what instead?")
    await chat.tap("Use: Chest-supported")
    assert "instead of T-bar row" in chat.text


async def test_choices_of_an_edited_question_can_be_tapped(chat: Chat) -> None:
    await chat.send("why wide rows?")
    await chat.edit("why wide rows?", "how do I do the row?")
    answer = chat.last
    await chat.tap(chat.buttons[0][0])
    assert "From:" in chat.text
    assert chat.last.id == answer.id
    await chat.edit("how do I do the row?", PULLOVER)
    assert "Lie on a bench" in chat.text
    assert chat.last.id == answer.id


async def test_an_old_choice_answers_below_and_that_answer_is_edited(chat: Chat) -> None:
    await chat.send("how do I do the row?")
    asked = chat.last
    await chat.send("/backday")
    await chat.tap_old(asked, asked.labels[0][0])
    answer = chat.last
    assert "From:" in answer.text
    await chat.edit("how do I do the row?", PULLOVER)
    assert chat.last.id == answer.id
    assert "Lie on a bench" in chat.text


async def test_a_question_that_is_edited_into_the_notes_is_no_longer_missing(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("how do I do a flurbington?")
    await chat.edit("how do I do a flurbington?", "how do I do a flurbigton?")
    kept = await bot.database.run(unanswered)
    assert [each.question for each in kept] == ["how do I do a flurbigton?"]
    await chat.edit("how do I do a flurbigton?", PULLOVER)
    assert await bot.database.run(unanswered) == []


async def test_a_warning_sign_that_is_edited_in_is_told_and_one_edited_away_stays(
    chat: Chat,
) -> None:
    await chat.send(PULLOVER)
    answer = chat.last
    await chat.edit(PULLOVER, "I have chest pain and can't breathe")
    assert chat.last.id == answer.id
    assert "emergency" in chat.text.lower()
    await chat.edit("I have chest pain and can't breathe", PULLOVER)
    assert "Lie on a bench" not in chat.text
    await chat.send("/backday")
    assert ["A professional cleared me"] in chat.buttons


async def test_a_question_can_become_a_set_and_a_set_a_question(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("zzzz qqqq")
    await chat.edit("zzzz qqqq", "40x10")
    assert "40 kg × 10" in chat.text
    await chat.edit("40x10", "40x9")
    assert "Corrected to 40 kg × 9" in chat.text
    await chat.send("40x8")
    await chat.edit("40x8", PULLOVER)
    assert "Lie on a bench" in chat.text


async def test_a_question_can_become_a_command_in_words(chat: Chat) -> None:
    await chat.send("zzzz qqqq")
    await chat.edit("zzzz qqqq", "start my back day")
    assert "5 exercises" in chat.text
    await chat.tap("Start")
    assert "1/5" in chat.text


async def test_an_old_question_is_not_what_a_button_asked_for(chat: Chat) -> None:
    await chat.send("zzzz qqqq")
    await chat.send("/settings")
    await chat.tap("Change zone")
    await chat.edit("zzzz qqqq", PULLOVER)
    assert "Lie on a bench" in chat.person.bot_messages[0].text
    await chat.send("Lisbon")
    assert "Time zone: Lisbon" in chat.text


@pytest.mark.parametrize("odd", ["<b>&amp;", "😂😂😂", "a" * 4000, "?", "..."])
async def test_odd_edits_get_a_sane_answer(chat: Chat, odd: str) -> None:
    await chat.send(PULLOVER)
    await chat.edit(PULLOVER, odd)
    assert 0 < len(chat.text) <= 1100


async def test_forget_takes_the_numbers_of_the_answers_too(chat: Chat, bot: RunningBot) -> None:
    await chat.send("zzzz qqqq")
    question = chat.person.messages[0].id
    await chat.send("/forget")
    await chat.tap("Delete everything")
    person = chat.person.id
    assert await bot.database.run(lambda db: answers.find(db, person, question)) is None
    assert await bot.database.run(lambda db: people.find(db, person)) is None
    await chat.edit("zzzz qqqq", PULLOVER)
    assert "Lie on a bench" in chat.text


async def test_numbers_of_answers_are_kept_for_two_days(
    database_url: str, library: Library, answerer: Answerer
) -> None:
    database = await open_database(database_url)
    try:
        questions = Questions(database, library, answerer, 1)
        await questions.answered(-5, 1, 2, NOW)
        await questions.answered(-5, 3, 4, NOW + timedelta(hours=1))
        await database.run(lambda db: answers.prune(db, NOW + answers.KEPT + timedelta(seconds=1)))
        assert await questions.answer_to(-5, 1) is None
        assert await questions.answer_to(-5, 3) == 4
        await questions.answered(-5, 3, 9, NOW)
        assert await questions.answer_to(-5, 3) == 9
    finally:
        await database.close()
