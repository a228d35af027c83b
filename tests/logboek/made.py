"""
Lines, clocks and writers for tests.
"""

from __future__ import annotations

import itertools

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from tests.logboek.keys import TestSigner
from tests.logboek.memory import MemoryStore
from zvhprivacy.logboek.line import (
    AuditLine,
    DataLine,
    Gebeurtenis,
    Resultaat,
    Subject,
)
from zvhprivacy.logboek.needs import LogStore
from zvhprivacy.logboek.writer import Writer


START = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY = "sha256:" + sha256(b"beleid").hexdigest()
COMPILED = b"p, regel, allow\n"


class Klok:
    """
    A clock that goes on by *step* at every look.
    """

    def __init__(self, step: timedelta = timedelta(milliseconds=1)) -> None:
        self.now = START
        self.step = step

    def __call__(self) -> datetime:
        """
        Give the time.
        """
        self.now += self.step
        return self.now


def toeval() -> Any:
    """
    Bytes that are the same in every run, and never the same twice.
    """
    counter = itertools.count()
    return lambda size: sha256(next(counter).to_bytes(8, "big")).digest()[:size]


def audit(**changes: Any) -> AuditLine:
    """
    The line of a decision, with *changes*.
    """
    values: dict[str, Any] = {
        "gebeurtenis": Gebeurtenis.BESLUIT,
        "actor": "zvh1_log_1_QWERTYUIOPASDFGHJKLZXCVBN2",
        "resultaat": Resultaat.TOEGESTAAN,
        "trace": "0af7651916cd43dd8448eb211c80319c",
        "operatie": "b7ad6b7169203331",
        "deelnemer": "gemeente-a",
        "rol": "procesregisseur",
        "handeling": "inzien",
        "gegevens": "woonsituatie",
        "over": "betrokkene",
        "doel": "complexe-casuistiek",
        "proces": "com",
        "fase": "casusoverleg",
        "casus": "3f2a9c51d2f64a5e8c0b6a4f1d7e9b20",
        "feiten": ("persoon-aangewezen=register", "logdoel=verklaard"),
        "regel": "inzien-eigen-casus",
        "artikel": "WGS 2.31 lid 5",
        "verplichtingen": ("motiveren",),
    }
    return AuditLine(**(values | changes))


def data(**changes: Any) -> DataLine:
    """
    The line for a betrokkene, with *changes*.
    """
    values: dict[str, Any] = {
        "attributes": Subject(
            "zvh1_log_1_ZXCVBNMASDFGHJKLQWERTYUIO7",
            "pseudoniem",
            "proef/com/complexe-casuistiek@2025-03-01",
        ),
        "name": "inzien",
        "trace_id": "0af7651916cd43dd8448eb211c80319c",
        "span_id": "b7ad6b7169203331",
        "start_time": "2026-06-01T12:00:00.000Z",
    }
    return DataLine(**(values | changes))


def writer(store: LogStore, **changes: Any) -> Writer:
    """
    A writer on *store* with its own clock and a test key.
    """
    values: dict[str, Any] = {"klok": Klok(), "toeval": toeval()}
    return Writer(store, changes.pop("signer", TestSigner()), **(values | changes))


def filled(count: int, *, every: int = 100) -> MemoryStore:
    """
    A logboek of a policy and *count* lines of decisions, with a checkpoint every so many.
    """
    store = MemoryStore()
    ours = writer(store)
    ours.keep_policy(POLICY, COMPILED, actor="systeem:proef")
    for start in range(0, count, every):
        lines = [
            audit(beleid=POLICY, casus=f"c{n}") for n in range(start, min(start + every, count))
        ]
        ours.write(lines)
        ours.checkpoint()
    return store
