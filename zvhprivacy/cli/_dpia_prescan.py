"""
`zvhprivacy dpia prescan`: is a DPIA needed, computed from the answers, with every reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.dpia.prescan import Oordeel, Reden
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.dpia.dossier import Dpia
    from zvhprivacy.model.dpia.duty import DpiaPlicht
    from zvhprivacy.report.text import Line


@click.command(cls=Command)
@click.argument("names", metavar="[ID]…", nargs=-1)
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(lang: str, names: tuple[str, ...], workspace: str | None, output: str) -> Exit:
    """
    Compute the pre-scan of the DPIAs with these *names*, or of all that did not lapse.

    Ends with findings when one says otherwise than its answers, or is not there.
    """
    from zvhprivacy.cli._dpia_register import chosen
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.dpia.prescan import prescan, tegenspraak
    from zvhprivacy.dpia.read import DUTY, read_register
    from zvhprivacy.errors import Exit, PolicyUnusable

    register = read_register(options.root_of(workspace))
    dpias = chosen(register, names)
    plicht = register.plicht
    if plicht is None:
        stopping = (f for f in register.findings if f.span.file == f"policies/{DUTY}")
        raise PolicyUnusable(tuple(stopping))
    found = [(each, prescan(each.prescan, plicht) if each.prescan else None) for each in dpias]
    wrong = [each for each in dpias if not each.prescan or tegenspraak(each.prescan, plicht)]
    if output == "json":
        write_json([_form(dpia, outcome) for dpia, outcome in found])
    else:
        for dpia, outcome in found:
            write_lines(_lines(dpia, outcome, plicht, lang))
    return Exit.FINDINGS if wrong else Exit.OK


def _form(dpia: Dpia, outcome: Oordeel | None) -> dict[str, Any]:
    if outcome is None or dpia.prescan is None:
        return {"dpia": dpia.dpia, "uitkomst": None}
    return {
        "dpia": dpia.dpia,
        "uitkomst": str(outcome.uitkomst),
        "gezegd": dpia.prescan.uitkomst or None,
        "punten": outcome.punten,
        "open": list(outcome.open),
        "dtia": outcome.dtia,
        "redenen": [
            {"op": str(reden.op), "wat": list(reden.wat), "bron": reden.bron}
            for reden in outcome.redenen
        ],
    }


def _lines(dpia: Dpia, outcome: Oordeel | None, plicht: DpiaPlicht, lang: str) -> Iterator[Line]:
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import plain

    if outcome is None or dpia.prescan is None:
        yield [(f"{dpia.dpia}: ", "bold"), (text("prescan.geen", lang), "")]
        return
    yield [(f"{dpia.dpia}: ", "bold"), (text(f"prescan.{outcome.uitkomst}", lang), "bold")]
    for reden in outcome.redenen:
        yield plain(f"  - {_reason(reden, outcome, plicht, lang)} ({reden.bron})")
    if outcome.open:
        yield plain("  " + text("prescan.open", lang, vragen=", ".join(outcome.open)))
    if outcome.dtia:
        yield plain("  " + text("prescan.dtia", lang))
    said = dpia.prescan.uitkomst
    if said and said != outcome.uitkomst:
        yield [(f"  {text('prescan.anders', lang, gezegd=said)}", "bold yellow")]


def _reason(reden: Reden, outcome: Oordeel, plicht: DpiaPlicht, lang: str) -> str:
    from zvhprivacy.messages import text

    lists = {"ap-lijst": plicht.ap_lijst, "criteria": plicht.criteria}
    known = lists.get(reden.op, {})
    named = [
        f"{known[word].nummer} {known[word].naam}" if word in known else word for word in reden.wat
    ]
    return text(
        f"prescan.op.{reden.op}",
        lang,
        wat=", ".join(named),
        punten=outcome.punten,
        grens=plicht.punten_meer_dan,
    )
