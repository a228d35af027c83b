"""
New keys for what a case holds: sealed again row by row, each with its line, joins unchanged.

The keys of the kluis itself are renewed by `zvhprivacy sleutel rotate`; these two touch the cases.
A run that was cut off goes on where it was when it is called again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from zvhprivacy.engine.content import (
    BETROKKENE,
    GEGEVEN,
    HERNIEUWING,
    OPSCHORTING,
    Content,
    changed,
    voorwerp,
)
from zvhprivacy.engine.lines import Operation
from zvhprivacy.engine.logjournaal import within
from zvhprivacy.engine.storage import Storage
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat
from zvhprivacy.model.bewaren import Hernieuwing, Opschorting
from zvhprivacy.model.casus import Betrokkene, Gegeven, Register
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see, see_all
from zvhprivacy.vault.envelope import Place, key_number
from zvhprivacy.vault.key import Key
from zvhprivacy.vault.rotation import rotate_case, rotate_domain


CHUNK = 200  # rows in one transaction, so that nobody waits long

Stap = Callable[[int], object]
Row = Betrokkene | Gegeven | Opschorting | Hernieuwing

# What is sealed with the key of a case, and in which field of a row.
SEALED: Mapping[type[Register], tuple[Place, str]] = {
    Betrokkene: (BETROKKENE, "persoon"),
    Gegeven: (GEGEVEN, "inhoud"),
    Opschorting: (OPSCHORTING, "motivering"),
    Hernieuwing: (HERNIEUWING, "motivering"),
}


def vernieuw_casussleutel(
    storage: Storage, casus: str, *, actor: str, stap: Stap = lambda _: None
) -> None:
    """
    Make a new key for *casus* and seal all it holds with it; *stap* is told how many rows.

    Raises:
        KeyLost: the case has no key.
        Tampered: a row is not what was stored; what was done before it stays done.
    """
    content = Content(storage)

    def reseal(key: Key) -> int:
        with storage.hoofd.read() as connection:
            see(connection, casus)
            registers = Registers(connection)
            rows: Iterable[Row] = (
                *registers.all_of(Betrokkene, casus=casus),
                *registers.gegevens(casus),
                *registers.all_of(Opschorting, casus=casus),
                *registers.all_of(Hernieuwing, casus=casus),
            )
            # What is only announced holds nothing yet.
            sealed = (row for row in rows if _sealed(row))
            old = list(islice((r for r in sealed if key_number(_sealed(r)) != key.nummer), CHUNK))
        _store(storage, [_resealed(content, storage, row) for row in old], casus, actor)
        return len(old)

    rotate_case(storage.keys, storage.vault, casus, reseal, stap=stap)


def vernieuw_domeinsleutel(
    storage: Storage, convenant: str, proces: str, *, actor: str, stap: Stap = lambda _: None
) -> None:
    """
    Begin a new tijdvak of the pseudonyms that the cases of a process go by.

    Raises:
        KeyLost: the domain was never used.
        Tampered: a row is not what was stored; what was done before it stays done.
    """
    content, domain = Content(storage), Content.domain(convenant, proces)

    def move(pairs: Sequence[tuple[str, str]]) -> None:
        for old, new in pairs:
            with storage.hoofd.read() as connection:
                see_all(connection)
                rows = Registers(connection).all_of(Betrokkene, pseudoniem=old)
            for row in rows:
                fresh = _resealed(content, storage, row)
                _store(storage, [changed(fresh, pseudoniem=new)], row.casus, actor)

    rotate_domain(
        storage.keys,
        storage.vault,
        domain.naam,
        lambda van: storage.persons.epoch_map(domain, van=van),
        move,
        stap=stap,
    )


def _sealed(row: Row) -> bytes:
    sealed: bytes = getattr(row, SEALED[type(row)][1])
    return sealed


def _resealed(content: Content, storage: Storage, row: Row) -> Row:
    """
    Seal *row* again, as its next version, with the key that writes.
    """
    content.untouched(row)
    place, column = SEALED[type(row)]
    opened = storage.keys.opener().open
    text = opened(_sealed(row), place(row.id, row.casus, row.versie)).decode()
    sealed = content.seal(place, row.id, row.casus, row.versie + 1, text)
    return changed(row, **{column: sealed}, versie=row.versie + 1)


def _store(storage: Storage, rows: Sequence[Row], casus: str, actor: str) -> None:
    operation = Operation.new(storage.toeval)
    lines = [
        AuditLine(
            gebeurtenis=Gebeurtenis.SLEUTEL,
            actor=actor,
            resultaat=Resultaat.GELUKT,
            trace=operation.trace,
            operatie=operation.span,
            object=type(row).__name__.lower(),
            casus=casus,
            voorwerp=voorwerp(row),
        )
        for row in rows
    ]

    def work(connection: Any) -> None:
        registers = Registers(connection)
        for row in rows:
            registers.replace(row)

    if lines:
        storage.writer.write(lines, within(casus, work))
