"""What somebody might try, as docs/security.md lists it, and what comes of it."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.demo import DemoServer
from bot.logs import Json, Redacting
from bot.storage.tables import TABLES
from content.answers import Answerer
from content.library import Library
from handlers import texts
from tests.chat import Chat
from tests.databases import Databases
from tests.running_bot import TOKEN, RunningBot, StandingClock, running_bot

TESTS = Path(__file__).parent
LINK = "<a href='https://evil.example'>tap</a> [tap](https://evil.example) <b>&amp;"


def data_of(chat: Chat, label: str) -> str:
    """What a button on the screen carries."""
    buttons = [button for row in chat.last.buttons for button in row]
    found = next(button for button in buttons if button.text.startswith(label))
    assert found.callback_data is not None
    return found.callback_data


def rows_of(databases: Databases, url: str, person: int) -> list[str]:
    """The person's sessions with their facts, and their gyms."""
    return [
        str(row)
        for sql in (
            f"SELECT * FROM sessions WHERE person = {person}",  # noqa: S608
            f"SELECT f.* FROM session_facts f JOIN sessions s ON s.id = f.session"  # noqa: S608
            f" WHERE s.person = {person} ORDER BY f.seq",
            f"SELECT * FROM gyms WHERE person = {person} ORDER BY number",  # noqa: S608
            f"SELECT * FROM people WHERE id = {person}",  # noqa: S608
        )
        for row in databases.rows(url, sql)
    ]


class TestForgedButtons:
    pytestmark = pytest.mark.both_databases

    @pytest.mark.parametrize("label", ["✓ Done", "+1 rep", "Taken", "How?", "More"])
    async def test_a_button_of_somebody_elses_session_does_nothing_to_it(
        self, bot: RunningBot, databases: Databases, database_url: str, label: str
    ) -> None:
        anna, boris = bot.chat("Anna"), bot.chat("Boris")
        await anna.send("/backday")
        await anna.tap("Start")
        await anna.send("no T-bar here")
        await anna.send("/backday")
        await boris.send("/backday")
        before = rows_of(databases, database_url, anna.person.id)
        seen, shown = data_of(anna, label), len(anna.person.messages)
        boris.person.tap(data=seen, message_id=boris.last.id)
        await bot.settled()
        assert rows_of(databases, database_url, anna.person.id) == before
        assert len(anna.person.messages) == shown
        assert "40 kg" not in boris.text
        assert boris.toast == texts.TOASTS["ended"] or "5 exercises" in boris.text
        boris.keeps_its_rules()

    async def test_ids_and_numbers_that_cannot_be_change_nothing(
        self, chat: Chat, bot: RunningBot, databases: Databases, database_url: str
    ) -> None:
        await chat.send("/backday")
        await chat.tap("Start")
        session = data_of(chat, "✓ Done").split(":")[1]
        before = rows_of(databases, database_url, chat.person.id)
        forged = (
            f"s:{session}:{10**30}:done:",
            f"s:{session}:-1:done:",
            f"s:{session}:٣:done:",
            f"s:{session}:1:done",
            "s::::",
            "q:9223372036854775808:0",
            "gym:go:1",
            f"gym:go:{session}::p",
            "tell:want:nobody",
            "set:unit:stone",
            "set:zone:../../etc/passwd",
            "eq:missing:nothing",
            "ex:about:../secret",
            "how:' OR 1=1 --",
            "r:set:999:99999",
            "due:start:99999999999999999999",
            "go:nowhere",
            "\x00",
        )
        for data in forged:
            chat.person.tap(data=data, message_id=chat.last.id)
            await bot.settled()
            chat.keeps_its_rules()
            assert texts.TROUBLE not in (chat.text, chat.toast), data
        sessions = [
            row for row in rows_of(databases, database_url, chat.person.id) if session in row
        ]
        assert sessions == [row for row in before if session in row]

    async def test_a_press_from_a_group_or_an_inline_message_is_none(
        self, chat: Chat, bot: RunningBot, databases: Databases, database_url: str
    ) -> None:
        await chat.send("/backday")
        start = data_of(chat, "Start")
        before = rows_of(databases, database_url, chat.person.id)
        group = bot.server.world.group("Lifters", chat.person)
        chat.person.send("@backday_bot hello", group=group)
        await bot.settled()
        chat.person.tap(data=start, message_id=group.bot_messages[-1].id, group=group)
        await bot.settled()
        assert chat.toast == texts.NOT_UNDERSTOOD_BUTTON
        assert rows_of(databases, database_url, chat.person.id) == before


class TestOversized:
    async def test_a_text_beyond_what_telegram_allows_is_answered_and_not_kept_whole(
        self, chat: Chat, bot: RunningBot, databases: Databases, database_url: str
    ) -> None:
        await chat.send("/start")
        user = {"id": chat.person.id, "is_bot": False, "first_name": "A" * 10_000}
        message = {
            "message_id": 2**31,
            "date": int(bot.server.world.now()),
            "chat": {"id": chat.person.id, "type": "private"},
            "from": user,
            "text": "how do I do a flurbington? " * 40_000,
        }
        bot.server.world.updates.put("message", message)
        await bot.settled()
        assert len(chat.text) < 1100
        for table in TABLES:
            for row in databases.rows(database_url, f"SELECT * FROM {table.name}"):  # noqa: S608
                assert len(str(row)) < 5000, table.name


class TestInjection:
    async def test_notes_names_of_places_and_questions_are_shown_as_typed(self, chat: Chat) -> None:
        await chat.send("/places")
        await chat.tap("Add a place")
        await chat.tap("Type a name")
        await chat.send("<a href='//evil.example'>x</a>")
        await chat.send("/backday")
        await chat.tap("Start")
        await chat.send("40x10")
        await chat.tap("More")
        await chat.tap("Add a note")
        await chat.send(LINK)
        await chat.send("/stop")
        assert LINK in chat.text
        await chat.send(f"{LINK} flurb zorb?")
        for message in chat.person.bot_messages:
            assert not any(entity.type == "text_link" for entity in message.entities)
        assert any("<a href='//evil.example'>x</a>" in m.text for m in chat.person.bot_messages)

    async def test_a_name_on_telegram_is_never_shown(self, bot: RunningBot) -> None:
        chat = bot.chat("</b><a href='https://evil.example'>Eve</a>")
        for said in ("/start", "/backday", "/settings", "/places", "/privacy", "/forget"):
            await chat.send(said)
            assert "evil.example" not in chat.text


class TestOperators:
    @pytest.fixture
    async def bot(
        self,
        library: Library,
        answerer: Answerer,
        database_url: str,
        server: DemoServer,
        clock: StandingClock,
    ) -> AsyncIterator[RunningBot]:
        """Olga is an operator."""
        operators = frozenset({server.world.person("Olga").id})
        starting = running_bot(library, answerer, database_url, server, clock, operators=operators)
        async with starting as bot:
            yield bot

    async def test_strangers_get_nothing_of_the_list(self, bot: RunningBot) -> None:
        anna, eve, olga = bot.chat("Anna"), bot.chat("Eve"), bot.chat("Olga")
        await anna.send("how do I do a flurbington?")
        await olga.send("/unanswered")
        assert "flurbington" in olga.text
        for said in ("/unanswered", "/unanswered@backday_bot", "/UNANSWERED", "unanswered"):
            await eve.send(said)
        for data in ("gap:page:0:", data_of(olga, "✕")):
            eve.person.tap(data=data, message_id=eve.last.id)
            await bot.settled()
        assert not any("flurb" in message.text for message in eve.person.bot_messages)
        await olga.send("/unanswered")
        assert "flurbington" in olga.text, "and it is still on the list"

    async def test_in_a_group_not_even_operators_get_it(self, bot: RunningBot) -> None:
        anna, olga = bot.chat("Anna"), bot.chat("Olga")
        await anna.send("how do I do a flurbington?")
        group = bot.server.world.group("Lifters", olga.person, anna.person)
        olga.person.send("/unanswered@backday_bot", group=group)
        await bot.settled()
        assert not any("flurb" in message.text for message in group.bot_messages)


class TestTheLocalPage:
    @pytest.fixture
    async def session(self) -> AsyncIterator[aiohttp.ClientSession]:
        async with aiohttp.ClientSession() as session:
            yield session

    @pytest.mark.parametrize(
        "headers",
        [
            {"Host": "evil.example"},
            {"Host": "evil.example:8080"},
            {"Origin": "http://evil.example"},
        ],
    )
    @pytest.mark.parametrize("path", ["/act", "/inline", "/photo", f"/bot{TOKEN}/sendMessage"])
    async def test_another_page_cannot_act_in_the_persons_name(
        self, path: str, headers: dict[str, str], server: DemoServer, session: aiohttp.ClientSession
    ) -> None:
        deed = {"action": "send", "person": "You", "text": "/forget"}
        async with session.post(f"{server.url}{path}", json=deed, headers=headers) as response:
            assert response.status == 403
        assert not server.world.people

    @pytest.mark.parametrize(
        "path",
        [
            "../../../../etc/passwd",
            "..%2f..%2f..%2fetc%2fpasswd",
            "%2e%2e/%2e%2e/server.py",
            "photos/../../server.py",
        ],
    )
    @pytest.mark.parametrize("below", [f"/file/bot{TOKEN}/", "/photo/", "/"])
    async def test_no_path_leads_out_of_what_is_served(
        self, path: str, below: str, server: DemoServer
    ) -> None:
        host, port = server.url.removeprefix("http://").split(":")
        answer = await asked_as_it_is(host, int(port), f"{below}{path}")
        assert answer.split()[1] in ("404", "400"), answer
        assert "root:" not in answer
        assert "aiohttp" not in answer.partition("\r\n\r\n")[2]


async def asked_as_it_is(host: str, port: int, path: str) -> str:
    """The whole answer to a GET whose path no client has tidied."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode()
    )
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode()


class TestSecrets:
    async def test_the_token_is_in_no_traceback_of_a_handler(
        self, chat: Chat, bot: RunningBot, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Whatever a handler raises is logged by a formatter that hides it."""
        bot.server.world.faults.fail(
            400, method="sendMessage", description=f"Bad Request: /bot{TOKEN}/sendMessage"
        )
        await chat.send("/help")
        assert "failed" in caplog.text
        for form in (Redacting(TOKEN), Json(TOKEN)):
            told = "\n".join(map(form.format, caplog.records))
            assert "Traceback" in told
            assert TOKEN not in told
        assert all(TOKEN not in message.text for message in chat.person.bot_messages)


def test_every_test_that_the_page_of_threats_names_is_there() -> None:
    page = (TESTS.parent / "docs" / "security.md").read_text("utf-8")
    named = re.findall(r"`((?:demo/)?test_\w+|update_fuzzing)(?:::(\w+))?`", page)
    assert len(named) > 25
    for module, test in named:
        source = (TESTS / f"{module}.py").read_text("utf-8")
        assert not test or re.search(rf"(?:def|class) {test}\b", source), f"{module}::{test}"
