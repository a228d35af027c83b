"""
`zvhprivacy convenant test` and `coverage`: do the toetsen hold, and what do they exercise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.workspace import Workspace
    from zvhprivacy.policy.coverage import Covered
    from zvhprivacy.policy.toetsen import Result


@click.command(cls=Command)
@click.argument("name", metavar="[NAAM]", required=False)
@options.workspace
@options.output
@options.lang
@click.pass_obj
def test(lang: str, name: str | None, workspace: str | None, output: str) -> Exit:
    """
    Run the toetsen of the law and of all convenants, or those of *name*.
    """
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.cli.check import source_of
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.report.json import finding_json
    from zvhprivacy.report.text import finding_lines

    root = options.root_of(workspace)
    read = read_workspace(root)
    options.usable(read)
    if name is not None:
        options.agreement_of(read, name)
    results = [r for r in _run(read, lang) if name is None or r.convenant == name]
    failed = [result.finding for result in results if result.finding is not None]
    if output == "json":
        write_json(
            [
                {
                    "convenant": result.convenant,
                    "toets": result.toets.toets,
                    "geslaagd": result.finding is None,
                    "bevinding": finding_json(result.finding, lang) if result.finding else None,
                }
                for result in results
            ]
        )
    else:
        source = source_of(root)
        for found in sorted(failed):
            write_lines(finding_lines(found, lang, source))
        write(text("toetsen.totaal", lang, aantal=len(results), gefaald=len(failed)))
        for stopped in sorted(read.stopped):
            write(text("toetsen.gestopt", lang, convenant=stopped), err=True)
    return Exit.FINDINGS if failed or read.stopped else Exit.OK


@click.command(cls=Command)
@click.option("--fail-under", cls=OwnOption, type=click.FloatRange(0, 100), metavar="PERCENT")
@options.workspace
@options.output
@options.lang
@click.pass_obj
def coverage(lang: str, fail_under: float | None, workspace: str | None, output: str) -> Exit:
    """
    Show which bans and permissions no toets exercises.
    """
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.coverage import coverage as covered
    from zvhprivacy.policy.read import read_workspace

    read = read_workspace(options.root_of(workspace))
    options.usable(read)
    found = covered(read, _run(read, lang))
    shares = {"verboden": found.bans_share, "afspraken": found.permissions_share}
    groups = {"verboden": found.bans, "afspraken": found.permissions}
    if output == "json":
        write_json(
            {
                name: {"aandeel": shares[name], "regels": [_form(each) for each in groups[name]]}
                for name in groups
            }
            | {"artikelen-zonder-toets": list(found.articles_missing)}
        )
    else:
        for name, rules in groups.items():
            hit = sum(each.times > 0 for each in rules)
            said = {"geraakt": hit, "aantal": len(rules), "deel": f"{shares[name]:.1%}"}
            write(text(f"dekking.{name}", lang, **said))
            for each in rules:
                if not each.times:
                    write(f"  {each.span.file}:{each.span.line} {each.id} ({each.artikel})")
        if found.articles_missing:
            write(text("dekking.artikelen", lang, artikelen=", ".join(found.articles_missing)))
    low = fail_under is not None and min(shares.values()) * 100 < fail_under
    return Exit.FINDINGS if low else Exit.OK


def _run(read: Workspace, lang: str) -> tuple[Result, ...]:
    from zvhprivacy.cli._output import waiting
    from zvhprivacy.messages import text
    from zvhprivacy.policy.toetsen import run

    with waiting(text("bezig.test", lang)):
        return run(read)


def _form(each: Covered) -> dict[str, object]:
    return {
        "regel": each.id,
        "artikel": each.artikel,
        "bestand": each.span.file,
        "regelnummer": each.span.line,
        "toetsen": each.times,
    }
