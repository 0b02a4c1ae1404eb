"""Time zones and journeys in the chat: found in many ways, and what becomes of the reminders."""

from datetime import timedelta

import pytest

from bot.demo import ScreenError
from bot.storage import people, reminders
from tests.chat import Chat
from tests.databases import Databases
from tests.running_bot import RunningBot

BERLIN, LISBON = (52.52, 13.405), (38.722, -9.139)
NEW_YORK, TOKYO = (40.713, -74.006), (35.677, 139.65)


def instants(chat: Chat) -> list[int | None]:
    """Of the date-time entities in the bot's last message."""
    return [each.unix_time for each in chat.last.entities if each.type == "date_time"]


class TestFindingTheZone:
    @pytest.mark.parametrize(
        ("words", "zone"),
        [
            ("berln please", "Berlin"),
            ("Munich", "Berlin"),
            ("mumbai", "Kolkata"),
            ("i live in seattle", "Los Angeles"),
            ("EST", "New York"),
        ],
    )
    async def test_a_city_is_typed(self, chat: Chat, words: str, zone: str) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.send(words)
        if chat.text == "Which one?":
            await chat.tap(zone)
        assert chat.text.startswith(f"Time zone: {zone}, where it is ")

    async def test_a_country_of_several_zones_offers_them_with_their_clocks(
        self, chat: Chat
    ) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.send("USA")
        assert chat.text == "Which one?"
        assert chat.buttons[0] == ["New York 07:00", "Los Angeles 04:00"]
        await chat.tap("Chicago")
        assert "Time zone: Chicago, where it is 06:00 now." in chat.text

    async def test_what_is_no_city_is_asked_again(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.send("Gondor")
        assert "no time zone by that name" in chat.text
        await chat.send("rome")
        assert "Time zone: Rome" in chat.text

    async def test_by_location_with_a_key_that_goes_away(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Send location")
        assert chat.person.keyboard == [["Send location"]]
        await chat.press_key("Send location", LISBON)
        assert chat.text == "Time zone: Lisbon, where it is 12:00 now."
        assert "dropped the place" in chat.person.bot_messages[-2].text
        assert chat.person.keyboard == []
        with pytest.raises(ScreenError):
            chat.person.press_key("Send location", LISBON)

    async def test_the_key_is_asked_for_once_however_often_it_is_tapped(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap_twice("Send location")
        asked = [m for m in chat.person.bot_messages if m.text.startswith("Tap “Send location”")]
        assert len(asked) == 1
        assert chat.toast == "Tap “Send location” below"

    @pytest.mark.parametrize("instead", ["lisbon", "how do I do the pullover?", "/settings"])
    async def test_whoever_says_something_else_loses_the_key(
        self, chat: Chat, instead: str
    ) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Send location")
        await chat.send(instead)
        assert chat.person.keyboard == []
        assert "without your location" in chat.person.bot_messages[-2].text
        if instead == "lisbon":
            assert "Time zone: Lisbon" in chat.text

    async def test_a_city_tapped_instead_takes_the_key_away(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Send location")
        await chat.tap("London")
        [live] = chat.live
        assert "Time zone: London" in live.text
        assert chat.person.keyboard == []

    async def test_a_location_attached_by_hand_is_enough(self, chat: Chat) -> None:
        await chat.attach_location(*TOKYO)
        assert chat.text == "Time zone: Tokyo, where it is 21:00 now."

    async def test_at_sea_the_clocks_of_elsewhere_are_offered(self, chat: Chat) -> None:
        await chat.attach_location(0, 0)
        assert chat.text == "Which one?"
        assert all(label.endswith("12:00") for row in chat.buttons for label in row)

    async def test_by_what_the_clock_shows(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Tell my time")
        await chat.send("quarter to 9 pm")
        assert "Nowhere does a clock show about 20:45 now" in chat.text
        await chat.send("20:57")
        assert chat.text == "Which one?"
        assert chat.buttons[0][0] == "Tokyo 21:00"
        await chat.tap("Tokyo")
        assert "Time zone: Tokyo, where it is 21:00 now." in chat.text

    async def test_a_clock_of_twelve_hours_offers_both_halves(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.send("it's 7 o'clock here")
        labels = [label for row in chat.buttons for label in row]
        assert "New York 07:00" in labels
        assert "Jakarta 19:00" in labels

    async def test_a_forged_zone_is_refused(self, chat: Chat, bot: RunningBot) -> None:
        await chat.send("/settings")
        for data in ("set:zone:Mars/Base", "tr:home:Mars/Base", "tr:home:", "tr:fly:x", "tr:no"):
            chat.person.tap(data=data, message_id=chat.last.id)
            await bot.settled()
            assert chat.toast == "That button is from an older version of me."


class TestInWords:
    @pytest.mark.parametrize(
        ("words", "zone"),
        [
            ("I moved to Sydney", "Sydney"),
            ("I'm in Lisbon this week", "Lisbon"),
            ("just landed in singapore", "Singapore"),
            ("i'm travelling to japan, use tokyo time", "Tokyo"),
            ("set my time zone to los angeles", "Los Angeles"),
            ("i live in munich", "Berlin"),
        ],
    )
    async def test_a_journey_is_heard(self, chat: Chat, words: str, zone: str) -> None:
        await chat.send(words)
        assert chat.text.startswith(f"Time zone: {zone}, where it is ")

    async def test_where_no_place_is_named_it_is_asked_for(self, chat: Chat) -> None:
        await chat.send("change my time zone")
        assert "Which city's time" in chat.text
        await chat.send("oslo")
        assert "Time zone: Oslo" in chat.text

    async def test_several_places_are_asked_back(self, chat: Chat) -> None:
        await chat.send("my time zone is gmt+9")
        assert chat.text == "Which one?"
        await chat.tap("Seoul 21:00")
        assert "Time zone: Seoul" in chat.text

    async def test_a_place_to_train_at_is_no_journey(self, chat: Chat) -> None:
        await chat.send("I'm at the hotel today")
        assert "Time zone" not in chat.text


@pytest.mark.both_databases
class TestJourneys:
    """It is Monday, 2 March 2026, 12:00 in UTC and 13:00 in Berlin."""

    async def test_here_or_at_home(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Berlin")
        await chat.send("/remind mon and tue 18:00")
        await chat.attach_location(*LISBON)
        assert "Time zone: Lisbon, where it is 12:00 now." in chat.text
        assert "Next: Mon 02 Mar, 18:00" in chat.text
        assert chat.buttons[:2] == [["18:00 in Lisbon"], ["18:00 in Berlin (17:00 here)"]]
        await chat.tap("18:00 in Berlin")
        assert "Mon and Tue 18:00 in Berlin (17:00 here)" in chat.text
        assert "Next: Mon 02 Mar, 17:00" in chat.text
        assert instants(chat) == [1772470800], "17:00 in UTC"
        rings = len(chat.person.rings)
        await chat.bot.advance(hours=5)
        assert len(chat.person.rings) == rings + 1
        assert "Back day, 17:00" in chat.text

    async def test_here(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Berlin")
        await chat.send("/remind mon and tue 18:00")
        await chat.attach_location(*LISBON)
        await chat.tap("18:00 in Lisbon")
        assert "Mon and Tue 18:00 (Lisbon)" in chat.text
        assert instants(chat) == [1772474400]
        rings = len(chat.person.rings)
        await chat.bot.advance(hours=5)
        assert len(chat.person.rings) == rings
        await chat.bot.advance(hours=1)
        assert len(chat.person.rings) == rings + 1

    async def test_what_stays_at_home_does_so_on_further_journeys_and_at_home_again(
        self, chat: Chat
    ) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Berlin")
        await chat.send("/remind tue 18:00")
        await chat.attach_location(*LISBON)
        await chat.tap("18:00 in Berlin")
        await chat.attach_location(*TOKYO)
        assert "Tue 18:00 in Berlin (02:00 here)" in chat.text
        assert not any("in Lisbon" in label for row in chat.buttons for label in row)
        await chat.attach_location(*BERLIN)
        assert "Tue 18:00 (Berlin)" in chat.text
        assert "here" not in chat.text.replace("where", "")

    async def test_what_stayed_can_come_along_later(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Berlin")
        await chat.send("/remind tue 18:00")
        await chat.send("/remind also thu 7am")
        await chat.attach_location(*LISBON)
        assert "By which clock shall they come?" in chat.text
        await chat.tap("By the clock in Berlin")
        assert "Tue 18:00 in Berlin (17:00 here): next Tue 03 Mar, 17:00" in chat.text
        old = chat.last
        await chat.tap("Tue 18:00 by the clock here")
        assert "Tue 18:00: next Tue 03 Mar, 18:00" in chat.text
        assert "Thu 07:00 in Berlin (06:00 here): next Thu 05 Mar, 06:00" in chat.text
        await chat.tap_old(old, "Tue 18:00 by the clock here")
        assert "Tue 18:00: next Tue 03 Mar, 18:00" in chat.text
        await chat.tap("Delete Tue")
        await chat.tap_old(old, "Tue 18:00 by the clock here")
        assert chat.toast == "That reminder is gone"

    async def test_where_the_clocks_agree_there_is_nothing_to_ask(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Berlin")
        await chat.send("/remind tue 18:00")
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.send("Paris")
        assert "Time zone: Paris" in chat.text
        assert "by which clock" not in chat.text

    async def test_whoever_tells_their_zone_for_the_first_time_is_not_travelling(
        self, chat: Chat
    ) -> None:
        await chat.send("/remind tue 18:00")
        assert "In Berlin it is 13:00 now, and your phone shows 13:00." in chat.text
        await chat.attach_location(*LISBON)
        assert "Tue 18:00 (Lisbon)" in chat.text
        assert "by which clock" not in chat.text

    async def test_a_second_answer_counts_and_a_double_tap_does_no_harm(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Berlin")
        await chat.send("/remind tue 18:00")
        await chat.attach_location(*LISBON)
        await chat.tap_twice("18:00 in Berlin")
        assert "Tue 18:00 in Berlin (17:00 here)" in chat.text

    async def test_a_date_that_was_reminded_of_does_not_come_again_in_the_west(
        self, chat: Chat
    ) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Berlin")
        await chat.send("/remind every day 18:00")
        await chat.bot.advance(hours=5)
        rings = len(chat.person.rings)
        await chat.attach_location(*LISBON)
        assert "Next: Tue 03 Mar, 18:00" in chat.text
        await chat.bot.advance(hours=1)
        await chat.bot.advance(hours=20)
        assert len(chat.person.rings) == rings
        await chat.bot.advance(hours=4)
        assert len(chat.person.rings) == rings + 1

    async def test_another_time_on_a_day_that_was_reminded_of_comes(self, chat: Chat) -> None:
        await chat.send("/remind mon 14:00")
        await chat.bot.advance(hours=1)
        rings = len(chat.person.rings)
        await chat.send("move my reminder to 20:00")
        assert "Next: Mon 02 Mar, 20:00" in chat.text
        await chat.bot.advance(hours=6)
        assert len(chat.person.rings) == rings + 1

    async def test_what_is_owed_when_they_land_comes_all_the_same(self, chat: Chat) -> None:
        await chat.send("/settings")
        await chat.tap("Change zone")
        await chat.tap("Berlin")
        await chat.send("/remind every day 18:00")
        chat.bot.clock.advance(timedelta(hours=5))
        rings = len(chat.person.rings)
        await chat.attach_location(*TOKYO)
        await chat.bot.tick()
        assert len(chat.person.rings) == rings + 1
        await chat.send("/remind")
        assert "Next: Tue 03 Mar, 18:00" in chat.text


@pytest.mark.both_databases
class TestNights:
    """It is Monday, 13:00 in Berlin; at night somebody writes at 03:12."""

    async def night(self, chat: Chat, words: str = "/help") -> None:
        """Tells the zone, and goes to 03:12 of the next night."""
        await chat.attach_location(*BERLIN)
        await chat.bot.advance(hours=14, minutes=12)
        await chat.send(words)

    async def test_two_nights_are_asked_about_once(self, chat: Chat) -> None:
        await self.night(chat)
        assert "travelling" not in chat.text
        await chat.bot.advance(days=1)
        await chat.send("/help")
        assert chat.text == "Are you travelling? It is 03:12 in Berlin."
        await chat.tap("No")
        assert chat.text == "All right, I go on by Berlin time."
        for _ in range(29):
            await chat.bot.advance(days=1)
            await chat.send("/help")
            assert "travelling" not in chat.text

    async def test_yes_leads_to_the_zones(self, chat: Chat) -> None:
        await self.night(chat)
        await chat.bot.advance(days=1)
        await chat.send("how do I do the pullover?")
        await chat.tap("Yes, change zone")
        await chat.tap("New York")
        assert "Time zone: New York, where it is 21:12 now." in chat.text
        await chat.bot.advance(days=1)
        await chat.send("/help")
        assert "travelling" not in chat.text

    async def test_nights_by_another_clock_do_not_count(self, chat: Chat) -> None:
        await self.night(chat)
        await chat.attach_location(*NEW_YORK)  # in the night of Berlin, too
        await chat.bot.advance(hours=30)
        await chat.send("/help")
        assert "travelling" not in chat.text
        await chat.bot.advance(days=1)
        await chat.send("/help")
        assert chat.text == "Are you travelling? It is 03:12 in New York."

    async def test_whoever_never_told_their_zone_is_asked_for_it(self, chat: Chat) -> None:
        await chat.bot.advance(hours=14, minutes=12)
        await chat.send("/help")
        await chat.bot.advance(days=1)
        await chat.send("/help")
        assert "I assume Berlin, where it is 03:12 now. Right?" in chat.text
        await chat.tap("No, change zone")
        await chat.tap("Chicago")
        assert "Time zone: Chicago, where it is 20:12 now." in chat.text

    async def test_one_night_twice_is_one_night(self, chat: Chat) -> None:
        await self.night(chat)
        await chat.bot.advance(minutes=40)
        await chat.send("/help")
        assert "travelling" not in chat.text

    async def test_whoever_trains_at_night_is_not_asked(self, chat: Chat) -> None:
        await self.night(chat, "/backday")
        await chat.tap("Start")
        await chat.send("10")
        await chat.send("/stop")
        await chat.bot.advance(days=100)
        for _ in range(3):
            await chat.bot.advance(days=1)
            await chat.send("/help")
            assert "travelling" not in chat.text

    async def test_nobody_is_asked_while_they_train(self, chat: Chat) -> None:
        await self.night(chat)
        await chat.bot.advance(days=1)
        await chat.send("/backday")
        assert "travelling" in chat.text
        await chat.tap("No")

    async def test_a_session_that_runs_is_left_alone(self, chat: Chat) -> None:
        await self.night(chat)
        await chat.bot.advance(hours=20)
        await chat.send("/backday")
        await chat.tap("Start")
        await chat.bot.advance(hours=4)
        await chat.send("10")
        assert "travelling" not in chat.text

    async def test_the_day_is_no_night(self, chat: Chat) -> None:
        for _ in range(5):
            await chat.bot.advance(days=1)
            await chat.send("/help")
            assert "travelling" not in chat.text


@pytest.mark.both_databases
async def test_of_a_location_only_the_zone_is_kept(
    chat: Chat, bot: RunningBot, databases: Databases, database_url: str
) -> None:
    await chat.send("/remind tue 18:00")
    await chat.attach_location(48.1374321, 11.5754321)
    for table in databases.tables(database_url):
        rows = databases.rows(database_url, f"SELECT * FROM {table}")  # noqa: S608
        assert not any("48.1" in str(row) or "11.57" in str(row) for row in rows), table
    person = chat.person.id
    known = await bot.database.run(lambda db: people.find(db, person))
    assert known is not None
    assert known.zone == "Europe/Berlin"
    [stored] = await bot.database.run(lambda db: reminders.of_person(db, person))
    assert stored.rule.zone == "Europe/Berlin"


@pytest.mark.both_databases
async def test_a_journey_outlives_the_reminder_that_came(chat: Chat) -> None:
    await chat.send("/settings")
    await chat.tap("Change zone")
    await chat.tap("Berlin")
    await chat.send("/remind mon 18:00")
    await chat.bot.advance(hours=5)
    await chat.attach_location(*LISBON)
    assert "Next: Mon 09 Mar, 18:00" in chat.text
    await chat.send("/forget")
    await chat.tap("Delete everything")
    assert "is deleted" in chat.text


class TestClaims:
    """What becomes of a reminder that is in the tick's hands."""

    async def test_a_rule_that_was_changed_meanwhile_goes_by_the_change(
        self, chat: Chat, bot: RunningBot
    ) -> None:
        await chat.send("/remind mon 14:00")
        bot.clock.advance(timedelta(hours=1))
        coach = bot.application.coach
        [claimed] = (await coach.agenda.claim(bot.clock.now())).to_send
        await chat.send("move my reminder to 20:00")
        await coach.agenda.settle(claimed, bot.clock.now())
        await chat.send("/remind")
        assert "Next: Mon 02 Mar, 20:00" in chat.text
        rings = len(chat.person.rings)
        await bot.advance(hours=6)
        assert len(chat.person.rings) == rings + 1

    async def test_a_row_of_an_older_version_stands_for_its_date(
        self, chat: Chat, bot: RunningBot
    ) -> None:
        await chat.attach_location(*BERLIN)
        await chat.send("/remind daily 14:00")
        await bot.database.run(lambda db: db.execute("UPDATE due SET day = NULL"))
        await bot.advance(hours=1)
        await chat.attach_location(*LISBON)
        assert "Next: Tue 03 Mar, 14:00" in chat.text


async def test_a_city_that_was_asked_for_swallows_no_other_wish(chat: Chat) -> None:
    await chat.send("change my time zone")
    await chat.send("send me a calendar file")
    assert "time zone" not in chat.text.split(".")[0]
    await chat.send("change my time zone")
    await chat.send("how do I do the lat pulldown?")
    assert "Erin Stern" in chat.text
