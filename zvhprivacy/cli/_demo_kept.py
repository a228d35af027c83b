"""
The fourth part of the demo: a case from aanmelding to afsluiting, and what an intruder sees of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from zvhprivacy.cli import _demo_intruder as intruder
from zvhprivacy.cli._demo_case import BSN, INHOUD, NAAM, Case
from zvhprivacy.cli._demo_house import Cast
from zvhprivacy.cli._demo_steps import ANDERS, Came, Step, decided
from zvhprivacy.engine.storage import DATABASE
from zvhprivacy.policy.decision import Decision
from zvhprivacy.report.text import thousands


_BYTES_SHOWN = 24


class Kept:
    """
    What the *cast* keeps in the workspace *folder*, for the parts that follow too.
    """

    case: Case
    before: dict[str, object]  # the row of the case before it was closed

    def __init__(self, cast: Cast, folder: Path, lang: str) -> None:
        self.cast = cast
        self.folder = folder
        self.database = folder / DATABASE
        self.lang = lang
        self._item = ""

    def steps(self) -> Iterator[Step]:
        """
        Give the steps in order.
        """
        yield "mensen", self._mensen
        yield "aanmelding", self._aanmelding
        yield "triage", lambda: self._gone(self.case.triage())
        yield "besluit", lambda: self._gone(self.case.take_up())
        yield "overleg", lambda: self._gone(self.case.consult())
        yield "zonder-toestemming", self._brought_in
        yield "met-toestemming", lambda: self._brought_in(self.case.consent())
        yield "uitvoering", lambda: self._gone(self.case.carry_out())
        yield "afsluiten", self._afsluiten
        yield "inzien-daarna", lambda: self._gone(self.case.look())
        yield "rij", self._rij
        yield "zoeken", self._zoeken

    def _mensen(self) -> Came:
        counted = self.cast.arrive()
        return Came(
            "vastgelegd",
            waarden={"mensen": counted, "organisaties": len(self.cast.organisaties)},
        )

    def _aanmelding(self) -> Came:
        self.case, decision = Case.report(self.cast)
        return self._gone(decision)

    def _brought_in(self, verstrekking: str | None = None) -> Came:
        decision, item = self.case.bring_in(verstrekking)
        self._item = item.id
        return self._gone(decision)

    def _afsluiten(self) -> Came:
        self.before = intruder.row(self.database, "casus", self.case.casus.id)
        return self._gone(self.case.finish())

    def _gone(self, decision: Decision) -> Came:
        return decided(decision, self.case.casus.fase)

    def _rij(self) -> Came:
        who = intruder.row(self.database, "betrokkene", self.case.betrokkene.id)
        what = intruder.row(self.database, "gegeven", self._item)
        inhoud = bytes(cast("bytes", what["inhoud"]))
        readable = any(word.encode() in inhoud for word in secrets())
        shown = {
            "betrokkene": who["pseudoniem"],
            "categorie": what["categorie"],
            "inhoud": f"{inhoud[:_BYTES_SHOWN].hex(' ', 4)} … ({len(inhoud)} bytes)",
        }
        width = max(map(len, shown))
        lines = tuple(f"{name.ljust(width)}  {value}" for name, value in shown.items())
        return Came(ANDERS if readable else "verzegeld", regels=lines)

    def _zoeken(self) -> Came:
        folder = self.database.parent
        found = intruder.seen(folder, secrets())
        # Something that does stand there shows that this search finds what there is.
        control = intruder.seen(folder, ["gezondheid"])
        return Came(
            ANDERS if found.keer or not control.keer else "onvindbaar",
            waarden={
                "keer": found.keer,
                "bestanden": found.bestanden,
                "bytes": thousands(found.bytes, self.lang),
                "wel": control.keer,
            },
        )


def secrets() -> tuple[str, ...]:
    """
    Give what may be readable nowhere.
    """
    return (BSN, NAAM, *INHOUD.values())
