"""
One golden defect per message code: a workspace with that defect, and what `check` says of it.

A file `ZVHnnn-<defect>.txt` holds the files of a workspace, each below a line `--- <path>`, and
last `--- verwacht`: the findings as `file:line:column CODE what`.
Without a folder policies/ the shipped law layer holds, without its toetsen.
`--- recept` makes what a text file cannot hold or git cannot store, one step per line.
From ZVH801 on it is `dpia check` that speaks; `--- logboek` tells per line what was used:
convenant, rule, day and who. From ZVH901 on it is the audit that reads the checklists, and from
ZVH910 on audits and what people say of them (`tests.audit.dossiers`).

After a message or a file was changed on purpose: `HERNIEUW=1 pytest tests/findings`, and read the
difference.
"""

from __future__ import annotations

import functools
import os
import shutil

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import workspaces
from tests.audit import dossiers
from tests.dpia import huis
from zvhprivacy.audit.read import read_checklists
from zvhprivacy.dpia.used import Used
from zvhprivacy.errors import placeholders
from zvhprivacy.messages import codes, render
from zvhprivacy.model.workspace import Law
from zvhprivacy.policy import read, shipped
from zvhprivacy.policy.check import OF_THE_REGISTER, check
from zvhprivacy.policy.templates import templates


HERE = Path(__file__).resolve().parent
DEFECTS = sorted(HERE.glob("ZVH*.txt"), key=lambda path: path.name)
EXPECTED = "verwacht"
RECIPE = "recept"
LOGBOEK = "logboek"
OF_THE_AUDIT = "ZVH9"
OF_AN_AUDIT = "ZVH91"


# --- what a recipe can do -------------------------------------------------------------------------


def _own_law(root: Path) -> None:
    """
    Copy the shipped law layer, without its toetsen.
    """
    source = templates() / "policies"
    shutil.copytree(source, root / "policies", ignore=shutil.ignore_patterns("toetsen.yaml"))


def _replace(root: Path, name: str, old: str, new: str) -> None:
    r"""
    Replace the first *old* by *new*; `\n` in either is the end of a line.
    """
    path = root / name
    text = path.read_text(encoding="utf-8")
    old, new = (part.replace(r"\n", "\n") for part in (old, new))

    assert old in text, f"{name} no longer holds {old!r}"

    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _remove(root: Path, name: str) -> None:
    (root / name).unlink()


def _append(root: Path, name: str, text: str) -> None:
    """
    Write *text*, in which escapes as in Python stand for bytes.
    """
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.write(text.encode("ascii").decode("unicode_escape").encode("latin-1"))


def _many(root: Path, name: str, text: str, times: str) -> None:
    with (root / name).open("a", encoding="utf-8") as file:
        file.write(text * int(times) + "\n")


def _huge(root: Path, name: str) -> None:
    """
    Make a file that says to be 1 GiB and takes no room.
    """
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    with (root / name).open("wb") as file:
        file.truncate(1024**3)


def _fifo(root: Path, name: str) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no FIFOs here")
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / name)


def _circle(root: Path, name: str) -> None:
    """
    Make a link to itself: unreadable for everybody, also for root.
    """
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(Path(name).name)


def _house(root: Path) -> None:
    """
    Write the house whose DPIA is adopted and in which nothing is a finding.
    """
    huis.build(root)


def _audit(root: Path) -> None:
    """
    Write a small audit of which nobody said anything yet.
    """
    dossiers.write(root)


STEPS: dict[str, Callable[..., None]] = {
    "wetslaag": _own_law,
    "vervang": _replace,
    "verwijder": _remove,
    "schrijf": _append,
    "herhaal": _many,
    "reus": _huge,
    "fifo": _fifo,
    "kring": _circle,
    "dpiahuis": _house,
    "audit": _audit,
}


# --- the tests ------------------------------------------------------------------------------------


def build(root: Path, parts: dict[str, str]) -> None:
    """
    Make the workspace that *parts* describe.

    A folder policies/ that lacks files gets small ones.
    """
    files = {name: text for name, text in parts.items() if name not in {EXPECTED, RECIPE, LOGBOEK}}
    (root / "convenants").mkdir(parents=True)
    if any(name.startswith("policies/") for name in files):
        workspaces.write(root, {})
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for line in parts.get(RECIPE, "").splitlines():
        step, *values = (part.strip() for part in line.split(" | "))
        STEPS[step](root, *values)


def found_in(root: Path, code: str, logboek: str | None) -> str:
    """
    Give the findings of the workspace at *root*, one per line, of what *code* belongs to.
    """
    if code.startswith(OF_THE_REGISTER):
        findings = huis.found(root, used=None if logboek is None else _used(logboek))
    elif code.startswith(OF_AN_AUDIT):
        findings = dossiers.found(root)
    elif code.startswith(OF_THE_AUDIT):
        findings = read_checklists(root).findings
    else:
        findings = check(read.read_workspace(root), workspaces.DAY).findings
    return "".join(f"{each.span} {each.code} {render(each).wat}\n" for each in findings)


def _used(logboek: str) -> Used:
    used = Used(vanaf=workspaces.DAY - timedelta(days=365), tot=workspaces.DAY)
    for line in logboek.splitlines():
        convenant, regel, day, *who = line.split()
        used.add(convenant, regel, date.fromisoformat(day), *who)
    return used


@pytest.fixture(autouse=True)
def shipped_law_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Reading the shipped law layer and running its toetsen takes longer than everything else here.
    """
    original = read._Reader.law

    def law(reader: read._Reader) -> Law | None:
        if (reader._root / "policies").exists():
            return original(reader)
        return replace(_shipped_law(), toetsen=None)

    monkeypatch.setattr(read._Reader, "law", law)
    monkeypatch.setattr(shipped, "shipped_law", _shipped_law)


_shipped_law = functools.cache(shipped.shipped_law)


@pytest.mark.parametrize("path", [pytest.param(p, id=p.stem) for p in DEFECTS])
def test_a_defect_gives_the_findings_it_promises(path: Path, tmp_path: Path) -> None:
    """
    Everything that is said of a broken workspace is what its file promises, and nothing else.
    """
    text = path.read_text(encoding="utf-8")
    parts = workspaces.sections(text)
    build(tmp_path / "werkmap", parts)
    found = found_in(tmp_path / "werkmap", path.name[:6], parts.get(LOGBOEK))
    if os.environ.get("HERNIEUW"):
        head = text[: text.index(f"--- {EXPECTED}\n")]
        path.write_text(f"{head}--- {EXPECTED}\n{found}", encoding="utf-8")
        return

    assert parts[EXPECTED] == found
    assert f" {path.name[:6]} " in found
    assert not placeholders(found)


def test_every_code_has_a_golden_defect() -> None:
    """
    A new message comes with a workspace that shows it.
    """
    assert set(codes()) == {path.name[:6] for path in DEFECTS}
