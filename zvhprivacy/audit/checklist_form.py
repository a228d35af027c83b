"""
A checklist as a form of three sheets, and a checklist file from such a form.
"""

from __future__ import annotations

import os
import re

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from zvhprivacy.audit.form import Cells, Row, cells_in, keys
from zvhprivacy.audit.known import KNOWN
from zvhprivacy.audit.read import FOLDER, check_checklist
from zvhprivacy.dpia.emit import mapping_of, plain_of, yaml_of
from zvhprivacy.errors import Finding, Span, finding
from zvhprivacy.model.checklist import Checklist, Stelling
from zvhprivacy.model.written import read_as
from zvhprivacy.source import Mapping as Keys
from zvhprivacy.source import Node, Scalar, parse
from zvhprivacy.source import Sequence as Items


Book: TypeAlias = "Mapping[str, Sequence[Row]]"

LIST, GROUPS, STATEMENTS = "Lijst", "Groepen", "Stellingen"
_SCHEMA = "1"
_VALID = ("vanaf", "tot")
_NORMS = ("avg", "wgs", "bgs", "bio2", "nen7513")
_EVIDENCE = ("opzet", "bestaan", "werking")
HEADS: Mapping[str, tuple[str, ...]] = {
    LIST: ("checklist", "titel", "bron", *_VALID, "toelichting"),
    GROUPS: ("groep", "naam"),
    STATEMENTS: (
        *("id", "stelling", "artikelen", "bron", *_NORMS, "soort", "toets", "formeel"),
        *(*_EVIDENCE, "frequentie", "toelichting"),
    ),
}
# What stands together in a file, each under its own head in the form.
_TOGETHER = {"geldig": _VALID, "normen": _NORMS, "bewijs": _EVIDENCE}
_LISTED = frozenset({"artikelen", *_NORMS})
_ARTICLES = re.compile(r"\s*[;\n]\s*")  # no article has a semicolon in it, a norm in words can
_COMMENT = "Gemaakt uit een ingevuld formulier."


class NewFile(NamedTuple):
    """
    A file to write where there is none yet: its place in the workspace, and its text.
    """

    naam: str
    text: str


def checklist_form(checklist: Checklist | None) -> dict[str, list[tuple[str, ...]]]:
    """
    Give the sheets of *checklist* by name; without one, empty ones to fill in.
    """
    rows: dict[str, list[tuple[str, ...]]] = {name: [heads] for name, heads in HEADS.items()}
    if checklist is not None:
        rows[LIST].append(_row(checklist, HEADS[LIST]))
        rows[GROUPS] += list(checklist.groepen.items())
        rows[STATEMENTS] += [_row(each, HEADS[STATEMENTS]) for each in checklist.stellingen]
    return rows


def read_checklist_form(
    root: Path, book: Book, place: str, known: Collection[str] = KNOWN.keys()
) -> tuple[NewFile | None, tuple[Finding, ...]]:
    """
    Give the file that says what stands in *book*, the sheets by name, of the workbook *place*.

    What is wrong in a checklist is wrong in its form, and is shown by sheet, row and column. A file
    that is there in the workspace at *root* is never written again: choose another id.
    """
    node, findings = _node(book, place)
    checklist, wrong = read_as(Checklist, node)
    findings += wrong
    if checklist is not None:
        findings += check_checklist(checklist, checklist.checklist, known)
        naam = f"{FOLDER}/{checklist.checklist}.yaml"
        if os.path.lexists(root / naam):
            span = checklist.span_of("checklist")
            findings.append(finding("ZVH919", span, id=checklist.checklist))
    if checklist is None or findings:
        return None, tuple(sorted(set(findings)))
    text = yaml_of(mapping_of(checklist), _COMMENT)
    _, findings = parse(text, naam)  # A form can hold more than a file may.
    return (None, tuple(findings)) if findings else (NewFile(naam, text), ())


def _row(value: Checklist | Stelling, heads: Iterable[str]) -> tuple[str, ...]:
    said = mapping_of(value)
    for key in _TOGETHER:
        group = said.pop(key, None)
        said |= group if isinstance(group, dict) else {}
    return tuple(_joined(said.get(head, "")) for head in heads)


def _joined(value: object) -> str:
    said = plain_of(value)
    return said if isinstance(said, str) else "\n".join(str(each) for each in said)


def _node(book: Book, place: str) -> tuple[Keys, list[Finding]]:
    """
    Give what stands in *book* as what it would be in a file.
    """
    findings: list[Finding] = []
    tables: dict[str, list[Cells]] = {}
    for name, heads in HEADS.items():
        tables[name], wrong = cells_in(book.get(name, ()), f"{place}!{name}", heads)
        findings += wrong
    whole = Span(f"{place}!{LIST}", 1, 1, 2)
    said: dict[str, Node] = {"schema": Scalar(_SCHEMA, whole, plain=True)}
    for number, cells in enumerate(tables[LIST]):
        if number:
            span = cells["checklist"].span
            findings.append(finding("ZVH108", span, id=cells["checklist"].text, eerder=whole))
        else:
            said |= dict(_values(cells))
    groups: dict[str, Node] = {}
    for cells in tables[GROUPS]:
        letters = cells["groep"]
        if letters.text in groups:
            earlier = groups[letters.text].span
            findings.append(finding("ZVH108", letters.span, id=letters.text, eerder=earlier))
        groups.setdefault(letters.text, cells["naam"].scalar())
    if groups:
        said["groepen"] = keys(groups, Span(f"{place}!{GROUPS}", 1, 1, 2))
    statements = tuple(keys(dict(_values(cells)), cells["id"].span) for cells in tables[STATEMENTS])
    if statements:
        said["stellingen"] = Items(statements, Span(f"{place}!{STATEMENTS}", 1, 1, 2))
    return keys(said, whole), findings


def _values(cells: Cells) -> Iterator[tuple[str, Node]]:
    together = {head for heads in _TOGETHER.values() for head in heads}
    for head in cells:
        if head not in together and cells[head].text:
            yield head, _value(cells, head)
    for key, heads in _TOGETHER.items():
        group = {head: _value(cells, head) for head in heads if head in cells and cells[head].text}
        if group:
            yield key, keys(group, next(iter(group.values())).span)


def _value(cells: Cells, head: str) -> Node:
    cell = cells[head]
    if head in _LISTED:
        return cell.items() if head == "nen7513" else cell.items(_ARTICLES)
    return cell.day() if head in _VALID else cell.scalar()
