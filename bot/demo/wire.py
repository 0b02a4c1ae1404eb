"""Our nouns → the Bot API's JSON objects."""

from __future__ import annotations

from typing import Any

from .inline import InlineQuery, InlineResult
from .markup import InlineRows
from .messages import CallbackQuery, Chat, Message, StoredFile, User
from .state import State

JsonObject = dict[str, Any]


def user_json(user: User) -> JsonObject:
    fields: JsonObject = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.username:
        fields["username"] = user.username
    if not user.is_bot:
        fields["language_code"] = user.language
    return fields


def chat_json(state: State, chat: Chat) -> JsonObject:
    if not chat.private:
        return {"id": chat.id, "type": chat.kind, "title": chat.title}
    user = state.users[chat.id]
    fields: JsonObject = {"id": chat.id, "type": "private", "first_name": user.first_name}
    return fields | ({"username": user.username} if user.username else {})


def file_json(file: StoredFile) -> JsonObject:
    fields: JsonObject = {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }
    if file.kind in ("photo", "sticker"):
        return fields | {"width": file.width or 512, "height": file.height or 512}
    return fields | {"mime_type": file.mime}


def inline_json(rows: InlineRows) -> JsonObject:
    return {"inline_keyboard": [[button.to_api() for button in row] for row in rows]}


def message_json(state: State, message: Message, *, with_reply: bool = True) -> JsonObject:
    """A Message, with the message it replies to (but not that one's reply)."""
    chat = state.chats[message.chat_id]
    fields: JsonObject = {
        "message_id": message.id,
        "from": user_json(state.user(message.sender_id)),
        "chat": chat_json(state, chat),
        "date": message.date,
    }
    if message.via_bot:
        fields["via_bot"] = user_json(state.bot)
    fields |= _content(state, message)
    if message.edited is not None:
        fields["edit_date"] = message.edited
    if message.inline:
        fields["reply_markup"] = inline_json(message.inline)
    if message.protected:
        fields["has_protected_content"] = True
    if message.effect_id:
        fields["effect_id"] = message.effect_id
    answered = chat.messages.get(message.reply_to) if message.reply_to else None
    if with_reply and answered is not None and not answered.deleted:
        fields["reply_to_message"] = message_json(state, answered, with_reply=False)
    return fields


def _content(state: State, message: Message) -> JsonObject:
    entities = [entity.to_api() for entity in message.entities]
    if message.kind == "text":
        return {"text": message.text} | ({"entities": entities} if entities else {})
    fields = _attachment(state, message)
    if message.text and message.kind != "service":
        fields["caption"] = message.text
        if entities:
            fields["caption_entities"] = entities
    return fields


def _attachment(state: State, message: Message) -> JsonObject:
    files = [state.files.by_id[file_id] for file_id in message.file_ids]
    match message.kind:
        case "photo":
            return {"photo": [file_json(file) for file in files]}
        case "document":
            return {"document": file_json(files[0]) | {"file_name": files[0].name}}
        case "voice":
            return {"voice": file_json(files[0]) | {"duration": 2}}
        case "sticker":
            kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "💪"}
            return {"sticker": file_json(files[0]) | kind}
        case "location" if message.location is not None:
            latitude, longitude = message.location
            return {"location": {"latitude": latitude, "longitude": longitude}}
        case "service":
            return {"new_chat_members": [user_json(state.bot)]}
    return {}


def query_json(state: State, query: CallbackQuery) -> JsonObject:
    """A CallbackQuery; the message is inaccessible if it was deleted, an id if it is inline."""
    chat = state.chats[query.chat_id]
    message = chat.messages.get(query.message_id)
    pressed: JsonObject
    if message is not None and message.inline_message_id:
        pressed = {"inline_message_id": message.inline_message_id}
    elif message is None or message.deleted:
        place = {"chat": chat_json(state, chat), "message_id": query.message_id}
        pressed = {"message": place | {"date": 0}}
    else:
        pressed = {"message": message_json(state, message)}
    fields = {
        "id": query.id,
        "from": user_json(state.users[query.user_id]),
        "chat_instance": str(9_000_000_000_000_000_000 - abs(chat.id)),
        "data": query.data,
    }
    return fields | pressed


def inline_query_json(state: State, query: InlineQuery) -> JsonObject:
    chat = state.chats[query.chat_id]
    return {
        "id": query.id,
        "from": user_json(state.users[query.user_id]),
        "query": query.query,
        "offset": query.offset,
        "chat_type": "sender" if chat.private else chat.kind,
    }


def chosen_json(
    state: State, query: InlineQuery, result: InlineResult, message: Message
) -> JsonObject:
    """A ChosenInlineResult; the bot can reach the message later only if it has buttons."""
    fields: JsonObject = {
        "result_id": result.id,
        "from": user_json(state.users[query.user_id]),
        "query": query.query,
    }
    if message.inline_message_id:
        fields["inline_message_id"] = message.inline_message_id
    return fields


def member_change_json(state: State, chat: Chat, by: User, old: str, new: str) -> JsonObject:
    """A ChatMemberUpdated about the bot itself."""

    def member(status: str) -> JsonObject:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": user_json(state.bot)} | until

    return {
        "chat": chat_json(state, chat),
        "from": user_json(by),
        "date": state.timestamp(),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
