"""
What a person waits for: the start of a command, a check, and a large workspace with its toetsen.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import yaml

from bench.workload import DAY, Fields, about, convenants, shipped_law
from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.rule import Effect
from zvhprivacy.policy.snapshot import Snapshot


ROOT = Path(__file__).resolve().parent.parent
RUNS = 9
PERMISSIONS = 385  # about 5,000 lines
TOETSEN = 500

BARE = """
import click
@click.group()
@click.version_option("0")
def main(): pass
main()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """
    Seconds of whole processes; None is not available.
    """

    version: float | None
    bare_click: float
    check: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Large:
    """
    Processor seconds per step over a workspace of so many lines.
    """

    lines: int
    toetsen: int
    read: float
    check: float | None
    compiled: float
    run: float | None

    @property
    def total(self) -> float:
        """
        All steps together.
        """
        return self.read + (self.check or 0) + self.compiled + (self.run or 0)


def commands() -> Commands:
    """
    Time `--version`, a bare click program that does the same, and `check` of the repository.
    """
    script = shutil.which("zvhprivacy", path=str(Path(sys.executable).parent))
    return Commands(
        version=_process([script, "--version"]) if script else None,
        bare_click=_process([sys.executable, "-c", BARE, "--version"]),
        check=_process([script, "check", str(ROOT)]) if script else None,
    )


def _process(command: Sequence[str]) -> float:
    # As a person has it: after the first run the compiled modules are there.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    measured = []
    for _ in range(RUNS):
        start = perf_counter()
        subprocess.run(command, capture_output=True, check=False, cwd=ROOT, env=usual)
        measured.append(perf_counter() - start)
    return statistics.median(measured)


def large() -> Large:
    """
    Write a workspace, then read, check and compile it and run its toetsen.
    """
    with TemporaryDirectory() as folder:
        root = Path(folder)
        lines = _write(root)
        start = process_time()
        workspace = read_workspace(root)
        read = process_time() - start
        assert not workspace.fouten, workspace.fouten[:3]
        start = process_time()
        Snapshot(workspace).period(DAY)
        compiled = process_time() - start
        return Large(
            lines=lines,
            toetsen=TOETSEN,
            read=read,
            check=_check(workspace),
            compiled=compiled,
            run=_run(workspace),
        )


def _check(workspace: Workspace) -> float | None:
    try:
        from zvhprivacy.policy.check import check
    except ImportError:
        return None
    start = process_time()
    check(workspace, DAY)
    return process_time() - start


def _run(workspace: Workspace) -> float | None:
    try:
        from zvhprivacy.policy.toetsen import run
    except ImportError:
        return None
    start = process_time()
    results = run(workspace)
    seconds = process_time() - start
    assert not [result.finding for result in results if result.convenant and result.finding]
    return seconds


def _write(root: Path) -> int:
    """
    Write the convenants and, beside the first, the toetsen; give the lines of the convenants.
    """
    rng = Random(5)
    documents = convenants(rng, shipped_law(), PERMISSIONS)
    lines = 0
    for document in documents:
        text = _text(document)
        lines += text.count("\n")
        folder = root / "convenants" / document["convenant"]
        folder.mkdir(parents=True)
        (folder / "convenant.yaml").write_text(text, encoding="utf-8")
    toetsen = _toetsen(rng, read_workspace(root))
    path = root / "convenants" / documents[1]["convenant"] / "toetsen.yaml"
    path.write_text(_text(toetsen), encoding="utf-8")
    return lines


def _toetsen(rng: Random, workspace: Workspace) -> Fields:
    snapshot = Snapshot(workspace, eigen=False)
    rules = [r for r in snapshot.period(DAY).rules if r.effect is Effect.ALLOW]
    toetsen: list[Fields] = []
    while len(toetsen) < TOETSEN:
        asked = about(rng, workspace, rng.choice(rules), met=rng.random() < 0.5)
        if asked is None:
            continue
        request, facts = asked
        fields = {name: value for name, value in request._asdict().items() if value is not None}
        allowed = bool(snapshot.decide(request, facts, DAY))
        toets: Fields = {
            "toets": f"toets {len(toetsen)}",
            "vraag": fields,
            "verwacht": "toegestaan" if allowed else "geweigerd",
        }
        if facts:
            toets["feiten"] = sorted(facts)
        toetsen.append(toets)
    return {"schema": "1", "op": str(DAY), "toetsen": toetsen}


class _Dumper(yaml.SafeDumper):
    """
    Writes each value out where it stands: an anchor would be a finding.
    """

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the name is PyYAML's
        return True


def _text(document: Fields) -> str:
    text = yaml.dump(
        document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=None
    )
    return str(text).replace("schema: '1'", "schema: 1")
