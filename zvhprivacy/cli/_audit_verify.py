"""
`zvhprivacy audit verify`: whether a report is as this house gave it out.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


SIGNATURE = ".handtekening.json"


@click.command(cls=Command)
@click.argument("file", metavar="FILE")
@click.option("--vkey", cls=OwnOption, multiple=True, metavar="KEY|FILE")
@at.house
@options.output
@options.lang
@click.pass_obj
def command(lang: str, file: str, vkey: tuple[str, ...], house: at.Address, output: str) -> Exit:
    """
    Check *file* by the signature beside it, with public keys that came from elsewhere.
    """
    from zvhprivacy.audit.signed import check_signed
    from zvhprivacy.cli._errors import UnreadableFile
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.cli.logboek import keys_of
    from zvhprivacy.engine.bewaren_zicht import target_of
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    read = []
    for name in (file, file + SIGNATURE):
        try:
            read.append(Path(name).read_bytes())
        except OSError as error:
            raise UnreadableFile(name, error) from None
    # Who checks a file elsewhere has its key, and no workspace.
    verifiers = keys_of(vkey, "" if vkey else str(target_of(house.root, house.database)))
    told = check_signed(read[0], read[1], verifiers)
    if output == "json":
        write_json({"klopt": True, **told.model_dump(mode="json")})
        return Exit.OK
    write(text("audit-cli.klopt", lang, bestand=told.bestand))
    if not vkey:
        write(text("logboek.eigen-sleutel", lang))
    return Exit.OK
