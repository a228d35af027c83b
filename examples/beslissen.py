"""
Ask whether something is allowed, and tell a worker and a supervisor why.

    python examples/beslissen.py [WERKMAP]
"""

from __future__ import annotations

import sys

from datetime import date
from pathlib import Path

from zvhprivacy import Decision, Engine, Request


HERE = Path(__file__).resolve().parent.parent

VRAAG = Request(
    convenant="zvh-brabant-noordoost",
    deelnemer="ggz-noordoost",
    rol="casusdeelnemer",
    handeling="verstrekken",
    gegevens="gezondheid",
    over="betrokkene",
    doel="complexe-casuistiek",
    proces="com",
    fase="casusoverleg",
)
KNOWN = {
    "persoon-aangewezen",
    "vog-of-screening",
    "deelnemer-in-casus",
    "persoon-in-casus",
    "criteria-vastgesteld",
    "geen-commerciele-taak",
    "eigen-gegevens",
    "rechtmatig-verwerkt",
}


def main(werkmap: Path) -> None:
    engine = Engine.open(
        werkmap, zonder_logboek=True, niet_ondertekend=True, klok=lambda: date(2026, 6, 1)
    )
    show(engine.decide(VRAAG, verklaard=KNOWN))
    show(engine.decide(VRAAG, verklaard=KNOWN | {"uitdrukkelijke-toestemming"}))


def show(decision: Decision) -> None:
    print("toegestaan" if decision else "geweigerd", "-", decision.artikel)
    print("  medewerker:", decision)
    print("  toezicht:  ", decision.voor_toezicht.replace("\n", "\n              "))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
