"""The methods that change what is already in a chat, and the answers to button presses."""

from __future__ import annotations

from .entities import utf16_length
from .errors import bad_request, query_too_old
from .formatting import Formatted
from .markup import InlineRows, parse_inline_markup
from .messages import Chat, Message, Toast
from .parameters import Parameters
from .sending import caption_of, chat_of, text_of, writable_chat
from .wire import JsonObject, message_json
from .world import World

Edited = JsonObject | bool
"""The message, or True for an inline one, whose chat the bot does not know."""
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
DELETABLE_SECONDS = 48 * 3600
ANSWER_LIMIT = 200
EMOJI = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 "
    "😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 "
    "👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 "
    "😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
REACTIONS = frozenset(EMOJI.split())


def edit_message_text(world: World, params: Parameters) -> Edited:
    formatted = text_of(params)
    inline = parse_inline_markup(params.object("reply_markup"))
    message = _own_message(world, params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    return _edit(world, params, message, formatted, inline)


def edit_message_caption(world: World, params: Parameters) -> Edited:
    formatted = caption_of(params)
    inline = parse_inline_markup(params.object("reply_markup"))
    message = _own_message(world, params)
    if not message.file_ids:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, params, message, formatted, inline)


def edit_message_reply_markup(world: World, params: Parameters) -> Edited:
    inline = parse_inline_markup(params.object("reply_markup"))
    message = _own_message(world, params)
    return _edit(world, params, message, Formatted(message.text, message.entities), inline)


def delete_message(world: World, params: Parameters) -> bool:
    chat = chat_of(world, params)
    message = _message(chat, params, "message to delete")
    if message.sender_id != world.bot.id and not chat.private:
        raise bad_request("message can't be deleted")
    if world.timestamp() - message.date >= DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    if chat.asks_reply_to == message.id:
        chat.asks_reply_to = None
    world.changed(message)
    return True


def set_message_reaction(world: World, params: Parameters) -> bool:
    chat = writable_chat(world, params)
    message = _message(chat, params, "message to react")
    wanted = params.object("reaction") or []
    if not isinstance(wanted, list) or not all(isinstance(item, dict) for item in wanted):
        raise bad_request("can't parse reaction JSON object")
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    emoji = str(wanted[0].get("emoji")) if wanted else None
    if emoji is not None and emoji not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    message.reaction = emoji
    world.changed(message)
    return True


def answer_callback_query(world: World, params: Parameters) -> bool:
    query = world.queries.get(params.text("callback_query_id"))
    if query is None or query.answered or world.too_old(query):
        raise query_too_old()
    text = params.text("text")
    if utf16_length(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answered = True
    query.text, query.alert = text, params.flag("show_alert")
    world.touch()
    if text:
        toast = Toast(world.revision, query.user_id, query.chat_id, text, query.alert)
        world.toasts.append(toast)
    return True


def _message(chat: Chat, params: Parameters, what: str) -> Message:
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request(f"{what} not found")
    return message


def _own_message(world: World, params: Parameters) -> Message:
    if _is_inline(params):
        inline_id = params.text("inline_message_id")
        if not inline_id:
            raise bad_request("message identifier is not specified")
        inline = world.inline_message(inline_id)
        if inline is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return inline
    message = _message(writable_chat(world, params), params, "message to edit")
    # Telegram lets a bot edit only what it wrote, without a markup or with inline buttons.
    if (message.sender_id != world.bot.id and not message.via_bot) or message.other_markup:
        raise bad_request("message can't be edited")
    return message


def _is_inline(params: Parameters) -> bool:
    return not params.text("chat_id") and not params.integer("message_id")


def _edit(
    world: World, params: Parameters, message: Message, formatted: Formatted, inline: InlineRows
) -> Edited:
    text, entities = formatted.text, formatted.entities
    if (text, entities, inline) == (message.text, message.entities, message.inline):
        raise bad_request(NOT_MODIFIED)
    # A change of the buttons alone has an edit date, but no "edited" mark on the screen.
    if (text, entities) != (message.text, message.entities):
        message.marked_edited = True
    message.text, message.entities, message.inline = text, entities, inline
    message.edited = world.timestamp()
    world.changed(message)
    return True if _is_inline(params) else message_json(world, message)
