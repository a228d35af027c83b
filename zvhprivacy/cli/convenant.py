"""
`zvhprivacy convenant`: list, read back, test, compare and print what was agreed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, Group, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


command = Group(
    name="convenant",
    lazy={
        "coverage": "zvhprivacy.cli._convenant_toetsen:coverage",
        "diff": "zvhprivacy.cli._convenant_diff:command",
        "matrix": "zvhprivacy.cli._convenant_matrix:command",
        "test": "zvhprivacy.cli._convenant_toetsen:test",
    },
    no_args_is_help=True,
)


@command.command("list", cls=Command)
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def listed(lang: str, day: date | None, workspace: str | None, output: str) -> Exit:
    """
    Name the convenants, also those that cannot be used.
    """
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.report.overview import overview
    from zvhprivacy.report.text import table_lines

    read = read_workspace(options.root_of(workspace))
    found = overview(read, options.or_today(day))
    if output == "json":
        write_json(found)
        return Exit.OK
    keys = ("convenant", "soort", "status", "geldig", "deelnemers", "regels", "titel")
    heads = [text(f"lijst.{key}", lang) for key in keys]
    rows = [[_cell(each[key], lang) for key in keys] for each in found]
    write_lines(table_lines([heads, *rows]))
    return Exit.OK


def _cell(value: object, lang: str) -> str:
    from zvhprivacy.messages import text

    if isinstance(value, bool):
        return text("lijst.ja" if value else "lijst.nee", lang)
    return "" if value is None else str(value)


@command.command("show", cls=Command)
@click.argument("name", metavar="[NAAM]", required=False)
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def show(lang: str, name: str | None, day: date | None, workspace: str | None, output: str) -> Exit:
    """
    Read the permissions back as sentences, in the order in which they are tried.
    """
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.report.names import Names
    from zvhprivacy.report.rules import agreed, shortened
    from zvhprivacy.report.sentences import permission, term
    from zvhprivacy.report.text import emphasised

    read = read_workspace(options.root_of(workspace))
    law = options.usable(read)
    convenant = options.agreement_of(read, name).convenant
    names = Names(read, lang)
    rules = agreed(read, law, convenant.convenant, options.or_today(day))
    if output == "json":
        write_json(
            [
                {
                    "regel": each.regel.id,
                    "uit": each.home,
                    "bestand": each.regel.span.file,
                    "regelnummer": each.regel.span.line,
                    "grondslag": each.regel.grondslag,
                    "mits": list(each.regel.mits),
                    "verplicht": list(each.regel.verplicht),
                    "werkt": each.works,
                    "zin": permission(each.regel, names).replace("**", ""),
                }
                for each in rules
            ]
        )
        return Exit.OK
    write_lines([[(convenant.titel, "bold")], []])
    for each in rules:
        place = f"{each.regel.span.file}:{each.regel.span.line} "
        write_lines([[(place, "dim"), (each.regel.id, "bold")]])
        write_lines([emphasised(permission(each.regel, names), "  ")])
        if not each.works:
            write(f"  {text('toon.slaapt', lang)}")
    for kept in shortened(read, convenant.convenant, options.or_today(day)):
        place = f"{kept.span.file}:{kept.span.line} "
        write_lines([[(place, "dim"), (kept.id, "bold")]])
        write_lines([emphasised(term(kept, names), "  ")])
    write(text("toon.aantal", lang, aantal=len(rules)))
    return Exit.OK


@command.command("text", cls=Command)
@click.argument("name", metavar="[NAAM]", required=False)
@click.option("--output", "target", cls=OwnOption, metavar="FILE")
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def annex_text(
    lang: str,
    name: str | None,
    target: str | None,
    day: date | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Print the annex to sign, or write it to *target*.
    """
    from zvhprivacy.cli._files import write_whole
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.errors import Exit
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.report.annex import annex

    read = read_workspace(options.root_of(workspace))
    law = options.usable(read)
    agreement = options.agreement_of(read, name)
    lines = annex(read, law, agreement, options.or_today(day), lang)
    said = "\n".join(lines).rstrip()
    if target is not None:
        write_whole(Path(target), f"{said}\n".encode())
    elif output == "json":
        form = {"convenant": agreement.convenant.convenant, "policy": read.policy, "tekst": said}
        write_json(form)
    else:
        write(said)
    return Exit.OK
