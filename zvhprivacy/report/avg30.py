"""
The verwerkingsregister (AVG 30) as the sheets of a workbook, in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from zvhprivacy.messages import text
from zvhprivacy.report.xlsx import Cell, Sheet


Said: TypeAlias = Callable[[str], str]  # a text of the register, by its key


# The columns of each sheet with their widths, in the order of AVG 30 lid 1 and lid 2.
_RECORDS = {
    "id": 30, "doel": 16, "proces": 24, "verantwoordelijken": 62, "regeling": 20, "betrokkenen": 14,
    "gegevens": 46, "ontvangers": 52, "verwerkers": 24, "doorgiften": 12, "bewaartermijn": 62,
    "grondslagen": 36, "uitzonderingen": 18, "kaders": 10, "dpia": 20, "vanaf": 11,
}  # fmt: skip
_CONTROLLERS = {"organisatie": 30, "naam": 50, "contact": 40, "fg": 50}
_PROCESSORS = {
    "verwerker": 30, "contact": 24, "verwerking": 34, "convenanten": 30, "verantwoordelijken": 62,
    "doorgiften": 16, "maatregelen": 34, "overeenkomst": 30, "subverwerkers": 24,
}  # fmt: skip
_ABOUT = {"onderwerp": 24, "waarde": 90}


def sheets(records: Mapping[str, Any], lang: str) -> list[Sheet]:
    """
    Lay *records* out: a sheet per kind of record, who can be reached where, and what this is.
    """

    def said(key: str) -> str:
        return text(f"register.{key}", lang)

    named = {each["verwerker"]: each["naam"] for each in records["verwerkers"]}
    controllers = {
        party["organisatie"]: party
        for each in records["verwerkingen"]
        for party in each["verantwoordelijken"]
    }
    about = [
        (said("kop.op"), date.fromisoformat(records["op"])),
        (said("kop.policy"), records["policy"]),
        (said("kop.aantal"), len(records["verwerkingen"])),
        (said("kop.maatregelen"), _lines(records["maatregelen"]) or said("onbekend")),
        (said("kop.uitleg"), said("uitleg")),
    ]
    return [
        _sheet(
            "lid-1",
            _RECORDS,
            [_record(each, named, said) for each in records["verwerkingen"]],
            said,
        ),
        _sheet(
            "verantwoordelijken",
            _CONTROLLERS,
            [_controller(controllers[name], said) for name in sorted(controllers)],
            said,
        ),
        _sheet("lid-2", _PROCESSORS, [_processor(e, said) for e in records["verwerkers"]], said),
        _sheet("over", _ABOUT, [dict(zip(_ABOUT, row, strict=True)) for row in about], said),
    ]


def _sheet(
    name: str, columns: Mapping[str, int], rows: Iterable[Mapping[str, Cell]], said: Said
) -> Sheet:
    heads = tuple(said(f"kop.{column}") for column in columns)
    cells = (tuple(row[column] for column in columns) for row in rows)
    return Sheet(title=said(f"blad.{name}"), rows=[heads, *cells], widths=tuple(columns.values()))


def _record(each: Mapping[str, Any], named: Mapping[str, str], said: Said) -> Mapping[str, Cell]:
    joint = said("gezamenlijk") + "\n" if each["gezamenlijk"] else ""
    example = f" ({said('voorbeeld')})" if each["dpia-voorbeeld"] else ""
    return {
        "id": each["id"],
        "doel": each["doel"],
        "proces": f"{each['proces']} ({each['titel']})",
        "verantwoordelijken": joint + _names(each["verantwoordelijken"]),
        "regeling": each["regeling"] or said("geen"),
        "betrokkenen": _lines(each["betrokkenen"]),
        "gegevens": _lines(f"{one['gegevens']} ({one['soort']})" for one in each["gegevens"]),
        "ontvangers": _names(each["ontvangers"]) or said("geen"),
        "verwerkers": _lines(named[one] for one in each["verwerkers"]) or said("geen"),
        "doorgiften": _transfers(each, said),
        "bewaartermijn": _terms(each),
        "grondslagen": _lines(
            f"{one['grondslag']} ({one['rechtsgrond']})" for one in each["grondslagen"]
        ),
        "uitzonderingen": _lines(each["uitzonderingen"]) or said("geen"),
        "kaders": _lines(each["kaders"]),
        "dpia": (each["dpia"] or said("geen")) + example,
        "vanaf": _day(each["vanaf"], said),
    }


def _controller(each: Mapping[str, Any], said: Said) -> Mapping[str, Cell]:
    return {
        "organisatie": each["organisatie"],
        "naam": each["naam"],
        "contact": _contact(each["contact"], said),
        "fg": _contact(each["fg"], said),
    }


def _processor(each: Mapping[str, Any], said: Said) -> Mapping[str, Cell]:
    agreed = each["overeenkomst"]
    days = (_dutch(agreed[key]) for key in ("datum", "tot") if agreed[key]) if agreed else ()
    return {
        "verwerker": each["naam"],
        "contact": _contact(each["contact"], said),
        "verwerking": each["verwerking"],
        "convenanten": _lines(sorted({one.split("/")[0] for one in each["activiteiten"]})),
        "verantwoordelijken": _names(each["verantwoordelijken"]),
        "doorgiften": _transfers(each, said),
        "maatregelen": _lines(each["maatregelen"]),
        "overeenkomst": f"{agreed['document']}, {' – '.join(days)}" if agreed else said("geen"),
        "subverwerkers": _lines(each["subverwerkers"]) or said("geen"),
    }


def _lines(words: Iterable[str]) -> str:
    return "\n".join(words)


def _names(parties: Iterable[Mapping[str, Any]]) -> str:
    return _lines(each["naam"] for each in parties)


def _contact(contact: Mapping[str, str] | None, said: Said) -> str:
    if contact is None:
        return said("onbekend")
    return ", ".join(filter(None, (contact["functie"], contact["adres"])))


def _day(day: str | None, said: Said) -> Cell:
    return date.fromisoformat(day) if day else said("onbekend")


def _dutch(day: str) -> str:
    return f"{date.fromisoformat(day):%d-%m-%Y}"


def _transfers(each: Mapping[str, Any], said: Said) -> str:
    return _lines(f"{one['land']}: {one['waarborg']}" for one in each["doorgiften"]) or said("geen")


def _terms(each: Mapping[str, Any]) -> str:
    return _lines(
        f"{one['termijn']} {one['vanaf']}: {one['dan']} ({one['artikel']})"
        for one in each["bewaartermijnen"]
    )
