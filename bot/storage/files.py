"""Files that are there as a whole or not at all, and that belong to whom they should."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.errors import DatabaseError


@contextlib.contextmanager
def finished(file: Path) -> Iterator[Path]:
    """A file beside it, which only its owner may read; it takes its place at the end, on disk."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        os.close(descriptor)
        unfinished = Path(name)
        try:
            yield unfinished
            _sync(unfinished)
            unfinished.replace(file)
            _sync(file.parent)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseError(f"{file} cannot be written: {error.strerror}.") from None


def belong_as(file: Path, example: Path) -> None:
    """What root makes belongs to whom the example belongs: else the bot could not open it."""
    if os.geteuid() == 0:
        facts = example.stat()
        os.chown(file, facts.st_uid, facts.st_gid)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
