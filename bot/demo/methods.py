"""The Bot API's methods by name, and those about the bot, its menus and files."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from .editing import (
    answer_callback_query,
    delete_message,
    edit_message_caption,
    edit_message_reply_markup,
    edit_message_text,
    set_message_reaction,
)
from .errors import ApiError, bad_request
from .inline_answer import answer_inline_query
from .parameters import Parameters
from .profile import Command
from .sending import chat_of, send_chat_action, send_document, send_message, send_photo
from .webhooks import delete_webhook, get_webhook_info, set_webhook
from .wire import JsonObject, chat_json, user_json
from .world import World

Method = Callable[[World, Parameters], Any]
LONGEST_POLL = 50
LARGEST_BATCH = 100


async def perform(world: World, name: str, params: Parameters) -> Any:
    """The result of a call; ApiError if Telegram would refuse it."""
    method = METHODS.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found")
    result = method(world, params)
    return await result if isinstance(result, Awaitable) else result


async def get_updates(world: World, params: Parameters) -> list[JsonObject]:
    kinds = params.object("allowed_updates")
    if isinstance(kinds, list):
        world.updates.allow([str(kind) for kind in kinds])
    offset = params.integer("offset")
    limit = min(max(params.integer("limit", LARGEST_BATCH), 1), LARGEST_BATCH)
    timeout = min(max(params.integer("timeout"), 0), LONGEST_POLL)
    batch = await world.updates.poll(offset, limit, timeout)
    return [update.to_api() for update in batch]


def get_me(world: World, _params: Parameters) -> JsonObject:
    return user_json(world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def agree(_world: World, _params: Parameters) -> bool:
    return True


def get_chat(world: World, params: Parameters) -> JsonObject:
    fields = {"accent_color_id": 1, "max_reaction_count": 11}
    gifts = {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    }
    return chat_json(world, chat_of(world, params)) | fields | {"accepted_gift_types": gifts}


def get_file(world: World, params: Parameters) -> JsonObject:
    file = world.files.by_id.get(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "file_path": f"{file.kind}s/{file.unique_id}",
    }


def set_my_commands(world: World, params: Parameters) -> bool:
    raw = params.object("commands")
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        raise bad_request("can't parse commands JSON object")
    if len(raw) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.profile.menus[_menu_key(params)] = tuple(_command(item) for item in raw)
    world.touch()
    return True


def get_my_commands(world: World, params: Parameters) -> list[JsonObject]:
    commands = world.profile.menus.get(_menu_key(params), ())
    return [{"command": c.name, "description": c.description} for c in commands]


def delete_my_commands(world: World, params: Parameters) -> bool:
    world.profile.menus.pop(_menu_key(params), None)
    world.touch()
    return True


def set_my_description(world: World, params: Parameters) -> bool:
    text = params.text("description")
    if len(text) > 512:
        raise bad_request("DESCRIPTION_TOO_LONG")
    world.profile.descriptions[_language(params)] = text
    world.touch()
    return True


def get_my_description(world: World, params: Parameters) -> JsonObject:
    return {"description": world.profile.descriptions.get(_language(params), "")}


def set_my_short_description(world: World, params: Parameters) -> bool:
    text = params.text("short_description")
    if len(text) > 120:
        raise bad_request("ABOUT_TOO_LONG")
    world.profile.short_descriptions[_language(params)] = text
    world.touch()
    return True


def get_my_short_description(world: World, params: Parameters) -> JsonObject:
    return {"short_description": world.profile.short_descriptions.get(_language(params), "")}


def _language(params: Parameters) -> str:
    code = params.text("language_code")
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _menu_key(params: Parameters) -> str:
    scope = params.object("scope") or {"type": "default"}
    if not isinstance(scope, dict):
        raise bad_request("can't parse scope JSON object")
    parts = [str(scope[name]) for name in ("type", "chat_id", "user_id") if name in scope]
    return f"{':'.join(parts)}|{_language(params)}"


def _command(item: dict[str, Any]) -> Command:
    name = str(item.get("command", "")).strip().removeprefix("/")
    description = str(item.get("description", "")).strip()
    if not re.fullmatch("[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    return Command(name, description)


# Telegram does not mind the case of a method's name.
METHODS: dict[str, Method] = {
    "getme": get_me,
    "logout": agree,
    "close": agree,
    "getupdates": get_updates,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": send_message,
    "sendphoto": send_photo,
    "senddocument": send_document,
    "sendchataction": send_chat_action,
    "editmessagetext": edit_message_text,
    "editmessagecaption": edit_message_caption,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "setmessagereaction": set_message_reaction,
    "answercallbackquery": answer_callback_query,
    "answerinlinequery": answer_inline_query,
    "getchat": get_chat,
    "getfile": get_file,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmydescription": set_my_description,
    "getmydescription": get_my_description,
    "setmyshortdescription": set_my_short_description,
    "getmyshortdescription": get_my_short_description,
}
