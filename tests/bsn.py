"""
The one place where test BSNs come from: valid ones, made up by counting.
"""

from __future__ import annotations

from zvhprivacy.vault.bsn import Bsn


def bsn(number: int) -> str:
    """
    Give the *number*-th BSN, from 0: nine digits that pass the elfproef, another for every number.

    It is written apart from the code that checks BSNs, so that the two can disagree.
    """
    stems = [f"{(9_999_999 - number) * 10 + eighth:08}" for eighth in range(10)]
    # One stem in eleven has no ninth digit; of these ten that is one at most.
    return next(f"{stem}{_ninth(stem)}" for stem in stems if _ninth(stem) < 10)


def bsns(count: int) -> list[Bsn]:
    """
    Give the first *count* of them.
    """
    return [Bsn(bsn(number)) for number in range(count)]


def _ninth(stem: str) -> int:
    return sum(int(digit) * (9 - at) for at, digit in enumerate(stem)) % 11
