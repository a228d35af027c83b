"""
The checks of policies find each thing that is not as it must be, and nothing in a house in order.
"""

from __future__ import annotations

import functools
import shutil

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.audit import werkmap as w
from tests.audit.werkmap import (
    BEGRIPPEN,
    CONVENANT,
    DPIA,
    EIGEN_TOETSEN,
    GRONDSLAGEN,
    REGISTER,
    Told,
    Werkmap,
    found,
    house,
    line,
    told,
)
from tests.store.values import uid
from tests.workspaces import ROOT
from zvhprivacy.audit.checks.policies import CHECKS
from zvhprivacy.audit.known import KNOWN
from zvhprivacy.audit.sources import Sources
from zvhprivacy.model.audit import Antwoord
from zvhprivacy.model.casus import Casus
from zvhprivacy.model.registers import Medewerker, Publicatie
from zvhprivacy.policy import shipped
from zvhprivacy.policy.archive import archived
from zvhprivacy.store.database import Database


LAW = ("wetslaag-actueel", "beleid-zonder-fouten", "convenant-binnen-de-wet")
WATCHED = {
    "convenant-binnen-de-wet",
    "deelnemers-aangewezen",
    "geen-geautomatiseerde-analyse",
    "grondslag-geldt",
    "plicht-niet-versmald",
}
OWN_LAW = "grondslag: Wmo 2015 4.1.1\n    wet: Wmo\n    kader: eigen-wet"
PROTOCOL = """\
schema: 1
protocol: mda
titel: Protocol
soort: privacyprotocol
geldig: {vanaf: 2025-03-01}
regels:
  - id: mda-inzien
    deelnemer: [lid-1]
    rol: [procesregisseur]
    handeling: [inzien]
    gegevens: [woonsituatie]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    fase: [casusoverleg]
    grondslag: WGS 1.7 lid 1
"""


@pytest.fixture(scope="module", autouse=True)
def _law_that_ships_is_read_once() -> Iterator[None]:
    """
    Read the shipped law layer once for all tests: none of them changes it.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shipped, "shipped_law", functools.cache(shipped.shipped_law))
        yield


@pytest.fixture(scope="module")
def gebouwd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A house that nobody changes.
    """
    return w.build(tmp_path_factory.mktemp("huis") / "werkmap")


@pytest.fixture(scope="module")
def meegeleverd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A copy of the shipped law layer and the convenants on it, which nobody changes.
    """
    root = tmp_path_factory.mktemp("wet") / "werkmap"
    for folder in ("policies", "convenants"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "aanvaard.yaml", root)
    return root


@pytest.fixture(scope="module")
def orde(gebouwd: Path) -> Sources:
    """
    What an audit of that house looks at, with a logboek.
    """
    return w.sources(gebouwd, huis=house())


@pytest.fixture
def werkmap(gebouwd: Path, tmp_path: Path) -> Werkmap:
    """
    A house to change.
    """
    return w.copied(gebouwd, tmp_path)


@pytest.fixture(scope="module")
def hoofd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """
    A database in which no test leaves anything.
    """
    with w.hoofd(str(tmp_path_factory.mktemp("hoofd") / "hoofd.db")) as database:
        yield database


def lines(bron: Sources) -> list[w.Line]:
    """
    Give the decisions of a house in order: one read, one provided, one refused.
    """
    provided = {"handeling": "verstrekken", "fase": "triage", "rol": "casusdeelnemer"}
    return [
        line(bron),
        line(bron, **provided, regel="verstrekken", grondslag="WGS 1.5 lid 1"),
        line(bron, deelnemer="ggz-a", resultaat="niet-toegestaan", regel=None, grondslag=None),
    ]


def test_every_check_of_policies_is_carried_out() -> None:
    """
    Each name in the list of checks has a function.
    """
    first = list(KNOWN)[: len(CHECKS)]

    assert sorted(CHECKS) == sorted(first)


@pytest.mark.parametrize("name", sorted(CHECKS.keys() - set(LAW) - {"contactpunt-genoemd"}))
def test_a_house_in_order_has_no_deviation(name: str, orde: Sources) -> None:
    """
    Of what the files and the logboek show, something was looked at and nothing deviates.
    """
    result = dict(found(CHECKS[name], orde, lines(orde)) if name != LAST else _files(orde))

    assert w.in_order(*result.values())


LAST = "bewaartermijn-per-proces"


def _files(orde: Sources) -> Any:
    without = w.sources(orde.root)
    return [(aspect, each) for aspect, each in found(CHECKS[LAST], without) if aspect == "opzet"]


def test_without_a_database_nothing_is_said_of_what_needs_one(gebouwd: Path) -> None:
    """
    On the files alone the rows and lines that a check would look at are not there.
    """
    bron = w.sources(gebouwd)
    needing = [found(CHECKS[name], bron).werking for name in sorted(WATCHED)]
    needing += [found(CHECKS[name], bron).bestaan for name in ("contactpunt-genoemd", LAST)]

    assert [each and each.reden for each in needing] == ["geen-database"] * len(needing)


@pytest.mark.parametrize("name", sorted(WATCHED))
def test_an_empty_logboek_gives_no_good_answer(name: str, orde: Sources) -> None:
    """
    Where nobody asked anything, nothing is known of how it works.
    """
    result = found(CHECKS[name], orde)

    assert result.werking is not None
    assert result.werking.reden == "geen-gevallen"


def test_without_a_convenant_nothing_is_in_order(werkmap: Werkmap) -> None:
    """
    A house without any agreement gives no good answer about agreements.
    """
    shutil.rmtree(werkmap.root / "convenants")
    bron = werkmap.bron(huis=house())
    about_law = {"beleid-zonder-fouten", "wetslaag-actueel"}
    good = {
        (name, aspect.value)
        for name in CHECKS.keys() - about_law - {LAST, "contactpunt-genoemd"}
        for aspect, looked in found(CHECKS[name], bron)
        if looked.antwoord is Antwoord.GEEN_AFWIJKING
    }

    # What is about the words and bans of the law, and its toetsen, is there without a convenant.
    assert good == {
        ("beleid-toetsen-slagen", "opzet"),
        ("beleid-toetsen-slagen", "bestaan"),
        ("deelnemers-aangewezen", "opzet"),
        ("geen-geautomatiseerde-analyse", "opzet"),
    }


# --- one change in the files, one deviation -------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "aspect", "file", "old", "new", "place", "why"),
    [
        pytest.param(name, aspect, file, old, new, place, why, id=f"{name}-{why}-{place}")
        for name, aspect, file, old, new, place, why in (
            (
                "convenant-actueel",
                "opzet",
                CONVENANT,
                "\ngeldig: {vanaf: 2025-03-01}",
                "",
                "huis",
                "zonder-begindatum",
            ),
            (
                "convenant-actueel",
                "werking",
                CONVENANT,
                "uiterlijk: 2027-03-01",
                "uiterlijk: 2026-05-31",
                "huis",
                "evaluatie-voorbij",
            ),
            (
                "convenant-ondertekend",
                "opzet",
                CONVENANT,
                "status: ondertekend",
                "status: concept",
                "huis",
                "concept",
            ),
            (
                "convenant-ondertekend",
                "bestaan",
                CONVENANT,
                "ondertekend-op: 2025-01-01",
                "ondertekend-op: 2026-07-01",
                "huis",
                "later-ondertekend",
            ),
            (
                "grondslag-geldt",
                "opzet",
                CONVENANT,
                "    grondslag: WGS 2.31 lid 1\n  - id: inbrengen-zorg",
                "    grondslag: WGS 2.32 lid 1\n  - id: inbrengen-zorg",
                "huis/com/wgs",
                "zonder-geldende-grondslag",
            ),
            (
                "grondslag-geldt",
                "opzet",
                CONVENANT,
                "    handeling: [doorgeven]",
                "    handeling: [doorgeven, aanmelden]",
                "huis/com/wgs",
                "meer-dan-een-eerste-grondslag",
            ),
            (
                "grondslag-geldt",
                "bestaan",
                GRONDSLAGEN,
                "rechtsgrond-avg: AVG 6 lid 1 e\n    uitzondering",
                "rechtsgrond-avg: AVG 9 lid 2 g\n    uitzondering",
                "huis/com/wgs",
                "zonder-rechtsgrond",
            ),
            (
                "plicht-niet-versmald",
                "opzet",
                CONVENANT,
                "    deelnemer: [lid-1, lid-2]",
                "    deelnemer: [lid-1]",
                "huis/ggz-a",
                "smaller-dan-de-wet",
            ),
            (
                "deelnemers-aangewezen",
                "opzet",
                BEGRIPPEN,
                "lid: lid-2, bron: WGS 2.27 lid 2 d",
                "lid: lid-2, bron: WGS 1.3",
                "deelnemersoorten/ggz",
                "soort-niet-in-de-wet",
            ),
            (
                "deelnemers-aangewezen",
                "bestaan",
                CONVENANT,
                "  ggz-a: {",
                "  bureau-a: {naam: Bureau A, soort: bureau}\n  ggz-a: {",
                "huis/bureau-a",
                "geen-deelnemer",
            ),
            (
                "private-deelnemer-niet-verantwoordelijk",
                "opzet",
                BEGRIPPEN,
                "bron: WGS 2.27 lid 1 f",
                "bron: WGS 2.27 lid 2 f",
                "huis/college-a",
                "soort-niet-publiek",
            ),
            (
                "private-deelnemer-niet-verantwoordelijk",
                "bestaan",
                DPIA,
                "verwerkingsverantwoordelijken: [politie-a, college-a]",
                "verwerkingsverantwoordelijken: [politie-a, college-a, ggz-a]",
                "com/ggz-a",
                "in-dpia",
            ),
            (
                "private-deelnemer-niet-verantwoordelijk",
                "bestaan",
                REGISTER,
                "  - organisatie: college-a",
                (
                    "  - organisatie: ggz-a\n    contact: {functie: x}\n    fg: {functie: y}\n"
                    "  - organisatie: college-a"
                ),
                "ggz-a",
                "in-verwerkingsregister",
            ),
            (
                "contactpunt-genoemd",
                "opzet",
                CONVENANT,
                "contactpunt: college-a\n",
                "",
                "huis",
                "zonder-contactpunt",
            ),
            (
                "contactpunt-genoemd",
                "opzet",
                CONVENANT,
                "contactpunt: college-a\n",
                "contactpunt: politie-a\n",
                "huis",
                "geen-college-of-burgemeester",
            ),
            (
                "coordinerend-fg-aangewezen",
                "opzet",
                CONVENANT,
                "coordinerend-fg: college-a\n",
                "",
                "huis",
                "zonder-coordinerend-fg",
            ),
            (
                "coordinerend-fg-aangewezen",
                "opzet",
                CONVENANT,
                "coordinerend-fg: college-a",
                "coordinerend-fg: ggz-a",
                "huis",
                "geen-overheid",
            ),
            (
                "geen-geautomatiseerde-analyse",
                "opzet",
                w.WGS,
                "handeling: [analyseren]",
                "handeling: [analyseren]\n    tenzij: [toestemming]",
                "analyseren",
                "zonder-verbod",
            ),
            (
                "beleid-toetsen-slagen",
                "opzet",
                w.TOETSEN,
                "",
                "",
                "policies/toetsen.yaml",
                "zonder-toetsen",
            ),
            (
                "beleid-toetsen-slagen",
                "opzet",
                EIGEN_TOETSEN,
                "",
                "",
                "huis",
                "zonder-toetsen",
            ),
            (
                "bewaartermijn-per-proces",
                "opzet",
                w.TERMEN,
                "vanaf: eerste-verwerking",
                "vanaf: afgesloten",
                "huis/com/wgs",
                "zonder-einde",
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
    if old:
        werkmap.change(file, old, new)
    else:
        (werkmap.root / file).unlink()
    answer, count, _, names, reasons = told(getattr(found(CHECKS[name], werkmap.bron()), aspect))

    assert (answer, count, names) == ("afwijking", 1, [place])
    assert reasons.get(why) == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        (REGISTER, "  huis: {document", "  ander: {document", "zonder-regeling"),
        (CONVENANT, "contactpunt: college-a\n", "", "zonder-contactpunt"),
    ],
)
def test_every_public_deelnemer_is_bound(
    file: str, old: str, new: str, why: str, werkmap: Werkmap
) -> None:
    """
    Without an arrangement or a contactpunt no public deelnemer is bound; a private one need not be.
    """
    check = CHECKS["onderlinge-regeling-volledig"]
    bron = werkmap.change(file, old, new).bron()

    assert told(found(check, bron).opzet) == (
        "afwijking",
        2,
        2,
        ["huis/politie-a", "huis/college-a"],
        {why: 2},
    )


def test_without_a_signature_nobody_is_bound(werkmap: Werkmap) -> None:
    """
    A convenant that was never signed binds no public deelnemer, whatever arrangement there is.
    """
    werkmap.change(CONVENANT, "status: ondertekend\nondertekend-op: 2025-01-01", "status: concept")
    looked = found(CHECKS["onderlinge-regeling-volledig"], werkmap.bron()).bestaan

    assert told(looked) == (
        "afwijking",
        2,
        2,
        ["huis/politie-a", "huis/college-a"],
        {"niet-ondertekend": 2},
    )


@pytest.mark.parametrize("name", ["contactpunt-genoemd", "coordinerend-fg-aangewezen"])
def test_who_left_is_no_officer(name: str, werkmap: Werkmap) -> None:
    """
    A deelnemer that left is neither contactpunt nor has the coordinerend FG.
    """
    old = "soort: college, sinds: 2025-03-01}"
    werkmap.change(CONVENANT, old, old.replace("}", ", tot: 2026-06-01}"))
    looked = found(CHECKS[name], werkmap.bron()).opzet

    assert told(looked) == ("afwijking", 1, 1, ["huis"], {"geen-deelnemer": 1})


def test_who_came_after_the_signing_is_not_known_to_be_bound(werkmap: Werkmap) -> None:
    """
    No register keeps signatures, so of who came later nothing good is said.
    """
    changed = werkmap.change(
        CONVENANT,
        "soort: politie, sinds: 2025-03-01",
        "soort: politie, sinds: 2025-09-01",
    )
    looked = found(CHECKS["onderlinge-regeling-volledig"], changed.bron()).bestaan

    assert told(looked) == ("niet-vast-te-stellen", 0, 2, [], {"later-toegetreden": 1})


def test_a_process_that_is_only_hosted_needs_a_ground(werkmap: Werkmap) -> None:
    """
    A protocol under which no case is reported may rest on several grounds, and never on none.
    """
    werkmap.write("convenants/huis/protocol-mda.yaml", PROTOCOL)
    check = CHECKS["grondslag-geldt"]
    before = told(found(check, werkmap.bron()).opzet)
    werkmap.change(
        GRONDSLAGEN,
        "grondslag: WGS 1.7\n    wet: WGS\n    kader: wgs\n    geldig: {vanaf: 2025-03-01",
        "grondslag: WGS 1.7\n    wet: WGS\n    kader: wgs\n    geldig: {vanaf: 2026-07-01",
    )

    assert before == ("geen-afwijking-gevonden", 0, 2, [], {})
    assert told(found(check, werkmap.bron()).opzet) == (
        "afwijking",
        1,
        2,
        ["huis/mda/wgs"],
        {"zonder-geldende-grondslag": 1},
    )


def test_what_somebody_answers_for_is_told_of(werkmap: Werkmap) -> None:
    """
    A narrower duty is no deviation while somebody answers for it; a wider permission stays one.
    """
    werkmap.change(CONVENANT, "    deelnemer: [lid-1, lid-2]", "    deelnemer: [lid-1]")
    werkmap.change(CONVENANT, "mits: [persoon-in-casus, toestemming]", "mits: [persoon-in-casus]")
    werkmap.write(
        "aanvaard.yaml",
        "schema: 1\naanvaard:\n"
        + "".join(
            f"  - {{code: {code}, plaats: {CONVENANT}#{what}, reden: Wij weten het., "
            "door: bestuur, tot: 2027-01-01}\n"
            for code, what in (("ZVH408", "ggz-a"), ("ZVH403", "inbrengen-zorg"))
        ),
    )
    bron = werkmap.bron()

    narrower = found(CHECKS["plicht-niet-versmald"], bron)
    wider = found(CHECKS["convenant-binnen-de-wet"], bron)

    assert told(narrower.bestaan) == ("geen-afwijking-gevonden", 0, 3, [], {"aanvaard": 1})
    assert told(wider.opzet) == (
        "afwijking",
        1,
        6,
        [f"{CONVENANT}#inbrengen-zorg"],
        {"aanvaard": 1},
    )


def test_a_member_of_another_kind_is_told_of(werkmap: Werkmap) -> None:
    """
    Under a law of its partners a convenant can have members that are none of the WGS.
    """
    werkmap.change(
        CONVENANT, "  ggz-a: {", "  bureau-a: {naam: Bureau A, soort: bureau}\n  ggz-a: {"
    )
    werkmap.change(GRONDSLAGEN, "grondslag: WGS 1.7\n    wet: WGS\n    kader: wgs", OWN_LAW)
    werkmap.change(CONVENANT, "grondslag: WGS 1.7 lid 1", "grondslag: Wmo 2015 4.1.1")
    looked = found(CHECKS["deelnemers-aangewezen"], werkmap.bron()).bestaan

    assert told(looked) == ("geen-afwijking-gevonden", 0, 4, [], {"andere-soort": 1})


def test_a_convenant_without_parties_of_today_deviates(werkmap: Werkmap) -> None:
    """
    Who left is no party, and a protocol has the parties of its convenant.
    """
    path = werkmap.root / CONVENANT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sinds: 2025-03-01}", "sinds: 2025-03-01, tot: 2026-06-01}"))
    werkmap.write("convenants/huis/protocol-mda.yaml", PROTOCOL)
    looked = found(CHECKS["convenant-actueel"], werkmap.bron()).opzet

    assert told(looked) == ("afwijking", 1, 2, ["huis"], {"zonder-partijen": 1})


def test_a_convenant_without_evaluation_is_told_of(werkmap: Werkmap) -> None:
    """
    A convenant that agreed on no evaluation is late with none.
    """
    werkmap.change(CONVENANT, "evaluatie: {uiterlijk: 2027-03-01}\n", "")
    looked = found(CHECKS["convenant-actueel"], werkmap.bron()).werking

    assert told(looked) == ("niet-vast-te-stellen", 0, 0, [], {"zonder-evaluatiedatum": 1})


def test_only_the_law_bans_analysis(werkmap: Werkmap) -> None:
    """
    A ban that the organisation chose for itself can be taken away, so it is not the one of the law.
    """
    werkmap.change(w.WGS, "handeling: [analyseren]", "handeling: [inzien]")
    werkmap.write(
        "policies/organisatie.yaml",
        "schema: 1\nwet: organisatie\nverboden:\n"
        "  - {id: geen-analyse, handeling: [analyseren], actief: ja, reden: Liever niet.}\n",
    )
    bron = werkmap.bron()

    assert "geen-analyse" in {rule.id for rule in bron.policy.period(bron.op.date()).rules}
    assert told(found(CHECKS["geen-geautomatiseerde-analyse"], bron).opzet)[1] == 1


def test_a_toets_that_fails_deviates(werkmap: Werkmap) -> None:
    """
    Each toets that does not come out as expected is counted.
    """
    werkmap.change(EIGEN_TOETSEN, "verwacht: geweigerd", "verwacht: toegestaan")
    looked = found(CHECKS["beleid-toetsen-slagen"], werkmap.bron()).bestaan

    assert told(looked)[:3] == ("afwijking", 1, 2)


def test_a_permission_to_analyse_deviates(werkmap: Werkmap) -> None:
    """
    A rule that permits automated analysis is one, though the law refuses it.
    """
    werkmap.change(CONVENANT, "handeling: [doorgeven]", "handeling: [doorgeven, analyseren]")
    looked = found(CHECKS["geen-geautomatiseerde-analyse"], werkmap.bron()).bestaan

    assert told(looked) == ("afwijking", 1, 6, [f"{CONVENANT}#doorgeven"], {})


def test_a_convenant_that_cannot_be_read_leaves_it_open(werkmap: Werkmap) -> None:
    """
    Of all convenants nothing good is said while one cannot be read.
    """
    werkmap.write("convenants/kapot/convenant.yaml", "schema: 1\nconvenant: kapot\n")
    looked = found(CHECKS["convenant-ondertekend"], werkmap.bron()).opzet

    assert looked is not None
    assert (looked.onderzocht, looked.reden) == (1, "onvolledig")


# --- the law layer --------------------------------------------------------------------------------


def test_the_shipped_law_layer_is_in_order(meegeleverd: Path) -> None:
    """
    A copy of what ships lacks nothing and has no open finding.
    """
    bron = w.sources(meegeleverd)

    assert w.in_order(
        found(CHECKS["wetslaag-actueel"], bron).opzet,
        *(looked for _, looked in found(CHECKS["beleid-zonder-fouten"], bron)),
    )


def test_a_law_layer_that_differs_deviates(meegeleverd: Path, tmp_path: Path) -> None:
    """
    A ban that lacks and one that is otherwise are found, also when somebody answers for them.
    """
    changed = w.copied(meegeleverd, tmp_path)
    changed.change("policies/wet/wgs.yaml", "id: wgs-1.9-analyseren", "id: wgs-1.9-anders")
    changed.change("policies/wet/bgs.yaml", "- id: bgs-1.11\n", "- id: bgs-1.11\n    rol: [fg]\n")
    place = "policies/wet/wgs.yaml#wgs-1.9-analyseren"
    entry = f"- {{code: ZVH301, plaats: {place}, reden: x, door: y, tot: 2027-01-01}}\n"
    changed.change("aanvaard.yaml", "aanvaard:\n", f"aanvaard:\n  {entry}")
    bron = changed.bron()
    answer, count, _, names, reasons = told(found(CHECKS["wetslaag-actueel"], bron).opzet)

    assert (answer, count) == ("afwijking", 2)
    assert sorted(names) == ["policies/wet/bgs.yaml#bgs-1.11", place]
    assert reasons == {"verbod-ontbreekt": 1, "verbod-anders": 1}
    # The one that differs is an open finding as well, and so are the toetsen that it makes fail.
    open_ = found(CHECKS["beleid-zonder-fouten"], bron).bestaan
    assert open_ is not None
    assert "policies/wet/bgs.yaml" in {each.kenmerk for each in open_.verwijzingen}


def test_a_wide_reading_needs_who_answers_for_it(meegeleverd: Path, tmp_path: Path) -> None:
    """
    Where the law leaves a question open, the wide answer is a deviation until somebody takes it.
    """
    changed = w.copied(meegeleverd, tmp_path)
    name = next(iter(w.sources(meegeleverd).law.lezingen)).lezing
    path = changed.root / "policies/lezingen.yaml"
    path.write_text(path.read_text().replace("gekozen: streng", "gekozen: ruim", 1))
    check = CHECKS["wetslaag-actueel"]
    place = f"policies/lezingen.yaml#{name}"
    before = told(found(check, changed.bron()).opzet)
    entry = f"- {{code: ZVH303, plaats: {place}, reden: x, door: y, tot: 2027-01-01}}\n"
    changed.change("aanvaard.yaml", "aanvaard:\n", f"aanvaard:\n  {entry}")
    after = told(found(check, changed.bron()).opzet)

    assert (before[1], before[3:]) == (1, ([place], {"ruime-lezing": 1}))
    assert (after[1], after[3:]) == (0, ([], {"ruime-lezing-aanvaard": 1}))


# --- what was answered ----------------------------------------------------------------------------


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "convenant-binnen-de-wet": (
        "toen-verboden",
        {"handeling": "verstrekken", "gegevens": "gezondheid", "deelnemer": "ggz-a"},
    ),
    "grondslag-geldt": ("grondslag-gold-niet", {"grondslag": "WGS 2.99 lid 1"}),
    "deelnemers-aangewezen": ("geen-deelnemer", {"deelnemer": "ggz-b"}),
    "geen-geautomatiseerde-analyse": ("", {"handeling": "analyseren"}),
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_answer_in_the_logboek_deviates(name: str, orde: Sources) -> None:
    """
    An answer that could not be given is found by the number of its line, and a refusal is none.
    """
    why, fields = WRONG[name]
    there = [line(orde), line(orde, **fields), line(orde, **fields, resultaat="verboden")]
    answer, count, _, names, reasons = told(found(CHECKS[name], orde, there).werking)

    assert (answer, count, names) == ("afwijking", 1, ["2"])
    assert reasons == ({why: 1} if why else {})


@pytest.mark.parametrize("name", ["convenant-binnen-de-wet", "deelnemers-aangewezen"])
def test_of_a_policy_that_is_not_kept_nothing_is_said(name: str, orde: Sources) -> None:
    """
    A line of a policy that cannot be asked takes the good answer away.
    """
    there = [line(orde), line(orde, beleid="sha256:" + "0" * 64)]
    looked = found(CHECKS[name], orde, there).werking

    assert looked is not None
    assert (looked.reden, dict(looked.tellingen)) == ("onvolledig", {"niet-na-te-vragen": 1})


def test_a_line_is_judged_by_the_policy_of_then(gebouwd: Path, werkmap: Werkmap) -> None:
    """
    Who was a deelnemer when it was decided is one, and a ban of later says nothing of before.
    """
    then = w.sources(gebouwd).policy
    werkmap.change(
        CONVENANT, "soort: politie, sinds: 2025-03-01", "soort: politie, sinds: 2026-05-20"
    )
    werkmap.change(
        w.WGS, "gegevens: [gezondheid]\n    handeling: [verstrekken]", "handeling: [inzien]"
    )
    bron = werkmap.bron(huis=house(**{then.policy: archived(then)}))

    for name, dag in (
        ("convenant-binnen-de-wet", "2026-05-25"),
        ("deelnemers-aangewezen", "2026-05-04"),
    ):
        before, now = line(bron, beleid=then.policy, dag=dag), line(bron, dag=dag)
        assert told(found(CHECKS[name], bron, [before]).werking)[:3] == (
            "geen-afwijking-gevonden",
            0,
            1,
        )
        assert told(found(CHECKS[name], bron, [before, now]).werking)[3] == ["2"]


def test_a_ground_counts_on_the_day_of_the_answer(orde: Sources) -> None:
    """
    A ground of today was none before it began, and an answer without any rests on nothing.
    """
    there = [
        line(orde),
        line(orde, dag="2025-02-28"),
        line(orde, grondslag=None),
        line(orde, beleid="sha256:" + "0" * 64, grondslag="WGS 2.99 lid 1"),
    ]
    looked = found(CHECKS["grondslag-geldt"], orde, there).werking

    assert told(looked) == (
        "afwijking",
        2,
        4,
        ["2", "3"],
        {"grondslag-gold-niet": 2, "niet-na-te-vragen": 1},
    )


def test_a_refusal_where_the_convenant_is_narrower_deviates(werkmap: Werkmap) -> None:
    """
    Who was refused to provide what the law makes him had it to provide.
    """
    werkmap.change(CONVENANT, "    deelnemer: [lid-1, lid-2]", "    deelnemer: [lid-1]")
    bron = werkmap.bron(huis=house())
    refused = {
        "handeling": "verstrekken",
        "resultaat": "niet-toegestaan",
        "grondslag": None,
        "kader": None,  # the frame of the process then
    }
    there = [
        line(bron, handeling="verstrekken"),
        line(bron, **refused, deelnemer="ggz-a"),
        line(bron, **refused, deelnemer="ggz-a", gegevens="gezondheid"),
        line(bron, **refused),
        line(bron),
    ]
    looked = found(CHECKS["plicht-niet-versmald"], bron, there).werking

    assert told(looked) == ("afwijking", 1, 4, ["2"], {"geweigerd-waar-het-smaller-is": 1})


# --- what the registers hold ----------------------------------------------------------------------


def publicatie(number: int, wat: str = "contactpunt", **more: Any) -> Publicatie:
    """
    Write down that something is public.
    """
    base: dict[str, Any] = {"convenant": "huis", "waar": "website", "van": date(2025, 6, 1)}
    return Publicatie(id=uid(number), wat=wat, **base | more)


def test_a_contactpunt_that_is_public_no_more_deviates(orde: Sources, hoofd: Database) -> None:
    """
    What was public and is so no more deviates; what was never written down says nothing.
    """
    check = CHECKS["contactpunt-genoemd"]
    ended = publicatie(1, tot=date(2026, 1, 1))
    results = []
    for values in ((), (publicatie(1, "werkgebied"),), (ended,), (ended, publicatie(2))):
        with w.rows(hoofd, *values) as connection:
            bron = w.sources(orde.root, huis=house(connection))
            results.append(told(found(check, bron).bestaan))

    never: Told = ("niet-vast-te-stellen", 0, 0, [], {"nooit-vastgelegd": 1})
    assert results == [
        never,
        never,
        ("afwijking", 1, 1, ["huis"], {"niet-meer-openbaar": 1}),
        ("geen-afwijking-gevonden", 0, 1, [], {}),
    ]


def medewerker(
    number: int, persoon: int, organisatie: str = "college-a", **more: Any
) -> Medewerker:
    """
    Designate somebody who may destroy.
    """
    base: dict[str, Any] = {"rollen": ("manager",), "van": date(2025, 3, 1)}
    who = "abcdefgh"[persoon] * 28
    return Medewerker(id=uid(number), persoon=who, organisatie=organisatie, **base | more)


def test_two_persons_may_destroy(orde: Sources, hoofd: Database) -> None:
    """
    Two accounts of one person are one, and who has another role or has left is none.
    """
    check = CHECKS[LAST]
    one = medewerker(1, 1)
    results = []
    for values in (
        (),
        (one, medewerker(2, 1, "politie-a")),
        (one, medewerker(2, 2, rollen=("fg",))),
        (one, medewerker(2, 2, "ggz-a")),
        (one, medewerker(2, 2, tot=date(2026, 6, 1))),
        (one, medewerker(2, 2, "politie-a")),
    ):
        with w.rows(hoofd, *values) as connection:
            bron = w.sources(orde.root, huis=house(connection))
            results.append(told(found(check, bron).bestaan))

    alone = ("afwijking", 1, 1, ["huis"], {"minder-dan-twee-personen": 1})
    assert results == [alone] * 5 + [("geen-afwijking-gevonden", 0, 1, [], {})]


def test_a_convenant_with_cases_needs_its_own_two(werkmap: Werkmap, hoofd: Database) -> None:
    """
    Once there are cases, the convenants that they are of count, and no other.
    """
    text = (werkmap.root / CONVENANT).read_text(encoding="utf-8")
    werkmap.write(
        "convenants/ander/convenant.yaml", text.replace("convenant: huis", "convenant: ander")
    )
    at = datetime(2026, 1, 1, 12, tzinfo=UTC)
    casus = Casus(
        id=uid(9),
        convenant="huis",
        proces="com",
        kader="wgs",
        doel="complexe-casuistiek",
        fase="triage",
        fase_sinds=at,
        aangemeld_door="college-a",
        eerste_verwerking=at.date(),
        laatste_verwerking=at.date(),
    )
    with w.rows(hoofd, casus) as connection:
        bron = werkmap.bron(huis=house(connection))
        looked = found(CHECKS[LAST], bron).bestaan

    assert told(looked)[:4] == ("afwijking", 1, 1, ["huis"])
