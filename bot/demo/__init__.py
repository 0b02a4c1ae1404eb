"""A local Telegram: the Bot API over HTTP, people to talk with, and a chat page."""

from .clock import DemoClock
from .errors import ScreenError
from .inline import InlineAnswer, InlineQuery, InlineResult
from .people import Group, Person
from .screen import ScreenMessage
from .server import DemoServer
from .world import World

__all__ = [
    "DemoClock",
    "DemoServer",
    "Group",
    "InlineAnswer",
    "InlineQuery",
    "InlineResult",
    "Person",
    "ScreenError",
    "ScreenMessage",
    "World",
]
