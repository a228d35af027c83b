"""
The tables of a report of an audit about what follows from it: findings, measures, changes.
"""

from __future__ import annotations

from datetime import date

from zvhprivacy.audit.answers import Oordeel
from zvhprivacy.audit.compare import Verandering
from zvhprivacy.messages import text
from zvhprivacy.model.audit_answers import Maatregel
from zvhprivacy.report.audit_tables import Row, Tabel
from zvhprivacy.report.audit_view import Report, Stand, deviating, signed, stand


# How a measure stands, and the colour in which that is shown.
PROGRESS = {"klaar": Stand.VOLDOET, "loopt": Stand.OPEN, "te-laat": Stand.AFWIJKING}


def found(report: Report, lang: str) -> Tabel:
    """
    Give every statement that deviates, in what, what people say of it, and what is done about it.
    """
    columns = {"stelling": 22, "tekst": 50, "aspecten": 26, "stand": 22, "toelichting": 40}
    without = {each.stelling for each in report.opvolging.zonder_maatregel}
    rows: list[Row] = []
    for key, points in deviating(report).items():
        measures = [each.id for each in report.maatregelen if each.bevinding == key]
        said = [each.mens.toelichting or "" for each in points if each.mens]
        rows.append(
            (
                key,
                points[0].getoetst.stelling,
                "\n".join(_deviating(report, each, lang) for each in points),
                "\n".join(dict.fromkeys(signed(stand(each), lang) for each in points)),
                "\n".join(filter(None, said)),
                text("audit.geen-maatregel", lang) if key in without else "\n".join(measures),
            )
        )
    table = Tabel(naam="bevindingen", kolommen=columns | {"maatregelen": 22}, rijen=rows)
    return table.without("toelichting") if report.buiten else table


def _deviating(report: Report, each: Oordeel, lang: str) -> str:
    name = text(f"audit.aspect.{each.aspect.value}", lang)
    looked = each.getoetst.found.of(each.aspect)
    if looked is None or not looked.afwijkend:
        return name
    counts = {"aantal": looked.afwijkend, "totaal": looked.onderzocht}
    told = {word: report.told(count, lang) for word, count in counts.items()}
    return text("audit.van", lang, aspect=name, **told)


def measures(report: Report, lang: str) -> Tabel:
    """
    Give every measure, and those of an earlier audit that are late: by whom, until when, how far.
    """
    columns = {
        "maatregel-id": 16,
        "stelling": 22,
        "maatregel": 50,
        "eigenaar": 30,
        "voor": 12,
        "voortgang": 14,
        "afgerond": 12,
        "hercontrole": 13,
    }
    everything = dict.fromkeys((*sorted(report.maatregelen, key=_when), *report.te_laat))
    rows: list[Row] = [
        (
            each.id,
            each.bevinding,
            each.maatregel,
            _owner(each, lang),
            each.voor,
            text(f"audit.voortgang.{_progress(report, each)}", lang),
            each.afgerond_op or "",
            each.hercontrole_voor or "",
        )
        for each in everything
    ]
    return Tabel(naam="maatregelen", kolommen=columns, rijen=rows)


def _when(each: Maatregel) -> tuple[date, str]:
    return each.voor, each.id


def _owner(each: Maatregel, lang: str) -> str:
    if each.eigenaar is None:
        return text("audit.geen-eigenaar", lang)
    return f"{each.eigenaar.functie}@{each.eigenaar.organisatie}"


def _progress(report: Report, each: Maatregel) -> str:
    if each.klaar(report.op):
        return "klaar"
    return "te-laat" if each.voor < report.op else "loopt"


def changes(report: Report, lang: str) -> Tabel:
    """
    Give the points that are not as they were in the earlier audit.

    Outside the house not whether a deviation grew: that is told by exact counts.
    """
    columns = {"stelling": 22, "tekst": 56, "aspect": 10, "eerst": 20, "nu": 20, "verandering": 24}
    if not report.buiten:
        columns["richting"] = 14
    rows: list[Row] = []
    for each in report.vergelijking.verschillen if report.vergelijking else ():
        if each.verandering is Verandering.ONGEWIJZIGD:
            continue
        known = each.nu or each.eerst
        rows.append(
            (
                each.stelling,
                known.getoetst.stelling if known else "",
                text(f"audit.aspect.{each.aspect.value}", lang),
                signed(stand(each.eerst), lang) if each.eerst else "",
                signed(stand(each.nu), lang) if each.nu else "",
                text(f"audit.verandering.{each.verandering.value}", lang)
                + (text("audit.herzien", lang) if each.herzien else ""),
                text(f"audit.richting.{each.richting.value}", lang),
            )[: len(columns)]
        )
    return Tabel(naam="wijzigingen", kolommen=columns, rijen=rows, samen=2)
