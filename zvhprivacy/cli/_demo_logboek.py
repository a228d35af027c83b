"""
The last part of the demo: the logboek and the rows are whole, and what changes in them is found.

Everything is changed in a copy; what is kept stays whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from zvhprivacy.cli import _demo_intruder as intruder
from zvhprivacy.cli._demo_kept import Kept
from zvhprivacy.cli._demo_steps import ANDERS, Came, Step
from zvhprivacy.engine.rows import stored_rows
from zvhprivacy.logboek.reconcile import RowKind, compare_rows
from zvhprivacy.logboek.report import Deviation, Soort
from zvhprivacy.logboek.verify import verify
from zvhprivacy.messages import text
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.logboek import LogboekStore


class Checked:
    """
    The logboek of what was *kept*.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def steps(self) -> Iterator[Step]:
        """
        Give the steps in order.
        """
        yield "heel", self._heel
        yield "byte", self._byte
        yield "oude-rij", self._oude_rij

    def _heel(self) -> Came:
        storage = self._kept.cast.huis.storage
        storage.writer.checkpoint()
        report = verify(storage.log, storage.verifiers())
        rows = list(stored_rows(storage.hoofd))
        whole = report and report.ondertekend_tot == report.aantal
        same = not compare_rows(storage.log, rows)
        return Came(
            "in-orde" if whole and same else ANDERS,
            waarden={"regels": report.aantal, "rijen": len(rows)},
        )

    def _byte(self) -> Came:
        kept = self._kept
        with TemporaryDirectory(prefix="zvhprivacy-demo-") as folder:
            copy = intruder.copied(kept.database, Path(folder, "kopie.sqlite"))
            changed = intruder.change_byte(copy, kept.case.casus.id)
            if changed is None:
                return Came(ANDERS)
            with _hoofd(copy) as hoofd:
                report = verify(LogboekStore(hoofd), kept.cast.huis.storage.verifiers())
        found, number = report.afwijkingen, changed.nummer
        right = found == (Deviation(Soort.REGEL_GEWIJZIGD, number, number),)
        said = [
            text(f"logboek.afwijking.{each.soort}", kept.lang, **each._asdict()) for each in found
        ]
        return Came("gevonden" if right else ANDERS, "", tuple(said), changed._asdict())

    def _oude_rij(self) -> Came:
        kept = self._kept
        with TemporaryDirectory(prefix="zvhprivacy-demo-") as folder:
            copy = intruder.copied(kept.database, Path(folder, "kopie.sqlite"))
            intruder.put_back(copy, kept.before)
            with _hoofd(copy) as hoofd:
                found = compare_rows(LogboekStore(hoofd), stored_rows(hoofd))
        right = [(each.soort, each.rij) for each in found] == [(RowKind.ANDERS, kept.case.casus.id)]
        said = [text("demo.rij-wijkt-af", kept.lang, **each._asdict()) for each in found]
        waarden = {"fase": kept.before["fase"]}
        return Came("gevonden" if right else ANDERS, "", tuple(said), waarden)


@contextmanager
def _hoofd(path: Path) -> Iterator[Database]:
    database = open_database(Part.HOOFD, path, create=False)
    try:
        yield database
    finally:
        database.close()
