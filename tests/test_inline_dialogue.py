"""Inline mode: cards in any chat, from the content alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo import InlineAnswer, Person
from bot.storage import people
from bot.storage.gaps import unanswered
from content.answers import Answerer
from content.cards import MOST_CARDS, Cards
from content.library import Library
from content.responses import MAX_ANSWER, RedFlag
from handlers.inline import FRESH
from tests.running_bot import RunningBot

RED_FLAG = "chest pain and I can't breathe, which row?"


@pytest.fixture(scope="session")
def cards(library: Library, answerer: Answerer) -> Cards:
    return Cards(library, answerer)


@pytest.fixture
def anna(bot: RunningBot) -> Person:
    return bot.chat("Anna").person


async def typed(bot: RunningBot, person: Person, words: str) -> InlineAnswer:
    """What is offered above the input."""
    query = person.inline(words)
    await bot.settled()
    assert query.answer is not None
    return query.answer


async def test_an_exercise_is_found_by_its_name_its_nickname_and_with_typos(
    bot: RunningBot, anna: Person
) -> None:
    for words in ("t-bar", "tbar row", "T-BAAR ROW", "landmine t-bar"):
        answer = await typed(bot, anna, words)
        assert "T-bar row" in [each.title for each in answer.results], words


async def test_a_card_is_complete_and_its_button_opens_the_exercise(
    bot: RunningBot, anna: Person
) -> None:
    group = bot.server.world.group("Lifters", anna)
    query = anna.inline("t-bar", group=group)
    await bot.settled()
    anna.choose(query, 0, group)
    await bot.settled()
    posted = group.messages[-1]
    assert posted.via == "backday_bot"
    assert posted.html.startswith("<b>T-bar row</b>\nWorks the lats")
    assert posted.text.split("\n")[-1] == "From: Erin Stern, “Back Training Routine”"
    assert len(posted.text) <= MAX_ANSWER
    ((button,),) = posted.buttons
    assert (button.text, button.callback_data) == ("Open the coach", None)
    ben = bot.chat("Ben")
    ben.person.follow(str(button.url))
    await bot.settled()
    assert ben.text.startswith("T-bar row\nWorks the lats")


async def test_a_question_is_answered_by_the_first_card(bot: RunningBot, anna: Person) -> None:
    answer = await typed(bot, anna, "no t-bar what instead")
    first, *others = answer.results
    assert first.title == "Bent-over dumbbell row"
    assert first.text.startswith("no t-bar what instead\nBent-over dumbbell row. ")
    assert "From: Erin Stern" in first.text
    assert "Chest-supported row on an incline bench" in [each.title for each in others]
    assert str(first.buttons[0][0].url).endswith("?start=ex_t_bar_row")


async def test_nothing_typed_offers_the_routine_and_starters(
    bot: RunningBot, anna: Person, library: Library
) -> None:
    answer = await typed(bot, anna, "")
    routine, *others = answer.results
    assert routine.title == library.workout.title
    for key in library.workout.exercises:
        assert library.exercises[key].name in routine.text
    assert str(routine.buttons[0][0].url).endswith("?start=backday")
    assert [each.title for each in others[:5]] == [
        library.exercises[key].name for key in library.workout.exercises
    ]
    assert "What instead of T-bar row?" in [each.title for each in others]


@pytest.mark.parametrize(
    ("words", "parameter"),
    [("", "backday"), ("t-bar", "ex_t_bar_row"), (RED_FLAG, "coach")],
)
async def test_the_line_above_opens_the_coach_there(
    bot: RunningBot, anna: Person, words: str, parameter: str
) -> None:
    answer = await typed(bot, anna, words)
    assert answer.button is not None
    assert answer.button.text == "Open the coach"
    assert answer.button.start_parameter == parameter
    anna.start(answer.button.start_parameter)
    await bot.settled()
    assert "leads nowhere" not in anna.bot_messages[-1].text


async def test_a_warning_sign_gets_its_fixed_text_and_no_exercise(
    bot: RunningBot, anna: Person, library: Library
) -> None:
    answer = await typed(bot, anna, RED_FLAG)
    (only,) = answer.results
    assert only.text in {
        *library.safety.replies.values(),
        *(sign.reply for sign in library.safety.signs),
    }
    assert only.buttons == ()


async def test_a_sign_to_be_careful_about_offers_no_exercise_either(
    bot: RunningBot, anna: Person
) -> None:
    answer = await typed(bot, anna, "my lower back is a bit sore, which row?")
    assert len(answer.results) == 1


async def test_what_is_not_in_the_notes_offers_the_nearest(bot: RunningBot, anna: Person) -> None:
    answer = await typed(bot, anna, "flurbington")
    assert len(answer.results) == 3
    assert all("From: " in each.text for each in answer.results)


async def test_answers_are_the_same_for_everybody_and_kept_for_a_while(
    bot: RunningBot, anna: Person
) -> None:
    chat = bot.chat("Anna")
    await chat.send("no dumbbells, what instead of the T-bar row?")
    await chat.tap("No dumbbells")
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x10")
    hers = await typed(bot, anna, "no t-bar what instead")
    assert not hers.personal
    assert hers.fresh_until == bot.clock.now().timestamp() + FRESH
    assert hers.results[0].title == "Bent-over dumbbell row", "her gym's lack of them is hers"
    assert not any("40" in each.text for each in (await typed(bot, anna, "t-bar")).results)
    assert bot.chat("Ben").person.inline("no t-bar what instead").answer == hers


async def test_nothing_of_it_is_kept(bot: RunningBot, anna: Person) -> None:
    for words in ("flurbington", RED_FLAG, "no t-bar what instead"):
        await typed(bot, anna, words)
    assert await bot.database.run(lambda db: people.find(db, anna.id)) is None
    assert await bot.database.run(unanswered) == []
    chat = bot.chat("Anna")
    await chat.send("/backday")
    assert chat.buttons[0] == ["Start"]


async def test_a_card_posted_in_the_chat_with_the_bot_asks_nothing(
    bot: RunningBot, anna: Person
) -> None:
    chat = bot.chat("Anna")
    await chat.send("/start")
    query = anna.inline("t-bar")
    await bot.settled()
    anna.choose(query)
    await bot.settled()
    assert len(anna.bot_messages) == 1
    group = bot.server.world.group("Lifters", anna)
    anna.send("@backday_bot why do pullovers work?", group=group)
    await bot.settled()
    query = anna.inline("lat pulldown", group=group)
    await bot.settled()
    anna.choose(query, 0, group, group.bot_messages[-1].id)
    await bot.settled()
    assert len(group.bot_messages) == 1, "not even as a reply"


async def test_a_query_that_is_too_old_holds_nothing_up(bot: RunningBot, anna: Person) -> None:
    late = anna.inline("t-bar")
    late.created -= 60
    anna.send("no T-bar, what instead?")
    await bot.settled()
    assert late.answer is None
    assert anna.bot_messages[-1].text.startswith("Bent-over dumbbell row")


@pytest.mark.parametrize("words", ["<b>&amp;<script>", "😂😂😂", "a" * 256, "/help", "' OR 1=1 --"])
async def test_odd_words_are_escaped_and_offered_something(
    bot: RunningBot, anna: Person, words: str
) -> None:
    assert (await typed(bot, anna, words)).results


def test_an_answer_shows_the_question_as_it_was_typed(cards: Cards) -> None:
    card = cards.offered("why  wide <rows>?")[0]
    assert card.question == "why wide <rows>?"


def test_no_card_is_longer_than_one_screen(cards: Cards, library: Library) -> None:
    questions = [line for lines in library.samples.values() for line in lines[:2]]
    names = [exercise.name for exercise in library.exercises.values()]
    for words in (*questions, *names, "why wide rows " * 18):
        for card in cards.offered(words):
            assert len(card.said.text) + len(card.question) + bool(card.question) <= MAX_ANSWER
            assert card.title


@given(words=st.text(max_size=256))
def test_anything_typed_offers_cards_each_once(cards: Cards, words: str) -> None:
    offered = cards.offered(words)
    assert 0 < len(offered) <= MOST_CARDS
    assert len({card.said.text for card in offered}) == len(offered)
    if any(isinstance(card.said, RedFlag) for card in offered):
        assert len(offered) == 1
