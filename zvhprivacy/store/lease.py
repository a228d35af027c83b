"""
Who may carry out destruction now: one at a time, over all processes and machines.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from zvhprivacy.errors import Exit, WrongUse, ZvhError
from zvhprivacy.model.bewaarplan import Lease
from zvhprivacy.store.database import Part
from zvhprivacy.store.tables import metadata_of
from zvhprivacy.store.tables._base import Moment


BEURT = metadata_of(Part.HOOFD).tables["bewaarbeurt"]

_TAKE = sa.text(
    "INSERT INTO bewaarbeurt (id, houder, token, tot) VALUES (1, :houder, 1, :tot) "
    "ON CONFLICT (id) DO UPDATE SET houder = :houder, token = bewaarbeurt.token + 1, tot = :tot "
    "WHERE bewaarbeurt.houder = '' OR bewaarbeurt.tot <= :nu RETURNING token"
).bindparams(sa.bindparam("tot", type_=Moment), sa.bindparam("nu", type_=Moment))


class LeaseHeld(ZvhError):
    """
    Another process works on it; that is no fault, and it needs no help.
    """

    exit_code = Exit.REFUSED
    code = "lease-held"
    nl = "er wordt al vernietigd door {houder}, zeker tot {tot}; er is niets gedaan"
    en = "{houder} is destroying already, until {tot} at least; nothing was done"

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        super().__init__(houder=lease.houder, tot=_shown(lease.tot))


class LeaseLost(ZvhError):
    """
    Another process took over, for it took too long; it goes on where this one was.
    """

    exit_code = Exit.REFUSED
    code = "lease-lost"
    nl = "het vernietigen is overgenomen door {houder} (tot {tot}); wat niet af was, is niet gedaan"
    en = "{houder} took over the destruction (until {tot}); what was not finished was not done"

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        super().__init__(houder=lease.houder or "-", tot=_shown(lease.tot))


class Leases:
    """
    The lease as one transaction sees it.

    The token is the fence: it goes up with each new holder and never comes back, so a holder that
    slept through his time is told apart from the one that works now.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def lease(self) -> Lease | None:
        """
        Give the lease that somebody holds, or held until it ran out; None when it is free.
        """
        row = self._row()
        return row if row and row.houder else None

    def take(self, houder: str, now: datetime, until: datetime) -> Lease:
        """
        Take it for *houder* up to *until*, when it is free or ran out by *now*.

        It counts for others once this transaction is durable.

        Raises:
            LeaseHeld: Another one has it.
            WrongUse: *until* is over already, or nobody is named.
        """
        if not houder or until <= now:
            raise WrongUse(reden="take: houder, until")
        given = {"houder": houder, "nu": now, "tot": until}
        token = self.connection.execute(_TAKE, given).scalar()
        if token is None:
            raise LeaseHeld(self._there())
        return Lease(houder, token, until)

    def hold(self, token: int, now: datetime, until: datetime) -> Lease:
        """
        Keep it up to *until*, and let nobody take it before this transaction ends.

        That it ran out meanwhile is no harm as long as nobody else took it.

        Raises:
            LeaseLost: Another one took it, or it was given back.
            WrongUse: *until* is over already.
        """
        if until <= now:
            raise WrongUse(reden="hold: until")
        self._mine(token, tot=until)
        return self._there()

    def release(self, token: int) -> None:
        """
        Give it back.

        Raises:
            LeaseLost: Another one took it, or it was given back.
        """
        self._mine(token, houder="")

    def _mine(self, token: int, **change: Any) -> None:
        # An update and no look: it keeps the row locked, so that nobody takes it in between.
        mine = (BEURT.c.token == token, BEURT.c.houder != "")
        done = self.connection.execute(sa.update(BEURT).where(*mine).values(change))
        if done.rowcount != 1:
            raise LeaseLost(self._there())

    def _there(self) -> Lease:
        return self._row() or Lease("", 0, datetime.min.replace(tzinfo=UTC))

    def _row(self) -> Lease | None:
        row = self.connection.execute(sa.select(BEURT.c.houder, BEURT.c.token, BEURT.c.tot)).first()
        return Lease._make(row) if row else None


def _shown(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")
