"""The bot as its operator runs it, in a process of its own: what it costs in CPU and memory."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.stub import TOKEN, pin
from tests.bot_process import READY

HOOKED = "Telegram posts updates to the webhook"
_TICKS = os.sysconf("SC_CLK_TCK")
_LOOK = 0.01


class ServedBot:
    """`python -m bot` with these settings, on one core."""

    def __init__(self, log: Path, core: int, api: str, **settings: str) -> None:
        self._log, self._core = log, core
        self._environment = os.environ | {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": api} | settings
        self._ready = HOOKED if "WEBHOOK_URL" in settings else READY
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Seconds until it serves."""
        start = time.perf_counter()
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot"], env=self._environment, stdout=log, stderr=log
            )
        pin(self._core, self._process.pid)
        while self._ready.encode() not in self._log.read_bytes():
            if self._process.poll() is not None:
                raise RuntimeError(self._log.read_text())
            time.sleep(_LOOK)
        return time.perf_counter() - start

    def cpu(self) -> float:
        """CPU seconds so far."""
        assert self._process is not None
        return cpu_of(self._process.pid)

    def memory(self) -> float:
        """Megabytes in RAM."""
        assert self._process is not None
        return memory_of(self._process.pid)

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def cpu_of(process: int) -> float:
    """CPU seconds of a process so far, of all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def memory_of(process: int) -> float:
    """Megabytes of a process in RAM."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def cpu_of_all(name: str) -> float:
    """CPU seconds so far of all processes whose command is called so."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and (folder / "comm").read_text().strip() == name:
                total += cpu_of(int(folder.name))
        except OSError:  # it ended meanwhile
            continue
    return total
