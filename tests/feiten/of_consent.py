"""
Facts about a disclosure that others have to agree to: how each holds and ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.feiten.changes import Change, add, also, both, put, row, without
from tests.feiten.registers import (
    ANDER,
    ANDER_GEGEVEN,
    ANDERE_VERSTREKKING,
    BEFORE,
    CASUS,
    GEGEVEN,
    KRING,
    NU,
    ONE_DAY,
    ONE_MOMENT,
    PERSOON,
    VERSTREKKING,
    uid,
)
from tests.feiten.ways import (
    NO_ITEM,
    NOT_OURS,
    NOT_THIS_DISCLOSURE,
    SECOND,
    WITH_SECOND,
    Fact,
    stands,
    taken_back,
)
from zvhprivacy.model.casus import Betrokkene, Over
from zvhprivacy.model.registers import Bezwaar, Instemming, Toestemming


def facts() -> Iterator[Fact]:
    """
    Go through them.
    """
    usual: Change = both()
    yield Fact(
        "uitdrukkelijke-toestemming",
        usual,
        {
            **NOT_THIS_DISCLOSURE,
            **NO_ITEM,
            **taken_back("toestemmingen", "gegeven_op"),
            "he consented to another disclosure": row(
                "toestemmingen", verstrekking=ANDERE_VERSTREKKING
            ),
            "somebody else consented": row("toestemmingen", betrokkene=KRING),
            "he took back one of two": lambda given: add(
                given,
                "toestemmingen",
                *(
                    each.model_copy(update={"ingetrokken_op": NU})
                    for each in given["toestemmingen"]
                ),
            ),
            "somebody else whose data are in it did not": both(
                also("betrokkenen", _other_person()),
                also("gegevens", SECOND.model_copy(update={"betrokkene": ANDER})),
                row("verstrekking", gegevens=(GEGEVEN, ANDER_GEGEVEN)),
            ),
        },
        {
            **stands("toestemmingen", "gegeven_op"),
            "he consented again": also(
                "toestemmingen",
                Toestemming(
                    id=uid(303),
                    verstrekking=VERSTREKKING,
                    betrokkene=PERSOON,
                    gegeven_op=BEFORE - ONE_DAY,
                    ingetrokken_op=BEFORE - ONE_MOMENT,
                ),
            ),
        },
    )
    yield Fact(
        "uitdrukkelijke-toestemming",
        both(without("gegevens"), row("about", betrokkene=PERSOON)),
        {
            "it is about nobody": row("about", betrokkene=None),
            "it is about somebody else": row("about", betrokkene=KRING),
            "somebody of the circle consented": both(
                row("about", betrokkene=KRING), row("toestemmingen", betrokkene=KRING)
            ),
            "he is not in the case": without("betrokkenen"),
            "there is no case": lambda given: put(given, "dossier", None),
        },
        {},
    )
    agree = {
        **taken_back("instemmingen"),
        "they agreed to another disclosure": row("instemmingen", verstrekking=ANDERE_VERSTREKKING),
        "one of the sources did not": lambda given: put(
            given, "instemmingen", given["instemmingen"][:1]
        ),
    }
    yield Fact(
        "instemming-bron",
        usual,
        {
            **NOT_THIS_DISCLOSURE,
            **NO_ITEM,
            **agree,
            "the source of another item did not": WITH_SECOND,
        },
        {
            **NOT_OURS,
            **stands("instemmingen"),
            "somebody else did too": also(
                "instemmingen",
                Instemming(id=uid(302), verstrekking=VERSTREKKING, organisatie="wonen", op=BEFORE),
            ),
        },
    )
    answers = {
        "nobody was asked": without("bezwaren"),
        "they will answer": row("bezwaren", op=NU + ONE_MOMENT),
        "they were asked about another disclosure": row(
            "bezwaren", verstrekking=ANDERE_VERSTREKKING
        ),
        "a source was not asked": lambda given: put(
            given, "bezwaren", tuple(b for b in given["bezwaren"] if b.organisatie != "ggz")
        ),
        "a source objects, with weight": also("bezwaren", _objection("ggz", zwaarwegend=True)),
        "it objects at the moment of its other answer": lambda given: put(
            given,
            "bezwaren",
            (_objection("ggz", zwaarwegend=True, op=BEFORE), *given["bezwaren"]),
        ),
        "at the same moment it objects with weight and without": both(
            also("bezwaren", _objection("ggz", zwaarwegend=True), _objection("ggz"))
        ),
        "the source of another item was not asked": both(
            WITH_SECOND,
            lambda given: put(
                given, "bezwaren", tuple(b for b in given["bezwaren"] if b.organisatie != "politie")
            ),
        ),
    }
    no_objection = {
        "they answer just now": row("bezwaren", op=NU),
        "it objected before": lambda given: put(
            given,
            "bezwaren",
            (*given["bezwaren"], _objection("ggz", zwaarwegend=True, op=BEFORE - ONE_DAY)),
        ),
        "it will object": also("bezwaren", _objection("ggz", zwaarwegend=True, op=NU + ONE_MOMENT)),
        "it objects to another disclosure": also(
            "bezwaren",
            _objection("ggz", zwaarwegend=True, verstrekking=ANDERE_VERSTREKKING),
        ),
    }
    yield Fact(
        "geen-bezwaar-bron",
        usual,
        {**NOT_THIS_DISCLOSURE, **NO_ITEM, **answers},
        {
            **no_objection,
            "it objects without weight": also("bezwaren", _objection("ggz")),
            "one that is no source objects": also(
                "bezwaren", _objection("politie", zwaarwegend=True)
            ),
            "one that is no source was not asked": lambda given: put(
                given, "bezwaren", tuple(b for b in given["bezwaren"] if b.organisatie != "politie")
            ),
        },
    )
    yield Fact(
        "geen-bezwaar-deelnemers",
        usual,
        {
            **NOT_THIS_DISCLOSURE,
            **NO_ITEM,
            **answers,
            "a source objects without weight": also("bezwaren", _objection("ggz")),
            "one from outside the case objects": also("bezwaren", _objection("om")),
            "one that is in the case was not asked": lambda given: put(
                given, "bezwaren", tuple(b for b in given["bezwaren"] if b.organisatie != "politie")
            ),
            "nobody is in the case": without("deelnames"),
        },
        no_objection,
    )


def _objection(organisatie: str, **changes: Any) -> Bezwaar:
    fields = {
        "id": uid(320),
        "verstrekking": VERSTREKKING,
        "organisatie": organisatie,
        "bezwaar": True,
        "op": NU,
    }
    return Bezwaar(**{**fields, **changes})


def _other_person() -> Betrokkene:
    return Betrokkene(
        id=ANDER, casus=CASUS, over=Over.BETROKKENE, pseudoniem="drie", persoon=b"sealed"
    )
