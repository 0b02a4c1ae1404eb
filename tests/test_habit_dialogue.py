"""What comes of a reminder: later, tomorrow, not this week, another hour; silence; the week."""

from datetime import timedelta

import pytest

from handlers.callback_data import ReminderButton, ReminderPress
from tests.chat import Chat
from tests.running_bot import RunningBot

pytestmark = pytest.mark.both_databases
WEEK = timedelta(days=7)


async def comes(chat: Chat, words: str = "/remind mon 18:00", **after: float) -> None:
    """Set on Monday at one in Berlin; it rings at six."""
    await chat.send(words)
    await chat.bot.advance(**(after or {"hours": 5}))


async def put_off_and_another(chat: Chat) -> None:
    """One waits for eight in the evening while another one rings at seven."""
    await comes(chat)
    await chat.tap("Tonight")
    await chat.send("also mondays and fridays at 19:00")
    await chat.bot.advance(hours=1)


def rings(chat: Chat) -> int:
    return len(chat.person.rings)


class TestTheMessage:
    async def test_it_offers_what_one_may_want(self, chat: Chat) -> None:
        await comes(chat)
        assert chat.text.startswith("Back day, 18:00")
        assert chat.buttons == [
            ["Start"],
            ["20-min version", "In 30 min"],
            ["Tonight", "Tomorrow"],
            ["Skip this week"],
        ]

    async def test_the_short_version_starts_it(self, chat: Chat) -> None:
        await comes(chat)
        await chat.tap("20-min version")
        assert chat.text.startswith("1/2 T-bar row")

    async def test_tomorrow_is_at_the_same_hour_and_the_rule_stays(self, chat: Chat) -> None:
        await comes(chat)
        await chat.bot.advance(minutes=20)
        await chat.tap("Tomorrow")
        assert "Tue 03 Mar, 18:00" in chat.text
        before = rings(chat)
        await chat.bot.advance(hours=23, minutes=39)
        assert rings(chat) == before
        await chat.bot.advance(minutes=2)
        assert rings(chat) == before + 1
        await chat.send("/remind")
        assert "Next: Mon 09 Mar, 18:00" in chat.text

    async def test_tomorrow_on_the_eve_of_the_next_one_is_one_reminder(self, chat: Chat) -> None:
        await comes(chat, "/remind mon, tue 18:00")
        await chat.tap("Tomorrow")
        assert "Your next reminder comes Tue 03 Mar, 18:00 anyway" in chat.text
        before = rings(chat)
        await chat.bot.advance(days=1, minutes=1)
        await chat.bot.advance(hours=1)
        assert rings(chat) == before + 1

    async def test_undo_brings_back_the_snooze_of_before(self, chat: Chat) -> None:
        await chat.send("/remind mon 18:00")
        await chat.send("also mondays and fridays at 18:30")
        await chat.bot.advance(hours=5)
        first = chat.last
        await chat.bot.advance(minutes=30)
        await chat.tap("Tonight")
        assert "20:00" in chat.text
        await chat.tap_old(first, "In 30 min")
        assert "19:00" in chat.text
        await chat.tap("Undo")
        before = rings(chat)
        await chat.bot.advance(minutes=40)
        assert rings(chat) == before
        await chat.bot.advance(minutes=51)
        assert rings(chat) == before + 1, "the one of tonight"

    async def test_what_comes_back_is_the_snooze_of_its_own_reminder(self, chat: Chat) -> None:
        await put_off_and_another(chat)
        await chat.tap("In 30 min")
        await chat.tap("Undo")
        await chat.send("stop the reminder at 18:00")
        before = rings(chat)
        await chat.bot.advance(hours=1)
        assert rings(chat) == before, "it went with its reminder"

    async def test_two_taps_put_off_once_and_undo_takes_that_back(self, chat: Chat) -> None:
        await comes(chat)
        await chat.tap_twice("In 30 min")
        await chat.tap("Undo")
        before = rings(chat)
        await chat.bot.advance(hours=1)
        assert rings(chat) == before

    async def test_a_second_undo_leaves_what_came_back(self, chat: Chat) -> None:
        await put_off_and_another(chat)
        await chat.tap("In 30 min")
        await chat.tap_twice("Undo")
        before = rings(chat)
        await chat.bot.advance(hours=1)
        assert rings(chat) == before + 1

    @pytest.mark.parametrize(("hours", "comes_back"), [(47, True), (49, False)])
    async def test_a_forged_undo_brings_back_nothing_that_was_never_put_off(
        self, chat: Chat, hours: int, *, comes_back: bool
    ) -> None:
        await comes(chat)
        now = chat.bot.clock.now()
        before = f"{int((now + timedelta(hours=hours)).timestamp())}."
        button = ReminderButton(ReminderPress.WAKE, int(now.timestamp()), "", before)
        chat.person.tap(data=button.pack(), message_id=chat.last.id)
        await chat.bot.settled()
        rung = rings(chat)
        await chat.bot.advance(hours=hours)
        assert rings(chat) == rung + comes_back

    async def test_tomorrow_is_taken_back_a_day_later(self, chat: Chat) -> None:
        await comes(chat)
        await chat.tap("Tomorrow")
        await chat.bot.advance(hours=22)
        await chat.tap("Undo")
        assert "Next: Mon 09 Mar, 18:00" in chat.text
        before = rings(chat)
        await chat.bot.advance(hours=3)
        assert rings(chat) == before

    async def test_two_taps_skip_once_and_undo_takes_that_back(self, chat: Chat) -> None:
        await comes(chat, "/remind mon and thu 18:00")
        await chat.tap_twice("Skip this week")
        await chat.bot.advance(days=1)
        await chat.tap("Undo")
        assert "Next: Thu 05 Mar, 18:00" in chat.text
        before = rings(chat)
        await chat.bot.advance(days=2)
        assert rings(chat) == before + 1

    async def test_an_old_undo_leaves_a_pause_that_came_later(self, chat: Chat) -> None:
        await comes(chat)
        await chat.tap("Skip this week")
        skipped = chat.last
        await chat.send("pause until 1 april")
        await chat.tap_old(skipped, "Undo")
        await chat.send("/remind")
        assert "Paused until Wed 01 Apr" in chat.text

    async def test_skipping_one_leaves_what_was_put_off_of_another(self, chat: Chat) -> None:
        await put_off_and_another(chat)
        await chat.tap("Skip this week")
        before = rings(chat)
        await chat.bot.advance(hours=1)
        assert rings(chat) == before + 1

    async def test_a_week_is_skipped_and_that_is_undone(self, chat: Chat) -> None:
        await comes(chat, "/remind mon and thu 18:00")
        await chat.tap("Skip this week")
        assert "The next reminder comes from Mon 09 Mar on" in chat.text
        await chat.tap("Undo")
        assert chat.text.startswith("Back day, 18:00")
        await chat.tap("Skip this week")
        before = rings(chat)
        await chat.bot.advance(days=3)
        assert rings(chat) == before
        await chat.bot.advance(days=4)
        assert rings(chat) == before + 1

    async def test_undo_of_a_skipped_week_leaves_a_longer_pause(self, chat: Chat) -> None:
        await comes(chat)
        message = chat.last
        await chat.send("pause until 1 april")
        await chat.tap_old(message, "Skip this week")
        assert "from Wed 01 Apr on" in chat.text
        await chat.tap("Undo")
        await chat.send("/remind")
        assert "01 Apr" in chat.text

    async def test_buttons_of_a_rule_that_is_gone_do_no_harm(self, chat: Chat) -> None:
        await comes(chat)
        message = chat.last
        await chat.send("stop reminding me")
        for label in ("Tomorrow", "Skip this week", "In 30 min"):
            await chat.tap_old(message, label)
        await chat.tap_old(message, "Start")
        assert any(each.text.startswith("1/5") for each in chat.person.bot_messages)


class TestSilence:
    async def ignored(self, chat: Chat, weeks: int) -> None:
        await comes(chat)
        for _ in range(weeks):
            await chat.bot.advance(days=7)

    async def test_after_two_weeks_one_question_takes_its_place(self, chat: Chat) -> None:
        await self.ignored(chat, 1)
        assert chat.text.startswith("Back day, 18:00")
        await chat.bot.advance(days=7)
        assert "Would another day suit you better?" in chat.text
        assert chat.buttons == [["Another day", "Pause", "Keep it"]]

    async def test_kept_it_goes_on_as_before(self, chat: Chat) -> None:
        await self.ignored(chat, 2)
        await chat.tap("Keep it")
        assert chat.text == "It stays: Mon 18:00."
        await chat.bot.advance(days=7)
        assert chat.text.startswith("Back day, 18:00")

    async def test_another_day(self, chat: Chat) -> None:
        await self.ignored(chat, 2)
        await chat.tap("Another day")
        assert "✓ Mon" in str(chat.buttons)

    async def test_paused_it_is_quiet(self, chat: Chat) -> None:
        await self.ignored(chat, 2)
        await chat.tap("Pause")
        before = rings(chat)
        await chat.bot.advance(days=7)
        assert rings(chat) == before

    async def test_a_question_without_an_answer_ends_it_and_is_told_once(self, chat: Chat) -> None:
        await self.ignored(chat, 3)
        before = rings(chat)
        await chat.bot.advance(days=7)
        await chat.bot.advance(days=7)
        assert rings(chat) == before
        await chat.send("/help")
        assert "I stopped reminding you" in chat.text
        await chat.send("/help")
        assert "I stopped reminding you" not in chat.text
        await chat.send("/remind")
        await chat.tap("Resume")
        await chat.bot.advance(days=7)
        assert chat.text.startswith("Back day")

    async def test_kept_when_it_had_ended_already_it_comes_again(self, chat: Chat) -> None:
        await self.ignored(chat, 3)
        await chat.tap("Keep it")
        assert chat.text == "It stays: Mon 18:00.", "and nothing of a pause below it"
        await chat.bot.advance(days=6, hours=23)  # the clocks are changed
        assert chat.text.startswith("Back day, 18:00")
        await chat.send("/help")
        assert "I stopped reminding you" not in chat.text

    async def test_whoever_trains_anyway_is_not_asked(self, chat: Chat) -> None:
        await self.ignored(chat, 1)
        await chat.bot.advance(days=1)
        await chat.send("/backday")
        await chat.tap("Start")
        await chat.tap("✓ Done")
        await chat.send("/stop")
        await chat.bot.advance(days=6)
        assert chat.text.startswith("Back day, 18:00")

    async def test_a_press_on_one_answers_for_all(self, chat: Chat) -> None:
        await chat.send("/remind mon 18:00")
        await chat.send("also thursdays at 18:00")
        await chat.bot.advance(hours=5)
        await chat.bot.advance(days=3)
        await chat.bot.advance(days=4)
        await chat.tap("Tonight")
        await chat.bot.advance(days=3)
        await chat.bot.advance(days=4)
        assert chat.text.startswith("Back day, 18:00")


class TestTheSameHour:
    async def put_off(self, chat: Chat, weeks: int) -> None:
        await comes(chat)
        for _ in range(weeks):
            await self.wait_a_week(chat)

    async def wait_a_week(self, chat: Chat) -> None:
        """Put off, as ever."""
        await chat.tap("Tonight")
        await chat.bot.advance(hours=2)
        await chat.bot.advance(days=7, hours=-2)

    async def test_the_third_time_its_hour_is_proposed(self, chat: Chat) -> None:
        await self.put_off(chat, 2)
        assert "Move it there?" not in chat.text
        await self.wait_a_week(chat)
        assert "You often put this off to 20:00. Move it there?" in chat.text
        await chat.tap("Move to 20:00")
        assert "Mon 20:00" in chat.text or "20:00" in chat.text
        before = rings(chat)
        await chat.bot.advance(hours=2, minutes=1)
        assert rings(chat) == before + 1

    async def test_it_is_proposed_once_whatever_comes_of_it(self, chat: Chat) -> None:
        await self.put_off(chat, 3)
        assert "Move it there?" in chat.text
        for _ in range(4):
            await self.wait_a_week(chat)
            assert "Move it there?" not in chat.text

    async def test_kept_it_is_not_proposed_again(self, chat: Chat) -> None:
        await self.put_off(chat, 3)
        await chat.tap("Keep 18:00")
        assert chat.text == "It stays: Mon 18:00."
        await chat.bot.advance(days=7)
        for _ in range(4):
            await self.wait_a_week(chat)
        assert "Move it there?" not in chat.text


class TestMissed:
    async def test_one_line_tells_of_it_once(self, chat: Chat, bot: RunningBot) -> None:
        await chat.send("/remind mon and tue 18:00")
        bot.clock.advance(timedelta(days=1, hours=9))
        await bot.tick()
        await chat.send("/help")
        lines = [m.text for m in chat.person.bot_messages if "did not go out" in m.text]
        assert lines == ["The reminder for Mon 02 Mar, 18:00 did not go out: I was offline."]
        await chat.send("/help")
        lines = [m.text for m in chat.person.bot_messages if "did not go out" in m.text]
        assert len(lines) == 1


class TestTheWeek:
    async def train(self, chat: Chat, *sets: str) -> None:
        await chat.send("/backday")
        await chat.tap("Start")
        for each in sets:
            await chat.send(each)
        await chat.send("/stop")

    async def test_it_is_off_until_somebody_wants_it(self, chat: Chat) -> None:
        await chat.send("/settings")
        assert "Weekly summary: off" in chat.text
        await chat.tap("Weekly summary")
        await chat.tap("Sun")
        assert chat.text == "I sum up your week each Sun at 18:00, if you trained."
        await chat.send("/settings")
        assert "Weekly summary: Sun 18:00" in chat.text

    async def test_it_sums_up_the_week(self, chat: Chat) -> None:
        await chat.send("send me a weekly summary on sundays")
        await self.train(chat, "40x10", "40x9")
        before = rings(chat)
        await chat.bot.advance(days=6, hours=5, minutes=1)
        assert chat.text == (
            "Your week\n"
            "1 session, 2 sets.\n"
            "\n"
            "Better than the week before:\n"
            "• T-bar row: 40 kg × 10\n"
            "\n"
            "/settings changes the day of this summary, or ends it."
        )
        assert rings(chat) == before, "it comes quietly"
        await chat.bot.advance(hours=1)
        await self.train(chat, "42.5x10")
        await chat.bot.advance(days=6, hours=23)
        assert "The week before: 1 session, 2 sets." in chat.text
        assert "• T-bar row: 42.5 kg × 10 (before: 40 kg × 10)" in chat.text

    async def test_without_training_nothing_comes(self, chat: Chat) -> None:
        await chat.send("send me a weekly summary on sundays")
        count = len(chat.person.bot_messages)
        await chat.bot.advance(days=6, hours=5, minutes=1)
        assert len(chat.person.bot_messages) == count

    async def test_it_is_no_reminder(self, chat: Chat) -> None:
        await chat.send("/remind mon 18:00")
        await chat.send("send me a weekly summary on sundays at 7pm")
        assert "Sun at 19:00" in chat.text
        await chat.send("/remind")
        assert "Sun" not in chat.text
        await chat.send("stop reminding me")
        await chat.send("/settings")
        assert "Weekly summary: Sun 19:00" in chat.text
        await chat.send("stop the weekly summary")
        assert chat.text == "No more weekly summary."
        await chat.send("/settings")
        assert "Weekly summary: off" in chat.text

    async def test_by_buttons_it_ends_and_a_second_tap_does_no_harm(self, chat: Chat) -> None:
        await chat.send("send me a weekly summary on sundays")
        await chat.tap("Change the weekly summary")
        message = chat.last
        await chat.tap("No summary")
        assert chat.text == "No more weekly summary."
        await chat.tap_old(message, "No summary")
        assert chat.text == "The weekly summary is off."

    async def test_no_day_is_asked_back(self, chat: Chat) -> None:
        await chat.send("weekly summary please")
        assert chat.text == "On which day shall I sum up your week?"
