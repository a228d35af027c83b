"""
What the commands about keys open: the kluis, the root, and the passphrase for it.
"""

from __future__ import annotations

import os
import sys

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from zvhprivacy.cli._errors import UnreadableFile
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from zvhprivacy.vault.backend import KeyBackend
    from zvhprivacy.vault.keyring import FileKeyring
    from zvhprivacy.vault.needs import VaultStore


LONGEST_LINE = 4_096  # bytes of a passphrase in a file


class OnePassphrase(WrongUse):
    """
    A key file is to have no passphrase, and one that was given.
    """

    code = "one-passphrase"
    nl = "`--zonder-wachtwoord` gaat niet samen met een wachtwoord of `--scrypt`"
    en = "`--zonder-wachtwoord` does not go with a passphrase or `--scrypt`"


class NameKluis(WrongUse):
    """
    A key is to be rotated and nobody said in which kluis it is.
    """

    code = "name-kluis"
    nl = "noem de kluis met `--kluis`: een bestand of `postgresql+psycopg://…`"
    en = "name the kluis with `--kluis`: a file or `postgresql+psycopg://…`"


class NoKeyFile(WrongUse):
    """
    The passphrase of something is to be changed that is no key file.
    """

    code = "no-key-file"
    nl = "alleen een sleutelbestand heeft een wachtwoord; noem het met `--sleutels FILE`"
    en = "only a key file has a passphrase; name it with `--sleutels FILE`"


class PassphrasesDiffer(WrongUse):
    """
    The second time another passphrase was typed than the first time.
    """

    code = "passphrases-differ"
    nl = "de twee wachtwoorden zijn niet hetzelfde; er is niets veranderd"
    en = "the two passphrases are not the same; nothing was changed"


class NoTerminal(WrongUse):
    """
    A passphrase is needed, and there is no terminal to ask it on without showing it.
    """

    code = "no-terminal"
    nl = "er is geen terminal om het wachtwoord op te vragen; geef `--wachtwoord-bestand FILE`"
    en = "there is no terminal to ask the passphrase on; give `--wachtwoord-bestand FILE`"


@contextmanager
def open_kluis(target: str) -> Iterator[VaultStore]:
    """
    Open the kluis at *target*, which must be there, and close it afterwards.
    """
    from zvhprivacy.store import KluisStore, Part, open_database

    database = open_database(Part.KLUIS, target, create=False)
    try:
        yield KluisStore(database, os.urandom)
    finally:
        database.close()


def open_root(
    sleutels: str, passphrase_file: str | None, outside: list[Path], lang: str
) -> KeyBackend:
    """
    Open the key file, or the key on a Vault server: `https://host:8200/<mount>/<key>`.

    The token for a server comes from the variable VAULT_TOKEN.
    """
    from zvhprivacy.vault.transit import open_transit

    if "://" not in sleutels:
        return open_ring(sleutels, passphrase_file, outside, lang)
    parts = urlsplit(sleutels)
    mount, _, name = parts.path.strip("/").rpartition("/")
    return open_transit(
        f"{parts.scheme}://{parts.netloc}",
        os.environ.get("VAULT_TOKEN", ""),
        naam=name or "zvhprivacy",
        koppelpunt=mount or "transit",
        naamruimte=os.environ.get("VAULT_NAMESPACE"),
        certificaten=os.environ.get("VAULT_CACERT"),
    )


def open_ring(
    sleutels: str, passphrase_file: str | None, outside: list[Path], lang: str
) -> FileKeyring:
    """
    Open the key file; its passphrase is asked when it needs one and there is no file with it.
    """
    from zvhprivacy.engine.clock import now
    from zvhprivacy.messages import text
    from zvhprivacy.vault.keyring import open_keyring
    from zvhprivacy.vault.keytext import PassphraseNeeded

    secret = None if passphrase_file is None else _from_file(passphrase_file)

    def opened() -> FileKeyring:
        return open_keyring(
            Path(sleutels), wachtwoord=secret, niet_in=outside, klok=now, toeval=os.urandom
        )

    try:
        return opened()
    except PassphraseNeeded:
        secret = _asked(text("sleutel.vraag", lang))
        return opened()


def protected(workspace: str | None) -> list[Path]:
    """
    Give the folder of the workspace, if we are in one or it was named.
    """
    root = Path(workspace or ".")
    is_one = (root / "policies").is_dir() or (root / "convenants").is_dir()
    return [root] if is_one or workspace else []


def beside(kluis: str) -> list[Path]:
    """
    Give the folder of a kluis that is a file: a back-up of it would take the key file along.
    """
    return [] if "://" in kluis else [Path(kluis).parent]


def new_passphrase(file: str | None, lang: str) -> str:
    """
    Give the passphrase in *file*, or the one that is typed twice.

    Raises:
        WeakPassphrase: it is too short.
        PassphrasesDiffer: the second time another one was typed.
        NoTerminal: there is nobody to ask.
    """
    from zvhprivacy.messages import text
    from zvhprivacy.vault.passphrase import strong_enough

    if file is not None:
        return strong_enough(_from_file(file))
    secret = strong_enough(_asked(text("sleutel.vraag-nieuw", lang)))
    if secret != _asked(text("sleutel.vraag-nogmaals", lang)):
        raise PassphrasesDiffer
    return secret


def _asked(question: str) -> str:
    """
    Ask without showing what is typed.

    Raises:
        NoTerminal: there is nobody to ask, or what is typed would be seen.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise NoTerminal
    return str(click.prompt(question, hide_input=True, default="", show_default=False, err=True))


def _from_file(name: str) -> str:
    """
    Read the first line of the file *name*, or of the standard input for `-`.

    Raises:
        UnreadableFile: the system does not let us, or it is no text.
    """
    try:
        if name == "-":
            line = sys.stdin.buffer.readline(LONGEST_LINE)
        else:
            with Path(name).open("rb") as file:
                line = file.readline(LONGEST_LINE)
        return line.decode().rstrip("\r\n")
    except OSError as error:
        raise UnreadableFile(name, error) from None
    except ValueError:
        raise UnreadableFile(name, OSError()) from None
