"""
A process may be killed at any point, and again while it recovers.

It runs as a program of its own, because a process with threads must not fork.
"""

from __future__ import annotations

import json
import subprocess
import sys

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")
ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> tuple[int, dict[str, Any]]:
    """
    Run the program and give its exit code and summary.
    """
    command = [sys.executable, "-m", "tests.power", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    summary: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, summary


def test_no_kill_takes_anything(record_property: Callable[[str, object], None]) -> None:
    """
    At each second point of the stories and of their recovery: nothing acknowledged is lost.
    """
    code, summary = run("--kills", "1", "--share", "2")
    for name in ("kills", "points", "reopened"):
        record_property(name, summary[name])

    assert {} == summary["wrong"]
    assert 0 == code
    assert summary["kills"] >= summary["points"] >= 200


def test_the_long_form_counts_its_losses() -> None:
    """
    It goes on until there were as many as asked for.
    """
    code, summary = run("--losses", "90", "--story", "samen", "--processes", "1")

    assert {} == summary["wrong"]
    assert 0 == code
    assert summary["losses"] >= 90


@pytest.mark.parametrize("bug", ["told-too-soon", "head-apart", "work-apart"])
def test_a_planted_bug_is_found(bug: str) -> None:
    """
    With a mistake that a kill can show, it does.
    """
    code, summary = run("--kills", "1", "--stop", "--plant", bug)

    assert 1 == code
    assert {} != summary["wrong"]
