"""
A short form of `python -m tests.store.many_processes`, in a process without threads.
"""

from __future__ import annotations

import json
import subprocess
import sys

from pathlib import Path

import pytest


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")
ROOT = Path(__file__).parents[2]


def _run(*arguments: str) -> tuple[int, list[dict[str, int]]]:
    command = [sys.executable, "-m", "tests.store.many_processes", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


ENGINES = pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)


@ENGINES
def test_ten_processes_lose_nothing(
    engine: str, request: pytest.FixtureRequest, record_property: object
) -> None:
    """
    While processes are killed and the server is stopped, every acknowledged entry is kept once.
    """
    if engine == "postgresql":
        request.getfixturevalue("postgres")  # skips where there is none
    code, outcomes = _run("--engine", engine, "--rounds", "1", "--seconds", "3")

    assert 0 == code, outcomes
    assert 1 == len(outcomes)


def test_an_acknowledgement_that_comes_too_soon_is_found() -> None:
    """
    The check itself works: with this bug planted, entries that were acknowledged are missing.
    """
    code, outcomes = _run("--engine", "sqlite", "--rounds", "1", "--seconds", "2", "--early-ack")

    assert 1 == code
    assert outcomes[0]["lost"] > 0
