"""
`zvhprivacy dpia agenda`: what is due and when, on the screen or for a calendar program.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.dpia.agenda import Due
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
    from zvhprivacy.cli._dpia_register import read_both
    from zvhprivacy.dpia.agenda import agenda
    from zvhprivacy.errors import Exit

    read, register = read_both(options.root_of(workspace))
    options.usable(read)
    on = options.or_today(day)
    show_due(agenda(read, register, on), on, ical, output, lang)
    return Exit.OK


def show_due(found: Sequence[Due], on: date, ical: str | None, output: str, lang: str) -> None:
    """
    Show what is due, or write it to the file *ical*.
    """
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.messages import text
    from zvhprivacy.report.dpia_overview import agenda_json, agenda_table
    from zvhprivacy.report.text import table_lines

    if ical is not None:
        _write_ical(Path(ical), found, lang)
    if output == "json":
        write_json([agenda_json(each, on) for each in found])
    elif ical is not None:
        write(text("dpia.agenda-geschreven", lang, bestand=ical, aantal=len(found)))
    else:
        write_lines(table_lines(agenda_table(found, on, lang)))


def _write_ical(path: Path, found: Sequence[Due], lang: str) -> None:
    from zvhprivacy.cli._files import write_whole
    from zvhprivacy.dpia.ical import as_ical
    from zvhprivacy.engine.clock import now
    from zvhprivacy.messages import text

    kinds = {each.soort.value for each in found}
    words = {kind: text(f"dpia.agenda.{kind}", lang) for kind in kinds}
    write_whole(path, as_ical(found, words, now()))
