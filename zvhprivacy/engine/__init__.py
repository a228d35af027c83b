"""
What a case system holds: an engine that decides, and what it asks of its surroundings.
"""

from __future__ import annotations

import importlib

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from zvhprivacy.engine.clock import today
    from zvhprivacy.engine.core import Engine
    from zvhprivacy.engine.grant import Grant
    from zvhprivacy.engine.journal import (
        Entry,
        FactsFailed,
        FeitenBron,
        Journaal,
        JournalFailed,
        NoJournal,
    )
    from zvhprivacy.engine.schaduw import Schaduw
    from zvhprivacy.engine.sleutels import sleutelbestand


__all__ = [
    "Engine",
    "Entry",
    "FactsFailed",
    "FeitenBron",
    "Grant",
    "Journaal",
    "JournalFailed",
    "NoJournal",
    "Schaduw",
    "sleutelbestand",
    "today",
]

# Where each name lives; imported when it is first asked for: a command that only wants to know
# the day does not read the whole engine, nor the databases behind it.
_HOMES = {
    "Engine": "core",
    "Entry": "journal",
    "FactsFailed": "journal",
    "FeitenBron": "journal",
    "Grant": "grant",
    "Journaal": "journal",
    "JournalFailed": "journal",
    "NoJournal": "journal",
    "Schaduw": "schaduw",
    "sleutelbestand": "sleutels",
    "today": "clock",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return list(__all__)
