"""
A whole DPIA as sections with texts and tables, in the order of the Model DPIA; for any format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import Enum

from zvhprivacy.dpia.risks import band, weging
from zvhprivacy.messages import text
from zvhprivacy.model.dpia.dossier import Antwoord, Dpia, Recht
from zvhprivacy.model.dpia.facts import DpiaFeiten
from zvhprivacy.model.dpia.scores import Risicoschalen
from zvhprivacy.model.selection import Mode, Selection
from zvhprivacy.report.dpia_parts import FACTS, TEXTS, Cell, Deel, Tabel


def document(
    dpia: Dpia, feiten: DpiaFeiten | None, lang: str, *, schalen: Risicoschalen | None = None
) -> tuple[Deel, ...]:
    """
    Put all that *dpia* and *feiten* say in sections; a table without rows is left out.
    """
    maker = _Maker(dpia, feiten, lang, schalen)
    return tuple(maker.deel(str(number)) for number in range(21))


def register(dpia: Dpia, lang: str) -> Deel:
    """
    Give the fields of the register that are no part of the Model DPIA.
    """
    maker = _Maker(dpia, None, lang, None)
    return Deel("", text("stuk.register", lang), (), tuple(maker.register()))


class _Maker:
    """
    Makes sections in one language.
    """

    def __init__(
        self, dpia: Dpia, feiten: DpiaFeiten | None, lang: str, schalen: Risicoschalen | None
    ) -> None:
        self._dpia = dpia
        self._feiten = feiten
        self._lang = lang
        self._schalen = schalen

    def deel(self, nummer: str) -> Deel:
        """
        Make one section.
        """
        said = self._dpia.teksten
        texts = [(each, said[each]) for each in TEXTS.get(nummer, ()) if each in said]
        tables = [_filled(table) for table in self._tables(nummer) if table.rijen]
        return Deel(nummer, text(f"stuk.deel.{nummer}", self._lang), texts, tables)

    def register(self) -> Iterator[Tabel]:
        """
        Make the tables of what the register adds.
        """
        dpia = self._dpia
        names = (
            "titel",
            "dpia",
            "voorbeeld",
            "status",
            "aanleiding",
            "aanleiding_toelichting",
            "bron",
            "convenanten",
            "processen",
            "verwerkingsverantwoordelijken",
            "opsteller",
            "documentbeheerder",
            "gepland",
            "schaal",
        )
        yield self._about("register", (dpia, names))
        parts = (
            (dpia.prescan, ("datum", "ap_lijst", "criteria", "wetgeving", "uitkomst")),
            (dpia.avg_35_lid_10, ("volstaat", "motivatie")),
            (dpia.voorafgaande_raadpleging, ("ingediend", "antwoord_op", "antwoord")),
            (dpia.herziening, ("uiterlijk", "aanleidingen")),
        )
        for name, (part, fields) in zip(
            ("prescan", "avg-35-lid-10", "raadpleging", "herziening"), parts, strict=True
        ):
            if part is not None:
                yield self._about(name, (part, fields))

    def _tables(self, nummer: str) -> Iterator[Tabel]:
        dpia = self._dpia
        if nummer in FACTS:
            name, fields = FACTS[nummer]
            found = getattr(self._feiten, name) if self._feiten else ()
            yield self._table(name, fields, found)
        match nummer:
            case "1":
                fields = ("bestand", "titel", "beschrijving", "bron")
                yield self._table("afbeeldingen", fields, dpia.afbeeldingen)
            case "7":
                yield self._table("belangen", ("van", "belang"), dpia.belangen)
                if dpia.consultatie is not None:
                    fields = ("datum", "wijze", "uitkomst", "afgezien")
                    yield self._about("consultatie", (dpia.consultatie, fields))
            case "8":
                fields = ("partij", "locatie", "doorgiftemechanisme", "maatregelen")
                yield self._table("locaties", fields, dpia.locaties)
            case "15":
                yield self._rights()
            case "16":
                yield self._risks()
            case "17":
                yield from self._measures()
            case "19":
                yield from self._versions()
            case "20" if dpia.vaststelling is not None:
                made = dpia.vaststelling
                yield self._about("vaststelling", (made, ("datum", "versie", "feiten", "policy")))
                fields = ("organisatie", "afdeling", "functie", "datum")
                yield self._table("ondertekeningen", fields, made.ondertekeningen)
            case _:
                pass

    def _rights(self) -> Tabel:
        fields = ("procedure", "toelichting", "beperking", "beperking_toelichting")
        rows = [
            (self._right(recht), *(self._cell(getattr(said, name)) for name in fields))
            for recht, said in sorted(self._dpia.rechten.items(), key=lambda each: _RANK[each[0]])
        ]
        return Tabel("rechten", self._heads("recht", *fields), rows)

    def _right(self, recht: Recht) -> str:
        return f"15.{_RANK[recht] + 1} {text(f'stuk.recht.{recht}', self._lang)}"

    def _risks(self) -> Tabel:
        schaal = self._schalen.schaal(self._dpia.schaal) if self._schalen else None
        rows = []
        for each in self._dpia.risicos:
            weighed = weging(each, schaal) if schaal else None
            found = band(each, schaal) if schaal else None
            level = found.naam if found else each.niveau or ""
            why = (each.kans_motivatie, each.impact_motivatie, each.niveau_motivatie)
            row: tuple[Cell, ...] = (
                each.id,
                each.beschrijving,
                each.oorsprong,
                each.kans or "",
                each.impact or "",
                weighed.score if weighed else "",
                level,
                "\n".join(filter(None, why)),
            )
            rows.append(row)
        names = ("id", "beschrijving", "oorsprong", "kans", "impact", "score", "niveau")
        return Tabel("risicos", self._heads(*names, "motivatie"), rows)

    def _measures(self) -> Iterator[Tabel]:
        fields = (
            "id",
            "maatregel",
            "risicos",
            "oorsprong",
            "beheerder",
            "uiterlijk",
            "gereed",
            "restrisico",
            "advies_ap",
            "land",
        )
        yield self._table("maatregelen", fields, self._dpia.maatregelen)
        accepted = self._dpia.aanvaarde_restrisicos
        yield self._table(
            "aanvaarde-restrisicos", ("risico", "motivatie", "door", "datum"), accepted
        )

    def _versions(self) -> Iterator[Tabel]:
        yield self._table("versies", ("versie", "datum", "toelichting"), self._dpia.versies)
        yield self._table("dossier", ("naam", "verwijzing"), self._dpia.dossier)
        fields = (
            "van",
            "organisatie",
            "functie",
            "ingediend",
            "datum",
            "conclusie",
            "document",
            "afgeweken",
            "motivatie",
            "verwerkt_in",
        )
        yield self._table("adviezen", fields, self._dpia.adviezen)

    def _table(self, name: str, fields: Sequence[str], values: Iterable[object]) -> Tabel:
        rows = [tuple(self._cell(getattr(each, field)) for field in fields) for each in values]
        return Tabel(name, self._heads(*fields), rows)

    def _about(self, name: str, what: tuple[object, Sequence[str]]) -> Tabel:
        value, fields = what
        rows = [
            (self._heads(field)[0], self._cell(getattr(value, field)))
            for field in fields
            if getattr(value, field) not in {None, "", ()}
        ]
        return Tabel(name, self._heads("onderwerp", "waarde"), rows)

    def _heads(self, *fields: str) -> tuple[str, ...]:
        return tuple(text(f"stuk.kop.{name.replace('_', '-')}", self._lang) for name in fields)

    def _cell(self, value: object) -> Cell:
        match value:
            case None:
                return ""
            case bool():
                return text("lijst.ja" if value else "lijst.nee", self._lang)
            case Antwoord():
                return text(f"stuk.antwoord.{value}", self._lang)
            case Enum():
                return str(value.value)
            case date() | int() | str():
                return value
            case Selection():
                return self._selected(value)
            case tuple():
                return ", ".join(str(self._cell(each)) for each in value)
            case _:
                return str(value)

    def _selected(self, chosen: Selection) -> str:
        words = ", ".join(sorted(chosen.waarden))
        match chosen.mode:
            case Mode.ALLE:
                return text("stuk.alle", self._lang)
            case Mode.BEHALVE:
                return text("stuk.alle-behalve", self._lang, woorden=words)
            case Mode.ALLEEN:
                return words


def _filled(table: Tabel) -> Tabel:
    """
    Leave out the columns in which nothing stands.
    """
    used = [
        place for place in range(len(table.kop)) if any(row[place] != "" for row in table.rijen)
    ]
    rows = [tuple(row[place] for place in used) for row in table.rijen]
    return Tabel(table.naam, tuple(table.kop[place] for place in used), rows)


_RANK = {recht: place for place, recht in enumerate(Recht)}
