"""
The register of DPIAs at a glance, one DPIA on a screen, and the agenda as a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from zvhprivacy.dpia.agenda import Due
from zvhprivacy.dpia.checks_risks import measured
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.risks import is_hoog
from zvhprivacy.dpia.status import NEXT
from zvhprivacy.errors import visible
from zvhprivacy.messages import text
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.scores import Band, Risicoschalen
from zvhprivacy.report.text import Line, plain


_COLUMNS = (
    *("dpia", "status", "versie", "vastgesteld", "herziening", "risicos", "hoog", "maatregelen"),
    "titel",
)


def overview(register: Register, day: date) -> list[dict[str, Any]]:
    """
    Describe every DPIA on *day*, also those that a finding stops.
    """
    found = [_row(register, dpia, day) for dpia in register.dpias.values()]
    for file in sorted(register.stopped):
        name = file.rpartition("/")[2].removesuffix(".yaml")
        if file.startswith("dpia/") and name not in register.dpias and _is_authored(name):
            why = next(each for each in register.findings if each.span.file == file)
            blank = dict.fromkeys(_COLUMNS) | {"te-laat": None}
            said = {"dpia": name, "status": "gestopt", "gestopt": f"{why.code} {why.span}"}
            found.append(blank | said)
    return sorted(found, key=lambda each: str(each["dpia"]))


def _is_authored(name: str) -> bool:
    return not name.endswith(".feiten") and not name.startswith(("risicoregister-", "verwerkings"))


def _row(register: Register, dpia: Dpia, day: date) -> dict[str, Any]:
    adoption, review = dpia.vaststelling, dpia.herziening
    schalen = register.schalen
    high = sum(_high(schalen, left) for _, left in measured(schalen, dpia))
    open_ = [each for each in dpia.maatregelen if each.gereed is None]
    return {
        "dpia": dpia.dpia,
        "titel": dpia.titel,
        "status": dpia.status.value,
        "voorbeeld": dpia.voorbeeld,
        "versie": adoption.versie if adoption else None,
        "convenanten": list(dpia.convenanten),
        "processen": list(dpia.processen),
        "vastgesteld": adoption.datum.isoformat() if adoption else None,
        "herziening": review.uiterlijk.isoformat() if review else None,
        "te-laat": bool(review and review.uiterlijk < day),
        "risicos": len(dpia.risicos),
        "hoog": high,
        "maatregelen": len(open_),
        "gestopt": None,
    }


def _high(schalen: Risicoschalen | None, left: Band | None) -> bool:
    return schalen is not None and left is not None and is_hoog(schalen, left)


def overview_table(found: Iterable[dict[str, Any]], lang: str) -> list[list[str]]:
    """
    Lay what `overview` gives out in a table, its header first.
    """
    heads = [text(f"dpia.kop.{key}", lang) for key in _COLUMNS]
    return [heads, *([_cell(each[key]) for key in _COLUMNS] for each in found)]


def _cell(value: object) -> str:
    return "-" if value is None else str(value)


def shown(register: Register, dpia: Dpia, lang: str) -> Iterator[Line]:
    """
    Tell where *dpia* stands and what is in it.
    """
    yield [(visible(dpia.titel), "bold"), (f"  dpia/{dpia.dpia}.yaml", "dim")]
    if dpia.voorbeeld:
        yield plain(text("dpia.voorbeeld", lang), "yellow")
    after = ", ".join(each.value for each in NEXT[dpia.status]) or text("dpia.niets-meer", lang)
    yield _said("stand", lang, status=dpia.status.value, volgende=after)
    about = {"convenanten": ", ".join(dpia.convenanten), "processen": ", ".join(dpia.processen)}
    yield _said("waarover", lang, **about)
    controllers = ", ".join(dpia.verwerkingsverantwoordelijken)
    yield _said("verantwoordelijk", lang, wie=controllers)
    adoption, feiten = dpia.vaststelling, register.feiten.get(dpia.dpia)
    if adoption is not None:
        who = ", ".join(each.organisatie for each in adoption.ondertekeningen) or "-"
        yield _said("vastgesteld", lang, datum=adoption.datum, versie=adoption.versie, wie=who)
    if dpia.herziening is not None:
        yield _said("herzien", lang, datum=dpia.herziening.uiterlijk)
    if feiten is None:
        yield _said("geen-feiten", lang, dpia=dpia.dpia)
    else:
        counts = {"verwerkingen": feiten.verwerkingen, "gegevens": feiten.persoonsgegevens}
        said = {name: len(each) for name, each in counts.items()}
        yield _said("feiten", lang, datum=feiten.op, partijen=len(feiten.partijen), **said)
    yield from _lists(register, dpia, lang)


def _lists(register: Register, dpia: Dpia, lang: str) -> Iterator[Line]:
    if dpia.adviezen:
        yield _said("adviezen", lang)
    for advies in dpia.adviezen:
        when = str(advies.datum) if advies.datum else text("dpia.advies-open", lang)
        what = f" {advies.conclusie.value}" if advies.conclusie else ""
        yield plain(f"  {advies.van.value} {advies.organisatie or ''}: {when}{what}")
    if dpia.risicos:
        yield _said("risicos", lang)
    for risico, left in measured(register.schalen, dpia):
        band = left.naam if left else "-"
        style = "bold red" if _high(register.schalen, left) else ""
        yield [
            (f"  {risico.id} ", "bold"),
            (band, style),
            (f": {visible(risico.beschrijving)}", ""),
        ]
    if dpia.maatregelen:
        yield _said("maatregelen", lang)
    for each in dpia.maatregelen:
        state = f"✓ {each.gereed}" if each.gereed else str(each.uiterlijk or "-")
        yield plain(f"  {each.id} ({each.beheerder}, {state}): {visible(each.maatregel)}")


def _said(key: str, lang: str, **values: object) -> Line:
    return plain(text(f"dpia.{key}", lang, **values))


def agenda_json(afspraak: Due, day: date) -> dict[str, Any]:
    """
    Put *afspraak* in the form that programs get.
    """
    return {
        "uiterlijk": afspraak.dag.isoformat(),
        "soort": afspraak.soort.value,
        "naam": afspraak.naam,
        "titel": afspraak.titel,
        "wie": afspraak.wie or None,
        "bestand": afspraak.bestand,
        "te-laat": afspraak.dag < day,
    }


def agenda_table(found: Sequence[Due], day: date, lang: str) -> list[list[str]]:
    """
    Lay *found* out in a table, its header first; what is late on *day* says so.
    """
    heads = [text(f"dpia.kop.{key}", lang) for key in ("dag", "soort", "naam", "wie")]
    late = text("dpia.te-laat", lang)
    rows = [
        [
            each.dag.isoformat() + (f" ({late})" if each.dag < day else ""),
            text(f"dpia.agenda.{each.soort.value}", lang),
            each.naam,
            each.wie or "-",
        ]
        for each in found
    ]
    return [[*heads], *rows]
