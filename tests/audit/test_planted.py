"""
The audit of an invented house: nothing wrong is found when all is well, and everything when not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest

from bench.audit_house.opening import AuditHouse
from bench.audit_house.planted import PLANTED, Planted
from bench.audit_house.planting import Planter
from tests.audit.house import Audited, audited, copied, made
from zvhprivacy.audit.checks import CHECKS
from zvhprivacy.audit.known import KNOWN
from zvhprivacy.audit.run import examine
from zvhprivacy.audit.sources import Sources
from zvhprivacy.model.audit import Antwoord, Found, Looked


# What would hide or undo something else, or changes the same words, is not planted with the rest.
APART = {"changed-entries", "kept-for-ever", "no-arrangement"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> AuditHouse:
    """
    Make the house once.
    """
    return made(tmp_path_factory.mktemp("huis"))


@pytest.fixture(scope="module")
def order(house: AuditHouse, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    """
    Open a copy of it in which all is in order.
    """
    with audited(copied(house, tmp_path_factory.mktemp("orde") / "huis")) as found:
        yield found


@pytest.fixture(scope="module")
def answers(order: Audited) -> Mapping[str, Found]:
    """
    Give what every check finds there.
    """
    return examine(order.bron, KNOWN)


def agrees(planted: Planted, count: int, bron: Sources, *, instead: bool = False) -> bool:
    """
    Say whether the check of *planted*, or one that always says all is well, finds exactly so many.
    """
    checks = {**CHECKS, **({planted.toets: lambda _: GOOD} if instead else {})}
    found = examine(bron, [planted.toets], checks=checks)[planted.toets]
    looked = getattr(found, planted.aspect)
    return isinstance(looked, Looked) and looked.afwijkend == count > 0


GOOD = Found(**dict.fromkeys(("opzet", "bestaan", "werking"), Looked(onderzocht=1)))


def test_all_is_well(answers: Mapping[str, Found]) -> None:
    """
    In a house in order no check finds a deviation.
    """
    wrong = {
        f"{name} {aspect}": looked.tellingen
        for name, found in answers.items()
        for aspect, looked in found
        if looked.antwoord is Antwoord.AFWIJKING
    }

    assert {} == wrong


def test_the_house_is_whole(house: AuditHouse) -> None:
    """
    What was copied into it hangs together as what the engine stored.
    """
    planter = Planter(house)

    assert [] == planter.sql("PRAGMA foreign_key_check")
    assert [("ok",)] == planter.sql("PRAGMA integrity_check")


@pytest.mark.parametrize("name", PLANTED)
def test_it_is_looked_at(answers: Mapping[str, Found], name: str) -> None:
    """
    Of everything that can be planted, the check says that it looked and found nothing.
    """
    planted = PLANTED[name]
    looked = getattr(answers[planted.toets], planted.aspect)

    assert Antwoord.GEEN_AFWIJKING == looked.antwoord


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(
    house: AuditHouse, order: Audited, tmp_path: Path, name: str
) -> None:
    """
    It is found by its check and counted exactly, and not by one that always says all is well.
    """
    planted = PLANTED[name]
    other = copied(house, tmp_path / "huis")
    count = planted.plant(Planter(other))
    with order.other(other) as bron:
        assert agrees(planted, count, bron)
        assert not agrees(planted, count, bron, instead=True)


@pytest.mark.parametrize("names", [PLANTED.keys() - APART, APART], ids=["most", "apart"])
def test_nothing_else_is_found(
    house: AuditHouse, order: Audited, tmp_path: Path, names: Collection[str]
) -> None:
    """
    Of all that is planted at once, only those checks find something that are named.
    """
    other = copied(house, tmp_path / "huis")
    planted = [each for name, each in PLANTED.items() if name in names]
    for each in planted:
        each.plant(Planter(other))
    with order.other(other) as bron:
        found = examine(bron, KNOWN)
    wrong = {
        name
        for name, answer in found.items()
        for _, looked in answer
        if looked.antwoord is Antwoord.AFWIJKING
    }
    named = {toets for each in planted for toets in (each.toets, *each.ook)}

    assert named == wrong


def test_there_are_twenty_five() -> None:
    """
    At least that many kinds are planted, each of its own check.
    """
    assert len({each.toets for each in PLANTED.values()}) >= 25
