"""
`zvhprivacy check`: everything that is not in order in a workspace.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit, Finding, Span
    from zvhprivacy.policy.check import Checked


@click.command(cls=Command)
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--all", "everything", cls=OwnOption, is_flag=True)
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    folder: str | None,
    everything: bool,
    day: date | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Report every finding, and end with 1 when one is open.
    """
    from zvhprivacy.policy.collecting import collecting_later

    with collecting_later():  # The modules that are needed stay too.
        from zvhprivacy.cli._output import waiting
        from zvhprivacy.errors import Exit
        from zvhprivacy.messages import text
        from zvhprivacy.policy.check import check
        from zvhprivacy.policy.read import read_workspace

        root = options.root_of(folder, workspace)
        with waiting(text("bezig.check", lang)):
            read = read_workspace(root)
            checked = check(read, options.or_today(day))
    show_checked(checked, lang, output, source_of(root), everything=everything, policy=read.policy)
    return Exit.FINDINGS if checked.findings else Exit.OK


def show_checked(
    checked: Checked,
    lang: str,
    output: str,
    source: Callable[[Span], str],
    *,
    everything: bool,
    policy: str,
) -> None:
    """
    Write what was found, and with *everything* also what was accepted.
    """
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.messages import text
    from zvhprivacy.report.json import finding_json
    from zvhprivacy.report.text import finding_lines, plain

    accepted = checked.accepted if everything else ()
    if output == "json":
        forms = [finding_json(found, lang) for found in checked.findings]
        write_json(forms + [finding_json(found, lang, by) for found, by in accepted])
        return
    for found in checked.findings:
        write_lines(finding_lines(found, lang, source))
    for found, by in accepted:
        said = {"reden": by.reden, "door": by.door, "tot": by.tot}
        note = text("check.aanvaard-door", lang, **said)
        write_lines(finding_lines(found, lang, source, note=note))
    summary = count(checked.findings, len(checked.accepted), lang)
    style = "bold red" if checked.findings else "bold green"
    write_lines([plain(summary, style), plain(text("check.beleid", lang, policy=policy), "dim")])


def count(findings: tuple[Finding, ...], accepted: int, lang: str) -> str:
    """
    Say in one line how many findings there are.
    """
    from zvhprivacy.errors import Level
    from zvhprivacy.messages import text

    wrong = sum(found.level is Level.FOUT for found in findings)
    seen = len(findings) - wrong
    parts = [
        text(f"check.{name}.{'een' if number == 1 else 'meer'}", lang, aantal=number)
        for name, number in (("fouten", wrong), ("bevindingen", seen))
        if number
    ] or [text("check.in-orde", lang)]
    if accepted:
        parts.append(text("check.aantal-aanvaard", lang, aantal=accepted))
    return ", ".join(parts) + "."


def source_of(root: Path) -> Callable[[Span], str]:
    """
    Give the function that finds the line a span of workspace *root* points at.
    """
    from zvhprivacy.policy.templates import templates
    from zvhprivacy.source import source_line

    # A workspace without a law layer uses the shipped one, and its findings point there.
    law = root if (root / "policies").exists() else templates()

    def line(span: Span) -> str:
        home = law if span.file.startswith("policies/") else root
        return source_line(home / span.file, span.line)

    return line
