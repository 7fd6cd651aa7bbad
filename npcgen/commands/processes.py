"""Many things made by a few processes, which end with whoever started them."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from typing import TypeVar

Bulk = TypeVar("Bulk")
Outcome = TypeVar("Outcome")
_AHEAD = 4
"""Things that each process has waiting."""


def outcomes(
    make_one: Callable[[Bulk, int], Outcome], bulk: Bulk, seeds: Iterable[int], workers: int
) -> Iterator[Outcome]:
    """Of each seed, as they come; with one worker in this process, and in order."""
    if workers == 1:
        yield from (make_one(bulk, seed) for seed in seeds)
        return
    rest = iter(seeds)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_end_with_parent) as pool:
        first = islice(rest, workers * _AHEAD)
        # NOTE: what is started meanwhile leaves Ctrl-C to this process, and says nothing of it.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        running: set[Future[Outcome]] = {pool.submit(make_one, bulk, seed) for seed in first}
        signal.signal(signal.SIGINT, before)
        try:
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
                    for seed in islice(rest, 1):
                        running.add(pool.submit(make_one, bulk, seed))
        except BaseException:
            # NOTE: files are written whole or not at all, so nothing is lost with a process.
            for process in multiprocessing.active_children():
                process.terminate()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _end_with_parent() -> None:
    """NOTE: a process of the pool would otherwise wait for ever for a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
