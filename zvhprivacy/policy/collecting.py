"""
Put off looking for garbage while much is made that stays.
"""

from __future__ import annotations

import gc

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_later() -> Iterator[None]:
    """
    Look for no garbage inside the block.

    Reading a workspace makes a hundred thousand values that all stay and point at each other in
    no circle; looking through them again and again takes a third of the time.
    It holds for the whole process: what other threads throw away waits just as long.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            _grow_old()
            gc.enable()


def _grow_old() -> None:
    """
    Count all there is as old, without looking at it: else the next short look is one at everything.

    Who froze objects of his own keeps them frozen, and then waits for that look.
    """
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
