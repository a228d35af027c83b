"""
What goes out: facts as rows, other scales translated, organisations by name.
"""

from __future__ import annotations

import json

from datetime import UTC, date, datetime
from typing import Any

import pytest

from zvhprivacy.dpia.read import read_register
from zvhprivacy.dpia.rijksmodel import Over, Soort, Uitvoer, export_dpia, import_dpia, names_of
from zvhprivacy.dpia.rijksmodel.facts_rows import fact_rows
from zvhprivacy.dpia.rijksmodel.loss import Verliezen
from zvhprivacy.dpia.rijksmodel.names import Namen
from zvhprivacy.model.dpia.dossier import Aanleiding, Belang, Dpia, Status
from zvhprivacy.model.dpia.facts import (
    Doeleinde,
    DpiaFeiten,
    JuridischKader,
    Partij,
    Persoonsgegeven,
    Rechtsgrond,
    Uitzondering,
    Verwerking,
)
from zvhprivacy.model.dpia.risks import Maatregel, Risico
from zvhprivacy.model.dpia.sections import FEITEN, ONDERDELEN, rij_van
from zvhprivacy.model.selection import only
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.templates import templates


MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
REGISTER = read_register(templates())
NAMES = {"gemeente-a": "College van gemeente A", "manager": "manager"}


def dpia(**others: Any) -> Dpia:
    """
    Give an invented DPIA.
    """
    said: dict[str, Any] = {
        "schema_": "1",
        "dpia": "proef",
        "titel": "Proef",
        "status": Status.CONCEPT,
        "aanleiding": Aanleiding.NIEUW,
        "convenanten": ("proef",),
        "processen": ("com",),
        "verwerkingsverantwoordelijken": ("gemeente-a",),
        "opsteller": "privacy officer",
        "documentbeheerder": "manager",
        "teksten": {"2.3": "Wat de schrijver zei."},
    }
    return Dpia(**(said | others))


def sent(value: Dpia, feiten: DpiaFeiten | None = None) -> Uitvoer:
    """
    Export *value* with the shipped scales.
    """
    known = {"namen": NAMES, "schalen": REGISTER.schalen, "bijlagen": {}, "op": MOMENT}
    return export_dpia(value, feiten, **known)  # type: ignore[arg-type]


def rows(made: Uitvoer, number: str) -> list[dict[str, Any]]:
    """
    Give the rows below *number*, values only.
    """
    found = json.loads(made.bestand)["answers"][number]
    return [{key: row[key]["value"] for key in row if key != "_index"} for row in found]


def facts() -> DpiaFeiten:
    """
    Give facts with a row for each section.
    """
    permission = {
        "id": "inzien",
        "uit": "proef",
        "rol": ["procesregisseur"],
        "handeling": ["inzien"],
        "gegevens": {"behalve": ["bsn"]},
        "over": ["betrokkene"],
        "grondslag": "WGS 2.31 lid 5",
    }
    return DpiaFeiten(
        schema_="1",
        feiten_van="proef",
        op=date(2026, 6, 1),
        policy="sha256:0",
        persoonsgegevens=(
            Persoonsgegeven(gegevens="gezondheid", soort="bijzonder", partijen=("gemeente-a",)),
            Persoonsgegeven(gegevens="bsn", soort="nationaal-nummer"),
        ),
        verwerkingen=(Verwerking.model_validate(permission),),
        doeleinden=(Doeleinde(doel="complexe-casuistiek", verwerkingen=("inzien",)),),
        partijen=(
            Partij(
                partij="gemeente-a",
                naam="College van gemeente A",
                soort="college",
                rol="gezamenlijk-verwerkingsverantwoordelijke",
                gegevens=only("bsn"),
            ),
        ),
        juridisch_kader=(JuridischKader(wet="WGS", artikelen=("WGS 2.31 lid 5",)),),
        rechtsgronden=(
            Rechtsgrond(
                grondslag="WGS 2.31 lid 5", rechtsgrond="AVG 6 lid 1 e", verwerkingen=("inzien",)
            ),
        ),
        uitzonderingen=(
            Uitzondering(
                gegevens=("gezondheid",),
                soort="bijzonder",
                grondslag="WGS 2.31 lid 5",
                uitzondering="AVG 9 lid 2 g",
            ),
        ),
    )


def test_facts_go_out_as_rows() -> None:
    """
    The sections of facts are filled with words that the form has in its lists.
    """
    made = sent(dpia(), facts())

    assert ["bijzonder", "nationaal identificatienummer"] == [
        row["2.1.4"] for row in rows(made, "2.1")
    ]
    assert [["gezondheid"]] == [row["3.1.3"] for row in rows(made, "3.1")]
    (party,) = rows(made, "6.1.1")
    assert ["Gezamenlijke verwerkingsverantwoordelijke"] == party["6.1.1.2"]
    assert "College van gemeente A" == party["6.1.1.1"]
    (ground,) = rows(made, "11.1.1")
    assert "Rechtsgrond taak van algemeen belang" == ground["11.1.1.1"]
    answers = json.loads(made.bestand)["answers"]
    assert ["true", "false", "false"] == [answers[f"12.{n}.1"]["value"] for n in (1, 2, 3)]


def test_facts_come_back_as_text_below_the_author() -> None:
    """
    What the author wrote stays first; the facts stand below it, and nothing becomes a fact.
    """
    over = Over(dpia="proef", convenanten=("proef",), processen=("com",))
    back = import_dpia(sent(dpia(), facts()).bestand, over, namen=NAMES).dpia

    assert back.teksten["2.3"].startswith("Wat de schrijver zei.\n\n2.1 Persoonsgegevens")
    assert {FEITEN[each] for each in ("2", "3", "5", "6", "9", "11", "12")} == back.teksten.keys()


@pytest.mark.parametrize("name", sorted(REGISTER.feiten))
def test_shipped_facts_fit_the_form(name: str) -> None:
    """
    Every row of the shipped facts stands below the number that its answers belong to.
    """
    names = Namen(names_of(read_workspace(templates())))
    for around, row in fact_rows(REGISTER.feiten[name], names, Verliezen()):
        for number in row:
            assert number in ONDERDELEN
            assert around == rij_van(number)


def test_another_scale_is_translated() -> None:
    """
    Words of another scale go out as those of the model, and that is told.
    """
    risk = Risico(id="r", beschrijving="x", kans="zeer-hoog", impact="matig", niveau="gemiddeld")
    made = sent(dpia(schaal="zvh-5x5", risicos=(risk,)))

    (row,) = rows(made, "16.1")
    assert ("hoog", "laag", "midden") == (row["16.1.3"], row["16.1.5"], row["16.1.7"])
    assert [("16", Soort.VERTAALD)] == [
        (each.nummer, each.soort) for each in made.verlies if each.wat == "schaal"
    ]


def test_a_word_of_no_scale_is_told() -> None:
    """
    A word that the scale does not have is left out and told, never guessed.
    """
    made = sent(dpia(risicos=(Risico(id="r", beschrijving="x", kans="enorm"),)))

    assert "16.1.3" not in rows(made, "16.1")[0]
    assert "16.1.3" in {each.nummer for each in made.verlies}


def test_risks_that_are_described_alike() -> None:
    """
    Two risks with the same words stay two, and measures keep pointing at their own.
    """
    risks = tuple(Risico(id=name, beschrijving="Inzage") for name in ("a", "b"))
    measures = tuple(
        Maatregel(id=f"m-{name}", risicos=(name,), maatregel="Logboek", beheerder="manager")
        for name in ("b", "a")
    )
    over = Over(dpia="proef", convenanten=("proef",), processen=("com",))
    made = sent(dpia(risicos=risks, maatregelen=measures))
    back = import_dpia(made.bestand, over, namen=NAMES).dpia

    assert [("b",), ("a",)] == [each.risicos for each in back.maatregelen]


def test_a_name_that_cannot_be_taken_apart_again_is_told() -> None:
    """
    Brackets that do not match make a name part of the text; the export says so beforehand.
    """
    made = sent(dpia(belangen=(Belang(van="de :) partij", belang="x"),)))

    assert ("7.1.1", "van") in {(each.nummer, each.wat) for each in made.verlies}


def test_equal_input_gives_equal_bytes() -> None:
    """
    The only moment in the file is the one that was given.
    """
    assert sent(dpia(), facts()).bestand == sent(dpia(), facts()).bestand


def test_a_text_under_a_number_that_is_none_is_told() -> None:
    """
    A text that no question asks for goes nowhere, and never over the rows of another.
    """
    risk = Risico(id="r", beschrijving="x")
    made = sent(dpia(teksten={"16.1": "over de rijen heen", "abc": "x"}, risicos=(risk,)))

    assert 1 == len(rows(made, "16.1"))
    assert {"16.1", "abc"} == {each.nummer for each in made.verlies if each.wat == "teksten"}
