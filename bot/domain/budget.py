"""How fast one bot may send: Telegram's limits, with room kept for people who are waiting.

An answer to somebody goes as soon as the limit has room; what may wait takes the turns that are
left, one after the other, evenly, and leaves some room for the next answer. When a message reaches
Telegram nobody knows: it counts from the moment it goes until a second after Telegram answered, so
the limit holds however unevenly messages travel. Times are seconds of a clock that never goes back.
"""

from collections import deque
from dataclasses import dataclass, field

PER_SECOND = 30.0
"""Messages that a bot may send in a second: core.telegram.org/bots/faq."""
PER_CHAT = 1.0
"""Seconds between two messages to one chat, as far as they may wait."""
_WINDOW = 1.0
"""Seconds within which the limit holds."""
_FOR_TURNS = 0.98
"""Of the limit, for what may wait, when nobody else sends; the rest is for who writes meanwhile."""
_SOON = 0.005
"""Seconds after which to ask again, when the answer to any message makes room."""
_LEAST = 0.1
"""Of the limit, for what may wait, however much else there is to send."""
_LONGEST_DEBT = 1.0
_LONGEST_HOLD = 40.0
"""Less than a lease: who waits so long is not claimed once more meanwhile."""
_MOST_CHATS = 10_000


@dataclass
class Budget:
    """`elsewhere` is how many messages a second other processes send."""

    per_second: float = PER_SECOND
    per_chat: float = PER_CHAT
    elsewhere: float = 0.0
    urgent: int = 0
    """How many messages went at once so far."""
    _waiting: int = 0
    """Messages that took a turn and have not gone."""
    _under_way: int = 0
    """Messages without an answer."""
    _sent: deque[float] = field(default_factory=deque)
    """When the answers of the last second came."""
    _free_at: float = 0.0
    _held_until: float = 0.0
    _refused: tuple[int, float] | None = None
    """The chat that Telegram refused last, and until when."""
    _chats: dict[int, float] = field(default_factory=dict)
    """When each chat had its last message."""

    @property
    def interval(self) -> float:
        """Seconds from one turn to the next."""
        return 1 / (self._limit * _FOR_TURNS)

    def full(self, now: float) -> float:
        """0: an answer to somebody may go now. Else in how many seconds to ask again."""
        return self._until_fewer(int(self._limit), now)

    def spend(self, chat: int, now: float) -> None:
        """An answer goes now: what may wait gives way to it, for a second at most."""
        self.urgent += 1
        self._under_way += 1
        self._remember(chat, now)
        later = min(max(self._free_at, now) + self.interval, now + _LONGEST_DEBT)
        self._free_at = max(self._free_at, later)

    def turn(self, chat: int, now: float) -> float:
        """When a message that may wait may go, if `go` lets it. It waits until `waited`."""
        self._waiting += 1
        start = max(self._free_at, self._held_until, now)
        self._free_at = start + self.interval
        start = max(start, self._chats.get(chat, now - self.per_chat) + self.per_chat)
        self._remember(chat, start)
        return start

    def go(self, now: float) -> float:
        """0: a message that had its turn goes now. Else in how many seconds to ask again."""
        wait = self._until_fewer(max(1, int(self._limit * _FOR_TURNS)), now)
        if wait == 0:
            self._under_way += 1
        else:
            self._free_at = max(self._free_at, now + wait)
        return wait

    def waited(self) -> None:
        """A message that took a turn has gone, or never will."""
        self._waiting -= 1

    def answered(self, now: float) -> None:
        """Of one of the messages that went, it is known what came of it."""
        self._under_way -= 1
        self._sent.append(now)

    def room(self, ahead: float, now: float) -> int:
        """How many turns nobody waits for there are in the next `ahead` seconds."""
        start = max(self._free_at, self._held_until, now)
        most = int(ahead / self.interval) - self._waiting
        return max(0, min(most, int((now + ahead - start) / self.interval)))

    def refused(self, chat: int, seconds: float, now: float) -> None:
        """Telegram asked for a pause, and does not say of whom.

        One chat may have had too much; if a second is refused meanwhile, the bot has sent too
        much, and whoever may wait does, for less than a minute.
        """
        if self._refused is not None:
            other, until = self._refused
            if other != chat and now < until:
                self._held_until = max(self._held_until, now + min(seconds, _LONGEST_HOLD))
        self._refused = chat, now + seconds

    def held(self, now: float) -> float:
        """For how many seconds more."""
        return max(0.0, self._held_until - now)

    @property
    def _limit(self) -> float:
        """Messages within the window that are left to this process."""
        return max(self.per_second - self.elsewhere * _WINDOW, self.per_second * _LEAST, 1)

    def _until_fewer(self, most: int, now: float) -> float:
        """Seconds until fewer messages than that count, or until it is worth while to look."""
        while self._sent and self._sent[0] <= now - _WINDOW:
            self._sent.popleft()
        too_many = self._under_way + len(self._sent) - most
        if too_many < 0:
            return 0.0
        return self._sent[too_many] + _WINDOW - now if too_many < len(self._sent) else _SOON

    def _remember(self, chat: int, at: float) -> None:
        self._chats[chat] = max(at, self._chats.get(chat, at))
        if len(self._chats) > _MOST_CHATS:
            self._chats = {
                each: last for each, last in self._chats.items() if last > at - self.per_chat
            }
