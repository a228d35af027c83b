"""
`zvhprivacy dpia risks`: the heat map of a DPIA or of an organisation, and what each risk weighs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.dpia.read import Register
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.dpia.dossier import Dpia
    from zvhprivacy.model.dpia.risks import Risicoregister
    from zvhprivacy.model.dpia.scores import Risicoschalen, Schaal


@click.command(cls=Command)
@click.argument("names", metavar="[ID]…", nargs=-1)
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(lang: str, names: tuple[str, ...], workspace: str | None, output: str) -> Exit:
    """
    Show the risks of the DPIAs and risk registers with these *names*, or of all.
    """
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.dpia.read import SCALES, read_register
    from zvhprivacy.dpia.risks import band, kaart, weging
    from zvhprivacy.errors import Exit, PolicyUnusable
    from zvhprivacy.messages import text
    from zvhprivacy.report.heatmap import heatmap_lines, risk_lines

    register = read_register(options.root_of(workspace))
    schalen = register.schalen
    if schalen is None:
        stopping = (f for f in register.findings if f.span.file == f"policies/{SCALES}")
        raise PolicyUnusable(tuple(stopping))
    forms = []
    for name, each in _chosen(register, names):
        schaal = schalen.schaal(each.schaal)
        if schaal is None:
            forms.append({"register": name, "schaal": each.schaal, "risicos": None})
            if output == "text":
                write(text("risico.geen-schaal", lang, naam=name, schaal=each.schaal))
            continue
        if output == "json":
            forms.append(_form(name, each, schaal, schalen))
            continue
        counted = kaart(each.risicos, schaal)
        write_lines([[]] if forms else [])
        forms.append({})
        write_lines([[(f"{name}: ", "bold"), (each.titel, ""), (f" ({schaal.naam})", "dim")]])
        write_lines(heatmap_lines(schaal, counted.aantallen, counted.ongewogen, lang))
        weighed = ((risico, weging(risico, schaal)) for risico in each.risicos)
        rows = [(one, found.score if found else None, band(one, schaal)) for one, found in weighed]
        write_lines([[], *risk_lines(rows, schaal, lang)])
    if output == "json":
        write_json(forms)
    return Exit.OK


def _chosen(register: Register, names: Sequence[str]) -> list[tuple[str, Dpia | Risicoregister]]:
    from zvhprivacy.cli._dpia_register import chosen

    others = [name for name in names if name not in register.risicoregisters]
    dpias = chosen(register, others) if others or not names else []
    found: list[tuple[str, Dpia | Risicoregister]] = [(each.dpia, each) for each in dpias]
    found += [
        (name, each)
        for name, each in register.risicoregisters.items()
        if name in names or not names
    ]
    return found


def _form(
    name: str, each: Dpia | Risicoregister, schaal: Schaal, schalen: Risicoschalen
) -> dict[str, Any]:
    from zvhprivacy.dpia.risks import band, is_hoog, kaart, weging

    rows = []
    for risico in each.risicos:
        weighed, lies = weging(risico, schaal), band(risico, schaal)
        rows.append(
            {
                "risico": risico.id,
                "kans": risico.kans,
                "impact": risico.impact,
                "score": weighed and weighed.score,
                "band": lies and lies.id,
                "hoog": lies and is_hoog(schalen, lies),
            }
        )
    counted = kaart(each.risicos, schaal)
    return {
        "register": name,
        "schaal": schaal.schaal,
        "risicos": rows,
        "kaart": [
            {"kans": kans, "impact": impact, "aantal": count}
            for (kans, impact), count in sorted(counted.aantallen.items())
        ],
        "ongewogen": counted.ongewogen,
    }
