"""One line of the log for each update: kind, hashed person, time, outcome; no words of theirs."""

import json
import logging
import re
from collections.abc import Iterator

import pytest

from bot.logs import Json
from handlers.journal import Journal
from tests.chat import Chat
from tests.running_bot import TOKEN, RunningBot

Fields = dict[str, object]


class Lines(logging.Handler):
    """What would be written as JSON."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(Json(TOKEN))
        self.all: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.all.append(self.format(record))

    @property
    def updates(self) -> list[Fields]:
        lines: list[Fields] = [json.loads(line) for line in self.all]
        return [line for line in lines if line["logger"] == "handlers.journal"]


@pytest.fixture
def lines() -> Iterator[Lines]:
    lines, root = Lines(), logging.getLogger()
    before = root.level
    root.addHandler(lines)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(lines)
    root.setLevel(before)


async def test_a_line_says_kind_person_time_and_outcome(chat: Chat, lines: Lines) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    typed, pressed = lines.updates
    assert typed | {"ms": 0, "time": "", "id": 0} == {
        "time": "",
        "level": "INFO",
        "logger": "handlers.journal",
        "message": "update",
        "id": 0,
        "kind": "message",
        "person": Journal(TOKEN).hashed(chat.person.id),
        "ms": 0,
        "outcome": "handled",
    }
    assert pressed["kind"] == "callback_query"
    assert isinstance(pressed["ms"], float)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(pressed["time"]))


async def test_nothing_that_was_said_and_no_id_is_in_any_line(
    chat: Chat, bot: RunningBot, lines: Lines
) -> None:
    await chat.send("my sister Xenia asks about zucchini rows")
    await chat.send("no T-bar in the Schwabing gym")
    chat.person.inline("xenia")
    chat.person.send_location(52.5, 13.4)
    bot.server.world.group("Xenia's", chat.person)
    chat.person.block()
    await bot.settled()
    told = "\n".join(lines.all)
    assert len(lines.updates) >= 5
    for secret in ("xenia", "zucchini", "schwabing", "anna", str(chat.person.id), TOKEN):
        assert secret not in told.lower()


async def test_an_old_button_is_stale(chat: Chat, lines: Lines) -> None:
    await chat.send("/backday")
    await chat.tap("Start")
    card = chat.last
    await chat.tap("+1 rep")
    await chat.tap_old(card, "Undo" if "Undo" in str(card.labels) else "✓ Done")
    assert [line["outcome"] for line in lines.updates][-1] == "stale"


async def test_a_handler_that_fails_says_so(chat: Chat, bot: RunningBot, lines: Lines) -> None:
    bot.server.world.faults.fail(400, method="sendMessage", description="Bad Request: odd")
    await chat.send("/help")
    assert [line["outcome"] for line in lines.updates] == ["failed"]


async def test_a_reply_that_comes_late_has_a_line_for_each_try(
    chat: Chat, bot: RunningBot, lines: Lines
) -> None:
    bot.server.world.faults.fail(502, n=3, method="sendMessage")
    await chat.send("/help")
    assert [line["outcome"] for line in lines.updates] == ["unsent", "handled"]


async def test_who_has_blocked_the_bot_is_no_fault(
    chat: Chat, bot: RunningBot, lines: Lines
) -> None:
    bot.server.world.faults.fail(403, method="sendMessage")
    chat.person.send("/help")
    await bot.settled()
    assert [line["outcome"] for line in lines.updates] == ["blocked"]


def test_people_have_a_hash_each_that_another_token_changes() -> None:
    journal = Journal(TOKEN)
    hashes = {journal.hashed(person) for person in range(1000)}
    assert len(hashes) == 1000
    assert all(re.fullmatch("[0-9a-f]{12}", each) for each in hashes)
    assert journal.hashed(7) == Journal(TOKEN).hashed(7) != Journal("1:other").hashed(7)
