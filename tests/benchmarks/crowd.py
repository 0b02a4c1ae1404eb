"""People at random: those who train, and those who want to be reminded."""

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from bot.demo import Person, World
from bot.demo.markup import Button
from bot.demo.messages import Message
from handlers.callback_data import (
    Choice,
    Place,
    PlaceButton,
    ReminderButton,
    ReminderPress,
    SessionButton,
    SettingButton,
    Verb,
)
from tests.benchmarks.ledger import Ledger

Kind = TypeVar("Kind")
Deed = Callable[[Person], None]
QUESTIONS = (
    "how do I do the pullover?",
    "why wide rows?",
    "no T-bar, what instead?",
    "how wide should the grip be on the lat pulldown?",
    "what is a superset",
    "how much weight",
    "wht instead of the t bar row",
)
LOOKED_UP = ("", "t-bar", "pullover", "lats", "row", "how do I do the chin-up?")
RULES = ("mon and thu 7am", "also tue 8am", "also sat 14:15")
"""Nobody minds when they come: that is moved."""
_VERBS = {
    Verb.DONE: 45,
    Verb.GO: 12,
    Verb.REPS: 6,
    Verb.LOAD: 3,
    Verb.WEIGH: 2,
    Verb.REST: 3,
    Verb.TAKEN: 3,
    Verb.HOW: 3,
    Verb.MORE: 3,
    Verb.CARD: 30,
    Verb.SWAP: 4,
    Verb.RESTORE: 4,
    Verb.SKIP: 1,
}
"""What is pressed on a card, by weight. Nobody undoes, so that each set can be told from others."""
_PUT_OFF = (
    ReminderPress.SOON,
    ReminderPress.TONIGHT,
    ReminderPress.TOMORROW,
    ReminderPress.WAKE,
)
"""What is pressed on a reminder, where each of the others is waited for: it takes away none."""
_ANYTHING = tuple(press for press in ReminderPress if press is not ReminderPress.START)
_KEPT = 40
"""Messages of a chat; people scroll no further up."""


class Crowd:
    """Every second person trains. What they do is written down in the ledger.

    The others have reminders that are far away; or `soon`, one that comes within minutes, again and
    again.
    """

    def __init__(
        self,
        world: World,
        number: int,
        draw: random.Random,
        ledger: Ledger,
        *,
        soon: bool = False,
    ) -> None:
        self._world = world
        self._draw = draw
        self._ledger = ledger
        self._soon = soon
        self._pressed = _ANYTHING if soon else _PUT_OFF
        people = [world.person(f"Person {n}") for n in range(number)]
        self.trainers, self.reminded = people[::2], people[1::2]
        self._efforts = dict.fromkeys((person.id for person in self.trainers), 0)

    def arrive(self) -> None:
        for person in self.reminded:
            for rule in RULES[: 1 if self._soon else len(RULES)]:
                person.send(f"/remind {rule}")
        for person in self.trainers:
            person.send("/backday")

    def act(self) -> Person:
        """One deed of anybody."""
        person = self._draw.choice((*self.trainers, *self.reminded))
        training = person.id in self._efforts
        (self._train if training else self._ask_around)(person)
        return person

    def ask_for_the_card(self) -> None:
        """All who train want to see where they stand."""
        for person in self.trainers:
            person.send("/backday")

    def tidy(self) -> None:
        """Old messages without buttons scroll away."""
        for person in (*self.trainers, *self.reminded):
            messages = person.chat.messages
            for number in list(messages)[:-_KEPT]:
                if not messages[number].inline:
                    del messages[number]
        self._world.rings.clear()

    def _train(self, person: Person) -> None:
        deeds: tuple[tuple[Deed, int], ...] = (
            (self._press_card, 60),
            (self._type_set, 22),
            (self._press_twice, 6),
            (self._press_old, 5),
            (self._ask, 4),
            (lambda person: self._say(person, "/backday"), 3),
        )
        self._drawn(deeds)(person)

    def _ask_around(self, person: Person) -> None:
        deeds: tuple[tuple[Deed, int], ...] = (
            (self._press_reminder, 30),
            (self._ask, 20),
            (self._look_up, 10),
            (self._set, 15),
            (lambda person: self._say(person, "/places"), 5),
            (lambda person: self._say(person, "/help"), 5),
            (self._remind, 15),
        )
        self._drawn(deeds)(person)

    def _drawn(self, weighed: Sequence[tuple[Kind, int]]) -> Kind:
        weights = [weight for _, weight in weighed]
        return self._draw.choices([each for each, _ in weighed], weights)[0]

    def _press_card(self, person: Person) -> None:
        message = _live(person)
        button = self._button(message) if message else None
        if message is None or button is None:
            self._say(person, "/backday")
        else:
            self._press(person, message, button)

    def _press_twice(self, person: Person) -> None:
        message = _live(person)
        button = self._button(message) if message else None
        if message is not None and button is not None:
            self._press(person, message, button)
            self._press(person, message, button)

    def _press_old(self, person: Person) -> None:
        """A button of a card that was shown before, as a phone without signal shows it."""
        mine = [b for b in self._ledger.presses.values() if b.session in self._sessions(person)]
        message = _live(person)
        if mine and message is not None:
            old = self._draw.choice(mine[-20:])
            query = person.tap(data=old.pack(), message_id=message.id)
            self._ledger.pressed(query)

    def _sessions(self, person: Person) -> set[str]:
        rows = (row for message in _with_buttons(person) for row in message.inline)
        buttons = (SessionButton.parse(b.callback_data or "") for row in rows for b in row)
        return {button.session for button in buttons if button is not None}

    def _type_set(self, person: Person) -> None:
        if self._draw.random() < 0.2:
            self._ledger.set_typed(person.send("done"))
            return
        number = self._efforts[person.id]
        self._efforts[person.id] += 1
        load, reps = 5 + number // 150, 50 + number % 150  # neither another set nor a plan says so
        self._ledger.set_typed(person.send(f"{load}x{reps}"), f"{load} kg × {reps}")

    def _ask(self, person: Person) -> None:
        self._ledger.asked(person.send(self._draw.choice(QUESTIONS)))

    def _say(self, person: Person, words: str) -> None:
        person.send(words)

    def _look_up(self, person: Person) -> None:
        person.inline(self._draw.choice(LOOKED_UP))

    def _remind(self, person: Person) -> None:
        """Looks at the reminders, or moves the only one to the minute after next."""
        at = f"{self._world.clock.now() + timedelta(minutes=2):%a %I:%M%p}".lower()
        self._say(person, f"/remind {at}" if self._soon else "/remind")

    def _set(self, person: Person) -> None:
        """Presses a setting, or asks what there is to set."""
        message = _live(person)
        rows = message.inline if message else ()
        settings = [
            button
            for row in rows
            for button in row
            if (found := SettingButton.parse(button.callback_data or ""))
            and found.choice is not Choice.ZONE
        ]
        if message is None or not settings:
            self._say(person, "/settings")
        else:
            self._press(person, message, self._draw.choice(settings))

    def _press_reminder(self, person: Person) -> None:
        for message in reversed(_with_buttons(person)):
            snoozes = [
                button
                for row in message.inline
                for button in row
                if (found := ReminderButton.parse(button.callback_data or ""))
                and found.press in self._pressed
            ]
            if snoozes:
                self._press(person, message, self._draw.choice(snoozes))
                return

    def _press(self, person: Person, message: Message, button: Button) -> None:
        query = person.tap(data=button.callback_data, message_id=message.id)
        self._ledger.pressed(query)

    def _button(self, message: Message) -> Button | None:
        """Of a card one by weight; else what leads to the card."""
        buttons = [button for row in message.inline for button in row]
        weighed: list[tuple[Button, int]] = []
        for button in buttons:
            data = button.callback_data or ""
            card, place = SessionButton.parse(data), PlaceButton.parse(data)
            if card is not None:
                weighed.append((button, _VERBS.get(card.verb, 0)))
            elif place is not None:
                weighed.append((button, 30 * (place.place in (Place.START, Place.CARD))))
        if not any(weight for _, weight in weighed):
            return None
        return self._drawn(weighed)


def _with_buttons(person: Person) -> list[Message]:
    """The bot's messages that have any that call it."""
    bot = person.state.bot.id
    return [
        message
        for message in person.chat.visible()
        if message.sender_id == bot
        and any(button.callback_data for row in message.inline for button in row)
    ]


def _live(person: Person) -> Message | None:
    found = _with_buttons(person)
    return found[-1] if found else None
