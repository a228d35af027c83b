"""
Small audits with answers: three statements, of which the machine finds one to deviate.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from zvhprivacy.audit.answers import FILE, Dossier, People, read_answers
from zvhprivacy.audit.checklist_form import checklist_form, read_checklist_form
from zvhprivacy.audit.document import as_document, place_of, read_audit
from zvhprivacy.audit.form import HEADS, answer_form, read_answer_form
from zvhprivacy.audit.read import read_checklists
from zvhprivacy.errors import Finding
from zvhprivacy.model.audit import (
    Aspect,
    Audit,
    Found,
    Getoetst,
    Herkomst,
    Looked,
    Onbekend,
    Reference,
)
from zvhprivacy.model.audit_answers import Antwoorden
from zvhprivacy.model.checklist import Soort
from zvhprivacy.model.written import read_as
from zvhprivacy.source import parse


ID = "2026-1"
DAY = date(2026, 6, 1)
MOMENT = datetime(2026, 6, 1, 12, tzinfo=UTC)
PEOPLE = People(frozenset({"privacy-officer", "fg", "manager"}), frozenset({"gemeente-a"}))

GOOD = Looked(onderzocht=4)
BAD = Looked(
    onderzocht=4, afwijkend=2, verwijzingen=(Reference("casus", "c1"), Reference("casus", "c2"))
)
UNKNOWN = Looked(onbekend=Onbekend.GEEN_REGISTER)

HERKOMST = Herkomst(
    versie="1",
    opdracht="zvhprivacy audit run",
    op=DAY,
    vanaf=date(2025, 6, 1),
    tot=DAY,
    beleid="sha256:0",
    invoer=(),
    wortel="w",
)


class Formula:
    """
    What a reader of workbooks gives for a cell with a formula: nothing that the form knows.
    """


def statement(nummer: str, *, formeel: bool = False, tekst: str = "", **found: Looked) -> Getoetst:
    """
    Give a statement of list `eigen` of which all that was *found* is asked, else all aspects.
    """
    return Getoetst(
        checklist="eigen",
        nummer=nummer,
        stelling=tekst or f"Stelling {nummer} geldt.",
        soort=Soort.AUTOMATISCH if found else Soort.MENS,
        formeel=formeel,
        gevraagd=tuple(Aspect(each) for each in found) or tuple(Aspect),
        toets="casus-met-doel" if found else None,
        found=Found(**found),
    )


USUAL = (statement("E1", werking=BAD), statement("E2", opzet=GOOD), statement("E3"))


def audit(*getoetst: Getoetst, name: str = ID, op: date = DAY, **more: Any) -> Audit:
    """
    Give an audit of these statements, or of the usual three.
    """
    herkomst = HERKOMST if op == DAY else Herkomst(**{**_said(HERKOMST), "op": op})
    return Audit(
        id=name,
        herkomst=herkomst,
        checklists={"eigen": "Eigen lijst"},
        groepen={"eigen/E": "Eigen"},
        getoetst=getoetst or USUAL,
        **more,
    )


def _said(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def said(text: str = "", name: str = ID) -> Antwoorden:
    """
    Give what stands in a file of answers in which *text* follows the head.
    """
    node, found = parse(f"schema: 1\naudit: {name}\n{text}", "antwoorden.yaml")
    assert node is not None, found
    value, wrong = read_as(Antwoorden, node)
    assert value is not None, wrong
    assert not wrong
    return value


def dossier(text: str = "", *getoetst: Getoetst, name: str = ID, op: date = DAY) -> Dossier:
    """
    Give an audit with the answers of `said`.
    """
    return Dossier(audit=audit(*getoetst, name=name, op=op), gezegd=said(text, name))


def answer(stelling: str = "eigen/E3", antwoord: str = "voldoet", **more: str | None) -> str:
    """
    Give an answer as it stands in the list `antwoorden`; None leaves a key out.
    """
    values = {
        "aspect": "opzet",
        "bewijs": "[notulen]",
        "door": "privacy-officer@gemeente-a",
        "op": "2026-06-02",
        **more,
    }
    parts = ", ".join(f"{key}: {value}" for key, value in values.items() if value is not None)
    return f"  - {{stelling: {stelling}, antwoord: {antwoord}, {parts}}}\n"


def measure(name: str = "m1", bevinding: str = "eigen/E1", **more: str | None) -> str:
    """
    Give a measure as it stands in the list `maatregelen`; None leaves a key out.
    """
    values = {
        "maatregel": "toegang nalopen",
        "eigenaar": "{organisatie: gemeente-a, functie: manager}",
        "voor": "2026-09-01",
        **{key.replace("_", "-"): value for key, value in more.items()},
    }
    parts = ", ".join(f"{key}: {value}" for key, value in values.items() if value is not None)
    return f"  - {{id: {name}, bevinding: {bevinding}, {parts}}}\n"


def write(root: Path, text: str | None = None, made: Audit | None = None) -> Path:
    """
    Write an audit into the workspace at *root*, and *text* as its answers.
    """
    made = made or audit()
    path = root / place_of(made.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_document(made))
    if text is not None:
        whole = f"schema: 1\naudit: {made.id}\n{text}"
        (root / place_of(made.id, FILE)).write_text(whole, encoding="utf-8")
    return path


def read(root: Path, text: str) -> tuple[Dossier | None, list[str]]:
    """
    Write these answers, and give what is read back with the codes of what is wrong.
    """
    write(root, text)
    found, wrong = read_answers(root, audit(), PEOPLE)
    return found, [each.code for each in wrong]


def filled(of: Dossier, changes: Mapping[tuple[int, str], object]) -> list[list[object]]:
    """
    Give the form of a dossier with other cells, by row (the heads are row 1) and head.
    """
    rows: list[list[object]] = [list(row) for row in answer_form(of)]
    for (row, head), value in changes.items():
        rows[row - 1][HEADS.index(head)] = value
    return rows


def found(root: Path) -> tuple[Finding, ...]:
    """
    Give what is wrong with the audit, the answers and the forms of the workspace at *root*.

    `formulier.txt` says per line which cell of the form for answers is filled in: row, head, value.
    `lijst.txt` asks for the form of the checklist it names to be read as it is.
    """
    if (root / "lijst.txt").exists():
        name = (root / "lijst.txt").read_text(encoding="utf-8").strip()
        form = checklist_form(read_checklists(root).checklists[name])
        return read_checklist_form(root, form, "lijst.xlsx")[1]
    made, wrong = read_audit(root, ID)
    if made is None:
        return tuple(wrong)
    answered, also = read_answers(root, made, PEOPLE)
    if answered is None or not (root / "formulier.txt").exists():
        return (*wrong, *also)
    changes: dict[tuple[int, str], object] = {}
    for line in (root / "formulier.txt").read_text(encoding="utf-8").splitlines():
        row, head, value = (part.strip() for part in line.split("|"))
        changes[int(row), head] = Formula() if value.startswith("=") else value
    return read_answer_form(answered, PEOPLE, filled(answered, changes), "audit.xlsx!Antwoorden")[1]
