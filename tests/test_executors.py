"""Wherever the work runs, and on however many workers, the answer is the same bytes."""

from __future__ import annotations

import json
import logging
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from threading import Event
from typing import Any

import pytest

from influence._work import map_ordered
from influence.advise import questions, sensitivity, stress
from influence.planning import frontier, plan, select_sources
from influence.propagate import reach_probability
from tests.benchmarks.instances import organization, power_law
from tests.benchmarks.plan import random_deal

SMALL = random_deal(6, 1, arguments=4, concerns=2)
SAMPLED = random_deal(18, 2, arguments=3, concerns=2)
"""Too many people for all outcomes: judged in sampled worlds."""
OFFICE = organization(30, 2)
CROWD = power_law(300, 3)


def arrays_of(instance: Any) -> tuple[Any, Any, Any]:
    return instance.tail, instance.head, instance.probability


COMPUTATIONS: dict[str, Callable[[Executor | None], Any]] = {
    "plan": lambda where: plan(SMALL, robust=True, executor=where),
    "sensitivity": lambda where: sensitivity(plan(SAMPLED, method="greedy", worlds=256), draws=40, executor=where),
    "questions": lambda where: questions(SMALL, executor=where),
    "stress": lambda where: stress(plan(SMALL), executor=where),
    "frontier": lambda where: frontier(SAMPLED, worlds=256, work_limit=3, executor=where),
    "reach": lambda where: reach_probability(
        arrays_of(OFFICE), OFFICE.sources[0], 0, method="sampled", rng=3, executor=where
    ),
    "sources by sets": lambda where: select_sources(
        arrays_of(CROWD), CROWD.target, 3, method="reverse", worlds=10_000, executor=where
    ),
    "sources by worlds": lambda where: select_sources(
        arrays_of(CROWD), CROWD.target, 3, method="worlds", worlds=4_096, executor=where
    ),
}


def answer(name: str, executor: Executor | None) -> str:
    return json.dumps(COMPUTATIONS[name](executor).to_dict())


@cache
def expected(name: str) -> str:
    return answer(name, None)


@pytest.mark.parametrize("name", COMPUTATIONS)
def test_the_same_again_without_an_executor(name: str) -> None:
    assert answer(name, None) == expected(name)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_threads_change_nothing(workers: int) -> None:
    with ThreadPoolExecutor(workers) as executor:
        assert {name: answer(name, executor) for name in COMPUTATIONS} == {
            name: expected(name) for name in COMPUTATIONS
        }


# threads of other tests may still be idle when a process is forked; Python 3.12 and newer warn of it
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(("start", "workers"), [("spawn", 2), ("fork", 1), ("fork", 3)])
def test_processes_change_nothing(start: str, workers: int) -> None:
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system cannot {start} a process")
    with ProcessPoolExecutor(workers, multiprocessing.get_context(start)) as executor:
        assert {name: answer(name, executor) for name in COMPUTATIONS} == {
            name: expected(name) for name in COMPUTATIONS
        }


@contextmanager
def cluster_of(workers: int) -> Iterator[Executor]:
    """A local cluster of processes, without the page that watches it."""
    distributed = pytest.importorskip("distributed", reason="dask.distributed is in the extra [distributed]")
    with (
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.ERROR
        ) as cluster,
        cluster.get_client() as client,
        client.get_executor() as executor,
    ):
        yield executor


# its sockets and files are closed by the garbage collector after the cluster has gone, its graphs may be large
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore:Sending large graph:UserWarning")
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_a_cluster_changes_nothing(workers: int) -> None:
    with cluster_of(workers) as executor:
        assert {name: answer(name, executor) for name in COMPUTATIONS} == {
            name: expected(name) for name in COMPUTATIONS
        }


@pytest.mark.parametrize("stopped_by", ["caller", "error"])
def test_what_has_not_begun_is_cancelled(stopped_by: str) -> None:
    go_on, begun = Event(), []

    def work(number: int) -> int:
        begun.append(number)
        if number == 1 and stopped_by == "error":
            raise ArithmeticError
        if number:
            go_on.wait(60)
        return number

    with ThreadPoolExecutor(1) as executor:
        answers = map_ordered(work, range(100), executor)
        assert next(answers) == 0
        if stopped_by == "error":
            with pytest.raises(ArithmeticError):
                next(answers)
        else:
            answers.close()
        go_on.set()
    # the worker may have begun one more before the others were taken from it
    assert len(begun) <= 3


def test_progress_is_told_in_order_wherever_the_work_runs() -> None:
    for executor in (None, ThreadPoolExecutor(2)):
        told: list[tuple[int, int | None, str]] = []
        frontier(SMALL, work_limit=3, executor=executor, progress=lambda *facts: told.append(facts))  # noqa: B023 (called at once)
        assert [done for done, _, _ in told] == list(range(1, len(told) + 1))
        assert told[-1][0] == told[-1][1]
        if executor is not None:
            executor.shutdown()
