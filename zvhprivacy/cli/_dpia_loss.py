"""
Telling what an import or export of a DPIA could not keep, to a person or a program.
"""

from __future__ import annotations

import json

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from zvhprivacy.dpia.rijksmodel import Verlies


def told(
    lang: str,
    output: str,
    files: Sequence[Path],
    lost: Sequence[Verlies] | None,
    report: str | None,
) -> None:
    """
    Say which *files* were written and what was *lost*, and write that to *report* too.

    Of a form for people, which is not meant to come back, nothing is counted: None.
    """
    from zvhprivacy.cli._files import write_whole
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.messages import text
    from zvhprivacy.report.dpia_loss import loss_json, loss_lines

    form: dict[str, Any] = {
        "bestanden": [file.as_posix() for file in files],
        "verlies": loss_json(lost or (), lang),
    }
    if report is not None:
        whole = json.dumps(form, ensure_ascii=False, indent=2) + "\n"
        write_whole(Path(report), whole.encode())
    if output == "json":
        write_json(form)
        return
    for file in files:
        write(text("verlies.geschreven", lang, bestand=file))
    if lost is not None:
        write_lines(loss_lines(lost, lang))
