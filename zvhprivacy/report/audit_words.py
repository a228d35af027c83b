"""
An audit in words: what is wrong first, then what people must answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zvhprivacy.messages import text
from zvhprivacy.report.audit_tables import explained, notice, period
from zvhprivacy.report.audit_view import (
    Report,
    Stand,
    asks_a_person,
    deviating,
    signed,
    stand,
    stands,
)
from zvhprivacy.report.text import Line, plain


SHOWN = 20  # statements that the terminal names; the reports have them all

_STYLES = {
    Stand.AFWIJKING: "bold red",
    Stand.WEERSPROKEN: "red",
    Stand.NIET_VAST_TE_STELLEN: "yellow",
    Stand.OPEN: "cyan",
    Stand.GEEN_AFWIJKING: "green",
    Stand.VOLDOET: "green",
}


def words(report: Report, lang: str) -> Iterator[str]:
    """
    Say in a few sentences what came out.
    """
    points = list(report.dossier.oordelen())
    counts, follow_up = stands(points), report.opvolging
    wrong = counts[Stand.AFWIJKING]
    totals = {"totaal": len(points), "alle": len(report.audit.getoetst)}
    about = {each.getoetst.sleutel for each in points if stand(each) is Stand.AFWIJKING}
    key = "wijkt-af" if wrong else "wijkt-niet-af"
    yield text(f"audit.woorden.{key}", lang, aantal=wrong, stellingen=len(about), **totals)
    if counts[Stand.WEERSPROKEN]:
        yield text("audit.woorden.weersproken", lang, aantal=counts[Stand.WEERSPROKEN])
    if counts[Stand.NIET_VAST_TE_STELLEN]:
        yield text("audit.woorden.onbekend", lang, aantal=counts[Stand.NIET_VAST_TE_STELLEN])
    asked = sum(map(asks_a_person, points))
    yield (
        text("audit.woorden.mens", lang, aantal=asked)
        if asked
        else text("audit.alles-beantwoord", lang)
    )
    yield text(
        "audit.woorden.maatregelen",
        lang,
        aantal=len(report.maatregelen),
        klaar=len(follow_up.klaar),
        laat=len(report.te_laat),
        zonder=len(follow_up.zonder_maatregel),
    )
    yield text("audit.woorden.machine", lang)


def audit_lines(report: Report, lang: str) -> Iterator[Line]:
    """
    Give *report* for a terminal, short.
    """
    yield plain(text("audit.titel", lang, audit=report.audit.id), "bold")
    yield plain(period(report, lang), "dim")
    yield []
    counts = stands(report.dossier.oordelen())
    width = max(len(str(count)) for count in (*counts.values(), 0))
    for where in Stand:
        shown = f"{counts[where]:>{width}}  {signed(where, lang)}"
        yield plain(shown, _STYLES.get(where, "dim") if counts[where] else "dim")
    yield []
    yield from _named(deviating(report), report, lang)
    for sentence in words(report, lang):
        yield plain(sentence)
    yield plain(notice(report, lang), "dim")


def _named(found: dict[str, Any], report: Report, lang: str) -> Iterator[Line]:
    for number, (key, points) in enumerate(found.items()):
        if number == SHOWN:
            yield plain(text("audit.en-nog", lang, aantal=len(found) - SHOWN))
            break
        yield [(f"{key} ", "bold"), (points[0].getoetst.stelling, "")]
        for each in points:
            looked = each.getoetst.found.of(each.aspect)
            name = text(f"audit.aspect.{each.aspect.value}", lang)
            told = explained(report, looked, lang) if looked else ""
            if looked and looked.afwijkend:
                counts = {"aantal": looked.afwijkend, "totaal": looked.onderzocht}
                known = {word: report.told(count, lang) for word, count in counts.items()}
                name = text("audit.van", lang, aspect=name, **known)
            shown = f"  {signed(stand(each), lang)}: {name}" + (f" ({told})" if told else "")
            yield plain(shown, _STYLES[stand(each)])
    if found:
        yield []
