"""
Facts about a person: how each holds and ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.feiten.changes import Change, both, row
from tests.feiten.registers import ANDERE_CASUS, BEGIN, COLLEGA, DAY, ONE_DAY
from tests.feiten.ways import (
    DESIGNATED_STILL,
    ENDED_BY_CLOSING,
    NOT_DESIGNATED,
    NOT_ENDED,
    NOT_THIS_CASE,
    Fact,
    closed,
    period,
    period_still,
)


def facts() -> Iterator[Fact]:
    """
    Go through them.
    """
    usual: Change = both()
    yield Fact("persoon-aangewezen", usual, NOT_DESIGNATED, DESIGNATED_STILL)
    yield Fact(
        "vog-of-screening",
        usual,
        {
            **NOT_DESIGNATED,
            "there is none": row("medewerker", vog_of_screening=None),
            "it comes tomorrow": row("medewerker", vog_of_screening=DAY + ONE_DAY),
        },
        {**DESIGNATED_STILL, "it came today": row("medewerker", vog_of_screening=DAY)},
    )
    year = DAY.year
    yield Fact(
        "opleiding-gevolgd",
        usual,
        {
            **NOT_DESIGNATED,
            "a part is missing": row("medewerker", opleidingen=_training(parts="abcde")),
            "it was two years ago": row(
                "medewerker", opleidingen=_training(day=DAY.replace(year=year - 2))
            ),
            "it is tomorrow": row("medewerker", opleidingen=_training(day=DAY + ONE_DAY)),
            "one part was two years ago": row(
                "medewerker",
                opleidingen=(
                    *_training(parts="abcde"),
                    *_training(parts="f", day=DAY.replace(year=year - 2)),
                ),
            ),
        },
        {
            "it is today": row("medewerker", opleidingen=_training(day=DAY)),
            "it is two years ago tomorrow": row(
                "medewerker", opleidingen=_training(day=DAY.replace(year=year - 2) + ONE_DAY)
            ),
        },
    )
    yield Fact(
        "geen-commerciele-taak",
        usual,
        {
            **NOT_DESIGNATED,
            "nobody said": row("medewerker", commerciele_taak=None),
            "he has one": row("medewerker", commerciele_taak=True),
        },
        {},
    )
    yield Fact(
        "mandaat-verleend",
        row("request", namens="om"),
        {
            **NOT_DESIGNATED,
            **period("mandaten"),
            "it is of somebody else": row("mandaten", medewerker=COLLEGA),
            "it is of another organ": row("mandaten", namens="politie"),
            "he acts for another organ": row("request", namens="politie"),
            "he acts for nobody": row("request", namens=None),
        },
        period_still("mandaten"),
    )
    yield Fact(
        "persoon-in-casus",
        usual,
        {
            **NOT_DESIGNATED,
            **NOT_THIS_CASE,
            **period("toewijzingen"),
            **ENDED_BY_CLOSING,
            "somebody else is assigned": row("toewijzingen", medewerker=COLLEGA),
            "he is assigned to another case": row("toewijzingen", casus=ANDERE_CASUS),
            "he is assigned in another role": row("toewijzingen", rol="aanmelder"),
            "it began on the day of the closing": both(
                closed(days=9), row("toewijzingen", van=DAY - 9 * ONE_DAY)
            ),
        },
        {
            **period_still("toewijzingen"),
            **NOT_ENDED,
            "he was assigned again after it was closed": both(
                closed(days=9), row("toewijzingen", van=DAY - 8 * ONE_DAY)
            ),
        },
    )


def _training(*, parts: str = "abcdef", day: Any = BEGIN) -> tuple[tuple[str, Any], ...]:
    return tuple((part, day) for part in parts)
