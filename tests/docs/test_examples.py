"""
The examples run, on the workspace that ships.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.docs import pages


EXPECTED = {
    "beslissen.py": ("geweigerd - ", "toegestaan - WGS 1.5 lid 1"),
    "eigen_feitenbron.py": (
        "2026-06-01 college-shertogenbosch toegestaan inzien-overleg-publiek",
        "2026-06-01 ggd-noordoost verboden ",
        "2026-06-01 college-shertogenbosch ongeldig None",
    ),
    "pseudonimiseren.py": ("2000 rijen, zonder BSN 500, ongeldig 500",),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_runs(name: str) -> None:
    """
    It ends well, and says what its reader expects.
    """
    command = [sys.executable, "-W", "error", str(pages.ROOT / "examples" / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (0, "") == (done.returncode, done.stderr)
    assert [] == [said for said in EXPECTED[name] if said not in done.stdout]


def test_every_example_is_run() -> None:
    """
    No program stands in `examples/` that no test runs, and none is long.
    """
    programs = {path.name: path for path in (pages.ROOT / "examples").glob("*.py")}

    assert EXPECTED.keys() == programs.keys()
    assert [] == [n for n, p in programs.items() if len(p.read_text("utf-8").splitlines()) >= 60]
