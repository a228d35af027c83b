"""
Facts about items: how each holds and ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.feiten.changes import Change, also, declared, row
from tests.feiten.registers import (
    ANDER_GEGEVEN,
    BEFORE,
    BRONNEN,
    GEGEVEN,
    NU,
    ONE_DAY,
    ONE_MOMENT,
    uid,
)
from tests.feiten.ways import (
    DECLARED_STILL,
    ENDED_BY_CLOSING,
    NO_CONTACT,
    NO_ITEM,
    NOT_ENDED,
    NOT_OURS,
    WITH_SECOND,
    Fact,
    declaration,
    without_word_of,
)
from zvhprivacy.model.registers import Correctie, Onderwerp


def facts() -> Iterator[Fact]:
    """
    Go through them.
    """
    yield Fact(
        "eigen-gegevens",
        row("gegevens", bronnen=("college",)),
        {
            **NO_ITEM,
            "it comes from another one": row("gegevens", bronnen=("politie",)),
            "another one contributed": row("gegevens", bronnen=BRONNEN),
            "another item comes from another one": WITH_SECOND,
            "he acts for another organ": row("request", namens="om"),
        },
        NOT_OURS,
    )
    corrected = {
        "it was reported wrong since": _correction(),
        "it was reported wrong at that moment": _correction(gemeld_op=BEFORE),
        "it was corrected since": _correction(afgehandeld_op=NU),
    }
    not_corrected = {
        "it was reported wrong before": _correction(gemeld_op=BEFORE - ONE_DAY * 2),
        "it will be reported wrong": _correction(gemeld_op=NU + ONE_MOMENT),
        "another item was reported wrong": _correction(gegeven=ANDER_GEGEVEN),
    }
    every_source = {
        **NO_ITEM,
        **declaration(other=ANDER_GEGEVEN),
        "one of the sources does not say so": without_word_of("ggz"),
        "the sources of another item do not say so": WITH_SECOND,
    }
    for feit in (
        "rechtmatig-verwerkt",
        "geen-beroepsgeheim",
        "identificatie-onvermijdelijk",
        "aanvulling-op-strafrechtelijk",
        "uitzondering-avg-9",
        "uitzondering-avg-10",
        "gegevens-anoniem",
    ):
        yield Fact(
            feit,
            declared(feit, Onderwerp.GEGEVEN, GEGEVEN, *BRONNEN),
            {**every_source, **corrected},
            {**NOT_OURS, **DECLARED_STILL, **not_corrected},
        )
    feit = "gezinslid-of-direct-contact"
    yield Fact(
        feit,
        declared(feit, Onderwerp.GEGEVEN, GEGEVEN, *BRONNEN),
        {**every_source, **ENDED_BY_CLOSING},
        {**NOT_OURS, **DECLARED_STILL, **NOT_ENDED},
    )
    feit = "onjuist-of-onrechtmatig"
    yield Fact(
        feit,
        declared(feit, Onderwerp.GEGEVEN, GEGEVEN, *BRONNEN),
        {
            **every_source,
            "it was corrected since": _correction(gemeld_op=BEFORE, afgehandeld_op=NU),
        },
        {
            **NOT_OURS,
            **DECLARED_STILL,
            "it was reported, and not corrected yet": _correction(gemeld_op=NU),
            "it was corrected before": _correction(
                gemeld_op=BEFORE - 9 * ONE_DAY, afgehandeld_op=BEFORE - 2 * ONE_DAY
            ),
            "it will be corrected": _correction(gemeld_op=BEFORE, afgehandeld_op=NU + ONE_MOMENT),
            "another item was corrected": _correction(gegeven=ANDER_GEGEVEN, afgehandeld_op=NU),
        },
    )
    yield Fact(
        "wissing-toegewezen",
        declared("wissing-toegewezen", Onderwerp.GEGEVEN, GEGEVEN, "college"),
        {
            **NO_ITEM,
            **declaration(other=ANDER_GEGEVEN),
            **NO_CONTACT,
            "it was not granted of another item": WITH_SECOND,
        },
        {**NOT_OURS, **DECLARED_STILL},
    )


def _correction(**changes: Any) -> Change:
    fields = {"id": uid(301), "gegeven": GEGEVEN, "gemeld_door": "politie", "gemeld_op": NU}
    return also("correcties", Correctie(**{**fields, **changes}))
