"""
What providers asked of onward provision: how it is met and not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.feiten.changes import Change, also, both, put, row
from tests.feiten.registers import ANDER_GEGEVEN, DAY, GEGEVEN
from tests.feiten.ways import NO_ITEM, NOT_THIS_DISCLOSURE, SECOND, Fact
from zvhprivacy.model.casus import Beperking, Voorwaarde


def _condition(beperking: Beperking, *waarden: str, **changes: Any) -> Change:
    made = Voorwaarde(beperking=beperking, waarden=waarden, **changes)
    return row("gegevens", voorwaarden=(made,))


def facts() -> Iterator[Fact]:
    """
    Go through it.
    """
    kind = both(row("request", aan="ander-zvh"), row("verstrekking", aan="ander-zvh"))
    not_to, only_to = Beperking.NIET_AAN, Beperking.ALLEEN_AAN
    after, until = Beperking.NA_INSTEMMING, Beperking.TOT
    yield Fact(
        "voorwaarden-bron-nageleefd",
        both(),
        {
            **NOT_THIS_DISCLOSURE,
            **NO_ITEM,
            "nobody receives": both(row("request", aan=None), row("verstrekking", aan=None)),
            "not to this one": _condition(not_to, "huis-elders"),
            "not to this kind": _condition(not_to, "wonen", "ander-zvh"),
            "not to one of this kind, and which it is is not known": both(
                kind, _condition(not_to, "huis-anders")
            ),
            "only to another one": _condition(only_to, "wonen"),
            "only to another one, and which it is is not known": both(
                kind, _condition(only_to, "huis-elders")
            ),
            "only for another purpose": _condition(Beperking.ALLEEN_VOOR, "statistiek"),
            "to nobody": _condition(Beperking.NIET_DOOR),
            "after a source agreed, and one did not": both(
                _condition(after), lambda given: put(given, "instemmingen", ())
            ),
            "not from today on": _condition(until, tot=DAY),
            "one of two conditions is not met": row(
                "gegevens",
                voorwaarden=(
                    Voorwaarde(beperking=only_to, waarden=("huis-elders",)),
                    Voorwaarde(beperking=Beperking.NIET_DOOR),
                ),
            ),
            "a condition of another item is not met": both(
                also(
                    "gegevens",
                    SECOND.model_copy(
                        update={"voorwaarden": (Voorwaarde(beperking=Beperking.NIET_DOOR),)}
                    ),
                ),
                row("verstrekking", gegevens=(GEGEVEN, ANDER_GEGEVEN)),
            ),
        },
        {
            "not to another one": _condition(not_to, "wonen"),
            "only to this one": _condition(only_to, "huis-elders"),
            "only to this kind": _condition(only_to, "ander-zvh"),
            "only to this kind, and which it is is not known": both(
                kind, _condition(only_to, "ander-zvh")
            ),
            "for this purpose": _condition(Beperking.ALLEEN_VOOR, "complexe-casuistiek"),
            "after its sources agreed": _condition(after),
            "not from tomorrow on": _condition(until, tot=DAY + timedelta(days=1)),
        },
    )
