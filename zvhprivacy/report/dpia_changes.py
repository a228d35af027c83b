"""
What became different in the facts of a DPIA, in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zvhprivacy.dpia.assessed import Change, Soort
from zvhprivacy.errors import visible
from zvhprivacy.messages import text
from zvhprivacy.report.names import Names
from zvhprivacy.report.sentences import permission
from zvhprivacy.report.text import Line, emphasised


def change_lines(changes: Iterable[Change], names: Names) -> Iterator[Line]:
    """
    Tell each change on a line; of a permission that is new or wider also what it now permits.
    """
    for change in changes:
        kind = text(f"dpia.soort.{change.soort.value}", names.lang)
        what = f": {visible(change.wat, limit=400)}" if change.wat else ""
        yield [(f"  {change.deel} ", "dim"), (f"{visible(change.naam)} {kind}", "bold"), (what, "")]
        if sentence := _sentence(change, names):
            yield emphasised(sentence, "    ")


def change_json(change: Change, names: Names) -> dict[str, str]:
    """
    Put *change* in the form that programs get.
    """
    return {
        "soort": change.soort.value,
        "deel": change.deel,
        "naam": change.naam,
        "wat": change.wat,
        "zin": _sentence(change, names).replace("**", ""),
    }


def _sentence(change: Change, names: Names) -> str:
    if change.nu is None or change.soort not in {Soort.NIEUW, Soort.RUIMER}:
        return ""
    return permission(change.nu, names)
