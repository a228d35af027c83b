"""
What the machine found, as a file: `audits/<id>/audit.json`.

The same audit always gives the same bytes, and only those bytes are read back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from zvhprivacy.errors import Finding, Span, finding
from zvhprivacy.model.audit import Audit


FOLDER = "audits"
VERSION = "1"
MAX_BYTES = 64 * 1024 * 1024  # 64 MiB: four lists with all references they may have take a fifth

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
_ORDERED = ("checklists", "groepen")  # their order is that of a report, so it must not be lost


def place_of(audit: str, name: str = "audit.json") -> str:
    """
    Give where file *name* of the *audit* with this id stands in a workspace.
    """
    return f"{FOLDER}/{audit}/{name}"


def as_document(audit: Audit) -> bytes:
    """
    Write *audit*, with its SHA-256 beside it.

    The hash shows that something was edited, not by whom: who edits on purpose makes a new one.
    Against that helps a signature over the file.
    """
    said = _adapter().dump_python(audit, mode="json")
    for key in _ORDERED:
        said[key] = list(said[key].items())
    return _written({"audit": said, "sha256": _hash(said), "versie": VERSION})


def read_document(data: bytes, name: str) -> tuple[Audit | None, list[Finding]]:
    """
    Read back what `as_document` wrote, which findings call *name*.

    Whatever is not exactly that gives a finding: another version, a field too many or too few,
    another order, and anything that was edited.
    """
    try:
        document = json.loads(data)
        if document["versie"] != VERSION:
            return None, _refused(name, "audit-andere-versie")
        said = document["audit"]
        # The hash first: what was edited can have any form.
        if document["sha256"] != _hash(said):
            return None, _refused(name, "audit-gewijzigd")
        audit = _adapter().validate_python(said | {key: dict(said[key]) for key in _ORDERED})
    except (ValueError, LookupError, TypeError, RecursionError):
        return None, _refused(name, "audit-geen-document")
    if as_document(audit) != data:
        return None, _refused(name, "audit-andere-vorm")
    return audit, []


def read_audit(root: Path, audit: str) -> tuple[Audit | None, list[Finding]]:
    """
    Read the audit with this id in the workspace at *root*.

    Never raises for what stands there.
    """
    name = place_of(audit)
    path = root / name
    try:
        if not _NAME.fullmatch(audit) or not path.is_file():
            return None, _refused(name, "audit-ontbreekt")
        if path.stat().st_size > MAX_BYTES:
            return None, _refused(name, "audit-geen-document")
        data = path.read_bytes()
    except OSError:
        return None, [finding("ZVH001", Span.whole(name), reden="leesfout")]
    found, wrong = read_document(data, name)
    if found is not None and found.id != audit:
        return None, _refused(name, "audit-andere-map")
    return found, wrong


def audits_in(root: Path) -> tuple[str, ...]:
    """
    Name the audits in the workspace at *root*; a folder with another name than an id is none.
    """
    try:
        names = sorted(entry.name for entry in os.scandir(root / FOLDER) if entry.is_dir())
    except OSError:
        return ()
    return tuple(name for name in names if _NAME.fullmatch(name))


@cache
def _adapter() -> TypeAdapter[Audit]:
    return TypeAdapter(Audit)


def _hash(said: Any) -> str:
    return hashlib.sha256(_written(said)).hexdigest()


def _written(value: Any) -> bytes:
    # A line for each value, so that two audits can be laid side by side; nothing but ASCII, so that
    # no character hides or changes direction.
    return (json.dumps(value, sort_keys=True, indent=1) + "\n").encode("ascii")


def _refused(name: str, reden: str) -> list[Finding]:
    return [finding("ZVH910", Span.whole(name), reden=reden)]
