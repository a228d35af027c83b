"""
An audit as one page that stands by itself: to read on a screen, by ear or on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from zvhprivacy.messages import text
from zvhprivacy.report import audit_followup, audit_tables
from zvhprivacy.report.audit_chart import chart
from zvhprivacy.report.audit_style import LEVELS, style
from zvhprivacy.report.audit_tables import Tabel
from zvhprivacy.report.audit_view import Report, Stand, by_group, dated, signed
from zvhprivacy.report.audit_words import words
from zvhprivacy.report.html import EMPTY, Html, lines, page, tag
from zvhprivacy.report.text import thousands
from zvhprivacy.report.xlsx import Cell


REFERENCES = 10  # of one point; the workbook has them all

_LONG = frozenset({"tekst", "maatregel", "toelichting", "uitleg"})
_DUTCH = frozenset({"tekst", "maatregel", "toelichting", "waarover"})  # words of files


def audit_page(report: Report, lang: str) -> bytes:
    """
    Give *report* as HTML; nothing that stands in it is taken for markup.
    """
    title = text("audit.titel", lang, audit=report.audit.id)
    sections = list(_sections(report, lang))
    entries = [
        tag("li", tag("a", text(f"audit.tabel.{name}", lang), href=f"#{name}"))
        for name, _ in sections
    ]
    return page(
        title,
        lang,
        style(),
        tag("a", text("audit.naar-inhoud", lang), class_="skip", href="#inhoud"),
        tag(
            "header",
            lines(
                "",
                tag("h1", title),
                tag("p", f"{audit_tables.period(report, lang)}. {_updated(report, lang)}"),
                tag("p", audit_tables.notice(report, lang), class_="notice"),
            ),
        ),
        tag("nav", tag("ul", lines("", *entries, "")), aria_label=text("audit.inhoud", lang)),
        tag("main", lines("", *(_section(*each, lang) for each in sections), ""), id="inhoud"),
    )


def _updated(report: Report, lang: str) -> str:
    return text("audit.ondertitel", lang, op=dated(report.op, lang))


def _section(name: str, inside: Sequence[Html], lang: str) -> Html:
    head = tag("h2", text(f"audit.tabel.{name}", lang), id=f"kop-{name}")
    return tag("section", lines("", head, *inside, ""), id=name)


def _sections(report: Report, lang: str) -> Iterator[tuple[str, list[Html]]]:
    yield "samenvatting", [tag("p", each) for each in words(report, lang)]
    yield "groepen", [_told("groepen", lang), _heat_map(report, lang)]
    yield "bevindingen", [_table(audit_followup.found(report, lang), lang, "niets-wijkt-af")]
    yield "maatregelen", [_table(audit_followup.measures(report, lang), lang)]
    yield "wijzigingen", _changes(report, lang)
    yield "maanden", _months(report, lang)
    yield "toegang", [_told("toegang", lang), *_access(report, lang)]
    points = audit_tables.statements(report, lang).without("stand")  # it follows from both answers
    yield "stellingen", [_table(points, lang)]
    if not report.buiten:
        yield "bewijs", [_table(audit_tables.evidence(report, lang, REFERENCES), lang)]
        drawn = _table(audit_tables.sample(report, lang), lang, "geen-steekproef")
        yield "steekproef", [_told("steekproef", lang), drawn]
    yield (
        "herkomst",
        [_told("herkomst", lang), _table(audit_tables.provenance(report, lang), lang)],
    )


def _told(name: str, lang: str) -> Html:
    return tag("p", text(f"audit.uitleg.{name}", lang))


def _changes(report: Report, lang: str) -> list[Html]:
    if report.vergelijking is None:
        return [tag("p", text("audit.geen-vorige", lang))]
    about = text("audit.uitleg.wijzigingen", lang, eerst=report.vergelijking.eerst)
    return [tag("p", about), _table(audit_followup.changes(report, lang), lang)]


def _months(report: Report, lang: str) -> list[Html]:
    if not report.audit.maanden:
        return [tag("p", text("audit.geen-maanden", lang))]
    charts = [chart(report, kind, lang) for kind in ("toegestaan", "geweigerd")]
    return [_told("maanden", lang), *charts, _table(audit_tables.months(report), lang)]


def _heat_map(report: Report, lang: str) -> Html:
    """
    Show the points of each group by where they stand: the more of its points, the fuller a colour.
    """
    rows = []
    for key, about, counts in by_group(report):
        cells = [tag("th", key, scope="row", class_="key"), tag("td", about, lang=_dutch(lang))]
        for where in Stand:
            level = -(-counts[where] * LEVELS // counts.total())
            shade = f"number {where.value} level-{level}" if level else "number"
            cells.append(tag("td", str(counts[where]), class_=shade))
        rows.append(tag("tr", *cells, tag("td", str(counts.total()), class_="number")))
    table = audit_tables.groups(report)
    return _framed(table.naam, table.kop(lang), rows)


def _access(report: Report, lang: str) -> Iterator[Html]:
    never = text("audit.mag.nee", lang)
    for convenant, titel, found in report.toegang:
        rows = [
            tag(
                "tr",
                tag("th", str(rol), scope="row"),
                *(tag("td", str(each), class_=None if each == never else "can") for each in cells),
            )
            for rol, *cells in audit_tables.may_see(found, lang)
        ]
        name = f"toegang-{convenant}"
        yield tag("h3", titel, id=f"kop-{name}", lang=_dutch(lang))
        yield _framed(name, (text("audit.kop.rol", lang), *found.columns), rows, class_="turned")


def _table(table: Tabel, lang: str, empty: str = "leeg") -> Html:
    if not table.rijen:
        return tag("p", text(f"audit.{empty}", lang))
    shades = _shades(lang)
    rows = []
    for _, several in groupby(table.rijen, key=lambda row: row[: table.samen]):
        together = list(several)
        for number, row in enumerate(together):
            cells = []
            for place, (name, value) in enumerate(zip(table.kolommen, row, strict=True)):
                shared = place < table.samen
                if not shared or number == 0:
                    high = len(together) if shared else 1
                    cells.append(_cell(name, value, shades, lang, first=place == 0, rows=high))
            rows.append(tag("tr", *cells))
    return _framed(table.naam, table.kop(lang), rows)


def _cell(
    name: str,
    value: Cell,
    shades: Mapping[str, str],
    lang: str,
    *,
    first: bool,
    rows: int,
) -> Html:
    return tag(
        "th" if first else "td",
        _said(value, lang),
        scope=("rowgroup" if rows > 1 else "row") if first else None,
        rowspan=rows if rows > 1 else None,
        class_=_class(name, value, shades),
        lang=_dutch(lang) if name in _DUTCH else None,
    )


def _framed(
    name: str, heads: Sequence[str], rows: Sequence[Html], class_: str | None = None
) -> Html:
    """
    Put a table in a frame that scrolls by keyboard too, called as the heading above it.
    """
    head = tag("thead", tag("tr", *(tag("th", each, scope="col") for each in heads)))
    table = tag("table", lines("", head, tag("tbody", lines("", *rows, "")), ""), class_=class_)
    return tag(
        "div", table, class_="wide", role="region", tabindex=0, aria_labelledby=f"kop-{name}"
    )


def _shades(lang: str) -> Mapping[str, str]:
    stands = {signed(each, lang): each.value for each in Stand}
    return stands | {
        text(f"audit.voortgang.{word}", lang): where.value
        for word, where in audit_followup.PROGRESS.items()
    }


def _class(name: str, value: Cell, shades: Mapping[str, str]) -> str | None:
    if isinstance(value, int):
        return "number"
    if isinstance(value, date):
        return "short"
    found = [shades.get(value.split("\n")[0], "")]
    if name in _LONG:
        found.append("long")
    if name in {"stelling", "groep"}:
        found.append("key")
    if name in {"kenmerk", "casus"}:
        found.append("hash")
    return " ".join(filter(None, found)) or None


def _said(value: Cell, lang: str) -> str:
    if isinstance(value, date):
        return dated(value, lang)
    return thousands(value, lang) if isinstance(value, int) else value or EMPTY


def _dutch(lang: str) -> str | None:
    """
    Name the language of words that come from files of the house, when the page is in another.
    """
    return None if lang == "nl" else "nl"
