"""
`zvhprivacy dpia facts`: the file of facts beside each DPIA, made anew, and what became different.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.dpia.making import Made
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.workspace import Workspace


@click.command(cls=Command)
@click.argument("names", metavar="[ID]…", nargs=-1)
@click.option("--check", "compared", cls=OwnOption, is_flag=True)
@click.option("--overwrite", cls=OwnOption, is_flag=True)
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    names: tuple[str, ...],
    compared: bool,
    overwrite: bool,
    day: date | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Make the facts of the DPIAs with these *names*, or of all that did not lapse.
    """
    from zvhprivacy.cli._dpia_register import chosen, in_force, read_both
    from zvhprivacy.cli._files import write_all
    from zvhprivacy.cli._output import waiting
    from zvhprivacy.dpia.facts import Facts
    from zvhprivacy.dpia.making import make
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    root = options.root_of(workspace)
    with waiting(text("bezig.dpia", lang)):
        read, register = read_both(root)
        options.usable(read)
        dpias = chosen(register, names)
        in_force(read, dpias)
        facts = Facts(read, options.or_today(day))
        made = [make(facts, register, dpia) for dpia in dpias]
    to_write = [each for each in made if each.replaces(overwrite=overwrite) and not compared]
    write_all({root / each.file: each.text().encode() for each in to_write})
    written = {each.file for each in to_write}
    _show(made, written, read, lang, output)
    open_ = [each for each in made if not each.same and each.file not in written]
    return Exit.FINDINGS if open_ else Exit.OK


def _show(made: list[Made], written: set[str], read: Workspace, lang: str, output: str) -> None:
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.messages import text
    from zvhprivacy.report.dpia_changes import change_json, change_lines
    from zvhprivacy.report.names import Names

    names = Names(read, lang)
    if output == "json":
        write_json(
            [
                {
                    "dpia": each.dpia.dpia,
                    "bestand": each.file,
                    "feiten": each.hash,
                    "gelijk": each.same,
                    "geschreven": each.file in written,
                    "wijzigingen": [change_json(change, names) for change in each.changes],
                }
                for each in made
            ]
        )
        return
    for each in made:
        said = {
            "bestand": each.file,
            "aantal": len(each.changes),
            "verwerkingen": len(each.feiten.verwerkingen),
        }
        write(text(f"dpia.feiten-{_state(each, written)}", lang, **said))
        write_lines(change_lines(each.changes, names))
        if not each.adopted:
            write(f"  {text('dpia.feiten-hash', lang, hash=each.hash)}")


def _state(made: Made, written: set[str]) -> str:
    if made.same:
        return "gelijk"
    state = "nieuw" if made.stored is None else "anders"
    if made.file in written:
        return state
    if made.adopted:
        return "vastgesteld"
    return "zou-nieuw" if made.stored is None else "zou"
