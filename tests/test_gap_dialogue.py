"""What could not be answered: the operators' list, and being told once the coach has written it."""

import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest
from telegram import BotCommandScopeChat

from bot.coach import open_coach
from bot.demo import DemoServer
from bot.storage import gaps, people
from content.answers import Answerer
from content.library import Library
from content.loader import load_library, packaged_content
from handlers import texts
from handlers.menu import introduce
from tests.chat import Chat
from tests.running_bot import RunningBot, StandingClock, running_bot

pytestmark = pytest.mark.both_databases

FLURB = "how do I do a flurbington?"
TELL = "Tell me when you know"


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The coach has added an answer, as a topic of its own."""
    folder = shutil.copytree(packaged_content(), tmp_path_factory.mktemp("taught") / "content")
    topic = (
        "---\ntitle: Flurbing\nsource: general\n---\n## Answer\n- Stand tall, then flurb slowly.\n"
    )
    (folder / "topics/flurbing.md").write_text(topic, "utf-8")
    (folder / "samples/flurbing.txt").write_text(f"{FLURB}\nflurbington\n", "utf-8")
    return load_library(folder)


@pytest.fixture(scope="module")
def wiser(taught: Library) -> Answerer:
    return Answerer(taught)


@pytest.fixture
async def olga(
    library: Library,
    answerer: Answerer,
    database_url: str,
    server: DemoServer,
    clock: StandingClock,
) -> AsyncIterator[Chat]:
    """The chat of an operator."""
    operator = server.world.person("Olga").id
    starting = running_bot(
        library, answerer, database_url, server, clock, operators=frozenset({operator, 404})
    )
    async with starting as bot:
        yield bot.chat("Olga")


async def learn(bot: RunningBot, library: Library, answerer: Answerer) -> None:
    """New content is in use, and was asked what the content before could not answer."""
    before = bot.application.coach
    bot.application.coach = await open_coach(
        bot.database, library, answerer, "Europe/Berlin", before.number
    )
    await ask_again(bot)
    await bot.tick()


async def ask_again(bot: RunningBot) -> None:
    while await bot.application.coach.gaps.ask_again(bot.clock.now()):
        pass


async def ask(bot: RunningBot, *askings: tuple[str, str]) -> None:
    """Each a minute after the other."""
    for name, question in askings:
        await bot.chat(name).send(question)
        bot.clock.advance(timedelta(minutes=1))


class TestTheList:
    async def test_the_same_question_is_one_line_and_the_most_asked_comes_first(
        self, olga: Chat
    ) -> None:
        await ask(
            olga.bot,
            ("Anna", "what about zorbquux?"),
            ("Anna", FLURB),
            ("Boris", "FLURBINGTON, how?!"),
            ("Boris", "how to do a flurbingtn"),
        )
        await olga.bot.chat("Boris").tap(TELL)
        await olga.send("/unanswered")
        assert "Not answered yet: 2" in olga.text
        first, facts, second, *_ = olga.text.splitlines()[1:]
        assert "flurb" in first.lower()
        assert facts == "3×, last on 02 Mar 2026, 1 waiting to be told"
        assert second == "2. what about zorbquux?"

    async def test_what_is_not_for_us_goes_stays_away_and_can_come_back(self, olga: Chat) -> None:
        await ask(olga.bot, ("Anna", FLURB), ("Anna", "what about zorbquux?"))
        await olga.send("/unanswered")
        await olga.tap("✕ 2")
        assert olga.toast == texts.DISMISSED
        assert "flurb" not in olga.text
        await ask(olga.bot, ("Boris", "Flurbington: how?"))
        await olga.send("/unanswered")
        assert "Not answered yet: 1" in olga.text
        await olga.tap("✕ 1")
        assert texts.NO_GAPS in olga.text
        await olga.tap("Bring back")
        assert "zorbquux" in olga.text

    async def test_it_is_paged(self, olga: Chat) -> None:
        anna = olga.bot.chat("Anna")
        for word in ("alfa", "bravo", "celeste", "dingo", "echidna", "foxglove", "gondola"):
            await anna.send(f"flurb {word}quux?")
        await olga.send("/unanswered")
        assert olga.buttons == [["✕ 1", "✕ 2", "✕ 3", "✕ 4", "✕ 5"], ["Page 2 ›"]]
        first = olga.last
        await olga.tap("Page 2")
        assert olga.buttons == [["✕ 6", "✕ 7"], ["‹ Page 1"]]
        await olga.tap("✕ 7")
        await olga.tap("✕ 6")
        assert olga.buttons[0] == ["✕ 1", "✕ 2", "✕ 3", "✕ 4", "✕ 5"], "the last page is left"
        await olga.tap_old(first, "✕ 1")
        assert "Not answered yet: 4" in olga.text

    async def test_a_question_that_is_gone_meanwhile_is_said(
        self, olga: Chat, taught: Library, wiser: Answerer
    ) -> None:
        await ask(olga.bot, ("Anna", FLURB))
        await olga.send("/unanswered")
        await learn(olga.bot, taught, wiser)
        await olga.tap("✕ 1")
        assert olga.toast == texts.GAP_GONE
        assert texts.NO_GAPS in olga.text

    async def test_odd_questions_are_shown_as_they_are(self, olga: Chat) -> None:
        for text in ("<b>zorb</b> & co?", "zorbquux " * 450, "😂😂😂"):
            await ask(olga.bot, ("Anna", text))
        await olga.send("/unanswered")
        assert "<b>zorb</b> & co?" in olga.text
        assert "😂" in olga.text
        assert len(olga.text) < 1000

    async def test_for_others_the_command_is_none_and_the_buttons_are_dead(
        self, olga: Chat
    ) -> None:
        anna = olga.bot.chat("Anna")
        await ask(olga.bot, ("Anna", FLURB))
        await olga.send("/unanswered")
        await anna.send("/unanswered")
        assert "I don’t know /unanswered" in anna.text
        button = olga.last.buttons[0][0].callback_data
        anna.person.tap(data=button, message_id=anna.last.id)
        await olga.bot.settled()
        assert anna.toast == texts.NOT_UNDERSTOOD_BUTTON
        await olga.send("/unanswered")
        assert "flurb" in olga.text, "nothing was dismissed"

    @pytest.mark.parametrize("data", ["gap:page:99999:", "gap:page:-7:", "gap:not:0:nobody"])
    async def test_forged_buttons_lead_to_the_list(self, olga: Chat, data: str) -> None:
        await ask(olga.bot, ("Anna", FLURB))
        await olga.send("/unanswered")
        olga.person.tap(data=data, message_id=olga.last.id)
        await olga.bot.settled()
        assert "Not answered yet: 1" in olga.text


class TestTheMenu:
    async def menu(self, chat: Chat) -> list[str]:
        scope = BotCommandScopeChat(chat.person.id)
        return [each.command for each in await chat.bot.application.bot.get_my_commands(scope)]

    async def test_only_operators_have_the_command_in_it(self, olga: Chat) -> None:
        anna = olga.bot.chat("Anna")
        await anna.send("/start")
        await olga.send("/start")
        assert await self.menu(olga) == [*texts.COMMANDS, *texts.OPERATOR_COMMANDS]
        assert await self.menu(anna) == []

    async def test_who_is_no_operator_any_more_loses_it(self, olga: Chat) -> None:
        await olga.send("/start")
        olga.bot.application.operators = frozenset()
        await introduce(olga.bot.application)
        assert await self.menu(olga) == []
        assert await olga.bot.database.run(people.with_operator_menu) == frozenset()


class TestTelling:
    async def test_who_asked_for_it_is_told_once(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        assert chat.toast == texts.TELL_NOTED
        assert len(chat.buttons) == 4, "the nearest stay"
        await learn(bot, taught, wiser)
        assert chat.text.startswith(f"You asked: “{FLURB}”\nNow I know:")
        assert "flurb slowly" in chat.text
        assert "From: " in chat.text
        told = len(chat.person.bot_messages)
        await learn(bot, taught, wiser)
        await bot.advance(days=2)
        assert len(chat.person.bot_messages) == told
        chat.keeps_its_rules()

    async def test_who_did_not_ask_for_it_is_not_told_and_the_list_is_shorter(
        self, olga: Chat, taught: Library, wiser: Answerer
    ) -> None:
        anna = olga.bot.chat("Anna")
        await anna.send(FLURB)
        await anna.send("what about zorbquux?")
        said = len(anna.person.bot_messages)
        await learn(olga.bot, taught, wiser)
        assert len(anna.person.bot_messages) == said
        await olga.send("/unanswered")
        assert "Not answered yet: 1" in olga.text
        assert "zorbquux" in olga.text

    async def test_two_presses_and_the_same_question_again_are_one_wish(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await chat.tap_twice(TELL)
        await chat.send("Flurbingtn, how??")
        await chat.tap(TELL)
        assert chat.toast == texts.TELL_ALREADY
        said = len(chat.person.bot_messages)
        await learn(bot, taught, wiser)
        assert len(chat.person.bot_messages) == said + 1

    async def test_it_can_be_called_off(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        await chat.tap_twice("✓ I will tell you")
        assert chat.toast == texts.GAVE_UP
        assert chat.buttons[-1] == [TELL]
        said = len(chat.person.bot_messages)
        await learn(bot, taught, wiser)
        assert len(chat.person.bot_messages) == said

    async def test_pressed_when_the_answer_is_there_meanwhile_it_gives_the_answer(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await learn(bot, taught, wiser)
        await chat.tap(TELL)
        assert "flurb slowly" in chat.text
        said = len(chat.person.bot_messages)
        await bot.advance(hours=1)
        assert len(chat.person.bot_messages) == said, "it was told already"

    @pytest.mark.parametrize("label", [TELL, "✓ I will tell you"])
    async def test_pressed_again_after_it_was_told_it_gives_the_answer(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer, label: str
    ) -> None:
        await chat.send(FLURB)
        before = chat.last
        await chat.tap(TELL)
        noted = chat.last
        await learn(bot, taught, wiser)
        await chat.send("/help")
        await chat.tap_old(before if label == TELL else noted, label)
        assert "flurb slowly" in chat.text

    async def test_pressed_while_the_answer_is_on_its_way(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        unknown = chat.last
        await chat.tap(TELL)
        before = bot.application.coach.number
        coach = await open_coach(bot.database, taught, wiser, "Europe/Berlin", before)
        bot.application.coach = coach
        await ask_again(bot)
        await chat.tap_old(unknown, TELL)
        assert chat.toast == texts.TELL_COMING
        said = len(chat.person.bot_messages)
        await bot.tick()
        assert len(chat.person.bot_messages) == said + 1

    async def test_a_forgotten_question_and_a_foreign_one_are_gone(
        self, chat: Chat, bot: RunningBot
    ) -> None:
        await chat.send(FLURB)
        unknown = chat.last
        boris = bot.chat("Boris")
        await boris.send("/start")
        data = unknown.buttons[-1][0].callback_data
        boris.person.tap(data=data, message_id=boris.last.id)
        await bot.settled()
        assert boris.toast == texts.TELL_GONE
        await chat.send("/forget")
        assert "1 questions" in chat.text
        await chat.tap("Delete everything")
        await chat.tap_old(unknown, TELL)
        assert chat.toast == texts.TELL_GONE

    async def test_forgetting_forgets_the_wish_too(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        await chat.send("/forget")
        await chat.tap("Delete everything")
        said = len(chat.person.bot_messages)
        await learn(bot, taught, wiser)
        assert len(chat.person.bot_messages) == said
        assert await bot.database.run(gaps.unanswered) == []

    async def test_a_few_a_day_and_the_others_the_day_after(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        for more in ("", " safely", " heavily", " barefoot", " underwater"):
            await chat.send(f"how do I do a flurbington{more}?")
            await chat.tap(TELL)
        said = len(chat.person.bot_messages)
        await learn(bot, taught, wiser)
        assert len(chat.person.bot_messages) == said + 3
        await bot.advance(hours=23)
        assert len(chat.person.bot_messages) == said + 3
        await bot.advance(hours=1)
        assert len(chat.person.bot_messages) == said + 5

    async def test_who_blocked_the_bot_is_told_when_they_are_back(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        chat.person.block()
        await bot.settled()
        await learn(bot, taught, wiser)
        chat.person.unblock()
        await bot.settled()
        await chat.send("/help")
        said = len(chat.person.bot_messages)
        await ask_again(bot)
        await bot.tick()
        assert len(chat.person.bot_messages) == said + 1
        assert "flurb slowly" in chat.text

    async def test_who_cannot_be_reached_at_that_moment_is_told_later(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        bot.server.world.faults.fail(502, n=1, method="sendMessage")
        said = len(chat.person.bot_messages)
        await learn(bot, taught, wiser)
        assert len(chat.person.bot_messages) == said
        await bot.advance(minutes=1)
        assert len(chat.person.bot_messages) == said + 1

    async def test_while_a_red_flag_is_in_force_nothing_is_told(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        await chat.send("I have chest pain and can't breathe")
        said = len(chat.person.bot_messages)
        await learn(bot, taught, wiser)
        await bot.advance(hours=5)
        assert len(chat.person.bot_messages) == said
        await chat.send("/backday")
        await chat.tap("A professional cleared me")
        await bot.advance(hours=1)
        assert "flurb slowly" in chat.text

    async def test_in_a_session_it_leads_back_to_the_set(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        await chat.send("/backday")
        await chat.tap("Start")
        rings = len(chat.person.rings)
        await learn(bot, taught, wiser)
        assert "flurb slowly" in chat.text
        assert len(chat.person.rings) == rings
        chat.keeps_its_rules()
        await chat.tap("Back to the set")
        assert "Set 1 of" in chat.text

    async def test_asked_while_new_content_takes_over_it_is_told_all_the_same(
        self, chat: Chat, bot: RunningBot, taught: Library, wiser: Answerer
    ) -> None:
        await chat.send("/start")
        person, now = chat.person.id, bot.clock.now()
        before = bot.application.coach
        await learn(bot, taught, wiser)
        asked = await before.questions.ask(person, FLURB, now)  # by an update begun before
        assert asked.gap is not None
        await before.gaps.want(person, asked.gap, now)
        await ask_again(bot)
        await bot.tick()
        assert "flurb slowly" in chat.text

    async def test_an_answer_that_is_taken_out_again_is_waited_for(
        self,
        chat: Chat,
        bot: RunningBot,
        library: Library,
        answerer: Answerer,
        taught: Library,
        wiser: Answerer,
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        coach = await open_coach(bot.database, taught, wiser, "Europe/Berlin", 1)
        bot.application.coach = coach
        await ask_again(bot)
        said = len(chat.person.bot_messages)
        await learn(bot, library, answerer)
        assert len(chat.person.bot_messages) == said
        await learn(bot, taught, wiser)
        assert "flurb slowly" in chat.text


class TestRestarts:
    """The database outlives the bot; content is loaded anew at each start."""

    async def test_an_answer_written_while_it_was_off_is_told_after_the_start(
        self,
        library: Library,
        answerer: Answerer,
        taught: Library,
        wiser: Answerer,
        database_url: str,
        server: DemoServer,
        clock: StandingClock,
    ) -> None:
        def starting(known: Library, by: Answerer) -> AbstractAsyncContextManager[RunningBot]:
            return running_bot(known, by, database_url, server, clock)

        async with starting(library, answerer) as bot:
            chat = bot.chat()
            await chat.send(FLURB)
            await chat.tap(TELL)
        async with starting(taught, wiser) as bot:
            await ask_again(bot)  # and it ends between the answer and its sending
        async with starting(taught, wiser) as bot:
            chat = bot.chat()
            said = len(chat.person.bot_messages)
            await ask_again(bot)
            await bot.tick()
            assert len(chat.person.bot_messages) == said + 1
            assert "flurb slowly" in chat.text
        async with starting(taught, wiser) as bot:
            await ask_again(bot)
            await bot.advance(hours=1)
            assert len(chat.person.bot_messages) == said + 1

    async def test_one_that_was_claimed_and_not_sent_comes_when_the_lease_is_over(
        self,
        chat: Chat,
        bot: RunningBot,
        taught: Library,
        wiser: Answerer,
    ) -> None:
        await chat.send(FLURB)
        await chat.tap(TELL)
        coach = await open_coach(bot.database, taught, wiser, "Europe/Berlin", 1)
        bot.application.coach = coach
        await ask_again(bot)
        assert (await coach.agenda.claim(bot.clock.now())).rows == 1  # and nobody sends it
        said = len(chat.person.bot_messages)
        await bot.tick()
        assert len(chat.person.bot_messages) == said
        await bot.advance(minutes=1)
        assert len(chat.person.bot_messages) == said + 1
