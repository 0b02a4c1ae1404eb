"""What a tap costs, beside bare libraries, and how long it takes under load.

    python -m tests.benchmarks.taps [--aiogram PYTHON] [cpu] [open] [burst]

PYTHON is the interpreter of an environment with aiogram, which cannot share ours: it needs an older
pydantic. A tap is one answerCallbackQuery and one editMessageText. The Bot API server runs on
another core; absolute numbers are of this machine, the ratios are what counts.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.served import memory_of
from tests.benchmarks.stub import TOKEN, Stub, pin

BOT_CORE, STUB_CORE = 0, 1
ROUNDS = 7
TAPS = 600
AT_ONCE = 64
LATENCY = 0.040
RATES = (200, 600, 1000)
SECONDS = 8.0
WHOLE = "whole bot"
TAPS_EACH = 20
"""That a session has; the whole bot ends it after a few more."""
TEXT = (
    "<b>1/5 T-bar row</b>\n"
    "Set 2 of 3 · 9 reps (range 6–12)\n"
    "First time: choose a load you could do 9 clean reps with and have 2–3 to spare.\n"
    "<i>Cue: Squeeze the shoulder blades together.</i>"
)
LABELS = (
    ("✓ Done 9 reps",),
    ("−1 rep", "+1 rep"),
    ("5 kg", "10 kg", "20 kg", "40 kg"),
    ("Taken / not here", "How?"),
    ("More…",),
)
MARKUP = [
    [{"text": label, "callback_data": f"s:7k2m9x4q:12:{label[:2]}"} for label in row]
    for row in LABELS
]


class Bot:
    """A bot in its own process, and its people at the server."""

    def __init__(self, stub: Stub, kind: str, aiogram: str | None = None) -> None:
        self.kind = kind
        self._stub = stub
        self._port: int = stub(0, "serve")
        url, text, markup = f"http://127.0.0.1:{self._port}", TEXT, json.dumps(MARKUP)
        command = (
            [aiogram, str(Path(__file__).with_name("aiogram_bot.py")), url, TOKEN, text, markup]
            if aiogram
            else [sys.executable, "-m", "tests.benchmarks.tap_bots", kind, url, text, markup]
        )
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        pin(BOT_CORE, self._process.pid)

    def does(self, command: str, *arguments: object) -> Any:
        return self._stub(self._port, command, *arguments)

    def people(self, number: int) -> None:
        """Gives so many people a card; the whole bot shows its own."""
        self.does("prepare", None if self.kind == WHOLE else (TEXT, MARKUP), number)

    def cpu(self) -> float:
        """CPU seconds of its process so far."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("cpu\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def memory(self) -> float:
        """Megabytes in RAM."""
        return memory_of(self._process.pid)

    def end(self) -> None:
        self._process.communicate()

    def kill(self) -> None:
        """Without an end to what it has not answered."""
        self._process.kill()
        self._process.communicate()


def cost(stub: Stub, kinds: dict[str, str | None]) -> None:
    """CPU of a tap, at no latency and so many people at once; all bots in turns."""
    bots = [Bot(stub, kind, aiogram) for kind, aiogram in kinds.items()]
    for bot in bots:
        bot.people(ROUNDS * TAPS // TAPS_EACH + AT_ONCE)
        bot.does("closed", TAPS // 4, AT_ONCE)
    costs: dict[str, list[float]] = {bot.kind: [] for bot in bots}
    for number in range(ROUNDS):
        for bot in bots if number % 2 else reversed(bots):
            before = bot.cpu()
            bot.does("closed", TAPS, AT_ONCE)
            costs[bot.kind].append((bot.cpu() - before) / TAPS * 1000)
    for bot in bots:
        bot.end()
    whole = statistics.median(costs[WHOLE])
    print(f"\nCPU of a tap, medians of {ROUNDS} rounds of {TAPS}:")
    for kind, each in costs.items():
        median = statistics.median(each)
        print(
            f"{kind:24} {median:6.3f} ms ({min(each):5.3f} to {max(each):5.3f}),"
            f" the whole bot is {whole / median:5.2f} of it"
        )


def under_load(stub: Stub, kinds: dict[str, str | None]) -> None:
    """Waiting times while so many taps a second come, each call taking 40 ms."""
    print(f"\nTap to edit with {LATENCY * 1000:.0f} ms for each call, {SECONDS:.0f} s:")
    for rate in RATES:
        for kind, aiogram in kinds.items():
            bot = Bot(stub, kind, aiogram)
            bot.people(2 * rate if kind == WHOLE else int(rate * SECONDS))
            bot.does("closed", AT_ONCE, AT_ONCE)
            bot.does("latency", LATENCY)
            before, start = bot.cpu(), time.perf_counter()
            result = bot.does("opened", rate, SECONDS)
            busy = (bot.cpu() - before) / (time.perf_counter() - start)
            print(f"{kind:24} {rate:5}/s: {_told(result)}, {busy:4.0%} of a core")
            sys.stdout.flush()
            bot.kill()


def after_a_burst(stub: Stub, kinds: dict[str, str | None]) -> None:
    """1000 taps that waited, and 60 more each second."""
    print("\n1000 waiting taps and 60/s more; still open after each second:")
    for kind, aiogram in kinds.items():
        bot = Bot(stub, kind, aiogram)
        bot.people(2000)
        bot.does("closed", AT_ONCE, AT_ONCE)
        bot.does("latency", LATENCY)
        result = bot.does("burst", 1000, 60, 12.0)
        print(f"{kind:24} {' '.join(map(str, result['open']))}")
        sys.stdout.flush()
        bot.kill()


def _told(result: dict[str, Any]) -> str:
    taken = sorted(result["taken"])
    if not taken:
        return "nothing was answered"
    p50, p99 = (taken[int(len(taken) * share)] * 1000 for share in (0.50, 0.99))
    left = result["open"][-1]
    done = len(taken) / result["offered"]
    return f"p50 {p50:6.0f} ms, p99 {p99:6.0f} ms, {done:4.0%} done, {left:4} open at the end"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modes", nargs="*", choices=[[], "cpu", "open", "burst"])
    parser.add_argument("--aiogram", metavar="PYTHON")
    arguments = parser.parse_args()
    modes = arguments.modes or ["cpu", "open", "burst"]
    with_aiogram: dict[str, str | None] = {}
    if arguments.aiogram:
        with_aiogram = {"aiogram": arguments.aiogram}
    else:
        print("aiogram is left out: name an interpreter that has it with --aiogram.")
    ours: dict[str, str | None] = {"library over aiohttp": None, WHOLE: None}
    stub = Stub(STUB_CORE)
    if "cpu" in modes:
        cost(stub, {"library": None, **ours, **with_aiogram})
    crowded: dict[str, str | None] = {"library, many at once": None, **ours, **with_aiogram}
    if "open" in modes:
        under_load(stub, crowded)
    if "burst" in modes:
        after_a_burst(stub, crowded)
    stub.end()


if __name__ == "__main__":
    main()
