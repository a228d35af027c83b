"""
For whom a pseudonym is made: within a domain it joins, between domains it does not.
"""

from __future__ import annotations

import contextlib
import hashlib
import re

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from zvhprivacy.errors import AlreadyThere, WrongUse
from zvhprivacy.vault.needs import VaultStore


CODE_LETTERS = 4
# Without vowels no word comes out, and without digits no number.
_ALPHABET = "bcdfghjklmnpqrstvwxz"
_PART = re.compile(r"[a-z0-9][a-z0-9-]{0,62}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Domain:
    """
    A pseudonym domain, by its name; the versions of its key are its *tijdvakken*.

    Who gets the pseudonyms of one domain can join them, and cannot join them with another's.
    """

    naam: str

    @classmethod
    def of(cls, *, samenwerkingsverband: str, proces: str, ontvanger: str) -> Domain:
        """
        Name the domain of what *ontvanger* receives from a *proces* of a *samenwerkingsverband*.

        Raises:
            WrongUse: a part is no name in lower case letters, digits and hyphens.
        """
        parts = (samenwerkingsverband, proces, ontvanger)
        if not all(map(_PART.fullmatch, parts)):
            raise WrongUse(
                reden="samenwerkingsverband, proces en ontvanger van een domein zijn namen van "
                "hooguit 63 kleine letters, cijfers en koppeltekens"
            )
        return cls("|".join(parts))


# Ours, for inside; no bar in the name, so no domain of a host has it.
CASUS: Final = Domain("casus")
LOGBOEK_BETROKKENEN: Final = Domain("logboek-betrokkenen")
LOGBOEK_ACTOREN: Final = Domain("logboek-actoren")
AUDIT: Final = Domain("audit")


def code_of(store: VaultStore, domain: Domain) -> str:
    """
    Give the short code of *domain*; one that has none gets it here, whoever else asks meanwhile.

    A code is given once and never changes. It is asked of the store each time: what was remembered
    of a transaction that is undone would stand in pseudonyms that nobody can place.
    """
    candidates = _candidates(domain)
    while True:
        known = dict(store.domains())
        if domain.naam in known:
            return known[domain.naam]
        code = next(each for each in candidates if each not in known.values())
        with contextlib.suppress(AlreadyThere):  # another process was first: look again
            store.add_domain(domain.naam, code)
            return code


def domain_of(store: VaultStore, code: str) -> Domain | None:
    """
    Give the domain with this code.
    """
    return next((Domain(naam) for naam, each in store.domains() if each == code), None)


def _candidates(domain: Domain) -> Iterator[str]:
    """
    Give codes for *domain*, endlessly; the name of a domain is no secret, so they may follow it.
    """
    attempt = 0
    while True:
        number = int.from_bytes(hashlib.sha256(f"{attempt}|{domain.naam}".encode()).digest(), "big")
        letters = ""
        for _ in range(CODE_LETTERS):
            number, letter = divmod(number, len(_ALPHABET))
            letters += _ALPHABET[letter]
        yield letters
        attempt += 1
