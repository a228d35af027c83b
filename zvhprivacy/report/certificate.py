"""
The certificate of destruction for people: a workbook, or tables on a terminal.

What is signed is the JSON file; both name its fingerprint, so that one can see that it is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias, TypeVar

from zvhprivacy.bewaren.banding import BandUitzondering, Published
from zvhprivacy.bewaren.certificate import Cel, Certificate, Methode, Uitzondering
from zvhprivacy.bewaren.signing import fingerprint
from zvhprivacy.messages import text
from zvhprivacy.report.text import Line, plain, table_lines
from zvhprivacy.report.xlsx import Sheet, workbook


Statement: TypeAlias = Certificate | Published
Row: TypeAlias = tuple[str | int, ...]

P = TypeVar("P", Uitzondering, BandUitzondering)

# Per table what its rows are told apart by; what follows in a row says how it was done.
_KEYS = {
    "casussen": ("convenant", "proces", "jaar"),
    "gegevens": ("convenant", "proces", "categorie", "jaar"),
}
_HOW = ("actie", "artikel", "regel", "plek", "methode", "selectielijst")
_WHY = ("wanneer", "convenant", "reden")
_MOMENTS = ("opgesteld_op", "goedgekeurd_op", "uit_te_voeren_vanaf", "begonnen_op", "klaar_op")


class _Table(NamedTuple):
    naam: str
    kop: tuple[str, ...]
    rows: list[Row]


def certificate_workbook(statement: Statement, lang: str) -> bytes:
    """
    Give *statement* as a workbook.
    """
    about = [_said(lang, "onderwerp", "waarde"), *_about(statement, lang)]
    about.append(
        (text("verklaring.ondertekend", lang), text("verklaring.ondertekend-uitleg", lang))
    )
    sheets = [Sheet(title=text("verklaring.blad.verklaring", lang), rows=about, frozen=1)]
    for table in _tables(statement, lang):
        title = text(f"verklaring.blad.{table.naam}", lang)
        sheets.append(Sheet(title=title, rows=[_heads(table, lang), *table.rows]))
    return workbook(sheets)


def certificate_lines(statement: Statement, lang: str) -> Iterator[Line]:
    """
    Give *statement* as text for a terminal; a table without rows is left out.
    """
    openbaar = "-openbaar" if isinstance(statement, Published) else ""
    yield plain(text(f"verklaring.titel{openbaar}", lang), "bold")
    yield []
    about = [[str(cell) for cell in row] for row in _about(statement, lang)]
    yield from table_lines(about, header=False)
    for table in _tables(statement, lang):
        if table.rows:
            yield []
            yield plain(text(f"verklaring.blad.{table.naam}", lang), "bold")
            rows = [_heads(table, lang), *table.rows]
            yield from table_lines([[str(cell) for cell in row] for row in rows])


def _about(statement: Statement, lang: str) -> Iterator[Row]:
    def named(name: str, value: object) -> Row:
        return text(f"verklaring.{name}", lang), str(value)

    for name in ("plan", "hash", "beleid", "op", "horizon"):
        yield named(name, getattr(statement, name))
    for name in _MOMENTS:
        if moment := getattr(statement, name, None):
            yield named(name, _minute(moment))
    for each in statement.verantwoordelijken:
        who = text("verklaring.verantwoordelijk", lang, convenant=each.convenant)
        known = "contactpunt" if each.contactpunt else "zonder-contactpunt"
        yield who, text(f"verklaring.{known}", lang, **each.model_dump())
    if isinstance(statement, Published):
        yield from _about_published(statement, lang)
    else:
        yield from _about_certificate(statement, lang)
    yield named("vingerafdruk", fingerprint(statement))


def _about_certificate(made: Certificate, lang: str) -> Iterator[Row]:
    for actor in made.door:
        who = text("verklaring.wie", lang, rol=actor.rol, pseudoniem=actor.pseudoniem)
        yield text(f"verklaring.stap.{actor.stap}", lang), who
    whole = [t for t in made.tellingen if not t.categorie]
    cases = sum(t.casussen for t in whole if t.methode is Methode.SLEUTEL_VERNIETIGD)
    yield text("verklaring.casussen-geheel", lang), cases
    yield text("verklaring.gegevens-geheel", lang), sum(t.gegevens for t in whole)
    log = made.logboek
    yield (
        text("verklaring.logboek", lang),
        text("verklaring.bereik", lang, van=log.van, tot=log.tot_en_met),
    )
    yield text("verklaring.checkpoint", lang), log.checkpoint
    yield _said(lang, "pseudoniemen", "mededeling")


def _about_published(told: Published, lang: str) -> Iterator[Row]:
    first, last = told.casussen_van, told.casussen_tot_en_met
    between = first if first == last else text("verklaring.bereik", lang, van=first, tot=last)
    least = text("verklaring.minste", lang, aantal=told.gegevens_ten_minste)
    yield text("verklaring.casussen-geheel", lang), between
    yield text("verklaring.gegevens-geheel", lang), least
    yield (
        text("verklaring.drempel", lang),
        text("verklaring.drempel-uitleg", lang, aantal=told.drempel),
    )


def _tables(statement: Statement, lang: str) -> Iterator[_Table]:
    if isinstance(statement, Published):
        yield from _published(statement, lang)
    else:
        yield from _counted(statement, lang)
    resten: list[Row] = [
        (text(f"verklaring.waar.{rest.waar}", lang), _known(rest.tot_en_met, lang))
        for rest in statement.resten
    ]
    yield _Table("resten", ("waar", "tot_en_met"), resten)


def _counted(made: Certificate, lang: str) -> Iterator[_Table]:
    counts = ("casussen", "gegevens")
    for naam, key in _KEYS.items():
        rows: list[Row] = [
            (*_key(each, key, lang), each.casussen, each.gegevens, *_how(each, lang))
            for each in made.tellingen
            if _belongs(each, naam)
        ]
        yield _Table(naam, (*key, *counts, *_HOW), rows)
    passed: list[Row] = [
        (*_why(each, when, lang), each.casussen, each.gegevens)
        for when, found in _passed(made.overgeslagen, made.niet_gepland)
        for each in found
    ]
    yield _Table("uitzonderingen", (*_WHY, *counts), passed)
    doelen: list[Row] = [(d.doel, d.gelukt, d.mislukt, d.open) for d in made.doelen]
    yield _Table("doelen", ("doel", "gelukt", "mislukt", "open"), doelen)


def _published(told: Published, lang: str) -> Iterator[_Table]:
    few = text("verklaring.minder", lang, aantal=told.drempel)
    hidden = {"casussen": few, "gegevens": text("verklaring.uit-minder", lang, aantal=told.drempel)}
    for naam, key in _KEYS.items():
        rows: list[Row] = [
            (*_key(b, key, lang), hidden[naam] if b.aantal is None else b.aantal, *_how(b, lang))
            for b in told.tellingen
            if _belongs(b, naam)
        ]
        yield _Table(naam, (*key, naam, *_HOW), rows)
    passed: list[Row] = [
        (*_why(each, when, lang), few if each.casussen is None else each.casussen)
        for when, found in _passed(told.overgeslagen, told.niet_gepland)
        for each in found
    ]
    yield _Table("uitzonderingen", (*_WHY, "casussen"), passed)


def _belongs(cel: Cel, naam: str) -> bool:
    return (cel.categorie is None) == (naam == "casussen")


def _key(cel: Cel, names: Iterable[str], lang: str) -> Row:
    return tuple(_known(getattr(cel, name), lang) for name in names)


def _how(cel: Cel, lang: str) -> Row:
    return (
        text(f"verklaring.actie.{cel.actie}", lang),
        cel.artikel,
        cel.regel,
        cel.plek,
        text(f"verklaring.methode.{cel.methode}", lang),
        cel.selectielijst or "",
    )


def _passed(
    planned: Sequence[P], unplanned: Sequence[P]
) -> tuple[tuple[str, Sequence[P]], tuple[str, Sequence[P]]]:
    return ("overgeslagen", planned), ("niet_gepland", unplanned)


def _why(each: Uitzondering | BandUitzondering, when: str, lang: str) -> Row:
    reason = text(f"verklaring.reden.{each.reden}", lang)
    return text(f"verklaring.wanneer.{when}", lang), each.convenant, reason


def _heads(table: _Table, lang: str) -> Row:
    return tuple(text(f"verklaring.kop.{name}", lang) for name in table.kop)


def _said(lang: str, *names: str) -> Row:
    return tuple(text(f"verklaring.{name}", lang) for name in names)


def _known(value: object, lang: str) -> str:
    return text("verklaring.onbekend", lang) if value is None else str(value)


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
