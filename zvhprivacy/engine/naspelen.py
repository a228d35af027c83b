"""
After a back-up was put back: destroy again what the ledger of destruction calls destroyed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zvhprivacy.bewaren.needs import Who
from zvhprivacy.bewaren.replay import Replay, Replayed
from zvhprivacy.bewaren.telling import DOEL, SYSTEM
from zvhprivacy.engine import clock
from zvhprivacy.engine.bewaren_werk import stores_of
from zvhprivacy.engine.content import Content
from zvhprivacy.engine.storage import open_storage
from zvhprivacy.engine.vernieuwen import vernieuw_casussleutel
from zvhprivacy.policy.read import read_workspace


if TYPE_CHECKING:
    from zvhprivacy.engine.clock import Klok
    from zvhprivacy.vault.backend import KeyBackend


def speel_na(
    werkmap: str | Path,
    *,
    sleutels: KeyBackend,
    database: str | Path | None = None,
    kluis: str | Path | None = None,
    vernietigingsregister: str | Path | None = None,
    klok: Klok | None = None,
) -> Replayed:
    """
    Open what `Engine.open` refuses to, with the same arguments, and replay the ledger.

    It asks nobody: that these cases, items and persons had to go was decided when they went. When
    the ledger itself lost lines, they are made from the keys that the kluis knows as destroyed;
    put the newest copy of it back first, if there is one. Cut off, it goes on when called again.

    Raises:
        LedgerDamaged: a line of the ledger is not what was written.
        TracesLeft: it was destroyed, but others keep a database from forgetting.
        ZvhError: a database or the keys cannot be used.
    """
    storage = open_storage(
        Path(werkmap),
        sleutels,
        database=database,
        kluis=kluis,
        vernietigingsregister=vernietigingsregister,
        klok=klok or clock.now,
        naspelen=True,
    )
    try:
        content, workspace = Content(storage), read_workspace(Path(werkmap))
        replay = Replay(
            stores_of(storage),
            who=lambda person: Who(*content.who(person)),
            new_key=lambda casus: vernieuw_casussleutel(storage, casus, actor=SYSTEM),
            activiteit=lambda convenant, proces: workspace.activity(convenant, proces, DOEL),
            klok=storage.klok,
        )
        return replay.carry_out()
    finally:
        storage.close()
