"""
Let the case system say what is the case, so that a user cannot claim it.

    python examples/eigen_feitenbron.py [WERKMAP]
"""

from __future__ import annotations

import sys

from datetime import date
from pathlib import Path

from zvhprivacy import About, Engine, Entry, Request


HERE = Path(__file__).resolve().parent.parent
REGISTERS = {"persoon-aangewezen", "vog-of-screening", "deelnemer-in-casus", "persoon-in-casus"}


class Dossier:
    """The case that is open; a real one asks the registers of the case system."""

    deelnemers = ("college-shertogenbosch",)

    def feiten(self, request: Request, about: About) -> set[str]:
        involved = REGISTERS if request.deelnemer in self.deelnemers else set()
        return {"criteria-vastgesteld", *involved}


class Schrift:
    """A journal on paper; a real one returns only when the line is safe on disk."""

    def schrijf(self, entry: Entry) -> None:
        print(entry.dag, entry.request.deelnemer, entry.decision.soort, entry.decision.regel)


def main(werkmap: Path) -> None:
    engine = Engine.open(
        werkmap,
        feiten=Dossier(),
        journaal=Schrift(),
        niet_ondertekend=True,
        afgeleide_feiten={"criteria-vastgesteld", *REGISTERS},
        klok=lambda: date(2026, 6, 1),
    )
    inzien = Request(
        *("college-shertogenbosch", "casusdeelnemer", "inzien", "woonsituatie", "betrokkene"),
        *("complexe-casuistiek", "com", "casusoverleg"),
        convenant="zvh-brabant-noordoost",
    )
    engine.decide(inzien)
    engine.decide(inzien._replace(deelnemer="ggd-noordoost"))
    engine.decide(inzien, verklaard={"deelnemer-in-casus"})  # not for a user to say


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
