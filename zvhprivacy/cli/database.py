"""
`zvhprivacy database`: bring the tables up to this version, and guard them by role and row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, Group


if TYPE_CHECKING:
    from collections.abc import Callable

    from zvhprivacy.errors import Exit
    from zvhprivacy.store.database import Database


F = TypeVar("F", bound="Callable[..., Any]")

PARTS = ("hoofd", "kluis")

command = Group(name="database", no_args_is_help=True)


def _which(wrapped: F) -> F:
    part = click.argument("part", type=click.Choice(PARTS), metavar="[hoofd|kluis]")
    return part(click.argument("target", metavar="TARGET")(wrapped))


@command.command("migrate", cls=Command)
@_which
@options.lang
@click.pass_obj
def migrate(lang: str, part: str, target: str) -> Exit:
    """
    Bring the tables of TARGET up to this version; make a back-up first.
    """
    from zvhprivacy.cli._output import waiting, write
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.store.database import Part
    from zvhprivacy.store.database import migrate as upgrade

    with waiting(text("database.bezig", lang)):
        upgrade(Part(part), target)
    write(text("database.bijgewerkt", lang, deel=part))
    return Exit.OK


@command.command("secure", cls=Command)
@_which
@options.lang
@click.pass_obj
def secure(lang: str, part: str, target: str) -> Exit:
    """
    Make the roles and turn row-level security on; again after every migration.
    """
    from zvhprivacy.cli._output import write
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.store import rls

    with _opened(part, target) as database:
        rls.install(database)
    write(text("database.rollen-aan", lang, deel=part))
    return Exit.OK


@command.command("unsecure", cls=Command)
@_which
@options.lang
@click.pass_obj
def unsecure(lang: str, part: str, target: str) -> Exit:
    """
    Turn row-level security off and take the rights away; the roles stay.
    """
    from zvhprivacy.cli._output import write
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.store import rls

    with _opened(part, target) as database:
        rls.uninstall(database)
    write(text("database.rollen-uit", lang, deel=part))
    return Exit.OK


@contextmanager
def _opened(part: str, target: str) -> Iterator[Database]:
    from zvhprivacy.store.database import Part, open_database

    database = open_database(Part(part), target, create=False)
    try:
        yield database
    finally:
        database.close()
