"""
`zvhprivacy audit trace`: from a pseudonym in an audit to the id of the record that it stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


@click.command(cls=Command)
@click.argument("pseudonyms", nargs=-1, required=True, metavar="PSEUDONIEM…")
@click.option("--door", cls=OwnOption, metavar="MEDEWERKER", required=True)
@click.option("--aanleiding", cls=OwnOption, metavar="ID")
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    pseudonyms: tuple[str, ...],
    door: str,
    aanleiding: str | None,
    house: at.Address,
    keys: at.Keys,
    output: str,
) -> Exit:
    """
    Find them; end with 1 when one is of nothing that is there (any more).
    """
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    wanted = list(dict.fromkeys(each.strip().lower() for each in pseudonyms))
    with keys.opened(house, lang) as engine:
        about = at.acting(engine, door)._replace(aanleiding=aanleiding)
        found = engine.huis.controleren.volg(about, wanted)
    if output == "json":
        write_json({name: each._asdict() for name, each in found.items()})
    for each in wanted if output != "json" else ():
        row = found.get(each)
        told = f"{row.soort} {row.kenmerk}" if row else text("audit-cli.niet-gevonden", lang)
        write(f"{each}\t{told}")
    return Exit.OK if len(found) == len(wanted) else Exit.FINDINGS
