"""
`zvhprivacy dpia agenda`: what is due and when, on the screen or for a calendar program.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.dpia.agenda import Afspraak
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
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.dpia.agenda import agenda
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.report.dpia_overview import agenda_json, agenda_table
    from zvhprivacy.report.text import table_lines

    read, register = read_both(options.root_of(workspace))
    options.usable(read)
    on = options.or_today(day)
    found = agenda(read, register, on)
    if ical is not None:
        _write_ical(Path(ical), found, lang)
    if output == "json":
        write_json([agenda_json(each, on) for each in found])
    elif ical is not None:
        write(text("dpia.agenda-geschreven", lang, bestand=ical, aantal=len(found)))
    else:
        write_lines(table_lines(agenda_table(found, on, lang)))
    return Exit.OK


def _write_ical(path: Path, found: tuple[Afspraak, ...], lang: str) -> None:
    from zvhprivacy.cli._files import write_whole
    from zvhprivacy.dpia.agenda import Soort
    from zvhprivacy.dpia.ical import as_ical
    from zvhprivacy.engine.clock import now
    from zvhprivacy.messages import text

    words = {soort.value: text(f"dpia.agenda.{soort.value}", lang) for soort in Soort}
    write_whole(path, as_ical(found, words, now()))
