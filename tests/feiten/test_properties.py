"""
Random registers: the derivation is the oracle, and no fact comes from what is not about it.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feiten.changes import add, put
from tests.feiten.of_everything import FACTS
from tests.feiten.oracle import expected
from tests.feiten.registers import (
    ANDER_GEGEVEN,
    ANDERE_CASUS,
    ANDERE_VERSTREKKING,
    CASUS,
    COLLEGA,
    DAY,
    NU,
    World,
    bare,
    facts,
    uid,
    verklaring,
    world,
)
from tests.feiten.worlds import lines_of, worlds
from zvhprivacy.model.registers import Onderwerp, Oordeel


EVERYTHING = settings(max_examples=400)


@EVERYTHING
@given(worlds())
def test_the_facts_are_those_of_the_oracle(given: World) -> None:
    """
    Whatever the registers hold, the facts are what a plain reading of the rules gives.
    """
    assert expected(given) == facts(given)


# --- a fact about one thing never serves another --------------------------------------------------

# What makes a line be about something else.
FOREIGN: dict[str, dict[str, Any]] = {
    "betrokkenen": {"casus": ANDERE_CASUS},
    "deelnames": {"casus": ANDERE_CASUS},
    "toewijzingen": {"casus": ANDERE_CASUS},
    "mandaten": {"medewerker": COLLEGA},
    "gegevens": {"casus": ANDERE_CASUS},
    "toestemmingen": {"verstrekking": ANDERE_VERSTREKKING},
    "instemmingen": {"verstrekking": ANDERE_VERSTREKKING},
    "bezwaren": {"verstrekking": ANDERE_VERSTREKKING},
    "adviezen": {"verstrekking": ANDERE_VERSTREKKING},
    "criteria": {"casus": ANDERE_CASUS},
    "verklaringen": {"onderwerp": uid(998)},
    "publicaties": {"convenant": "ver-weg"},
    "overgangen": {"casus": ANDERE_CASUS},
    "correcties": {"gegeven": uid(997)},
}
ALONE = {
    "medewerker": uid(996),
    "verstrekking": uid(995),
    "besluit": uid(994),
    "aanleiding": uid(993),
}


def _about_ours(given: World) -> bool:
    about = given["about"]
    ours = (about.casus, about.verstrekking, about.medewerker, about.gegeven)
    return not set(ours) & {ANDERE_CASUS, ANDERE_VERSTREKKING, COLLEGA, ANDER_GEGEVEN}


@EVERYTHING
@given(worlds().filter(_about_ours), worlds(), st.sampled_from(sorted(FOREIGN)))
def test_a_line_about_another_thing_changes_nothing(
    given: World, elsewhere: World, name: str
) -> None:
    """
    Lines about another case, person, item or disclosure add no fact and take none away.
    """
    others = [line.model_copy(update=FOREIGN[name]) for line in lines_of(elsewhere, name) or ()]
    more = given if lines_of(given, name) is None else add(given, name, *others)

    assert facts(given) == facts(more)


@EVERYTHING
@given(worlds(), worlds(), st.sampled_from(sorted(ALONE)))
def test_what_the_request_does_not_name_is_not_there(
    given: World, elsewhere: World, name: str
) -> None:
    """
    Another person, disclosure, decision or occasion than the one that is named is none.
    """
    line = elsewhere[name]
    another = line.model_copy(update={"id": ALONE[name]}) if line else None

    assert facts(put(given, name, None)) == facts(put(given, name, another))


@EVERYTHING
@given(worlds(), worlds())
def test_another_case_is_no_case(given: World, elsewhere: World) -> None:
    """
    The case, who takes part and who is assigned count only in the case that is named.
    """
    dossier = elsewhere["dossier"]
    case = dossier.casus.model_copy(update={"id": uid(992)}) if dossier else None
    another = dossier.model_copy(update={"casus": case}) if dossier else None

    assert facts({**given, "dossier": None}) == facts({**given, "dossier": another})


# --- more evidence, and less ----------------------------------------------------------------------

# Lines of these registers only ever say that something is so, when nothing was taken back.
# Of the others a later line can take a fact away: a judgement over the criteria, an objection, an
# advice, a correction, a change of phase, another item at hand, another deelnemer with a say.
SUPPORTING = (
    "toewijzingen",
    "mandaten",
    "toestemmingen",
    "instemmingen",
    "verklaringen",
    "publicaties",
)


@EVERYTHING
@given(worlds(), worlds(), st.sampled_from(SUPPORTING))
def test_supporting_evidence_takes_no_fact_away(given: World, more: World, name: str) -> None:
    """
    Whoever says more that stands, or is assigned, mandated or published, loses nothing.
    """
    lines = [
        line for line in lines_of(more, name) or () if getattr(line, "ingetrokken_op", None) is None
    ]
    added = given if lines_of(given, name) is None else add(given, name, *lines)

    assert facts(given) <= facts(added)


@EVERYTHING
@given(worlds(), st.sampled_from([fact.feit for fact in FACTS]), st.sampled_from(Onderwerp))
def test_a_declaration_takes_no_fact_away(given: World, feit: str, over: Onderwerp) -> None:
    """
    One more declaration of the acting organisation about this case takes no fact away.
    """
    said = verklaring(feit, over, given["about"].casus or CASUS, given["request"].deelnemer)

    assert facts(given) <= facts(add(given, "verklaringen", said))


# What ends a line, and of which registers; who leaves the case has no say any longer, so the end of
# a deelname that is not of a third party may let the others decide.
ENDS: dict[str, dict[str, Any]] = {
    "toewijzingen": {"tot": DAY},
    "mandaten": {"tot": DAY},
    "publicaties": {"tot": DAY},
    "toestemmingen": {"ingetrokken_op": NU},
    "instemmingen": {"ingetrokken_op": NU},
    "verklaringen": {"ingetrokken_op": NU},
    "criteria": {"vervallen_op": NU},
}


@EVERYTHING
@given(worlds(), st.sampled_from(sorted(ENDS)), st.integers(0, 9), st.booleans())
def test_taking_back_and_ending_add_no_fact(
    given: World, name: str, chosen: int, expires: bool
) -> None:
    """
    What is taken back, lapses or ends adds no fact.
    """
    lines = lines_of(given, name) or ()
    change = {"tot": NU} if expires and name == "verklaringen" else ENDS[name]
    ended = tuple(
        line.model_copy(update=change) if number == chosen % len(lines) else line
        for number, line in enumerate(lines)
    )
    less = put(given, name, ended) if lines else given

    assert facts(less) <= facts(given)


@EVERYTHING
@given(worlds(), st.sampled_from(("medewerker", "verstrekking", "besluit", "aanleiding")))
def test_what_is_done_or_over_adds_no_fact(given: World, name: str) -> None:
    """
    A disclosure that was done, a decision that was used, a designation and an occasion that ended.
    """
    changes: dict[str, dict[str, Any]] = {
        "medewerker": {"tot": DAY},
        "verstrekking": {"gedaan_op": NU},
        "besluit": {"gebruikt_op": NU},
        "aanleiding": {"tot": NU},
    }
    line = given[name]
    over = put(given, name, line.model_copy(update=changes[name])) if line else given

    assert facts(over) <= facts(given)


@EVERYTHING
@given(worlds())
def test_the_end_of_a_third_party_adds_no_fact(given: World) -> None:
    """
    A third party that leaves the case takes its facts along and brings no other.
    """
    parts = lines_of(given, "deelnames") or ()
    ended = tuple(
        each.model_copy(update={"tot": DAY}) if each.als_derde else each for each in parts
    )
    less = put(given, "deelnames", ended) if parts else given

    assert facts(less) <= facts(given)


# --- what says no ---------------------------------------------------------------------------------


@EVERYTHING
@given(worlds())
def test_a_later_no_adds_no_fact(given: World) -> None:
    """
    An objection, an unfavourable advice or judgement and a vote against add no fact.
    """
    refused = add(
        given,
        "bezwaren",
        *(
            each.model_copy(update={"bezwaar": True, "zwaarwegend": True, "op": NU})
            for each in given["bezwaren"]
        ),
    )
    refused = add(
        refused,
        "adviezen",
        *(
            each.model_copy(update={"oordeel": Oordeel.ONRECHTMATIG, "op": NU})
            for each in given["adviezen"]
        ),
    )
    refused = add(
        refused,
        "criteria",
        *(
            each.model_copy(update={"meerdere_domeinen_nodig": False, "op": NU})
            for each in given["criteria"]
        ),
    )
    besluit = given["besluit"]
    against = besluit and besluit.model_copy(
        update={"stemmen": tuple(s.model_copy(update={"voor": False}) for s in besluit.stemmen)}
    )

    assert facts(put(refused, "besluit", against)) <= facts(given)


@EVERYTHING
@given(worlds())
def test_without_lines_there_are_no_facts(given: World) -> None:
    """
    Of a request about which no register says anything nothing holds.
    """
    assert frozenset() == facts(bare(given))


def test_the_worlds_are_worth_trying() -> None:
    """
    Every fact holds in a world that the random ones start from.
    """
    found = set[str]().union(*(facts(fact.made(world())) for fact in FACTS))

    assert {fact.feit for fact in FACTS} == found
