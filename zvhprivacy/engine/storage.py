"""
The databases, keys and logboek of one house, opened together.
"""

from __future__ import annotations

import contextlib
import errno
import secrets

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zvhprivacy.bewaren.gate import check
from zvhprivacy.bewaren.ledger import Ledger
from zvhprivacy.engine.clock import Klok, moment
from zvhprivacy.errors import ZvhError
from zvhprivacy.logboek.note import Verifier
from zvhprivacy.logboek.writer import Writer
from zvhprivacy.model.stored import Checkpoint
from zvhprivacy.store.database import Database, Part, kluis_beside, open_database
from zvhprivacy.store.errors import DatabaseMissing, DatabaseUnreachable, DiskFull
from zvhprivacy.store.kluis import KluisStore
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.vault.backend import KeyBackend
from zvhprivacy.vault.key import Key, KeyKind
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.persons import Persons


DATABASE = Path("data", "zvhprivacy.sqlite")  # in the workspace, when no other is given
LEDGER = "vernietigingsregister.jsonl"  # beside the database, when no other is given
VKEYS = ".vkeys"
LOG_NAME = "zvhprivacy-logboek"
_KEPT = "logboek-checkpoint"  # under this name the kluis keeps the last checkpoint

Toeval = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class LogSigner:
    """
    The signing key of the kluis, as the logboek wants it.
    """

    key: Key
    name: str = LOG_NAME

    @property
    def public(self) -> bytes:
        """
        The public half.
        """
        return self.key.public

    def sign(self, message: bytes) -> bytes:
        """
        Sign *message*.
        """
        return self.key.sign(message)

    @property
    def verifier(self) -> Verifier:
        """
        What others verify it with.
        """
        return Verifier(name=self.name, public=self.public)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """
    What an engine with a database of its own works on.
    """

    hoofd: Database
    kluis: Database
    keys: Keys
    persons: Persons
    vault: KluisStore
    log: LogboekStore
    writer: Writer
    ledger: Ledger
    klok: Callable[[], datetime]
    toeval: Toeval

    def close(self) -> None:
        """
        Sign what was written last, and let the databases go.
        """
        with contextlib.suppress(ZvhError):  # what was written is durable, signed or not
            self.writer.checkpoint()
        self.log.close()
        self.hoofd.close()
        self.kluis.close()

    def new_id(self) -> str:
        """
        Give an id without meaning.
        """
        return self.toeval(16).hex()

    def verifiers(self) -> tuple[Verifier, ...]:
        """
        Give all keys that ever signed the logboek, the newest first.
        """
        return tuple(LogSigner(key).verifier for key in _signing(self.keys))


def open_storage(
    werkmap: Path,
    sleutels: KeyBackend,
    *,
    database: str | Path | None = None,
    kluis: str | Path | None = None,
    vernietigingsregister: str | Path | None = None,
    klok: Klok,
    toeval: Toeval = secrets.token_bytes,
    naspelen: bool = False,
) -> Storage:
    """
    Open the databases, make them when they are not there, and take up the logboek.

    With *naspelen* it opens also what a back-up brought back, for who is going to destroy it again.

    Raises:
        NotReplayed: something is there that the ledger of destruction calls destroyed.
        LedgerShort: that ledger lacks lines.
        StoreFailed: a database cannot be used.
        WrongKey: *sleutels* is not the root of this kluis.
        DatabaseMissing: there is a logboek, but not the kluis that belongs to it.
        LogRolledBack: the logboek is older than what the kluis saw of it.
    """
    target = database if database is not None else werkmap / DATABASE
    if isinstance(target, Path):
        with _files(target.parent):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as undone:
        hoofd = open_database(Part.HOOFD, target)
        undone.callback(hoofd.close)
        # A new kluis beside an old logboek would hide that the old one is lost.
        begun = LogboekStore(hoofd).head().size > 0
        place = kluis if kluis is not None else kluis_beside(target)
        kept = open_database(Part.KLUIS, place, create=not begun)
        undone.callback(kept.close)
        ledger = Ledger(Path(vernietigingsregister or ledger_beside(werkmap, target)))
        storage = _storage(hoofd, kept, ledger, sleutels, klok, toeval, begun=begun)
        if not naspelen:
            check(ledger, storage.vault)
        _leave_public_keys(target, _signing(storage.keys))
        undone.pop_all()
    return storage


def ledger_beside(werkmap: Path, target: str | Path) -> Path:
    """
    Say where the ledger of destruction stands: beside the file of the database, or in *werkmap*.

    A back-up must not take it along, or an older one would be put back with what it has to undo.
    """
    if isinstance(target, str) and "://" in target and not target.startswith("sqlite"):
        return werkmap / DATABASE.with_name(LEDGER)
    return Path(str(target).removeprefix("sqlite:///")).with_name(LEDGER)


def _storage(
    hoofd: Database,
    kept: Database,
    ledger: Ledger,
    sleutels: KeyBackend,
    klok: Klok,
    toeval: Toeval,
    *,
    begun: bool,
) -> Storage:

    def now() -> datetime:
        return moment(klok()).tijd

    vault = KluisStore(kept, toeval)
    if begun and not vault.keys():
        raise DatabaseMissing(database=kept.label, soort="leeg")
    keys = Keys(sleutels, vault, klok=now, toeval=toeval)
    log = LogboekStore(hoofd)
    keys.active(KeyKind.ONDERTEKENING, LOG_NAME)
    newest, *older = _signing(keys)

    def keep(checkpoint: Checkpoint) -> None:
        vault.set_progress(_KEPT, checkpoint.tekst)

    writer = Writer(
        log,
        LogSigner(newest),
        klok=now,
        toeval=toeval,
        bekend=vault.progress(_KEPT),
        oude=[LogSigner(key).verifier for key in older],
        bewaar=keep,
    )
    return Storage(
        hoofd=hoofd,
        kluis=kept,
        keys=keys,
        persons=Persons(keys, vault, toeval=toeval),
        vault=vault,
        log=log,
        writer=writer,
        ledger=ledger,
        klok=now,
        toeval=toeval,
    )


def _leave_public_keys(target: str | Path, signing: tuple[Key, ...]) -> None:
    """
    Put the public keys of the logboek beside a database file, for who checks it on the spot.

    An auditor takes them from elsewhere: who changes the database can change this file.
    """
    path = Path(target).with_suffix(VKEYS)
    if "://" in str(target) or not path.parent.is_dir():
        return
    text = "".join(f"{LogSigner(key).verifier.text}\n" for key in signing)
    with _files(path):
        if not path.is_file() or path.read_bytes() != text.encode():
            path.write_bytes(text.encode())


@contextlib.contextmanager
def _files(path: Path) -> Iterator[None]:
    """
    Turn what goes wrong with a file or folder into an error of ours.
    """
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        kind = DiskFull if full else DatabaseUnreachable
        raise kind(database=str(path), soort=type(error).__name__) from None


def _signing(keys: Keys) -> tuple[Key, ...]:
    return keys.readable(KeyKind.ONDERTEKENING, LOG_NAME)
