"""
Putting off the look for garbage changes when it is looked for, and nothing else.
"""

from __future__ import annotations

import gc

from collections.abc import Iterator

import pytest

from zvhprivacy.policy.collecting import collecting_later


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def _is_young(value: object) -> bool:
    return any(each is value for each in gc.get_objects(generation=0))


def test_nothing_is_collected_inside() -> None:
    """
    It is off inside and on again afterwards, also when something goes wrong.
    """

    def fails() -> None:
        with collecting_later():
            assert not gc.isenabled()
            raise KeyError

    with pytest.raises(KeyError):
        fails()

    assert gc.isenabled()


def test_who_does_not_collect_at_all() -> None:
    """
    It stays off for a program that had it off.
    """
    gc.disable()
    with collecting_later():
        pass

    assert not gc.isenabled()


def test_what_was_made_is_old() -> None:
    """
    The next short look passes over what was made inside; nothing stays frozen.
    """
    with collecting_later():
        made: list[object] = [[]]
        assert _is_young(made)

    assert not _is_young(made)
    assert gc.get_freeze_count() == 0


def test_what_somebody_froze_stays_frozen() -> None:
    """
    A server that froze its objects before it forked keeps them so.
    """
    gc.freeze()
    frozen = gc.get_freeze_count()
    with collecting_later():
        made: list[object] = [[]]

    assert gc.get_freeze_count() > frozen // 2
    assert _is_young(made)
