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
            gc.enable()
