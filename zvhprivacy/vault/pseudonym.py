"""
What a pseudonym looks like: which version, which domain and period, 128 bits, a check character.

    zvh1-bcdf2-qwertyuiopasdfghjklzxcvbnmqw-k
    │    │   │ └ 128 bits in 28 letters     └ ISO/IEC 7064 MOD 27,26 over all before it
    │    │   └ tijdvak: the version of the key of the domain
    │    └ code of the domain
    └ version of this form and of how the bits are derived

Written in lower case, read in either. The digits are those of the version and the tijdvak, five
at most, so that no pseudonym and no part of one can be taken for a BSN.
"""

from __future__ import annotations

import re

from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple, NewType

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.vault.domain import CODE_LETTERS


Pseudoniem = NewType("Pseudoniem", str)

VALUE_BYTES: Final = 16  # 128 bits: among 17 million persons two alike once in 10^24
VALUE_LETTERS: Final = 28  # 26 ** 28 is the first power above 2 ** 128
EPOCH_MAX: Final = 9_999  # four digits; with that of the version never the eight of a BSN
VERSION: Final = "zvh1"  # the one that is written; a newer one will read this one too

_VERSIONS = re.compile(r"zvh[0-9]{1,3}(?=-)", re.ASCII)
_FORM = re.compile(
    rf"{VERSION}-([a-z]{{{CODE_LETTERS}}})([1-9][0-9]{{0,3}})-([a-z]{{{VALUE_LETTERS}}})-([a-z])",
    re.ASCII,
)
# The check runs over letters only; where digits stand is fixed, so that a letter may stand for one.
_AS_LETTERS = str.maketrans("0123456789", "abcdefghij", "-")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PAIRS = [one + other for one in _LETTERS for other in _LETTERS]


class PseudoniemReden(StrEnum):
    """
    What is wrong with a text that should be a pseudonym.
    """

    VORM = "vorm"
    VERSIE = "versie"
    CONTROLETEKEN = "controleteken"
    DOMEIN = "domein"
    TIJDVAK = "tijdvak"


_SENTENCES = {
    PseudoniemReden.VORM: (
        f"het heeft niet de vorm {VERSION}-abcd1-({VALUE_LETTERS} letters)-x; neem het heel over",
        f"it does not look like {VERSION}-abcd1-({VALUE_LETTERS} letters)-x; copy it whole",
    ),
    PseudoniemReden.VERSIE: (
        f"het is van een versie die hier niet bekend is ({VERSION} wel); werk zvhprivacy bij",
        f"it is of a version unknown here ({VERSION} is known); update zvhprivacy",
    ),
    PseudoniemReden.CONTROLETEKEN: (
        "het controleteken klopt niet: er staat een tikfout in; neem het opnieuw over",
        "the check character is wrong: it holds a typing error; copy it again",
    ),
    PseudoniemReden.DOMEIN: (
        "het is van een ander domein dan hier wordt gevraagd; zoek het in het eigen domein",
        "it is of another domain than asked for here; look it up in its own domain",
    ),
    PseudoniemReden.TIJDVAK: (
        "het is van een tijdvak van het domein waarvan hier geen sleutel is",
        "it is of a period of the domain for which there is no key here",
    ),
}


class PseudoniemInvalid(ZvhError):
    """
    A text is no pseudonym, or none that can be used here; what the text was is told nowhere.
    """

    exit_code = Exit.USAGE
    code = "pseudonym-invalid"
    nl = "dit pseudoniem kan niet worden gebruikt: {nl}"
    en = "this pseudonym cannot be used: {en}"

    def __init__(self, reden: PseudoniemReden) -> None:
        self.reden = reden
        nl, en = _SENTENCES[reden]
        super().__init__(reden=reden, nl=nl, en=en)


class Parts(NamedTuple):
    """
    What stands in a pseudonym: the code of the domain, the tijdvak, and the bits.
    """

    domein: str
    tijdvak: int
    waarde: bytes


def write(parts: Parts) -> Pseudoniem:
    """
    Write a pseudonym, in the one version that is written.

    Raises:
        WrongUse: the domain has had more tijdvakken than a pseudonym can name.
    """
    if not 0 < parts.tijdvak <= EPOCH_MAX:
        raise WrongUse(reden=f"een domein heeft hooguit {EPOCH_MAX} tijdvakken")
    head = f"{VERSION}-{parts.domein}{parts.tijdvak}"
    letters = as_letters(parts.waarde)
    return Pseudoniem(f"{head}-{letters}-{_check_character(_state_after(head), letters)}")


def parse(text: str, *, domein: str | None = None) -> Parts:
    """
    Read a pseudonym, in capitals or not; *domein* is the code it must have, if any.

    Raises:
        PseudoniemInvalid: *text* is none, and which of the reasons is the first that holds.
    """
    # Lowering other alphabets can give ASCII: the Kelvin sign becomes a k.
    lower = text.lower() if text.isascii() else ""
    version = _VERSIONS.match(lower)
    if version and version.group() != VERSION:
        raise PseudoniemInvalid(PseudoniemReden.VERSIE)
    found = _FORM.fullmatch(lower)
    if not found:
        raise PseudoniemInvalid(PseudoniemReden.VORM)
    code, epoch, letters, check = found.groups()
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("a")
    right = _check_character(_state_after(f"{VERSION}-{code}{epoch}"), letters)
    # What does not fit in the bits was never written by us, whatever its check character.
    if check != right or number >> (8 * VALUE_BYTES):
        raise PseudoniemInvalid(PseudoniemReden.CONTROLETEKEN)
    if domein not in {None, code}:
        raise PseudoniemInvalid(PseudoniemReden.DOMEIN)
    return Parts(code, int(epoch), number.to_bytes(VALUE_BYTES, "big"))


def as_letters(value: bytes) -> str:
    """
    Write 128 bits in lower case letters, always as many, in the order of the bits.
    """
    number = int.from_bytes(value, "big")
    pairs = []
    for _ in range(VALUE_LETTERS // 2):
        number, pair = divmod(number, 676)
        pairs.append(_PAIRS[pair])
    return "".join(reversed(pairs))


def _following(state: int, letter: int) -> int:
    """
    Take one letter (a is 0) into the sum of ISO/IEC 7064 MOD 27,26, as the standard writes it.
    """
    return ((state + letter) % 26 or 26) * 2 % 27


_FOLLOWING = [
    {letter: _following(state, number) for number, letter in enumerate(_LETTERS)}
    for state in range(27)
]


@lru_cache(maxsize=256)
def _state_after(head: str) -> int:
    return _advance(26, head.translate(_AS_LETTERS))


def _advance(state: int, letters: str) -> int:
    for letter in letters:
        state = _FOLLOWING[state][letter]
    return state


def _check_character(state: int, letters: str) -> str:
    return _LETTERS[(27 - _advance(state, letters)) % 26]
