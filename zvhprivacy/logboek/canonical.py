"""
The one way in which a line is written, and the only one in which it is read: RFC 8785.

Of both kinds of lines there is one form per version; a field that is not in it is refused.
"""

from __future__ import annotations

import json

from typing import NamedTuple

from zvhprivacy.logboek import fields
from zvhprivacy.logboek.errors import BadLine, UnreadableLine
from zvhprivacy.logboek.fields import Form
from zvhprivacy.logboek.line import (
    AuditLine,
    DataLine,
    Gebeurtenis,
    Line,
    Logdoel,
    Resultaat,
    Status,
    Subject,
    Voorwerp,
)


VERSION = 1
STANDARD = "logboek-dataverwerkingen:werkversie"  # no version of it was published yet


class Draft(NamedTuple):
    """
    A line that waits for its time: what stands before and after it, and what it is found by.
    """

    before: bytes
    after: bytes
    casus: str | None
    voorwerp: str | None
    beleid: str | None


_WORD = fields.remembered(fields.text(fields.WORD))
_NAME = fields.text(fields.NAME)
_ARTICLE = fields.remembered(fields.text(fields.ARTICLE))
_WORDS = (
    "aan convenant deelnemer doel fase gegevens handeling kader namens object over proces reden "
    "regel rol status"
)
_TIME = fields.text(fields.TIME)
_ACTIVITY = rf"{fields.WORD}/{fields.WORD}/{fields.WORD}@{fields.DAY}"

AUDIT = Form(
    {
        **dict.fromkeys(_WORDS.split(), _WORD),
        **dict.fromkeys(("actor", "goedgekeurd_door", "oorsprong"), _NAME),
        **dict.fromkeys(("artikel", "grondslag"), _ARTICLE),
        **dict.fromkeys(("aantal", "tot"), fields.INTEGER),
        **dict.fromkeys(("noodprocedure", "schaduw"), fields.TRUE),
        "casus": fields.text(f"(?P<casus>{fields.NAME})"),
        "beleid": fields.remembered(fields.text(f"(?P<beleid>{fields.POLICY})")),
        "dag": fields.remembered(fields.text(fields.DAY)),
        "feiten": fields.remembered(fields.many(f"{fields.WORD}={fields.WORD}")),
        "gebeurtenis": fields.one_of(Gebeurtenis),
        "logdoel": fields.one_of(Logdoel),
        "operatie": fields.SPAN,
        "resultaat": fields.one_of(Resultaat),
        "trace": fields.TRACE,
        "verplichtingen": fields.remembered(fields.many(fields.WORD)),
        "voorwerp": fields.group(
            Voorwerp,
            ("rij", fields.text(f"(?P<rij>{fields.NAME})")),
            ("versie", fields.INTEGER),
            ("zegel", fields.text(fields.HASH)),
        ),
    },
    required="actor gebeurtenis operatie resultaat trace",
    stamp="tijd",
    fixed={"versie": str(VERSION)},
)
DATA = Form(
    {
        "attributes": fields.group(
            Subject,
            ("dpl.core.data_subject_id", _NAME),
            ("dpl.core.data_subject_id_type", _WORD),
            ("dpl.core.processing_activity_id", fields.remembered(fields.text(_ACTIVITY))),
        ),
        "name": _WORD,
        "parent_span_id": fields.SPAN,
        "span_id": fields.SPAN,
        "start_time": _TIME,
        "status_code": fields.one_of(Status),
        "trace_id": fields.TRACE,
    },
    required="attributes name span_id start_time status_code trace_id",
    stamp="end_time",
    fixed={"standaard": f'"{STANDARD}"', "versie": str(VERSION)},
)
_DATA_STARTS = b'{"attributes"'
_OWN = ("standaard", "versie", fields.SALT)  # what every line has and no value
_match_audit, _match_data = AUDIT.match, DATA.match


def write(line: Line, salt: bytes) -> Draft:
    """
    Write *line* with *salt*, leaving room for its time.

    Raises:
        BadLine: a value does not fit in its field.
    """
    form = DATA if isinstance(line, DataLine) else AUDIT
    try:
        before, after = form.encode(line, salt)
    except fields.Misfit as misfit:
        kind = type(getattr(line, misfit.key, None)).__name__
        raise BadLine(veld=misfit.key, soort=kind) from None
    if isinstance(line, DataLine):
        return Draft(before, after, None, None, None)
    row = line.voorwerp.rij if line.voorwerp else None
    return Draft(before, after, line.casus, row, line.beleid)


# What is seen of a line without reading all of it: policy, case, time and stored row, in the order
# in which they stand there. No named tuple: a check of the whole log makes one for every line.
Scanned = tuple[bytes | None, bytes | None, bytes, bytes | None]


def scan(entry: bytes) -> Scanned | None:
    """
    Look at *entry*; give nothing when it is no line exactly as `write` writes them.
    """
    if entry.startswith(_DATA_STARTS):
        found = _match_data(entry)
        return (None, None, found["stamp"], None) if found else None
    found = _match_audit(entry)
    return found.groups() if found else None  # type: ignore[return-value]


def time_of(entry: bytes | None) -> str:
    """
    Give the time of *entry*; nothing when it was pruned or is no line.
    """
    found = scan(entry) if entry else None
    return found[2].decode("ascii") if found else ""


def read(entry: bytes) -> Line:
    """
    Read *entry* back.

    Raises:
        UnreadableLine: it is no line exactly as `write` writes them.
    """
    if scan(entry) is None:
        raise UnreadableLine
    kind, form = (DataLine, DATA) if entry.startswith(_DATA_STARTS) else (AuditLine, AUDIT)
    found = json.loads(entry)
    values = {
        key: form.given[key].decode(value) if key in form.given else value
        for key, value in found.items()
        if key not in _OWN
    }
    return kind(**values)
