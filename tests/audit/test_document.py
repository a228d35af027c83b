"""
What an audit found, as a file: the same bytes every time, and nothing else is read back.
"""

from __future__ import annotations

import hashlib
import json

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.audit.dossiers import BAD, GOOD, ID, UNKNOWN, audit, statement, write
from zvhprivacy.audit.document import as_document, audits_in, read_audit, read_document
from zvhprivacy.model.audit import Audit, Getrokken, Input, Maand, Onbekend, Steekproef


FULL = replace(
    audit(
        statement("E1", werking=BAD, opzet=replace(GOOD, tellingen=(("te-laat", 3),))),
        statement("E2", formeel=True, bestaan=UNKNOWN),
        statement("E3", tekst="Één “casus”; met\n\x1b[31mtekens\udc80."),
    ),
    groepen={"wgs/V": "Verstrekken", "wgs/S": "Samenwerken", "eigen/E": "Eigen"},
    maanden=(Maand("2026-04", 10, 2), Maand("2026-05", 0, 0)),
    steekproef=Steekproef(
        zaad="z", methode="gelaagd-1", populatie=9, getrokken=(Getrokken("c1", "com/triage"),)
    ),
)
FULL = replace(FULL, herkomst=replace(FULL.herkomst, invoer=(Input("policies/x.yaml", "0" * 64),)))


def reread(data: bytes) -> tuple[Audit | None, list[str]]:
    """
    Read *data*, and give the reasons why it is refused.
    """
    found, wrong = read_document(data, "audit.json")
    return found, [dict(each.values)["reden"] for each in wrong]


def rehashed(document: dict[str, Any]) -> bytes:
    """
    Write *document* as somebody does who also puts a hash in it that fits.
    """
    text = json.dumps(document["audit"], sort_keys=True, indent=1) + "\n"
    document["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    return (json.dumps(document, sort_keys=True, indent=1) + "\n").encode()


def test_an_audit_is_read_back_as_it_was() -> None:
    """
    Everything comes back, also the order of the groups and words with strange signs.
    """
    found, wrong = reread(as_document(FULL))

    assert (found, wrong) == (FULL, [])
    assert found is not None
    assert list(found.groepen) == list(FULL.groepen)


def test_the_same_audit_is_the_same_file() -> None:
    """
    The bytes follow from the audit; the file is one line per value, in ASCII, ending in one.
    """
    data = as_document(FULL)

    assert data == as_document(reread(data)[0] or audit())
    assert data.isascii()
    assert data.endswith(b"}\n")
    assert list(json.loads(data)) == ["audit", "sha256", "versie"]


EDITS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a count": (lambda data: data.replace(b'"afwijkend": 2', b'"afwijkend": 0'), "audit-gewijzigd"),
    "the hash": (lambda data: data.replace(b'"sha256": "', b'"sha256": "0'), "audit-gewijzigd"),
    "the version": (
        lambda data: data.replace(b'"versie": "1"\n}', b'"versie": "2"\n}'),
        "audit-andere-versie",
    ),
    "a space": (lambda data: data.replace(b": 2", b":  2"), "audit-andere-vorm"),
    "no line end": (lambda data: data[:-1], "audit-andere-vorm"),
    "a mark": (lambda data: b"\xef\xbb\xbf" + data, "audit-andere-vorm"),
    "another coding": (lambda data: data.decode().encode("utf-16"), "audit-andere-vorm"),
    "a key twice": (
        lambda data: data.replace(b'"versie": "1"\n}', b'"versie": "1",\n "versie": "1"\n}'),
        "audit-andere-vorm",
    ),
    "half": (lambda data: data[: len(data) // 2], "audit-geen-document"),
    "nothing": (lambda _: b"", "audit-geen-document"),
    "a list": (lambda _: b"[]\n", "audit-geen-document"),
    "a pit": (lambda _: b"[" * 100_000, "audit-geen-document"),
    "a pit inside": (
        lambda _: b'{"versie": "1", "sha256": "", "audit": ' + b"[" * 900 + b"]" * 900 + b"}",
        "audit-gewijzigd",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_was_edited_is_refused(name: str) -> None:
    """
    A file is what the program wrote or nothing.
    """
    edit, reason = EDITS[name]

    assert reread(edit(as_document(FULL))) == (None, [reason])


@pytest.mark.parametrize(
    "edit",
    [
        lambda said: said.update(extra=1),
        lambda said: said.pop("maanden"),
        lambda said: said["herkomst"].update(regels="0"),
        lambda said: said["herkomst"].update(regels=0.0),
        lambda said: said["herkomst"].update(op="1 juni 2026"),
        lambda said: said["getoetst"][0].update(soort="machine"),
        lambda said: said["getoetst"][0]["found"].update(extra=None),
        lambda said: said.update(groepen={"eigen/E": "Eigen"}),
    ],
)
def test_a_hash_that_fits_makes_no_audit_of_something_else(
    edit: Callable[[dict[str, Any]], object],
) -> None:
    """
    Fields too many, too few or of another kind are refused also when the hash is right.
    """
    document = json.loads(as_document(FULL))
    edit(document["audit"])
    found, wrong = reread(rehashed(document))

    assert found is None
    assert wrong[0] in {"audit-geen-document", "audit-andere-vorm"}


def test_the_hash_keeps_out_slips_and_no_intent() -> None:
    """
    Who also makes a new hash is not seen: that takes a signature, and the docstring says so.
    """
    document = json.loads(as_document(audit()))
    document["audit"]["getoetst"][0]["found"]["werking"]["afwijkend"] = 0
    found, wrong = reread(rehashed(document))

    assert wrong == []
    assert found is not None


def test_an_audit_is_found_by_its_folder(tmp_path: Path) -> None:
    """
    The folder is called after the audit; a copy under another name is refused.
    """
    write(tmp_path)
    write(tmp_path, made=audit(name="2027-1", op=date(2027, 6, 1)))
    (tmp_path / "audits" / "Oud").mkdir()
    copy = tmp_path / "audits" / "2025-1"
    copy.mkdir()
    (copy / "audit.json").write_bytes((tmp_path / "audits" / ID / "audit.json").read_bytes())

    assert audits_in(tmp_path) == ("2025-1", ID, "2027-1")
    assert read_audit(tmp_path, ID) == (audit(), [])
    assert [dict(f.values)["reden"] for f in read_audit(tmp_path, "2025-1")[1]] == [
        "audit-andere-map"
    ]


@pytest.mark.parametrize("name", ["2030-1", "../audits/2026-1", "", ".", "x\0y"])
def test_what_is_no_audit_is_said_not_to_be_there(tmp_path: Path, name: str) -> None:
    """
    No name leads outside the folder.
    """
    write(tmp_path)
    found, wrong = read_audit(tmp_path, name)

    assert found is None
    assert [dict(each.values)["reden"] for each in wrong] == ["audit-ontbreekt"]


def test_without_the_folder_there_are_no_audits(tmp_path: Path) -> None:
    """
    A workspace begins without any.
    """
    assert audits_in(tmp_path) == ()


def test_why_nothing_is_known_comes_along() -> None:
    """
    The reason is part of the answer.
    """
    found, _ = reread(as_document(FULL))
    bestaan = found.getoetst[1].found.bestaan if found else None

    assert bestaan is not None
    assert bestaan.reden is Onbekend.GEEN_REGISTER
