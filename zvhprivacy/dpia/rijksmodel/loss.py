"""
What an import or an export could not keep as it was, so that nobody has to find out later.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Soort(StrEnum):
    """
    What happened to an answer.
    """

    ALS_TEKST = "als-tekst"  # rows that are facts with us, kept as text under *naar*
    VERVALLEN = "vervallen"  # not taken over at all
    NAAM = "naam"  # the name of a person, not taken over
    ONBEKEND = "onbekend"  # a number that the model does not have
    ONBEGREPEN = "onbegrepen"  # an answer of a shape or a word that does not fit
    NIET_GEVONDEN = "niet-gevonden"  # it refers to a row, or an organisation, that is not there
    OUDER_KWIJT = "ouder-kwijt"  # to which processing or party a row belongs is not in the file
    OP_VOLGORDE = "op-volgorde"  # rows put together by the order in which they stand
    AANGENOMEN = "aangenomen"  # not in the file, so filled in here
    OPGESCHOOND = "opgeschoond"  # HTML or characters that cannot be seen taken out
    LEGE_RIJEN = "lege-rijen"
    GATEN = "gaten"  # numbers of rows that are skipped
    BIJLAGE = "bijlage"  # a picture that became a file
    GEEN_BEELD = "geen-beeld"  # a picture that is none, or that is not there
    GEEN_PLAATS = "geen-plaats"  # the Rijksmodel has no place for it
    VERTAALD = "vertaald"  # a word of another scale


@dataclass(frozen=True, slots=True, order=True)
class Verlies:
    """
    How often something happened to the answers of one number, and where they went.

    *wat* is a word of the model or of ours, never an answer.
    """

    nummer: str
    soort: Soort
    wat: str = ""
    naar: str = ""
    aantal: int = 1


class Verliezen:
    """
    Counts what is lost while something is read or written.
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, Soort, str, str]] = Counter()

    def meld(
        self, nummer: str, soort: Soort, *, wat: str = "", naar: str = "", aantal: int = 1
    ) -> None:
        """
        Count *aantal* more.
        """
        if aantal > 0:
            self._seen[nummer, soort, wat, naar] += aantal

    def lijst(self) -> tuple[Verlies, ...]:
        """
        Give what was counted, in the order of the numbers of the model.
        """
        found = [
            Verlies(nummer, soort, wat, naar, aantal)
            for (nummer, soort, wat, naar), aantal in self._seen.items()
        ]
        return tuple(sorted(found, key=lambda each: (order(each.nummer), each.soort, each.wat)))


def order(nummer: str) -> tuple[tuple[int, int | str], ...]:
    """
    Order numbers as the model does: 2 before 10; what is no number comes last.
    """
    return tuple(
        (0, int(part)) if part.isascii() and part.isdigit() else (1, part)
        for part in nummer.split(".")
    )
