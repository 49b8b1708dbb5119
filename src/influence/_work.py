"""How work is spread, shown and limited: executors, progress, random generators."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TypeVar

import numpy as np

from influence._types import ProgressCallback, RandomSource
from influence.errors import InputError, MissingExtraError

__all__ = ["Deadline", "as_generator", "map_ordered", "progress_reporter", "spawn_generators"]

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def as_generator(rng: RandomSource) -> np.random.Generator:
    """Return the generator that an ``rng`` argument stands for.

    Parameters
    ----------
    rng : int or numpy.random.Generator or None
        A seed of 0 or more, a generator (used as it is), or None for fresh entropy.

    Returns
    -------
    numpy.random.Generator

    Raises
    ------
    InputError
        If ``rng`` is anything else.

    Examples
    --------
    >>> as_generator(0).integers(10) == as_generator(0).integers(10)
    np.True_
    """
    if isinstance(rng, bool) or not (rng is None or isinstance(rng, (int, np.integer, np.random.Generator))):
        raise InputError(f"rng is {rng!r}; give a whole number of 0 or more, a numpy.random.Generator, or None")
    if isinstance(rng, (int, np.integer)) and rng < 0:
        raise InputError(f"rng is {rng}; a seed is a whole number of 0 or more")
    return np.random.default_rng(rng)


def spawn_generators(rng: RandomSource, count: int) -> list[np.random.Generator]:
    """Return independent generators, the same ones however the work is later split."""
    return as_generator(rng).spawn(count)


def map_ordered(
    function: Callable[[Item], Answer],
    items: Sequence[Item],
    executor: Executor | None = None,
    progress: ProgressCallback | None = None,
    what: str = "",
) -> Generator[Answer, None, None]:
    """Apply a function to items, on an executor if there is one, and yield the answers in the items' order.

    Parameters
    ----------
    function : callable
        A module-level function, so that processes can receive it.
    items : sequence
        Its arguments; each carries its own random generator if it needs one, so that the answers do not depend on
        the number of workers.
    executor : concurrent.futures.Executor or None
        Where to run; None runs here.
    progress : callable or None
        Told after each answer.
    what : str
        What is being done, for ``progress``.

    Yields
    ------
    object
        The answers, in order.

    Notes
    -----
    After an error or an interrupt, and where the caller wants no more answers, work that has not begun is cancelled.
    """
    waiting: list[Future[Answer]] = []
    try:
        if executor is not None:
            for item in items:
                waiting.append(executor.submit(function, item))  # noqa: PERF401 (those already submitted are cancelled if this one is interrupted)
            waiting.reverse()
        for done, item in enumerate(items, start=1):
            answer = function(item) if executor is None else waiting.pop().result()
            if progress is not None:
                progress(done, len(items), what)
            yield answer
    finally:
        for future in waiting:
            future.cancel()


@contextmanager
def progress_reporter(progress: bool | ProgressCallback | None) -> Iterator[ProgressCallback | None]:
    """Turn a ``progress`` argument into a callback: True draws a tqdm bar on stderr.

    Parameters
    ----------
    progress : bool or callable or None
        None and False report nothing; True uses tqdm; a callable is called as ``progress(done, total, what)``.

    Yields
    ------
    callable or None

    Raises
    ------
    MissingExtraError
        If True and tqdm is not installed.
    """
    if progress is None or progress is False:
        yield None
        return
    if progress is not True:
        yield progress
        return
    try:
        from tqdm import tqdm
    except ImportError as error:
        raise MissingExtraError("a progress bar", "progress") from error
    with tqdm() as bar:

        def report(done: int, total: int | None, what: str) -> None:
            bar.total = total
            bar.set_description(what, refresh=False)
            bar.update(done - bar.n)

        yield report


class Deadline:
    """A cut in seconds that the caller asked for; without one it never strikes.

    Parameters
    ----------
    seconds : float or None
        Seconds from now; None for no cut.
    """

    def __init__(self, seconds: float | None) -> None:
        if seconds is not None and not seconds >= 0:
            raise InputError(f"time_limit is {seconds!r}; give seconds of 0 or more, or None")
        self._end = None if seconds is None else time.monotonic() + seconds
        self.struck = False

    def passed(self) -> bool:
        """Whether the time is over; remembers that it was."""
        if self._end is not None and time.monotonic() >= self._end:
            self.struck = True
        return self.struck
