"""
Looking at retention without a key: what has to go, how it stands, and what a back-up brought back.

Who may do this is who can read the databases; none of it opens content or says who somebody is.
"""

from __future__ import annotations

import secrets

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zvhprivacy.bewaren import gate
from zvhprivacy.bewaren.intent import seen
from zvhprivacy.bewaren.ledger import Ledger
from zvhprivacy.bewaren.needs import Moment, View
from zvhprivacy.engine import clock
from zvhprivacy.engine.desk import Policy
from zvhprivacy.engine.storage import DATABASE, ledger_beside
from zvhprivacy.engine.termijnfeiten import terms_of
from zvhprivacy.store.database import Database, Part, kluis_beside, open_database
from zvhprivacy.store.kluis import KluisStore


if TYPE_CHECKING:
    from zvhprivacy.engine.clock import Klok


@contextmanager
def bekijk(
    werkmap: str | Path, *, database: str | Path | None = None, klok: Klok | None = None
) -> Iterator[View]:
    """
    Lend the cases of a house, and what must go and when by its policy, to who only looks.

    Raises:
        NoTerms: the policy says nowhere how long data may be kept.
        PolicyUnusable: the law layer cannot be read as meant.
        StoreFailed: the database is not there or cannot be used.
    """
    tells = klok or clock.now

    def now() -> Moment:
        return Moment(*clock.moment(tells()))

    policy = Policy(Path(werkmap)).usual
    terms = terms_of(policy, now().dag)
    hoofd = _opened(Part.HOOFD, target_of(werkmap, database))
    try:
        yield View(
            hoofd=hoofd,
            klok=now,
            terms=terms,
            beleid=policy.policy,
            contactpunten=policy.workspace.contactpunten(),
        )
    finally:
        hoofd.close()


class Revived(NamedTuple):
    """
    How many lines the ledger has, how many of what they call destroyed is there, by kind, and
    whether the ledger lacks lines that the kluis saw.
    """

    regels: int
    leeft: Counter[str]
    kort: bool

    @property
    def aantal(self) -> int:
        """
        Count what is there again.
        """
        return self.leeft.total()

    def __bool__(self) -> bool:
        return self.kort or self.aantal > 0


def teruggekomen(
    werkmap: str | Path,
    *,
    database: str | Path | None = None,
    kluis: str | Path | None = None,
    vernietigingsregister: str | Path | None = None,
) -> Revived:
    """
    Say what a replay would do, and do nothing.

    Raises:
        LedgerDamaged: a line of the ledger is not what was written.
        StoreFailed: a database is not there or cannot be used.
    """
    target = target_of(werkmap, database)
    ledger = _ledger(werkmap, target, vernietigingsregister)
    hoofd = _opened(Part.HOOFD, target)
    try:
        with _vault(target, kluis) as vault:
            before, living = seen(vault), Counter[str]()
            short = not ledger.has(before)
            lines = 0
            for mark, line in ledger.entries():
                lines += 1
                if short or mark.aantal > before.aantal:
                    living += gate.remains(hoofd, vault, line)
    finally:
        hoofd.close()
    return Revived(lines, living, short)


def gesloten(
    werkmap: str | Path,
    *,
    database: str | Path | None = None,
    kluis: str | Path | None = None,
    vernietigingsregister: str | Path | None = None,
) -> None:
    """
    See, as `Engine.open` does, that no back-up brought back what was destroyed.

    Raises:
        NotReplayed: something is there that the ledger calls destroyed.
        LedgerShort: the ledger lacks lines that the kluis saw.
        StoreFailed: the kluis is not there or cannot be used.
    """
    target = target_of(werkmap, database)
    with _vault(target, kluis) as vault:
        gate.check(_ledger(werkmap, target, vernietigingsregister), vault)


def target_of(werkmap: str | Path, database: str | Path | None) -> str | Path:
    """
    Give the database that was named, or that of the workspace.
    """
    return database if database is not None else Path(werkmap) / DATABASE


def _ledger(werkmap: str | Path, target: str | Path, named: str | Path | None) -> Ledger:
    return Ledger(Path(named or ledger_beside(Path(werkmap), target)))


@contextmanager
def _vault(target: str | Path, kluis: str | Path | None) -> Iterator[KluisStore]:
    kept = _opened(Part.KLUIS, kluis if kluis is not None else kluis_beside(target))
    try:
        yield KluisStore(kept, secrets.token_bytes)
    finally:
        kept.close()


def _opened(part: Part, target: str | Path) -> Database:
    return open_database(part, target, create=False)
