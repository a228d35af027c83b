"""
What the sections of a DPIA in a report are made of, and which texts and facts stand in each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from zvhprivacy.model.dpia.sections import FEITEN


Cell: TypeAlias = "str | int | date"

# Per section the facts that stand in it, and their columns.
FACTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "2": ("persoonsgegevens", ("gegevens", "soort", "over", "partijen", "grondslagen")),
    "3": (
        "verwerkingen",
        (
            "id",
            "uit",
            "proces",
            "rol",
            "handeling",
            "gegevens",
            "over",
            "doel",
            "grondslag",
            "mits",
            "verplicht",
        ),
    ),
    "5": ("doeleinden", ("doel", "verwerkingen")),
    "6": ("partijen", ("naam", "partij", "soort", "rol", "gegevens", "over")),
    "9": ("juridisch_kader", ("wet", "artikelen")),
    "10": ("bewaartermijnen", ("id", "artikel", "vanaf", "termijn", "dan", "gegevens")),
    "11": ("rechtsgronden", ("grondslag", "rechtsgrond", "verwerkingen")),
    "12": ("uitzonderingen", ("gegevens", "soort", "grondslag", "uitzondering")),
    "13": ("doelbinding", ("gegevens", "doelen", "grondslagen")),
}
# The free texts of each section; in those of two questions each has its number before it.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "0": ("0",),
    "1": ("1.1",),
    "3": ("3.2", "3.3"),
    "4": ("4",),
    "7": ("7.2",),
    "8": ("8.2",),
    "14": ("14.1", "14.2"),
    "16": ("16.2",),
    "17": ("17.2", "17.3"),
    "18": ("18",),
} | {section: (number,) for section, number in FEITEN.items() if section != "3"}


class Tabel(NamedTuple):
    """
    A table; *naam* tells it apart from the others of its section.
    """

    naam: str
    kop: tuple[str, ...]
    rijen: Sequence[Sequence[Cell]]


class Deel(NamedTuple):
    """
    A section: its number (empty for the register fields), title, texts by number, and tables.
    """

    nummer: str
    titel: str
    teksten: Sequence[tuple[str, str]]
    tabellen: Sequence[Tabel]

    @property
    def leeg(self) -> bool:
        """
        Whether nothing was written or found for it.
        """
        return not self.teksten and not self.tabellen
