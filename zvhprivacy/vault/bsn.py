"""
The burgerservicenummer as a value that does not show itself.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NoReturn, final

from zvhprivacy.errors import Exit, WrongUse, ZvhError


DIGITS = 9
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)  # the elfproef of a BSN: the last digit counts negative


class BsnReden(StrEnum):
    """
    What is wrong with a text that should be a BSN.
    """

    TEKENS = "tekens"
    LENGTE = "lengte"
    NUL = "nul"
    ELFPROEF = "elfproef"


_SENTENCES = {
    BsnReden.TEKENS: (
        "er staat iets anders in dan de cijfers 0 tot en met 9; haal spaties en punten weg",
        "it holds something else than the digits 0 to 9; take out blanks and dots",
    ),
    BsnReden.LENGTE: (
        "het heeft geen 9 cijfers (of 8, zonder de nul vooraan); kijk het na bij de bron",
        "it does not have 9 digits (or 8, without the leading zero); check it at the source",
    ),
    BsnReden.NUL: (
        "het zijn alleen nullen; laat het leeg als er geen BSN is",
        "it is all zeros; leave it empty when there is no BSN",
    ),
    BsnReden.ELFPROEF: (
        "het voldoet niet aan de elfproef; er is een cijfer verkeerd of verwisseld",
        "it fails the elfproef; a digit is wrong or swapped",
    ),
}


class BsnInvalid(ZvhError):
    """
    A text is no BSN; what the text was is told nowhere.
    """

    exit_code = Exit.USAGE
    code = "bsn-invalid"
    nl = "dit is geen BSN: {nl}"
    en = "this is not a BSN: {en}"

    def __init__(self, reden: BsnReden) -> None:
        self.reden = reden
        nl, en = _SENTENCES[reden]
        super().__init__(reden=reden, nl=nl, en=en)


@final
class Bsn:
    """
    A BSN that passed the elfproef: nine ASCII digits, compared by value.

    It shows itself in no text and cannot be copied into another process; only `reveal` gives the
    number. That a number passes says not that it was given out, nor to whom: of the wrong ones
    one in eleven passes.

    Raises:
        BsnInvalid: *text* is no BSN; an 8-digit number gets the zero that a number column dropped.
    """

    __slots__ = ("_digits",)

    def __init__(self, text: str) -> None:
        # isdigit() alone also takes full-width and other digits: a second BSN for one person.
        if not (text.isascii() and text.isdigit()):
            raise BsnInvalid(BsnReden.LENGTE if not text else BsnReden.TEKENS)
        digits = text.rjust(DIGITS, "0") if len(text) == DIGITS - 1 else text
        if len(digits) != DIGITS:
            raise BsnInvalid(BsnReden.LENGTE)
        if digits == "0" * DIGITS:
            raise BsnInvalid(BsnReden.NUL)
        if sum(map(int.__mul__, _WEIGHTS, map(int, digits))) % 11:
            raise BsnInvalid(BsnReden.ELFPROEF)
        self._digits = digits

    def reveal(self) -> str:
        """
        Give the number in the clear; whoever calls this answers for where it goes.
        """
        return self._digits

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bsn) and self._digits == other._digits

    def __hash__(self) -> int:
        return hash((Bsn, self._digits))

    def __repr__(self) -> str:
        return "Bsn(...)"

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise WrongUse(reden="een BSN wordt niet gekopieerd of naar een ander proces gestuurd")
