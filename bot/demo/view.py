"""What the page shows, as JSON: phones, groups, menus, toasts. No token in it."""

from __future__ import annotations

from typing import Any

from .inline import InlineQuery
from .messages import Chat
from .people import Group, Person
from .profile import Command, group_scopes, private_scopes
from .screen import ScreenMessage, screen_message
from .world import World

SHOWN_MESSAGES = 200
SHOWN_TOASTS = 20
JsonObject = dict[str, Any]


def view(world: World, banner: str, since: int = -1) -> JsonObject:
    """The whole page, but of the messages only those that changed after revision `since`."""
    return {
        "type": "state",
        "now": world.now(),
        "banner": banner,
        "bot": {"name": world.bot.first_name, "username": world.bot.username},
        "phones": [_phone(world, person, since) for person in world.people],
        "groups": [_group(world, group, since) for group in world.groups],
    }


def clock_view(world: World) -> JsonObject:
    return {"type": "clock", "now": world.now()}


def answer_view(query: InlineQuery) -> JsonObject:
    """What a list of inline results shows."""
    answer = query.answer
    if answer is None:
        return {"query": query.id, "results": [], "button": None, "nextOffset": ""}
    results = [{"title": r.title, "description": r.description} for r in answer.results]
    button = answer.button and {
        "text": answer.button.text,
        "start": answer.button.start_parameter,
    }
    return {
        "query": query.id,
        "results": results,
        "button": button,
        "nextOffset": answer.next_offset,
    }


def _phone(world: World, person: Person, since: int) -> JsonObject:
    chat = person.chat
    scopes = private_scopes(chat.id)
    return _chat(world, chat, since) | {
        "name": person.name,
        "started": chat.started,
        "blocked": chat.blocked,
        "description": world.profile.description_for(person.user.language),
        "commands": _menu(world.profile.commands_for(scopes, person.user.language)),
    }


def _group(world: World, group: Group, since: int) -> JsonObject:
    members = [world.users[user_id].first_name for user_id in group.chat.members]
    return _chat(world, group.chat, since) | {
        "name": group.title,
        "started": True,
        "blocked": False,
        "members": members,
        "commands": _menu(world.profile.commands_for(group_scopes(group.id), "en")),
    }


def _menu(commands: tuple[Command, ...]) -> list[JsonObject]:
    return [{"command": c.name, "description": c.description} for c in commands]


def _chat(world: World, chat: Chat, since: int) -> JsonObject:
    shown = chat.visible()[-SHOWN_MESSAGES:]
    changed = [screen_message(world, message) for message in shown if message.revision > since]
    toasts = [toast for toast in world.toasts if toast.chat_id == chat.id]
    return {
        "id": str(chat.id),
        "typing": chat.typing_revision,
        "placeholder": chat.placeholder,
        "asksReplyTo": chat.asks_reply_to,
        "keyboard": _keyboard(chat),
        "shown": [message.id for message in shown],
        "messages": [_message(message) for message in changed],
        "pending": [
            {"message": q.message_id, "data": q.data, "person": world.users[q.user_id].first_name}
            for q in world.unanswered
            if q.chat_id == chat.id
        ],
        "toasts": [
            {"number": t.number, "text": t.text, "alert": t.alert} for t in toasts[-SHOWN_TOASTS:]
        ],
    }


def _keyboard(chat: Chat) -> list[list[JsonObject]] | None:
    if chat.keyboard is None or chat.keyboard_folded:
        return None
    return [
        [{"text": key.text, "location": key.request_location, "style": key.style} for key in row]
        for row in chat.keyboard.rows
    ]


def _message(message: ScreenMessage) -> JsonObject:
    return {
        "id": message.id,
        "revision": message.revision,
        "sender": message.sender,
        "fromBot": message.from_bot,
        "via": message.via,
        "kind": message.kind,
        "text": message.text,
        "entities": [entity.to_api() for entity in message.entities],
        "buttons": [[button.to_api() for button in row] for row in message.buttons],
        "date": message.date,
        "edited": message.edited,
        "photo": message.photo,
        "photoSize": message.photo_size,
        "file": message.file,
        "fileName": message.file_name,
        "location": message.location,
        "replyTo": message.reply_to,
        "reaction": message.reaction,
        "silent": message.silent,
    }
