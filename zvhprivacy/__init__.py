"""
Privacy decisions for Zorg- en Veiligheidshuizen, from the law and the convenants as files.
"""

from __future__ import annotations

import importlib

from typing import TYPE_CHECKING


if TYPE_CHECKING:
    from zvhprivacy.engine import (
        Engine,
        Entry,
        FeitenBron,
        Grant,
        Journaal,
        Schaduw,
        sleutelbestand,
    )
    from zvhprivacy.errors import AccessDenied, PolicyUnusable, ZvhError
    from zvhprivacy.model.about import About
    from zvhprivacy.model.request import Request
    from zvhprivacy.policy.decision import Decision


__all__ = [
    "About",
    "AccessDenied",
    "Decision",
    "Engine",
    "Entry",
    "FeitenBron",
    "Grant",
    "Journaal",
    "PolicyUnusable",
    "Request",
    "Schaduw",
    "ZvhError",
    "sleutelbestand",
]

# Where each name lives; imported when it is first asked for, so that `zvhprivacy --version` and
# commands that decide nothing start without reading half the package.
_HOMES = {
    "About": "zvhprivacy.model.about",
    "AccessDenied": "zvhprivacy.errors",
    "Decision": "zvhprivacy.policy.decision",
    "Engine": "zvhprivacy.engine",
    "Entry": "zvhprivacy.engine",
    "FeitenBron": "zvhprivacy.engine",
    "Grant": "zvhprivacy.engine",
    "Journaal": "zvhprivacy.engine",
    "PolicyUnusable": "zvhprivacy.errors",
    "Request": "zvhprivacy.model.request",
    "Schaduw": "zvhprivacy.engine",
    "ZvhError": "zvhprivacy.errors",
    "sleutelbestand": "zvhprivacy.engine",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(home), name)


def __dir__() -> list[str]:
    return list(__all__)
