"""
Violations in the logboek and in what is kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.audit_house.planting import LAST, Planter
from tests.bsn import bsn
from zvhprivacy.engine.desk import Policy
from zvhprivacy.model.request import Request


Row = tuple[Any, ...]

_LOOKED = (
    "json_extract(regel, '$.gebeurtenis') = 'raadplegen' "
    "AND json_extract(regel, '$.handeling') = 'inzien' "
    "AND json_extract(regel, '$.rol') = 'procesregisseur' "
    "AND json_extract(regel, '$.casus') = ?"
)
_REFUSED = (
    "json_extract(regel, '$.resultaat') = 'niet-toegestaan' "
    "AND json_extract(regel, '$.dag') >= '2029-07-02'"
)
_OF_TRACE = "json_extract(regel, '$.trace') = ? OR json_extract(regel, '$.trace_id') = ?"


def _look(p: Planter, where: str, count: int) -> list[Mapping[str, Any]]:
    """
    Give a look of the regisseur in each of so many cases.
    """
    query = f"SELECT id FROM casus WHERE {where} ORDER BY id"  # noqa: S608
    found = [line for (casus,) in p.sql(query) for line in p.lines(_LOOKED, casus, limit=1)]
    return found[:count]


def _trace(p: Planter, line: Mapping[str, Any]) -> list[int]:
    return [each["nummer"] for each in p.lines(_OF_TRACE, line["trace"], line["trace"])]


def read_outside(p: Planter, **other: str) -> int:
    """
    Plant that the regisseur of another team looked into a case three times.
    """
    [look] = _look(p, "fase IN ('casusoverleg', 'uitvoering')", 1)
    regie = "json_extract(regel, '$.rol') = 'procesregisseur'"
    who = p.lines(f"{regie} AND json_extract(regel, '$.actor') <> ?", look["actor"], limit=1)
    for _ in range(3):
        p.repeat(_trace(p, look), actor=who[0]["actor"], **other)
    return 3


def police_data_read_outside(p: Planter) -> int:
    """
    Plant that the regisseur of another team looked at police data of a case three times.
    """
    return read_outside(p, gegevens="politiegegevens-8-13", object="politiegegevens-8-13")


def read_after_closing(p: Planter) -> int:
    """
    Plant that the regisseur looked into cases that were closed.
    """
    looks = _look(p, "fase = 'afgesloten'", 2)
    for look in looks:
        p.repeat(_trace(p, look))
    return len(looks)


def allowed_by_nobody(p: Planter) -> int:
    """
    Plant that the logboek says that was allowed what the policy refused.
    """
    refused = p.lines(_REFUSED, limit=2)
    for line in refused:
        p.repeat([line["nummer"]], resultaat="toegestaan")
    return len(refused)


def act_without_decision(p: Planter) -> int:
    """
    Plant that somebody looked and nobody had decided that he may.
    """
    [look] = _look(p, "fase IN ('casusoverleg', 'uitvoering')", 1)
    act = [number for number in _trace(p, look) if number >= look["nummer"]]
    for _ in range(2):
        p.repeat(act)
    return 2


def number_in_line(p: Planter) -> int:
    """
    Plant that in the place of a device stands the number of a person.
    """
    lines = p.lines(_REFUSED, limit=2)
    for number, line in enumerate(lines):
        p.repeat([line["nummer"]], oorsprong=f"scherm:{bsn(5_000 + number)}")
    return len(lines)


def read_log_without_purpose(p: Planter) -> int:
    """
    Plant that somebody looked in the logboek and said not what for.
    """
    read = p.lines("json_extract(regel, '$.gebeurtenis') = 'logboek-inzien'", limit=1)
    for _ in range(2):
        p.repeat(_trace(p, read[0]), logdoel=None)
    return 2


def led_back_without_approval(p: Planter) -> int:
    """
    Plant that somebody was led back and there is no approval for it.
    """
    led = p.lines(
        "json_extract(regel, '$.handeling') = 'herleiden' "
        "AND json_extract(regel, '$.gebeurtenis') = 'herleiden' "
        "AND json_extract(regel, '$.noodprocedure') IS NULL",
        limit=1,
    )
    for _ in range(2):
        p.repeat(_trace(p, led[0]))
    return 2


def changed_entries(p: Planter) -> int:
    """
    Plant that entries say something else than they did.
    """
    p.unguarded("logboek_regel")
    some = p.lines("json_extract(regel, '$.status_code') = 'STATUS_CODE_OK'", limit=2)
    for line in some:
        p.sql(
            "UPDATE logboek_regel SET regel = CAST(replace(CAST(regel AS TEXT), "
            "'STATUS_CODE_OK', 'STATUS_CODE_UNSET') AS BLOB) WHERE nummer = ?",
            line["nummer"],
        )
    return len(some)


def not_reviewed(p: Planter) -> int:
    """
    Plant that nobody reviewed the use of the noodprocedure.
    """
    last = "(SELECT max(gebruikt_op) FROM kluis_goedkeuring WHERE noodprocedure)"
    p.sql(
        f"UPDATE kluis_goedkeuring SET beoordeeld_door = NULL WHERE gebruikt_op = {last}",  # noqa: S608
        kluis=True,
    )
    return 1


def no_origin(p: Planter) -> int:
    """
    Plant that entries do not say from which device or place somebody asked.
    """
    refused = p.lines(_REFUSED, limit=2)
    for line in refused:
        p.repeat([line["nummer"]], oorsprong=None)
    return len(refused)


def treated_on(p: Planter) -> int:
    """
    Plant that somebody went on in a case that had been handed over.
    """
    over = p.lines(
        "json_extract(regel, '$.handeling') = 'overdragen' "
        "AND json_extract(regel, '$.dag') >= '2029-07-02'",
        limit=1,
    )
    [look] = p.lines(_LOOKED, over[0]["casus"], limit=1)
    p.repeat(_trace(p, look))
    return 1


def fact_after_refusal(p: Planter) -> int:
    """
    Plant that who was refused asked again at once, and declared then what had been missing.
    """
    [said] = p.lines(
        "json_extract(regel, '$.handeling') = 'aanmelden' "
        "AND json_extract(regel, '$.gebeurtenis') = 'besluit' "
        "AND json_extract(regel, '$.fase') = 'signaal'",
        limit=1,
    )
    policy = Policy(p.house.werkmap).usual
    facts = [each for each in said["feiten"] if not each.startswith("kwaliteit-getoetst=")]
    asked: dict[str, Any] = {name: said.get(name) for name in Request._fields}
    known = frozenset(each.partition("=")[0] for each in facts)
    answer = policy.decide(Request(**asked), known, LAST.date())
    p.repeat(
        [said["nummer"]],
        feiten=facts,
        resultaat=answer.soort.value,
        regel=answer.regel,
        artikel=answer.artikel,
        grondslag=None,
        verplichtingen=list(answer.verplichtingen) or None,
    )
    p.repeat([said["nummer"]])
    return 1


ROWS: Mapping[str, Row] = {
    "read-outside": ("alleen-eigen-casus", "werking", read_outside),
    "police-data-read-outside": (
        "politie-alleen-eigen-casus",
        "werking",
        police_data_read_outside,
        "alleen-eigen-casus",
    ),
    "read-after-closing": ("gesloten-afgeschermd", "werking", read_after_closing),
    "allowed-by-nobody": (
        "antwoorden-nagespeeld",
        "werking",
        allowed_by_nobody,
        "grondslag-geldt",  # an answer that no rule gave rests on no ground
    ),
    "ground-of-nobody": (
        "grondslag-geldt",
        "werking",
        allowed_by_nobody,
        "antwoorden-nagespeeld",
    ),
    "no-origin": ("logregel-volledig", "bestaan", no_origin),
    "treated-on": ("overdracht-radicalisering", "werking", treated_on),
    "fact-after-refusal": ("feit-na-weigering", "werking", fact_after_refusal),
    "act-without-decision": ("handeling-met-besluit", "werking", act_without_decision),
    "number-in-line": ("log-zonder-namen", "werking", number_in_line),
    "read-log-without-purpose": ("loginzage-gelogd", "bestaan", read_log_without_purpose),
    "led-back-without-approval": ("sleutels-apart", "werking", led_back_without_approval),
    "changed-entries": ("logboek-ongewijzigd", "bestaan", changed_entries),
    "not-reviewed": ("noodprocedure-beoordeeld", "werking", not_reviewed),
}
