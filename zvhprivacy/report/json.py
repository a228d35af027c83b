"""
The forms in which programs get what people read.
"""

from __future__ import annotations

from typing import Any

from zvhprivacy.errors import Finding
from zvhprivacy.messages import render
from zvhprivacy.model.toets import Aanvaarding


def finding_json(found: Finding, lang: str, accepted: Aanvaarding | None = None) -> dict[str, Any]:
    """
    Put *found* in the form that `zvhprivacy check --format json` lists.
    """
    said = render(found, lang)
    form: dict[str, Any] = {
        "code": found.code,
        "niveau": found.level.value,
        "bestand": found.span.file,
        "regel": found.span.line,
        "kolom": found.span.column,
        "plaats": found.place,
        "wat": said.wat,
        "waarom": said.waarom,
        "herstel": said.herstel,
    }
    if accepted is not None:
        form["aanvaard"] = {
            "reden": accepted.reden,
            "door": accepted.door,
            "tot": accepted.tot.isoformat(),
        }
    return form
