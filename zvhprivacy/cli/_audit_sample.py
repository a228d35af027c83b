"""
`zvhprivacy audit sample`: which cases to check by hand, by the ids that a case system knows.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _audit_at as audits
from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


@click.command(cls=Command)
@click.argument("audit", metavar="AUDIT")
@click.option("--size", cls=OwnOption, type=click.IntRange(1, 1_000))
@click.option("--seed", cls=OwnOption, metavar="TEXT")
@click.option("--door", cls=OwnOption, metavar="MEDEWERKER", required=True)
@click.option("--aanleiding", cls=OwnOption, metavar="ID")
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    audit: str,
    size: int | None,
    seed: str | None,
    door: str,
    aanleiding: str | None,
    house: at.Address,
    keys: at.Keys,
    output: str,
) -> Exit:
    """
    Name the cases of the sample of *audit*, or of another draw of *size* of what there is now.
    """
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    made = audits.audit_of(house.root, audit)
    with keys.opened(house, lang) as engine:
        about = at.acting(engine, door)._replace(aanleiding=aanleiding)
        controleren = engine.huis.controleren
        drawn = made.steekproef
        if size is not None or seed is not None or drawn is None:
            drawn = controleren.trek(about, made, zaad=seed, aantal=size)
        found = controleren.volg(about, [each.casus for each in drawn.getrokken])
    if output == "json":
        ids = {name: each.kenmerk for name, each in found.items()}
        write_json({**asdict(drawn), "kenmerken": ids})
        return Exit.OK
    write(text("audit-cli.steekproef", lang, **asdict(drawn)))
    for each in drawn.getrokken:
        row = found.get(each.casus)
        gone = text("audit-cli.steekproef-weg", lang)
        write(f"{each.laag}\t{row.kenmerk if row else gone}\t{each.casus}")
    return Exit.OK
