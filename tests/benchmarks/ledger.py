"""What people did, and what Telegram saw of the bot: the one side of the books.

Times are Unix seconds. A set is named by the session and the version that its button carried, or by
the message that typed it.
"""

import json
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from bot.demo import World
from bot.demo.faults import Call
from bot.demo.inline import ANSWER_SECONDS
from bot.demo.messages import CallbackQuery, Message
from handlers import texts
from handlers.callback_data import ReminderButton, SessionButton, Verb

Turn = tuple[str, int]
"""A session and its version."""
Occurrence = tuple[int, int]
"""A person and the second at which a reminder is due."""

_SENDS = "sendmessage"
_ANSWERS = "answercallbackquery"
_LOGGED = texts.TOASTS["logged"].partition("{")[0]
_AGAIN = texts.TOASTS["already_logged"].partition("{")[0]
_CLOSED = (texts.NOTHING_OPEN, texts.TOASTS["ended"])
_SAME, _OLD = "message is not modified", "query is too old"
_AROUND = 0.5
"""Seconds before and after a trouble for all in which a call of the bot may have met it."""


@dataclass(frozen=True)
class Sent:
    """A message that was put into a chat; `known`: the bot was told that it was."""

    at: float
    known: bool


@dataclass(frozen=True)
class Trouble:
    """A time in which calls of the bot may have come to nothing, or the bot itself."""

    kind: str
    start: float
    end: float


@dataclass
class Ledger:
    presses: dict[str, SessionButton] = field(default_factory=dict)
    """Of cards, by the id of the press."""
    pressers: dict[str, int] = field(default_factory=dict)
    typed: dict[int, tuple[int, str]] = field(default_factory=dict)
    """By message: who, and the effort as the bot will word it; empty where it follows the plan."""
    questions: dict[int, int] = field(default_factory=dict)
    """By message: who."""
    expected: dict[Occurrence, str] = field(default_factory=dict)
    """Reminders that fall due, with the id of their row."""

    logged: set[Turn] = field(default_factory=set)
    """Taps of Done that logged a set, as they were told."""
    repeated: set[Turn] = field(default_factory=set)
    """Taps of Done that were told that it is logged already, by a tap or in words."""
    told: set[tuple[int, str]] = field(default_factory=set)
    """Whom a card told that which effort is logged."""
    closed: Counter[int] = field(default_factory=Counter)
    """How often people were told that no session is open."""
    rings: defaultdict[Turn, list[Sent]] = field(default_factory=lambda: defaultdict(list))
    reminders: defaultdict[Occurrence, list[Sent]] = field(
        default_factory=lambda: defaultdict(list)
    )
    sent: dict[int, float] = field(default_factory=dict)
    """When each message was sent."""
    shaken: dict[int, float] = field(default_factory=dict)
    """By person: when something last went wrong while the bot had something for them in hand."""
    unsure: set[str] = field(default_factory=set)
    """Presses whose answer met a fault."""
    troubles: deque[Trouble] = field(default_factory=lambda: deque(maxlen=200))

    faults: Counter[str] = field(default_factory=Counter)
    """What calls met, by kind."""
    excused: Counter[str] = field(default_factory=Counter)
    """Refusals that follow from a repetition, by reason."""
    wrong: list[str] = field(default_factory=list)
    """Breaches of the Bot API that nobody has looked at yet."""

    def pressed(self, query: CallbackQuery) -> None:
        self.pressers[query.id] = query.user_id
        button = SessionButton.parse(query.data)
        if button is not None:
            self.presses[query.id] = button

    def asked(self, message: Message) -> None:
        self.questions[message.id] = message.sender_id

    def set_typed(self, message: Message, effort: str = "") -> None:
        self.typed[message.id] = message.sender_id, effort

    def happened(self, kind: str, start: float, end: float, people: set[int] | None = None) -> None:
        """A trouble of these people, or of whomever the bot was just writing to."""
        self.troubles.append(Trouble(kind, start, end))
        for person in people or ():
            self.shaken[person] = max(end, self.shaken.get(person, 0.0))

    def turns(self, verb: Verb) -> Counter[Turn]:
        """How often each was pressed."""
        buttons = self.presses.values()
        return Counter((each.session, each.version) for each in buttons if each.verb is verb)

    def was_troubled(self, start: float, end: float, *kinds: str) -> bool:
        """Whether such a trouble fell between the two."""
        return any(
            each.kind in kinds and each.start <= end and start <= each.end for each in self.troubles
        )

    def read(self, world: World) -> None:
        """Takes in the calls since the last time."""
        for call in world.calls:
            self._read(call, world)
        world.calls.clear()

    def _read(self, call: Call, world: World) -> None:
        method = call.method.lower()
        query = world.queries.get(str(call.params.get("callback_query_id")))
        person = query.user_id if query else call.params.get("chat_id")
        met = _met(call)
        if met is not None:
            self.faults[met] += 1
            if query is not None:
                self.unsure.add(query.id)
        if isinstance(person, int):
            shaky = met is not None or any(
                each.start - _AROUND <= call.at <= each.end + _AROUND
                for each in self.troubles
                if each.kind in ("outage", "database")
            )
            if shaky:
                self.shaken[person] = max(call.at, self.shaken.get(person, 0.0))
        if not call.ok:
            if met is None:
                self._refused(call, query, world)
        elif method == _ANSWERS and query is not None:
            self._answered(query, str(call.params.get("text", "")))
        elif isinstance(person, int):
            self._shown(person, call, is_new=method == _SENDS)

    def _refused(self, call: Call, query: CallbackQuery | None, world: World) -> None:
        """Nothing that the weather did: the bot's own fault, unless it had to repeat itself."""
        asked = world.inline_queries.get(str(call.params.get("inline_query_id")))
        too_late = query is not None and (query.answered or world.too_old(query))
        if asked is not None:
            too_late = asked.answer is not None or call.at - asked.created > ANSWER_SECONDS
        for reason, fine in ((_SAME, True), (_OLD, too_late)):
            if reason in call.description and fine:
                self.excused[reason] += 1
                return
        self.wrong.append(f"{call.method} of {call.params.get('chat_id')}: {call.description}")

    def _answered(self, query: CallbackQuery, toast: str) -> None:
        button = self.presses.get(query.id)
        if button is None or button.verb is not Verb.DONE:
            return
        if toast.startswith(_LOGGED):
            self.logged.add((button.session, button.version))
        elif toast.startswith(_AGAIN):
            self.repeated.add((button.session, button.version))

    def _shown(self, person: int, call: Call, *, is_new: bool) -> None:
        text = str(call.params.get("text", ""))
        first_line = text.partition("\n")[0]
        if first_line.startswith(_LOGGED):
            self.told.add((person, first_line.removeprefix(_LOGGED)))
        self.closed[person] += text.startswith(_CLOSED)
        if not is_new:
            return
        sent = Sent(call.at, not call.dropped)
        if call.message is not None:
            self.sent[call.message] = call.at
        data = _callback_data(call.params.get("reply_markup"))
        card = next(filter(None, map(SessionButton.parse, data)), None)
        if text.startswith(texts.REST_OVER) and card is not None:
            self.rings[card.session, card.version].append(sent)
        reminder = next(filter(None, map(ReminderButton.parse, data)), None)
        rang = not call.params.get("disable_notification")  # a press shows it again, quietly
        if reminder is not None and rang:
            self.reminders[person, reminder.due].append(sent)


def _met(call: Call) -> str | None:
    """The fault that the weather gave this call."""
    if call.dropped:
        return "dropped after it was done"
    if call.ok:
        return None
    if call.status == 0:
        return "connection reset"
    if call.status == 429:
        return "429"
    return "5xx" if call.status >= 500 else None


def _callback_data(markup: Any) -> list[str]:
    """What the buttons of a call carry."""
    if isinstance(markup, str):
        markup = json.loads(markup)
    rows = (markup or {}).get("inline_keyboard", [])
    return [button.get("callback_data", "") for row in rows for button in row]
