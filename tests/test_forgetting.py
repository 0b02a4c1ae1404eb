"""What is stored about a person: /privacy names all of it, /forget leaves nothing of it."""

from datetime import timedelta

import pytest

from bot.demo.html_markup import parse_html
from bot.storage import inbox
from bot.storage.tables import TABLES
from handlers import texts
from tests.chat import Chat
from tests.databases import Databases
from tests.running_bot import RunningBot

pytestmark = pytest.mark.both_databases

MARK = "zyzzyva"
TOLD = {
    "people": "Your Telegram id, since when, whether you have blocked me, your settings",
    "gyms": "The places where you train by the names you gave them",
    "gym_equipment": "the equipment that is there or missing",
    "sessions": "Your sessions",
    "planned_exercises": "with their plans",
    "session_facts": "sets and notes",
    "session_messages": "the numbers of the messages you typed in them",
    "reminder_rules": "Your reminder",
    "due": "what I am to send you when",
    "conversations": "Of your last question and of the one before",
    "unanswered": "Questions I could not answer",
    "answers": "the numbers of messages and of their answers",
    "inbox": "What comes in, as Telegram sends it with your name, until it is handled",
}
"""By table, the words of /privacy for it."""
ABOUT_NOBODY = {"served_bot", "processes", "commits", "zone_data", "deliveries", "sqlite_sequence"}


def everything(databases: Databases, url: str) -> dict[str, list[str]]:
    """Every value of every row of every table there is, as text."""
    return {
        table: [str(row) for row in databases.rows(url, f"SELECT * FROM {table}")]  # noqa: S608
        for table in databases.tables(url)
    }


def naming(found: dict[str, list[str]], person: int) -> list[str]:
    """The rows with the person's id, name or words."""
    marks = (str(person), MARK, "Zelda")
    return [
        f"{table}: {row}"
        for table, rows in found.items()
        for row in rows
        if any(mark in row for mark in marks)
    ]


async def live(chat: Chat) -> None:
    """Leaves something in every table."""
    await chat.send(f"how do I do a {MARK}?")
    await chat.tap("Tell me when you know")
    await chat.send("/places")
    await chat.tap("Add a place")
    await chat.tap("Type a name")
    await chat.send(f"The {MARK} gym")
    await chat.send("no T-bar here")
    await chat.send("my shoulder hurts a bit, how do I do the pullover?")
    await chat.send("/remind tue 7am")
    await chat.send("/backday")
    await chat.tap("Start")
    await chat.send("40x10")
    await chat.tap("More")
    await chat.tap("Add a note")
    await chat.send(f"{MARK} felt easy")
    group = chat.bot.server.world.group("Lifters", chat.person)
    chat.person.send("@backday_bot how do I do the pullover?", group=group)
    await chat.bot.settled()


async def test_forget_leaves_nothing_in_any_table(
    bot: RunningBot, databases: Databases, database_url: str
) -> None:
    zelda, other = bot.chat("Zelda"), bot.chat("Boris")
    await other.send("/backday")
    await live(zelda)
    before = everything(databases, database_url)
    touched = {line.partition(":")[0] for line in naming(before, zelda.person.id)}
    assert touched >= {"people", "gyms", "sessions", "session_facts", "unanswered", "due"}
    filled = {table for table, rows in before.items() if rows} | ABOUT_NOBODY
    assert filled >= {table.name for table in TABLES}, "something was left in every table"

    await zelda.send("/forget")
    await zelda.tap("Delete everything")
    after = everything(databases, database_url)
    assert naming(after, zelda.person.id) == []
    for table in ("sessions", "planned_exercises", "session_facts", "session_messages", "due"):
        assert after[table] == [], "nobody else had any: nothing is left without its owner"
    assert naming(after, other.person.id), "and others stay"


async def test_what_could_not_be_read_goes_in_time(
    bot: RunningBot, databases: Databases, database_url: str
) -> None:
    zelda = bot.chat("Zelda")
    bot.server.world.updates.put("message", {"from": {"id": zelda.person.id}, "text": MARK})
    await zelda.send("/forget")
    await zelda.tap("Delete everything")
    assert naming(everything(databases, database_url), zelda.person.id)
    later = bot.clock.now() + inbox.KEPT_UNHANDLED + timedelta(seconds=1)
    await bot.database.run(lambda connection: inbox.prune(connection, later))
    assert naming(everything(databases, database_url), zelda.person.id) == []


def test_privacy_names_what_is_in_every_table(databases: Databases, database_url: str) -> None:
    words, _ = parse_html(texts.PRIVACY)
    assert {table.name for table in TABLES} == {*TOLD} | (ABOUT_NOBODY - {"sqlite_sequence"})
    for table, told in TOLD.items():
        assert told in words, table


async def test_privacy_is_one_message_that_can_be_read(bot: RunningBot) -> None:
    chat = bot.chat()
    await chat.send("/privacy")
    assert "until the backup is deleted" in chat.text
    assert len(chat.text) < 2500
