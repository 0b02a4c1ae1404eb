"""How a process is: memory, handles, threads, tasks, connections; and whether any of it grows."""

import contextlib
import os
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

WARM_UP = 4
"""The first of so many parts of a run is not looked at: caches fill."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MB = 1 << 20


@dataclass(frozen=True)
class Vitals:
    """At one moment. Times are seconds, memory is in MB, handles are counted by kind."""

    at: float
    memory: float
    threads: int
    handles: Counter[str]
    tasks: int
    connections: int
    """To the database."""
    inbox: int
    due: int
    taps: Sequence[float] = field(default=(), repr=False)
    """How long each tap since the last time waited for its answer."""

    def told(self) -> str:
        middle, slow = (share_of(self.taps, share) * 1000 for share in (0.50, 0.99))
        kinds = " ".join(f"{number} {kind}" for kind, number in sorted(self.handles.items()))
        return (
            f"{self.at / 60:6.1f} min  {self.memory:6.1f} MB  {self.tasks:3} tasks"
            f"  {self.threads:2} threads  {self.connections} db  {kinds:42}"
            f"  inbox {self.inbox:3}  due {self.due:4}  {len(self.taps):4} taps"
            f"  p50 {middle:5.0f}  p99 {slow:5.0f} ms"
        )


def memory_of(pid: int) -> float:
    """Resident, in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / _MB


def threads_of(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


def links_of(pid: int) -> list[str]:
    """What its open handles lead to."""
    links = []
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            links.append(str(each.readlink()))
    return links


def handles_of(pid: int) -> Counter[str]:
    """Open ones, by kind."""
    return Counter(
        "file" if link.startswith("/") else link.partition(":")[0] for link in links_of(pid)
    )


def figures_of(page: str) -> dict[str, float]:
    """What /metrics says, without labels."""
    families = text_string_to_metric_families(page)
    return {
        each.name: each.value for family in families for each in family.samples if not each.labels
    }


def share_of(taken: Sequence[float], share: float) -> float:
    """The time within which this share was done."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * share))] if taken else 0.0


def warm(samples: Sequence[Vitals]) -> list[Vitals]:
    return [*samples[len(samples) // WARM_UP :]]


def slope(samples: Sequence[Vitals], values: Sequence[float]) -> float:
    """Of the line that fits best, for an hour."""
    times = [each.at for each in samples]
    if len(set(times)) < 2:
        return 0.0
    return statistics.linear_regression(times, values).slope * 3600


def grows(values: Sequence[float]) -> bool:
    """Whether all of the last third is above all of the first."""
    third = len(values) // 3
    return third >= 2 and min(values[-third:]) > max(values[:third])


def growth(values: Sequence[float]) -> float:
    """From the middle of the first third to the middle of the last."""
    third = max(1, len(values) // 3)
    return statistics.median(values[-third:]) - statistics.median(values[:third])


def faults(samples: Sequence[Vitals], most_memory: float) -> list[str]:
    """What grows that should not: handles, tasks, threads and connections at all, memory by more
    than so many MB."""
    later = warm(samples)
    counts = {
        "handles": [each.handles.total() for each in later],
        "tasks": [each.tasks for each in later],
        "threads": [each.threads for each in later],
        "connections": [each.connections for each in later],
        "inbox": [each.inbox for each in later],
    }
    found = [f"{name} grow: {values}" for name, values in counts.items() if grows(values)]
    more = growth([each.memory for each in later])
    if more > most_memory:
        found.append(f"memory grows by {more:.1f} MB, more than {most_memory:.1f}")
    return found
