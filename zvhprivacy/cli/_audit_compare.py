"""
`zvhprivacy audit compare`: what is new since an earlier audit, what is solved, what came back.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _audit_at as audits
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


@click.command(cls=Command)
@click.argument("first", metavar="AUDIT")
@click.argument("second", metavar="AUDIT")
@options.workspace
@options.day
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str, first: str, second: str, workspace: str | None, day: date | None, output: str
) -> Exit:
    """
    Lay the audit *second* beside the earlier *first*.
    """
    from zvhprivacy.audit.compare import Verandering
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.report.audit_followup import changes
    from zvhprivacy.report.audit_json import audit_json
    from zvhprivacy.report.text import table_lines

    root = options.root_of(workspace)
    report = audits.report_of(root, second, options.or_today(day), previous=first)
    compared = report.vergelijking
    if output == "json":
        write_json(audit_json(report)["wijzigingen"])
    else:
        # What a statement says takes a line of its own on a screen.
        table = changes(report, lang).without("tekst")
        rows = [[str(cell) for cell in row] for row in (table.kop(lang), *table.rijen)]
        write_lines(table_lines(rows))
    bad = (Verandering.NIEUW, Verandering.HERHAALD)
    return Exit.FINDINGS if compared and any(map(compared.van, bad)) else Exit.OK
