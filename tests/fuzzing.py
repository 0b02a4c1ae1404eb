"""Random and mutated messages through the recogniser and out again as Telegram would get them.

    python -m tests.fuzzing 100000 [SEED]

Each must get a response without an exception, in markup that Telegram accepts, within its limits.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

from bot.coach.questions import Asked
from bot.demo.html_markup import parse_html
from content.answers import Answerer
from content.conversation import Conversation
from content.library import Library
from content.responses import MAX_ANSWER, Answer, Command, Response
from handlers.reply import Reply
from handlers.views import answers as views
from tests.packaged import ANSWERER, LIBRARY

LONGEST_TEXT = 4096
LONGEST_DATA = 64
_ODD = (
    "<b>", "</b>", "<", ">", "&", "&amp;", "&#0;", "<script>", "%s", "{name}", "{0}", "\\", "'",
    '"', "\x00", "\u200b", "\u202e", "\ufeff", "\U0001f4aa", "\U0001f3cb\u200d\u2640\ufe0f",
    "a\u0301\u0302", "//", "/x", "@exercise", "@", "#1", "no. 3", "1e999", "-1", "٣", "第三", "ряд",
    "صف", "ß", "ﬁ", "()[]|*^$", "...", "!!!", "???", "\n\n", "\t", "~", "_", "`", "||", "0x", "NaN",
    "None",
)  # fmt: skip


def messages(lines: Sequence[str], randomness: random.Random) -> Callable[[], str]:
    """Draws a message: a few lines, cut, mixed, repeated, misspelt or made of nothing sensible."""

    def misspelt(text: str) -> str:
        letters = list(text)
        for _ in range(randomness.randint(1, 6)):
            if not letters:
                break
            at = randomness.randrange(len(letters))
            match randomness.randrange(4):
                case 0:
                    del letters[at]
                case 1:
                    letters.insert(at, randomness.choice(letters))
                case 2:
                    letters[at] = chr(randomness.randrange(32, 0x2FF))
                case _:
                    letters[at] = randomness.choice(_ODD)
        return "".join(letters)

    def shuffled(text: str) -> str:
        words = text.split()
        randomness.shuffle(words)
        return " ".join(words)

    def odd(text: str) -> str:
        pieces = [text[: len(text) // 2], text[len(text) // 2 :]]
        pieces.insert(1, "".join(randomness.choices(_ODD, k=randomness.randint(1, 12))))
        return "".join(pieces)

    def repeated(text: str) -> str:
        return (text + randomness.choice((" ", "? ", ", ", "\n"))) * randomness.randint(2, 12)

    def noise(_text: str) -> str:
        size = randomness.choice((0, 1, 3, 40, 400))
        return "".join(chr(randomness.randrange(1, 0x3000)) for _ in range(size))

    changes = (str, misspelt, shuffled, odd, repeated, noise, str.upper, str.title)

    def draw() -> str:
        text = " ".join(randomness.choices(lines, k=randomness.choice((1, 1, 1, 2, 3))))
        for _ in range(randomness.choice((1, 1, 2, 3))):
            text = randomness.choice(changes)(text)
        if randomness.random() < 0.002:
            text = (text or "row ") * (LONGEST_TEXT // max(len(text), 1) + 1)
        return text[:LONGEST_TEXT]

    return draw


def shown(given: Response, library: Library) -> Reply | None:
    """The message that a private chat would get; None where a command does something else."""
    if isinstance(given, Command):
        if given.answer is None:
            return None
        given = given.answer
    return views.response(given, Asked(given, turn=1), None, library)


def faults(given: Response, library: Library) -> list[str]:
    """What Telegram would refuse, or a phone could not show."""
    found: list[str] = []
    if isinstance(given, Answer) and len(given.text) > MAX_ANSWER:
        found.append(f"{len(given.text)} characters")
    reply = shown(given, library)
    if reply is None:
        return found
    text, _ = parse_html(reply.text)  # raises what Telegram would say
    if not text.strip() or len(text) > LONGEST_TEXT:
        found.append(f"{len(text)} characters are sent")
    for button in (button for row in reply.buttons for button in row):
        data = button.data.pack() if button.data else ""
        if not button.label or len(data.encode()) > LONGEST_DATA:
            found.append(f"button {button.label!r}")
    return found


def run(count: int, seed: int, answerer: Answerer, library: Library) -> Counter[str]:
    """How often each kind of response came; AssertionError with the message that found a fault."""
    randomness = random.Random(seed)
    lines = [line for sample in library.samples.values() for line in sample]
    draw = messages(lines, randomness)
    kinds: Counter[str] = Counter()
    conversation = Conversation()
    for _ in range(count):
        message = draw()
        given = answerer.answer(message, conversation)
        found = faults(given, library)
        assert not found, f"{found} for {message!r}"
        kinds[type(given).__name__] += 1
        conversation = Conversation() if randomness.random() < 0.3 else given.conversation
    return kinds


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    start = time.process_time()
    kinds = run(count, seed, ANSWERER, LIBRARY)
    took = time.process_time() - start
    print(f"{count} messages, seed {seed}: no fault; {1000 * took / count:.2f} ms of CPU each")
    print(", ".join(f"{kind} {number}" for kind, number in kinds.most_common()))


if __name__ == "__main__":
    main()
