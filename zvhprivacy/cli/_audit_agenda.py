"""
`zvhprivacy audit agenda`: what is due after the audits, on the screen or for a calendar program.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _audit_at as audits
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


@click.command(cls=Command)
@click.option("--ical", cls=OwnOption, metavar="FILE")
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str, ical: str | None, day: date | None, workspace: str | None, output: str
) -> Exit:
    """
    Name what is due, the first first; what is late is among it.
    """
    from zvhprivacy.audit.calendar import calendar
    from zvhprivacy.audit.document import audits_in
    from zvhprivacy.cli._dpia_agenda import show_due
    from zvhprivacy.errors import Exit

    root, on = options.root_of(workspace), options.or_today(day)
    dossiers = [audits.dossier_of(root, each) for each in audits_in(root)]
    show_due(calendar(dossiers, on), on, ical, output, lang)
    return Exit.OK
