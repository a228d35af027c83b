"""
`zvhprivacy audit form`: a checklist as a workbook, for who works in Excel, and back as a new file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _audit_at as audits
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


class FromOrTo(WrongUse):
    """
    A form is made or read: one of the two.
    """

    code = "from-or-to"
    nl = "geef `--output FILE` om een formulier te maken, of `--from FILE` om er een te lezen"
    en = "give `--output FILE` to make a form, or `--from FILE` to read one"


class NoOwnPolicies(WrongUse):
    """
    A workspace goes by the law layer that comes with the program; a list of its own has no place.
    """

    code = "no-own-policies"
    nl = (
        "deze werkmap heeft geen `policies/` en gebruikt de meegeleverde wetslaag; neem die eerst "
        "over, bijvoorbeeld uit een nieuwe werkmap van `zvhprivacy init`"
    )
    en = (
        "this workspace has no `policies/` and goes by the law layer that is shipped; take that "
        "over first, as from a new workspace of `zvhprivacy init`"
    )


@click.command(cls=Command)
@click.argument("checklist", required=False, metavar="[CHECKLIST]")
@click.option("--output", "target", cls=OwnOption, metavar="FILE")
@click.option("--from", "source", cls=OwnOption, metavar="FILE")
@options.workspace
@options.lang
@click.pass_obj
def command(
    lang: str,
    checklist: str | None,
    target: str | None,
    source: str | None,
    workspace: str | None,
) -> Exit:
    """
    Make the form of *checklist*, or an empty one; or write the new checklist that a form describes.
    """
    from zvhprivacy.cli._output import write
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    if (target is None) is (source is None):
        raise FromOrTo
    root = options.root_of(workspace)
    written = _make(root, checklist, target) if target is not None else _read(root, source or "")
    write(text("audit-cli.geschreven", lang, bestand=written))
    return Exit.OK


def _make(root: Path, name: str | None, target: str) -> Path:
    from zvhprivacy.audit.checklist_form import checklist_form
    from zvhprivacy.audit.read import read_checklists
    from zvhprivacy.cli._files import write_whole
    from zvhprivacy.report.audit_workbook import checklist_workbook

    named = None
    if name is not None:
        (named,) = audits.chosen(read_checklists(root), [name])
    path = Path(target)
    write_whole(path, checklist_workbook(checklist_form(named)))
    return path


def _read(root: Path, source: str) -> Path:
    from zvhprivacy.audit.checklist_form import read_checklist_form
    from zvhprivacy.audit.read import FOLDER
    from zvhprivacy.cli._errors import UnreadableFile, unwritable
    from zvhprivacy.cli._files import write_all
    from zvhprivacy.errors import Span, finding
    from zvhprivacy.policy.templates import templates
    from zvhprivacy.report.xlsx import rows_of

    if not (root / "policies").is_dir():
        # With a folder of its own it would have to hold the whole law.
        raise NoOwnPolicies
    try:
        data = Path(source).read_bytes()
    except OSError as error:
        raise UnreadableFile(source, error) from None
    name = Path(source).name
    made, found = read_checklist_form(root, rows_of(name, data), name)
    if made is None or found:
        raise audits.Unreadable(found)
    path, shipped = root / made.naam, templates() / FOLDER
    files = {path: made.text.encode()}
    try:
        if not path.parent.exists():
            # A workspace with lists of its own has no others; it goes on with those it had.
            files = {path.parent / each.name: each.read_bytes() for each in shipped.iterdir()}
            if path in files:
                said = finding("ZVH919", Span.whole(name), id=path.stem)
                raise audits.Unreadable([said])
            files[path] = made.text.encode()
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from None
    write_all(files)
    return path
