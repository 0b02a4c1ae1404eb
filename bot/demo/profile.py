"""How the bot presents itself: command menus by scope and language, descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Command:
    """One line of the command menu."""

    name: str
    description: str


@dataclass(slots=True)
class Profile:
    """Menus are keyed "scope" or "scope:chat", then a language ("" for all), joined by "|"."""

    menus: dict[str, tuple[Command, ...]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def commands_for(self, scopes: Iterable[str], language: str) -> tuple[Command, ...]:
        """The menu that a person sees: the narrowest scope first, their language first."""
        for scope in scopes:
            for key in (f"{scope}|{language}", f"{scope}|"):
                if menu := self.menus.get(key):
                    return menu
        return ()

    def description_for(self, language: str) -> str:
        return self.descriptions.get(language) or self.descriptions.get("", "")


def private_scopes(chat_id: int) -> tuple[str, ...]:
    return (f"chat:{chat_id}", "all_private_chats", "default")


def group_scopes(chat_id: int) -> tuple[str, ...]:
    return (f"chat:{chat_id}", "all_group_chats", "default")
