"""
Rules as sentences, in both languages, from the values themselves.
"""

from __future__ import annotations

import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.model.convenant import Regel
from zvhprivacy.model.selection import ALLES, Mode, Selection, only
from zvhprivacy.model.wet import Verbod
from zvhprivacy.report.names import Names, joined
from zvhprivacy.report.sentences import _choices, access, ban, permission


NL, EN = Names(None, "nl"), Names(None, "en")


def _except(*words: str) -> Selection:
    return Selection(Mode.BEHALVE, frozenset(words))


EIGEN_CASUS = Regel(
    id="inzien-eigen-casus",
    rol=only("procesregisseur", "procesondersteuner"),
    handeling=only("inzien", "wijzigen", "vastleggen"),
    gegevens=only("identificatie-contact", "woonsituatie"),
    over=only("betrokkene", "directe-kring"),
    doel=only("complexe-casuistiek"),
    proces=only("com"),
    fase=only("in-behandeling", "casusoverleg", "uitvoering"),
    mits=("deelnemer-in-casus", "persoon-in-casus"),
    verplicht=("motiveren", "terugkoppelen-jaarlijks"),
    grondslag="WGS 2.31 lid 5",
)


def test_a_permission() -> None:
    """
    Who, for what, when, does what, with which data, provided that, obliged to, on which ground.
    """
    assert (
        "**Procesondersteuner en procesregisseur** mogen voor **complexe casuïstiek** (proces com) "
        "in fase casusoverleg, in-behandeling of uitvoering **inzien, vastleggen en wijzigen**: "
        "identificatie-contact en woonsituatie over de betrokkene of zijn directe kring, mits "
        "deelnemer-in-casus en persoon-in-casus; verplicht: motiveren en terugkoppelen-jaarlijks; "
        "op grond van WGS 2.31 lid 5."
    ) == permission(EIGEN_CASUS, NL)


def test_a_permission_in_english() -> None:
    """
    The words of the vocabulary stay, the sentence is English.
    """
    assert (
        "**Procesondersteuner and procesregisseur** may for **complex cases** (process com) in "
        "phase casusoverleg, in-behandeling or uitvoering **inzien, vastleggen and wijzigen**: "
        "identificatie-contact and woonsituatie about the person concerned or his direct circle, "
        "provided that deelnemer-in-casus and persoon-in-casus; obliged to: motiveren and "
        "terugkoppelen-jaarlijks; on the ground of WGS 2.31 lid 5."
    ) == permission(EIGEN_CASUS, EN)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"rol": ALLES}, "**Iedere deelnemer** mag"),
        ({"rol": ALLES, "deelnemer": only("om")}, "**Om** mag"),
        ({"rol": ALLES, "deelnemer": only("om", "rvdk")}, "**Om en rvdk** mogen"),
        (
            {"rol": only("fg"), "deelnemer": only("om", "rvdk")},
            "**Fg van om of rvdk** mag",
        ),
        (
            {"rol": only("fg"), "deelnemer": _except("om", "rvdk")},
            "**Fg van iedere deelnemer behalve om en rvdk** mag",
        ),
        ({"rol": _except("fg")}, "**Iedere rol behalve fg** mag"),
        ({"doel": ALLES}, "mogen voor **ieder doel** (proces com)"),
        ({"fase": ALLES}, "(proces com) in iedere fase **"),
        ({"fase": _except("signaal")}, "(proces com) in iedere fase behalve signaal **"),
        ({"proces": ALLES}, "**complexe casuïstiek** in fase"),
        ({"kader": only("wgs")}, "(proces com) onder kader wgs in fase"),
        ({"handeling": ALLES}, "**alle handelingen**: "),
        ({"gegevens": ALLES}, ": alle gegevens over de betrokkene"),
        ({"gegevens": _except("bsn")}, ": alle gegevens behalve bsn over"),
        ({"over": ALLES}, "woonsituatie over wie dan ook, mits"),
        ({"aan": only("halt")}, "directe kring, aan halt, mits"),
        ({"mits": ()}, "directe kring; verplicht:"),
        ({"verplicht": ()}, "persoon-in-casus; op grond van"),
    ],
)
def test_every_part_of_a_permission_is_said(changes: dict[str, object], part: str) -> None:
    """
    What a rule leaves open is said as open, what it excludes as excluded.
    """
    assert part in permission(EIGEN_CASUS.model_copy(update=changes), NL)


def test_a_ban() -> None:
    """
    A ban says for whom, what lifts it, why, and by which article.
    """
    verbod = Verbod(
        id="wgs-2.29-2",
        artikel="WGS 2.29 lid 2",
        deelnemer=only("ggz"),
        handeling=only("verstrekken"),
        tenzij=("uitdrukkelijke-toestemming", "geen-beroepsgeheim"),
        reden="Wie een beroepsgeheim heeft, zwijgt.",
    )
    absolute = verbod.model_copy(update={"tenzij": (), "deelnemer": ALLES})

    assert (
        "**Verboden** voor ggz: **verstrekken**: alle gegevens, tenzij uitdrukkelijke-toestemming "
        "of geen-beroepsgeheim. Wie een beroepsgeheim heeft, zwijgt. (WGS 2.29 lid 2)"
    ) == ban(verbod, NL)
    assert ban(absolute, NL).startswith(
        "**Verboden** voor iedere deelnemer: **verstrekken**: alle gegevens, zonder uitzondering. "
    )


FIELDS: dict[str, tuple[str, ...] | None] = {
    "deelnemer": ("college",),
    "namens": (),
    "rol": ("procesregisseur",),
    "handeling": ("inzien",),
    "aan": (),
    "gegevens": ("woonsituatie",),
    "over": None,
    "doel": None,
    "proces": None,
    "kader": ("wgs",),
    "fase": None,
}


@pytest.mark.parametrize(
    ("needs", "end"),
    [
        ((), "woonsituatie."),
        (((),), "woonsituatie."),
        ((("a", "b"),), "woonsituatie, als a en b."),
        ((("a", "b"), ("a", "c")), "woonsituatie, als a en een van b of c."),
        (
            (("a", "x", "p"), ("a", "x", "q"), ("a", "y", "p"), ("a", "y", "q")),
            "woonsituatie, als a, een van p of q en een van x of y.",
        ),
        ((("a", "b"), ("c",)), "woonsituatie, als (c) of (a, b)."),
        (
            tuple((f"a{n}", f"b{n}") for n in range(7)),
            "woonsituatie, als (a0, b0), (a1, b1), (a2, b2), (a3, b3) of nog 3 combinaties.",
        ),
    ],
)
def test_access_says_which_facts_it_takes(needs: tuple[tuple[str, ...], ...], end: str) -> None:
    """
    Facts that are always needed are listed, choices are told as choices.
    """
    said = access(FIELDS, needs, NL, gained=True)

    assert "**College** mag als procesregisseur onder kader wgs **inzien**: " + end == said


def test_access_that_is_lost_and_on_behalf() -> None:
    """
    A loss is "no longer"; who acts for another names the other.
    """
    fields = FIELDS | {"namens": ("om",), "deelnemer": ("college", "ggd")}

    assert access(fields, (), NL, gained=False).startswith(
        "**College en ggd** mogen niet meer, namens om, als procesregisseur"
    )
    assert access(fields, (), EN, gained=False).startswith(
        "**College and ggd** may no longer, on behalf of om, as procesregisseur"
    )


def test_a_value_of_a_person_is_shown_and_no_more() -> None:
    """
    What an author wrote is not read as a placeholder and cannot steer a terminal.
    """
    regel = EIGEN_CASUS.model_copy(update={"rol": only("<mag>{wie}\x1b[2J")})

    assert "**<mag>{wie}\\x1b[2J** mag voor" in permission(regel, NL)


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), min_size=1, unique=True))
def test_a_product_of_choices_is_exactly_that(sets: list[frozenset[str]]) -> None:
    """
    When alternatives are told as one of these and one of those, they are exactly these.
    """
    choices = _choices(sets)
    if choices is None:
        return
    made: set[frozenset[str]] = {frozenset()}
    for choice in choices:
        made = {each | {fact} for each in made for fact in choice}

    assert set(sets) == made


def test_long_enumerations_can_be_cut() -> None:
    """
    With a limit, what matters comes first and the rest is counted; without one nothing is left out.
    """
    words = [f"w{n}" for n in range(9)]

    assert "w7, w0, w1 en nog 6" == Names(None, "nl", most=3, first=["w7"]).several(
        "x", words, "en"
    )
    assert "w0, w1, w2 en w3" == Names(None, "nl", most=3).several("x", words[:4], "en")
    assert joined(words, "en") == NL.several("x", words, "en")
