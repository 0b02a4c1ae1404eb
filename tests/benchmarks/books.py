"""What is stored, and what the screens show: the other side of the books."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from bot.demo import Person
from bot.domain.due import REST_LEASE
from bot.storage import sessions
from bot.storage.connection import Connection
from bot.storage.sqlite import SqliteConnection, connected
from bot.storage.url import reading, sqlite_file
from handlers import texts
from handlers.callback_data import SessionButton, Verb


@dataclass(frozen=True)
class StoredSet:
    person: int
    session: str
    seq: int
    message: int | None


@dataclass(frozen=True)
class Course:
    """A session as it stands: its version, and the number of the set that comes next."""

    person: int
    version: int
    ended: bool
    number: int | None = None
    resting: bool = False


@dataclass(frozen=True)
class Row:
    """A reminder that is due, or will be."""

    due_at: int
    claimable_at: int


@dataclass
class Books:
    sets: list[StoredSet] = field(default_factory=list)
    courses: dict[str, Course] = field(default_factory=dict)
    due: dict[str, Row] = field(default_factory=dict)
    live: dict[int, int] = field(default_factory=dict)
    """By person: the message that has the buttons, as far as the bot knows."""
    answered: set[int] = field(default_factory=set)
    """Questions, by their message."""


@dataclass(frozen=True)
class Shown:
    """A message of the bot that has buttons."""

    id: int
    text: str
    is_live: bool
    card: SessionButton | None = None
    resting: bool = False


@contextmanager
def _reading(url: str) -> Iterator[Connection]:
    """As it is at the moment, in nobody's way; a DatabaseError while PostgreSQL is away."""
    file = sqlite_file(url)
    if file is None:
        with reading(url) as connection:
            yield connection
    else:
        with closing(connected(file)) as driver:
            driver.execute("BEGIN")
            yield SqliteConnection(driver)


def read_books(url: str) -> Books:
    with _reading(url) as connection:
        resting = {
            row["session"]
            for row in connection.all(
                "SELECT session FROM due WHERE kind = 'rest' AND attempts = 0"
            )
        }
        return Books(
            sets=[
                StoredSet(row["person"], row["session"], row["seq"], row["message"])
                for row in connection.all(
                    "SELECT person, session, seq, message FROM session_facts"
                    " JOIN sessions ON sessions.id = session WHERE kind = 'set'"
                )
            ],
            courses={
                row["id"]: _course(connection, row["id"], row["person"], resting)
                if row["ended_at"] is None
                else Course(row["person"], row["version"], ended=True)
                for row in connection.all("SELECT id, person, version, ended_at FROM sessions")
            },
            due={
                row["id"]: Row(row["due_at"], row["claimable_at"])
                for row in connection.all("SELECT * FROM due WHERE kind = 'reminder'")
            },
            live={
                row["id"]: row["live_message"]
                for row in connection.all(
                    "SELECT id, live_message FROM people WHERE live_message IS NOT NULL"
                )
            },
            answered={row["question"] for row in connection.all("SELECT question FROM answers")},
        )


def _course(connection: Connection, session: str, person: int, resting: set[str]) -> Course:
    found = sessions.find(connection, session, person)
    assert found is not None
    number = found.step.number if found.step else None
    return Course(person, found.version, ended=False, number=number, resting=session in resting)


def in_hand(url: str, now: float) -> set[int]:
    """People of whom an update waits or a claimed row is not settled."""
    with _reading(url) as connection:
        rows = connection.all(
            "SELECT person FROM inbox WHERE handled_at IS NULL"
            " UNION SELECT person FROM due WHERE attempts > 0 AND claimable_at > :now",
            now=int(now),
        )
        return {row["person"] for row in rows}


def claimed_rests(url: str, now: float) -> set[str]:
    """Ids of the rests that are about to ring, or were when their process was killed; not of those
    that Telegram refused, which come again soon."""
    with _reading(url) as connection:
        rows = connection.all(
            "SELECT id FROM due WHERE kind = 'rest' AND attempts > 0 AND claimable_at > :later",
            later=int(now + REST_LEASE.total_seconds() / 2),
        )
        return {row["id"] for row in rows}


def rests_until(url: str, latest: float) -> dict[int, int]:
    """By person: when their rest is over, as far as that is not later."""
    with _reading(url) as connection:
        rows = connection.all(
            "SELECT person, due_at FROM due WHERE kind = 'rest' AND due_at <= :latest",
            latest=int(latest),
        )
        return {row["person"]: row["due_at"] for row in rows}


def unsettled(url: str, now: float, *, claims: bool = False) -> tuple[int, int]:
    """How many updates are not handled, and how many rows are due and not claimed, or are."""
    with _reading(url) as connection:
        row = connection.one(
            "SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL) AS updates,"
            " (SELECT count(*) FROM due WHERE claimable_at <= :now OR attempts > :most) AS rows",
            now=int(now),
            most=0 if claims else 10**6,
        )
        assert row is not None
        return row["updates"], row["rows"]


def screen_of(person: Person) -> list[Shown]:
    """The bot's messages with buttons, the lowest last."""
    bot = person.state.bot.id
    return [
        _shown(message.id, message.text, [b.callback_data for row in message.inline for b in row])
        for message in person.chat.visible()
        if message.sender_id == bot and message.inline
    ]


def _shown(number: int, text: str, data: list[str | None]) -> Shown:
    buttons = [SessionButton.parse(each) for each in data if each]
    cards = [each for each in buttons if each is not None]
    resting = any(each.verb is Verb.GO for each in cards)
    is_card = resting or any(each.verb is Verb.DONE for each in cards)
    return Shown(number, text, any(data), cards[0] if is_card else None, resting)


def set_number(text: str) -> int | None:
    """Of the set that a card asks for."""
    before, _, after = texts.SET_LINE.partition("{number}")
    found = text.rpartition(before)[2].partition(after.partition("{")[0])[0]
    return int(found) if found.isdigit() else None
