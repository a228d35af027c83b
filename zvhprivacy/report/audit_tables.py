"""
The tables of a report of an audit: what a workbook and a page show alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from zvhprivacy.audit.answers import Oordeel
from zvhprivacy.messages import text
from zvhprivacy.model.audit import SHOWN, Looked
from zvhprivacy.report.audit_view import (
    Report,
    Stand,
    asks_a_person,
    by_group,
    dated,
    signed,
    stand,
    stands,
)
from zvhprivacy.report.matrix import Matrix
from zvhprivacy.report.xlsx import Cell


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabel:
    """
    A table: *kolommen* names its columns, each with a width in characters.

    What stands in the first *samen* of these is said once on a page, for all rows that share it.
    """

    naam: str
    kolommen: dict[str, int]
    rijen: list[Row] = field(default_factory=list)
    samen: int = 1

    def kop(self, lang: str) -> tuple[str, ...]:
        """
        Give the heads of the columns.
        """
        return tuple(text(f"audit.kop.{name}", lang) for name in self.kolommen)

    def without(self, kolom: str) -> Tabel:
        """
        Leave out a column.
        """
        place = list(self.kolommen).index(kolom)
        return replace(
            self,
            kolommen={name: width for name, width in self.kolommen.items() if name != kolom},
            rijen=[row[:place] + row[place + 1 :] for row in self.rijen],
        )

    def titel(self, lang: str) -> str:
        """
        Give what the table is called.
        """
        return text(f"audit.tabel.{self.naam}", lang)


def summary(report: Report, lang: str) -> Tabel:
    """
    Say in a few rows what the audit is about and what came out.
    """
    audit, points = report.audit, list(report.dossier.oordelen())
    counted = stands(points)
    rows: list[Row] = [
        (text("audit.regel.audit", lang), audit.id),
        (text("audit.regel.periode", lang), period(report, lang)),
        (text("audit.regel.checklists", lang), "\n".join(audit.checklists.values())),
        (text("audit.regel.punten", lang), len(points)),
        *((signed(each, lang), counted[each]) for each in Stand),
        (text("audit.regel.mens", lang), sum(map(asks_a_person, points))),
        (text("audit.regel.zonder-maatregel", lang), len(report.opvolging.zonder_maatregel)),
        (text("audit.regel.te-laat", lang), len(report.te_laat)),
        (text("audit.regel.verwijzingen", lang), notice(report, lang)),
        (text("audit.tabel.toegang", lang), text("audit.uitleg.toegang", lang)),
    ]
    return Tabel(naam="samenvatting", kolommen={"onderwerp": 42, "waarde": 90}, rijen=rows)


def groups(report: Report) -> Tabel:
    """
    Count the points of each group by where they stand.
    """
    rows: list[Row] = [
        (key, title, *(counts[each] for each in Stand), counts.total())
        for key, title, counts in by_group(report)
    ]
    columns = {"groep": 31, "waarover": 38} | {each.value: 13 for each in Stand} | {"totaal": 9}
    return Tabel(naam="groepen", kolommen=columns, rijen=rows)


def statements(report: Report, lang: str) -> Tabel:
    """
    Give every point with the answer of the machine, its counts, and the answer of a person.
    """
    columns = {
        "stelling": 20,
        "tekst": 38,
        "soort": 11,
        "aspect": 9,
        "stand": 16,
        "machine": 16,
        "onderzocht": 11,
        "afwijkend": 10,
        "uitleg": 26,
        "mens": 16,
        "door": 16,
        "op": 11,
    }
    rows = [_statement(report, each, lang) for each in report.dossier.oordelen()]
    return Tabel(naam="stellingen", kolommen=columns, rijen=rows, samen=3)


def _statement(report: Report, each: Oordeel, lang: str) -> Row:
    getoetst, mens = each.getoetst, each.mens
    looked = getoetst.found.of(each.aspect)
    return (
        getoetst.sleutel,
        getoetst.stelling,
        text(f"audit.soort.{getoetst.soort.value}", lang),
        text(f"audit.aspect.{each.aspect.value}", lang),
        signed(stand(each), lang),
        signed(Stand(each.machine.value), lang) if each.machine else "",
        report.counted(looked.onderzocht) if looked else "",
        report.counted(looked.afwijkend) if looked else "",
        explained(report, looked, lang) if looked else "",
        signed(Stand(mens.antwoord.value), lang) if mens else "",
        mens.door if mens else "",
        mens.op if mens else "",
    )


def explained(report: Report, looked: Looked, lang: str) -> str:
    """
    Say why nothing can be established, and what the counts are made up of.
    """
    said = [text(f"audit.onbekend.{looked.reden.value}", lang)] if looked.reden else []
    said += [f"{_words(word)}: {report.told(count, lang)}" for word, count in looked.tellingen]
    return "; ".join(said)


def evidence(report: Report, lang: str, most: int = SHOWN) -> Tabel:
    """
    Give the records that each answer refers to, *most* for one, and what people brought.
    """
    columns = {"stelling": 30, "aspect": 10, "bewijs": 14, "wat": 18, "kenmerk": 70}
    rows: list[Row] = []
    for each in () if report.buiten else report.dossier.oordelen():
        where = each.getoetst.sleutel, text(f"audit.aspect.{each.aspect.value}", lang)
        looked = each.getoetst.found.of(each.aspect)
        named = looked.verwijzingen[:most] if looked else ()
        kind = text("audit.bewijs.verwijzing", lang)
        rows += [(*where, kind, soort, kenmerk) for soort, kenmerk in named]
        if looked and looked.afwijkend > len(named) > 0:
            rest = text("audit.meer", lang, aantal=looked.afwijkend - len(named))
            rows.append((*where, kind, "", rest))
        if each.mens:
            by = each.mens.door
            brought = text("audit.bewijs.mens", lang)
            rows += [(*where, brought, by, said) for said in each.mens.bewijs]
            if each.mens.toelichting:
                said = each.mens.toelichting
                rows.append((*where, text("audit.bewijs.toelichting", lang), by, said))
    return Tabel(naam="bewijs", kolommen=columns, rijen=rows, samen=3)


def sample(report: Report, lang: str) -> Tabel:
    """
    Give the cases that were drawn, and how they can be drawn again; not outside the house.
    """
    drawn, rows = report.audit.steekproef, list[Row]()
    if drawn is not None and not report.buiten:
        for name in ("zaad", "methode", "populatie"):
            rows.append((text(f"audit.regel.{name}", lang), getattr(drawn, name)))
        rows += [(each.laag, each.casus) for each in drawn.getrokken]
    return Tabel(naam="steekproef", kolommen={"laag": 40, "casus": 90}, rijen=rows)


def provenance(report: Report, lang: str) -> Tabel:
    """
    Say from what the audit was made, so that it can be made again.
    """
    made = report.audit.herkomst
    rows: list[Row] = [
        (text("audit.regel.versie", lang), made.versie),
        (text("audit.regel.opdracht", lang), made.opdracht),
        (text("audit.regel.op", lang), made.op),
        (text("audit.regel.gemaakt", lang), report.op),
        (text("audit.regel.periode", lang), period(report, lang)),
        (text("audit.regel.beleid", lang), made.beleid),
    ]
    if made.wortel:
        rows.append((text("audit.regel.regels", lang), report.counted(made.regels)))
        rows.append((text("audit.regel.wortel", lang), made.wortel))
    if made.checkpoint and not report.buiten:  # it holds the number of entries
        rows.append((text("audit.regel.checkpoint", lang), made.checkpoint.strip()))
    rows += [(each.naam, each.sha256) for each in made.invoer]
    return Tabel(naam="herkomst", kolommen={"onderwerp": 60, "waarde": 80}, rijen=rows)


def months(report: Report) -> Tabel:
    """
    Count the decisions of each month.
    """
    rows: list[Row] = [
        (each.maand, report.counted(each.toegestaan), report.counted(each.geweigerd))
        for each in report.audit.maanden
    ]
    columns = {"maand": 20, "toegestaan": 16, "geweigerd": 16}
    return Tabel(naam="maanden", kolommen=columns, rijen=rows)


def may_see(found: Matrix, lang: str) -> list[Row]:
    """
    Say per rol of which kinds of data it may see what.
    """
    rows: list[Row] = []
    for rol, handeling in found.rows:
        needs = (found.cells.get((rol, handeling, each)) for each in found.columns)
        rows.append((rol, *(_may(each, lang) for each in needs)))
    return rows


def _may(count: int | None, lang: str) -> str:
    word = "nee" if count is None else "mits" if count else "ja"
    return text(f"audit.mag.{word}", lang, aantal=count or 0)


def period(report: Report, lang: str) -> str:
    """
    Say over which days the audit went, the last one included.
    """
    made = report.audit.herkomst
    last = made.tot - timedelta(days=1)
    return text("audit.periode", lang, van=dated(made.vanaf, lang), tot=dated(last, lang))


def notice(report: Report, lang: str) -> str:
    """
    Say what the report holds of people.
    """
    return text(f"audit.mededeling.{'buiten' if report.buiten else 'binnen'}", lang)


def _words(word: str) -> str:
    return word.replace("-", " ")
