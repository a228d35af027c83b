"""
`zvhprivacy audit list`: which audits there are, and what is left to do of one.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _audit_at as audits
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


@click.command(cls=Command)
@click.argument("audit", required=False, metavar="[AUDIT]")
@options.workspace
@options.day
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str, audit: str | None, workspace: str | None, day: date | None, output: str
) -> Exit:
    """
    Name the audits, the newest first; or show where one of them stands.
    """
    from zvhprivacy.audit.document import audits_in
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    root = options.root_of(workspace)
    if audit is not None:
        audits.show(audits.report_of(root, audit, options.or_today(day)), lang, output)
        return Exit.OK
    made = [audits.audit_of(root, each) for each in audits_in(root)]
    rows = [_row(each) for each in sorted(made, key=lambda each: (each.herkomst.op, each.id))]
    if output == "json":
        write_json(rows)
    elif not rows:
        write(text("audit-cli.geen", lang))
    for row in rows if output != "json" else ():
        write(text("audit-cli.regel", lang, **row))
    return Exit.OK


def _row(audit: Any) -> dict[str, Any]:
    from zvhprivacy.model.audit import Antwoord

    looked = [each.antwoord for statement in audit.getoetst for _, each in statement.found]
    return {
        "id": audit.id,
        "op": str(audit.herkomst.op),
        "periode": str(audits.Days(audit.herkomst.vanaf, audit.herkomst.tot)),
        "checklists": ", ".join(audit.checklists),
        "stellingen": len(audit.getoetst),
        "afwijkingen": looked.count(Antwoord.AFWIJKING),
    }
