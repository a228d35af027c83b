"""
What all tests share: how Hypothesis runs, and workspaces that stand in the docstring of a test.
"""

from __future__ import annotations

import functools
import inspect
import os
import tempfile

from pathlib import Path

import pytest

from hypothesis import settings

from tests import workspaces
from tests.postgres import all_skipped, postgres, postgres_server
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.snapshot import Snapshot


__all__ = ["postgres", "postgres_server"]  # fixtures for all tests

# The same examples in every run: a red build must be red for everybody. Another profile searches
# on: `HYPOTHESIS_PROFILE=zoek`.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True, max_examples=60)
settings.register_profile("zoek", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def werkmap(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """
    The workspace in the docstring of the test.
    """
    return workspaces.write(tmp_path, workspaces.described(request.function))


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """
    The same, without anything wrong in it and ready to answer; never asked anything yet.
    """
    return Snapshot(_read(request.function.__doc__))


@functools.cache
def _read(docstring: str) -> Workspace:
    files = workspaces.sections(inspect.cleandoc(docstring) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        return workspaces.faultless(workspaces.write(Path(folder), files))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """
    Show what tests counted (`record_property`), also when they ran in another process.
    """
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value} ({report.nodeid})")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """
    A run in which every test on PostgreSQL was skipped says nothing about PostgreSQL: it fails.
    """
    if all_skipped(session):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.write_line("\nevery test that needs PostgreSQL was skipped: the run fails")
