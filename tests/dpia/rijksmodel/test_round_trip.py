"""
To the invulhulp and back: what its format can hold comes back, what it cannot is told.
"""

from __future__ import annotations

import json
import re

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings

from tests.dpia.rijksmodel.strategies import PNG, dpias
from zvhprivacy.dpia.rijksmodel import Ingelezen, Over, Uitvoer, export_dpia, import_dpia
from zvhprivacy.dpia.rijksmodel.loss import Soort
from zvhprivacy.model.dpia.advice import Advies, Adviseur
from zvhprivacy.model.dpia.dossier import Aanleiding, Dpia, Status
from zvhprivacy.model.written import read_as
from zvhprivacy.source import parse


MOMENT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def exported(dpia: Dpia, **others: Any) -> Uitvoer:
    """
    Export *dpia*, with a picture for every name.
    """
    pictures = {each.bestand: PNG for each in dpia.afbeeldingen}
    known = {"namen": {}, "schalen": None, "bijlagen": pictures, "op": MOMENT} | others
    return export_dpia(dpia, known.pop("feiten", None), **known)


def imported(dpia: Dpia, data: bytes, **namen: str) -> Ingelezen:
    """
    Import *data* as the DPIA that *dpia* was.
    """
    over = Over(
        dpia=dpia.dpia,
        convenanten=dpia.convenanten,
        processen=dpia.processen,
        titel=dpia.titel,
    )
    return import_dpia(data, over, namen=namen)


def kept(dpia: Dpia) -> Dpia:
    """
    Give *dpia* without what the Rijksmodel has no place for: the oracle, field by field.
    """
    advice = [each for each in dpia.adviezen if each.van is Adviseur.FG][:1]
    held = [
        Advies(
            van=Adviseur.FG,
            organisatie=each.organisatie,
            functie=each.functie,
            datum=each.datum,
            document=each.document,
            verwerkt_in=each.verwerkt_in,
        )
        for each in advice
    ]
    teksten = dict(dpia.teksten)
    for each in dpia.aanvaarde_restrisicos:
        said = f"{each.risico} ({each.door}, {each.datum}): {each.motivatie}"
        teksten["17.3"] = "\n\n".join(filter(None, (teksten.get("17.3", ""), said)))
    return dpia.model_copy(
        update={
            "voorbeeld": False,
            "status": Status.CONCEPT,
            "aanleiding": Aanleiding.NIEUW,
            "aanleiding_toelichting": "",
            "bron": "",
            "gepland": None,
            "prescan": None,
            "avg_35_lid_10": None,
            "teksten": teksten,
            "afbeeldingen": tuple(
                each.model_copy(update={"bestand": f"bijlagen/{dpia.dpia}-{number}.png"})
                for number, each in enumerate(dpia.afbeeldingen, start=1)
            ),
            "risicos": tuple(each.model_copy(update={"onderdeel": ""}) for each in dpia.risicos),
            "aanvaarde_restrisicos": (),
            "adviezen": tuple(each for each in held if each != Advies(van=Adviseur.FG)),
            "voorafgaande_raadpleging": None,
            "vaststelling": None,
            "herziening": None,
        }
    )


@settings(max_examples=60)
@given(dpias())
def test_what_the_format_can_hold_comes_back(dpia: Dpia) -> None:
    """
    Every value that the Rijksmodel has a place for is the same after a journey to it and back.
    """
    back = imported(dpia, exported(dpia).bestand).dpia

    assert kept(dpia) == back


@settings(max_examples=40)
@given(dpias())
def test_what_the_format_cannot_hold_is_told(dpia: Dpia) -> None:
    """
    Every field that does not come back as it was is named in the loss report of the export.
    """
    made = exported(dpia)
    back = imported(dpia, made.bestand).dpia
    told = {each.wat for each in made.verlies if each.soort is Soort.GEEN_PLAATS}
    names = {name.replace("_", "-") for name in changed(dpia, back)}

    assert set() == names - told


def changed(dpia: Dpia, back: Dpia) -> set[str]:
    """
    Name the fields that differ, of the DPIA and of its risks and advice.
    """
    # What becomes text is told by what it was, and a picture keeps all but its file name.
    told_elsewhere = {"teksten", "afbeeldingen", "adviezen", "risicos"}
    names = {name for name in Dpia.model_fields if name not in told_elsewhere | {"plek"}}
    found = {name for name in names if getattr(dpia, name) != getattr(back, name)}
    if any(each.onderdeel for each in dpia.risicos):
        found.add("onderdeel")
    first = next((each for each in dpia.adviezen if each.van is Adviseur.FG), None)
    if len(dpia.adviezen) > (first is not None):
        found.add("adviezen")
    if first is not None:
        for name in ("ingediend", "conclusie", "afgeweken", "motivatie"):
            if getattr(first, name):
                found.add(name)
    return found


@settings(max_examples=40)
@given(dpias())
def test_the_file_that_is_written_reads_back(dpia: Dpia) -> None:
    """
    The text of the author's file is read without a finding, as the value that was imported.
    """
    made = imported(dpia, exported(dpia).bestand)
    node, found = parse(made.tekst, "dpia.yaml")

    assert [] == found
    assert node is not None
    value, wrong = read_as(Dpia, node)
    assert [] == wrong
    assert value is not None
    assert made.dpia.model_dump() == value.model_dump()


@settings(max_examples=25)
@given(dpias())
def test_an_export_has_the_shape_of_the_invulhulp(dpia: Dpia) -> None:
    """
    Every answer has a value and a moment, every row its number, and no number stands twice.
    """
    form = json.loads(exported(dpia).bestand)

    assert ["$schema", "metadata", "answers"] == list(form)
    assert "urn:nl:dpia:3.0" == form["metadata"]["urn"]
    for number, answer in form["answers"].items():
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)*", number)
        rows = answer if isinstance(answer, list) else [{"x": answer}]
        assert [row["_index"] for row in rows if "_index" in row] == [
            number for number, row in enumerate(rows) if "_index" in row
        ]
        for row in rows:
            for key, cell in row.items():
                if key != "_index":
                    assert {"value", "lastEditedAt"} == cell.keys()
                    assert isinstance(cell["value"], str | list | dict | None)


@settings(max_examples=25)
@given(dpias())
def test_an_import_is_never_adopted(dpia: Dpia) -> None:
    """
    Whatever a file says of its status, what is read from it is a concept without an adoption.
    """
    back = imported(dpia, exported(dpia).bestand).dpia

    assert (Status.CONCEPT, None) == (back.status, back.vaststelling)
