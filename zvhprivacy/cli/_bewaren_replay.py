"""
`zvhprivacy bewaren replay`: after a back-up was put back, destroy again what was destroyed before.
"""

from __future__ import annotations

import sys

from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from zvhprivacy.bewaren.replay import Replayed
    from zvhprivacy.engine.bewaren_zicht import Revived
    from zvhprivacy.errors import Exit


class NotReplayedNow(WrongUse):
    """
    Nobody confirmed that it may be destroyed again.
    """

    code = "replay-not-confirmed"
    nl = "er is niets nagespeeld: typ bij de vraag het aantal over, of geef `--ja`"
    en = "nothing was replayed: type the number when asked, or give `--ja`"


@click.command(cls=Command)
@at.house
@at.keys
@click.option("--ja", "yes", cls=OwnOption, is_flag=True)
@options.output
@options.lang
@click.pass_obj
def command(lang: str, house: at.Address, keys: at.Keys, yes: bool, output: str) -> Exit:
    """
    Show what the ledger calls destroyed and is there again, and destroy it after a confirmation.
    """
    from zvhprivacy.cli._output import waiting, write, write_json
    from zvhprivacy.engine.bewaren_zicht import teruggekomen
    from zvhprivacy.engine.naspelen import speel_na
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    with waiting(text("bewaren.bezig.kijken", lang)):
        found = teruggekomen(house.root, **house.stores)
    if not found:
        if output == "json":
            write_json(_form(found, None))
        else:
            write(text("bewaren.replay.niets", lang, regels=found.regels))
        return Exit.OK
    _show(found, lang)
    if keys.sleutels is None:
        raise at.NameKeys
    if not yes:
        _confirm(text("bewaren.replay.vraag", lang, aantal=found.aantal), found.aantal)
    root = keys.root(house, lang)
    with waiting(text("bewaren.bezig.replay", lang)):
        done = speel_na(house.root, sleutels=root, **house.stores)
    if output == "json":
        write_json(_form(found, done))
    else:
        write(text("bewaren.replay.gedaan", lang, aantal=done.resten.total(), regels=done.regels))
    return Exit.OK


def _show(found: Revived, lang: str) -> None:
    from zvhprivacy.cli._output import write
    from zvhprivacy.messages import text

    write(text("bewaren.replay.register", lang, regels=found.regels), err=True)
    if found.kort:
        write(text("bewaren.replay.kort", lang), err=True)
    for what, number in sorted(found.leeft.items()):
        write(text("bewaren.replay.leeft", lang, wat=what, aantal=number), err=True)


def _form(found: Revived, done: Replayed | None) -> dict[str, object]:
    return {
        "regels": found.regels,
        "kort": found.kort,
        "leeft": dict(found.leeft),
        "nagespeeld": None
        if done is None
        else {"regels": done.regels, "weg": dict(done.resten), "hersteld": done.hersteld},
    }


def _confirm(question: str, number: int) -> None:
    """
    Let somebody type the number, who then has read it.

    Raises:
        NotReplayedNow: it was not typed, or there is nobody to ask.
    """
    if not _terminal():
        raise NotReplayedNow
    typed = click.prompt(question, default="", show_default=False, err=True)
    if typed.strip() != str(number):
        raise NotReplayedNow


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
