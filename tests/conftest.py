"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=60,
)
settings.load_profile("repeatable")

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def data_directory() -> Path:
    """Real organizations beside the project; users' clones do not have them."""
    directory = Path(os.environ.get("INFLUENCE_TEST_DATA", PROJECT.parent / "shared" / "data"))
    if not directory.is_dir():
        pytest.skip(f"no real organizations at {directory}; set INFLUENCE_TEST_DATA to have these tests run")
    return directory


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one place what was skipped, and why."""
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"skipped {report.nodeid}: {reason}")


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> object:
    """Where everything has to be present, a skipped test is a failure."""
    outcome = yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("INFLUENCE_NO_SKIPS") and exitstatus == 0 and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return outcome
