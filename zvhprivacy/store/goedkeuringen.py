"""
The requests to re-identify in the kluis, and who approved, used and reviewed them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from zvhprivacy.model.stored import StoredApproval
from zvhprivacy.store.tables import KLUIS
from zvhprivacy.store.tables import kluis as _kluis  # noqa: F401 -- puts the tables in KLUIS
from zvhprivacy.store.together import Together


_GOEDKEURING = KLUIS.tables["kluis_goedkeuring"]
_ALL = sa.select(*(_GOEDKEURING.c[name] for name in StoredApproval._fields))


class Approvals:
    """
    The rows of four eyes, in the transactions of *together*.
    """

    def __init__(self, together: Together) -> None:
        self._write, self._rows = together.write, together.rows

    def add_approval(self, approval: StoredApproval) -> None:
        """
        Keep a request for approval.

        Raises:
            AlreadyThere: The id is taken.
        """
        with self._write() as connection:
            connection.execute(sa.insert(_GOEDKEURING).values(approval._asdict()))

    def approval(self, approval_id: str) -> StoredApproval | None:
        """
        Give it.
        """
        query = _ALL.where(_GOEDKEURING.c.id == approval_id)
        return next((StoredApproval._make(row) for row in self._rows(query)), None)

    def replace_approval(self, approval: StoredApproval, *, expected: StoredApproval) -> bool:
        """
        Overwrite it when it still is *expected*; say whether it was.
        """
        with self._write() as connection:
            # Alone, so nothing changes between the question and the answer.
            if self.approval(approval.id) != expected:
                return False
            statement = sa.update(_GOEDKEURING).where(_GOEDKEURING.c.id == approval.id)
            connection.execute(statement.values(approval._asdict()))
            return True

    def count_approvals(self, vrager: str, sinds: datetime) -> int:
        """
        Count what *vrager* asked at or after *sinds*, whatever came of it.
        """
        query = sa.select(sa.func.count()).where(
            _GOEDKEURING.c.vrager == vrager, _GOEDKEURING.c.gevraagd_op >= sinds
        )
        return int(self._rows(query)[0][0])

    def approvals(self) -> Sequence[StoredApproval]:
        """
        Give all of them, the oldest first.
        """
        rows = self._rows(_ALL.order_by(_GOEDKEURING.c.gevraagd_op, _GOEDKEURING.c.id))
        return [StoredApproval._make(row) for row in rows]

    def open_reviews(self) -> Sequence[StoredApproval]:
        """
        Give the uses of the noodprocedure that nobody reviewed yet, the oldest first.
        """
        query = _ALL.where(
            _GOEDKEURING.c.noodprocedure,
            _GOEDKEURING.c.gebruikt_op.is_not(None),
            _GOEDKEURING.c.beoordeeld_door.is_(None),
        )
        rows = self._rows(query.order_by(_GOEDKEURING.c.gevraagd_op, _GOEDKEURING.c.id))
        return [StoredApproval._make(row) for row in rows]
