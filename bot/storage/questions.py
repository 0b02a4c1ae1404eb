"""Conversations: what the last turn of a chat left behind."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.storage.codec import to_instant, to_seconds
from bot.storage.connection import Connection
from content.conversation import Conversation

MEMORY = timedelta(minutes=10)
"""A follow-up keeps its topic for so long."""
ALARM_MEMORY = timedelta(days=7)
"""A red flag that was told stays in force for so long unless it is taken back."""


@dataclass(frozen=True)
class Turn:
    """The last turn of a conversation: what it was about, and the questions behind its buttons."""

    conversation: Conversation
    choices: tuple[str, ...] = ()
    number: int = 0


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
