"""
One process carries out at a time: the lease, held in every transaction that changes something.
"""

from __future__ import annotations

import contextlib

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from zvhprivacy.bewaren.needs import Workplace
from zvhprivacy.store.lease import LeaseLost
from zvhprivacy.store.plannen import Plannen
from zvhprivacy.store.rls import see_all


LEASE = timedelta(minutes=15)  # after a crash others wait at most so long


class Turn:
    """
    A lease that this process took, with the *token* that tells it from an earlier holder.
    """

    def __init__(self, work: Workplace, token: int) -> None:
        self._work = work
        self.token = token

    def hold(self, plannen: Plannen) -> None:
        """
        Keep the lease for a while more, and let nobody take it before this transaction ends.

        Raises:
            LeaseLost: another process took over.
        """
        now = self._work.klok().tijd
        plannen.hold(self.token, now, now + LEASE)

    @contextmanager
    def write(self) -> Iterator[Plannen]:
        """
        Lend the plans in a transaction of our own.

        Raises:
            LeaseLost: another process took over; nothing was changed.
        """
        with self._work.stores.hoofd.write() as connection:
            see_all(connection)
            plannen = Plannen(connection)
            self.hold(plannen)
            yield plannen


@contextmanager
def taken(work: Workplace, houder: str) -> Iterator[Turn]:
    """
    Take the lease for *houder*, a host and process, and give it back at the end.

    Raises:
        LeaseHeld: another process carries out.
    """
    now, hoofd = work.klok().tijd, work.stores.hoofd
    with hoofd.write() as connection:
        turn = Turn(work, Plannen(connection).take(houder, now, now + LEASE).token)
    try:
        yield turn
    finally:
        with contextlib.suppress(LeaseLost), hoofd.write() as connection:
            Plannen(connection).release(turn.token)
