"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; without one, or without playwright, tests that need it say so and are skipped."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is in the extra [oracles]")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


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
