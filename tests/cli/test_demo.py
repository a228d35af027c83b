"""
`zvhprivacy demo`: it comes out as told, needs nothing but the runtime, and can be kept.
"""

from __future__ import annotations

import subprocess
import sys

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from zvhprivacy.cli import _demo
from zvhprivacy.messages import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_comes_out_as_told(run: Run, lang: str) -> None:
    """
    Check, five requests, a change and its diff: all as told, so 0.
    """
    result = run("demo", "--lang", lang)

    assert "" == result.stderr
    assert 0 == result.exit_code
    for number in range(1, 6):
        assert f"   {number}. " in result.stdout
    assert "\n   + " in result.stdout


def test_what_is_kept_is_a_workspace(run: Run, tmp_path: Path) -> None:
    """
    `--keep` leaves a workspace that other commands can use; a folder in use is refused.
    """
    folder = tmp_path / "demo"
    run("demo", "--keep", folder)

    assert 0 == run("convenant", "list", "--workspace", folder).exit_code
    assert 2 == run("demo", "--keep", folder).exit_code


def test_a_step_that_comes_out_otherwise_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    An answer that is not the one told makes the demo fail.
    """
    first, *rest = _demo.STORIES
    other = type(first)(
        naam=first.naam,
        soort="verboden",
        wie=first.wie,
        rol=first.rol,
        handeling=first.handeling,
        gegevens=first.gegevens,
    )
    monkeypatch.setattr(_demo, "STORIES", (other, *rest))
    result = run("demo")

    assert 1 == result.exit_code
    assert "toegestaan" in result.stderr


def test_the_demo_needs_no_development_packages() -> None:
    """
    It runs with what a user has installed.
    """
    code = (
        "import sys\n"
        "for name in ('pytest', 'hypothesis', 'mypy', 'ruff'): sys.modules[name] = None\n"
        "from zvhprivacy.cli import main; sys.argv = ['zvhprivacy', 'demo']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)

    assert done.returncode in {0, 1}
    assert b"ging iets mis" not in done.stderr
