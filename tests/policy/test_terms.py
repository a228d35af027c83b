"""
Which terms hold for what, and what is wrong with them.
"""

from __future__ import annotations

import dataclasses
import functools
import tempfile

from datetime import date
from itertools import product
from pathlib import Path

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests import workspaces
from tests.workspaces import DAY, ONTBREEKT
from zvhprivacy.errors import Finding, Level, PolicyUnusable
from zvhprivacy.model.bewaartermijn import Actie, Begin, Bewaartermijn, Geval, Grond, Soort
from zvhprivacy.model.levensloop import steps
from zvhprivacy.model.selection import ALLES, only
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.policy import shipped as shipped_module
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.shipped import check_shipped, shipped_law
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.policy.templates import templates
from zvhprivacy.policy.term_checks import remarks
from zvhprivacy.policy.terms import NoTerms, Terms


LAW = """\
termijnen:
  - {id: MAX, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P5Y}
"""
WITH_LAW = {"policies/bewaartermijnen.yaml": LAW}


def _ids(terms: tuple[Bewaartermijn, ...]) -> list[str]:
    return [term.id for term in terms]


def _maxima(
    werkmap: Path,
    *,
    convenant: str = "huis",
    proces: str = "com",
    kader: str = "wgs",
    categorie: str | None = "woonsituatie",
    op: date = DAY,
) -> list[str]:
    terms = Terms.of(workspaces.faultless(werkmap), op)
    return _ids(terms.maxima(convenant, proces, kader, categorie))


def _remarks(werkmap: Path) -> list[Finding]:
    """
    Give the findings of reading, but that articles are in none of these empty laws, and of terms.
    """
    workspace = read_workspace(werkmap)
    found = [each for each in workspace.findings if each.code != "ZVH201"]
    return found if workspace.law is None else [*found, *remarks(workspace.law, DAY)]


def _found(werkmap: Path) -> list[str]:
    return [each.code for each in _remarks(werkmap)]


# --- what ships -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    """
    The workspace that ships.
    """
    return read_workspace(templates())


SHIPPED = {
    # id: soort, begins at, length, action, grounds
    "WGS-MAX5": ("maximum", "eerste-verwerking", "P5Y", "vernietigen"),
    "WGS-NEED": ("maximum", "niet-meer-nodig", "P0D", "vernietigen"),
    "WGS-REJECT": ("maximum", "afgewezen", "P0D", "vernietigen"),
    "WGS-NOIND": ("maximum", "geen-aanwijzingen", "P0D", "vernietigen"),
    "WGS-CLOSE": ("maximum", "afgesloten", "P0D", "afschermen"),
    "WGS-EXT-A": ("verlenging", "hernieuwd", "P2Y", "vernietigen"),
    "WGS-EXT-B": ("verlenging", "hernieuwd", "P2Y", "vernietigen"),
    "WGS-LIST": ("maximum", "van-de-lijst", "P0D", "vernietigen"),
    "LEGAL-HOLD": ("opschorting", None, None, "vernietigen"),
    "PGA-MAX5": ("maximum", "laatste-verwerking", "P5Y", "vernietigen"),
    "PGA-CLOSE": ("maximum", "afgesloten", "P0D", "afschermen"),
    "OLD-PROTO": ("maximum", "afgesloten", "P5Y", "vernietigen"),
    "BGS-CORRECT": ("maximum", "onjuist-of-onrechtmatig", "P0D", "vernietigen"),
    "AVG-ERASE": ("maximum", "wissing-toegewezen", "P0D", "vernietigen"),
    "AVG-18": ("opschorting", None, None, "vernietigen"),
}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_law_that_ships_has_every_rule(shipped: Workspace, name: str) -> None:
    """
    Every rule about keeping of the laws that ship is there, as the article says.
    """
    assert shipped.law is not None
    assert shipped.law.bewaartermijnen is not None
    term = shipped.law.bewaartermijnen.term(name)
    assert term is not None

    length = None if term.termijn is None else str(term.termijn)
    assert SHIPPED[name] == (term.soort, term.vanaf, length, term.dan)
    assert term.toelichting


FRAMES = [
    ("com", "wgs", ["WGS-MAX5", "WGS-NEED", "WGS-NOIND", "WGS-REJECT", "WGS-HANDOVER"]),
    ("geprioriteerde-lijst", "wgs", ["WGS-MAX5", "WGS-LIST"]),
    ("pga-radicalisering", "pga-wet", ["PGA-MAX5", "PGA-NEED", "PGA-REJECT", "AVG-CORRECT"]),
    ("bij", "eigen-wet", ["EIGEN-MAX5", "EIGEN-LAST5", "EIGEN-NEED", "AVG-CORRECT"]),
    ("facilitair", "eigen-wet", ["EIGEN-MAX5", "EIGEN-HOST"]),
    ("kengetallen", "eigen-wet", ["EIGEN-MAX5", "EIGEN-COUNT"]),
]


@pytest.mark.parametrize(("proces", "kader", "wanted"), FRAMES)
def test_a_frame_has_its_own_terms(
    shipped: Workspace, proces: str, kader: str, wanted: list[str]
) -> None:
    """
    A process falls under the terms of its own frame and of the AVG, and of no other.
    """
    found = _ids(Terms.of(shipped, DAY).maxima("landelijk-model", proces, kader, "gezondheid"))
    others = {"wgs": ("PGA", "EIGEN"), "pga-wet": ("WGS", "BGS", "EIGEN")}.get(
        kader, ("WGS", "PGA")
    )

    assert set(wanted) <= set(found)
    assert "AVG-ERASE" in found
    assert not [each for each in found if each.startswith(others)]


def test_the_old_term_is_superseded(shipped: Workspace) -> None:
    """
    Five years after closing held until the WGS; from then on it is five years after the first day.
    """
    before, after = (
        _ids(Terms.of(shipped, day).maxima("landelijk-model", "com", "wgs", None))
        for day in (date(2025, 2, 28), date(2025, 3, 1))
    )

    assert ("OLD-PROTO" in before, "WGS-MAX5" in before) == (True, False)
    assert ("OLD-PROTO" in after, "WGS-MAX5" in after) == (False, True)


def test_every_end_of_a_case_starts_something(shipped: Workspace) -> None:
    """
    In every frame a case that is rejected, handed over or closed has to go or to be shielded.
    """
    assert shipped.law is not None
    terms = Terms.of(shipped, DAY)
    for name, proces in shipped.law.begrippen.processen.items():
        for kader in proces.kader:
            here = ("landelijk-model", name, kader, None)
            begins = {term.vanaf for term in (*terms.maxima(*here), *terms.afschermingen(*here))}
            ends = {
                step.naar
                for van in (None, *shipped.law.begrippen.fasen)
                for step in steps(kader, van)
                if step.naar in {"afgewezen", "overgedragen", "afgesloten"}
            }

            assert ends
            assert ends <= {begin for begin in begins if begin}


def test_every_hold_has_a_ground_in_every_frame(shipped: Workspace) -> None:
    """
    A statutory provision, a legal claim and a restriction can each suspend, in every frame.
    """
    for proces, kader, _ in FRAMES:
        terms = Terms.of(shipped, DAY).opschortingen("landelijk-model", proces, kader, None)

        assert ["beperking", "rechtsvordering", "wettelijk-voorschrift"] == sorted(
            ground for term in terms for ground in term.gronden
        )


def test_what_ships_is_in_order(shipped: Workspace) -> None:
    """
    Nothing is remarked of the terms that ship, today or on any later day.
    """
    assert shipped.law is not None
    assert [] == list(remarks(shipped.law, DAY))
    assert [] == list(remarks(shipped.law, date(2020, 1, 1)))


# --- readings -------------------------------------------------------------------------------------


READINGS = """\
lezingen:
  - lezing: eerste-verwerking-per-casus
    artikel: WGS 1.8 lid 7
    gekozen: GEKOZEN
    vraag: Per casus?
    streng: Ja.
    ruim: Nee.
  - lezing: korter
    artikel: WGS 1.8 lid 7
    gekozen: GEKOZEN
    vraag: Korter?
    streng: Ja.
    ruim: Nee.
"""


@pytest.mark.parametrize(
    ("gekozen", "ids", "streng"),
    [("streng", ["MAX", "KORT"], True), ("ruim", ["MAX"], False)],
)
def test_a_term_under_a_reading(
    tmp_path: Path, gekozen: str, ids: list[str], *, streng: bool
) -> None:
    """
    A term that rests on a reading holds while the strict answer is chosen, like a ban.
    """
    text = LAW + (
        "  - {id: KORT, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P1Y,"
        " lezing: korter}\n"
    )
    files = {
        "policies/bewaartermijnen.yaml": text,
        "policies/lezingen.yaml": READINGS.replace("GEKOZEN", gekozen),
    }
    workspace = workspaces.faultless(workspaces.write(tmp_path, files))
    terms = Terms.of(workspace, DAY)

    assert ids == _ids(terms.maxima("huis", "com", "wgs", None))
    assert streng is terms.streng("eerste-verwerking-per-casus")


def test_a_reading_nobody_chose_is_strict(tmp_path: Path) -> None:
    """
    Without a file of readings every reading is strict.
    """
    workspace = workspaces.faultless(workspaces.write(tmp_path, WITH_LAW))

    assert Terms.of(workspace, DAY).streng("eerste-verwerking-per-casus")


# --- what a term is about -------------------------------------------------------------------------


def test_a_term_selects(werkmap: Path) -> None:
    """
    A term is about the frames, processes and categories it selects; a composite is of both kinds.
    --- policies/bewaartermijnen.yaml
    termijnen:
      - {id: ALLES, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y}
      - {id: KADER, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y, kader: wgs}
      - {id: PROCES, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y,
         proces: [mda]}
      - {id: NIET, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y,
         gegevens: {behalve: [gezondheid]}}
      - {id: SOORT, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y,
         gegevens: ["soort:bijzonder"]}
    """
    terms = Terms.of(workspaces.faultless(werkmap), DAY)
    expected = {
        ("com", "wgs", "woonsituatie"): ["ALLES", "KADER", "NIET"],
        ("com", "wgs", "gezondheid"): ["ALLES", "KADER", "SOORT"],
        ("com", "wgs", "plan-van-aanpak"): ["ALLES", "KADER", "NIET", "SOORT"],
        ("com", "wgs", "onbekend"): ["ALLES", "KADER", "NIET"],
        ("mda", "wgs", "gezondheid"): ["ALLES", "KADER", "PROCES", "SOORT"],
        ("mda", "eigen-wet", "woonsituatie"): ["ALLES", "PROCES", "NIET"],
    }

    for _ in range(2):  # the second time from memory
        assert expected == {here: _ids(terms.maxima("huis", *here)) for here in expected}


def test_the_rest_of_a_case(werkmap: Path) -> None:
    """
    What a case holds besides its items falls under the terms for all data, and no others.
    --- policies/bewaartermijnen.yaml
    termijnen:
      - {id: ALLES, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y}
      - {id: NIET, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y,
         gegevens: {behalve: [gezondheid]}}
      - {id: SOORT, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y,
         gegevens: ["soort:bijzonder"]}
    """
    assert ["ALLES"] == _maxima(werkmap, categorie=None)


def test_each_kind_of_term_apart(werkmap: Path) -> None:
    """
    Maxima, minima, renewals, suspensions and shieldings come apart.
    --- policies/bewaartermijnen.yaml
    termijnen:
      - {id: WEG, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y}
      - {id: ANONIEM, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y,
         dan: anonimiseren}
      - {id: DICHT, artikel: WGS 2.31, soort: maximum, vanaf: afgesloten, termijn: P0D,
         dan: afschermen}
      - {id: BLIJFT, artikel: Wmo 2015 5.3.4, soort: minimum, vanaf: afgesloten, termijn: P15Y}
      - {id: NOG, artikel: BGS 1.16, soort: verlenging, geval: a, termijn: P2Y}
      - {id: WACHT, artikel: WGS 1.8, soort: opschorting, gronden: [rechtsvordering]}
    """
    terms = Terms.of(workspaces.faultless(werkmap), DAY)
    here = ("huis", "com", "wgs", "gezondheid")

    assert ["WEG", "ANONIEM"] == _ids(terms.maxima(*here))
    assert ["BLIJFT"] == _ids(terms.minima(*here))
    assert ["NOG"] == _ids(terms.verlengingen(*here))
    assert ["WACHT"] == _ids(terms.opschortingen(*here))
    assert ["DICHT"] == _ids(terms.afschermingen(*here))


def test_a_term_holds_from_and_until_a_day(werkmap: Path) -> None:
    """
    A term holds from its first day up to and not including its last.
    --- policies/bewaartermijnen.yaml
    termijnen:
      - {id: OUD, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y,
         geldig: {tot: 2025-03-01}}
      - {id: NIEUW, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P4Y,
         geldig: {vanaf: 2025-03-01}}
    """
    assert ["OUD"] == _maxima(werkmap, op=date(2025, 2, 28))
    assert ["NIEUW"] == _maxima(werkmap, op=date(2025, 3, 1))


# --- what a convenant makes shorter ---------------------------------------------------------------


def _term(name: str, length: str, **more: str) -> str:
    rest = "".join(f", {key}: {value}" for key, value in more.items())
    return (
        f"  - {{id: {name}, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking,"
        f" termijn: {length}, verkort: MAX{rest}}}\n"
    )


def _agreements(**texts: str) -> dict[str, str]:
    return {**WITH_LAW, **{f"convenants/{name}/convenant.yaml": t for name, t in texts.items()}}


def test_a_convenant_shortens_for_itself(tmp_path: Path) -> None:
    """
    The term of a convenant comes beside that of the law, in that convenant and no other.
    """
    files = _agreements(huis="bewaartermijnen:\n" + _term("KORT", "P3Y"), buur="")
    werkmap = workspaces.write(tmp_path, files)

    assert ["MAX", "KORT"] == _maxima(werkmap)
    assert ["MAX"] == _maxima(werkmap, convenant="buur")
    assert ["MAX"] == _maxima(werkmap, convenant="onbekend")


def test_a_protocol_shortens_for_its_process(tmp_path: Path) -> None:
    """
    A term in a protocol is about the process of the protocol, unless it selects others itself.
    """
    text = "bewaartermijnen:\n" + _term("KORT", "P3Y") + _term("ANDER", "P3Y", proces="[mda]")
    files = _agreements(huis="") | {"convenants/huis/protocol-com.yaml": text}
    werkmap = workspaces.write(tmp_path, files)

    assert ["MAX", "KORT"] == _maxima(werkmap)
    assert ["MAX", "ANDER"] == _maxima(werkmap, proces="mda")


def test_a_convenant_inherits_what_is_shorter(tmp_path: Path) -> None:
    """
    What a convenant builds on shortens in it too, also at two removes, and once.
    """
    files = _agreements(
        model="soort: model\nbewaartermijnen:\n" + _term("MODEL", "P4Y"),
        streek="bouwt-op: [model]\nbewaartermijnen:\n" + _term("STREEK", "P3Y"),
        huis="bouwt-op: [streek, model]\nbewaartermijnen:\n" + _term("HUIS", "P2Y"),
    )
    werkmap = workspaces.write(tmp_path, files)

    assert ["MAX", "HUIS", "STREEK", "MODEL"] == _maxima(werkmap)
    assert ["MAX", "MODEL"] == _maxima(werkmap, convenant="model")


@pytest.mark.parametrize("part", ["convenant", "protocol-com"])
def test_a_shorter_term_outlives_what_agreed_on_it(tmp_path: Path, part: str) -> None:
    """
    A term begins with its convenant or protocol, and goes on when that has ended.
    """
    text = "geldig: {vanaf: 2026-01-01, tot: 2027-01-01}\nbewaartermijnen:\n" + _term("KORT", "P3Y")
    files = _agreements(huis="") | {f"convenants/huis/{part}.yaml": text}
    werkmap = workspaces.write(tmp_path, files)

    assert ["MAX"] == _maxima(werkmap, op=date(2025, 12, 31))
    assert ["MAX", "KORT"] == _maxima(werkmap, op=date(2026, 1, 1))
    assert ["MAX", "KORT"] == _maxima(werkmap, op=date(2030, 1, 1))


def test_a_shorter_term_can_have_an_end_of_its_own(tmp_path: Path) -> None:
    """
    A term that says itself until when it holds, ends then.
    """
    text = "bewaartermijnen:\n" + _term("KORT", "P3Y", geldig="{tot: 2027-01-01}")
    werkmap = workspaces.write(tmp_path, _agreements(huis=text))

    assert ["MAX", "KORT"] == _maxima(werkmap, op=date(2026, 12, 31))
    assert ["MAX"] == _maxima(werkmap, op=date(2027, 1, 1))


def test_a_shorter_term_reaches_no_further_than_that_of_the_law(werkmap: Path) -> None:
    """
    What a convenant shortens is about the data that the term of the law is about.
    --- policies/bewaartermijnen.yaml
    termijnen:
      - {id: MAX, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P5Y,
         kader: [wgs], proces: {behalve: [mda]}, gegevens: [gezondheid]}
      - {id: REST, artikel: AVG 5, soort: maximum, vanaf: eerste-verwerking, termijn: P5Y}
    --- convenants/huis/convenant.yaml
    bewaartermijnen:
      - {id: KORT, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P3Y,
         verkort: MAX}
    """
    assert ["MAX", "REST", "KORT"] == _maxima(werkmap, categorie="gezondheid")
    assert ["REST"] == _maxima(werkmap, categorie="woonsituatie")
    assert ["REST"] == _maxima(werkmap, categorie="gezondheid", proces="mda")
    assert ["REST"] == _maxima(werkmap, categorie="gezondheid", kader="eigen-wet")
    assert ["REST"] == _maxima(werkmap, categorie=None)


def test_shielding_sooner(werkmap: Path) -> None:
    """
    A convenant can shield sooner than the law, which makes nothing go.
    --- policies/bewaartermijnen.yaml
    termijnen:
      - {id: MAX, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P5Y}
      - {id: DICHT, artikel: WGS 2.31, soort: maximum, vanaf: eerste-verwerking, termijn: P2Y,
         dan: afschermen}
    --- convenants/huis/convenant.yaml
    bewaartermijnen:
      - {id: EERDER, artikel: WGS 2.31, soort: maximum, vanaf: eerste-verwerking, termijn: P1Y,
         dan: afschermen, verkort: DICHT}
    """
    terms = Terms.of(workspaces.faultless(werkmap), DAY)
    here = ("huis", "com", "wgs", None)

    assert ["MAX"] == _ids(terms.maxima(*here))
    assert ["DICHT", "EERDER"] == _ids(terms.afschermingen(*here))


BASE = """\
termijnen:
  - {id: MAX, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P5Y}
  - {id: LAST, artikel: WGS 1.8, soort: maximum, vanaf: laatste-verwerking, termijn: P5Y,
     kader: [wgs]}
  - {id: CLOSE, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P1Y, dan: afschermen}
  - {id: KEEP, artikel: WGS 1.8, soort: minimum, vanaf: afgesloten, termijn: P1Y,
     gegevens: [gezondheid]}
  - {id: RENEW, artikel: WGS 1.8, soort: verlenging, geval: a, termijn: P2Y}
  - {id: HOLD, artikel: WGS 1.8, soort: opschorting, gronden: [rechtsvordering]}
"""
SELECTED = st.sampled_from([ALLES, only("wgs", "com", "gezondheid"), only("pga-wet", "mda")])
AGREED = st.builds(
    Bewaartermijn,
    id=st.just("A"),
    artikel=st.just("WGS 1.8"),
    soort=st.sampled_from(Soort),
    vanaf=st.sampled_from(Begin),
    termijn=st.sampled_from([Termijn(), Termijn(jaren=1), Termijn(jaren=5), Termijn(jaren=99)]),
    dan=st.sampled_from(Actie),
    kader=SELECTED,
    proces=SELECTED,
    gegevens=SELECTED,
    gronden=st.just((Grond.RECHTSVORDERING,)),
    geval=st.just(Geval.A),
    verkort=st.sampled_from(["MAX", "LAST", "CLOSE", "KEEP", "RENEW", "HOLD", "NONE", None]),
)


@functools.cache
def _base() -> Workspace:
    files = {
        "policies/bewaartermijnen.yaml": BASE,
        "convenants/huis/convenant.yaml": "",
        "convenants/huis/protocol-com.yaml": "",
    }
    with tempfile.TemporaryDirectory() as folder:
        return workspaces.faultless(workspaces.write(Path(folder), files))


@given(convenant=st.lists(AGREED, max_size=3), protocol=st.lists(AGREED, max_size=3))
def test_a_convenant_only_adds_ends(
    convenant: list[Bewaartermijn], protocol: list[Bewaartermijn]
) -> None:
    """
    Whatever a convenant says, also what check refuses, all terms of the law stay as they are, and
    only a maximum can come beside them, where the law has one from the same event.
    """
    law, huis = _base(), _base().agreements["huis"]
    said = Agreement(
        convenant=huis.convenant.model_copy(update={"bewaartermijnen": tuple(convenant)}),
        protocollen=tuple(
            each.model_copy(update={"bewaartermijnen": tuple(protocol)})
            for each in huis.protocollen
        ),
    )
    ours = Terms.of(dataclasses.replace(law, agreements={"huis": said}), DAY)
    base = Terms.of(law, DAY)
    for here in product(
        ["huis"], ["com", "mda"], ["wgs", "pga-wet"], ["gezondheid", "woonsituatie", None]
    ):
        for shown in ("maxima", "afschermingen"):
            before, after = getattr(base, shown)(*here), getattr(ours, shown)(*here)
            added = after[len(before) :]

            assert before == after[: len(before)]
            assert {term.soort for term in added} <= {Soort.MAXIMUM}
            assert {term.vanaf for term in added} <= {term.vanaf for term in before}
        for shown in ("minima", "verlengingen", "opschortingen"):
            assert getattr(base, shown)(*here) == getattr(ours, shown)(*here)


# --- what cannot be given -------------------------------------------------------------------------


def test_without_terms_there_are_no_terms(tmp_path: Path) -> None:
    """
    Without a file of terms nothing is said about keeping, and check says that it is not there.
    """
    werkmap = workspaces.write(tmp_path, {})

    with pytest.raises(NoTerms):
        Terms.of(read_workspace(werkmap), DAY)
    assert ["ZVH014"] == _found(werkmap)


def test_without_a_law_there_are_no_terms(tmp_path: Path) -> None:
    """
    A law layer that cannot be read as meant gives no terms either.
    """
    files = {**WITH_LAW, "policies/begrippen.yaml": ONTBREEKT}
    workspace = read_workspace(workspaces.write(tmp_path, files))

    with pytest.raises(PolicyUnusable):
        Terms.of(workspace, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "termijnen: [{id: A, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: 5Y}]\n",
        "termijnen: [{id: A, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten}]\n",
        "termijn: []\n",
        "termijnen: [\n",
    ],
)
def test_a_fout_in_the_terms_stops_everything(tmp_path: Path, text: str) -> None:
    """
    Terms that cannot be read as meant stop every decision, like any other file of the law.
    """
    workspace = read_workspace(workspaces.write(tmp_path, {"policies/bewaartermijnen.yaml": text}))

    assert workspace.law is None
    with pytest.raises(PolicyUnusable):
        Snapshot(workspace)


def test_the_policy_changes_with_the_terms(tmp_path: Path) -> None:
    """
    Another term is another policy; another layout is not.
    """
    texts = [
        LAW,
        LAW.replace("P5Y", "P4Y"),
        LAW.replace("termijn: P5Y}", "termijn: 'P5Y'}  # vijf jaar"),
    ]
    policies = [
        read_workspace(
            workspaces.write(tmp_path / str(number), {"policies/bewaartermijnen.yaml": text})
        ).policy
        for number, text in enumerate(texts)
    ]

    assert policies[0] == policies[2] != policies[1]


# --- findings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kader: [wsg]", "ZVH103"),
        ("proces: {behalve: [comm]}", "ZVH103"),
        ('gegevens: ["soort:bijzonders"]', "ZVH103"),
        ("lezing: onbekend", "ZVH103"),
        ("verkort: MAX", "ZVH701"),
        ("gronden: [rechtsvordering]", "ZVH701"),
        ("geval: a", "ZVH701"),
        ("binnen: P1Y", "ZVH701"),
        ("tenzij: [vier-ogen]", "ZVH101"),
    ],
)
def test_a_slip_in_a_term(tmp_path: Path, text: str, code: str) -> None:
    """
    A word that is none, or a key that does nothing there, is a fout at its own place.
    """
    law = LAW + (
        "  - id: A\n    artikel: WGS 1.8\n    soort: maximum\n    vanaf: afgesloten\n"
        f"    termijn: P1Y\n    {text}\n"
    )
    werkmap = workspaces.write(tmp_path, {"policies/bewaartermijnen.yaml": law})
    (found,) = _remarks(werkmap)

    assert (code, Level.FOUT) == (found.code, found.level)
    assert 9 == found.span.line


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("soort: minimum, vanaf: afgesloten, termijn: P1Y, dan: afschermen", ["ZVH701"]),
        ("soort: minimum, vanaf: hernieuwd, termijn: P1Y", ["ZVH701"]),
        ("soort: maximum, vanaf: hernieuwd, termijn: P1Y", ["ZVH701"]),
        ("soort: verlenging, geval: a, termijn: P2Y", []),
        ("soort: verlenging, geval: a, termijn: P2Y, vanaf: hernieuwd", []),
        ("soort: verlenging, geval: a, termijn: P2Y, vanaf: afgesloten", ["ZVH701"]),
        ("soort: verlenging, geval: a, termijn: P2Y, binnen: P1Y", ["ZVH701"]),
        ("soort: verlenging, geval: b, termijn: P2Y, binnen: P1Y", []),
        ("soort: verlenging, geval: a, termijn: P2Y, gronden: [beperking]", ["ZVH701"]),
        ("soort: opschorting, gronden: [beperking], vanaf: afgesloten", ["ZVH701"]),
        ("soort: opschorting, gronden: [beperking], termijn: P1Y, dan: afschermen", ["ZVH701"] * 2),
        ("soort: verlenging, geval: a, termijn: P3Y", ["ZVH704"]),
        ("soort: verlenging, geval: a, termijn: P731D", ["ZVH704"]),
        ("soort: verlenging, geval: a, termijn: P24M", []),
        ("soort: verlenging, geval: a, termijn: P730D", []),
        ("soort: verlenging, geval: a, termijn: P3Y, kader: [eigen-wet]", []),
    ],
)
def test_what_goes_with_a_soort(tmp_path: Path, text: str, codes: list[str]) -> None:
    """
    A term has the keys of its soort and no others; a renewal under the WGS is two years at most.
    """
    law = LAW + f"  - {{id: A, artikel: WGS 1.8, {text}}}\n"
    werkmap = workspaces.write(tmp_path, {"policies/bewaartermijnen.yaml": law})

    assert codes == _found(werkmap)


def test_terms_go_by_one_name(werkmap: Path) -> None:
    """
    A name stands for one term: in the law, in a convenant with its protocols, and between them.
    --- policies/bewaartermijnen.yaml
    termijnen:
      - {id: MAX, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P5Y}
      - {id: MAX, artikel: WGS 1.8, soort: maximum, vanaf: afgesloten, termijn: P5Y}
    --- convenants/huis/convenant.yaml
    bewaartermijnen:
      - {id: MAX, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P3Y,
         verkort: MAX}
      - {id: KORT, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P3Y,
         verkort: MAX}
    --- convenants/huis/protocol-com.yaml
    bewaartermijnen:
      - {id: KORT, artikel: WGS 1.8, soort: maximum, vanaf: eerste-verwerking, termijn: P3Y,
         verkort: MAX}
    """
    assert ["ZVH108"] * 3 == _found(werkmap)


def test_an_article_that_is_not_there(tmp_path: Path) -> None:
    """
    A term cites an article that its law has, as far as that law is known.
    """
    files = {
        "policies/bewaartermijnen.yaml": LAW,
        "policies/wet/wgs.yaml": 'artikelen: ["1.7"]\n',
    }

    workspace = read_workspace(workspaces.write(tmp_path, files))
    (found,) = (f for f in workspace.findings if f.span.file == "policies/bewaartermijnen.yaml")

    assert ("ZVH201", 3, Level.BEVINDING) == (found.code, found.span.line, found.level)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vanaf: eerste-verwerking, termijn: P3Y", "ZVH102"),
        ("vanaf: eerste-verwerking, termijn: P3Y, verkort: MAXX", "ZVH103"),
        ("vanaf: afgesloten, termijn: P3Y, verkort: MAX", "ZVH702"),
        ("vanaf: eerste-verwerking, termijn: P3Y, verkort: HOLD", "ZVH702"),
        ("vanaf: eerste-verwerking, termijn: P3Y, dan: afschermen, verkort: MAX", "ZVH702"),
        ("vanaf: afgesloten, termijn: P0D, verkort: DICHT", "ZVH702"),
        ("vanaf: eerste-verwerking, termijn: P3Y, kader: [eigen-wet], verkort: MAX", "ZVH702"),
        ("vanaf: eerste-verwerking, termijn: P6Y, verkort: MAX", "ZVH703"),
        ("vanaf: eerste-verwerking, termijn: P1826D, verkort: MAX", "ZVH703"),  # over 2100
        ("vanaf: eerste-verwerking, termijn: P4Y366D, verkort: MAX", "ZVH703"),
    ],
)
def test_what_shortens_nothing(tmp_path: Path, text: str, code: str) -> None:
    """
    What a convenant says of keeping shortens one term of the law, from the same event, or it is a
    finding; only a longer one can be accepted, for it does nothing.
    """
    law = """\
termijnen:
  - {id: MAX, artikel: WGS 1.8, soort: maximum, kader: {behalve: [eigen-wet]},
     vanaf: eerste-verwerking, termijn: P5Y}
  - {id: REST, artikel: AVG 5, soort: maximum, vanaf: eerste-verwerking, termijn: P9Y}
  - {id: DICHT, artikel: WGS 2.31, soort: maximum, vanaf: afgesloten, termijn: P1Y,
     dan: afschermen}
  - {id: HOLD, artikel: WGS 1.8, soort: opschorting, gronden: [beperking]}
"""
    agreed = f"bewaartermijnen:\n  - {{id: A, artikel: WGS 1.8, soort: maximum, {text}}}\n"
    files = {**_agreements(huis=agreed), "policies/bewaartermijnen.yaml": law}
    werkmap = workspaces.write(tmp_path, files)
    workspace = read_workspace(werkmap)
    (found,) = _remarks(werkmap)

    assert code == found.code
    assert ("huis" in workspace.stopped) is (code != "ZVH703") is (found.level is Level.FOUT)


@pytest.mark.parametrize("length", ["P5Y", "P60M", "P4Y11M", "P1825D", "P4Y365D", "P0D"])
def test_what_is_not_longer(tmp_path: Path, length: str) -> None:
    """
    A term that ends no later than that of the law from any day at all is in order.
    """
    text = "bewaartermijnen:\n" + _term("KORT", length)

    assert [] == _found(workspaces.write(tmp_path, _agreements(huis=text)))


@pytest.mark.parametrize(
    ("text", "endless"),
    [
        ("vanaf: laatste-verwerking, termijn: P5Y", []),
        ("vanaf: afgesloten, termijn: P5Y", ["com", "mda", "mda", "radicalisering"]),
        ("vanaf: niet-meer-nodig, termijn: P0D", ["com", "mda", "mda", "radicalisering"]),
        (
            "vanaf: eerste-verwerking, termijn: P0D, dan: afschermen",
            ["com", "mda", "mda", "radicalisering"],
        ),
        (
            "vanaf: eerste-verwerking, termijn: P5Y, gegevens: [gezondheid]",
            ["com", "mda", "mda", "radicalisering"],
        ),
        (
            "vanaf: eerste-verwerking, termijn: P5Y, kader: [wgs]",
            ["mda", "radicalisering"],
        ),
        (
            "vanaf: eerste-verwerking, termijn: P5Y, proces: [mda, radicalisering]",
            ["com"],
        ),
        (
            "vanaf: eerste-verwerking, termijn: P5Y, geldig: {tot: 2027-01-01}",
            ["com", "mda", "mda", "radicalisering"],
        ),
        ("vanaf: eerste-verwerking, termijn: P5Y, geldig: {vanaf: 2026-01-01}", []),
    ],
)
def test_a_process_without_an_end(tmp_path: Path, text: str, endless: list[str]) -> None:
    """
    Of every process, in every frame it can fall under, all data surely go one day.
    """
    law = f"termijnen:\n  - {{id: A, artikel: WGS 1.8, soort: maximum, {text}}}\n"
    workspace = read_workspace(workspaces.write(tmp_path, {"policies/bewaartermijnen.yaml": law}))
    assert workspace.law is not None
    found = list(remarks(workspace.law, DAY))

    assert {"ZVH705"} >= {each.code for each in found}
    assert endless == [dict(each.values)["proces"] for each in found]


def test_an_end_to_come_is_told_now(tmp_path: Path) -> None:
    """
    When a term stops holding later and nothing takes its place, that day is named today.
    """
    law = LAW.replace("P5Y}", "P5Y, geldig: {tot: 2027-01-01}}")
    workspace = read_workspace(workspaces.write(tmp_path, {"policies/bewaartermijnen.yaml": law}))
    assert workspace.law is not None

    assert {"2027-01-01"} == {dict(f.values)["dag"] for f in remarks(workspace.law, DAY)}


@pytest.mark.parametrize(
    ("holds", "codes"),
    [("P7D", ["ZVH708"]), ("P6D", ["ZVH708"]), ("P1W", ["ZVH708"]), ("P8D", []), ("P14D", [])],
)
def test_an_approval_outlives_the_waiting_time(
    tmp_path: Path, holds: str, codes: list[str]
) -> None:
    """
    An approval that ends no later than the waiting time could never be used.
    """
    text = LAW + f"uitvoering: {{wachttijd: P7D, goedkeuring-geldt: {holds}}}\n"
    werkmap = workspaces.write(tmp_path, {"policies/bewaartermijnen.yaml": text})

    assert codes == _found(werkmap)


# --- beside what ships ----------------------------------------------------------------------------


@functools.cache
def _shipped_law() -> Law:
    return shipped_law()


def _beside(law: Law, changes: dict[str, dict[str, object]], *, without: str = "") -> list[str]:
    """
    Say what check finds when terms of the law that ships are changed so, or left out.
    """
    known = law.bewaartermijnen
    assert known is not None
    terms = [
        term.model_copy(update=changes.get(term.id, {}))
        for term in known.termijnen
        if term.id != without
    ]
    own = known.model_copy(update={"termijnen": tuple(terms)})
    changed = dataclasses.replace(law, bewaartermijnen=own, shipped=False)
    return [
        f"{f.code} {f.place.split('#')[-1]} {dict(f.values).get('velden', '')}".strip()
        for f in check_shipped(changed)
    ]


@pytest.fixture(autouse=True)
def shipped_law_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Reading the law layer that ships takes longer than everything else here.
    """
    monkeypatch.setattr(shipped_module, "shipped_law", _shipped_law)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("WGS-MAX5", {}, []),
        ("WGS-MAX5", {"termijn": Termijn(jaren=6)}, ["ZVH707 WGS-MAX5 termijn (P5Y → P6Y)"]),
        ("WGS-MAX5", {"termijn": Termijn(dagen=1825)}, []),
        (
            "WGS-MAX5",
            {"termijn": Termijn(maanden=60, dagen=1)},
            ["ZVH707 WGS-MAX5 termijn (P5Y → P60M1D)"],
        ),
        ("WGS-MAX5", {"termijn": Termijn(maanden=60)}, []),
        ("WGS-MAX5", {"vanaf": Begin.AFGESLOTEN}, ["ZVH707 WGS-MAX5 vanaf"]),
        ("WGS-MAX5", {"kader": only("pga-wet")}, ["ZVH707 WGS-MAX5 kader"]),
        ("WGS-MAX5", {"toelichting": "Anders gezegd."}, []),
        ("WGS-MAX5", {"selectielijst": "11.1"}, []),
        ("WGS-EXT-A", {"termijn": Termijn(jaren=3)}, ["ZVH707 WGS-EXT-A termijn (P2Y → P3Y)"]),
        ("WGS-EXT-B", {"binnen": Termijn(jaren=2)}, ["ZVH707 WGS-EXT-B binnen"]),
        ("AVG-18", {"gronden": tuple(Grond)}, ["ZVH707 AVG-18 gronden"]),
    ],
)
def test_a_term_is_compared_with_the_one_that_ships(
    name: str, change: dict[str, object], said: list[str]
) -> None:
    """
    A term that ships and is longer here, or another one, is a finding; a shorter one is welcome.
    """
    assert said == _beside(_shipped_law(), {name: change})


def test_a_term_that_ships_and_is_missing() -> None:
    """
    A term that ships and is not there is a finding, whichever it is.
    """
    known = _shipped_law().bewaartermijnen
    assert known is not None

    for term in known.termijnen:
        assert [f"ZVH706 {term.id}"] == _beside(_shipped_law(), {}, without=term.id)
