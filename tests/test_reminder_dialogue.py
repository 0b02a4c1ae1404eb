"""Reminders: set by buttons and in words, sent once, snoozed without moving the rule."""

from datetime import timedelta

import pytest

from tests.chat import Chat
from tests.running_bot import RunningBot

pytestmark = pytest.mark.both_databases


async def test_a_reminder_in_words_rings_at_local_time_every_week(chat: Chat) -> None:
    await chat.send("/remind tue and fri 7am")
    assert "Tue and Fri 07:00" in chat.text
    assert "Tue 03 Mar, 07:00" in chat.text
    rings = len(chat.person.rings)
    await chat.bot.advance(hours=17, minutes=59)
    assert len(chat.person.rings) == rings
    await chat.bot.advance(minutes=1)
    assert len(chat.person.rings) == rings + 1
    assert "Back day, 07:00" in chat.text
    await chat.bot.advance(days=3)
    assert len(chat.person.rings) == rings + 2
    await chat.bot.advance(days=4)
    assert len(chat.person.rings) == rings + 3


async def test_a_reminder_by_buttons(chat: Chat) -> None:
    await chat.send("/remind")
    await chat.tap("Tue")
    await chat.tap("Fri")
    await chat.tap("Next: time")
    await chat.tap("18:00")
    assert "Tue and Fri 18:00" in chat.text
    await chat.tap("Change zone")
    await chat.tap("New York")
    assert "Tue 03 Mar, 18:00" in chat.text
    assert "New York" in chat.text
    await chat.bot.advance(hours=34, minutes=59)
    assert "Back day" not in chat.text.splitlines()[0]
    await chat.bot.advance(minutes=1)
    assert chat.text.startswith("Back day, 18:00")


async def test_the_plural_of_the_command_shows_them(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.send("/reminders")
    assert "Tue 07:00" in chat.text


async def test_an_unclear_hour_is_asked_back(chat: Chat) -> None:
    await chat.send("remind me on tuesdays at 7")
    assert "morning or in the evening" in chat.text
    await chat.tap("19:00")
    assert "Tue 19:00" in chat.text


async def test_no_day_chosen_is_said(chat: Chat) -> None:
    await chat.send("/remind")
    await chat.tap("Next: time")
    assert chat.toast == "Choose at least one day."


async def test_another_time_can_be_typed(chat: Chat) -> None:
    await chat.send("/remind")
    await chat.tap("Wed")
    await chat.tap("Next: time")
    await chat.tap("Other time")
    await chat.send("banana")
    assert "could not read a time" in chat.text
    await chat.send("6:45am")
    assert "Wed 06:45" in chat.text


async def test_a_city_can_be_typed_with_a_typo(chat: Chat) -> None:
    await chat.send("/settings")
    await chat.tap("Change zone")
    await chat.send("Lisbonn")
    if "Which one" in chat.text:
        await chat.tap("Lisbon")
    assert "Lisbon" in chat.text
    assert "12:00" in chat.text


async def test_start_turns_the_reminder_into_the_session(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.bot.advance(hours=18)
    reminder = chat.last
    await chat.tap("Start")
    assert chat.last.id == reminder.id
    assert "1/5" in chat.text


async def test_a_snooze_comes_once_and_the_rule_stays(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.bot.advance(hours=18)
    await chat.tap("In 30 min")
    assert "07:30" in chat.text
    rings = len(chat.person.rings)
    await chat.bot.advance(minutes=30)
    assert len(chat.person.rings) == rings + 1
    await chat.tap("Skip")
    assert "skipped" in chat.text
    await chat.bot.advance(days=6)
    assert len(chat.person.rings) == rings + 1
    await chat.bot.advance(hours=23, minutes=30)
    assert len(chat.person.rings) == rings + 2
    assert "Back day, 07:00" in chat.text


async def test_tonight_means_eight_in_the_evening_and_can_be_undone(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.bot.advance(hours=18)
    await chat.tap("Tonight")
    assert "20:00" in chat.text
    await chat.tap("Undo")
    assert "Back day, 07:00" in chat.text
    rings = len(chat.person.rings)
    await chat.bot.advance(hours=14)
    assert len(chat.person.rings) == rings


async def test_a_late_reminder_says_so_and_a_very_late_one_is_dropped(chat: Chat) -> None:
    await chat.send("/remind daily 07:00")
    chat.bot.clock.advance(timedelta(hours=19, minutes=30))
    rings = len(chat.person.rings)
    await chat.bot.tick()
    assert len(chat.person.rings) == rings + 1
    assert "meant for 07:00" in chat.text
    chat.bot.clock.advance(timedelta(days=10, hours=3))
    await chat.bot.tick()
    assert len(chat.person.rings) == rings + 1, "no backlog after downtime"
    chat.bot.clock.advance(timedelta(hours=21))
    await chat.bot.tick()
    assert len(chat.person.rings) == rings + 2


async def test_whoever_trains_is_not_reminded(chat: Chat) -> None:
    await chat.send("/remind mon 18:00")
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x10")
    rings = len(chat.person.rings)
    await chat.send("/stop")
    await chat.bot.advance(hours=6)
    assert len(chat.person.rings) == rings


async def test_whoever_has_just_begun_is_not_reminded(chat: Chat) -> None:
    await chat.send("/remind mon 18:00")
    await chat.bot.advance(hours=4, minutes=50)
    await chat.send("/backday")
    await chat.tap("Start")
    rings = len(chat.person.rings)
    await chat.bot.advance(minutes=10)
    assert len(chat.person.rings) == rings
    assert chat.text.startswith("1/5"), "its card keeps the buttons"


async def test_a_session_that_was_left_open_without_a_set_holds_up_no_reminder(chat: Chat) -> None:
    await chat.send("/remind mon 18:00")
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.bot.advance(hours=5)
    assert chat.text.startswith("Back day, 18:00")


async def test_pause_resume_delete(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.tap("Pause")
    assert "Paused" in chat.text
    rings = len(chat.person.rings)
    await chat.bot.advance(days=8)
    assert len(chat.person.rings) == rings
    await chat.tap("Resume")
    assert "Next:" in chat.text
    await chat.tap("Delete")
    assert "deleted" in chat.text
    await chat.send("stop reminding me")
    assert "No reminder" in chat.text


async def test_a_blocked_bot_switches_reminders_off_and_offers_them_again(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    chat.person.block()
    await chat.bot.settled()
    await chat.bot.advance(days=3)
    chat.person.unblock()
    await chat.bot.settled()
    assert "switched off" in chat.text
    await chat.tap("Resume")
    assert "Next:" in chat.text


async def test_a_refusal_while_sending_switches_reminders_off(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/remind tue 7am")
    bot.server.world.faults.fail(403, method="sendMessage")
    await bot.advance(hours=18)
    await bot.advance(days=7)
    assert "Back day," not in chat.text
    await chat.send("what's my next session")
    assert "could not reach you" in chat.text


async def test_an_outage_delays_a_reminder_and_loses_none(chat: Chat, bot: RunningBot) -> None:
    await chat.send("/remind tue 7am")
    bot.server.world.faults.fail(500, method="sendMessage")
    await bot.advance(hours=18)
    assert "Back day, 07:00" not in chat.text
    await bot.advance(minutes=1)
    assert "Back day, 07:00" in chat.text


async def test_an_old_reminder_does_not_snooze(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.bot.advance(hours=18)
    old = chat.last
    await chat.bot.advance(days=3)
    await chat.tap_old(old, "In 30 min")
    assert chat.toast == "That reminder is over"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("remind me on tuesdays at 7 in the morning", "Tue 07:00"),
        (
            "remind me every monday and thursday at half past six in the evening",
            "Mon and Thu 18:30",
        ),
        ("/remind weekdays 18:00", "Weekdays 18:00"),
        ("/remind every mon/thu 6.30pm", "Mon and Thu 18:30"),
    ],
)
async def test_ways_of_saying_it(chat: Chat, words: str, shown: str) -> None:
    await chat.send(words)
    assert shown in chat.text


async def test_it_can_be_moved_in_words(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.send("move my reminder to friday")
    assert "Fri 07:00" in chat.text


class TestSeveral:
    """Rules beside each other, each with its own time."""

    async def test_also_adds_and_each_rings(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind also thursdays at 18:00")
        assert "Tue 07:00: next Tue 03 Mar, 07:00" in chat.text
        assert "Thu 18:00: next Thu 05 Mar, 18:00" in chat.text
        await chat.bot.advance(hours=18)
        assert "Back day, 07:00" in chat.text
        await chat.bot.advance(days=2, hours=11)
        assert "Back day, 18:00" in chat.text

    async def test_a_plain_one_takes_the_place_of_the_only_one_which_can_be_kept(
        self, chat: Chat
    ) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind thu 18:00")
        assert "In place of Tue 07:00." in chat.text
        assert "Back-day reminder: Thu 18:00" in chat.text
        await chat.tap("Keep Tue 07:00, too")
        assert "Tue 07:00: next" in chat.text
        assert "Thu 18:00: next" in chat.text

    async def test_to_several_a_plain_one_is_one_more(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind also thu 18:00")
        await chat.send("/remind sat 10:00")
        assert [day in chat.text for day in ("Tue 07:00", "Thu 18:00", "Sat 10:00")] == [True] * 3
        await chat.send("/remind thu 19:30")
        assert "Thu 19:30" in chat.text
        assert "Thu 18:00" not in chat.text, "the same days give way"

    async def test_add_by_buttons(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.tap("Add another")
        await chat.tap("Thu")
        await chat.tap("Next: time")
        await chat.tap("Other time")
        await chat.send("6pm")
        assert "Tue 07:00: next" in chat.text
        assert "Thu 18:00: next" in chat.text

    async def test_each_is_paused_and_deleted_on_its_own(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind also thu 18:00")
        await chat.send("/settings")
        assert "Tue 07:00: next" in chat.text
        await chat.tap("Pause Tue 07:00")
        assert "Tue 07:00: paused" in chat.text
        rings = len(chat.person.rings)
        await chat.bot.advance(days=2)
        assert len(chat.person.rings) == rings
        await chat.bot.advance(days=1, hours=5)
        assert len(chat.person.rings) == rings + 1
        await chat.send("/remind")
        await chat.tap("Resume Tue 07:00")
        assert "Tue 07:00: next Tue 10 Mar" in chat.text
        await chat.tap("Delete Thu 18:00")
        assert "Back-day reminder: Tue 07:00" in chat.text

    async def test_seven_are_enough(self, chat: Chat) -> None:
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
            await chat.send(f"/remind also {day} 7am")
        await chat.send("/remind also weekdays 18:00")
        assert "Seven reminders are the most" in chat.text
        assert "Weekdays" not in chat.text

    async def test_what_is_gone_is_said(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind also thu 18:00")
        old = chat.last
        await chat.tap("Delete Tue 07:00")
        await chat.tap_old(old, "Pause Tue 07:00")
        assert chat.toast == "That reminder is gone"
        await chat.tap_old(old, "Delete Tue 07:00")
        assert chat.toast == "That reminder is gone"
        assert "Thu 18:00" in chat.text

    @pytest.mark.parametrize(
        ("words", "there", "gone"),
        [
            ("move tuesday to wednesday", ("Wed 07:00", "Thu 18:00"), "Tue"),
            ("move my thursday reminder to 19:30", ("Tue 07:00", "Thu 19:30"), "18:00"),
            ("make it friday instead of thursday", ("Tue 07:00", "Fri 18:00"), "Thu"),
        ],
    )
    async def test_a_move_is_about_the_one_of_that_day(
        self, chat: Chat, words: str, there: tuple[str, ...], gone: str
    ) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind also thu 18:00")
        await chat.send(words)
        assert all(each in chat.text for each in there), chat.text
        assert gone not in chat.text

    async def test_which_one_is_asked_where_no_day_says_it(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind also thu 18:00")
        await chat.send("move my reminder to friday")
        assert chat.text == "Which reminder is meant?"
        await chat.tap("Thu 18:00 → Fri")
        assert "Tue 07:00: next" in chat.text
        assert "Fri 18:00: next" in chat.text

    async def test_one_day_of_a_rule_gets_a_time_of_its_own(self, chat: Chat) -> None:
        await chat.send("/remind tue and fri 7am")
        await chat.send("move my friday reminder to 18:00")
        assert "Tue 07:00: next" in chat.text
        assert "Fri 18:00: next" in chat.text

    async def test_an_unclear_hour_for_one_day_of_a_rule_is_asked_back(self, chat: Chat) -> None:
        await chat.send("/remind tue and fri 7am")
        await chat.send("move my friday reminder to 8")
        await chat.tap("Tue and Fri 07:00 → 20:00")
        assert "Tue 07:00: next" in chat.text
        assert "Fri 20:00: next" in chat.text

    async def test_stop_is_about_the_one_that_is_named(self, chat: Chat) -> None:
        await chat.send("/remind tue and fri 7am")
        await chat.send("/remind also thu 18:00")
        await chat.send("remove the thursday reminder please")
        assert "Back-day reminder: Tue and Fri 07:00" in chat.text
        await chat.send("delete my sunday reminder")
        assert "None of your reminders is like that." in chat.text
        await chat.send("remove my friday reminder please")
        assert "Back-day reminder: Tue 07:00" in chat.text
        await chat.send("stop reminding me")
        assert "deleted" in chat.text

    async def test_the_next_session_is_the_earliest(self, chat: Chat) -> None:
        await chat.send("/remind thu 18:00")
        await chat.send("/remind also tue 7am")
        await chat.send("what's my next session")
        assert chat.text.index("Tue 07:00") < chat.text.index("Thu 18:00")


class TestPausesInWords:
    """It is Monday noon in UTC, one o'clock in Berlin."""

    async def test_until_a_date_and_it_comes_back_by_itself(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("pause until 20 march")
        assert "Paused until Fri 20 Mar." in chat.text
        assert "Next: Tue 24 Mar, 07:00" in chat.text
        rings = len(chat.person.rings)
        await chat.bot.advance(days=21)
        assert len(chat.person.rings) == rings
        await chat.bot.advance(hours=18)
        assert len(chat.person.rings) == rings + 1
        await chat.send("/remind")
        assert "Paused" not in chat.text

    async def test_for_two_weeks_and_resumed_before(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("pause my reminders for two weeks")
        assert "Paused until Mon 16 Mar." in chat.text
        await chat.tap("Resume")
        assert "Next: Tue 03 Mar, 07:00" in chat.text

    async def test_not_this_week(self, chat: Chat) -> None:
        await chat.send("/remind tue and fri 7am")
        await chat.send("not this week")
        assert "Paused until Mon 09 Mar." in chat.text
        assert "Next: Tue 10 Mar, 07:00" in chat.text

    async def test_a_week_without_any_is_told(self, chat: Chat) -> None:
        await chat.send("/remind mon 7am")  # it is Monday noon
        await chat.send("not this week")
        assert chat.text.startswith("None comes before that anyway.")
        assert "Next: Mon 09 Mar, 07:00" in chat.text

    async def test_only_the_one_that_is_named(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind also thu 18:00")
        await chat.send("pause my thursday reminder for two weeks")
        assert "Tue 07:00: next Tue 03 Mar" in chat.text
        assert "Thu 18:00: paused until Mon 16 Mar, next Thu 19 Mar" in chat.text

    async def test_a_pause_outlives_a_move_and_a_journey(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("/remind pause until 20 march")
        await chat.send("move my reminder to wednesday")
        assert "Next: Wed 25 Mar, 07:00" in chat.text
        await chat.tap("Change zone")
        await chat.tap("New York")
        assert "Paused until Fri 20 Mar." in chat.text

    async def test_until_further_notice_and_on_again(self, chat: Chat) -> None:
        await chat.send("/remind tue 7am")
        await chat.send("i'm on holiday, pause the reminders")
        assert "nothing comes until you resume" in chat.text
        await chat.send("turn my reminders back on")
        assert "Next: Tue 03 Mar, 07:00" in chat.text
        await chat.send("/remind stop")
        assert "deleted" in chat.text
