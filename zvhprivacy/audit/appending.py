"""
Put an answer or a measure behind what stands in a file of answers, and leave all else as it was.
"""

from __future__ import annotations

import re

from zvhprivacy.audit.answers import FILE, nothing_said
from zvhprivacy.audit.document import place_of
from zvhprivacy.dpia.emit import Plain, mapping_of, yaml_of
from zvhprivacy.errors import WrongUse
from zvhprivacy.model.audit import Audit
from zvhprivacy.model.audit_answers import Antwoorden, Beantwoord, Maatregel
from zvhprivacy.model.written import read_as
from zvhprivacy.source import Mapping, Sequence, parse


_COMMENT = """\
Wat mensen antwoordden bij audit {audit}, en de maatregelen die eruit volgen.
Een later antwoord over hetzelfde aspect komt in de plaats van een eerder; beide blijven staan."""


class NotAppendable(WrongUse):
    """
    A file of answers is laid out in a way in which nothing can be put behind what is there.
    """

    code = "answers-not-appendable"
    nl = "in `{bestand}` kan niets achter `{sleutel}` worden gezet; zet het er met de hand bij"
    en = "in `{bestand}` nothing can be put behind `{sleutel}`; add it by hand"

    def __init__(self, bestand: str, sleutel: str) -> None:
        super().__init__(bestand=bestand, sleutel=sleutel)


def appended(text: str | None, audit: Audit, entry: Beantwoord | Maatregel) -> str:
    """
    Give the file of answers *text* with *entry* behind what is there, all else as it was.

    Without a *text* it is a new file. Nothing of *entry* is checked here.

    Raises:
        NotAppendable: the file is laid out otherwise, or was no file of answers to this audit.
    """
    key = "antwoorden" if isinstance(entry, Beantwoord) else "maatregelen"
    name = place_of(audit.id, FILE)
    old = nothing_said(audit) if text is None else _read(text, name)
    if old is None or old.audit != audit.id:
        raise NotAppendable(name, key)
    whole = mapping_of(old.model_copy(update={key: (*getattr(old, key), entry)}))
    if text is None:
        return yaml_of(whole, _COMMENT.format(audit=audit.id))
    new = "\n".join(_put_behind(text, name, key, mapping_of(entry)))
    read_back = _read(new, name)
    if read_back is None or mapping_of(read_back) != whole:
        raise NotAppendable(name, key)
    return new


def _read(text: str, name: str) -> Antwoorden | None:
    node, found = parse(text, name)
    if node is None or found:
        return None
    said, wrong = read_as(Antwoorden, node)
    return None if wrong else said


def _put_behind(text: str, name: str, key: str, entry: dict[str, Plain]) -> list[str]:
    lines = text.rstrip("\n").split("\n")
    root, _ = parse(text, name)
    here = root.get(key) if isinstance(root, Mapping) else None
    if not isinstance(root, Mapping) or here is None:
        return [*lines, *yaml_of({key: [entry]}).split("\n")]
    head = root.key_span(key).line - 1
    if not (isinstance(here, Sequence) and here.items):
        lines[head] = re.sub(r":\s*\[\s*\]", ":", lines[head])
    starts = (each.key.span.line - 1 for each in root.entries)
    end = min((line for line in starts if line > head), default=len(lines))
    while end < len(lines) and end > head + 1 and re.fullmatch(r"\s*(#.*)?", lines[end - 1]):
        end -= 1  # What stands above the next key belongs to it.
    indent = here.span.column - 1 if isinstance(here, Sequence) and here.items else 2
    new = yaml_of({key: [entry]}).rstrip("\n").split("\n")[1:]
    put = [" " * indent + line[2:] for line in new]
    return [*lines[:end], *put, *lines[end:], ""]
