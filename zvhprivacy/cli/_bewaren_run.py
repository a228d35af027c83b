"""
`zvhprivacy bewaren run`: carry out what was approved and waited for; made to be called every hour.
"""

from __future__ import annotations

import signal
import threading

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from datetime import datetime

    from zvhprivacy.bewaren.outcome import PlanReport, RunReport
    from zvhprivacy.bewaren.shield import Shielded
    from zvhprivacy.cli._output import Progress
    from zvhprivacy.engine import Engine
    from zvhprivacy.errors import Exit
    from zvhprivacy.report.text import Line


CHANGED = "plan-veranderd"  # how a report names a plan whose lines are not those approved


@click.command(cls=Command)
@click.option("--if-due", cls=OwnOption, is_flag=True)
@click.option("--opgeheven", cls=OwnOption, multiple=True, metavar="DOEL")
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    if_due: bool,
    opgeheven: tuple[str, ...],
    house: at.Address,
    keys: at.Keys,
    output: str,
) -> Exit:
    """
    Shield what has to be shielded, and carry out every plan whose time has come.

    With *if_due* nothing to do is in order, and without keys that is all that can be found.
    """
    from zvhprivacy.bewaren.outcome import RunReport
    from zvhprivacy.bewaren.shield import Shielded

    if if_due and keys.sleutels is None:
        quiet, volgende = _nothing_to_do(house)
        if not quiet:
            raise at.NameKeys
        return _told(RunReport(volgende=volgende), Shielded(0, 0), lang, output)
    stop = Stop(lang)
    with keys.opened(house, lang) as engine, stop.listening():
        shielded = engine.bewaren.scherm_af(stap=stop.step)
        with _progress(engine, lang).running() as progress:
            stop.progress = progress
            report = engine.bewaren.run(if_due=if_due, opgeheven=opgeheven, stap=stop.step)
    return _told(report, shielded, lang, output)


def _nothing_to_do(house: at.Address) -> tuple[bool, datetime | None]:
    from zvhprivacy.bewaren.run import agenda
    from zvhprivacy.bewaren.shield import to_shield

    with house.seen() as view:
        found = agenda(view)
        return not (found.nu or found.vervallen or to_shield(view)), found.volgende


class Stop:
    """
    An interruption that waits for the step at hand; a second one does not, and that is safe too.

    What is half done then is undone, or finished by the next run.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._asked = False
        self.progress: Progress | None = None

    def step(self, done: int) -> None:
        """
        Count what was done, and stop here when that was asked.

        Raises:
            KeyboardInterrupt: it was.
        """
        if self.progress is not None:
            self.progress.step(done)
        if self._asked:
            raise KeyboardInterrupt

    @contextmanager
    def listening(self) -> Iterator[None]:
        """
        Take what Ctrl-C and a scheduler send as a question to stop.
        """
        if threading.current_thread() is not threading.main_thread():
            yield  # only the main thread hears signals
            return
        heard = (signal.SIGINT, signal.SIGTERM)
        before = {each: signal.signal(each, self._heard) for each in heard}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    def _heard(self, _number: int, _frame: object) -> None:
        from zvhprivacy.cli._output import write
        from zvhprivacy.messages import text

        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        write(text("bewaren.run.onderbroken", self._lang), err=True)


def _progress(engine: Engine, lang: str) -> Progress:
    from zvhprivacy.cli._output import Progress
    from zvhprivacy.messages import text

    return Progress(text("bewaren.bezig.run", lang), engine.bewaren.te_doen(), alone=True)


def _told(report: RunReport, shielded: Shielded, lang: str, output: str) -> Exit:
    from zvhprivacy.cli._output import write_json, write_lines

    if output == "json":
        write_json({**report.as_json(), "afscherming": shielded._asdict()})
    else:
        write_lines(_lines(report, shielded, lang))
    return report.exit_code


def _lines(report: RunReport, shielded: Shielded, lang: str) -> Iterator[Line]:
    from zvhprivacy.cli._bewaren_list import shown
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import plain

    if any(shielded):
        yield plain(text("bewaren.run.afscherming", lang, **shielded._asdict()))
    if not report.plannen:
        yield plain(text("bewaren.run.niets", lang))
    for each in report.plannen:
        yield from _plan_lines(each, lang)
    if report.volgende is not None:
        yield plain(text("bewaren.run.volgende", lang, vanaf=shown(report.volgende)))


def _plan_lines(done: PlanReport, lang: str) -> Iterator[Line]:
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import plain

    def said(key: str, **values: Any) -> str:
        return text(f"bewaren.run.{key}", lang, **values)

    code, left = done.hash[: at.SHOWN], done.left
    counts = {"casussen": done.zaken, "gegevens": done.gegevens, "personen": done.personen}
    style = "bold green" if done.in_order else "bold red"
    stand = text(f"bewaren.stand.{done.state}", lang)
    yield plain(said("plan", code=code, stand=stand, **counts), style)
    for outcome, number in sorted(done.overgeslagen.items()):
        reason = text(f"verklaring.reden.{outcome}", lang)
        yield plain("   " + said("overgeslagen", aantal=number, reden=reason))
    if done.onbekend:
        yield plain("   " + said("onbekend", aantal=done.onbekend))
    for (doel, fout), number in sorted(left.doelen.items()):
        yield plain("   " + said("doel", doel=doel, fout=fout, aantal=number))
    for spoor in left.sporen:
        yield plain("   " + said("sporen", waar=spoor))
    for what, number in sorted(left.resten.items()):
        yield plain("   " + said("rest", wat=what, aantal=number))
    changed = CHANGED in left.fouten
    for fout, number in sorted(left.fouten.items()):
        if fout != CHANGED:
            yield plain("   " + said("fout", fout=fout, aantal=number))
    ends = "verklaring" if done.in_order else "veranderd" if changed else "opnieuw"
    yield plain("   " + said(ends, code=code))
