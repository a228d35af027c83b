"""
What the tests of replay share: a logboek in memory, lines for it, and what an audit looks at.
"""

from __future__ import annotations

import functools
import json
import tempfile

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from tests.engine.houses import WORKSPACE, shipped
from tests.engine.zaken import bouw
from zvhprivacy.audit.checks.replayed import CHECKS
from zvhprivacy.audit.sources import House, Sources, Watch
from zvhprivacy.model.audit import Antwoord, Found, Looked, Reference
from zvhprivacy.model.stored import Leaf


VANAF, TOT = date(2025, 7, 1), date(2026, 7, 1)
Line = dict[str, Any]


@dataclass(slots=True)
class Log:
    """
    The entries and policies of a logboek, in memory.
    """

    entries: tuple[bytes, ...] = ()
    kept: dict[str, bytes] = field(default_factory=dict)

    def leaves(self, start: int, stop: int) -> Iterator[Leaf]:
        """
        Give entries.
        """
        for nummer, entry in enumerate(self.entries[start:stop], start):
            yield Leaf(nummer, b"", entry, None, None)

    def policies(self) -> Iterator[tuple[str, bytes]]:
        """
        Give the policies.
        """
        yield from self.kept.items()

    def lines(self) -> list[Line]:
        """
        Give the audit lines.
        """
        read = (json.loads(entry) for entry in self.entries)
        return [line for line in read if "gebeurtenis" in line]


@functools.cache
def house_in_order() -> Log:
    """
    Give the logboek of a house that works: a case with things in it, read, refused, glass broken.
    """
    with tempfile.TemporaryDirectory() as name, bouw(Path(name)).open(Path(name)) as zaak:
        engine = zaak.h.engine
        engine.huis.casussen.open(zaak.mag("regisseur", "inzien", "relaties", rol="casusdeelnemer"))
        for naam, gegevens, rol in (
            ("agent", "woonsituatie", "casusdeelnemer"),
            ("officier", "woonsituatie", "geen-rol"),
            ("officier", "etniciteit", "casusdeelnemer"),
        ):
            request = zaak.vraag(naam, "inzien", gegevens, rol=rol)
            assert not engine.decide(request, about=zaak.over(naam))
        request = zaak.vraag("griffier", "inzien", "relaties")
        engine.require(request, about=zaak.over("griffier"), noodprocedure=True)
        log = zaak.h.huis.storage.log
        leaves = log.leaves(0, log.head().size)
        return Log(tuple(leaf.regel for leaf in leaves if leaf.regel), dict(log.policies()))


def sources(log: Log | None, *, vanaf: date = VANAF, tot: date = TOT, **more: Any) -> Sources:
    """
    Say what an audit of the shipped workspace looks at.
    """
    policy = shipped()
    nothing = cast("Any", None)
    kept = (
        None
        if log is None
        else House(
            hoofd=nothing,
            connection=nothing,
            log=cast("Any", log),
            regels=len(log.entries),
            verifiers=(),
            ledger=nothing,
            actoren=nothing,
            bekend=nothing,
            herleidingen=(),
            sleutels=(),
            kluis_apart=True,
        )
    )
    given: dict[str, Any] = {
        "root": WORKSPACE,
        "op": datetime(2026, 7, 1, tzinfo=UTC),
        "workspace": policy.usual.workspace,
        "law": policy.usual.law,
        "policy": policy.usual,
        "glass_broken": policy.glass_broken,
        "dpias": None,
    }
    return Sources(vanaf=vanaf, tot=tot, huis=kept, **given | more)


def found(check: str, lines: Iterable[Line], bron: Sources | None = None) -> Found:
    """
    Let a check see *lines*, numbered from 0.
    """
    begun = CHECKS[check](bron or sources(Log()))
    assert isinstance(begun, Watch)
    for nummer, line in enumerate(lines):
        if begun.gebeurtenissen is None or line["gebeurtenis"] in begun.gebeurtenissen:
            begun.see(nummer, line)
    return begun.end()


def werking(check: str, lines: Iterable[Line], bron: Sources | None = None) -> Looked:
    """
    Give what was found of the working.
    """
    looked = found(check, lines, bron).werking
    assert looked is not None
    return looked


def outcome(looked: Looked) -> tuple[Antwoord, int, int]:
    """
    Give the answer and its counts.
    """
    return looked.antwoord, looked.onderzocht, looked.afwijkend


def regels(*nummers: int) -> tuple[Reference, ...]:
    """
    Refer to lines.
    """
    return tuple(Reference("logregel", str(nummer)) for nummer in nummers)


def besluit(real: Log, kind: str = "toegestaan", /, **fields: Any) -> Line:
    """
    Copy the last decision of a *kind* in the house, with other *fields*; None leaves one out.
    """
    kinds = (line for line in real.lines() if line["gebeurtenis"] == "besluit")
    last = [line for line in kinds if line["resultaat"] == kind][-1]
    return {name: value for name, value in {**last, **fields}.items() if value is not None}
