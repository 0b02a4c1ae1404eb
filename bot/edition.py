"""The content as it lies in its folder at one moment, loaded while people tap."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.learned import kept, name_of
from content.answers import Answerer
from content.library import Library
from content.loader import load_library

Files = frozenset[tuple[str, int, int]]
"""Name, time of the last change in nanoseconds, and size of each content file."""

_PATTERNS = ("*.yaml", "*/*.yaml", "*/*.md", "*/*.txt")
_SWITCH = 0.0002
"""Seconds after which another thread gets its turn.

Measured on two cores, with the local Bot API server in the same process: a tap that takes 10 ms
took 300 to 450 ms meanwhile with Python's 5 ms; so it takes 40, at worst 100, and the event loop is
late by 25 ms at most. A child process that sends the result spares half of that, but unpickling
holds up, too, and it may run newer code than this process.
"""


@dataclass(frozen=True)
class Edition:
    """What the content is, and of which `files` it was made."""

    library: Library
    answerer: Answerer
    files: Files


def files_in(folder: Path) -> Files:
    """What lies there now, without the hidden files that editors leave beside what is edited."""
    found = set()
    for pattern in _PATTERNS:
        for path in folder.glob(pattern):
            if path.name.startswith("."):
                continue
            try:
                facts = path.stat()
            except OSError:  # gone since it was listed
                continue
            found.add((str(path.relative_to(folder)), facts.st_mtime_ns, facts.st_size))
    return frozenset(found)


def load_edition(folder: Path, cache: Path | None = None) -> Edition:
    """The content of the folder; raises ContentError with every fault. For a thread of its own.

    `cache` is the folder where what was learned from it is kept, for the next start.
    """
    files = files_in(folder)
    with _yielding():
        name = name_of(folder, [name for name, _, _ in files])
        answerer = kept(cache, name, lambda: Answerer(load_library(folder)), Answerer)
    _trim()
    return Edition(answerer.library, answerer, files)


def _trim() -> None:
    """What learning needed, and the content before, goes back to the system. The C library of
    Linux would keep it: 60 MB of 440, after eight changes."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # others have none
    if trim is not None:
        trim(0)


@contextmanager
def _yielding() -> Iterator[None]:
    """A hundred thousand new objects neither hold up the other threads nor are gone through as
    garbage more than once, which stops everything for 60 ms.

    That once is needed: what failed meanwhile holds the content before, and frozen it would for
    ever.
    """
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    gc.disable()
    try:
        yield
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()
        sys.setswitchinterval(interval)
