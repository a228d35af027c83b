"""
What somebody said and may take back: a consent, an agreement, a declaration.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Said(NamedTuple):
    """
    That *wie* said something, until when it counts, and when he took it back.
    """

    wie: str
    op: datetime
    tot: datetime | None
    ingetrokken_op: datetime | None


def still_said(
    said: Iterable[Said], nu: datetime, *, sinds: datetime | None = None
) -> tuple[Said, ...]:
    """
    Give what was said after *sinds*, and of which nothing was taken back since.

    The stricter reading: who said it twice and took it back once, took it back.
    """
    before = [each for each in said if each.op <= nu]
    back = [
        (each.wie, each.ingetrokken_op)
        for each in before
        if each.ingetrokken_op is not None and each.ingetrokken_op <= nu
    ]
    return tuple(
        each
        for each in before
        if (each.tot is None or nu < each.tot)
        and (sinds is None or sinds < each.op)
        and not any(wie == each.wie and each.op <= taken for wie, taken in back)
    )


def standing(
    said: Iterable[Said], nu: datetime, *, sinds: datetime | None = None
) -> frozenset[str]:
    """
    Give who said it, after *sinds*, and took nothing back since.
    """
    return frozenset(each.wie for each in still_said(said, nu, sinds=sinds))
