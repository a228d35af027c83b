"""
Every fact of the vocabulary is derived in one place, or is known elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

import pytest

from tests.workspaces import ROOT
from zvhprivacy.feiten import DERIVED, OWN_WORD
from zvhprivacy.feiten.derive import ACT, CASE, DISCLOSURE, ELSEWHERE, ITEM, PERSON
from zvhprivacy.model.begrippen import Feit
from zvhprivacy.policy.read import read_workspace


# What the facts of a table are about, in the word of the vocabulary.
ABOUT = {
    "PERSON": (PERSON, {"persoon", "organisatie-in-casus"}),
    "CASE": (CASE, {"casus"}),
    "ITEM": (ITEM, {"gegeven"}),
    "DISCLOSURE": (DISCLOSURE, {"verstrekking"}),
    "ACT": (ACT, {"verstrekking"}),
}
# Who does the act himself, in the words of the vocabulary.
ACTING = {
    "wie aanmeldt of verstrekt",
    "wie verstrekt",
    "wie de handeling doet",
    "wie het logboek inziet",
    "de aanmelder",
}


@cache
def _facts() -> Mapping[str, Feit]:
    law = read_workspace(ROOT).law
    assert law is not None
    return law.begrippen.feiten


def test_every_fact_has_one_place() -> None:
    """
    A new word in the vocabulary is noticed: it needs a derivation, or a place where it is known.
    """
    tables = Counter(feit for table, _ in ABOUT.values() for feit in table)
    tables.update(ELSEWHERE)
    tables.update(OWN_WORD - tables.keys())

    assert dict.fromkeys(_facts(), 1) == dict(tables)


def test_all_but_the_own_word_is_derived() -> None:
    """
    What the caller may not say, only the registers do.
    """
    assert _facts().keys() - OWN_WORD == DERIVED


@pytest.mark.parametrize("name", ABOUT)
def test_a_table_is_about_one_kind_of_thing(name: str) -> None:
    """
    What a fact is about, according to the vocabulary, is what its table is about.
    """
    table, about = ABOUT[name]

    assert {_facts()[feit].geldt_voor for feit in table} <= about


def test_the_caller_says_only_what_the_vocabulary_lets_him_say() -> None:
    """
    His own word is declared or judged by whoever acts, and never established from a register.
    """
    said = {feit: _facts()[feit] for feit in OWN_WORD}

    assert {each.door for each in said.values()} <= ACTING
    assert {each.aard for each in said.values()} == {"verklaard", "oordeel"}


def test_only_quality_is_a_judgement_that_the_caller_may_give() -> None:
    """
    Whoever judges anything else is named in a register first.
    """
    judged = {feit for feit in OWN_WORD if _facts()[feit].aard == "oordeel"}

    assert {"kwaliteit-getoetst"} == judged


def test_what_lifts_secrecy_is_never_the_callers_word() -> None:
    """
    A ban on what a professional has to keep secret, and on special data, is lifted by registers.
    """
    law = read_workspace(ROOT).law
    assert law is not None
    lifting = {
        feit
        for wet in law.wetten
        if wet.wet in {"bw", "jeugdwet", "wet-big", "wvggz", "wzd", "uavg"}
        for verbod in wet.verboden
        for feit in verbod.tenzij
    }

    assert lifting
    assert lifting.isdisjoint(OWN_WORD)
