"""
An audit as a workbook: to read, to filter, to print, and with a sheet to fill in and read back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zvhprivacy.audit.form import HEADS, TO_FILL, answer_form
from zvhprivacy.messages import text
from zvhprivacy.model.audit_answers import OF_PEOPLE
from zvhprivacy.report import audit_followup, audit_tables
from zvhprivacy.report.audit_tables import Row, Tabel
from zvhprivacy.report.audit_view import COLOURS, Report, Stand, signed
from zvhprivacy.report.xlsx import Cell, Fill, Read, Sheet, rows_of, workbook


FORM = "antwoorden"  # of the table; the sheet to fill in is called so in the language of the reader

_WIDTHS = {  # characters of a column of the form
    "audit": 12,
    "stelling": 24,
    "aspect": 10,
    "tekst": 44,
    "programma": 20,
    "onderzocht": 11,
    "afwijkend": 10,
    "eerder": 18,
    "antwoord": 20,
    "bewijs": 28,
    "toelichting": 34,
    "door": 22,
    "op": 12,
}
_FILL = {
    "antwoord": Fill(choices=tuple(each.value for each in OF_PEOPLE)),
    "op": Fill(day=True),
}


def audit_workbook(report: Report, lang: str) -> bytes:
    """
    Give *report* as a workbook; one that goes outside has no references and nothing to fill in.
    """
    return workbook(list(_sheets(report, lang)))


def filled_in(bestand: str, data: bytes, lang: str) -> Sequence[Sequence[Read]] | None:
    """
    Give the rows of the sheet to fill in of a workbook; nothing when it has no such sheet.

    Raises:
        WorkbookUnreadable: *bestand* is no workbook.
    """
    return rows_of(bestand, data).get(text(f"audit.tabel.{FORM}", lang))


def checklist_workbook(form: Mapping[str, Sequence[Row]]) -> bytes:
    """
    Give the sheets of a *form* for a checklist, to fill in freely and read back with `rows_of`.
    """
    return workbook([Sheet(title=name, rows=rows) for name, rows in form.items()])


def _sheets(report: Report, lang: str) -> Iterator[Sheet]:
    yield _sheet(audit_tables.summary(report, lang), lang)
    yield _sheet(audit_tables.groups(report), lang)
    yield _sheet(audit_tables.statements(report, lang), lang, frozen=1)
    if not report.buiten:
        yield _form(report, lang)
        yield _sheet(audit_tables.evidence(report, lang), lang)
    yield _sheet(audit_followup.found(report, lang), lang)
    yield _sheet(audit_followup.measures(report, lang), lang)
    yield _sheet(audit_followup.changes(report, lang), lang)
    if not report.buiten:
        yield _sheet(audit_tables.sample(report, lang), lang)
    yield _sheet(audit_tables.months(report), lang)
    for name, _, found in report.toegang:
        rows = [(text("audit.kop.rol", lang), *found.columns), *audit_tables.may_see(found, lang)]
        yield Sheet(title=name, rows=rows, frozen=1, marks=_may(lang))
    yield _sheet(audit_tables.provenance(report, lang), lang)


def _sheet(table: Tabel, lang: str, frozen: int = 0) -> Sheet:
    marks = {signed(each, lang): COLOURS[each] for each in Stand}
    for word, where in audit_followup.PROGRESS.items():
        marks[text(f"audit.voortgang.{word}", lang)] = COLOURS[where]
    empty: Row = (text("audit.leeg", lang), *[""] * (len(table.kolommen) - 1))
    return Sheet(
        title=table.titel(lang),
        rows=[table.kop(lang), *(table.rijen or [empty])],
        frozen=frozen,
        widths=tuple(table.kolommen.values()),
        marks=marks,
    )


def _form(report: Report, lang: str) -> Sheet:
    rows: list[tuple[Cell, ...]] = list(answer_form(report.dossier))
    return Sheet(
        title=text(f"audit.tabel.{FORM}", lang),
        rows=rows,
        widths=tuple(_WIDTHS[head] for head in HEADS),
        marks={each.value: COLOURS[Stand(each.value)] for each in OF_PEOPLE},
        fill={HEADS.index(head): _FILL.get(head, Fill()) for head in TO_FILL},
    )


def _may(lang: str) -> dict[str, str]:
    return {
        text("audit.mag.ja", lang): COLOURS[Stand.VOLDOET],
        text("audit.mag.nee", lang): COLOURS[Stand.NIET_VAN_TOEPASSING],
    }
