"""
`zvhprivacy dpia export`: a DPIA for the invulhulp of the Rijksmodel, or for people.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.dpia.read import Register
    from zvhprivacy.dpia.rijksmodel import Uitvoer
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.dpia.dossier import Dpia


FORMS = ("rijksmodel", "markdown", "xlsx")


@click.command(cls=Command)
@click.argument("name", metavar="DPIA")
@click.option("--to", "vorm", cls=OwnOption, type=click.Choice(FORMS), required=True)
@click.option("--output", "target", cls=OwnOption, metavar="FILE", required=True)
@click.option("--report", cls=OwnOption, metavar="FILE")
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    name: str,
    vorm: str,
    target: str,
    report: str | None,
    day: date | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Write DPIA *name* to *target* in the form *vorm*.
    """
    from zvhprivacy.cli._dpia_loss import told
    from zvhprivacy.cli._files import write_all
    from zvhprivacy.dpia.read import read_register
    from zvhprivacy.errors import Exit

    root = options.root_of(workspace)
    register = read_register(root)
    dpia = _known(register, name)
    lost: Uitvoer | None = None
    if vorm == "rijksmodel":
        lost = _rijksmodel(root, register, dpia, day)
        content = lost.bestand
    else:
        content = _readable(register, dpia, vorm, lang)
    write_all({Path(target): content})
    told(lang, output, [Path(target)], lost.verlies if lost else None, report)
    return Exit.OK


def _known(register: Register, name: str) -> Dpia:
    from zvhprivacy.cli._errors import UnknownWord
    from zvhprivacy.errors import PolicyUnusable

    if name in register.dpias:
        return register.dpias[name]
    file = f"dpia/{name}.yaml"
    if file in register.stopped:
        raise PolicyUnusable(tuple(each for each in register.findings if each.span.file == file))
    raise UnknownWord(name, register.dpias)


def _rijksmodel(root: Path, register: Register, dpia: Dpia, day: date | None) -> Uitvoer:
    from zvhprivacy.dpia.rijksmodel import export_dpia, names_of
    from zvhprivacy.policy.read import read_workspace

    return export_dpia(
        dpia,
        register.feiten.get(dpia.dpia),
        namen=names_of(read_workspace(root)),
        schalen=register.schalen,
        bijlagen=_pictures(root, dpia),
        op=_moment(day),
    )


def _readable(register: Register, dpia: Dpia, vorm: str, lang: str) -> bytes:
    from zvhprivacy.report.dpia_markdown import dpia_markdown
    from zvhprivacy.report.dpia_workbook import dpia_workbook

    feiten, schalen = register.feiten.get(dpia.dpia), register.schalen
    if vorm == "xlsx":
        return dpia_workbook(dpia, feiten, lang, schalen=schalen)
    return dpia_markdown(dpia, feiten, lang, schalen=schalen).encode()


def _pictures(root: Path, dpia: Dpia) -> dict[str, bytes]:
    """
    Read the pictures that are there and stand in the workspace; a path out of it is not followed.
    """
    from zvhprivacy.dpia.rijksmodel import NoRijksmodel, load

    found: dict[str, bytes] = {}
    inside = root.resolve()
    for each in dpia.afbeeldingen:
        path = (inside / each.bestand).resolve()
        if not path.is_relative_to(inside):
            continue
        try:
            found[each.bestand] = load(path)
        except (OSError, NoRijksmodel):
            continue  # the loss report names what is not there
    return found


def _moment(day: date | None) -> datetime:
    return datetime.combine(options.or_today(day), time(0, 0), UTC)
