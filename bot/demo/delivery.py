"""What people do, on its way to the bot: the screen changes, and an update is queued."""

from __future__ import annotations

from typing import TypeVar

from .entities import utf16_slice
from .inline import InlineQuery, InlineResult
from .messages import CallbackQuery, Chat, Message, User
from .state import State
from .wire import chosen_json, inline_query_json, message_json, query_json

KEPT_QUERIES = 1000
LONGEST_QUERY = 256
Kept = TypeVar("Kept")


def receive(state: State, chat: Chat, message: Message) -> None:
    """Takes a person's new message and tells the bot, if privacy mode lets it see it."""
    state.add_message(chat, message)
    if _bot_sees(state, chat, message):
        state.updates.put("message", message_json(state, message))


def receive_edit(state: State, chat: Chat, message: Message) -> None:
    message.edited, message.marked_edited = state.timestamp(), True
    state.changed(message)
    if _bot_sees(state, chat, message):
        state.updates.put("edited_message", message_json(state, message))


def press(state: State, user: User, chat: Chat, message_id: int, data: str) -> CallbackQuery:
    query = CallbackQuery(state.new_query_id(), user.id, chat.id, message_id, data, state.now())
    _keep(state.queries, query.id, query)
    state.updates.put("callback_query", query_json(state, query))
    state.touch()
    return query


def ask_inline(state: State, user: User, chat: Chat, text: str, offset: str) -> InlineQuery:
    """Asks the bot, unless its last answer to the same words is still fresh."""
    query = InlineQuery(
        state.new_query_id(), user.id, chat.id, text[:LONGEST_QUERY], offset, state.now()
    )
    _keep(state.inline_queries, query.id, query)
    for owner in (user.id, None):
        known = state.inline_cache.get((query.query, offset, owner))
        if known is not None and state.now() < known.fresh_until:
            query.answer = known
            break
    else:
        state.updates.put("inline_query", inline_query_json(state, query))
    state.touch()
    return query


def report_choice(state: State, query: InlineQuery, result: InlineResult, message: Message) -> None:
    state.updates.put("chosen_inline_result", chosen_json(state, query, result, message))


def _keep(kept: dict[str, Kept], key: str, value: Kept) -> None:
    kept[key] = value
    if len(kept) > KEPT_QUERIES:
        kept.pop(next(iter(kept)))


def _bot_sees(state: State, chat: Chat, message: Message) -> bool:
    if chat.private or message.via_bot:
        return True
    answered = chat.messages.get(message.reply_to or 0)
    if answered is not None and answered.sender_id == state.bot.id:
        return True
    own = f"@{state.bot.username}".lower()
    for entity in message.entities:
        piece = utf16_slice(message.text, entity.offset, entity.end).lower()
        if entity.type == "mention" and piece == own:
            return True
        if entity.type == "bot_command" and piece.partition("@")[2] in ("", own[1:]):
            return True
    return False
