"""
A value of a register is refused without telling what stood in it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from zvhprivacy.model.casus import Beperking, Betrokkene, Casus, NotRegistered, Periode, Voorwaarde
from zvhprivacy.model.registers import Besluit, Stem, Verklaring


UID = "0" * 32
NAME = "Jan Jansen"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
DECLARED: dict[str, Any] = {
    "id": UID,
    "feit": "eigen-gegevens",
    "over": "casus",
    "onderwerp": UID,
    "organisatie": "politie",
    "medewerker": UID,
    "op": NOW,
}

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a sentence for an id": (
        lambda: Stem(organisatie="a", medewerker=NAME, voor=True),
        "medewerker",
    ),
    "a sentence for a word": (
        lambda: Stem(organisatie=NAME, medewerker=UID, voor=True),
        "organisatie",
    ),
    "a line break after a word": (
        lambda: Stem(organisatie="a\n", medewerker=UID, voor=True),
        "organisatie",
    ),
    "a number for a yes": (
        lambda: Stem.model_validate({"organisatie": "a", "medewerker": UID, "voor": 1}),
        "voor",
    ),
    "a name that is no field": (
        lambda: Stem.model_validate(
            {"organisatie": "a", "medewerker": UID, "voor": True, NAME: NAME}
        ),
        "?",
    ),
    "within another": (
        lambda: Besluit.model_validate(
            {
                "id": UID,
                "casus": UID,
                "waarover": "betrekken",
                "stemmen": ({"organisatie": NAME, "medewerker": UID, "voor": True},),
                "motivering": b"",
                "op": NOW,
            }
        ),
        "organisatie",
    ),
    "a moment without a zone": (
        lambda: Verklaring.model_validate(DECLARED | {"op": NOW.replace(tzinfo=None)}),
        "op, over",  # and a choice is not given as text
    ),
    "an end before the beginning": (
        lambda: Periode(van=date(2026, 3, 2), tot=date(2026, 3, 1)),
        "-",
    ),
    "a limit without its day": (lambda: Voorwaarde(beperking=Beperking.TOT), "-"),
    "a circle of nobody": (
        lambda: Betrokkene.model_validate(
            {"id": UID, "casus": UID, "over": "x", "pseudoniem": NAME, "persoon": b""}
        ),
        "over",
    ),
    "as JSON": (lambda: Casus.model_validate_json(f'{{"id": "{NAME}"}}'), ""),
}


@pytest.mark.parametrize(("make", "fields"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_names_the_field_and_not_the_value(
    make: Callable[[], object], fields: str
) -> None:
    """
    Neither the sentence nor what travels along with the error holds what was refused.
    """
    with pytest.raises(NotRegistered) as refused:
        make()
    error = refused.value
    told = dict(error.values)["veld"]

    assert fields in told
    assert (None, None) == (error.__context__, error.__cause__)
    assert not [lang for lang in ("nl", "en") if NAME in error.sentence(lang)]


def test_a_value_shows_its_id_only() -> None:
    """
    Printing one by accident tells nothing about anybody.
    """
    person = Periode(van=date(2026, 3, 1))

    assert "<Periode >" == repr(person) == str(person)


def test_a_period_holds_up_to_its_end() -> None:
    """
    The day of the end itself is outside.
    """
    period = Periode(van=date(2026, 3, 2), tot=date(2026, 3, 4))
    days = [day for day in range(1, 6) if period.geldt(date(2026, 3, day))]

    assert [2, 3] == days
