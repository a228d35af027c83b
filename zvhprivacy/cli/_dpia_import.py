"""
`zvhprivacy dpia import`: a file of the invulhulp of the Rijksmodel becomes a new author's file.
"""

from __future__ import annotations

import os

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from collections.abc import Iterable

    from zvhprivacy.errors import Exit


PICTURES = "bijlagen"  # the folder of the workspace that pictures come in


class AlreadyWritten(WrongUse):
    """
    An import never writes over a file.
    """

    code = "dpia-already-written"
    nl = "`{bestand}` bestaat al; kies een ander kenmerk met `--id` of een ander bestand"
    en = "`{bestand}` exists already; choose another id with `--id` or another file"

    def __init__(self, bestand: object) -> None:
        super().__init__(bestand=bestand)


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.option("--id", "dpia_id", cls=OwnOption, metavar="ID", required=True)
@click.option(
    "--convenant", "convenanten", cls=OwnOption, metavar="NAAM", multiple=True, required=True
)
@click.option(
    "--proces", "processen", cls=OwnOption, metavar="PROCES", multiple=True, required=True
)
@click.option("--titel", cls=OwnOption, metavar="TEKST", default="")
@click.option("--output", "target", cls=OwnOption, metavar="FILE")
@click.option("--report", cls=OwnOption, metavar="FILE")
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    file: str,
    dpia_id: str,
    convenanten: tuple[str, ...],
    processen: tuple[str, ...],
    titel: str,
    target: str | None,
    report: str | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Read *file* and write it as DPIA *dpia_id*, with its pictures beside the register.
    """
    from zvhprivacy.cli._dpia_loss import told
    from zvhprivacy.cli._errors import UnreadableFile
    from zvhprivacy.cli._output import write
    from zvhprivacy.dpia.rijksmodel import Over, import_dpia, load, names_of
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.read import read_workspace

    root = options.root_of(workspace)
    read = read_workspace(root)
    law = options.usable(read)
    _known(convenanten, {*read.agreements, *read.stopped})
    _known(processen, law.begrippen.processen)
    over = Over(
        dpia=dpia_id,
        convenanten=convenanten,
        processen=processen,
        titel=titel,
        bijlagen=PICTURES,
    )
    try:
        data = load(Path(file))
    except OSError as error:
        raise UnreadableFile(file, error) from None
    made = import_dpia(data, over, namen=names_of(read))
    where = Path(target) if target else root / "dpia" / f"{dpia_id}.yaml"
    files = {where: made.tekst.encode()}
    files |= {root / name: content for name, content in made.bijlagen.items()}
    _write(files)
    told(lang, output, list(files), made.verlies, report)
    if output == "text":
        write(text("verlies.vervolg", lang))
    return Exit.OK


def _known(words: Iterable[str], known: Iterable[str]) -> None:
    from zvhprivacy.cli._errors import UnknownWord

    there = set(known)
    for word in words:
        if word not in there:
            raise UnknownWord(word, there)


def _write(files: dict[Path, bytes]) -> None:
    """
    Write new *files*, all or none, in folders that are made where they are missing.

    Raises:
        AlreadyWritten: one of them is there.
        UnwritableFile: the system does not let us.
    """
    from zvhprivacy.cli._errors import unwritable
    from zvhprivacy.cli._files import write_all

    for path in files:
        if os.path.lexists(path):
            raise AlreadyWritten(path)
    for path in files:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(path.parent, error) from None
    write_all(files)
