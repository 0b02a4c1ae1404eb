"""Conversations: what the last turn of a chat left behind."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import ValidationError

from bot.storage.codec import to_instant, to_seconds
from bot.storage.connection import Connection
from content.conversation import Conversation
from content.language import STOPS_TRAINING, AlarmClass

MEMORY = timedelta(minutes=10)
"""A follow-up keeps its topic for so long."""
ALARM_MEMORY = timedelta(days=7)
"""A red flag that was told stays in force for so long unless it is taken back."""
_OF_GYM = ("lacks", "taken", "has", "only", "wants")
"""What a Situation holds about the gym rather than the person."""

_NOTHING_SAID = Conversation()


@dataclass(frozen=True)
class Turn:
    """The last turn of a conversation: what it was about, and the questions behind its buttons.

    `question` is the message that began it, `before` what the conversation was until then.
    """

    conversation: Conversation
    choices: tuple[str, ...] = ()
    number: int = 0
    question: int | None = None
    before: Conversation = _NOTHING_SAID

    def until(self, question: int) -> Conversation:
        """What a message builds on: an edit takes its first wording back, but no alarm."""
        if question != self.question:
            return self.conversation
        return self.before.model_copy(update={"alarm": self.conversation.alarm})


def last_turn(connection: Connection, person: int, now: datetime) -> Turn:
    """What the person's last question left behind, as far as it is still fresh."""
    row = connection.one("SELECT * FROM conversations WHERE person = :person", person=person)
    if row is None:
        return Turn(Conversation())
    age = now - to_instant(row["asked_at"])
    return Turn(
        _remembered(row["state"], age),
        tuple(json.loads(row["choices"])),
        row["turn"],
        row["question"],
        _remembered(row["before"] or "{}", age),
    )


def alarm_in_force(connection: Connection, person: int, now: datetime) -> AlarmClass | None:
    """A red flag told earlier that forbids training until it is cleared."""
    alarm = last_turn(connection, person, now).conversation.alarm
    return alarm if alarm in STOPS_TRAINING else None


def _remembered(state: str, age: timedelta) -> Conversation:
    """What is stored, as far as it is fresh."""
    conversation = _parsed(state)
    if age > ALARM_MEMORY:
        return Conversation()
    return Conversation(alarm=conversation.alarm) if age > MEMORY else conversation


def _parsed(state: str) -> Conversation:
    """Fields that this version no longer has are left out."""
    fields = json.loads(state)
    known = {name: fields[name] for name in Conversation.model_fields if name in fields}
    try:
        return Conversation.model_validate(known)
    except ValidationError:
        return Conversation(alarm=fields.get("alarm"))


def save_turn(connection: Connection, person: int, turn: Turn, now: datetime) -> None:
    connection.execute(
        "INSERT INTO conversations (person, state, choices, turn, asked_at, question, before)"
        " VALUES (:person, :state, :choices, :turn, :now, :question, :before)"
        " ON CONFLICT (person) DO UPDATE SET state = excluded.state, choices = excluded.choices,"
        " turn = excluded.turn, asked_at = excluded.asked_at, question = excluded.question,"
        " before = excluded.before",
        person=person,
        state=turn.conversation.model_dump_json(),
        choices=json.dumps(turn.choices),
        turn=turn.number,
        now=to_seconds(now),
        question=turn.question,
        before=turn.before.model_dump_json(),
    )


def forget_gym(connection: Connection, person: int, now: datetime) -> None:
    """What was said of the gym is kept elsewhere now, or was about another one."""
    turn = last_turn(connection, person, now)
    known = replace(
        turn,
        conversation=_without_gym(turn.conversation),
        before=_without_gym(turn.before),
    )
    if known != turn:
        save_turn(connection, person, known, now)


def _without_gym(conversation: Conversation) -> Conversation:
    update = {name: getattr(_NOTHING_SAID.situation, name) for name in _OF_GYM}
    situation = conversation.situation.model_copy(update=update)
    return conversation.model_copy(update={"situation": situation})
