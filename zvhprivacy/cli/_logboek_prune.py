"""
`zvhprivacy logboek prune`: forget old lines, by a declared rule.

It needs the keys of the house: what still lives is told of again, and that is signed.
"""

from __future__ import annotations

import re
import sys

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from zvhprivacy.engine.storage import Storage
    from zvhprivacy.errors import Exit


class NotConfirmed(WrongUse):
    """
    Nobody confirmed that lines may be forgotten.
    """

    code = "not-confirmed"
    nl = "er is niets opgeschoond: typ bij de vraag het nummer over, of geef `--yes`"
    en = "nothing was pruned: type the number when asked, or give `--yes`"


class _Before(click.ParamType["date | int"]):
    """
    A day, or the number of a line.
    """

    name = "datum"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | int:
        """
        Read *value*.
        """
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):
            return int(value)
        return options.Day().convert(value, param, ctx)


@click.command(cls=Command)
@click.option("--before", cls=OwnOption, required=True, type=_Before(), metavar="DATE|NUMBER")
@click.option("--rule", cls=OwnOption, required=True, metavar="ID")
@click.option("--ground", cls=OwnOption, required=True, metavar="ARTICLE")
@click.option("--database", cls=OwnOption, metavar="TARGET")
@options.workspace
@click.option("--kluis", cls=OwnOption, metavar="TARGET")
@click.option("--sleutels", cls=OwnOption, required=True, metavar="FILE|URL")
@click.option("--wachtwoord-bestand", "passphrase_file", cls=OwnOption, metavar="FILE|-")
@click.option("--yes", cls=OwnOption, is_flag=True)
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    before: date | int,
    rule: str,
    ground: str,
    database: str | None,
    workspace: str | None,
    kluis: str | None,
    sleutels: str,
    passphrase_file: str | None,
    yes: bool,
    output: str,
) -> Exit:
    """
    Forget what lines below *before* say, by the rule *rule* with its article *ground*.
    """
    from zvhprivacy.cli._output import Progress, write, write_json
    from zvhprivacy.cli._sleutels import beside, open_root
    from zvhprivacy.cli.logboek import target_of
    from zvhprivacy.engine.clock import now
    from zvhprivacy.engine.house import SYSTEM
    from zvhprivacy.engine.opschonen import Opgeschoond, opschonen
    from zvhprivacy.engine.storage import open_storage
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.store.database import Part, open_database

    target = target_of(database, workspace)
    open_database(Part.HOOFD, target, create=False).close()  # a misspelt name begins no logboek
    root = open_root(sleutels, passphrase_file, beside(target), lang)
    storage = open_storage(Path(), root, database=target, kluis=kluis, klok=now)
    try:
        voor = _number(storage, before)
        done = Opgeschoond(None, 0, 0)
        if voor:
            if not yes:
                _confirm(text("logboek.opschonen.vraag", lang, voor=voor, laatste=voor - 1), voor)
            with Progress(
                text("logboek.opschonen.bezig", lang), None, alone=True
            ).running() as progress:
                done = opschonen(
                    storage, voor, regel=rule, grondslag=ground, actor=SYSTEM, stap=progress.step
                )
    finally:
        storage.close()
    if output == "json":
        write_json({"voor": voor, **done._asdict()})
    else:
        key = "niets" if done.regel is None else "gedaan"
        write(text(f"logboek.opschonen.{key}", lang, voor=voor, **done._asdict()))
    return Exit.OK


def _number(storage: Storage, before: date | int) -> int:
    from zvhprivacy.logboek.reading import HERE, first_from

    if isinstance(before, int):
        return before
    begin = datetime.combine(before, datetime.min.time(), HERE)
    return first_from(storage.log, storage.log.head().size, begin)


def _confirm(question: str, voor: int) -> None:
    """
    Let somebody type the number, who then has read it.

    Raises:
        NotConfirmed: it was not typed, or there is nobody to ask.
    """
    if not _terminal():
        raise NotConfirmed
    typed = click.prompt(question, default="", show_default=False, err=True)
    if typed.strip() != str(voor):
        raise NotConfirmed


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
