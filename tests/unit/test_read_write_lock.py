"""Questions side by side, changes alone, and nobody kept out for ever."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier, Event
from time import monotonic, sleep

import pytest

from retrieval.index.read_write_lock import ReadWriteLock

PATIENCE = 5.0  # seconds; what a loaded machine may need, never what a test waits for
A_MOMENT = 0.03  # seconds in which a thread that may go on does go on


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def hold(lock: ReadWriteLock, let: Event, order: list[str], name: str) -> None:
    """Reads, or writes where the name says so, until it is let go."""
    with lock.writing() if name.startswith("write") else lock.reading():
        order.append(name)
        assert let.wait(PATIENCE)


def wait_for(order: list[str], count: int) -> None:
    end = monotonic() + PATIENCE
    while len(order) < count and monotonic() < end:
        sleep(0.001)
    assert len(order) == count


def test_readers_share(threads: ThreadPoolExecutor) -> None:
    """Two questions at once are both under way."""
    lock, together = ReadWriteLock(), Barrier(2)

    def read() -> None:
        with lock.reading():
            together.wait(PATIENCE)

    for reader in [threads.submit(read) for _ in range(2)]:
        reader.result(PATIENCE)


@pytest.mark.parametrize(("first", "second"), [("write", "read"), ("read", "write")])
def test_a_writer_is_alone(threads: ThreadPoolExecutor, first: str, second: str) -> None:
    """No question runs during a change, and no change during a question."""
    lock, let, order = ReadWriteLock(), Event(), list[str]()
    threads.submit(hold, lock, let, order, first)
    wait_for(order, 1)
    later = threads.submit(hold, lock, let, order, second)
    sleep(A_MOMENT)
    assert order == [first]
    let.set()
    later.result(PATIENCE)
    assert order == [first, second]


def test_a_waiting_writer_goes_before_later_readers(threads: ThreadPoolExecutor) -> None:
    """Questions without a pause do not keep an article out."""
    lock, order = ReadWriteLock(), list[str]()
    let = [Event(), Event(), Event()]
    jobs: list[Future[None]] = [threads.submit(hold, lock, let[0], order, "read 1")]
    wait_for(order, 1)
    jobs.append(threads.submit(hold, lock, let[1], order, "write"))
    sleep(A_MOMENT)
    jobs.append(threads.submit(hold, lock, let[2], order, "read 2"))
    sleep(A_MOMENT)
    let[0].set()
    wait_for(order, 2)
    let[1].set()
    let[2].set()
    for job in jobs:
        job.result(PATIENCE)
    assert order == ["read 1", "write", "read 2"]


def test_an_error_lets_go(threads: ThreadPoolExecutor) -> None:
    """A change that fails does not stop all questions after it."""
    lock, let, order = ReadWriteLock(), Event(), list[str]()
    for held in (lock.writing, lock.reading):
        with pytest.raises(MemoryError), held():
            raise MemoryError
    let.set()
    threads.submit(hold, lock, let, order, "write").result(PATIENCE)
    assert order == ["write"]
