"""Conversations, and the questions that the content could not answer."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.storage.codec import to_instant, to_seconds
from bot.storage.connection import Connection
from content.conversation import Conversation, Situation

MEMORY = timedelta(minutes=10)
"""A follow-up keeps its topic for so long."""
ALARM_MEMORY = timedelta(days=7)
"""A red flag that was told stays in force for so long unless it is taken back."""
_OF_GYM = ("lacks", "taken", "has", "only", "wants")
"""What a Situation holds about the gym rather than the person."""


@dataclass(frozen=True)
class Turn:
    """The last turn of a conversation: what it was about, and the questions behind its buttons."""

    conversation: Conversation
    choices: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Unanswered:
    question: str
    reason: str
    times: int
    last_asked: datetime


def last_turn(connection: Connection, person: int, now: datetime) -> Turn:
    """What the person's last question left behind, as far as it is still fresh."""
    row = connection.one("SELECT * FROM conversations WHERE person = :person", person=person)
    if row is None:
        return Turn(Conversation())
    age = now - to_instant(row["asked_at"])
    conversation = _remembered(row["state"])
    if age > ALARM_MEMORY:
        conversation = Conversation()
    elif age > MEMORY:
        conversation = Conversation(alarm=conversation.alarm)
    return Turn(conversation, tuple(json.loads(row["choices"])), row["turn"])


def _remembered(state: str) -> Conversation:
    """What is stored; fields that this version no longer has are left out."""
    fields = json.loads(state)
    known = {name: fields[name] for name in Conversation.model_fields if name in fields}
    try:
        return Conversation.model_validate(known)
    except ValidationError:
        return Conversation(alarm=fields.get("alarm"))


def save_turn(connection: Connection, person: int, turn: Turn, now: datetime) -> None:
    connection.execute(
        "INSERT INTO conversations (person, state, choices, turn, asked_at)"
        " VALUES (:person, :state, :choices, :turn, :now)"
        " ON CONFLICT (person) DO UPDATE SET state = excluded.state, choices = excluded.choices,"
        " turn = excluded.turn, asked_at = excluded.asked_at",
        person=person,
        state=turn.conversation.model_dump_json(),
        choices=json.dumps(turn.choices),
        turn=turn.number,
        now=to_seconds(now),
    )


def forget_gym(connection: Connection, person: int, now: datetime) -> None:
    """What was said of the gym is kept elsewhere now, or was about another one."""
    turn = last_turn(connection, person, now)
    said = turn.conversation.situation
    known = said.model_copy(update={name: getattr(Situation(), name) for name in _OF_GYM})
    if known != said:
        conversation = turn.conversation.model_copy(update={"situation": known})
        save_turn(connection, person, replace(turn, conversation=conversation), now)


def keep_unanswered(
    connection: Connection, question_id: str, person: int, question: str, reason: str, now: datetime
) -> None:
    connection.execute(
        "INSERT INTO unanswered (id, person, question, reason, asked_at)"
        " VALUES (:id, :person, :question, :reason, :now) ON CONFLICT (id) DO NOTHING",
        id=question_id,
        person=person,
        question=question,
        reason=reason,
        now=to_seconds(now),
    )


def unanswered(connection: Connection) -> list[Unanswered]:
    """Grouped by their words, most asked first."""
    rows = connection.all(
        "SELECT min(question) AS question, reason, count(*) AS times, max(asked_at) AS last_asked"
        " FROM unanswered GROUP BY lower(question), reason ORDER BY times DESC, last_asked DESC"
    )
    return [
        Unanswered(row["question"], row["reason"], row["times"], to_instant(row["last_asked"]))
        for row in rows
    ]
