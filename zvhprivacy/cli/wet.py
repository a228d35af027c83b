"""
`zvhprivacy wet`: the law layer of a workspace.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, Group


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.bewaartermijn import Bewaartermijn
    from zvhprivacy.model.wet import Verbod
    from zvhprivacy.policy.shipped import Difference
    from zvhprivacy.report.names import Names
    from zvhprivacy.report.text import Line


command = Group(name="wet", no_args_is_help=True)


@command.command("diff", cls=Command)
@options.workspace
@options.output
@options.lang
@click.pass_obj
def diff(lang: str, workspace: str | None, output: str) -> Exit:
    """
    Show every ban and term that is not as shipped; it only shows, `check` judges.
    """
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.policy.shipped import differences
    from zvhprivacy.report.names import Names

    read = read_workspace(options.root_of(workspace))
    found = differences(options.usable(read))
    names = Names(read, lang)
    if output == "json":
        write_json([_form(each, names) for each in found])
        return Exit.OK
    for each in found:
        write_lines(_lines(each, names))
    key = "wet.verschillen" if found else "wet.gelijk"
    write(text(key, lang, aantal=len(found)))
    return Exit.OK


def _lines(each: Difference, names: Names) -> Iterator[Line]:
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import emphasised

    own = each.own or each.shipped
    place = f"{own.span}: " if own else ""
    said = text(f"wet.soort.{each.soort}", names.lang, velden=", ".join(each.velden))
    yield [(place, "bold"), (each.id, "bold red"), (f" {said}", "")]
    for version, written in (("meegeleverd", each.shipped), ("eigen", each.own)):
        if written is not None:
            label = text(f"wet.versie.{version}", names.lang)
            yield [("  = ", "blue"), (f"{label}: ", "dim"), *emphasised(_said(written, names))]


def _said(written: Verbod | Bewaartermijn, names: Names) -> str:
    from zvhprivacy.model.wet import Verbod
    from zvhprivacy.report.sentences import ban, term

    return ban(written, names) if isinstance(written, Verbod) else term(written, names)


def _form(each: Difference, names: Names) -> dict[str, Any]:
    def version(written: Verbod | Bewaartermijn | None) -> dict[str, Any] | None:
        if written is None:
            return None
        span = written.span
        said = _said(written, names).replace("**", "")
        return {"bestand": span.file, "regelnummer": span.line, "zin": said}

    return {
        "id": each.id,
        "soort": each.soort,
        "velden": list(each.velden),
        "meegeleverd": version(each.shipped),
        "eigen": version(each.own),
    }
