"""
Forgetting old lines of the logboek, and none without which a stored row could not be trusted.

A row opens as long as the last line about it says what is stored. So before that line goes, what
still lives is told of once more, as it was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from zvhprivacy.engine.content import Content, voorwerp
from zvhprivacy.engine.lines import Operation
from zvhprivacy.engine.rows import deviating_rows
from zvhprivacy.engine.storage import Storage
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.errors import LogDeviates, NotPrunable
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat, Voorwerp
from zvhprivacy.logboek.verify import verify
from zvhprivacy.model.casus import Register
from zvhprivacy.store.changing import Conflict
from zvhprivacy.store.every import StoredRow, every_row
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all
from zvhprivacy.store.scrub import scrub
from zvhprivacy.vault.envelope import Tampered


CHUNK = 200  # rows in one transaction, so that nobody waits long

Stap = Callable[[int], object]
Tell = Callable[..., AuditLine]


class Opgeschoond(NamedTuple):
    """
    The line that says so, how many lines were forgotten, and how many rows were told of again.

    No line when there was nothing left to forget.
    """

    regel: int | None
    vergeten: int
    herbevestigd: int


def opschonen(
    storage: Storage,
    voor: int,
    *,
    regel: str,
    grondslag: str,
    actor: str,
    stap: Stap = lambda _: None,
) -> Opgeschoond:
    """
    Forget what the lines below number *voor* say, by the declared *regel* with its *grondslag*.

    First the whole logboek and all rows are checked: with a line goes the proof of what was done
    to it, or to the row it tells of. Then the policies, and the rows of which the last line is
    about to go, are told of again; *stap* hears how many. Others go on working meanwhile.
    Cut off at any moment, it goes on where it was when it is called again. At the end nothing of
    the lines is left in the files of the database, which takes as long as copying them (`scrub`).

    Raises:
        NotPrunable: there are no such lines.
        LogDeviates: something is not as it was written; nothing was forgotten.
        Tampered: a row was changed behind our back meanwhile; nothing was forgotten.
        TracesLeft: the lines are forgotten, but the files still hold traces.
    """
    size = storage.writer.checkpoint().size  # also the newest lines are confirmed by it
    if not 0 < voor <= size:
        raise NotPrunable(reden=f"0 < {voor} <= {size}")
    _in_order(storage)
    if any(leaf.regel is not None for leaf in storage.log.leaves(0, voor)):
        done = _forget(storage, voor, regel, grondslag, actor, stap)
    else:
        done = Opgeschoond(None, 0, 0)
    scrub(storage.hoofd, ["logboek_regel"])
    return done


def _forget(
    storage: Storage, voor: int, regel: str, grondslag: str, actor: str, stap: Stap
) -> Opgeschoond:
    operation = Operation.new(storage.toeval)
    tell = partial(
        AuditLine,
        gebeurtenis=Gebeurtenis.LOGBOEK_OPSCHONEN,
        actor=actor,
        resultaat=Resultaat.GELUKT,
        trace=operation.trace,
        operatie=operation.span,
    )
    _seal_again(storage, voor, tell)
    told, rows = 0, every_row(storage.hoofd)
    while some := list(islice(rows, CHUNK)):
        count = _tell_again(storage, voor, some, tell)
        told += count
        stap(count)
    declared = tell(object="logboek", regel=regel, grondslag=grondslag, tot=voor)
    written = storage.writer.prune(voor, declared)
    return Opgeschoond(written.nummers[0], written.uitkomst, told)


def _in_order(storage: Storage) -> None:
    report = verify(storage.log, storage.verifiers())
    found = [f"{each.soort} {each.eerste}" for each in report.afwijkingen]
    found += [f"{each.soort} {each.rij}" for each in deviating_rows(storage.log, storage.hoofd)]
    if found:
        raise LogDeviates(aantal=len(found), waar=found[0])


def _seal_again(storage: Storage, voor: int, tell: Tell) -> None:
    """
    Seal the policies again of which the seal is about to go: later lines may name them.
    """
    for name, compiled in storage.log.policies():
        last = storage.log.last_of([name]).get(name)
        if last is None or last.nummer >= voor:
            continue
        line = canonical.read(last.regel or b"")
        sealed = Voorwerp(name, 1, sha256(compiled).hexdigest())
        if not isinstance(line, AuditLine) or line.voorwerp != sealed:
            raise LogDeviates(aantal=1, waar=name)
        kept = {"object": "beleid", "beleid": name, "voorwerp": sealed}
        storage.writer.write([tell(gebeurtenis=Gebeurtenis.BELEID, **kept)])


def _tell_again(storage: Storage, voor: int, rows: Sequence[StoredRow], tell: Tell) -> int:
    """
    Tell of those of *rows* of which the last line is about to go, and say how many that are.
    """
    while True:
        last = storage.log.last_of([each.rij for each in rows])
        kept = {rij for rij, leaf in last.items() if leaf.nummer >= voor}
        going = [_living(each) for each in rows if each.rij not in kept]
        Content(storage).untouched(*going)
        lines = [
            tell(
                object=type(row).__name__.lower(),
                voorwerp=(what := voorwerp(row)),
                casus=last[what.rij].casus,
            )
            for row in going
        ]
        try:
            if lines:
                storage.writer.write(lines, partial(_still, going))
        except Conflict:
            # One of them was written meanwhile, with a line of its own; look at them again.
            rows = list(_now(storage, rows))
        else:
            return len(lines)


def _living(row: StoredRow) -> Register:
    if row.waarde is None:
        raise Tampered(plaats=row.rij)
    return row.waarde


def _still(rows: Iterable[Register], connection: Any) -> None:
    """
    Check, inside the transaction that tells of *rows*, that they are as will be told.
    """
    see_all(connection)
    registers = Registers(connection)
    for row in rows:
        what, now = voorwerp(row), registers.one(type(row), voorwerp(row).rij)
        if now is None or voorwerp(now) != what:
            raise Conflict(register=type(row).__name__.lower(), rij=what.rij)


def _now(storage: Storage, rows: Iterable[StoredRow]) -> Iterator[StoredRow]:
    with storage.hoofd.read() as connection:
        see_all(connection)
        registers = Registers(connection)
        for row in rows:
            now = registers.one(type(_living(row)), row.rij)
            if now is not None:
                yield StoredRow(row.rij, now)
