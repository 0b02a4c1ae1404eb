"""What a soak calls a leak."""

import os
import threading
from collections import Counter
from collections.abc import Callable

from tests.benchmarks.vitals import Vitals, faults, handles_of, memory_of, slope, threads_of

HOUR = 3600.0


def samples(
    memory: Callable[[int], float] = lambda _minute: 200.0,
    handles: Callable[[int], int] = lambda _minute: 40,
    tasks: Callable[[int], int] = lambda _minute: 9,
) -> list[Vitals]:
    """An hour's, one a minute."""
    return [
        Vitals(
            at=minute * 60.0,
            memory=memory(minute),
            threads=4,
            handles=Counter(socket=handles(minute)),
            tasks=tasks(minute),
            connections=1,
            inbox=minute % 3,
            due=minute,
        )
        for minute in range(60)
    ]


def test_what_goes_up_and_down_is_no_leak() -> None:
    assert (
        faults(samples(lambda m: 200 + m % 7, lambda m: 40 + m % 9, lambda m: 9 + m % 5), 4) == []
    )


def test_what_grows_while_it_warms_up_is_no_leak() -> None:
    assert faults(samples(lambda m: 100.0 + 10 * min(m, 14)), 4) == []


def test_memory_that_grows_for_ever() -> None:
    found = samples(lambda m: 200 + m / 2)
    assert faults(found, 4) == ["memory grows by 15.0 MB, more than 4.0"]
    assert slope(found, [each.memory for each in found]) == 30


def test_a_handle_and_a_task_that_leak_now_and_then() -> None:
    found = faults(samples(handles=lambda m: 40 + m // 5, tasks=lambda m: 9 + m // 5), 4)
    assert [each.partition(":")[0] for each in found] == ["handles grow", "tasks grow"]


def test_a_process_is_read_as_it_is() -> None:
    pid = os.getpid()
    before = handles_of(pid)
    reader, writer = os.pipe()
    try:
        assert handles_of(pid) - before == Counter(pipe=2)
    finally:
        os.close(reader)
        os.close(writer)
    assert memory_of(pid) > 10
    threads, released = threads_of(pid), threading.Event()
    thread = threading.Thread(target=released.wait)
    thread.start()
    assert threads_of(pid) == threads + 1
    released.set()
    thread.join()
