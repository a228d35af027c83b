"""
How the checks of the register say what they found: always with a file, a line and a lasting place.
"""

from __future__ import annotations

from collections.abc import Iterable

from zvhprivacy.dpia.read import FOLDER
from zvhprivacy.errors import VISIBLE_CHARACTERS, Finding, Level, Span, finding
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.source import suggest


_REST = 12  # characters that "… (+123)" takes at most


def file_of(dpia: Dpia) -> str:
    """
    Name the file of *dpia*, from the workspace.
    """
    return f"{FOLDER}/{dpia.dpia}.yaml"


def remark(code: str, span: Span, place: str, **values: object) -> Finding:
    """
    Say what is not in order and may be accepted.
    """
    return finding(code, span, level=Level.BEVINDING, place=place, **values)


def about(code: str, dpia: Dpia, span: Span, what: str, **values: object) -> Finding:
    """
    Say what is not in order with *what* of *dpia*.
    """
    return remark(code, span, f"{file_of(dpia)}#{what}", dpia=dpia.dpia, **values)


def unknown(span: Span, soort: str, word: str, known: Iterable[str], file: str) -> Finding:
    """
    Say that *word* is no such *soort*, and which of the *known* ones was probably meant.
    """
    hint = suggest(word, sorted(known)) or ""
    place = f"{file}#{word}"
    return finding("ZVH820", span, place=place, waarde=word, soort=soort, suggestie=hint)


def listed(items: Iterable[str]) -> str:
    """
    Join *items* as far as a message shows them, and say how many more there are; `-` for none.
    """
    every = list(items)
    shown = ""
    for number, item in enumerate(every):
        longer = f"{shown}; {item}" if shown else item
        last = number + 1 == len(every)
        if len(longer) > VISIBLE_CHARACTERS - (0 if last else _REST):
            return f"{shown} … (+{len(every) - number})".strip()
        shown = longer
    return shown or "-"
