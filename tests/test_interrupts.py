"""Ctrl-C ends what takes long, also where it runs on an executor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE = 30
"""Seconds after which a process that was interrupted hangs: each of these would go on for minutes."""

BEGIN = """
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from influence.advise import sensitivity
from influence.planning import frontier, plan, select_sources
from influence.propagate import reach_probability
from tests.benchmarks.instances import organization, power_law
from tests.benchmarks.plan import random_deal

def work(where=None):
    {work}

if __name__ == "__main__":
    print("begun", flush=True)
    {run}
    print("done", flush=True)
"""
EXACT = """office = organization(80, 1)
    ends = office.tail, office.head, office.probability
    reach_probability(ends, office.sources[0], 0, method="exact", work_limit=10**12)"""
SELECTION = """crowd = power_law(20_000, 1)
    ends = crowd.tail, crowd.head, crowd.probability
    select_sources(ends, crowd.target, 5, method="reverse", worlds=10**7, executor=where)"""
PLAN = """plan(random_deal(80, 1), method="exact", work_limit=10**9)"""
SENSITIVITY = """chosen = plan(random_deal(40, 1), method="greedy")
    sensitivity(chosen, draws=20_000, executor=where)"""
FRONTIER = """frontier(random_deal(60, 1), work_limit=10**6, executor=where)"""
HERE = "work()"
THREADS = "with ThreadPoolExecutor(2) as pool:\n        work(pool)"
PROCESSES = "with ProcessPoolExecutor(2) as pool:\n        work(pool)"


@pytest.mark.skipif(os.name == "nt", reason="signals are sent as POSIX does")
@pytest.mark.parametrize(
    ("work", "run"),
    [
        pytest.param(EXACT, HERE, id="exact reach"),
        pytest.param(SELECTION, HERE, id="selection"),
        pytest.param(PLAN, HERE, id="plan"),
        pytest.param(SENSITIVITY, HERE, id="sensitivity"),
        pytest.param(FRONTIER, HERE, id="frontier"),
        pytest.param(SELECTION, THREADS, id="selection on threads"),
        pytest.param(SELECTION, PROCESSES, id="selection on processes"),
        pytest.param(SENSITIVITY, PROCESSES, id="sensitivity on processes"),
    ],
)
def test_an_interrupt_ends_it(work: str, run: str) -> None:
    script = BEGIN.format(work=work, run=run)
    paths = os.pathsep.join([str(PROJECT), str(PROJECT / "src"), os.environ.get("PYTHONPATH", "")])
    # a session of its own: the signal goes to all of its processes, as from a terminal
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(1.0)
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)
        out, errors = process.communicate(timeout=PATIENCE)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    assert "done" not in out
    assert "KeyboardInterrupt" in errors
    assert process.returncode in (-signal.SIGINT, 128 + signal.SIGINT)
