"""A person's chat, as a test reads it: send, tap, look; silence and broken rules fail at once."""

from typing import TYPE_CHECKING

from bot.demo import Person, ScreenMessage

if TYPE_CHECKING:
    from tests.running_bot import RunningBot


class Chat:
    """After each action the bot has settled, has said something, and has kept its rules:

    one message at most has live buttons, it is the lowest with any, and every press is answered.
    """

    def __init__(self, person: Person, bot: "RunningBot") -> None:
        self.person = person
        self.bot = bot

    async def send(self, text: str) -> None:
        before = self._seen()
        self.person.send(text)
        await self._settled(before)

    async def edit(self, old: str, new: str) -> None:
        """Edits the lowest own message that says `old`."""
        before = self._seen()
        own = [m for m in self.person.messages if not m.from_bot and m.text == old]
        self.person.edit(own[-1].id, new)
        await self._settled(before)

    async def press_key(self, label: str, place: tuple[float, float] | None = None) -> None:
        """Presses a key in place of the phone's keyboard; one for a location sends `place`."""
        before = self._seen()
        self.person.press_key(label, place)
        await self._settled(before)

    async def attach_location(self, latitude: float, longitude: float) -> None:
        before = self._seen()
        self.person.send_location(latitude, longitude)
        await self._settled(before)

    async def tap(self, label: str) -> None:
        """Taps the lowest button whose label is, or starts with, `label`."""
        before = self._seen()
        self.person.tap(self._label(label))
        await self._settled(before)

    async def tap_twice(self, label: str) -> None:
        """Two presses before the bot can react."""
        before = self._seen()
        full = self._label(label)
        self.person.tap(full)
        self.person.tap(full)
        await self._settled(before)

    async def tap_old(self, message: ScreenMessage, label: str) -> None:
        """Presses a button of a message as it was when the test looked at it."""
        before = self._seen()
        button = next(b for row in message.buttons for b in row if b.text.startswith(label))
        assert button.callback_data is not None
        self.person.tap(data=button.callback_data, message_id=message.id)
        await self._settled(before)

    @property
    def last(self) -> ScreenMessage:
        """The bot's lowest message."""
        return self.person.bot_messages[-1]

    @property
    def text(self) -> str:
        return self.last.text

    @property
    def buttons(self) -> list[list[str]]:
        return self.last.labels

    @property
    def toast(self) -> str | None:
        """The words of the latest answer to a press."""
        toasts = self.person.toasts
        return toasts[-1].text if toasts else None

    @property
    def live(self) -> list[ScreenMessage]:
        """The messages with buttons that come back to the bot."""
        return [
            message
            for message in self.person.bot_messages
            if any(button.callback_data for row in message.buttons for button in row)
        ]

    def keeps_its_rules(self) -> None:
        live = self.live
        assert len(live) <= 1, f"{len(live)} messages have live buttons"
        if live:
            lowest = max(message.id for message in self.person.bot_messages if message.buttons)
            assert live[0].id == lowest
        assert not self.bot.server.world.unanswered, "a press was not answered"

    def _label(self, label: str) -> str:
        labels = [text for message in reversed(self.live) for row in message.labels for text in row]
        found = next((text for text in labels if text == label), None)
        return found or next((text for text in labels if text.startswith(label)), label)

    def _seen(self) -> tuple[object, ...]:
        return (tuple(self.person.bot_messages), len(self.person.toasts))

    async def _settled(self, before: tuple[object, ...]) -> None:
        await self.bot.settled()
        assert self._seen() != before, "the bot said nothing"
        self.keeps_its_rules()
