"""Which message answers which question, for as long as Telegram lets people edit a question."""

from datetime import datetime, timedelta

from bot.storage.codec import to_seconds
from bot.storage.connection import Connection

KEPT = timedelta(days=2)
"""People can edit a message for 48 hours."""


def keep(connection: Connection, chat: int, question: int, answer: int, now: datetime) -> None:
    """The answer to a question, or another one in its place."""
    connection.execute(
        "INSERT INTO answers (chat, question, answer, answered_at)"
        " VALUES (:chat, :question, :answer, :now)"
        " ON CONFLICT (chat, question) DO UPDATE SET answer = excluded.answer,"
        " answered_at = excluded.answered_at",
        chat=chat,
        question=question,
        answer=answer,
        now=to_seconds(now),
    )


def find(connection: Connection, chat: int, question: int) -> int | None:
    row = connection.one(
        "SELECT answer FROM answers WHERE chat = :chat AND question = :question",
        chat=chat,
        question=question,
    )
    return int(row["answer"]) if row else None


def prune(connection: Connection, now: datetime) -> None:
    connection.execute(
        "DELETE FROM answers WHERE answered_at < :before", before=to_seconds(now - KEPT)
    )


def forget(connection: Connection, chat: int) -> None:
    connection.execute("DELETE FROM answers WHERE chat = :chat", chat=chat)
