"""
`zvhprivacy convenant diff`: who gains and who loses what between two versions.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.toets import Winst
    from zvhprivacy.model.workspace import Workspace
    from zvhprivacy.policy.diff import Diff
    from zvhprivacy.report.changes import Group


@click.command(cls=Command)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--convenant", cls=OwnOption, metavar="NAAM")
@click.option("--fail-on-gain", cls=OwnOption, is_flag=True)
@click.option("--approved", cls=OwnOption, metavar="FILE")
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    old: str,
    new: str,
    convenant: str | None,
    fail_on_gain: bool,
    approved: str | None,
    day: date | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Compare *old* and *new*; with *fail_on_gain* end with 1 when a gain is not *approved*.
    """
    from zvhprivacy.cli._errors import UnknownConvenant
    from zvhprivacy.cli._output import waiting
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.diff import diff
    from zvhprivacy.report.changes import approved as covers
    from zvhprivacy.report.changes import grouped

    approvals = _approvals(approved) if approved else ()
    with waiting(text("bezig.diff", lang)):
        before, after = _both(old, new, Path(workspace or "."))
        known = {*before.agreements, *after.agreements}
        if convenant is not None and convenant not in known:
            raise UnknownConvenant(convenant, known)
        found = diff(before, after, options.or_today(day), convenant)
        gained, lost = grouped(found.gained), grouped(found.lost)
    open_ = [group for group in gained if not covers(group, approvals, after)]
    _show(found, gained, lost, after, lang, output)
    if fail_on_gain and open_:
        _ask(open_, lang)
        return Exit.FINDINGS
    return Exit.OK


def _both(old: str, new: str, workspace: Path) -> tuple[Workspace, Workspace]:
    """
    Read both versions; a version whose files are not in order cannot be compared.

    Raises:
        PolicyUnusable: a version has findings that stop its law layer or a convenant.
    """
    from zvhprivacy.cli._versions import version
    from zvhprivacy.errors import PolicyUnusable
    from zvhprivacy.policy.read import read_workspace

    with ExitStack() as stack:
        folders = [stack.enter_context(version(name, workspace)) for name in (old, new)]
        read = [read_workspace(folder) for folder in folders]
    for each in read:
        options.usable(each)
        # A convenant that cannot be read would seem to have lost everything.
        if each.stopped:
            raise PolicyUnusable(tuple(each.stopped.values()))
    return read[0], read[1]


def _show(
    found: Diff,
    gained: tuple[Group, ...],
    lost: tuple[Group, ...],
    after: Workspace,
    lang: str,
    output: str,
) -> None:
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.messages import text
    from zvhprivacy.report.changes import change_json, change_lines
    from zvhprivacy.report.names import Names
    from zvhprivacy.report.text import plain, thousands

    names = Names(after, lang)
    if output == "json":
        write_json(
            {
                "erbij": [change_json(group, names, gained=True) for group in gained],
                "eraf": [change_json(group, names, gained=False) for group in lost],
                "vergeleken": found.cells,
            }
        )
        return
    write_lines(change_lines(gained, names, gained=True))
    write_lines(change_lines(lost, names, gained=False))
    counts = {
        "erbij": len(gained),
        "eraf": len(lost),
        "vragen": thousands(found.cells, lang),
    }
    key = "diff.totaal" if gained or lost else "diff.gelijk"
    write_lines([plain(text(key, lang, **counts), "bold")])


def _ask(groups: list[Group], lang: str) -> None:
    """
    Say what was not approved, in the form in which it can be.
    """
    from zvhprivacy.cli._output import write
    from zvhprivacy.messages import text
    from zvhprivacy.report.changes import winst_yaml

    write(text("diff.niet-goedgekeurd", lang, aantal=len(groups)), err=True)
    write("schema: 1\nwinst:", err=True)
    for entry in dict.fromkeys(winst_yaml(group) for group in groups):
        write(entry, err=True)


def _approvals(name: str) -> tuple[Winst, ...]:
    """
    Read the approval file; one that is not in order approves nothing.

    Raises:
        BadApproval: it cannot be read as meant.
    """
    from zvhprivacy.cli._errors import BadApproval
    from zvhprivacy.messages import render
    from zvhprivacy.model.toets import Goedkeuring
    from zvhprivacy.model.written import read_as
    from zvhprivacy.source import read

    node, findings = read(Path(name), name)
    approval = None
    if node is not None:
        approval, findings = read_as(Goedkeuring, node)
    if approval is None or findings:
        first = min(findings)
        raise BadApproval(name, f"{first.span} {first.code} {render(first).wat}")
    return approval.winst
