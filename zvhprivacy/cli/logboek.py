"""
`zvhprivacy logboek`: check it, hand it over, give the checkpoint of a day, prune it.

All but the last need no secret: the public key suffices, and it must come from elsewhere than the
database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, Group, OwnOption


if TYPE_CHECKING:
    from collections.abc import Callable

    from zvhprivacy.errors import Exit
    from zvhprivacy.logboek.needs import LogStore
    from zvhprivacy.logboek.note import Verifier
    from zvhprivacy.logboek.report import Report
    from zvhprivacy.logboek.verify import Outside
    from zvhprivacy.store.database import Database


F = TypeVar("F", bound="Callable[..., Any]")

VKEYS = ".vkeys"  # the public keys beside a database, for who has none of his own

command = Group(
    name="logboek",
    lazy={"prune": "zvhprivacy.cli._logboek_prune:command"},
    no_args_is_help=True,
)


def _vkey(wrapped: F) -> F:
    return click.option("--vkey", cls=OwnOption, multiple=True, metavar="KEY|FILE")(wrapped)


def _database(wrapped: F) -> F:
    return click.option("--database", cls=OwnOption, metavar="TARGET")(wrapped)


@command.command("verify", cls=Command)
@_database
@options.workspace
@_vkey
@click.option("--since", cls=OwnOption, multiple=True, metavar="FILE")
@options.output
@options.lang
@click.pass_obj
def verify(
    lang: str,
    database: str | None,
    workspace: str | None,
    vkey: tuple[str, ...],
    since: tuple[str, ...],
    output: str,
) -> Exit:
    """
    Report every deviation, of a line or of a stored row, and end with 1 when there is one.
    """
    from zvhprivacy.cli._output import waiting, write, write_json
    from zvhprivacy.engine.rows import deviating_rows
    from zvhprivacy.errors import Exit
    from zvhprivacy.logboek import verify as checking
    from zvhprivacy.messages import text
    from zvhprivacy.policy.collecting import collecting_later

    target = target_of(database, workspace)
    keys = keys_of(vkey, target)
    outside = [_outside(name) for name in since]
    busy = waiting(text("logboek.bezig", lang))
    # The lines point at nothing: looking for garbage among them takes a quarter of the time.
    with opened_log(target) as (opened, store), busy, collecting_later():
        report = checking.verify(store, keys, since=outside)
        rows = deviating_rows(store, opened)
    if output == "json":
        write_json({**report.as_json(), "rijen": [each._asdict() for each in rows]})
    else:
        for each in rows:
            write(text(f"logboek.rij.{each.soort}", lang, rij=each.rij, nummer=each.nummer))
        _show(report, lang, alone=not outside, own=not vkey)
    return Exit.OK if report and not rows else Exit.FINDINGS


@command.command("export", cls=Command)
@click.argument("folder", metavar="DIR")
@_database
@options.workspace
@_vkey
@options.lang
@click.pass_obj
def export(
    lang: str, folder: str, database: str | None, workspace: str | None, vkey: tuple[str, ...]
) -> Exit:
    """
    Write the logboek to the new *folder*.
    """
    from zvhprivacy.cli._output import waiting, write
    from zvhprivacy.errors import Exit
    from zvhprivacy.logboek import export as exporting
    from zvhprivacy.messages import text

    target = target_of(database, workspace)
    keys = keys_of(vkey, target)
    with opened_log(target) as (_, store), waiting(text("logboek.bezig-export", lang)):
        head = exporting.export(store, Path(folder), keys)
    write(text("logboek.geexporteerd", lang, aantal=head.size, map=folder))
    return Exit.OK


@command.command("checkpoint", cls=Command)
@_database
@options.workspace
@options.day
@click.option("--into", cls=OwnOption, metavar="DIR")
@options.lang
@click.pass_obj
def checkpoint(
    lang: str, database: str | None, workspace: str | None, day: date | None, into: str | None
) -> Exit:
    """
    Print the last checkpoint of *day*, or write it in a file named after the day.
    """
    from zvhprivacy.cli._files import write_whole
    from zvhprivacy.cli._output import write
    from zvhprivacy.errors import Exit
    from zvhprivacy.logboek.reading import checkpoint_of, day_file
    from zvhprivacy.messages import text

    target, asked = target_of(database, workspace), options.or_today(day)
    with opened_log(target) as (_, store):
        found = checkpoint_of(store, asked)
    if found is None:
        write(text("logboek.geen-checkpoint", lang), err=True)
        return Exit.FINDINGS
    if into is None:
        write(found.tekst.removesuffix("\n"))
        return Exit.OK
    path = Path(into) / day_file(asked)
    write_whole(path, found.tekst.encode())
    write(text("logboek.bewaard", lang, bestand=path))
    return Exit.OK


def _show(report: Report, lang: str, *, alone: bool, own: bool) -> None:
    from zvhprivacy.cli._output import write, write_lines
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import plain

    for each in report.afwijkingen:
        write(text(f"logboek.afwijking.{each.soort}", lang, **each._asdict()))
    counts = {**report.as_json(), "afwijkingen": len(report.afwijkingen)}
    key, style = ("in-orde", "bold green") if report else ("afwijkingen", "bold red")
    write_lines([plain(text(f"logboek.{key}", lang, **counts), style)])
    if alone:
        write(text("logboek.zonder-buiten", lang))
    if own:
        write(text("logboek.eigen-sleutel", lang))


def target_of(database: str | None, workspace: str | None) -> str:
    """
    Give the database that was named, or that of the workspace.
    """
    if database is not None:
        return database
    from zvhprivacy.engine.storage import DATABASE

    return str(options.root_of(workspace) / DATABASE)


@contextmanager
def opened_log(target: str) -> Iterator[tuple[Database, LogStore]]:
    """
    Open the database *target*, which has to be there, with its logboek.
    """
    from zvhprivacy.store.database import Part, open_database
    from zvhprivacy.store.logboek import LogboekStore

    opened = open_database(Part.HOOFD, target, create=False)
    try:
        yield opened, LogboekStore(opened)
    finally:
        opened.close()


def keys_of(given: tuple[str, ...], target: str) -> list[Verifier]:
    """
    Read the public keys that were given, or those beside the database *target*.

    Raises:
        NoVerifierKey: there are none.
    """
    from zvhprivacy.logboek.errors import NoVerifierKey
    from zvhprivacy.logboek.export import read_keys

    if not given:
        beside = Path(target).with_suffix(VKEYS)
        if not beside.is_file():
            raise NoVerifierKey(bestand=beside.name)
        given = (str(beside),)
    keys: list[Verifier] = []
    for each in given:
        # The name of a file may look like a key; a key is never the name of a file.
        keys += read_keys(_read(each) if Path(each).is_file() else each)
    return keys


def _outside(name: str) -> Outside:
    from zvhprivacy.logboek.verify import Outside

    # A mail program may have changed the ends of the lines.
    return Outside(Path(name).name, _read(name).replace("\r\n", "\n"))


def _read(name: str) -> str:
    from zvhprivacy.cli._errors import UnreadableFile

    try:
        return Path(name).read_bytes().decode("utf-8")
    except OSError as error:
        raise UnreadableFile(name, error) from None
    except ValueError:
        raise UnreadableFile(name, OSError()) from None
