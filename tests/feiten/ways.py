"""
The ways in which many facts come to hold, outlast something and end.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.feiten.changes import Change, add, also, both, declared, put, row, without
from tests.feiten.registers import (
    ANDER,
    ANDER_GEGEVEN,
    ANDERE_CASUS,
    ANDERE_VERSTREKKING,
    BEFORE,
    CASUS,
    COLLEGA,
    DAY,
    GEGEVEN,
    KRING,
    NU,
    ONE_DAY,
    ONE_MOMENT,
    World,
    deelname,
    gegeven,
    members,
    uid,
)
from zvhprivacy.model.casus import Overgang
from zvhprivacy.model.registers import Onderwerp


class Fact(NamedTuple):
    """
    A fact: how it comes to hold, what it outlasts, and what ends it.
    """

    feit: str
    made: Change
    fails: dict[str, Change]
    still: dict[str, Change]


NOT_DESIGNATED: dict[str, Change] = {
    "nobody is known": without("medewerker"),
    "it is about somebody else": row("medewerker", id=COLLEGA),
    "the request names nobody": row("about", medewerker=None),
    "another organisation designated him": row("medewerker", organisatie="politie"),
    "he is designated for another role": row("medewerker", rollen=("aanmelder",)),
    "it begins tomorrow": row("medewerker", van=DAY + ONE_DAY),
    "it ended today": row("medewerker", tot=DAY),
}
DESIGNATED_STILL: dict[str, Change] = {
    "it begins today": row("medewerker", van=DAY),
    "it ends tomorrow": row("medewerker", tot=DAY + ONE_DAY),
}
NOT_THIS_CASE: dict[str, Change] = {
    "there is no case": lambda given: put(given, "dossier", None),
    "it is another case": row("casus", id=ANDERE_CASUS),
    "the request is about another case": row("about", casus=ANDERE_CASUS),
    "the request names no case": row("about", casus=None),
    "the case is under another convenant": row("casus", convenant="elders"),
    "the case is under another law": row("casus", kader="eigen-wet"),
}


def closed(*, days: int) -> Change:
    """
    Close the case, so many days ago.
    """
    closing = Overgang(
        id=uid(208), casus=CASUS, van="casusoverleg", naar="afgesloten", op=NU - days * ONE_DAY
    )
    return also("overgangen", closing)


def renewed(*, days: int) -> Change:
    """
    Renew the case, so many days ago.
    """
    renewal = Overgang(
        id=uid(209), casus=CASUS, van="casusoverleg", naar="hernieuwd", op=NU - days * ONE_DAY
    )
    return also("overgangen", renewal)


ENDED_BY_CLOSING: dict[str, Change] = {
    "the case was closed since": closed(days=1),
    "the case was closed today": closed(days=0),
}
NOT_ENDED: dict[str, Change] = {
    "another case was closed": both(closed(days=1), row("overgangen", casus=ANDERE_CASUS)),
    "the case will be closed": both(closed(days=-1)),
    "the case was closed before": closed(days=500),
}


def period(name: str) -> dict[str, Change]:
    """
    Give the ways in which a period does not hold today.
    """
    return {
        f"{name}: it begins tomorrow": row(name, van=DAY + ONE_DAY),
        f"{name}: it ended today": row(name, tot=DAY),
        f"{name}: there is none": without(name),
    }


def period_still(name: str) -> dict[str, Change]:
    """
    Give the limits within which a period holds.
    """
    return {
        f"{name}: it begins today": row(name, van=DAY),
        f"{name}: it ends tomorrow": row(name, tot=DAY + ONE_DAY),
    }


def taken_back(name: str, said: str = "op") -> dict[str, Change]:
    """
    Give the ways in which what somebody said does not stand.
    """
    return {
        f"{name}: nobody said so": without(name),
        f"{name}: it will be said": row(name, **{said: NU + ONE_MOMENT}),
        f"{name}: it was taken back just now": row(name, ingetrokken_op=NU),
    }


def stands(name: str, said: str = "op") -> dict[str, Change]:
    """
    Give the limits within which what somebody said stands.
    """
    return {
        f"{name}: it is said just now": row(name, **{said: NU}),
        f"{name}: it will be taken back": row(name, ingetrokken_op=NU + ONE_MOMENT),
    }


def declaration(*, other: str) -> dict[str, Change]:
    """
    Give the ways in which declarations do not count; *other* is the id of another such thing.
    """
    name = "verklaringen"
    return {
        **taken_back(name),
        "it ended just now": row(name, tot=NU),
        "another fact was declared": row(name, feit="logdoel"),
        "it was declared of another kind of thing": row(name, over=Onderwerp.PERSOON),
        "it was declared of another one": row(name, onderwerp=other),
        "another organisation declared it": row(name, organisatie="wonen"),
        "it was said again at the moment that it was taken back": lambda given: add(
            given,
            name,
            *(
                each.model_copy(update={"op": each.op - ONE_DAY, "ingetrokken_op": each.op})
                for each in given[name]
            ),
        ),
        "it was said twice and taken back once": lambda given: add(
            given,
            name,
            *(each.model_copy(update={"ingetrokken_op": NU}) for each in given[name]),
        ),
    }


DECLARED_STILL: dict[str, Change] = {
    **stands("verklaringen"),
    "it ends in a moment": row("verklaringen", tot=NU + ONE_MOMENT),
    "it was said again after it was taken back": lambda given: add(
        given,
        "verklaringen",
        *(
            each.model_copy(
                update={"op": each.op - ONE_DAY, "ingetrokken_op": each.op - ONE_MOMENT}
            )
            for each in given["verklaringen"]
        ),
    ),
    "another organisation took it back": lambda given: add(
        given,
        "verklaringen",
        *(
            each.model_copy(update={"organisatie": "wonen", "ingetrokken_op": NU})
            for each in given["verklaringen"]
        ),
    ),
}

NOT_THIS_DISCLOSURE: dict[str, Change] = {
    "there is no disclosure": lambda given: put(given, "verstrekking", None),
    "it is another disclosure": row("verstrekking", id=ANDERE_VERSTREKKING),
    "the request names another disclosure": row("about", verstrekking=ANDERE_VERSTREKKING),
    "the request names no disclosure": row("about", verstrekking=None),
    "it is a disclosure of another case": row("verstrekking", casus=ANDERE_CASUS),
    "it is another act": row("verstrekking", handeling="zvh-verstrekken"),
    "another organisation discloses": row("verstrekking", van="politie"),
    "somebody else receives": row("verstrekking", aan="wonen"),
    "it is for another purpose": row("verstrekking", doel="statistiek"),
    "it is of another category": row("verstrekking", categorieen=("bsn",)),
    "it was done": row("verstrekking", gedaan_op=BEFORE),
    "it will be prepared": row("verstrekking", voorbereid_op=NU + ONE_MOMENT),
    "it is of another item": both(
        row("verstrekking", gegevens=(ANDER_GEGEVEN,)), row("about", gegeven=GEGEVEN)
    ),
}
THIS_DISCLOSURE: dict[str, Change] = {
    "it is prepared just now": row("verstrekking", voorbereid_op=NU),
    "it names its item": row("about", gegeven=GEGEVEN),
}

NO_ITEM: dict[str, Change] = {
    "there is no item": without("gegevens"),
    "it is an item of another case": row("gegevens", casus=ANDERE_CASUS),
    "it is another item": row("about", gegeven=ANDER_GEGEVEN),
    "it is of another category": row("gegevens", categorie="bsn"),
    "it is about somebody of the circle": row("gegevens", betrokkene=KRING),
    "it is about somebody who is not in the case": row("gegevens", betrokkene=ANDER),
    "the request is about the circle": row("request", over="directe-kring"),
    "the request is about another person": row("about", betrokkene=ANDER),
    "the person is in another case": row("betrokkenen", casus=ANDERE_CASUS),
    "it is not in the disclosure": row("verstrekking", gegevens=(ANDER_GEGEVEN,)),
    "there is no case": lambda given: put(given, "dossier", None),
}

SECOND = gegeven(id=ANDER_GEGEVEN, bronnen=("politie",))
WITH_SECOND = both(also("gegevens", SECOND), row("verstrekking", gegevens=(GEGEVEN, ANDER_GEGEVEN)))
NOT_OURS: dict[str, Change] = {
    "another item is of another case": both(
        WITH_SECOND, lambda given: put(given, "gegevens", _moved(given, casus=ANDERE_CASUS))
    ),
    "another item is of another category": both(
        WITH_SECOND, lambda given: put(given, "gegevens", _moved(given, categorie="bsn"))
    ),
    "another item is about somebody else": both(
        WITH_SECOND, lambda given: put(given, "gegevens", _moved(given, betrokkene=KRING))
    ),
    "another item is not in the disclosure": also("gegevens", SECOND),
    "another item is not the one that is named": both(WITH_SECOND, row("about", gegeven=GEGEVEN)),
}


def _moved(given: World, **changes: Any) -> tuple[Any, ...]:
    first, second = given["gegevens"]
    return first, second.model_copy(update=changes)


OTHER_LAW = both(
    row("request", kader="pga-wet"),
    row("casus", kader="pga-wet"),
    lambda given: put(given, "members", members("pga-wet")),
)


NO_CONTACT: dict[str, Change] = {
    "another one is the contactpunt": row("members", contactpunt="politie"),
    "there is no contactpunt": row("members", contactpunt=None),
    "under another law it is a burgemeester": OTHER_LAW,
}


def residence(organisatie: str) -> Change:
    """
    Let *organisatie* say that the person stays in its municipality.
    """
    return declared(
        "gemeente-van-verblijf",
        Onderwerp.ORGANISATIE_IN_CASUS,
        deelname(organisatie).id,
        organisatie,
    )


def without_word_of(organisatie: str) -> Change:
    """
    Take away what *organisatie* declared.
    """
    return lambda given: put(
        given,
        "verklaringen",
        tuple(each for each in given["verklaringen"] if each.organisatie != organisatie),
    )
