"""Welcome, settings, privacy, forgetting; groups; whatever else people send."""

from collections.abc import Callable

import pytest

from bot.storage import people
from handlers import texts
from handlers.application import HANDLERS
from tests.chat import Chat
from tests.running_bot import RunningBot


async def test_start_greets_and_leads_to_the_session(chat: Chat) -> None:
    await chat.send("/start")
    assert "no T-bar" in chat.text
    await chat.tap("Start back day")
    assert "5 exercises" in chat.text


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("backday", "Back day · 5 exercises"),
        ("remind", "On which days"),
        ("ex_t_bar_row", "T-bar row"),
        ("coach", "Hi! I coach one thing well"),
        ("ex_nonsense", "leads nowhere any more"),
        ("ex_", "leads nowhere any more"),
        ("EX_T_BAR_ROW", "leads nowhere any more"),
        ("___", "leads nowhere any more"),
        ("<b>&", "leads nowhere any more"),
        ("x" * 4000, "leads nowhere any more"),
    ],
)
async def test_deep_links(chat: Chat, payload: str, shown: str) -> None:
    await chat.send(f"/start {payload}")
    assert shown in chat.text
    assert chat.buttons, "there is always something to press"


async def test_a_link_that_leads_nowhere_still_starts(chat: Chat) -> None:
    await chat.send("/start ex_of_last_year")
    assert "Hi! I coach one thing well" in chat.text
    await chat.tap("Start back day")
    assert "5 exercises" in chat.text


async def test_the_menu_lists_every_command_and_each_one_works(chat: Chat, bot: RunningBot) -> None:
    commands = await bot.application.bot.get_my_commands()
    assert [command.command for command in commands] == list(texts.COMMANDS)
    handled = {name for handler in HANDLERS for name in getattr(handler, "commands", ())}
    assert handled == {*texts.COMMANDS, "start", "reminders"}, "the last answers as /remind does"
    for command in handled:
        await chat.send(f"/{command}")


async def test_pounds_are_used_from_the_next_session_on(chat: Chat) -> None:
    await chat.send("/settings")
    await chat.tap("Use lb")
    assert "Loads in lb" in chat.text
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("45x10")
    assert "45 lb × 10" in chat.text


async def test_what_the_gym_lacks_is_remembered_planned_around_and_removable(chat: Chat) -> None:
    await chat.send("no T-bar, what instead?")
    answer = chat.last
    await chat.tap("No T-bar")
    assert "Remembered" in (chat.toast or "")
    assert chat.text == answer.text, "the answer stays"
    await chat.send("/backday")
    assert "instead of T-bar row, which your gym lacks" in chat.text
    await chat.tap("Start")
    assert "instead of T-bar row" in chat.text
    await chat.tap("Taken")
    await chat.tap("Bring back T-bar row")
    await chat.send("/stop")
    await chat.send("/settings")
    assert "Not there: T-bar" in chat.text
    await chat.tap("✕ No T-bar")
    await chat.send("/settings")
    assert "Not there" not in chat.text


async def test_forget_shows_what_is_stored_asks_once_and_deletes_all(
    chat: Chat, bot: RunningBot
) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x10")
    await chat.send("/remind tue 7am")
    await chat.send("/forget")
    assert "1 sessions with 1 sets, 1 reminders" in chat.text
    await chat.tap("Keep it")
    assert "Nothing was deleted" in chat.text
    await chat.send("/forget")
    await chat.tap("Delete everything")
    assert "is deleted" in chat.text
    person = chat.person.id
    assert await bot.database.run(lambda db: people.find(db, person)) is None
    await chat.send("/backday")
    assert "40 kg" not in chat.text


async def test_privacy_says_what_is_stored(chat: Chat) -> None:
    await chat.send("/privacy")
    assert "What is stored" in chat.text


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> & <script>",
        "a" * 4000,
        "\u202eshalom \u05e9\u05dc\u05d5\u05dd",
        "zero\u200bwidth\u200djoined",
        "😂😂😂",
        "/weather Leipzig",
        "/<b>x",
        "'; DROP TABLE people; --",
        "?",
        "10",
        "...",
    ],
)
async def test_odd_text_gets_a_sane_reply(chat: Chat, text: str) -> None:
    await chat.send(text)
    assert len(chat.text) <= 1100
    assert chat.text != texts.TROUBLE


async def test_what_is_not_text_is_answered_too(chat: Chat, bot: RunningBot) -> None:
    deeds: tuple[Callable[[], object], ...] = (chat.person.send_sticker, chat.person.send_voice)
    for send in deeds:
        send()
        await bot.settled()
        assert "I can only read text" in chat.text
        chat.keeps_its_rules()


async def test_an_edited_question_is_answered(chat: Chat, bot: RunningBot) -> None:
    await chat.send("zzzz qqqq")
    question = next(m for m in reversed(chat.person.messages) if not m.from_bot)
    chat.person.edit(question.id, "how do I do the dumbbell pullover?")
    await bot.settled()
    assert "Lie on a bench" in chat.text


async def test_people_do_not_meet(bot: RunningBot) -> None:
    anna, boris = bot.chat("Anna"), bot.chat("Boris")
    await anna.send("/backday")
    await boris.send("/backday")
    await anna.tap("Start")
    await boris.tap("Start")
    await anna.send("40x10")
    await boris.send("60x8")
    assert "40 kg × 10" in anna.text
    assert "60 kg × 8" in boris.text
    await boris.send("/forget")
    await boris.tap("Delete everything")
    await anna.tap("Next set now")
    assert "Set 2 of 3" in anna.text
