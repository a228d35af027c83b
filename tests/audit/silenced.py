"""
A check that says "geen afwijking gevonden" whatever it sees is noticed by its own tests.

    python -m tests.audit.silenced [NAME…]

Without names: every check that no violation is planted for in the synthetic house (those are in
`test_planted.py`). As a plugin of pytest it silences the check that the environment names.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys

from collections.abc import Iterable
from pathlib import Path

from zvhprivacy.audit import checks
from zvhprivacy.model.audit import Found, Looked


NAME = "SILENCED_CHECK"
PLUGIN = "tests.audit.silenced"  # this module, also when it is the one that was started
FOLDER = Path(__file__).parent

# Which tests plant something for it.
OWN = {
    "advies-anoniem": "test_cases.py",
    "ander-verband-na-instemming": "test_giving.py",
    "anoniem-niet-herleidbaar": "test_keeping.py",
    "pga-eigen-termijn": "test_keeping.py",
    "politie-derde-na-instemming": "test_police.py",
    "politie-en-justitie-met-herkomst": "test_items.py",
    "politie-gegeven-met-herkomst": "test_police.py",
    "politie-huis-na-instemming": "test_police.py",
    "riec-alleen-afstemming": "test_giving.py",
    "toestemming-ongebruikt": "test_replay.py",
    "veel-geraadpleegd": "test_patterns.py",
    "vorige-audit-opgevolgd": "test_oversight.py",
}


def pytest_configure() -> None:
    """
    Silence the check in every table that has it.
    """
    name, good = os.environ.get(NAME), Looked(onderzocht=1)
    silent = {name: lambda _: Found(opzet=good, bestaan=good, werking=good)}
    subjects = pkgutil.iter_modules(checks.__path__, f"{checks.__name__}.")
    for module in (checks, *(importlib.import_module(each.name) for each in subjects)):
        if name in getattr(module, "CHECKS", ()):
            module.CHECKS = {**module.CHECKS, **silent}  # type: ignore[attr-defined]


def noticed(name: str, file: str) -> bool:
    """
    Say whether a test in *file* fails when the check *name* is silenced.
    """
    words = ["-m", "pytest", "-q", "-x", "-p", PLUGIN, "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, *words, "-m", "not postgres", str(FOLDER / file)],
        cwd=FOLDER.parents[1],
        env={**os.environ, NAME: name},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode == 1 and "AssertionError" in done.stdout


def main(names: Iterable[str]) -> int:
    """
    Silence each in turn, and say which nobody noticed.
    """
    missed = 0
    for name in names or OWN:
        seen = noticed(name, OWN[name])
        missed += not seen
        sys.stdout.write(f"{'noticed' if seen else 'MISSED '}  {name}\n")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
