"""
The checks of the register: one change in a house in which all is well gives exactly one finding.
"""

from __future__ import annotations

import shutil

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from tests.dpia import huis
from tests.dpia.huis import BEGRIPPEN, CONVENANT, DPIA, FEITEN, REGISTER, TERMEN
from zvhprivacy.dpia.used import Used
from zvhprivacy.messages import LANGUAGES, render
from zvhprivacy.policy.check import check
from zvhprivacy.policy.read import read_workspace


class Change(NamedTuple):
    """
    One change in one file, the code it gives, what fills its message, and the text it points at.
    """

    code: str
    file: str
    old: str
    new: str
    values: Mapping[str, str] = MappingProxyType({})
    line: str = ""


REGEL = """\
  - id: beheren
    deelnemer: [lid-1]
    rol: [manager]
    handeling: [inzien]
    gegevens: [inkomen]
    over: [betrokkene]
    doel: [systeembeheer]
    proces: [com]
    fase: [triage]
    mits: [persoon-in-casus]
    grondslag: WGS 2.31 lid 5
"""
DOORGEVEN = """\
  - id: doorgeven
    deelnemer: [lid-1]
    rol: [procesregisseur]
    handeling: [doorgeven]
    gegevens: [woonsituatie]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    proces: [com]
    fase: [casusoverleg]
    aan: [riec-a]
    mits: [persoon-in-casus]
    grondslag: WGS 1.7 lid 1
"""
AFGEWEZEN = """\
  - id: WGS-REJECT
    artikel: BGS 1.16 lid 1 b
    soort: maximum
    vanaf: afgewezen
    termijn: P0D
"""
FG = "  - {van: fg, organisatie: college-a, ingediend: 2025-09-01, datum: 2025-10-02,"
OVEREENKOMST = "    overeenkomst: {document: Overeenkomst, datum: 2025-03-01, tot: 2027-01-01}\n"
REGELING = "regelingen:\n  huis: {document: Onderlinge regeling, datum: 2025-03-01}\n"
LID_10 = "avg-35-lid-10: {volstaat: nee, motivatie: De wet kent dit huis niet.}\n"
TEKENING = "    - {organisatie: college-a, functie: burgemeester, datum: 2025-11-30}\n"
TEKST = '  "14.2": Alleen wie betrokken is.\n'

CHANGES = {
    # --- 801: enforced and not assessed
    "een regel erbij": Change(
        "ZVH801", CONVENANT, "  - id: inzien\n", f"{REGEL}  - id: inzien\n",
        {"id": "beheren", "wat": "regel-nieuw", "dpia": "com"}, "- id: beheren",
    ),
    "een categorie erbij": Change(
        "ZVH801", CONVENANT, "[woonsituatie, gezondheid]", "[woonsituatie, gezondheid, bsn]",
        {"id": "inzien", "wat": "gegevens +bsn"}, "- id: inzien",
    ),
    "een voorwaarde eraf": Change(
        "ZVH801", CONVENANT, "[persoon-in-casus, toestemming]", "[persoon-in-casus]",
        {"id": "inbrengen-zorg", "wat": "mits −toestemming"},
    ),
    "alle in plaats van een lijst": Change(
        "ZVH801", CONVENANT, "gegevens: [gezondheid]", "gegevens: alle",
        {"wat": "gegevens gezondheid → alle"},
    ),
    "een andere soort deelnemer": Change(
        "ZVH801", CONVENANT, "deelnemer: [ggz]", "deelnemer: [lid-1]",
        {"wat": "deelnemer +lid-1 −ggz"},
    ),
    "ruimer en nauwer tegelijk": Change(
        "ZVH801", CONVENANT, "gegevens: [woonsituatie, bsn]", "gegevens: [woonsituatie, inkomen]",
        {"id": "aanmelden", "wat": "gegevens +inkomen −bsn"},
    ),
    # --- 803: kept longer than assessed
    "een langere termijn": Change(
        "ZVH803", TERMEN, "termijn: P5Y", "termijn: P6Y",
        {
            "id": "WGS-MAX5",
            "wat": "eerste-verwerking P5Y vernietigen → eerste-verwerking P6Y vernietigen",
        },
        "termijn: P6Y",
    ),
    "een ander begin": Change(
        "ZVH803", TERMEN, "vanaf: eerste-verwerking", "vanaf: laatste-verwerking",
        {"id": "WGS-MAX5"},
    ),
    "afschermen in plaats van vernietigen": Change(
        "ZVH803", TERMEN, "P5Y\n", "P5Y\n    dan: afschermen\n", {"id": "WGS-MAX5"}
    ),
    "een termijn voor minder gegevens": Change(
        "ZVH803", TERMEN, "P5Y\n", "P5Y\n    gegevens: [woonsituatie]\n", {"id": "WGS-MAX5"}
    ),
    "een termijn weg": Change(
        "ZVH803", TERMEN, AFGEWEZEN, "",
        {"id": "WGS-REJECT", "wat": "afgewezen P0D vernietigen → -"}, "- id: WGS-REJECT",
    ),
    # --- 805 and 806
    "een vervallen DPIA": Change(
        "ZVH805", DPIA, "status: vastgesteld", "status: vervallen",
        {"proces": "com", "convenant": "huis"}, "convenant: huis",
    ),
    "een proces zonder DPIA": Change(
        "ZVH805", CONVENANT, "regels:\n",
        "regels:\n" + REGEL.replace("[com]", "[mda]").replace("[inzien]", "[aanmelden]"),
        {"proces": "mda"},
    ),
    "een herziening die al had moeten zijn": Change(
        "ZVH806", DPIA, "uiterlijk: 2028-12-01", "uiterlijk: 2026-05-31",
        {"datum": "2026-05-31"}, "herziening: {uiterlijk: 2026-05-31}",
    ),
    # --- 807 to 810
    "een advies na de vaststelling": Change(
        "ZVH807", DPIA, "datum: 2025-10-02", "datum: 2025-12-02",
        {"van": "fg college-a", "datum": "2025-12-02", "vaststelling": "2025-12-01"},
    ),
    "een maatregel te laat": Change(
        "ZVH808", DPIA, "uiterlijk: 2026-12-31", "uiterlijk: 2026-05-31",
        {"maatregel": "opruimen", "beheerder": "college-a"}, "uiterlijk: 2026-05-31",
    ),
    "een hoog risico dat overblijft": Change(
        "ZVH809", DPIA, "restrisico: midden", "restrisico: hoog",
        {"risico": "te-breed", "band": "hoog"}, "id: te-breed",
    ),
    "een restrisico dat niet is genoemd": Change(
        "ZVH809", DPIA, "    restrisico: midden\n", "", {"risico": "te-breed"}
    ),
    "een private verantwoordelijke": Change(
        "ZVH810", DPIA, "verwerkingsverantwoordelijken: [politie-a, college-a]",
        "verwerkingsverantwoordelijken: [politie-a, college-a, ggz-a]",
        {"wie": "ggz-a", "rol": "verstrekker", "kaders": "wgs"},
        "verwerkingsverantwoordelijken: [politie-a, college-a, ggz-a]",
    ),
    # --- 811: review
    "een regel weg": Change(
        "ZVH811", CONVENANT, DOORGEVEN, "", {"weg": "doorgeven", "minder": "-", "overig": "-"},
        "feiten: sha256:",
    ),
    "een voorwaarde erbij": Change(
        "ZVH811", CONVENANT, "aan: [riec-a]\n    mits: [persoon-in-casus]",
        "aan: [riec-a]\n    mits: [persoon-in-casus, toestemming]",
        {"weg": "-", "minder": "doorgeven (mits +toestemming)"},
    ),
    "een verplichting eraf": Change(
        "ZVH811", CONVENANT, "    verplicht: [motiveren]\n", "",
        {"minder": "aanmelden (verplicht −motiveren)"},
    ),
    "een andere grondslag": Change(
        "ZVH811", CONVENANT, "grondslag: WGS 2.31 lid 4", "grondslag: WGS 2.31 lid 3",
        {"minder": "inbrengen-zorg (grondslag WGS 2.31 lid 4 → WGS 2.31 lid 3)", "overig": "-"},
    ),
    "een categorie minder": Change(
        "ZVH811", CONVENANT, "[woonsituatie, gezondheid]", "[gezondheid]",
        {"minder": "inzien (gegevens −woonsituatie)", "overig": "-"},
    ),
    "een deelnemer erbij": Change(
        "ZVH811", CONVENANT, "ontvangers:",
        "  ggz-b: {naam: GGZ B, soort: ggz, sinds: 2025-03-01}\nontvangers:",
        {"weg": "-", "minder": "-", "overig": "partijen +ggz-b"},
    ),
    "een kortere termijn": Change(
        "ZVH811", TERMEN, "termijn: P5Y", "termijn: P4Y",
        {
            "overig": "bewaartermijnen WGS-MAX5 (eerste-verwerking P5Y vernietigen → "
            "eerste-verwerking P4Y vernietigen)"
        },
    ),
    "een andere soort gegevens": Change(
        "ZVH811", BEGRIPPEN, "woonsituatie: {soort: gewoon}", "woonsituatie: {soort: gevoelig}",
        {"overig": "persoonsgegevens woonsituatie (soort gewoon → gevoelig)"},
    ),
    # --- 812: incomplete
    "een tekst weg": Change("ZVH812", DPIA, TEKST, "", {"nummer": "14.2"}, "dpia: com"),
    "een recht weg": Change("ZVH812", DPIA, "  bezwaar: {procedure: ja}\n", "", {"nummer": "15.7"}),
    "geen kans": Change(
        "ZVH812", DPIA, "kans: laag, impact: hoog, niveau: midden", "impact: hoog",
        {"nummer": "16.1"}, "id: te-lang",
    ),
    "een risico zonder maatregel": Change(
        "ZVH812", DPIA, "risicos: [te-lang]", "risicos: [te-breed]",
        {"nummer": "17.1"}, "id: te-lang",
    ),
    "een handtekening te weinig": Change(
        "ZVH812", DPIA, TEKENING,
        "", {"nummer": "20"}, "verwerkingsverantwoordelijken:",
    ),
    "geen overweging van AVG 35 lid 10": Change(
        "ZVH812", DPIA,
        LID_10,
        "", {"nummer": "avg-35-lid-10"},
    ),
    "niemand gevraagd": Change(
        "ZVH812", DPIA, "uitkomst: Leg uit wie het zag.", 'uitkomst: ""', {"nummer": "consultatie"}
    ),
    "geen dag van herziening": Change(
        "ZVH812", DPIA, "herziening: {uiterlijk: 2028-12-01}\n", "", {"nummer": "herziening"}
    ),
    # --- 813: against itself
    "een ander niveau dan kans maal impact": Change(
        "ZVH813", DPIA, "niveau: midden", "niveau: laag",
        {"reden": "niveau-anders", "wie": "te-lang"}, "niveau: laag",
    ),
    "een restrisico boven het risico": Change(
        "ZVH813", DPIA, "restrisico: laag", "restrisico: hoog",
        {"reden": "restrisico-hoger", "wie": "opruimen"},
    ),
    "gereed in de toekomst": Change(
        "ZVH813", DPIA, "gereed: 2025-09-01", "gereed: 2026-06-02",
        {"reden": "gereed-later", "wie": "rollen"},
    ),
    "advies voor het indienen": Change(
        "ZVH813", DPIA, "ingediend: 2025-10-05", "ingediend: 2025-10-25",
        {"reden": "advies-voor-indienen", "wie": "rac"},
    ),
    "ondertekend na de vaststelling": Change(
        "ZVH813", DPIA, "datum: 2025-11-30", "datum: 2025-12-02",
        {"reden": "ondertekend-na", "wie": "college-a"},
    ),
    "een versie die niet is genoemd": Change(
        "ZVH813", DPIA, '{versie: "1.0", datum', '{versie: "1.1", datum',
        {"reden": "versie-onbekend", "wie": "1.0"},
    ),
    "een beperking zonder wet": Change(
        "ZVH813", DPIA, ", beperking-toelichting: UAVG 41", "",
        {"reden": "beperking-zonder-wet", "wie": "informatie"},
    ),
    "doorgifte zonder mechanisme": Change(
        "ZVH813", DPIA, "  uitkomst: verplicht", "  uitkomst: verplicht\n  doorgifte: ja",
        {"reden": "doorgifte-zonder-mechanisme"},
    ),
    "gevraagd en ervan afgezien": Change(
        "ZVH813", DPIA, "uitkomst: Leg uit wie het zag.",
        "uitkomst: Leg uit wie het zag., afgezien: te lastig".replace(".,", '.",').replace(
            "Leg", '"Leg'
        ),
        {"reden": "consultatie-en-afgezien"},
    ),
    # --- 814 and 815
    "een prescan die anders zegt": Change(
        "ZVH814", DPIA, "uitkomst: verplicht", "uitkomst: niet-nodig",
        {"gezegd": "niet-nodig", "uitkomst": "verplicht"}, "uitkomst: niet-nodig",
    ),
    "een FG als beheerder": Change(
        "ZVH815", DPIA, "    beheerder: manager", "    beheerder: fg",
        {"maatregel": "rollen", "beheerder": "fg"}, "beheerder: fg",
    ),
    # --- 816: facts
    "feiten met de hand gewijzigd": Change(
        "ZVH816", FEITEN, "naam: GGZ A", "naam: GGZ Q", {"reden": "feiten-niet-die-van-toen"},
    ),
    # --- 817: status and dates
    "vastgesteld zonder vaststelling": Change(
        "ZVH817", DPIA, "status: vastgesteld", "status: gepland",
        {"reden": "vaststelling-zonder-status"},
    ),
    "herzien voor de vaststelling": Change(
        "ZVH817", DPIA, "uiterlijk: 2028-12-01", "uiterlijk: 2025-12-01",
        {"reden": "herziening-eerder"},
    ),
    "een vaststelling die nog moet komen": Change(
        "ZVH817", DPIA, "vaststelling:\n  datum: 2025-12-01", "vaststelling:\n  datum: 2026-06-02",
        {"reden": "vaststelling-later"}, "datum: 2026-06-02",
    ),
    # --- 818 and 819
    "een FG die niet adviseerde": Change(
        "ZVH818", DPIA, FG + " conclusie: positief}\n", "", {"wie": "college-a"},
        "verwerkingsverantwoordelijken:",
    ),
    "een advies dat nog moet komen": Change(
        "ZVH818", DPIA, "datum: 2025-10-02, conclusie: positief", "conclusie: positief",
        {"wie": "college-a"},
    ),
    "afgeweken zonder motivering": Change(
        "ZVH819", DPIA, "    motivatie: De voorwaarde is al vervuld.\n", "", {"van": "rac"},
        "afgeweken: ja",
    ),
    "een negatief advies zonder motivering": Change(
        "ZVH819", DPIA, "datum: 2025-10-02, conclusie: positief",
        "datum: 2025-10-02, conclusie: negatief", {"van": "fg college-a"},
    ),
    # --- 820 and 821: words
    "een onbekend convenant": Change(
        "ZVH820", DPIA, "convenanten: [huis]", "convenanten: [huiz]",
        {"waarde": "huiz", "suggestie": "huis"}, "convenanten: [huiz]",
    ),
    "een onbekend proces": Change(
        "ZVH820", DPIA, "processen: [com]", "processen: [comm]", {"suggestie": "com"},
    ),
    "een onbekende schaal": Change(
        "ZVH820", DPIA, "herziening:", "schaal: model-dpia-4\nherziening:",
        {"soort": "risicoschaal", "suggestie": "model-dpia-3"},
    ),
    "een onbekende kans": Change(
        "ZVH820", DPIA, "kans: midden, impact: hoog, niveau: hoog", "kans: middel, impact: hoog",
        {"soort": "schaalwaarde", "suggestie": "midden"},
    ),
    "een onbekende beheerder": Change(
        "ZVH820", DPIA, "    beheerder: manager", "    beheerder: manger", {"suggestie": "manager"},
    ),
    "een onbekend onderdeel": Change(
        "ZVH820", DPIA, '"4": Een casussysteem.\n', '"4": Een casussysteem.\n  "14.3": Meer.\n',
        {"waarde": "14.3", "soort": "onderdeel"}, '"14.3": Meer.',
    ),
    "een onbekend onderdeel van de lijst": Change(
        "ZVH820", DPIA, "[samenwerkingsverbanden]", "[samenwerkingsverband]",
        {"soort": "ap-onderdeel", "suggestie": "samenwerkingsverbanden"},
    ),
    "een adviseur van elders": Change(
        "ZVH820", DPIA, "{van: fg, organisatie: politie-a", "{van: fg, organisatie: politie-b",
        {"soort": "deelnemer-van-convenant", "suggestie": "politie-a"},
    ),
    "een regeling van een onbekend convenant": Change(
        "ZVH820", REGISTER, "verwerkers:", "  hius: {document: Y, datum: 2025-03-01}\nverwerkers:",
        {"suggestie": "huis"},
    ),
    "een maatregel bij geen risico": Change(
        "ZVH821", DPIA, "risicos: [te-breed]", "risicos: [te-breed, te-bred]",
        {"maatregel": "rollen", "risico": "te-bred", "suggestie": "te-breed"},
    ),
    "twee maatregelen met een naam": Change(
        "ZVH108", DPIA, "- id: opruimen", "- id: rollen", {"id": "rollen"}, "- id: rollen",
    ),
    # --- 822 and 823
    "een verwerker zonder overeenkomst": Change(
        "ZVH822", REGISTER, OVEREENKOMST, "", {"verwerker": "leverancier"},
    ),
    "een overeenkomst die is afgelopen": Change(
        "ZVH822", REGISTER, "tot: 2027-01-01", "tot: 2026-06-01", {"verwerker": "leverancier"},
        "tot: 2026-06-01",
    ),
    "geen onderlinge regeling": Change(
        "ZVH823", REGISTER, REGELING,
        "", {"convenant": "huis", "aantal": "2"}, "convenant: huis",
    ),
}  # fmt: skip


def test_a_house_in_which_all_is_well_has_no_finding(werkmap: Path) -> None:
    """
    What was adopted and is still what happens is in order.
    """
    assert huis.found(werkmap) == ()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_one_change_gives_exactly_the_finding_that_says_so(werkmap: Path, change: Change) -> None:
    """
    One change is one finding, with the line it is about, and it can be said in both languages.
    """
    huis.change(werkmap, change.file, change.old, change.new)

    found = huis.found(werkmap)

    assert huis.codes(found) == [change.code]
    (one,) = found
    assert change.values.items() <= dict(one.values).items()
    line = (werkmap / one.span.file).read_text("utf-8").splitlines()[one.span.line - 1]
    assert change.line in line
    for lang in LANGUAGES:
        assert "{" not in render(one, lang).wat


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 31), []),
        (date(2027, 1, 1), ["ZVH808", "ZVH822"]),
        (date(2028, 12, 1), ["ZVH808", "ZVH822"]),
        (date(2028, 12, 2), ["ZVH806", "ZVH808", "ZVH822"]),
    ],
)
def test_time_alone_makes_findings(werkmap: Path, day: date, expected: list[str]) -> None:
    """
    A last day still counts; the day after it is late.
    """
    assert sorted(huis.codes(huis.found(werkmap, day))) == expected


def test_facts_that_are_not_there_are_a_finding(werkmap: Path) -> None:
    """
    Without its facts nobody can see what was assessed.
    """
    (werkmap / FEITEN).unlink()

    (found,) = huis.found(werkmap)

    assert (found.code, dict(found.values)["reden"]) == ("ZVH816", "feiten-ontbreken")


def test_old_facts_are_a_finding_once_others_are_asked(werkmap: Path) -> None:
    """
    Who asks advice asks it about what holds now; a draft can still be filled.
    """
    _as_draft(werkmap)
    huis.change(werkmap, CONVENANT, "[woonsituatie, gezondheid]", "[gezondheid]")

    assert huis.codes(huis.found(werkmap)) == ["ZVH805"]

    huis.change(werkmap, DPIA, "status: concept", "status: fg-advies")
    found = [each for each in huis.found(werkmap) if each.code != "ZVH805"]

    assert [(each.code, dict(each.values)["reden"]) for each in found] == [("ZVH816", "feiten-oud")]


def test_a_draft_may_be_as_unfinished_as_it_is(werkmap: Path) -> None:
    """
    Nothing is called missing before others are asked for advice.
    """
    _as_draft(werkmap)
    huis.change(werkmap, DPIA, TEKST, "")

    assert huis.codes(huis.found(werkmap)) == ["ZVH805"]

    huis.change(werkmap, DPIA, "status: concept", "status: fg-advies")

    assert huis.codes(huis.found(werkmap)) == ["ZVH805", "ZVH812"]


def _as_draft(werkmap: Path) -> None:
    text = (werkmap / DPIA).read_text("utf-8")
    before, _, rest = text.partition("vaststelling:\n")
    text = before + rest[rest.index("herziening:") :]
    text = text.replace("gepland: 2025-12-31", "gepland: 2026-12-31")
    text = text.replace("status: vastgesteld", "status: concept")
    (werkmap / DPIA).write_text(text, encoding="utf-8")


def test_a_review_goes_on_with_what_was_adopted(werkmap: Path) -> None:
    """
    During a review the process goes on, advice comes in, and what changed stays a finding.
    """
    huis.change(werkmap, DPIA, "status: vastgesteld", "status: herziening")
    huis.change(werkmap, DPIA, "datum: 2025-10-02", "datum: 2026-02-02")
    huis.change(werkmap, CONVENANT, "[persoon-in-casus, toestemming]", "[persoon-in-casus]")

    assert huis.codes(huis.found(werkmap)) == ["ZVH801"]


def test_a_joint_controller_that_was_left_out_is_named(werkmap: Path) -> None:
    """
    Whose advice and signature are waited for follows from the law, not from who is on the list.
    """
    both = "verwerkingsverantwoordelijken: [politie-a, college-a]"
    huis.change(werkmap, DPIA, both, both.replace(", college-a", ""))
    huis.change(
        werkmap, DPIA, "{organisatie: college-a, functie", "{organisatie: politie-a, functie"
    )
    [found] = huis.found(werkmap)

    assert ("ZVH824", "college-a") == (found.code, dict(found.values)["wie"])


def test_several_changes_are_told_apart(werkmap: Path) -> None:
    """
    What is wider is a finding each; all the rest is one.
    """
    huis.change(werkmap, CONVENANT, "  - id: inzien\n", f"{REGEL}  - id: inzien\n")
    huis.change(werkmap, CONVENANT, "gegevens: [gezondheid]", "gegevens: [gezondheid, inkomen]")
    huis.change(werkmap, CONVENANT, DOORGEVEN, "")
    huis.change(werkmap, TERMEN, "termijn: P0D", "termijn: P1D")
    huis.change(werkmap, BEGRIPPEN, "bsn: {soort: nationaal-nummer}", "bsn: {soort: gewoon}")

    found = huis.found(werkmap)

    assert sorted(huis.codes(found)) == ["ZVH801", "ZVH801", "ZVH803", "ZVH811"]
    review = next(each for each in found if each.code == "ZVH811")
    assert dict(review.values) == {
        "dpia": "com",
        "weg": "doorgeven",
        "minder": "-",
        "overig": "persoonsgegevens bsn (soort nationaal-nummer → gewoon); "
        "uitzonderingen −nationaal-nummer WGS 2.31 lid 1",
    }


@pytest.mark.parametrize("name", [DPIA, FEITEN, REGISTER, CONVENANT])
def test_a_file_that_cannot_be_read_is_one_finding(werkmap: Path, name: str) -> None:
    """
    Nothing is told of what nobody could look at, but never that all is well.
    """
    huis.change(werkmap, name, "schema: 1\n", "schema: 2\n")

    found = huis.found(werkmap)

    assert [(each.code, each.span.file) for each in found if each.code != "ZVH823"] == [
        ("ZVH012", name)
    ]


def test_an_acceptance_holds_until_its_day(werkmap: Path) -> None:
    """
    What somebody answers for is no longer open, until the day he said.
    """
    huis.change(werkmap, DPIA, "uiterlijk: 2028-12-01", "uiterlijk: 2026-05-31")
    (late,) = huis.found(werkmap)
    _accept(werkmap, "ZVH806", late.place, "2026-12-01")

    assert huis.found(werkmap) == ()
    assert huis.codes(huis.found(werkmap, date(2026, 12, 1))) == ["ZVH602", "ZVH806"]


def test_an_acceptance_of_nothing_is_told_by_the_command_that_looks_for_it(werkmap: Path) -> None:
    """
    `check` says nothing of codes of the register, and `dpia check` nothing of others.
    """
    _accept(werkmap, "ZVH806", f"{DPIA}#herziening", "2026-12-01")

    assert huis.codes(huis.found(werkmap)) == ["ZVH601"]
    assert "ZVH601" not in huis.codes(check(read_workspace(werkmap), huis.DAY).findings)

    _accept(werkmap, "ZVH504", CONVENANT, "2026-12-01")

    assert huis.found(werkmap) == ()


def test_an_acceptance_about_the_logboek_is_not_judged_without_one(werkmap: Path) -> None:
    """
    Who did not look in the logboek cannot say that there is nothing in it.
    """
    _accept(werkmap, "ZVH802", f"{DPIA}#ongebruikt", "2026-12-01")
    used = Used(vanaf=date(2025, 6, 2), tot=date(2026, 6, 2))
    for regel in ("aanmelden", "inbrengen-zorg", "inzien", "doorgeven"):
        used.add("huis", regel, huis.DAY)

    assert huis.found(werkmap) == ()
    assert huis.codes(huis.found(werkmap, used=used)) == ["ZVH601"]


@pytest.mark.parametrize("name", [DPIA, FEITEN, CONVENANT])
def test_an_acceptance_about_what_cannot_be_read_is_not_judged(werkmap: Path, name: str) -> None:
    """
    A slip somewhere makes no acceptance void.
    """
    _accept(werkmap, "ZVH801", f"{DPIA}#huis/inzien", "2026-12-01")
    huis.change(werkmap, name, "schema: 1\n", "schema: 2\n")

    assert "ZVH601" not in huis.codes(huis.found(werkmap))


def _accept(werkmap: Path, code: str, plaats: str, tot: str) -> None:
    text = f"""\
schema: 1
aanvaard:
  - {{code: {code}, plaats: "{plaats}", reden: Wordt gepland., door: manager, tot: {tot}}}
"""
    (werkmap / "aanvaard.yaml").write_text(text, encoding="utf-8")


def test_without_a_register_every_process_lacks_its_dpia(werkmap: Path) -> None:
    """
    Nothing there is not all well.
    """
    shutil.rmtree(werkmap / "dpia")

    assert huis.codes(huis.found(werkmap)) == ["ZVH805", "ZVH823"]


def test_without_a_law_nothing_is_said_of_the_register(werkmap: Path) -> None:
    """
    Then the law is what has to be mended first.
    """
    huis.change(werkmap, BEGRIPPEN, "schema: 1\n", "schema: 2\n")

    assert [each.span.file for each in huis.found(werkmap)] == [BEGRIPPEN]


def test_advice_of_the_day_itself_is_in_time(werkmap: Path) -> None:
    """
    Only what came after the adoption came too late.
    """
    huis.change(werkmap, DPIA, "datum: 2025-10-02", "datum: 2025-12-01")

    assert huis.found(werkmap) == ()


def test_advice_that_is_repeated_later_was_in_time(werkmap: Path) -> None:
    """
    Who advised before the adoption may do so again.
    """
    again = FG.replace("2025-10-02", "2026-02-02")
    huis.change(werkmap, DPIA, FG, f"{again} conclusie: positief}}\n{FG}")

    assert huis.found(werkmap) == ()


@pytest.mark.parametrize("who", ["regionaal-fg-overleg", "coordinerend-fg"])
def test_the_fgs_together_can_advise_for_all(werkmap: Path, who: str) -> None:
    """
    Their advice stands for that of each FG, once it is there; that of the RAC does not.
    """
    text = (werkmap / DPIA).read_text("utf-8")
    start, stop = text.index("  - {van: fg"), text.index("  - van: rac")
    together = f"  - {{van: {who}, ingediend: 2025-09-01, datum: 2025-10-01}}\n"
    (werkmap / DPIA).write_text(text[:start] + together + text[stop:], encoding="utf-8")

    assert huis.found(werkmap) == ()

    huis.change(werkmap, DPIA, together, together.replace(", datum: 2025-10-01", ""))
    (found,) = huis.found(werkmap)

    assert (found.code, dict(found.values)["wie"]) == ("ZVH818", "politie-a; college-a")


def test_the_ap_was_asked_about_a_high_risk(werkmap: Path) -> None:
    """
    With the consultation of AVG 36 a high risk that is left is in order.
    """
    huis.change(werkmap, DPIA, "restrisico: midden", "restrisico: hoog")
    asked = "voorafgaande-raadpleging: {ingediend: 2025-11-01}\nherziening:"
    huis.change(werkmap, DPIA, "herziening:", asked)

    assert huis.found(werkmap) == ()


@pytest.mark.parametrize(
    ("status", "reden"),
    [("fg-advies", "advies-niet-gevraagd"), ("rac-advies", "advies-niet-gevraagd")],
)
def test_a_status_of_advice_needs_advice_that_was_asked(
    werkmap: Path, status: str, reden: str
) -> None:
    """
    Nobody waits for advice that nobody asked.
    """
    _as_draft(werkmap)
    text = (werkmap / DPIA).read_text("utf-8")
    start, stop = text.index("adviezen:\n"), text.index("herziening:")
    (werkmap / DPIA).write_text(text[:start] + text[stop:], encoding="utf-8")
    huis.change(werkmap, DPIA, "status: concept", f"status: {status}")
    found = [dict(each.values) for each in huis.found(werkmap) if each.code == "ZVH817"]

    assert [each["reden"] for each in found] == [reden]


@pytest.mark.parametrize(
    ("gepland", "reden"),
    [("gepland: 2026-05-31\n", "gepland-voorbij"), ("", "gepland-zonder-dag")],
)
def test_a_plan_has_a_day_and_keeps_to_it(werkmap: Path, gepland: str, reden: str) -> None:
    """
    A DPIA that is planned says by when, and is then there.
    """
    _as_draft(werkmap)
    huis.change(werkmap, DPIA, "gepland: 2026-12-31\n", gepland)
    huis.change(werkmap, DPIA, "status: concept", "status: gepland")
    found = [dict(each.values) for each in huis.found(werkmap) if each.code == "ZVH817"]

    assert [each["reden"] for each in found] == [reden]
