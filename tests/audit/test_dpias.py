"""
The checks of the DPIA register find what is late, missing or not asked, and nothing else.
"""

from __future__ import annotations

import shutil

from pathlib import Path

import pytest

from tests.audit import werkmap as w
from tests.audit.werkmap import CONVENANT, DPIA, REGISTER, Werkmap, found, line, told
from zvhprivacy.audit.checks.dpias import CHECKS
from zvhprivacy.audit.known import KNOWN
from zvhprivacy.audit.sources import Sources


HIGH = "restrisico: midden"
ASKED = "voorafgaande-raadpleging: {ingediend: 2025-11-01, antwoord-op: 2025-11-20, antwoord: ja}\n"


@pytest.fixture(scope="module")
def gebouwd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A house that nobody changes.
    """
    return w.build(tmp_path_factory.mktemp("huis") / "werkmap")


@pytest.fixture(scope="module")
def orde(gebouwd: Path) -> Sources:
    """
    What an audit of that house looks at, with a logboek.
    """
    return w.sources(gebouwd, huis=w.house())


@pytest.fixture
def werkmap(gebouwd: Path, tmp_path: Path) -> Werkmap:
    """
    A house to change.
    """
    return w.copied(gebouwd, tmp_path)


def test_every_check_of_the_register_is_carried_out() -> None:
    """
    Each name in the list of checks has a function.
    """
    names = list(KNOWN)
    first = names.index("verwerkingsregister-volledig")

    assert sorted(CHECKS) == sorted(names[first : first + len(CHECKS)])


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_register_in_order_has_no_deviation(name: str, orde: Sources) -> None:
    """
    Something was looked at and nothing deviates; when an activity was looked through nobody knows.
    """
    result = dict(found(CHECKS[name], orde, [line(orde)]))
    unknown = [aspect for aspect, each in result.items() if each.reden is not None]
    good = [each for aspect, each in result.items() if aspect not in unknown]

    assert unknown == (["bestaan"] if name == "verwerkingsregister-volledig" else [])
    assert w.in_order(*good)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_without_a_register_nothing_is_established(name: str, orde: Sources) -> None:
    """
    A workspace without a folder of DPIAs gives no good answer.
    """
    bron = w.sources(orde.root, dpias=None, huis=w.house())

    assert {each.reden for _, each in found(CHECKS[name], bron)} == {"geen-dpia-register"}


def test_an_empty_register_has_nothing_in_order(werkmap: Werkmap) -> None:
    """
    A folder without any DPIA or processor gives no good answer.
    """
    shutil.rmtree(werkmap.root / "dpia")
    (werkmap.root / "dpia").mkdir()
    bron = werkmap.bron(huis=w.house())
    answers = {
        (name, aspect.value): looked.antwoord.value
        for name in CHECKS
        for aspect, looked in found(CHECKS[name], bron)
    }

    assert "geen-afwijking-gevonden" not in answers.values()
    assert {key for key, answer in answers.items() if answer == "afwijking"} == {
        ("verwerkingsregister-volledig", "opzet"),
        ("verwerkingsregister-volledig", "bestaan"),
        ("dpia-vastgesteld-en-actueel", "opzet"),
        ("dpia-vastgesteld-en-actueel", "bestaan"),
    }


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_file_that_cannot_be_read_leaves_it_open(name: str, werkmap: Werkmap) -> None:
    """
    Nothing good is said of a register of which a part cannot be read.
    """
    werkmap.write("dpia/kapot.yaml", "schema: 1\ndpia: kapot\n")
    result = dict(found(CHECKS[name], werkmap.bron(huis=w.house())))
    result.pop("werking" if name == "verwerkingsregister-volledig" else "-", None)  # type: ignore[call-overload]

    assert not any(w.in_order(each) for each in result.values())


# --- one change in the files, one deviation -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "aspect", "file", "old", "new", "place", "why"),
    [
        pytest.param(name, aspect, file, old, new, place, why, id=why)
        for name, aspect, file, old, new, place, why in (
            (
                "verwerkersovereenkomst-loopt",
                "bestaan",
                REGISTER,
                "tot: 2027-01-01",
                "tot: 2026-06-01",
                "leverancier",
                "afgelopen",
            ),
            (
                "verwerkersovereenkomst-loopt",
                "bestaan",
                REGISTER,
                "    overeenkomst: {document: Overeenkomst, datum: 2025-03-01, tot: 2027-01-01}\n",
                "",
                "leverancier",
                "zonder-overeenkomst",
            ),
            (
                "verwerkersovereenkomst-loopt",
                "bestaan",
                REGISTER,
                "datum: 2025-03-01, tot: 2027-01-01",
                "datum: 2026-06-02, tot: 2027-01-01",
                "leverancier",
                "nog-niet-begonnen",
            ),
            (
                "verwerkersovereenkomst-loopt",
                "opzet",
                CONVENANT,
                "  ggz-a: {",
                "  bureau-a: {naam: Bureau A, soort: bureau}\n  ggz-a: {",
                "huis/bureau-a",
                "niet-op-de-lijst",
            ),
            (
                "dpia-vastgesteld-en-actueel",
                "opzet",
                DPIA,
                "processen: [com]",
                "processen: [mda]",
                "huis/com",
                "zonder-dpia",
            ),
            (
                "dpia-vastgesteld-en-actueel",
                "bestaan",
                DPIA,
                "status: vastgesteld",
                "status: fg-advies",
                "huis/com",
                "niet-vastgesteld",
            ),
            (
                "dpia-vastgesteld-en-actueel",
                "bestaan",
                DPIA,
                "status: vastgesteld",
                "status: vastgesteld\nvoorbeeld: ja",
                "huis/com",
                "alleen-een-voorbeeld",
            ),
            (
                "dpia-vastgesteld-en-actueel",
                "werking",
                DPIA,
                "herziening: {uiterlijk: 2028-12-01}",
                "herziening: {uiterlijk: 2026-05-31}",
                "com",
                "herziening-voorbij",
            ),
            (
                "dpia-vastgesteld-en-actueel",
                "werking",
                CONVENANT,
                "gegevens: [woonsituatie, gezondheid]",
                "gegevens: [woonsituatie, gezondheid, inkomen]",
                "com",
                "ruimer-dan-beoordeeld",
            ),
            (
                "fg-advies-voor-vaststelling",
                "bestaan",
                DPIA,
                "datum: 2025-10-02, conclusie",
                "datum: 2025-12-02, conclusie",
                "com",
                "advies-na-vaststelling",
            ),
            (
                "fg-advies-voor-vaststelling",
                "bestaan",
                DPIA,
                (
                    "  - {van: fg, organisatie: college-a, ingediend: 2025-09-01, "
                    "datum: 2025-10-02, conclusie: positief}\n"
                ),
                "",
                "com",
                "zonder-advies-vooraf",
            ),
            (
                "fg-advies-voor-vaststelling",
                "werking",
                DPIA,
                "datum: 2025-10-02, conclusie: positief",
                "datum: 2025-10-02, conclusie: negatief",
                "com",
                "zonder-motivering",
            ),
            (
                "dpia-maatregel-op-tijd",
                "opzet",
                DPIA,
                "    uiterlijk: 2026-12-31\n",
                "",
                "com/opruimen",
                "zonder-datum",
            ),
            (
                "dpia-maatregel-op-tijd",
                "opzet",
                DPIA,
                "beheerder: college-a",
                "beheerder: fg",
                "com/opruimen",
                "fg-als-eigenaar",
            ),
            (
                "dpia-maatregel-op-tijd",
                "bestaan",
                DPIA,
                "gereed: 2025-09-01",
                "gereed: 2026-09-01",
                "com/rollen",
                "gereed-in-de-toekomst",
            ),
            (
                "dpia-maatregel-op-tijd",
                "werking",
                DPIA,
                "uiterlijk: 2026-12-31",
                "uiterlijk: 2026-05-31",
                "com/opruimen",
                "over-datum",
            ),
            (
                "hoog-risico-geraadpleegd",
                "bestaan",
                DPIA,
                HIGH,
                "restrisico: hoog",
                "com/te-breed",
                "niet-geraadpleegd",
            ),
        )
    ],
)
def test_one_change_is_one_deviation(
    name: str,
    aspect: str,
    file: str,
    old: str,
    new: str,
    place: str,
    why: str,
    werkmap: Werkmap,
) -> None:
    """
    What is changed in one place deviates once, there, and for that reason.
    """
    bron = werkmap.change(file, old, new).bron()
    answer, count, _, names, reasons = told(getattr(found(CHECKS[name], bron), aspect))

    assert (answer, count, names) == ("afwijking", 1, [place])
    assert reasons[why] == 1


@pytest.mark.parametrize(
    ("old", "new", "why", "count"),
    [
        ("    contact: {functie: contactpunt}\n", "    contact: {functie: x}\n", "", 0),
        ("maatregelen: [versleuteling]\n", "", "zonder-maatregelen", 2),
        ("organisatie: college-a", "organisatie: ggz-a", "zonder-contact", 2),
    ],
)
def test_an_empty_part_of_the_register_deviates_per_activity(
    old: str, new: str, why: str, count: int, werkmap: Werkmap
) -> None:
    """
    Each activity that misses something of AVG 30 is counted once, with what it misses.
    """
    bron = werkmap.change(REGISTER, old, new).bron()
    result = found(CHECKS["verwerkingsregister-volledig"], bron)

    for looked in (result.opzet, result.bestaan):
        _, deviating, seen, names, reasons = told(looked)
        assert (deviating, seen) == (count, 2)
        assert reasons.get(why, 0) == count
        assert len(names) == count


def test_an_answer_of_no_activity_deviates(orde: Sources) -> None:
    """
    What was allowed for a purpose or process that the register has not is found by its line.
    """
    check = CHECKS["verwerkingsregister-volledig"]
    there = [
        line(orde),
        line(orde, convenant=None),  # the only one then
        line(orde, doel="statistiek"),
        line(orde, proces="mda"),
        line(orde, doel="statistiek", resultaat="verboden"),
    ]

    assert told(found(check, orde, there).werking) == (
        "afwijking",
        2,
        4,
        ["3", "4"],
        {"niet-in-het-register": 2},
    )
    assert found(check, orde).werking.reden == "geen-gevallen"  # type: ignore[union-attr]


def test_an_answer_in_a_convenant_that_is_stopped_is_not_judged(werkmap: Werkmap) -> None:
    """
    Whether a convenant that cannot be read has the activity is not known.
    """
    werkmap.change(CONVENANT, "status: ondertekend", "status: getekend")
    bron = werkmap.bron(huis=w.house())
    looked = found(CHECKS["verwerkingsregister-volledig"], bron, [line(bron)]).werking

    assert told(looked) == ("niet-vast-te-stellen", 0, 1, [], {"niet-na-te-vragen": 1})


@pytest.mark.parametrize(
    ("old", "new"),
    [("processen: [com]", "processen: [com, elders]"), ("[huis]", "[huis, elders]")],
)
def test_a_dpia_that_cannot_be_laid_beside_the_rules_is_not_called_current(
    old: str, new: str, werkmap: Werkmap
) -> None:
    """
    Whether what was assessed still holds is not known when it is about something that is not there.
    """
    bron = werkmap.change(DPIA, old, new).bron()
    looked = found(CHECKS["dpia-vastgesteld-en-actueel"], bron).werking

    assert looked is not None
    assert (looked.onderzocht, looked.reden) == (1, "onvolledig")


def test_an_fg_for_all_controllers_is_enough(werkmap: Werkmap) -> None:
    """
    The coordinerend FG advises all controllers; later advice of another is still called late.
    """
    werkmap.change(DPIA, "{van: fg, organisatie: politie-a,", "{van: coordinerend-fg,")
    werkmap.change(
        DPIA,
        "datum: 2025-10-02, conclusie: positief",
        "datum: 2025-10-02, conclusie: negatief, motivatie: Wij wegen anders.",
    )
    check = CHECKS["fg-advies-voor-vaststelling"]
    before = found(check, werkmap.bron())
    werkmap.change(DPIA, "datum: 2025-10-02", "datum: 2026-01-02")

    assert w.in_order(before.bestaan, before.werking)
    assert told(found(check, werkmap.bron()).bestaan)[4] == {"advies-na-vaststelling": 1}


def test_a_late_measure_that_was_put_before_somebody_is_told_of(werkmap: Werkmap) -> None:
    """
    Who answers for it with a reason and a day was asked; past that day it is late again.
    """
    werkmap.change(DPIA, "uiterlijk: 2026-12-31", "uiterlijk: 2026-05-31")
    entry = (
        "{code: ZVH808, plaats: dpia/com.yaml#opruimen, reden: x, door: bestuur, tot: 2026-07-01}"
    )
    werkmap.write("aanvaard.yaml", f"schema: 1\naanvaard:\n  - {entry}\n")
    check = CHECKS["dpia-maatregel-op-tijd"]
    before = told(found(check, werkmap.bron()).werking)
    werkmap.change("aanvaard.yaml", "tot: 2026-07-01", "tot: 2026-06-01")

    assert before == ("geen-afwijking-gevonden", 0, 2, [], {"voorgelegd": 1})
    assert told(found(check, werkmap.bron()).werking)[:2] == ("afwijking", 1)


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        (ASKED, {"hoog": 1}),
        (
            ASKED.replace("2025-11-20", "2026-01-20"),
            {"hoog": 1, "vastgesteld-zonder-antwoord": 1},
        ),
        (
            "voorafgaande-raadpleging: {ingediend: 2026-01-01}\n",
            {"hoog": 1, "na-vaststelling-geraadpleegd": 1, "vastgesteld-zonder-antwoord": 1},
        ),
    ],
)
def test_the_ap_is_asked_before_a_high_risk_is_taken(
    asked: str, reasons: dict[str, int], werkmap: Werkmap
) -> None:
    """
    A high risk that is left deviates unless the AP was asked, and answered, before the adoption.
    """
    werkmap.change(DPIA, HIGH, "restrisico: hoog")
    werkmap.change(DPIA, "herziening: {", asked + "herziening: {")
    looked = found(CHECKS["hoog-risico-geraadpleegd"], werkmap.bron()).bestaan

    assert told(looked)[4] == reasons
    assert told(looked)[1] == (len(reasons) > 1)


def test_a_risk_that_cannot_be_weighed_leaves_it_open(werkmap: Werkmap) -> None:
    """
    Of a risk without a weight it is not known whether it is high.
    """
    werkmap.change(DPIA, "kans: midden, impact: hoog, niveau: hoog", "impact: hoog")
    werkmap.change(DPIA, "    restrisico: midden\n", "")
    result = found(CHECKS["hoog-risico-geraadpleegd"], werkmap.bron())

    assert told(result.opzet)[3:] == (["com/te-breed"], {"niet-te-wegen": 1})
    assert result.bestaan is not None
    assert result.bestaan.reden == "onvolledig"
