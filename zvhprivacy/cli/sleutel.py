"""
`zvhprivacy sleutel`: make the key file, see which keys there are, put new ones in their place.

No command shows a byte of a key, and no passphrase comes from the command line itself.
"""

from __future__ import annotations

import os

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, Group, OwnOption


if TYPE_CHECKING:
    from collections.abc import Callable

    from zvhprivacy.errors import Exit
    from zvhprivacy.vault.keys import Keys
    from zvhprivacy.vault.needs import VaultStore


F = TypeVar("F", bound="Callable[..., Any]")

HOOFDSLEUTEL = "hoofdsleutel"
WACHTWOORD = "wachtwoord"
# What a command can rotate by itself.  Keys of cases and domains need the program that has the data
# under them.
ROTATES = (HOOFDSLEUTEL, "opzoeken", "kluis", "ondertekening", WACHTWOORD)

command = Group(name="sleutel", no_args_is_help=True)


def _sleutels(wrapped: F) -> F:
    return click.option("--sleutels", cls=OwnOption, required=True, metavar="FILE|URL")(wrapped)


def _passphrase_file(wrapped: F) -> F:
    option = click.option(
        "--wachtwoord-bestand", "passphrase_file", cls=OwnOption, metavar="FILE|-"
    )
    return option(wrapped)


@command.command("new", cls=Command)
@click.argument("path", metavar="FILE")
@_passphrase_file
@click.option("--zonder-wachtwoord", "bare", cls=OwnOption, is_flag=True)
@click.option("--scrypt", cls=OwnOption, is_flag=True)
@options.workspace
@options.lang
@click.pass_obj
def new(
    lang: str,
    path: str,
    passphrase_file: str | None,
    bare: bool,
    scrypt: bool,
    workspace: str | None,
) -> Exit:
    """
    Make the key file *path*, locked with a passphrase that is asked twice.
    """
    from zvhprivacy.cli._output import waiting, write
    from zvhprivacy.cli._sleutels import OnePassphrase, new_passphrase, protected
    from zvhprivacy.engine.clock import now
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.vault import keyfile
    from zvhprivacy.vault.keyring import create_keyring
    from zvhprivacy.vault.passphrase import ARGON2ID, SCRYPT

    if bare and (passphrase_file is not None or scrypt):
        raise OnePassphrase
    target, outside = Path(path), protected(workspace)
    # Before the passphrase is asked: who types it for nothing may do it worse the second time.
    keyfile.refuse_inside(target, outside)
    if target.is_symlink() or target.exists():
        raise keyfile.KeyFileExists(bestand=path)
    secret = None if bare else new_passphrase(passphrase_file, lang)
    with waiting(text("bezig.sleutels", lang)):
        create_keyring(
            target,
            wachtwoord=secret,
            zonder_wachtwoord=bare,
            afleiding=SCRYPT if scrypt else ARGON2ID,
            niet_in=outside,
            klok=now,
            toeval=os.urandom,
        )
    write(text("sleutel.gemaakt", lang, bestand=path))
    write(text("sleutel.reservekopie" if not bare else "sleutel.onbeschermd", lang))
    return Exit.OK


@command.command("list", cls=Command)
@click.option("--kluis", cls=OwnOption, required=True, metavar="TARGET")
@options.output
@options.lang
@click.pass_obj
def listed(lang: str, kluis: str, output: str) -> Exit:
    """
    Name the keys in the kluis; it takes no passphrase.
    """
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.cli._sleutels import open_kluis
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import table_lines

    with open_kluis(kluis) as store:
        rows = store.keys()
    # One by one, so that what is wrapped never comes along by itself.
    found = [
        {
            "nummer": row.nummer,
            "soort": row.soort,
            "naam": row.naam,
            "versie": row.versie,
            "staat": row.staat,
            "sinds": row.sinds.isoformat(timespec="seconds"),
            "publiek": row.publiek.hex(),
        }
        for row in rows
    ]
    if output == "json":
        write_json(found)
        return Exit.OK
    names = ("nummer", "soort", "naam", "versie", "staat", "sinds")
    heads = [text(f"sleutel.kop.{name}", lang) for name in names]
    write_lines(table_lines([heads, *([str(each[name]) for name in names] for each in found)]))
    return Exit.OK


@command.command("rotate", cls=Command)
@click.argument("what", metavar="[SOORT]", type=click.Choice(ROTATES), default=HOOFDSLEUTEL)
@_sleutels
@click.option("--kluis", cls=OwnOption, metavar="TARGET")
@_passphrase_file
@click.option("--vernietig-oude", "destroy", cls=OwnOption, is_flag=True)
@options.lang
@click.pass_obj
def rotate(
    lang: str,
    what: str,
    sleutels: str,
    kluis: str | None,
    passphrase_file: str | None,
    destroy: bool,
) -> Exit:
    """
    Make a new key of kind *what* and put it in the place of the old one, or go on with that.
    """
    from zvhprivacy.cli._output import Progress, write
    from zvhprivacy.cli._sleutels import NameKluis, beside, open_kluis, open_root
    from zvhprivacy.engine.clock import now
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.vault.keys import Keys

    if what == WACHTWOORD:
        return _change_passphrase(sleutels, passphrase_file, lang)
    if kluis is None:
        raise NameKluis
    with open_kluis(kluis) as store:
        root = open_root(sleutels, passphrase_file, beside(kluis), lang)
        keys = Keys(root, store, klok=now, toeval=os.urandom)
        destroyed = 0
        try:
            with Progress(text("bezig.rotatie", lang), None, alone=True).running() as progress:
                _rotate(what, keys, store, progress.step)
                if destroy:
                    destroyed = _destroy_old(what, keys, store)
        except KeyboardInterrupt:
            write(text("sleutel.onderbroken", lang), err=True)
            raise
    write(text("sleutel.vernieuwd", lang, soort=what))
    if destroy:
        write(text("sleutel.vernietigd", lang, aantal=destroyed))
    return Exit.OK


def _rotate(what: str, keys: Keys, store: VaultStore, step: Callable[[int], object]) -> None:
    from zvhprivacy.vault import rotation
    from zvhprivacy.vault.key import KeyKind
    from zvhprivacy.vault.persons import Persons

    if what == HOOFDSLEUTEL:
        rotation.rotate_root(keys, store, stap=step)
    elif what == KeyKind.ONDERTEKENING:
        rotation.rotate_signing(keys)
    else:
        renewed = Persons(keys, store, toeval=os.urandom).renewed
        rotation.rotate_persons(keys, store, KeyKind(what), renewed, stap=step)


def _destroy_old(what: str, keys: Keys, store: VaultStore) -> int:
    from zvhprivacy.vault import rotation
    from zvhprivacy.vault.key import KeyKind

    if what == HOOFDSLEUTEL:
        return rotation.destroy_old_root(keys, store)
    if what == KeyKind.ONDERTEKENING:
        return 0  # an old one still verifies what it signed
    return rotation.destroy_old_keys(keys, store, KeyKind(what))


def _change_passphrase(sleutels: str, passphrase_file: str | None, lang: str) -> Exit:
    from zvhprivacy.cli._output import write
    from zvhprivacy.cli._sleutels import NoKeyFile, new_passphrase, open_ring
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    if "://" in sleutels:
        raise NoKeyFile
    # One file cannot hold the old and the new, so it is the old one that it may hold.
    ring = open_ring(sleutels, passphrase_file, [], lang)
    ring.change_passphrase(new_passphrase(None, lang))
    write(text("sleutel.ander-wachtwoord", lang))
    return Exit.OK
