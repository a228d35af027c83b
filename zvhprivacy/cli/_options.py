"""
The options that several commands share, and the workspace they lead to.
"""

from __future__ import annotations

import re

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zvhprivacy.cli._command import LANGUAGES, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.model.workspace import Agreement, Law, Workspace


F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """
    A date as it stands in the files: JJJJ-MM-DD.
    """

    name = "datum"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """
        Read *value* as a date.
        """
        if isinstance(value, date):
            return value
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            self.fail("date", param, ctx)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("date", param, ctx)


def lang(command: F) -> F:
    """
    Add `--lang`; the value was read before the rest, so that errors are told in it too.
    """
    choice = click.Choice(LANGUAGES)
    return click.option("--lang", cls=OwnOption, type=choice, expose_value=False)(command)


def output(command: F) -> F:
    """
    Add `--format` as *output*.
    """
    choice = click.Choice(["text", "json"])
    return click.option("--format", "output", cls=OwnOption, type=choice, default="text")(command)


def workspace(command: F) -> F:
    """
    Add `--workspace` as *workspace*.
    """
    return click.option("--workspace", cls=OwnOption, metavar="DIR")(command)


def day(command: F) -> F:
    """
    Add `--on` as *day*; today when it is left out.
    """
    return click.option("--on", "day", cls=OwnOption, type=Day(), metavar="DATE")(command)


def root_of(*folders: str | None) -> Path:
    """
    Find the folder of the workspace among what was given; the current folder when nothing was.

    Raises:
        TwoFolders: more than one was given, and not the same.
        NoWorkspace: it has neither `policies` nor `convenants`.
    """
    from zvhprivacy.cli._errors import NoWorkspace, TwoFolders

    given = {folder for folder in folders if folder is not None}
    if len(given) > 1:
        raise TwoFolders
    root = Path(given.pop() if given else ".")
    if not ((root / "policies").is_dir() or (root / "convenants").is_dir()):
        raise NoWorkspace(root)
    return root


def usable(read: Workspace) -> Law:
    """
    Give the law layer of *read*.

    Raises:
        PolicyUnusable: it cannot be read as meant.
    """
    from zvhprivacy.errors import PolicyUnusable

    if read.law is None:
        raise PolicyUnusable(read.fouten)
    return read.law


def agreement_of(read: Workspace, name: str | None) -> Agreement:
    """
    Find convenant *name*, or the only one that is not a model.

    Raises:
        PolicyUnusable: it has findings that stop it.
        UnknownConvenant: there is none of that name.
        NameConvenant: none was named and there is not just one.
    """
    from zvhprivacy.cli._errors import NameConvenant, UnknownConvenant
    from zvhprivacy.errors import PolicyUnusable

    chosen = name if name is not None else read.enige
    if chosen is None:
        raise NameConvenant(sorted({*read.agreements, *read.stopped}))
    if chosen in read.stopped:
        raise PolicyUnusable((read.stopped[chosen],))
    if chosen not in read.agreements:
        raise UnknownConvenant(chosen, {*read.agreements, *read.stopped})
    return read.agreements[chosen]


def or_today(day: date | None) -> date:
    """
    Give *day*, or the day it is in the Netherlands.
    """
    from zvhprivacy.engine import today

    return day or today()
