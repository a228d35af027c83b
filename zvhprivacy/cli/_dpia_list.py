"""
`zvhprivacy dpia list` and `show`: which DPIAs there are, and what one of them says.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


@click.command("list", cls=Command)
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def listed(lang: str, day: date | None, workspace: str | None, output: str) -> Exit:
    """
    Name the DPIAs, also those that cannot be read as meant.
    """
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.dpia.read import read_register
    from zvhprivacy.errors import Exit
    from zvhprivacy.report.dpia_overview import overview, overview_table
    from zvhprivacy.report.text import table_lines

    register = read_register(options.root_of(workspace))
    found = overview(register, options.or_today(day))
    if output == "json":
        write_json(found)
    else:
        write_lines(table_lines(overview_table(found, lang)))
    return Exit.OK


@click.command("show", cls=Command)
@click.argument("name", metavar="ID")
@options.workspace
@options.output
@options.lang
@click.pass_obj
def show(lang: str, name: str, workspace: str | None, output: str) -> Exit:
    """
    Show where one DPIA stands, what it is about, its risks and measures, and its advice.
    """
    from zvhprivacy.cli._dpia_register import chosen
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.dpia.emit import mapping_of
    from zvhprivacy.dpia.read import read_register
    from zvhprivacy.errors import Exit
    from zvhprivacy.report.dpia_overview import shown

    register = read_register(options.root_of(workspace))
    dpia = chosen(register, [name])[0]
    feiten = register.feiten.get(name)
    if output == "json":
        write_json(mapping_of(dpia) | {"feiten": mapping_of(feiten) if feiten else None})
    else:
        write_lines(shown(register, dpia, lang))
    return Exit.OK
