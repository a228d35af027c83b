"""
Who the members of a convenant are on a day.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest

from tests.workspaces import ROOT
from zvhprivacy import feiten
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.convenant import Convenant
from zvhprivacy.policy.read import read_workspace


DAY = date(2026, 6, 15)
ONE_DAY = timedelta(days=1)

_PARTIES: dict[str, dict[str, Any]] = {
    "van-altijd": {"soort": "college"},
    "tot-vandaag": {"soort": "politie", "tot": DAY},
    "tot-morgen": {"soort": "om", "tot": DAY + ONE_DAY},
    "vanaf-vandaag": {"soort": "ggz", "sinds": DAY},
    "vanaf-morgen": {"soort": "dji", "sinds": DAY + ONE_DAY},
}


class Seen(NamedTuple):
    """
    What is seen of the members on `DAY`.
    """

    leden: frozenset[str]
    lid_1: frozenset[str]
    contactpunten: tuple[str | None, ...]
    ontvanger: frozenset[str]


@cache
def _words() -> Begrippen:
    law = read_workspace(ROOT).law
    assert law is not None
    return law.begrippen


def _convenant(contactpunt: str | None) -> Convenant:
    return Convenant.model_validate(
        {
            "schema": "1",
            "convenant": "huis",
            "titel": "Huis",
            "soort": "samenwerkingsconvenant",
            "status": "concept",
            "contactpunt": contactpunt,
            "deelnemers": {name: {"naam": name, **each} for name, each in _PARTIES.items()},
            "ontvangers": {"elders": {"naam": "Elders", "soort": "ander-zvh"}},
        }
    )


def membership(kader: str = "wgs", *, package: Any = feiten) -> Seen:
    """
    Give what is seen of the members.
    """
    contactpunten = ("van-altijd", "tot-vandaag", "vanaf-morgen", None)
    made = [package.members_of(_convenant(each), _words(), kader, DAY) for each in contactpunten]
    return Seen(
        leden=frozenset(made[0].soorten),
        lid_1=made[0].of_lid_1([*_PARTIES, "elders", "onbekend"]),
        contactpunten=tuple(each.contactpunt for each in made),
        ontvanger=made[0].namen["elders"],
    )


MEMBERSHIP = Seen(
    leden=frozenset({"van-altijd", "tot-morgen", "vanaf-vandaag"}),
    lid_1=frozenset({"van-altijd", "tot-morgen"}),
    contactpunten=("van-altijd", None, None, None),
    ontvanger=frozenset({"elders", "ander-zvh"}),
)


def test_members_are_those_of_the_day() -> None:
    """
    A member counts from its first day up to and not including its last; so does the contactpunt.
    """
    assert MEMBERSHIP == membership()


@pytest.mark.parametrize("kader", ["pga-wet", "eigen-wet"])
def test_lid_1_is_of_the_wgs(kader: str) -> None:
    """
    Under another law nobody decides as a deelnemer of WGS 2.27 lid 1.
    """
    assert frozenset() == membership(kader).lid_1
