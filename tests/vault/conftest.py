"""
A root in a file and the keys under it, on a kluis in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vault.memory import MemoryStore
from tests.vault.people import NOW, chance
from zvhprivacy.vault.keyring import FileKeyring, create_keyring
from zvhprivacy.vault.keys import Keys


@pytest.fixture
def ring(tmp_path: Path) -> FileKeyring:
    """
    A key file without a passphrase, so that nothing is slow.
    """
    return create_keyring(
        tmp_path / "sleutels.json",
        wachtwoord=None,
        zonder_wachtwoord=True,
        klok=lambda: NOW,
        toeval=chance("ring"),
    )


@pytest.fixture
def store() -> MemoryStore:
    """
    An empty kluis.
    """
    return MemoryStore()


@pytest.fixture
def process(ring: FileKeyring, store: MemoryStore) -> Callable[[str], Keys]:
    """
    Give the keys as one more process has them.
    """
    return lambda name: Keys(ring, store, klok=lambda: NOW, toeval=chance(name))


@pytest.fixture
def keys(process: Callable[[str], Keys]) -> Keys:
    """
    The keys of the kluis.
    """
    return process("een")
