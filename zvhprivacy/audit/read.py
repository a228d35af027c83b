"""
Read the checklists of a workspace; all that is wrong comes along as findings.
"""

from __future__ import annotations

import os
import re

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zvhprivacy.audit.known import KNOWN
from zvhprivacy.errors import Finding, Level, Span, finding
from zvhprivacy.model.checklist import Checklist
from zvhprivacy.model.workspace import Law
from zvhprivacy.model.written import read_as
from zvhprivacy.policy.collecting import collecting_later
from zvhprivacy.policy.references import article, place_of, twice, unknown
from zvhprivacy.policy.templates import templates
from zvhprivacy.source import read, suggest


FOLDER = "policies/checklists"
_FILE = re.compile(r"([a-z0-9][a-z0-9.-]*)\.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklists:
    """
    The checklists of a workspace by id, or the shipped ones where it has no folder of its own.

    A file with a finding is in *stopped* and not among the values: half a list tests nothing.
    """

    checklists: Mapping[str, Checklist]
    findings: tuple[Finding, ...]
    stopped: frozenset[str]
    shipped: bool


def read_checklists(root: Path, known: Collection[str] = KNOWN.keys()) -> Checklists:
    """
    Read the checklists of the workspace at *root*; *known* are the automatic checks there are.

    Never raises for what stands in the files.
    A file whose name is not that of a checklist is skipped here: `read_workspace` reports it.
    """
    shipped = not os.path.lexists(root / FOLDER)
    root = templates() if shipped else root
    checklists: dict[str, Checklist] = {}
    findings: list[Finding] = []
    stopped: set[str] = set()
    with collecting_later():
        names, wrong = _names(root / FOLDER)
        for name in names:
            checklist, found = _read(root, name, known)
            findings += found
            if checklist is not None and not found:
                checklists[checklist.checklist] = checklist
            else:
                stopped.add(f"{FOLDER}/{name}")
    if wrong is not None:
        findings.append(wrong)
        stopped.add(FOLDER)
    return Checklists(
        checklists=checklists,
        findings=tuple(sorted(set(findings))),
        stopped=frozenset(stopped),
        shipped=shipped,
    )


def check_articles(checklists: Checklists, law: Law) -> Iterator[Finding]:
    """
    Name the articles that statements rest on and that are not in the *law*, as far as it is known.
    """
    for checklist in checklists.checklists.values():
        for each in checklist.stellingen:
            place = place_of(each, each.id)
            for number, artikel in enumerate(each.artikelen):
                yield from article(law, artikel, each.span_of("artikelen", number), place)
            for norm in ("avg", "wgs", "bgs"):
                for number, artikel in enumerate(getattr(each.normen, norm)):
                    span = each.span_of("normen", norm, number)
                    yield from article(law, artikel, span, place)


def _names(folder: Path) -> tuple[list[str], Finding | None]:
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        code = "ZVH009" if isinstance(error, NotADirectoryError) else "ZVH001"
        said = {"soort": "iets-anders", "reden": "geen-toegang"}
        return [], finding(code, Span.whole(FOLDER), level=Level.FOUT, **said)
    return [name for name in names if _FILE.fullmatch(name)], None


def _read(root: Path, name: str, known: Collection[str]) -> tuple[Checklist | None, list[Finding]]:
    node, found = read(root / FOLDER / name, f"{FOLDER}/{name}")
    if node is None:
        return None, found
    checklist, wrong = read_as(Checklist, node)
    found = [*found, *wrong]
    if checklist is not None:
        found += check_checklist(checklist, name.removesuffix(".yaml"), known)
    return checklist, found


def check_checklist(checklist: Checklist, name: str, known: Collection[str]) -> Iterator[Finding]:
    """
    Name what is wrong in *checklist*, of the file with this *name*, beyond its form.
    """
    if checklist.checklist != name:
        yield finding("ZVH206", checklist.span_of("checklist"), verwacht=name)
    seen: dict[str, Span] = {}
    for each in checklist.stellingen:
        yield from twice(seen, each.id, each)
        if each.groep not in checklist.groepen:
            kind = "groep-van-checklist"
            yield unknown(each.span_of("id"), kind, each.groep, checklist.groepen)
        if each.toets is not None and each.toets not in known:
            span, hint = each.span_of("toets"), suggest(each.toets, sorted(known)) or ""
            yield finding("ZVH903", span, id=each.id, toets=each.toets, suggestie=hint)
