"""What the page may ask for: one JSON object → one deed of a person, or of the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from .errors import ScreenError
from .inline import InlineQuery
from .people import Group, Person
from .world import World

LONGEST_STEP = 31 * 86400
LONGEST_NAME = 32
MOST_PEOPLE = 8
NAMES = ("Anna", "Ben", "Chloe", "Dan", "Elif", "Farid", "Grace", "Hugo")


def act(world: World, body: Any) -> None:
    """Does what the page asks; ScreenError, ValueError, KeyError or TypeError if it cannot."""
    match body["action"]:
        case "advance":
            seconds = int(body["seconds"])
            if not 0 < seconds <= LONGEST_STEP:
                raise ScreenError("the clock moves forward, by a month at most")
            world.clock.advance(timedelta(seconds=seconds))
            world.touch()
        case "add-person":
            world.person(_name(world, body.get("name")))
        case "add-group":
            if not world.people:
                raise ScreenError("a group needs people")
            world.group(_title(world), *world.people)
        case action:
            person, group = _place(world, body["person"], str(body["chat"]))
            _do(action, person, group, body)


def send_photo(world: World, name: str, chat_id: str, data: bytes, caption: str) -> None:
    """Sends a photo of the named person; ScreenError or ApiError if it cannot be."""
    person, group = _place(world, name, chat_id)
    person.send_photo(data, caption, group=group)


def ask_inline(world: World, body: Any) -> InlineQuery:
    """Types an inline query; ScreenError, KeyError or TypeError if it cannot be."""
    person, group = _place(world, body["person"], str(body["chat"]))
    return person.inline(str(body["query"]), offset=str(body.get("offset", "")), group=group)


def _do(action: str, person: Person, group: Group | None, body: dict[str, Any]) -> None:
    match action:
        case "send":
            person.send(str(body["text"]), body.get("replyTo"), group=group)
        case "tap":
            person.tap(data=str(body["data"]), message_id=int(body["message"]), group=group)
        case "choose":
            query = person.state.inline_queries.get(str(body["query"]))
            if query is None:
                raise ScreenError("these results are too old; type the question again")
            person.choose(query, int(body["result"]), group, body.get("replyTo"))
        case "edit":
            person.edit(int(body["message"]), str(body["text"]), group=group)
        case "delete":
            person.delete(int(body["message"]), group=group)
        case "sticker":
            person.send_sticker(group=group)
        case "voice":
            person.send_voice(group=group)
        case "location":
            latitude, longitude = float(body["latitude"]), float(body["longitude"])
            if abs(latitude) > 90 or abs(longitude) > 180:
                raise ScreenError("there is no such place")
            person.send_location(latitude, longitude, group=group)
        case "follow":
            person.follow(str(body["url"]))
        case "block":
            person.block()
        case "unblock":
            person.unblock()
        case _:
            raise ScreenError(f"no such action: {action}")


def _place(world: World, name: str, chat_id: str) -> tuple[Person, Group | None]:
    """Who acts, and in which group (None: in the chat with the bot)."""
    person = next((person for person in world.people if person.name == name), None)
    if person is None:
        raise ScreenError(f"there is nobody called {name}")
    if chat_id in ("", str(person.id)):
        return person, None
    group = next((group for group in world.groups if str(group.id) == chat_id), None)
    if group is None:
        raise ScreenError("there is no such chat")
    return person, group


def _name(world: World, wanted: object) -> str:
    if len(world.people) >= MOST_PEOPLE:
        raise ScreenError(f"{MOST_PEOPLE} people are enough here")
    taken = {person.name for person in world.people}
    name = str(wanted or "").strip()[:LONGEST_NAME]
    if not name:
        name = next(name for name in NAMES if name not in taken)
    if name in taken:
        raise ScreenError(f"{name} is here already")
    return name


def _title(world: World) -> str:
    return "Training group" if not world.groups else f"Training group {len(world.groups) + 1}"
