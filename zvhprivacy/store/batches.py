"""
Many values in few statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar


T = TypeVar("T")

AT_ONCE = 500  # parameters of one statement; SQLite allows some thousands, an old one 999


def chunked(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """
    Give *values* as they come, in lists of at most *size*.
    """
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def batched(ids: Iterable[T]) -> Iterator[list[T]]:
    """
    Give *ids*, each once, in lists that one statement can ask for.
    """
    return chunked(dict.fromkeys(ids), AT_ONCE)
