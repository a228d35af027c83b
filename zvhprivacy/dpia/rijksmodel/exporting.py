"""
Write a DPIA of the register, with its facts, as a file that the invulhulp of the Rijksmodel opens.
"""

from __future__ import annotations

import json

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from zvhprivacy.dpia.rijksmodel.clean import as_answer
from zvhprivacy.dpia.rijksmodel.facts_rows import fact_rows
from zvhprivacy.dpia.rijksmodel.images import write_image
from zvhprivacy.dpia.rijksmodel.loss import Soort, Verlies, Verliezen
from zvhprivacy.dpia.rijksmodel.marks import marked, unmarked
from zvhprivacy.dpia.rijksmodel.names import Namen
from zvhprivacy.dpia.rijksmodel.scale import MODEL, bands, steps
from zvhprivacy.dpia.rijksmodel.writing import Answers, Cell
from zvhprivacy.model.dpia.advice import Adviseur
from zvhprivacy.model.dpia.dossier import Antwoord, Dpia, Recht, Status
from zvhprivacy.model.dpia.facts import DpiaFeiten
from zvhprivacy.model.dpia.risks import Maatregel, Risico
from zvhprivacy.model.dpia.scores import Risicoschalen
from zvhprivacy.model.dpia.sections import TEKSTEN
from zvhprivacy.model.written import Written


SCHEMA = (
    "https://github.com/MinBZK/par-dpia-form/blob/main/schemas/assessment-output.v2.schema.json"
)
URN = "urn:nl:dpia:3.0"

# The fields of a DPIA that no number of the model is about.
_WITHOUT_PLACE = (
    "titel",
    "voorbeeld",
    "aanleiding",
    "aanleiding_toelichting",
    "bron",
    "convenanten",
    "processen",
    "gepland",
    "prescan",
    "avg_35_lid_10",
    "voorafgaande_raadpleging",
    "herziening",
)
_ADVICE_WITHOUT_PLACE = ("ingediend", "conclusie", "afgeweken", "motivatie")
_DEFINITIEF = frozenset({Status.VASTGESTELD, Status.HERZIENING, Status.VERVALLEN})
_ANSWERS = {Antwoord.JA: "true", Antwoord.NEE: "false", Antwoord.NVT: None}

# How an answer of 7.1.1 says that it is what came of asking betrokkenen.
CONSULTATIE = ("datum", "wijze", "uitkomst", "afgezien")


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitvoer:
    """
    The file, and what it could not hold.
    """

    bestand: bytes
    verlies: tuple[Verlies, ...]


def export_dpia(
    dpia: Dpia,
    feiten: DpiaFeiten | None,
    *,
    namen: Mapping[str, str],
    schalen: Risicoschalen | None,
    bijlagen: Mapping[str, bytes],
    op: datetime,
) -> Uitvoer:
    """
    Write *dpia* with its *feiten*; *namen* are those of organisations and roles by id.

    *bijlagen* are the pictures by the name that the DPIA gives them; *op* is the moment that the
    file says it was made.
    """
    writer = _Writer(dpia, Namen(namen), schalen, op)
    writer.write(feiten, bijlagen)
    form = {
        "$schema": SCHEMA,
        "metadata": {
            "urn": URN,
            "createdAt": writer.sheet.moment,
            "createdBy": {"name": "zvhprivacy"},
        },
        "answers": writer.sheet.written(),
    }
    text = json.dumps(form, ensure_ascii=False, indent=2) + "\n"
    return Uitvoer(bestand=text.encode(), verlies=writer.lost.lijst())


class _Writer:
    """
    Fills a sheet of answers, and counts what has no place on it.
    """

    def __init__(
        self, dpia: Dpia, names: Namen, schalen: Risicoschalen | None, op: datetime
    ) -> None:
        self.sheet = Answers(op)
        self.lost = Verliezen()
        self._dpia = dpia
        self._names = names
        self._steps = steps(dpia.schaal, schalen)
        self._bands = bands(dpia.schaal, schalen)

    def write(self, feiten: DpiaFeiten | None, bijlagen: Mapping[str, bytes]) -> None:
        """
        Put all of the DPIA in answers.
        """
        self._texts()
        self._images(bijlagen)
        if feiten is not None:
            self._facts(feiten)
        self._interests()
        self._locations()
        self._rights()
        self._risks()
        self._acceptance()
        self._document()
        self._advice()
        self._adoption()
        for name in _WITHOUT_PLACE:
            self._without_place(self._dpia, name)
        if self._dpia.status is not Status.CONCEPT:
            self.lost.meld("19.2", Soort.GEEN_PLAATS, wat="status")
        if self._dpia.schaal != MODEL:
            self.lost.meld("16", Soort.VERTAALD, wat="schaal")

    def _texts(self) -> None:
        for number, text in self._dpia.teksten.items():
            if number not in TEKSTEN:
                self.lost.meld(number, Soort.GEEN_PLAATS, wat="teksten")
            elif number == "3.3":
                self.sheet.row("3.3", {"3.3.1": text})
            elif number != "17.3":  # which is written with the risks that were accepted
                self.sheet.one(number, text)

    def _facts(self, feiten: DpiaFeiten) -> None:
        for around, row in fact_rows(feiten, self._names, self.lost):
            if around:
                self.sheet.row(around, row)
                continue
            for number, value in row.items():
                self.sheet.one(number, value)

    def _marked(self, number: str, text: str, label: str, value: str) -> str:
        shown = marked(text, label, value)
        if unmarked(shown, label) != (text, value):
            self.lost.meld(number, Soort.GEEN_PLAATS, wat=label)
        return shown

    def _without_place(self, holder: Written, name: str, number: str = "-") -> None:
        field = type(holder).model_fields[name]
        value = getattr(holder, name)
        if field.is_required() or value != field.get_default(call_default_factory=True):
            self.lost.meld(number, Soort.GEEN_PLAATS, wat=name.replace("_", "-"))

    def _images(self, bijlagen: Mapping[str, bytes]) -> None:
        for each in self._dpia.afbeeldingen:
            data = write_image(bijlagen.get(each.bestand, b""))
            if data is None:
                self.lost.meld("1.2.1", Soort.GEEN_BEELD)
                continue
            said = {"title": each.titel, "description": each.beschrijving, "source": each.bron}
            texts = {key: as_answer(text) for key, text in said.items() if text}
            self.sheet.row("1.2", {"1.2.1": {"data": data, **texts}})

    def _interests(self) -> None:
        for belang in self._dpia.belangen:
            self.sheet.row(
                "7.1", {"7.1.1": self._marked("7.1.1", belang.belang, "van", belang.van)}
            )
        asked = self._dpia.consultatie
        if asked is None:
            return
        for name in CONSULTATIE:
            said = str(getattr(asked, name) or "")
            if said:
                self.sheet.row("7.1", {"7.1.1": marked(said, "consultatie", name)})

    def _locations(self) -> None:
        for each in self._dpia.locaties:
            where = self._marked("8.1.1.1", each.locatie, "partij", each.partij)
            row: dict[str, Cell] = {
                "8.1.1.1": where,
                "8.1.1.2": each.doorgiftemechanisme,
                "8.1.1.3": each.maatregelen,
            }
            self.sheet.row("8.1.1", row)

    def _rights(self) -> None:
        for number, recht in enumerate(Recht, start=1):
            said = self._dpia.rechten.get(recht)
            if said is None:
                continue
            self.sheet.one(f"15.{number}.1", _ANSWERS[said.procedure], empty=True)
            self.sheet.one(f"15.{number}.2", said.toelichting)
            if said.beperking is not Antwoord.NEE:  # which is what an empty answer means
                self.sheet.one(f"15.{number}.3", _ANSWERS[said.beperking], empty=True)
            self.sheet.one(f"15.{number}.4", said.beperking_toelichting)

    def _risks(self) -> None:
        shown = {each.id: self._shown(each) for each in self._dpia.risicos}
        for each in self._dpia.risicos:
            row: dict[str, Cell] = {
                "16.1.1": shown[each.id],
                "16.1.2": each.oorsprong,
                "16.1.3": self._word("16.1.3", each.kans, self._steps),
                "16.1.4": each.kans_motivatie,
                "16.1.5": self._word("16.1.5", each.impact, self._steps),
                "16.1.6": each.impact_motivatie,
                "16.1.7": self._word("16.1.7", each.niveau, self._bands),
                "16.1.8": each.niveau_motivatie,
            }
            self.sheet.row("16.1", row)
            self._without_place(each, "onderdeel", "16.1")
        for measure in self._dpia.maatregelen:
            self.sheet.row("17.1", dict(self._measure(measure, shown)))

    def _shown(self, risico: Risico) -> str:
        # Two risks can be described alike, and measures point at the description.
        return self._marked("16.1.1", risico.beschrijving, "risico", risico.id)

    def _measure(self, each: Maatregel, risks: Mapping[str, str]) -> Iterator[tuple[str, Cell]]:
        text = marked(each.maatregel, "gereed", str(each.gereed or ""))
        text = marked(text, "uiterlijk", str(each.uiterlijk or ""))
        yield "17.1.1", [risks.get(risk, risk) for risk in each.risicos]
        yield "17.1.2", each.oorsprong
        yield "17.1.3", marked(text, "maatregel", each.id)
        yield "17.1.4", self._word("17.1.4", each.restrisico, self._bands)
        yield "17.1.5", each.advies_ap
        yield "17.1.6", each.land
        yield "17.1.7", self._names.name(each.beheerder)

    def _word(self, number: str, word: str | None, known: Mapping[str, str]) -> str:
        if word is not None and word not in known:
            self.lost.meld(number, Soort.GEEN_PLAATS, wat="schaal")
        return known.get(word or "", "")

    def _acceptance(self) -> None:
        said = [self._dpia.teksten.get("17.3", "")]
        for each in self._dpia.aanvaarde_restrisicos:
            said.append(f"{each.risico} ({each.door}, {each.datum}): {each.motivatie}")
            self.lost.meld("17.3", Soort.GEEN_PLAATS, wat="aanvaarde-restrisicos")
        self.sheet.one("17.3", "\n\n".join(filter(None, said)))

    def _document(self) -> None:
        dpia = self._dpia
        for versie in dpia.versies:
            row: dict[str, Cell] = {
                "19.1.1": versie.versie,
                "19.1.2": versie.datum.isoformat(),
                "19.1.3": versie.toelichting,
            }
            self.sheet.row("19.1", row)
        self.sheet.one("19.2", "definitief" if dpia.status in _DEFINITIEF else "concept")
        self.sheet.one("19.3.1", str(len(dpia.dossier)) if dpia.dossier else "")
        for document in dpia.dossier:
            self.sheet.row("19.3.2", {"19.3.2.2": document.naam, "19.3.2.4": document.verwijzing})
        self.sheet.one("19.4.5", dpia.documentbeheerder)

    def _advice(self) -> None:
        first = next((each for each in self._dpia.adviezen if each.van is Adviseur.FG), None)
        for each in self._dpia.adviezen:
            if each is not first:  # the model has room for one
                self.lost.meld("19.5", Soort.GEEN_PLAATS, wat="adviezen")
        if first is None:
            return
        self.sheet.one("19.5.1", self._names.name(first.organisatie or ""))
        self.sheet.one("19.5.5", first.functie)
        self.sheet.one("19.5.6", str(first.datum or ""))
        self.sheet.one("19.5.7", first.document)
        self.sheet.one("19.5.8", [first.verwerkt_in] if first.verwerkt_in else None)
        for name in _ADVICE_WITHOUT_PLACE:
            self._without_place(first, name, "19.5")

    def _adoption(self) -> None:
        made = self._dpia.vaststelling
        signed = {each.organisatie: each for each in made.ondertekeningen} if made else {}
        for name in self._dpia.verwerkingsverantwoordelijken:
            sign = signed.get(name)
            row: dict[str, Cell] = {
                "20.1.1": self._names.name(name),
                "20.1.3": sign.afdeling if sign else "",
                "20.1.5": sign.functie if sign else "",
                "20.1.6": sign.datum.isoformat() if sign else "",
                "20.1.7": self._dpia.opsteller,
            }
            self.sheet.row("20.1", row)
        if made:
            # What was adopted is the file of facts, and no form has its hash.
            self.lost.meld("20", Soort.GEEN_PLAATS, wat="vaststelling")
