"""
The shapes that the invulhulp saved over the years are read alike, and what is odd is told.
"""

from __future__ import annotations

import json

from typing import Any

import pytest

from zvhprivacy.dpia.rijksmodel import Ingelezen, Over, Soort, import_dpia


OVER = Over(dpia="proef", convenanten=("proef",), processen=("com",))
AT = "2026-01-01T00:00:00.000Z"


def answer(value: Any) -> dict[str, Any]:
    """
    Give an answer as the form writes it.
    """
    return {"value": value, "lastEditedAt": AT}


def take(answers: Any, *, namen: dict[str, str] | None = None, **others: Any) -> Ingelezen:
    """
    Import a file with *answers*.
    """
    data = json.dumps({"metadata": {"createdAt": AT}, "answers": answers} | others).encode()
    return import_dpia(data, OVER, namen=namen or {})


def told(made: Ingelezen) -> set[tuple[str, Soort, int]]:
    """
    Give the loss report without what every import assumes.
    """
    return {(e.nummer, e.soort, e.aantal) for e in made.verlies if e.soort is not Soort.AANGENOMEN}


RISKS = [
    {
        "_index": 0,
        "16.1.1": answer("Inzage zonder taak"),
        "16.1.3": answer("hoog"),
        "16.1.5": answer("gemiddeld"),
    },
    {"_index": 4, "16.1.1": answer("Verlies van een lijst")},
]
GROUPED = {"0": answer("Inleiding"), "16.1": RISKS}
FLAT = {
    "0": answer("Inleiding"),
    "16.1.1[0]": answer("Inzage zonder taak"),
    "16.1.3[0]": answer("hoog"),
    "16.1.5[0]": answer("gemiddeld"),
    "16.1.1[4]": answer("Verlies van een lijst"),
}
COUNTED = {
    "0": {"0": answer("Inleiding")},
    "16.1.1": {"0": answer("Inzage zonder taak"), "4": answer("Verlies van een lijst")},
    "16.1.3": {"0": answer("hoog")},
    "16.1.5": {"0": answer("gemiddeld")},
}
OLDEST = {
    "0_aaa": answer("Inleiding"),
    "16.1.1_b1": answer("Inzage zonder taak"),
    "16.1.3_b2": answer("hoog"),
    "16.1.5_b3": answer("gemiddeld"),
    "16.1.1_c1": answer("Verlies van een lijst"),
    "completed.16": answer("true"),
}
STATE = {
    "dpia": {
        "taskInstances": {
            "16.1_r1": {"id": "16.1_r1", "taskId": "16.1", "parentInstanceId": "16_x"},
            "16.1_r2": {"id": "16.1_r2", "taskId": "16.1", "parentInstanceId": "16_x"},
            "16.1.1_b1": {"id": "16.1.1_b1", "taskId": "16.1.1", "parentInstanceId": "16.1_r1"},
            "16.1.3_b2": {"id": "16.1.3_b2", "taskId": "16.1.3", "parentInstanceId": "16.1_r1"},
            "16.1.5_b3": {"id": "16.1.5_b3", "taskId": "16.1.5", "parentInstanceId": "16.1_r1"},
            "16.1.1_c1": {"id": "16.1.1_c1", "taskId": "16.1.1", "parentInstanceId": "16.1_r2"},
        }
    }
}


@pytest.mark.parametrize(
    "made",
    [
        take(GROUPED),
        take(FLAT),
        take({"dpia": GROUPED}),
        take({"dpia": FLAT, "prescan": {"0.1": answer("x")}}),
        take(COUNTED),
        take({"dpia": OLDEST}, taskState=STATE),
        take(OLDEST, taskState=STATE),
        take(GROUPED, metadata={}),
        take({"0": "Inleiding", "16.1": [{**RISKS[0], "_index": True}, RISKS[1]]}),
    ],
    ids=[
        "v2",
        "flat",
        "namespaced",
        "with-prescan",
        "counted",
        "v1",
        "v1-bare",
        "no-urn",
        "odd-index",
    ],
)
def test_every_shape_gives_the_same(made: Ingelezen) -> None:
    """
    However the answers are keyed, the same DPIA comes out.
    """
    first, second = made.dpia.risicos

    assert {"0": "Inleiding"} == made.dpia.teksten
    assert ("Inzage zonder taak", "hoog", "midden") == (
        first.beschrijving,
        first.kans,
        first.impact,
    )
    assert "Verlies van een lijst" == second.beschrijving
    assert ("r1", "r2") == (first.id, second.id)


def test_the_oldest_shape_without_its_rows() -> None:
    """
    Without the rows of the oldest files, answers go together by order, and that is told.
    """
    made = take(OLDEST)

    assert "hoog" == made.dpia.risicos[0].kans
    assert ("16.1", Soort.OP_VOLGORDE, 4) in told(made)


def test_rows_that_point_in_a_circle() -> None:
    """
    Rows of the oldest files that lie in each other do not hold up the reading.
    """
    circle = {
        "16.1.1_b1": {"id": "16.1.1_b1", "taskId": "16.1.1", "parentInstanceId": "x"},
        "x": {"id": "x", "taskId": "y", "parentInstanceId": "16.1.1_b1"},
    }
    made = take(OLDEST, taskState={"dpia": {"taskInstances": circle}})

    assert 2 == len(made.dpia.risicos)


def test_hundreds_of_empty_rows_and_gaps() -> None:
    """
    Empty rows and numbers that are skipped are left out, and counted once per section.
    """
    empty = [{"_index": index} for index in range(3, 303)]
    made = take({"5.1.1": empty, "16.1": [*empty, *RISKS[:1]], "19.1": [{"_index": 7}]})

    assert 1 == len(made.dpia.risicos)
    assert {
        ("5.1.1", Soort.LEGE_RIJEN, 300),
        ("5.1.1", Soort.GATEN, 3),
        ("16.1", Soort.LEGE_RIJEN, 300),
        ("16.1", Soort.GATEN, 2),
        ("19.1", Soort.LEGE_RIJEN, 1),
        ("19.1", Soort.GATEN, 7),
    } == told(made)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("true", "ja"),
        (True, "ja"),
        ("false", "nee"),
        (False, "nee"),
        (None, "nvt"),
        ("null", "nvt"),
        ("Niet van toepassing", "nvt"),
    ],
)
def test_yes_and_no(value: Any, expected: str) -> None:
    """
    Booleans are mostly words; an answer that is null says that it does not apply.
    """
    (right,) = take({"15.1.1": answer(value)}).dpia.rechten.values()

    assert expected == right.procedure


def test_a_right_without_an_answer_is_no() -> None:
    """
    An explanation without an answer is no procedure, and that is told.
    """
    made = take({"15.2.2": answer("Per brief")})
    (right,) = made.dpia.rechten.values()

    assert ("nee", "Per brief") == (right.procedure, right.toelichting)
    assert any(e.nummer == "15.2.1" and e.soort is Soort.AANGENOMEN for e in made.verlies)


def test_rows_of_facts_become_text() -> None:
    """
    Rows that are facts with us stand as text under the free text of their section.
    """
    rows = [
        {"_index": 0, "2.1.1": answer("Naam"), "2.1.6": answer("true")},
        {"_index": 1, "2.1.1": answer("Adres")},
    ]
    parties = [{"_index": 0, "6.1.1.1": answer("Zorg BV"), "6.1.1.4": answer(["Naam", "Foto"])}]
    made = take({"2.1": rows, "2.3": answer("Ook nog dit."), "6.1.1": parties})

    assert """\
Ook nog dit.

2.1 Persoonsgegevens, uit de invulhulp:
- Persoonsgegeven: Naam; Bron betrokkenen: ja
- Persoonsgegeven: Adres""" == made.dpia.teksten["2.3"]
    assert "- Partij naam: Zorg BV; Persoonsgegevens: Naam, Foto" in made.dpia.teksten["6.2"]
    assert {
        ("2.1", Soort.ALS_TEKST, 2),
        ("6.1.1", Soort.ALS_TEKST, 1),
        ("6.1.1", Soort.OUDER_KWIJT, 1),
        ("6.1.1.4", Soort.NIET_GEVONDEN, 1),
    } == told(made)


def test_measures_point_at_risks_by_their_text() -> None:
    """
    A measure finds its risk by the text copied from it; a text that is gone is told and shown.
    """
    measures = [
        {
            "_index": 0,
            "17.1.1": answer(["Inzage zonder taak", "Is veranderd"]),
            "17.1.3": answer("Logboek nalopen"),
            "17.1.7": answer("Politie A"),
        },
        {"_index": 1, "17.1.1": answer(["Is veranderd"]), "17.1.3": answer("Scholing")},
    ]
    made = take({"16.1": RISKS, "17.1": measures}, namen={"politie-a": "Politie A"})
    first, second = made.dpia.maatregelen

    assert (("r1",), "politie-a") == (first.risicos, first.beheerder)
    assert (("niet-vermeld",), "niet-vermeld") == (second.risicos, second.beheerder)
    assert ("17.1.1", Soort.NIET_GEVONDEN, 2) in told(made)


def test_names_of_people_are_not_taken_over() -> None:
    """
    The name of a person is in nothing that comes out: not the file, not the report.
    """
    name = "Aleida van Verzonnen"
    rows = [{"_index": 0, "20.1.1": answer("Politie A"), "20.1.4": answer(name)}]
    made = take(
        {"19.4.4": answer(name), "19.4.5": answer("manager"), "19.5.4": answer(name), "20.1": rows},
        metadata={"createdBy": {"name": name}},
    )

    assert name not in made.tekst + repr(made.verlies)
    assert "manager" == made.dpia.documentbeheerder
    assert {(number, Soort.NAAM, 1) for number in ("19.4.4", "19.5.4", "20.1.4")} <= told(made)


def test_an_adoption_is_not_taken_over() -> None:
    """
    A file that says that it is signed and final is still a concept here, and that is told.
    """
    rows = [
        {
            "_index": 0,
            "20.1.1": answer("Politie A"),
            "20.1.5": answer("korpschef"),
            "20.1.6": answer("2026-01-01"),
        }
    ]
    made = take({"19.2": answer("definitief"), "20.1": rows}, namen={"politie-a": "politie a"})

    assert ("concept", None) == (made.dpia.status, made.dpia.vaststelling)
    assert ("politie-a",) == made.dpia.verwerkingsverantwoordelijken
    assert {("19.2", Soort.VERVALLEN, 1), ("20.1", Soort.VERVALLEN, 1)} == told(made)


def test_numbers_that_the_model_does_not_have() -> None:
    """
    A number of another version is told, and what it said is nowhere.
    """
    made = take({"0": answer("x"), "21.4": answer("geheim"), "rommel": answer("geheim")})

    assert {("21.4", Soort.ONBEKEND, 1), ("-", Soort.ONBEKEND, 1)} == told(made)
    assert "geheim" not in made.tekst


def test_days_of_every_kind() -> None:
    """
    A day is read with the year in front or behind; a version without a day is told.
    """
    days = ["2026-03-01", "1-3-2026", "2026-03-01T00:00:00Z", "31-02-2026", "voorjaar"]
    rows = [
        {"_index": n, "19.1.1": answer(f"0.{n}"), "19.1.2": answer(day)}
        for n, day in enumerate(days)
    ]
    made = take({"19.1": rows})

    assert {"2026-03-01"} == {str(each.datum) for each in made.dpia.versies}
    assert 3 == len(made.dpia.versies)
    assert ("19.1", Soort.VERVALLEN, 2) in told(made)


def test_an_answer_on_a_heading_is_kept() -> None:
    """
    Text that stands on the number of a section goes to the free text of that section.
    """
    made = take({"14": answer("Evenredig."), "2": answer("Alles.")})

    assert {"14.1": "Evenredig.", "2.3": "2 Persoonsgegevens: Alles."} == made.dpia.teksten


def test_pictures_become_files() -> None:
    """
    A picture becomes a file with a name of ours; what is none, or a program, is left out.
    """
    png = "data:image/png;base64,iVBORw0KGgo="
    svg = "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4="
    lie = "data:image/png;base64,PHN2Zz48L3N2Zz4="
    rows = [
        {"_index": n, "1.2.1": answer({"data": data, "title": "<b>Stroom</b>", "x": 1})}
        for n, data in enumerate([png, svg, lie, "data:image/png;base64,%%%", "geen"])
    ]
    made = take({"1.2": rows})

    assert {"bijlagen/proef-1.png": b"\x89PNG\r\n\x1a\n"} == made.bijlagen
    assert [("bijlagen/proef-1.png", "Stroom")] == [
        (each.bestand, each.titel) for each in made.dpia.afbeeldingen
    ]
    assert {("1.2.1", Soort.BIJLAGE, 1), ("1.2.1", Soort.GEEN_BEELD, 4)} <= told(made)


def test_whose_interest_it_is() -> None:
    """
    A party is found by the place of its row, and that is told; without one it is not stated.
    """
    made = take(
        {
            "6.1.1": [{"_index": 2, "6.1.1.1": answer("Zorg BV")}],
            "7.1": [{"_index": n, "7.1.1": answer("Samenwerken")} for n in (2, 3)],
        }
    )

    assert ["Zorg BV", "niet vermeld"] == [each.van for each in made.dpia.belangen]
    assert {("7.1", Soort.OP_VOLGORDE, 1), ("7.1", Soort.OUDER_KWIJT, 1)} <= told(made)


def test_rows_that_count_from_nought_again() -> None:
    """
    Rows within rows that each count from nought do not overwrite one another.
    """
    inner = [
        [{"_index": 0, "8.1.1.1": answer(place)}, {"_index": 1, "8.1.1.1": answer(f"{place} 2")}]
        for place in ("Breda", "Tilburg")
    ]
    made = take({"8.1": [{"_index": n, "8.1.1": each} for n, each in enumerate(inner)]})

    assert ["Breda", "Breda 2", "Tilburg", "Tilburg 2"] == [
        each.locatie for each in made.dpia.locaties
    ]


def test_other_forms_in_the_file_are_told() -> None:
    """
    A pre-scan that stands in the same file is not read, and that is told.
    """
    made = take({"dpia": GROUPED, "prescan": {"0.1": answer("x")}})

    assert ("-", Soort.VERVALLEN, "prescan") in {(e.nummer, e.soort, e.wat) for e in made.verlies}
