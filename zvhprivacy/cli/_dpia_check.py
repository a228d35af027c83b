"""
`zvhprivacy dpia check`: the register beside the rules and, with a database, beside the logboek.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.dpia.used import Used
    from zvhprivacy.errors import Exit


@click.command(cls=Command)
@click.option("--all", "everything", cls=OwnOption, is_flag=True)
@click.option("--database", cls=OwnOption, metavar="TARGET")
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    everything: bool,
    database: str | None,
    day: date | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Report every finding about the register, and end with 1 when one is open.
    """
    from zvhprivacy.policy.collecting import collecting_later

    with collecting_later():  # The modules that are needed stay too.
        from zvhprivacy.cli._dpia_register import read_both
        from zvhprivacy.cli._output import waiting
        from zvhprivacy.cli.check import show_checked, source_of
        from zvhprivacy.dpia.checks import check_register
        from zvhprivacy.errors import Exit
        from zvhprivacy.messages import text

        root, on = options.root_of(workspace), options.or_today(day)
        with waiting(text("bezig.dpia-check", lang)):
            read, register = read_both(root)
            used = None if database is None else _used(database, on)
            checked = check_register(read, register, on, used)
    show_checked(checked, lang, output, source_of(root), everything=everything, policy=read.policy)
    return Exit.FINDINGS if checked.findings else Exit.OK


def _used(database: str, day: date) -> Used:
    """
    Go through the lines of the year up to and including *day*, and keep only the words in them.
    """
    from zvhprivacy.cli.logboek import opened_log
    from zvhprivacy.dpia.used import Used, period
    from zvhprivacy.logboek.line import AuditLine, Logdoel, Resultaat
    from zvhprivacy.logboek.reading import HERE, Query, lees

    vanaf, tot = period(day)
    used = Used(vanaf=vanaf, tot=tot)
    start, stop = (datetime.combine(each, time.min, HERE) for each in (vanaf, tot))
    with opened_log(database) as (_, store):
        for _, line in lees(store, Query(vanaf=start, tot=stop), doel=Logdoel.RECHTMATIGHEID):
            if isinstance(line, AuditLine) and line.resultaat is Resultaat.TOEGESTAAN:
                on = date.fromisoformat(line.dag) if line.dag else vanaf
                used.add(line.convenant, line.regel, on, line.deelnemer, line.aan, line.namens)
    return used
