"""
`zvhprivacy schema`: JSON Schema for editors, with the words of the workspace.
"""

from __future__ import annotations

import os

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


@click.command(cls=Command)
@click.argument("kind", metavar="[NAAM]", required=False)
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(lang: str, kind: str | None, workspace: str | None, output: str) -> Exit:
    """
    Show the schema of *kind*; without one, which kinds there are, or all of them as JSON.
    """
    from zvhprivacy.cli._errors import UnknownSchema
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.report.schema import KINDS, schema_of
    from zvhprivacy.report.text import table_lines

    if kind is not None and kind not in KINDS:
        raise UnknownSchema(kind, KINDS)
    # Outside a workspace the words of the shipped law layer help just as well.
    read = read_workspace(Path(workspace or os.curdir))
    if kind is not None:
        write_json(schema_of(kind, read))
    elif output == "json":
        write_json({name: schema_of(name, read) for name in KINDS})
    else:
        write_lines(
            table_lines([(name, place) for name, (_, place) in KINDS.items()], header=False)
        )
        write(text("schema.gebruik", lang))
    return Exit.OK
