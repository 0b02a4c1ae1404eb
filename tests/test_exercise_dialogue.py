"""The page of one exercise, as a link or a code on the wall opens it."""

import pytest

from content.explanation import introduce
from content.library import Library
from content.responses import MAX_ANSWER
from handlers.links import address, exercise_of, to_exercise
from tests.chat import Chat
from tests.running_bot import RunningBot


def labels(chat: Chat) -> list[str]:
    return [label for row in chat.buttons for label in row]


def test_every_exercise_is_introduced_in_full_on_one_screen(library: Library) -> None:
    for exercise in library.exercises.values():
        given = introduce(exercise, library)
        assert len(given.text) <= MAX_ANSWER
        assert given.parts == (given.headline, *given.lines, given.source), "no line was dropped"
        assert "Works the" in given.text
        assert given.source.startswith("From: ")


def test_every_exercise_has_a_link(library: Library) -> None:
    for key in library.exercises:
        payload = to_exercise(key)
        assert exercise_of(payload) == key
        assert address("backday_bot", payload) == f"https://t.me/backday_bot?start=ex_{key}"
    assert exercise_of("backday") is None


async def test_the_link_opens_the_exercise(chat: Chat) -> None:
    chat.person.follow("https://t.me/backday_bot?start=ex_t_bar_row")
    await chat.bot.settled()
    assert chat.text.startswith("T-bar row\nWorks the")
    assert "Usually with: T-bar" in chat.text
    assert "From: Erin Stern" in chat.text
    assert "no sets of it yet" in chat.text
    assert labels(chat) == ["Taken / not here", "How?", "Start back day"]
    chat.keeps_its_rules()


async def test_it_shows_the_last_numbers(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x11")
    await chat.send("40x10")
    await chat.send("/start ex_t_bar_row")
    assert "Today: 40 kg × 11, 10" in chat.text
    assert "Last time" not in chat.text
    await chat.send("/stop")
    await chat.send("/start ex_t_bar_row")
    assert "Last time: 40 kg × 11, 10" in chat.text
    await chat.send("/start ex_lat_pulldown")
    assert "no sets of it yet" in chat.text


async def test_other_people_see_their_own_numbers(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x11")
    await chat.send("/stop")
    boris = bot.chat("Boris")
    await boris.send("/start ex_t_bar_row")
    assert "no sets of it yet" in boris.text


async def test_taken_lists_substitutes_that_open_in_turn(chat: Chat) -> None:
    await chat.send("/start ex_t_bar_row")
    await chat.tap("Taken")
    assert chat.text.startswith("T-bar row is taken or not here?")
    assert "From: " in chat.text
    first = labels(chat)[0]
    await chat.tap(first)
    assert chat.text.startswith(first)
    await chat.tap("Taken")
    await chat.tap("Back")
    assert chat.text.startswith(first)
    assert len(chat.person.bot_messages) == 1, "it all happens in one message"


async def test_substitutes_leave_out_what_the_gym_lacks(chat: Chat) -> None:
    await chat.send("/start ex_t_bar_row")
    await chat.tap("Taken")
    assert "Bent-over dumbbell row" in labels(chat)
    await chat.send("no dumbbells, what instead of the T-bar row?")
    await chat.tap("No dumbbells")
    await chat.send("/start ex_t_bar_row")
    await chat.tap("Taken")
    assert "Bent-over dumbbell row" not in labels(chat)


async def test_how_comes_below_and_the_page_stays(chat: Chat) -> None:
    await chat.send("/start ex_t_bar_row")
    page = chat.last
    await chat.tap("How?")
    assert "Plant your feet" in chat.text
    assert next(m for m in chat.person.messages if m.id == page.id).text == page.text
    await chat.tap("Taken")
    (shown,) = chat.live
    assert shown.id == page.id
    assert "is taken or not here?" in shown.text


async def test_in_a_session_it_leads_back_and_taken_swaps_what_is_at_hand(chat: Chat) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("/start ex_lat_pulldown")
    assert labels(chat) == ["Taken / not here", "How?", "Back to the set"]
    await chat.tap("Taken")
    assert labels(chat)[-2:] == ["Back", "Back to the set"]
    await chat.tap("Back to the set")
    assert "1/5" in chat.text
    await chat.send("/start ex_t_bar_row")
    await chat.tap("Taken")
    swap = labels(chat)[0]
    await chat.tap(swap)
    assert "instead of T-bar row" in chat.text


async def test_a_red_flag_in_force_closes_its_buttons(chat: Chat) -> None:
    await chat.send("/start ex_t_bar_row")
    page = chat.last
    await chat.send("I have chest pain and can't breathe")
    for label in ("Taken", "How?"):
        await chat.tap_old(page, label)
        assert "emergency" in chat.text.lower()
    await chat.tap("A professional cleared me")
    await chat.send("/start ex_t_bar_row")
    assert "Works the" in chat.text


@pytest.mark.parametrize("data", ["ex:about:gone", "ex:nowhere:t_bar_row", "ex:about", "ex:::"])
async def test_a_forged_or_outdated_button_says_so(chat: Chat, data: str) -> None:
    await chat.send("/start ex_t_bar_row")
    chat.person.tap(data=data, message_id=chat.last.id)
    await chat.bot.settled()
    assert "older version" in (chat.toast or "")
    chat.keeps_its_rules()


async def test_two_taps_at_once_are_one(chat: Chat) -> None:
    await chat.send("/start ex_t_bar_row")
    await chat.tap_twice("Taken")
    assert chat.text.startswith("T-bar row is taken or not here?")
