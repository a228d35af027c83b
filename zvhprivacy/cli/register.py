"""
`zvhprivacy register`: the verwerkingsregister (AVG 30), as it follows from the rules.
"""

from __future__ import annotations

import json

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, Group, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.dpia.read import Register
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.workspace import Workspace


command = Group(name="register", no_args_is_help=True)


@command.command("export", cls=Command)
@click.option(
    "--to", "to", cls=OwnOption, type=click.Choice(["json", "xlsx", "rvva"]), default="json"
)
@click.option("--output", "target", cls=OwnOption, metavar="FILE")
@options.day
@options.workspace
@options.lang
@click.pass_obj
def export(lang: str, to: str, target: str | None, day: date | None, workspace: str | None) -> Exit:
    """
    Write the register as JSON, as a workbook, or in the form of the Logius standard.
    """
    from zvhprivacy.cli._dpia_register import read_both
    from zvhprivacy.cli._files import write_whole
    from zvhprivacy.cli._output import waiting, write_json
    from zvhprivacy.errors import Exit, PolicyUnusable
    from zvhprivacy.messages import text

    if to == "xlsx" and target is None:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param=_output_option(context))
    with waiting(text("bezig.register", lang)):
        read, register = read_both(options.root_of(workspace))
        options.usable(read)
        if register.stopped or read.stopped:  # A register that leaves something out says untruth.
            stopping = (*register.findings, *read.stopped.values())
            raise PolicyUnusable(stopping)
        content = _content(read, register, options.or_today(day), to, lang)
    if target is not None:
        write_whole(Path(target), content)
    else:
        write_json(json.loads(content))
    return Exit.OK


def _output_option(context: click.Context) -> click.Parameter:
    return next(param for param in context.command.params if param.name == "target")


def _content(read: Workspace, register: Register, on: date, to: str, lang: str) -> bytes:
    from zvhprivacy.dpia.activities import activities
    from zvhprivacy.dpia.avg30 import records
    from zvhprivacy.dpia.rvva import rvva

    found = activities(read, register, on)
    if to == "xlsx":
        from zvhprivacy.report.avg30 import sheets
        from zvhprivacy.report.xlsx import workbook

        return workbook(sheets(records(found, read, register, on), lang))
    form = rvva(found, read, register) if to == "rvva" else records(found, read, register, on)
    return f"{json.dumps(form, ensure_ascii=False, indent=2)}\n".encode()
