"""The world on disk: one JSON snapshot, replaced as a whole, and the files beside it."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import logging
from pathlib import Path
from typing import Any

from .codec import decode, encode
from .messages import CallbackQuery, Chat, Message, StoredFile, User
from .profile import Profile
from .updates import KINDS, Update
from .world import World

KEPT_MESSAGES = 400
log = logging.getLogger(__name__)


@dataclasses.dataclass(slots=True)
class Snapshot:
    """What survives a restart. The messages of all chats are in one list, oldest first."""

    revision: int
    next_message_id: int
    next_query_id: int
    next_update_id: int
    users: list[User]
    chats: list[Chat]
    messages: list[Message]
    files: list[StoredFile]
    queries: list[CallbackQuery]
    updates: list[Update]
    allowed: tuple[str, ...]
    profile: Profile


class StateFile:
    """Keeps the newest state of a world in a file; many changes may share one write."""

    def __init__(self, path: Path, world: World) -> None:
        self.path = path
        self.folder = path.with_name(f"{path.stem}-files")
        self.world = world
        self._written = 0
        self._stored: set[str] = set()
        self._lines: dict[int, tuple[int, str]] = {}
        self._done = asyncio.Event()

    def load(self) -> None:
        """Fills the world; an unreadable file is put aside and the world stays empty."""
        try:
            snapshot: Snapshot = decode(Snapshot, json.loads(self.path.read_text("utf-8")))
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            aside = self.path.with_name(f"{self.path.name}.broken")
            with contextlib.suppress(OSError):
                self.path.replace(aside)
            log.warning("The saved chats cannot be read; kept as %s: %s", aside.name, error)
            return
        contents = {
            path.name: path.read_bytes()
            for path in self.folder.glob("AQAD*")
            if self.folder.is_dir() and path.is_file()
        }
        self._stored = set(contents)
        restore(self.world, snapshot, contents)

    async def keep_writing(self) -> None:
        """Writes after every change, for as long as the server runs."""
        while True:
            await self.world.changed_since(self._written)
            await self._write()

    async def saved(self) -> None:
        """Waits until everything that happened so far is on disk (or could not be written)."""
        revision = self.world.revision
        while self._written < revision:
            await self._done.wait()

    async def _write(self) -> None:
        revision = self.world.revision
        text = self._text(take(self.world))
        new = {k: v for k, v in self.world.files.contents.items() if k not in self._stored}
        try:
            await asyncio.to_thread(self._replace, text, new)
            self._stored |= new.keys()
        except OSError as error:
            log.warning("The chats cannot be saved: %s", error)
        self._written = revision
        done, self._done = self._done, asyncio.Event()
        done.set()

    def _text(self, snapshot: Snapshot) -> str:
        # Most messages are as they were at the last write: their text is kept.
        lines = {}
        for message in snapshot.messages:
            line = self._lines.get(message.id)
            if line is None or line[0] != message.revision:
                line = (message.revision, _json(message))
            lines[message.id] = line
        self._lines = lines
        messages = ",\n".join(text for _, text in lines.values())
        rest = _json(dataclasses.replace(snapshot, messages=[]), leave_out="messages")
        return f'{{"messages":[\n{messages}\n],\n{rest[1:]}'

    def _replace(self, text: str, new_files: dict[str, bytes]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if new_files:
            self.folder.mkdir(exist_ok=True)
        for name, data in new_files.items():
            (self.folder / name).write_bytes(data)
        temporary = self.path.with_name(f"{self.path.name}.new")
        temporary.write_text(text, "utf-8")
        temporary.replace(self.path)


def take(world: World) -> Snapshot:
    """The state of a world; of long chats only the newest messages."""
    chats = list(world.chats.values())
    return Snapshot(
        revision=world.revision,
        next_message_id=world.next_message_id,
        next_query_id=world.next_query_id,
        next_update_id=world.updates.next_id,
        users=list(world.users.values()),
        chats=[dataclasses.replace(chat, messages={}) for chat in chats],
        messages=[m for chat in chats for m in list(chat.messages.values())[-KEPT_MESSAGES:]],
        files=list(world.files.by_id.values()),
        queries=world.unanswered,
        updates=world.updates.pending,
        allowed=world.updates.allowed,
        profile=world.profile,
    )


def restore(world: World, snapshot: Snapshot, contents: dict[str, bytes]) -> None:
    """Puts a snapshot into an empty world; ids go on from the higher of both."""
    world.revision = max(world.revision, snapshot.revision)
    world.next_message_id = max(world.next_message_id, snapshot.next_message_id)
    world.next_query_id = max(world.next_query_id, snapshot.next_query_id)
    world.updates.next_id = max(world.updates.next_id, snapshot.next_update_id)
    world.users = {user.id: user for user in snapshot.users}
    world.chats = {chat.id: chat for chat in snapshot.chats}
    for message in snapshot.messages:
        world.chats[message.chat_id].messages[message.id] = message
    world.files.by_id = {file.file_id: file for file in snapshot.files}
    world.files.contents = contents
    world.queries = {query.id: query for query in snapshot.queries}
    world.updates.pending = list(snapshot.updates)
    world.updates.allowed = tuple(kind for kind in KINDS if kind in snapshot.allowed)
    world.profile = snapshot.profile
    world.touch()


def _json(value: Any, leave_out: str = "") -> str:
    fields = encode(value)
    fields.pop(leave_out, None)
    return json.dumps(fields, separators=(",", ":"))
