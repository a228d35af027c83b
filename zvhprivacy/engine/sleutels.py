"""
The root of the keys for a case system: a file with a passphrase, or a server that never gives it.
"""

from __future__ import annotations

import secrets

from pathlib import Path
from typing import TYPE_CHECKING

from zvhprivacy.engine import clock


if TYPE_CHECKING:
    from collections.abc import Iterable

    from zvhprivacy.vault.backend import KeyBackend


def sleutelbestand(
    path: str | Path, *, wachtwoord: str | None, niet_in: Iterable[str | Path] = ()
) -> KeyBackend:
    """
    Open the key file that `zvhprivacy sleutel new` made.

    *wachtwoord* is None only for a file that was made without. *niet_in* are folders that a
    back-up takes along: a key file that stands in one of them is refused.

    Raises:
        ZvhError: it is not there, not safe, not whole, or the passphrase is another one.
    """
    from zvhprivacy.vault.keyring import open_keyring

    return open_keyring(
        Path(path),
        wachtwoord=wachtwoord,
        niet_in=[Path(each) for each in niet_in],
        klok=clock.now,
        toeval=secrets.token_bytes,
    )
