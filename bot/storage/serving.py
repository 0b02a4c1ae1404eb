"""Who serves a SQLite file: one process at a time, told by a lock that a crash releases."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from bot.errors import DatabaseError
from bot.storage.files import belong_as
from bot.storage.url import sqlite_file


@contextlib.contextmanager
def serving(url: str) -> Iterator[None]:
    """Keeps the database for this process; a DatabaseError where another one serves it.

    A PostgreSQL is shared by any number of processes, and so kept by none.
    """
    file = sqlite_file(url)
    if file is None:
        yield
        return
    with keeping(file):
        yield


@contextlib.contextmanager
def keeping(file: Path) -> Iterator[None]:
    """The same for a SQLite file.

    The lock is on a file beside it: closing any descriptor of the database itself would drop
    SQLite's own locks. The file stays, since who deletes it may delete the one another has locked.
    """
    lock = _lock_file(file)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        belong_as(lock, lock.parent)
    except OSError as error:
        raise DatabaseError(
            f"The database {file} cannot be used: {lock.name} beside it cannot be written"
            f" ({error.strerror})."
        ) from None
    try:
        _lock(descriptor, file)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, file: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip()
        which = f" (process {holder})" if holder.isdigit() else ""
        raise DatabaseError(
            f"Another BackDay{which} serves the database {file}. Stop that one first;"
            " several processes can share a PostgreSQL."
        ) from None
    except OSError as error:
        raise DatabaseError(f"The database {file} cannot be locked: {error.strerror}.") from None


def _lock_file(file: Path) -> Path:
    """One for each database, by whatever name it is reached."""
    real = file.resolve()
    return real.with_name(f"{real.name}.lock")
