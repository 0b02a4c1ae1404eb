"""Bad days of Telegram, drawn at random."""

import asyncio
import random
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.demo import World
from bot.demo.updates import Update
from tests.benchmarks.ledger import Ledger

SHORTEST, LONGEST = 0.02, 0.12
"""Seconds from one fault to the next, in a storm."""
LONGEST_OUTAGE = 0.5


class Weather:
    def __init__(self, world: World, draw: random.Random, ledger: Ledger) -> None:
        self._world = world
        self._draw = draw
        self._ledger = ledger
        self._recent: deque[Update] = deque(maxlen=200)
        self.struck: Counter[str] = Counter()
        """What was done to updates and to all at once; what calls met is in the ledger."""

    @contextmanager
    def storm(self) -> Iterator[None]:
        """While it lasts, calls fail at random; then nothing goes wrong any more."""
        rage = asyncio.create_task(self._rage())
        try:
            yield
        finally:
            rage.cancel()
            self.calm()

    def calm(self) -> None:
        self._world.faults.calm()

    def shuffle(self) -> None:
        """What different people just did reaches the bot in another order than it was done.

        Posts to a webhook are in no order anyway.
        """
        updates = self._world.updates
        if updates.webhook is not None:
            self._recent.extend(updates.pending)
            return
        self._recent.extend(each for each in updates.pending if each.id <= updates.handed_out)
        fresh = [each for each in updates.pending if each.id > updates.handed_out]
        lanes: dict[int, deque[Update]] = {}
        for each in fresh:
            lanes.setdefault(each.content["from"]["id"], deque()).append(each)
        if len(lanes) < 2 or self._draw.random() < 0.5:
            return
        old = [each for each in updates.pending if each.id <= updates.handed_out]
        mixed = []
        for place in fresh:
            lane = self._draw.choice([lane for lane in lanes.values() if lane])
            mixed.append(replace(lane.popleft(), id=place.id))
        updates.pending = old + mixed
        self.struck["reordered"] += 1

    def strike(self) -> None:
        faults, draw = self._world.faults, self._draw
        method = draw.choice((None, None, "sendMessage", "answerCallbackQuery", "getUpdates"))
        match draw.choice(("429", "5xx", "reset", "drop", "duplicate", "duplicate")):
            case "429":
                faults.fail(429, retry_after=1, method=method)
            case "5xx":
                faults.fail(draw.choice((500, 502)), n=draw.choice((1, 1, 2)), method=method)
            case "reset":
                faults.cut(method=method)
            case "drop":
                faults.drop(method=method)
            case _:
                self._duplicate()

    async def outage(self) -> None:
        start = time.time()
        self._world.faults.outage(on=True)
        try:
            await asyncio.sleep(self._draw.uniform(0.05, LONGEST_OUTAGE))
        finally:
            self._world.faults.outage(on=False)
            self._ledger.happened("outage", start, time.time())
            self.struck["outage"] += 1

    def _duplicate(self) -> None:
        updates = self._world.updates
        if self._recent and (updates.webhook is not None or updates.is_read()):
            updates.put_again(self._draw.choice(self._recent))
            self.struck["duplicate update"] += 1

    async def _rage(self) -> None:
        while True:
            await asyncio.sleep(self._draw.uniform(SHORTEST, LONGEST))
            if self._draw.random() < 0.04:
                await self.outage()
            else:
                self.strike()
