"""
The shipped checklists: complete, in order, and never more certain than they can be.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from zvhprivacy.audit.known import KNOWN
from zvhprivacy.audit.read import FOLDER, check_articles, read_checklists
from zvhprivacy.cli.init import copy_to
from zvhprivacy.model.checklist import Stelling
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.shipped import shipped_law


READ = read_checklists(ROOT)
LISTS = {
    "casussysteem-ingebruikname",
    "interne-audit-zvh",
    "wgs-privacy-audit",
    "wpg-verstrekkingen",
}

# Who answers each of the seventy-five statements, by group: a(utomatisch), m(ens), or both.
KINDS = {
    "A": "aaababbmbab",
    "B": "aaaaabbaa",
    "C": "aabaaaaabaaba",
    "D": "abaaaaaabbaamaabbb",
    "E": "aaaabmaa",
    "F": "abaam",
    "G": "abaaabbbmbb",
}
WORDS = {"a": "automatisch", "m": "mens", "b": "gemengd"}

# What the policies alone decide, without any case, person or judgement.
FORMAL = {
    "beleid-toetsen-slagen",
    "beleid-zonder-fouten",
    "convenant-actueel",
    "convenant-binnen-de-wet",
    "convenant-ondertekend",
    "grondslag-geldt",
    "private-deelnemer-niet-verantwoordelijk",
    "wetslaag-actueel",
}

# Definitions, when the law begins, and an evaluation by the minister: nothing for a house to do.
NOT_OF_A_HOUSE = {"WGS 1.1", "WGS 5.1", "BGS 4.1"}


def statements() -> list[Stelling]:
    """
    Give the statements of all lists.
    """
    return [each for checklist in READ.checklists.values() for each in checklist.stellingen]


def test_the_shipped_lists_are_in_order() -> None:
    """
    Nothing is wrong in them, and they are there.
    """
    assert (READ.findings, set(READ.checklists)) == ((), LISTS)


def test_the_house_audits_seventy_five_statements() -> None:
    """
    The numbers run on per group, and each is answered by whom the sources say.
    """
    expected = {
        f"{group}{number}": WORDS[kind]
        for group, kinds in KINDS.items()
        for number, kind in enumerate(kinds, start=1)
    }
    checklist = READ.checklists["interne-audit-zvh"]

    assert len(expected) == 75
    assert {each.id: each.soort.value for each in checklist.stellingen} == expected
    assert "".join(checklist.groepen) == "ABCDEFG"


def test_numbers_and_groups_stand_in_order() -> None:
    """
    A report follows the file, so the file follows its groups and numbers.
    """
    for checklist in READ.checklists.values():
        order = [*checklist.groepen]
        keys = [(order.index(e.groep), int(e.id[len(e.groep) :])) for e in checklist.stellingen]

        assert keys == sorted(keys)
        assert {each.groep for each in checklist.stellingen} == set(order)


def test_every_known_check_is_asked_for_and_no_other() -> None:
    """
    The table of checks holds what the lists ask, each with one clause that says what it looks at.
    """
    assert {each.toets for each in statements() if each.toets} == set(KNOWN)
    assert [] == [name for name, said in KNOWN.items() if not said or said.endswith(".")]
    assert len(set(KNOWN.values())) == len(KNOWN)


def test_only_what_the_policies_decide_is_formal() -> None:
    """
    The machine says that all is well only where no case, person or judgement is needed for it.
    """
    assert {each.toets for each in statements() if each.formeel} == FORMAL


def test_every_article_can_be_read() -> None:
    """
    No statement rests on an article that the law layer knows not to be there.
    """
    assert [] == [*check_articles(READ, shipped_law())]


def test_the_privacy_audit_covers_the_wgs_and_the_bgs() -> None:
    """
    Every article that asks something of a house is in the list, for opzet, bestaan and werking.
    """
    checklist = READ.checklists["wgs-privacy-audit"]
    cited = {
        (citation.wet, citation.artikel)
        for each in checklist.stellingen
        for citation in map(parse_citation, each.artikelen)
        if citation is not None
    }
    articles = {
        (wet.wet.upper(), artikel)
        for wet in shipped_law().wetten
        if wet.wet in {"wgs", "bgs"}
        for artikel in wet.artikelen
    }

    assert NOT_OF_A_HOUSE == {" ".join(each) for each in articles - cited}
    assert all(
        e.bewijs.opzet and e.bewijs.bestaan and e.bewijs.werking for e in checklist.stellingen
    )


def test_only_a_list_for_one_occasion_says_no_frequency() -> None:
    """
    What is tested periodically says how often.
    """
    without = {
        name
        for name, checklist in READ.checklists.items()
        if any(each.frequentie is None for each in checklist.stellingen)
    }

    assert without == {"casussysteem-ingebruikname"}


def test_no_two_statements_of_a_list_say_the_same() -> None:
    """
    A statement that stands twice would be counted twice.
    """
    for checklist in READ.checklists.values():
        texts = [each.stelling for each in checklist.stellingen]

        assert len(texts) == len(set(texts))


def test_a_new_workspace_has_the_lists(tmp_path: Path) -> None:
    """
    What `init` makes holds a copy to change, and is in order.
    """
    copy_to(tmp_path / "huis")
    copied = read_checklists(tmp_path / "huis")

    assert (copied.shipped, copied.findings, set(copied.checklists)) == (False, (), LISTS)
    assert read_workspace(tmp_path / "huis").law is not None


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_lost_is_noticed(tmp_path: Path, name: str) -> None:
    """
    A list with one word wrong is stopped by name; it is never quietly missing.
    """
    copy_to(tmp_path / "huis")
    path = tmp_path / "huis" / FOLDER / f"{name}.yaml"
    path.write_text(path.read_text("utf-8").replace("soort: ", "soorten: ", 1), encoding="utf-8")
    copied = read_checklists(tmp_path / "huis")

    assert set(copied.checklists) == LISTS - {name}
    assert copied.stopped == {f"{FOLDER}/{name}.yaml"}
