"""
`zvhprivacy demo`: what this program does, shown on a shipped convenant with invented people.
"""

from __future__ import annotations

import tempfile

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.cli._demo import Show
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.convenant import Convenant
    from zvhprivacy.report.text import Line


HOUSE = "zvh-brabant-noordoost"
DAY = date(2026, 6, 1)  # every law of the demo is in force, and it says the same every day


@click.command(cls=Command)
@click.option("--keep", cls=OwnOption, metavar="DIR")
@options.lang
@click.pass_obj
def command(lang: str, keep: str | None) -> Exit:
    """
    Tell what will happen, do it, and end with 1 when it came out otherwise.
    """
    from zvhprivacy.cli._demo import Show
    from zvhprivacy.cli._demo_ended import almost_over
    from zvhprivacy.cli._demo_house import keys_beside
    from zvhprivacy.cli._output import write, write_lines
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import plain

    with _folder(keep) as folder:
        show = Show(folder, HOUSE, DAY, lang)
        for part in (show.checked, show.asked, show.edited):
            write_lines(part())
        write_lines(_kept(folder, show.read.agreements[HOUSE].convenant, lang, show.wrong))
        if keep is not None:
            write(text("demo.bewaard", lang, map=folder, huis=HOUSE, dag=almost_over(DAY)))
            write(text("demo.sleutels", lang, bestand=keys_beside(folder)))
    return _ended(show, lang, plain(text("demo.klaar", lang), "bold green")[0])


def _kept(folder: Path, convenant: Convenant, lang: str, wrong: list[str]) -> Iterator[Line]:
    """
    Go through the parts that keep something, in a house of their own in *folder*.

    The step that came out otherwise goes to *wrong*.
    """
    from zvhprivacy.cli._demo_ended import Ended
    from zvhprivacy.cli._demo_house import opened
    from zvhprivacy.cli._demo_kept import Kept
    from zvhprivacy.cli._demo_led_back import LedBack
    from zvhprivacy.cli._demo_logboek import Checked
    from zvhprivacy.cli._demo_steps import Steps

    steps = Steps(lang, wrong)
    with opened(folder, convenant, DAY) as cast:
        kept = Kept(cast, folder, lang)
        yield from steps.part("bewaren", kept.steps())
        yield from steps.part("herleiden", LedBack(kept).steps())
        yield from steps.part("logboek", Checked(kept).steps())
        yield from steps.part("einde", Ended(kept).steps())


def _ended(show: Show, lang: str, good: tuple[str, str]) -> Exit:
    from zvhprivacy.cli._output import write, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    if not show.wrong:
        write_lines([[good]])
        return Exit.OK
    write(text("demo.anders", lang, stappen=", ".join(show.wrong)), err=True)
    return Exit.FINDINGS


@contextmanager
def _folder(keep: str | None) -> Iterator[Path]:
    """
    Give a workspace with the house of the demo: in the folder *keep*, or until the demo ends.

    Raises:
        NotEmpty: *keep* holds something already.
        KeyFileExists: beside *keep* is the key file of another one.
    """
    from zvhprivacy.cli._demo_house import keys_beside
    from zvhprivacy.cli.init import copy_to
    from zvhprivacy.vault.keyfile import KeyFileExists

    if keep is not None:
        if keys_beside(Path(keep)).exists():
            raise KeyFileExists(bestand=keys_beside(Path(keep)))
        copy_to(Path(keep), only=HOUSE)
        yield Path(keep)
        return
    with tempfile.TemporaryDirectory(prefix="zvhprivacy-demo-") as temporary:
        folder = Path(temporary, HOUSE)
        copy_to(folder, only=HOUSE)
        yield folder
