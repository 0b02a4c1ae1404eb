"""What an answer costs, beside receiving one update, and with 100 times the content.

    python -m tests.benchmarks.answers

Prints medians of CPU milliseconds of this process, all measured in turns in one run, and ratios.
"""

import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import yaml
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.clock import Clock
from bot.demo import DemoServer
from content.answers import Answerer
from content.conversation import Conversation
from content.loader import load_library, packaged_content

TOKEN = "123456:benchmark"
ROUNDS = 15
UPDATES = 100
GROWTH = (1, 10, 100)
QUESTIONS = Path(__file__).parent.parent / "questions"


def questions() -> list[str]:
    """The last message of each dialogue of the recogniser's tests."""
    cases = (
        case
        for path in sorted(QUESTIONS.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text())
    )
    return [str(case["turns"][-1]) for case in cases]


def cpu_of(run: Callable[[], object]) -> float:
    """CPU milliseconds of this process."""
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1000


def serve(pipe: Connection) -> None:
    """A Bot API server in a process of its own, with messages waiting whenever it is told so."""

    async def served() -> None:
        server = DemoServer(TOKEN, Clock())
        await server.start(port=0)
        pipe.send(server.url)
        person = server.world.person("Anna")
        while await asyncio.to_thread(pipe.recv):
            for _ in range(UPDATES):
                person.send("no T-bar, what instead?")
            pipe.send("sent")
        await server.stop()

    asyncio.run(served())


class Receiving:
    """python-telegram-bot alone: one update received, parsed, and dispatched to a handler."""

    def __init__(self, url: str, pipe: Connection) -> None:
        self._pipe = pipe
        self._loop = asyncio.new_event_loop()
        self._handled = 0
        builder = ApplicationBuilder().token(TOKEN).updater(None)
        self._application: Application = builder.base_url(f"{url}/bot").build()  # type: ignore[type-arg]
        self._application.add_handler(MessageHandler(filters.TEXT, self._handle))
        self._loop.run_until_complete(self._application.initialize())
        self._offset = 0

    async def _handle(self, _update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        self._handled += 1

    def cost(self) -> float:
        """CPU milliseconds an update, each fetched by its own call as for a person who waits."""
        self._pipe.send("send")
        self._pipe.recv()
        before = self._handled
        spent = cpu_of(lambda: self._loop.run_until_complete(self._receive()))
        assert self._handled - before == UPDATES
        return spent / UPDATES

    async def _receive(self) -> None:
        for _ in range(UPDATES):
            (update,) = await self._application.bot.get_updates(self._offset, limit=1)
            self._offset = update.update_id + 1
            await self._application.process_update(update)

    def close(self) -> None:
        self._loop.run_until_complete(self._application.shutdown())
        self._loop.close()


def grown(root: Path, times: int, into: Path) -> Path:
    """The content with `times` as many exercises: copies under other names."""
    folder = into / str(times)
    shutil.copytree(root, folder)
    for path in sorted((root / "exercises").glob("*.md")):
        text = path.read_text()
        name = next(line for line in text.splitlines() if line.startswith("name: "))
        for number in range(2, times + 1):
            copy = text.replace(name, f"{name} {_letters(number)}", 1)
            copy = "\n".join(_without_aliases(copy.splitlines()))
            (folder / "exercises" / f"{path.stem}_{number}.md").write_text(copy)
    return folder


def _letters(number: int) -> str:
    """A word that no other copy has."""
    return "".join("bcdfghklmn"[int(digit)] + "aeiouaeiou"[int(digit)] for digit in str(number))


def _without_aliases(lines: list[str]) -> Iterator[str]:
    """Front matter without the names that the first copy has already."""
    skipping = False
    for line in lines:
        skipping = line.startswith("aliases:") or (skipping and line.startswith(" "))
        if not skipping:
            yield line


def cost_of_answers(answerer: Answerer, asked: list[str]) -> list[float]:
    return [cpu_of(lambda q=question: answerer.answer(q, Conversation())) for question in asked]  # type: ignore[misc]


def main() -> None:
    asked = questions()
    context = get_context("spawn")
    pipe, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    receiving = Receiving(pipe.recv(), pipe)
    answerer = Answerer(load_library(packaged_content()))
    received: list[float] = []
    answers: list[float] = []
    for _ in range(ROUNDS):
        received.append(receiving.cost())
        answers.append(statistics.mean(cost_of_answers(answerer, asked)))
    pipe.send("")
    receiving.close()
    update, answer = statistics.median(received), statistics.median(answers)
    print(f"receiving and dispatching an update  {update:6.2f} ms")
    share = f"{answer / update:5.2f} of it"
    print(f"an answer ({len(asked)} questions)            {answer:6.2f} ms  {share}")
    with tempfile.TemporaryDirectory() as name:
        first: dict[str, float] = {}
        for times in GROWTH:
            folder = grown(packaged_content(), times, Path(name))
            exercises = len(list((folder / "exercises").glob("*.md")))
            start = time.process_time()
            library = load_library(folder)
            loaded = time.process_time() - start
            big = Answerer(library)
            built = time.process_time() - start - loaded
            cost_of_answers(big, asked)
            cost = statistics.median(
                statistics.mean(cost_of_answers(big, asked)) for _ in range(ROUNDS // 3)
            )
            first = first or {"loaded": loaded, "built": built, "cost": cost}
            print(
                f"{exercises:5} exercises:"
                f" an answer {cost:6.2f} ms ({cost / first['cost']:4.1f} times),"
                f" read {loaded:6.2f} s ({loaded / first['loaded']:5.1f} times),"
                f" built {built:6.2f} s ({built / first['built']:5.1f} times)"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
