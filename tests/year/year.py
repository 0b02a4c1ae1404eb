"""A virtual year, lived: the clock jumps from what happens to what happens next."""

import asyncio
import heapq
import itertools
import random
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.demo import DemoServer, Person
from handlers import texts
from handlers.callback_data import Choice, ReminderButton, ReminderPress, SettingButton
from tests.running_bot import StandingClock
from tests.year.account import Books, Delivery, Trouble
from tests.year.deeds import Deed, Set, Skip, Snooze, Stop, Train, Weekly, Wish
from tests.year.people import Inhabitant
from tests.year.told_bot import TOKEN, Report, ToldBot
from tests.year.weather import Kind, Spell

AFTERWARDS = 4 * 3600
"""Seconds in which what is due before may still come; what is due then does not count."""
_START = re.compile(
    ReminderButton(ReminderPress.START, 0, "rule")
    .pack()
    .replace("0", r"(\d+)")
    .replace("rule", r"(\w*)")
)
_PAUSE = re.compile(r"retry after (\d+)")
_LATE = texts.REMINDER_LATE.partition("{")[0]
_LONGEST_HANDLING = 0.03
"""Real seconds in which a kill meets something that is being done."""


@dataclass(order=True)
class _Event:
    at: int
    number: int
    happen: Callable[[], Awaitable[None]] = field(compare=False)


class Year:
    """Lives as many days as it is told, and then has the books."""

    def __init__(self, people: Sequence[Inhabitant], spells: Sequence[Spell], seed: int) -> None:
        self.kills_at_work = 0
        self._people, self._spells = people, spells
        self._dice = random.Random(f"{seed}/year")
        self._events: list[_Event] = []
        self._numbers = itertools.count()
        self._now = 0
        self._persons: dict[int, tuple[Inhabitant, Person]] = {}
        self._deeds: list[Deed] = []
        self._deliveries: list[Delivery] = []
        self._troubles: list[Trouble] = []
        self._kills: list[int] = []
        self._open: list[Deed] = []
        self._out_until = self._down_until = 0
        self._kill_soon = 0
        self._wished: defaultdict[int, dict[int, Weekly]] = defaultdict(dict)
        """The rules of each person by slot, as they are now."""
        self._slots: dict[str, tuple[int, int | None]] = {}
        """Of a rule's id, whose it is, and its slot; None: it is gone."""
        self._report = Report(None, polls=False, idle=False)

    async def lived(self, start: datetime, days: int, database: str, folder: Path) -> Books:
        """Over a database that is empty; the log of the bot is in the folder."""
        self._clock = StandingClock(start)
        self._now = int(start.timestamp())
        end = self._now + int(timedelta(days=days).total_seconds())
        self._server = DemoServer(TOKEN, self._clock)
        await self._server.start(port=0)
        self.bot = ToldBot(self._server.url, database, folder / "bot.log")
        try:
            self._plan(start, days)
            self.bot.start(self._now)
            await self._live(end)
            await self.bot.stop(self._now)
        finally:
            self.bot.end()
            await self._server.stop()
        return Books(self._deeds, self._deliveries, self._troubles, self._kills, end - AFTERWARDS)

    def _plan(self, start: datetime, days: int) -> None:
        for inhabitant in self._people:
            person = self._server.world.person(f"Person {inhabitant.number}")
            self._persons[person.id] = inhabitant, person
            at = self._now + inhabitant.dice.randint(60, 6 * 3600)
            first = inhabitant.first_wishes()
            self._at(at, partial(self._say, person, "/start"))
            self._at(at + 20, partial(self._move_in, person, inhabitant.zone))
            self._at(at + 60, partial(self._wish, person, first))
            for moment, wishes in inhabitant.later_wishes(start, days):
                at = max(int(moment.timestamp()), at + 3600)
                self._at(at, partial(self._wish, person, wishes))
        for spell in self._spells:
            self._at(spell.at, partial(self._break, spell))

    def _at(self, at: int, happen: Callable[[], Awaitable[None]]) -> None:
        heapq.heappush(self._events, _Event(at, next(self._numbers), happen))

    async def _live(self, end: int) -> None:
        while True:
            moments = [end]
            if self._events:
                moments.append(self._events[0].at)
            if self.bot.running and self._report.next_at is not None:
                moments.append(max(self._report.next_at, self._now + 1))
            moment = min(moments)
            if moment >= end:
                return
            self._clock.advance(timedelta(seconds=moment - self._now))
            self._now = moment
            while self._events and self._events[0].at <= self._now:
                await heapq.heappop(self._events).happen()
            if self.bot.running:
                await self._settle()

    async def _settle(self) -> None:
        """All that can be done now is done, unless a kill comes first."""
        updates = self._server.world.updates
        due = self._report.next_at is not None and self._report.next_at <= self._now
        if self._kill_soon and (due or updates.pending):
            self._kill_soon -= 1
            self.kills_at_work += 1
            await self._kill(self._dice.uniform(0, _LONGEST_HANDLING))
            self.bot.start(self._now)
        while True:
            waited = bool(updates.pending)
            self._report = await self.bot.step(self._now)
            self._look()
            waited = waited or bool(updates.pending)
            if not waited or not self._report.polls:
                break
            await asyncio.sleep(0)
        if self._report.idle and not waited:  # else it may have been read since the report
            for deed in self._open:
                deed.done = self._now
            self._open = []

    async def _kill(self, after: float) -> None:
        await self.bot.kill(self._now, after)
        self._kills.append(self._now)
        self._troubles.append(Trouble(self._now, self._now))
        self._look()

    # What people do

    async def _say(self, person: Person, words: str) -> None:
        if self._is_out(partial(self._say, person, words)):
            return
        person.send(words)

    async def _move_in(self, person: Person, zone: str) -> None:
        if self._is_out(partial(self._move_in, person, zone)):
            return
        data = SettingButton(Choice.ZONE, zone).pack()
        person.tap(data=data, message_id=next(reversed(person.chat.messages)))

    async def _wish(self, person: Person, wishes: Sequence[Wish]) -> None:
        if self._is_out(partial(self._wish, person, wishes)):
            return
        for wish in wishes:
            self._keep(person, wish)
            assert not isinstance(wish, Snooze | Skip | Train)
            person.send(wish.words)

    async def _answer(self, person: Person, message: int, due: int, rule: str, wish: Wish) -> None:
        if self._is_out(partial(self._answer, person, message, due, rule, wish)):
            return
        match wish:
            case Snooze(tonight=tonight):
                press = ReminderPress.TONIGHT if tonight else ReminderPress.SOON
            case Train():
                press = ReminderPress.START
            case _:
                press = ReminderPress.SKIP
        self._keep(person, wish)
        if isinstance(wish, Skip) and wish.slot is None:
            rule = ""
        person.tap(data=ReminderButton(press, due, rule).pack(), message_id=message)
        if isinstance(wish, Train):
            person.send("40x10")
            person.send("/stop")

    def _keep(self, person: Person, wish: Wish) -> None:
        inhabitant, _ = self._persons[person.id]
        deed = Deed(inhabitant.number, wish, self._now)
        if isinstance(wish, Set):
            self._wished[inhabitant.number][wish.slot] = wish.weekly
        if isinstance(wish, Stop):
            self._wished[inhabitant.number].clear()
            gone = {
                rule: (owner, None)
                for rule, (owner, _) in self._slots.items()
                if owner == inhabitant.number
            }
            self._slots |= gone
        self._deeds.append(deed)
        self._open.append(deed)

    def _is_out(self, again: Callable[[], Awaitable[None]]) -> bool:
        """Whether nobody can reach Telegram; then they try again later."""
        if self._now < self._out_until:
            self._at(self._out_until + self._dice.randint(30, 900), again)
            return True
        return False

    # What goes wrong

    async def _break(self, spell: Spell) -> None:
        faults = self._server.world.faults
        match spell.kind:
            case Kind.OUTAGE:
                self._out_until = max(self._out_until, self._now + spell.seconds)
                self._troubles.append(Trouble(self._now, self._now + spell.seconds))
                faults.outage(on=True)
                self._at(self._now + spell.seconds, self._clear_up)
            case Kind.DOWN | Kind.STOPPED:
                if self.bot.running and spell.kind is Kind.DOWN:
                    await self._kill(0)
                elif self.bot.running:
                    await self.bot.stop(self._now)
                    self._look()
                self._down_until = max(self._down_until, self._now + spell.seconds)
                self._troubles.append(Trouble(self._now, self._now + spell.seconds))
                self._at(self._now + spell.seconds, self._start)
            case Kind.KILLED:
                self._kill_soon += 1
            case Kind.REFUSED:
                method = "sendMessage" if spell.times > 2 else None
                faults.fail(self._dice.choice((500, 502)), spell.times, method)
            case Kind.FLOOD:
                faults.fail(429, spell.times, "sendMessage", retry_after=spell.seconds)
            case Kind.LOST:
                faults.drop(spell.times, "sendMessage")

    async def _clear_up(self) -> None:
        if self._now >= self._out_until:
            self._server.world.faults.outage(on=False)

    async def _start(self) -> None:
        if self._now >= self._down_until and not self.bot.running:
            self.bot.start(self._now)

    # What came of it

    def _look(self) -> None:
        """At the calls since the last look."""
        calls, self._server.world.calls = self._server.world.calls, []
        for call in calls:
            if call.method.lower() != "sendmessage":
                continue
            inhabitant, person = self._persons[int(call.params["chat_id"])]
            found = _START.search(str(call.params.get("reply_markup")))
            quiet = str(call.params.get("disable_notification")).lower() == "true"
            if not call.ok:
                pause = _PAUSE.search(call.description)
                whole = int(call.at) + (int(pause[1]) if pause else 0)
                self._troubles.append(
                    Trouble(int(call.at), whole, None if pause else inhabitant.number)
                )
            elif found is not None and not quiet:
                late = _LATE in str(call.params["text"])
                due, rule = int(found[1]), found[2]
                self._deliveries.append(
                    Delivery(inhabitant.number, due, int(call.at), late, call.dropped)
                )
                self._consider(inhabitant, person, due, rule)

    def _slot_of(self, inhabitant: Inhabitant, rule: str, due: int) -> int | None:
        """At which slot a rule is, by the reminder that came of it; None: that does not tell."""
        if rule not in self._slots:
            there = datetime.fromtimestamp(due, ZoneInfo(inhabitant.zone))
            meant = [
                slot
                for slot, weekly in self._wished[inhabitant.number].items()
                if there.weekday() in weekly.days and there.time() == weekly.at
            ]
            if len(meant) != 1:
                return None
            self._slots[rule] = inhabitant.number, meant[0]
        return self._slots[rule][1]

    def _consider(self, inhabitant: Inhabitant, person: Person, due: int, rule: str) -> None:
        data = ReminderButton(ReminderPress.START, due, rule).pack()
        messages = (
            each.id
            for each in reversed(person.chat.messages.values())
            if any(button.callback_data == data for row in each.inline for button in row)
        )
        message = next(messages, None)
        chosen = inhabitant.answer(self._now) if message is not None else None
        if message is None or chosen is None:  # another one came just after it
            return
        after, wish = chosen
        if isinstance(wish, Skip | Snooze):
            wish = replace(wish, slot=self._slot_of(inhabitant, rule, due))
        act = partial(self._answer, person, message, due, rule, wish)
        self._at(self._now + after, act)
