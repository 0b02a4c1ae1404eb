"""The methods that put something new into a chat."""

from __future__ import annotations

from typing import Any

from .errors import bad_request, blocked_by_user, cannot_initiate
from .formatting import CAPTION_LIMIT, TEXT_LIMIT, Formatted, formatted_by_bot
from .markup import Markup, ReplyKeyboard, parse_markup
from .messages import Chat, Message
from .parameters import Parameters
from .wire import JsonObject, message_json
from .world import World

CHAT_ACTIONS = (
    "typing",
    "upload_photo",
    "upload_document",
    "upload_video",
    "upload_video_note",
    "upload_voice",
    "record_video",
    "record_video_note",
    "record_voice",
    "choose_sticker",
    "find_location",
)


def send_message(world: World, params: Parameters) -> JsonObject:
    return _send(world, params, "text", text_of(params))


def send_photo(world: World, params: Parameters) -> JsonObject:
    file_ids = _photo(world, params)
    return _send(world, params, "photo", caption_of(params), file_ids)


def send_document(world: World, params: Parameters) -> JsonObject:
    file_ids = _document(world, params)
    return _send(world, params, "document", caption_of(params), file_ids)


def send_chat_action(world: World, params: Parameters) -> bool:
    chat = writable_chat(world, params)
    if params.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.touch()
    chat.typing_revision = world.revision
    return True


def chat_of(world: World, params: Parameters) -> Chat:
    """The chat of a call; 400 if there is none, 403 if its person never wrote to the bot."""
    chat_id = params.object("chat_id")
    if chat_id in (None, ""):
        raise bad_request("chat_id is empty")
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None:
        raise bad_request("chat not found")
    if not chat.started:
        raise cannot_initiate()
    return chat


def writable_chat(world: World, params: Parameters) -> Chat:
    chat = chat_of(world, params)
    if chat.blocked:
        raise blocked_by_user()
    return chat


def text_of(params: Parameters) -> Formatted:
    return checked_text(params.text("text"), params.text("parse_mode"), params.object("entities"))


def checked_text(raw: str, parse_mode: str, entities: object) -> Formatted:
    """The text of a message to be; ApiError 400 if it is empty, too long or badly marked up."""
    if not raw:
        raise bad_request("message text is empty")
    formatted = formatted_by_bot(
        raw, parse_mode, entities, limit=TEXT_LIMIT, too_long="message is too long"
    )
    if not formatted.text:
        raise bad_request("text must be non-empty")
    return formatted


def caption_of(params: Parameters) -> Formatted:
    return formatted_by_bot(
        params.text("caption"),
        params.text("parse_mode"),
        params.object("caption_entities"),
        limit=CAPTION_LIMIT,
        too_long="message caption is too long",
    )


def _send(
    world: World,
    params: Parameters,
    kind: str,
    formatted: Formatted,
    file_ids: tuple[str, ...] = (),
) -> JsonObject:
    markup = parse_markup(params.object("reply_markup"))
    chat = writable_chat(world, params)
    if markup.keyboard is not None and not chat.private:
        _refuse_requests(markup.keyboard)
    reply_to = _reply_target(chat, params)
    world.faults.count_message(chat.id, world.now())
    message = Message(
        world.new_message_id(),
        chat.id,
        world.bot.id,
        world.timestamp(),
        kind,
        formatted.text,
        formatted.entities,
        file_ids,
        inline=markup.inline,
        other_markup=markup.at_input,
        reply_to=reply_to,
        silent=params.flag("disable_notification"),
        protected=params.flag("protect_content"),
        effect_id=params.text("message_effect_id") or None,
    )
    world.add_message(chat, message)
    _change_input(world, chat, message, markup)
    return message_json(world, message)


def _refuse_requests(keyboard: ReplyKeyboard) -> None:
    """Only in a private chat may a key ask for something of a person."""
    for key in (key for row in keyboard.rows for key in row):
        if key.request_contact:
            raise bad_request("phone number can be requested in private chats only")
        if key.request_location:
            raise bad_request("location can be requested in private chats only")


def _change_input(world: World, chat: Chat, message: Message, markup: Markup) -> None:
    if markup.keyboard is not None:
        chat.keyboard, chat.keyboard_folded = markup.keyboard, False
        chat.placeholder = markup.keyboard.placeholder
    elif markup.remove:
        chat.keyboard, chat.placeholder = None, ""
    elif markup.force_reply:
        chat.asks_reply_to, chat.placeholder = message.id, markup.placeholder
    if markup.at_input:
        world.touch()


def _reply_target(chat: Chat, params: Parameters) -> int | None:
    wanted: Any = params.object("reply_parameters")
    if wanted is None and params.object("reply_to_message_id") is not None:
        wanted = {"message_id": params.integer("reply_to_message_id")}
    if not wanted:
        return None
    if not isinstance(wanted, dict) or not isinstance(wanted.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    message_id: int = wanted["message_id"]
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        if wanted.get("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return message_id


def _photo(world: World, params: Parameters) -> tuple[str, ...]:
    if upload := params.upload("photo"):
        return tuple(size.file_id for size in world.files.add_photo(upload.data))
    wanted = _given_file(params, "photo")
    known = world.files.by_id.get(wanted)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != "photo":
        raise bad_request(f"can't use file of type {known.kind.title()} as Photo")
    return tuple(size.file_id for size in world.files.sizes_of(known))


def _document(world: World, params: Parameters) -> tuple[str, ...]:
    if upload := params.upload("document"):
        file = world.files.add("document", upload.data, upload.mime, upload.name)
        return (file.file_id,)
    wanted = _given_file(params, "document")
    known = world.files.by_id.get(wanted)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != "document":
        raise bad_request(f"can't use file of type {known.kind.title()} as Document")
    return (known.file_id,)


def _given_file(params: Parameters, name: str) -> str:
    wanted = params.text(name)
    if not wanted:
        raise bad_request(f"there is no {name} in the request")
    if wanted.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return wanted
