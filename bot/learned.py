"""Keeps on disk what was learned from the content: learning takes seconds, reading it back half
of one."""

import hashlib
import logging
import os
import pickle
import platform
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

import content

Learned = TypeVar("Learned")

_KEPT = 3
"""Files that stay: of the content now, and of what it was before."""
_log = logging.getLogger(__name__)


def kept(
    cache: Path | None, name: str, learn: Callable[[], Learned], kind: type[Learned]
) -> Learned:
    """What `learn` gives, from the folder `cache` where it was kept under this name.

    A folder that cannot be used costs time and nothing else.
    """
    if cache is None:
        return learn()
    file = cache / f"{name}.pickle"
    found = _read(file)
    if isinstance(found, kind):
        return found
    learned = learn()
    try:
        _write(file, learned)
    except OSError as error:
        _log.info("what was learned from the content could not be kept: %s", error)
    return learned


def name_of(folder: Path, files: list[str]) -> str:
    """Changes with the bytes of the files, with our code and with what runs it."""
    digest = hashlib.sha256(f"{platform.python_version()} {np.__version__}".encode())
    code = Path(content.__file__).parent
    for path in (*sorted(code.glob("*.py")), *(folder / name for name in sorted(files))):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:32]


def _read(file: Path) -> object:
    """None where there is nothing of use. Unpickling runs code: only a file of our own is read."""
    try:
        with file.open("rb") as stream:
            facts = os.fstat(stream.fileno())
            if facts.st_uid != os.geteuid() or facts.st_mode & 0o022:
                return None
            return pickle.load(stream)  # noqa: S301
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - whatever is in it, it can be learned anew
        _log.info("what was learned before could not be read: %s", error)
        return None


def _write(file: Path, learned: object) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_suffix(f".{os.getpid()}")
    unfinished.touch(0o600)
    with unfinished.open("wb") as stream:
        pickle.dump(learned, stream, pickle.HIGHEST_PROTOCOL)
    unfinished.replace(file)
    newest = sorted(file.parent.glob("*.pickle"), key=lambda one: -one.stat().st_mtime)
    for old in newest[_KEPT:]:
        old.unlink(missing_ok=True)
