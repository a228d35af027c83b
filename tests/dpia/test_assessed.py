"""
Wider is never called narrower: laid beside every request that can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dpia import huis
from zvhprivacy.dpia.assessed import Soort, compared
from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.kept import Verschil, longer
from zvhprivacy.dpia.read import read_register
from zvhprivacy.model.bewaartermijn import Actie, Begin
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.facts import BewaartermijnFeit, Verwerking
from zvhprivacy.model.selection import ALLES, Mode, Selection, only
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.rule import selects


WIE = ("lid-1", "lid-2", "politie", "ggz", "college", "politie-a", "ggz-a")
GEGEVENS = ("woonsituatie", "gezondheid", "soort:bijzonder")
FEITEN = ("persoon-in-casus", "toestemming")
HANDELING = ("inzien", "doorgeven")


def selections(words: tuple[str, ...]) -> st.SearchStrategy[Selection]:
    """
    Everything, some of *words*, or all but some.
    """
    some = st.frozensets(st.sampled_from(words), min_size=1, max_size=3)
    modes = st.sampled_from([Mode.ALLEEN, Mode.ALLEEN, Mode.BEHALVE])
    return st.just(ALLES) | st.builds(Selection, modes, some)


verwerkingen = st.builds(
    Verwerking,
    id=st.just("inzien"),
    uit=st.just("huis"),
    convenanten=st.just(("huis",)),
    grondslag=st.just("WGS 2.31 lid 1"),
    mits=st.lists(st.sampled_from(FEITEN), min_size=1, max_size=2, unique=True).map(
        lambda found: tuple(sorted(found))
    ),
    deelnemer=selections(WIE),
    handeling=selections(HANDELING),
    gegevens=selections(GEGEVENS),
    aan=selections(("riec-a", "politie", "lid-1")),
)


@pytest.fixture(scope="module")
def house(gebouwd: Path) -> tuple[Facts, Dpia]:
    """
    The makings of the facts of the house, and its DPIA.
    """
    return Facts(read_workspace(gebouwd), huis.DAY), read_register(gebouwd).dpias["com"]


def allowed(facts: Facts, verwerking: Verwerking) -> Iterator[tuple[object, ...]]:
    """
    Go through every request and set of facts that *verwerking* permits, one by one.
    """
    words, convenant = facts.law.begrippen, facts.workspace.agreements["huis"].convenant
    members = {name: who.soort for name, who in convenant.deelnemers.items()}
    everybody = {**members, **{name: who.soort for name, who in convenant.ontvangers.items()}}
    sets = [frozenset(), *map(frozenset, [FEITEN[:1], FEITEN[1:], FEITEN])]
    for who, kader, act, gegeven in product(members, words.kaders, words.handelingen, words.wat):
        receivers = list(everybody) if act in words.met_ontvanger else [None]
        for receiver, had in product(receivers, sets):
            to = words.namen(receiver, everybody[receiver], kader) if receiver else None
            if (
                verwerking.deelnemer.selects(words.namen(who, members[who], kader))
                and verwerking.kader.selects(frozenset({kader}))
                and verwerking.handeling.selects(frozenset({act}))
                and verwerking.gegevens.selects(words.wat[gegeven])
                and selects(verwerking.aan, to)
                and set(verwerking.mits) <= had
            ):
                yield who, kader, act, gegeven, receiver, had


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(was=verwerkingen, now=verwerkingen)
def test_what_permits_more_is_called_wider(
    house: tuple[Facts, Dpia], was: Verwerking, now: Verwerking
) -> None:
    """
    When any request at all is newly permitted, the permission is wider and so not assessed.
    """
    facts, dpia = house
    soort, _ = compared(facts.context(dpia), was, now)

    if set(allowed(facts, now)) - set(allowed(facts, was)):
        assert soort is Soort.RUIMER


@given(one=verwerkingen)
def test_a_permission_is_as_wide_as_itself(house: tuple[Facts, Dpia], one: Verwerking) -> None:
    """
    What did not change has nothing to tell.
    """
    facts, dpia = house

    assert compared(facts.context(dpia), one, one) == (Soort.ANDERS, "")


termen = st.builds(
    BewaartermijnFeit,
    id=st.just("WGS-MAX5"),
    artikel=st.just("WGS 1.8 lid 7"),
    vanaf=st.sampled_from([Begin.EERSTE_VERWERKING, Begin.AFGESLOTEN]),
    termijn=st.builds(
        Termijn,
        jaren=st.integers(0, 3),
        maanden=st.integers(0, 12),
        dagen=st.sampled_from([0, 1, 365, 366]),
    ),
    dan=st.sampled_from(Actie),
    gegevens=selections(("woonsituatie", "gezondheid")),
    kader=selections(("wgs", "pga-wet")),
)


@given(was=termen, now=termen)
def test_a_term_that_may_end_later_is_called_longer(
    was: BewaartermijnFeit, now: BewaartermijnFeit
) -> None:
    """
    For every kind of data, in every frame: what is kept no longer than assessed ends as early.
    """
    if longer([was], [now]) is Verschil.LANGER:
        return
    for gegeven, kader in product(("woonsituatie", "gezondheid"), ("wgs", "pga-wet")):
        names = frozenset({gegeven}), frozenset({kader})
        if was.gegevens.selects(names[0]) and was.kader.selects(names[1]):
            assert now.gegevens.selects(names[0])
            assert now.kader.selects(names[1])
            assert now.vanaf is was.vanaf
            assert now.termijn.langer_dan(was.termijn) is None
            assert now.dan is not Actie.AFSCHERMEN or was.dan is Actie.AFSCHERMEN


@given(was=termen, now=termen)
def test_a_term_that_is_new_is_shorter_and_one_that_went_is_longer(
    was: BewaartermijnFeit, now: BewaartermijnFeit
) -> None:
    """
    Of maxima the shortest wins: another one can only shorten.
    """
    assert longer([], [now]) is Verschil.KORTER
    assert longer([was], []) is Verschil.LANGER
    assert longer([was, now], [was]) is Verschil.LANGER
    assert longer([was], [was]) is Verschil.ANDERS


def test_everything_is_wider_than_a_list_of_all_there_is(house: tuple[Facts, Dpia]) -> None:
    """
    What is added to the vocabulary later is in the one and not in the other.
    """
    facts, dpia = house
    said: dict[str, Any] = {"uit": "huis", "convenanten": ("huis",), "grondslag": "WGS 2.31 lid 1"}
    listed = only(*facts.law.begrippen.gegevens)
    old = Verwerking(id="inzien", **said, gegevens=listed)
    new = Verwerking(id="inzien", **said, gegevens=ALLES)

    assert compared(facts.context(dpia), old, new)[0] is Soort.RUIMER
    assert compared(facts.context(dpia), new, old)[0] is Soort.NAUWER
