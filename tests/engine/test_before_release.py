"""
First the logboek, then the answer: what cannot be written down is not given and did not happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.engine.calls import NAMES, calls
from tests.engine.intruder import deviations
from tests.engine.zaken import Zaak
from zvhprivacy.engine.rows import stored_rows
from zvhprivacy.errors import AccessDenied, ZvhError
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.errors import LogFailed
from zvhprivacy.logboek.line import AuditLine
from zvhprivacy.logboek.reading import Entry
from zvhprivacy.logboek.reconcile import Reference, reconcile


class Failing:
    """
    A store of which the transaction of the logboek fails when it is to be made durable.
    """

    def __init__(self, store: Any, *, after: int) -> None:
        self._store = store
        self.left = after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def write(self) -> Iterator[Any]:
        """
        Do everything, and fail at the end.
        """
        with self._store.write() as transaction:
            yield transaction
            self.left -= 1
            if self.left < 0:
                raise OSError


def _state(zaak: Zaak) -> tuple[object, ...]:
    storage = zaak.h.huis.storage
    reviews = [each.id for each in storage.vault.open_reviews()]
    return sorted(stored_rows(storage.hoofd)), storage.log.head(), reviews


@pytest.mark.parametrize(
    ("zaak", "name"),
    [
        *(("sqlite", name) for name in NAMES),
        # The writer is the same; what differs is how the database undoes.
        *(pytest.param("postgresql", name, marks=pytest.mark.postgres) for name in NAMES[::4]),
    ],
    indirect=["zaak"],
)
def test_what_cannot_be_written_down_did_not_happen(
    zaak: Zaak, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """
    Let the logboek fail at the first and at every later write of a call: it gives nothing, stores
    nothing in a register, and the call can be made again.
    """
    call = calls(zaak)[name]
    writer = zaak.h.huis.storage.writer
    before = _state(zaak)
    monkeypatch.setattr(writer, "_store", Failing(writer._store, after=0))

    with pytest.raises(LogFailed):
        call()
    assert before[:2] == _state(zaak)[:2]
    monkeypatch.undo()
    if name not in {"herleid", "herleid alleen"}:  # the approval is used up
        call()
    assert [] == deviations(zaak)


def test_every_call_is_in_the_list(huisje: Zaak) -> None:
    """
    What is listed to be tried is what there is.
    """
    assert set(NAMES) == set(calls(huisje))


def test_every_grant_has_its_line(zaak: Zaak) -> None:
    """
    The Grants that were given and the lines that allow are one to one.
    """
    grants = []
    real = zaak.h.engine.require

    def require(*args: Any, **more: Any) -> Any:
        grants.append(grant := real(*args, **more))
        return grant

    log = zaak.h.huis.storage.log
    start = log.head().size
    zaak.h.engine.require = require  # type: ignore[method-assign]
    for gegevens in ("woonsituatie", "relaties", "gezondheid", "bsn"):
        for naam in ("regisseur", "officier", "griffier"):
            try:
                zaak.mag(naam, "inzien", gegevens)
            except AccessDenied:
                continue
    references = [_reference(grant.operatie) for grant in grants]
    entries = [
        Entry(leaf.nummer, canonical.read(leaf.regel or b""))
        for leaf in log.leaves(start, log.head().size)
    ]

    assert references
    assert reconcile(references, entries)
    assert not reconcile(references[1:], entries)
    assert not reconcile(references, entries[:1])
    assert all(isinstance(each.line, AuditLine) for each in entries)
    assert issubclass(LogFailed, ZvhError)


def _reference(operatie: str | None) -> Reference:
    number, trace, span = (operatie or "").split("-")
    return Reference(int(number), trace, span)
