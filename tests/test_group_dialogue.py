"""A group in which the bot is: short answers to those who ask it, silence otherwise."""

import pytest

from bot.demo import Group, Person, ScreenMessage
from bot.storage import people
from bot.storage.gaps import unanswered
from tests.running_bot import RunningBot

NO_T_BAR = "@backday_bot no T-bar, what instead?"


class Talk:
    """Anna and Ben in a group, and what the bot says there."""

    def __init__(self, bot: RunningBot) -> None:
        self.bot = bot
        self.anna: Person = bot.chat("Anna").person
        self.ben: Person = bot.chat("Ben").person
        self.group: Group = bot.server.world.group("Lifters", self.anna, self.ben)

    async def says(self, text: str, reply_to: int | None = None) -> int:
        """Anna writes; the id of her message."""
        message = self.anna.send(text, reply_to, group=self.group)
        await self.bot.settled()
        return message.id

    async def edits(self, message: int, text: str) -> None:
        self.anna.edit(message, text, group=self.group)
        await self.bot.settled()

    @property
    def answers(self) -> list[ScreenMessage]:
        return self.group.bot_messages

    @property
    def link(self) -> str:
        """Where the one button of the last answer leads."""
        ((button,),) = self.answers[-1].buttons
        assert button.text == "Open the coach"
        assert button.callback_data is None
        return str(button.url)


@pytest.fixture
async def talk(bot: RunningBot) -> Talk:
    talk = Talk(bot)
    await bot.settled()
    return talk


async def test_a_mention_gets_a_short_answer_and_the_way_to_the_chat(talk: Talk) -> None:
    question = await talk.says(NO_T_BAR)
    (answer,) = talk.answers
    assert answer.reply_to == question
    first, *lines = answer.text.split("\n")
    assert first.startswith("Bent-over dumbbell row. ")
    assert len(lines) <= 3
    assert lines[-1].startswith("From: Erin Stern")
    assert talk.link == "https://t.me/backday_bot?start=ex_t_bar_row"


async def test_the_link_opens_the_exercise_in_private(talk: Talk) -> None:
    await talk.says(NO_T_BAR)
    talk.anna.follow(talk.link)
    await talk.bot.settled()
    assert talk.anna.bot_messages[-1].text.startswith("T-bar row\nWorks the")


async def test_a_reply_to_the_bot_needs_no_name(talk: Talk) -> None:
    await talk.says(NO_T_BAR)
    question = await talk.says("why do pullovers work?", talk.answers[0].id)
    assert talk.answers[-1].reply_to == question
    assert "From: " in talk.answers[-1].text


@pytest.mark.parametrize("name", ["@BackDay_Bot", "@BACKDAY_BOT,", "hey @backday_bot:"])
async def test_the_name_may_be_written_in_any_way(talk: Talk, name: str) -> None:
    await talk.says(f"{name} no T-bar, what instead?")
    assert talk.answers[-1].text.startswith("Bent-over dumbbell row. ")


async def test_all_else_is_met_with_silence(talk: Talk) -> None:
    anna, group = talk.anna, talk.group
    hers = await talk.says("who has the chalk? @ben, or @backday_bot2?")
    anna.send("no T-bar, what instead?", group=group)
    anna.send("I do", hers, group=group)
    anna.send("/backday@other_bot", group=group)
    anna.send_sticker(group=group)
    anna.send_voice(group=group)
    await talk.bot.settled()
    await talk.edits(hers, "who has chest pain?")
    assert talk.answers == []


@pytest.mark.parametrize(
    ("said", "payload"),
    [
        ("/backday", "backday"),
        ("/backday@backday_bot", "backday"),
        ("/remind tue 7am", "remind"),
        ("/help", "coach"),
        ("@backday_bot start my back day", "backday"),
        ("@backday_bot remind me on tuesday at 7am", "remind"),
        ("@backday_bot delete everything you know about me", "coach"),
        ("@backday_bot show my progress", "coach"),
        ("@backday_bot", "coach"),
    ],
)
async def test_what_is_between_two_leads_to_the_private_chat(
    talk: Talk, said: str, payload: str
) -> None:
    await talk.says(said)
    assert "private" in talk.answers[-1].text
    assert talk.link == f"https://t.me/backday_bot?start={payload}"
    talk.anna.follow(talk.link)
    await talk.bot.settled()
    assert "leads nowhere" not in talk.anna.bot_messages[-1].text


async def test_a_warning_sign_gets_the_fixed_text_and_nothing_beside_it(talk: Talk) -> None:
    await talk.says("@backday_bot chest pain and I can't breathe, which row is lighter?")
    (answer,) = talk.answers
    assert "emergency" in answer.text.lower()
    assert "row" not in answer.text.lower()
    assert answer.buttons == ()


async def test_which_one_and_not_in_the_notes_are_said_with_what_there_is(talk: Talk) -> None:
    await talk.says("@backday_bot how do I do the row?")
    assert talk.answers[-1].text.startswith("Which one?\n• ")
    await talk.says("@backday_bot how do I do a flurbington?")
    assert talk.answers[-1].text.startswith("That is not in my notes. I know one back routine: its exercises, form and swaps. Near it:\n• ")
    assert talk.link == "https://t.me/backday_bot?start=coach"


async def test_an_edited_question_is_answered_in_place(talk: Talk) -> None:
    question = await talk.says("@backday_bot zzzz qqqq")
    (before,) = talk.answers
    await talk.edits(question, NO_T_BAR)
    (after,) = talk.answers
    assert after.id == before.id
    assert after.text.startswith("Bent-over dumbbell row. ")
    assert talk.link.endswith("ex_t_bar_row")
    await talk.edits(question, "@backday_bot I have chest pain and can't breathe")
    (told,) = talk.answers
    assert "emergency" in told.text.lower()
    assert told.buttons == ()


async def test_an_edit_that_names_the_bot_is_a_question(talk: Talk) -> None:
    question = await talk.says("no T-bar, what instead?")
    assert talk.answers == []
    await talk.edits(question, NO_T_BAR)
    assert talk.answers[-1].reply_to == question


async def test_an_answer_that_is_gone_gives_way_to_a_new_one(talk: Talk) -> None:
    question = await talk.says("@backday_bot zzzz qqqq")
    talk.group.chat.messages[talk.answers[0].id].deleted = True
    await talk.edits(question, NO_T_BAR)
    (answer,) = talk.answers
    assert answer.reply_to == question
    await talk.edits(question, "@backday_bot why do pullovers work?")
    assert [each.id for each in talk.answers] == [answer.id]


async def test_nothing_personal_is_said_or_kept(talk: Talk) -> None:
    bot, anna = talk.bot, talk.bot.chat("Anna")
    await talk.says(NO_T_BAR)
    await talk.says("@backday_bot how do I do a flurbington?")
    await talk.says("@backday_bot I have chest pain and can't breathe")
    person = anna.person.id
    assert await bot.database.run(lambda db: people.find(db, person)) is None
    assert await bot.database.run(unanswered) == []
    await anna.send("/backday")
    assert anna.buttons[0] == ["Start"], "no warning sign is in force"
    assert "instead of" not in anna.text, "no equipment is missing"
    await anna.tap("Start")
    await anna.send("40x10")
    await talk.says("@backday_bot how heavy should the T-bar row be?")
    assert "40" not in talk.answers[-1].text
    anna.keeps_its_rules()


async def test_what_was_asked_before_means_nothing_in_a_group(talk: Talk) -> None:
    anna = talk.bot.chat("Anna")
    await anna.send("no dumbbells, what instead of the T-bar row?")
    await anna.tap("No dumbbells")
    await talk.says(NO_T_BAR)
    assert talk.answers[-1].text.startswith("Bent-over dumbbell row. ")


@pytest.mark.parametrize("odd", ["<b>&amp;<script>", "😂😂😂", "a " * 1990, "?", "@backday_bot"])
async def test_odd_text_gets_a_sane_reply(talk: Talk, odd: str) -> None:
    await talk.says(f"@backday_bot {odd}")
    assert 0 < len(talk.answers[-1].text) <= 1100
