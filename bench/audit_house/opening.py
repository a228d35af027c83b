"""
Opening the invented house: its databases, its keys, and the policy that is read once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from zvhprivacy.engine import Engine
from zvhprivacy.vault.backend import KeyBackend
from zvhprivacy.vault.keyring import create_keyring, open_keyring


@dataclass(frozen=True, slots=True)
class AuditHouse:
    """
    The files of a house in *folder*: its workspace, its databases and, beside those, its keys.
    """

    folder: Path

    @property
    def werkmap(self) -> Path:
        """
        The workspace.
        """
        return self.folder / "werkmap"

    @property
    def hoofd(self) -> Path:
        """
        The database of the cases.
        """
        return self.folder / "data" / "huis.sqlite"

    @property
    def kluis(self) -> Path:
        """
        The database of keys and persons.
        """
        return self.folder / "data" / "huis-kluis.sqlite"

    def open(self, klok: Callable[[], datetime]) -> Engine:
        """
        Open it, at a time.
        """
        return Engine.open(self.werkmap, sleutels=self._keys(klok), database=self.hoofd, klok=klok)

    def _keys(self, klok: Callable[[], datetime]) -> KeyBackend:
        path = self.folder / "sleutels.json"
        toeval = Random("sleutels").randbytes
        if path.exists():
            return open_keyring(path, wachtwoord=None, klok=klok, toeval=toeval)
        return create_keyring(
            path, wachtwoord=None, zonder_wachtwoord=True, klok=klok, toeval=toeval
        )
