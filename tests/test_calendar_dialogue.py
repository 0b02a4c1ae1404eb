"""The calendar file in the chat: asked for by a button or in words, saved, and read back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from handlers.callback_data import Place, PlaceButton
from tests.chat import Chat


def events(chat: Chat) -> list[Event]:
    """Of the file in the bot's last message."""
    files = chat.bot.server.world.files
    [file] = [each for each in files.by_id.values() if each.unique_id == chat.last.file]
    assert (file.name, file.mime) == ("back-day.ics", "text/calendar")
    return list(Calendar.from_ical(files.read(file)).events)


async def test_a_file_has_the_reminders_and_leaves_their_buttons(chat: Chat) -> None:
    await chat.send("/remind tue and fri 7am")
    schedule = chat.last
    await chat.tap("Calendar file")
    assert "Open it to put your back days into a calendar" in chat.text
    [event] = events(chat)
    assert event.start == datetime(2026, 3, 3, 7, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event.duration == timedelta(minutes=45)
    assert str(event["SUMMARY"]) == "Back day"
    assert [each.id for each in chat.live] == [schedule.id]
    await chat.tap_twice("Calendar file")
    assert [str(each["UID"]) for each in events(chat)] == [str(event["UID"])]


async def test_a_forged_press_on_the_file_is_answered_below_it(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.tap("Calendar file")
    file = chat.last
    chat.person.tap(data=PlaceButton(Place.OVERVIEW).pack(), message_id=file.id)
    await chat.bot.settled()
    assert chat.last.id > file.id
    assert "Back day" in chat.text


@pytest.mark.parametrize(
    "words", ["send me a calendar file", "ics please", "add my back days to google calendar"]
)
async def test_it_comes_for_words_too(chat: Chat, words: str) -> None:
    await chat.send("/remind tue 7am")
    await chat.send("/remind also thu 18:00")
    await chat.send(words)
    assert len(events(chat)) == 2


async def test_what_is_paused_begins_when_it_comes_back(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.send("pause until 20 march")
    await chat.send("/remind")
    await chat.tap("Calendar file")
    [event] = events(chat)
    assert isinstance(event.start, datetime)
    assert event.start.date() == date(2026, 3, 24)


async def test_what_is_off_is_left_out_and_said(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.send("/remind also thu 18:00")
    await chat.tap("Pause Tue")
    await chat.tap("Calendar file")
    assert "paused until you resume is not in it" in chat.text
    [event] = events(chat)
    assert isinstance(event.start, datetime)
    assert event.start.astimezone(UTC) == datetime(2026, 3, 5, 17, tzinfo=UTC)
    await chat.tap("Pause Thu")
    await chat.send("ics file")
    assert "Your reminders are off" in chat.text
    assert chat.last.file is None


async def test_without_a_reminder_there_is_none_to_write_down(chat: Chat) -> None:
    await chat.send("send me a calendar file")
    assert "No reminder is set." in chat.text


async def test_a_rule_of_home_keeps_its_clock(chat: Chat) -> None:
    await chat.send("/settings")
    await chat.tap("Change zone")
    await chat.tap("Berlin")
    await chat.send("/remind tue 18:00")
    await chat.attach_location(38.722, -9.139)
    await chat.tap("18:00 in Berlin")
    await chat.tap("Calendar file")
    [event] = events(chat)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"


async def test_in_a_session_the_way_back_stays_where_it_is(chat: Chat) -> None:
    await chat.send("/remind tue 7am")
    await chat.send("/backday")
    await chat.tap("Start")
    card = chat.last
    await chat.send("send me a calendar file")
    assert len(events(chat)) == 1
    assert [each.id for each in chat.live] == [card.id]
