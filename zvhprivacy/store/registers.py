"""
The registers in a database: add a line, change what may change, and find lines again.
"""

from __future__ import annotations

import functools

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from zvhprivacy.model.casus import (
    Betrokkene,
    Casus,
    Deelname,
    Dossier,
    Gegeven,
    NotRegistered,
    Periode,
    Register,
    Toewijzing,
)
from zvhprivacy.model.registers import Correctie, Onderwerp, Verklaring, Verstrekking
from zvhprivacy.store.changing import CHANGING, ENDING, ONCE, Conflict, Fixed, Missing
from zvhprivacy.store.rows import from_row, shape_of, to_row


R = TypeVar("R", bound=Register)
P = TypeVar("P", bound=Periode)

# Where the thing stands that a declaration is about.
_ABOUT: Mapping[Onderwerp, type[Register]] = {
    Onderwerp.ORGANISATIE_IN_CASUS: Deelname,
    Onderwerp.CASUS: Casus,
    Onderwerp.GEGEVEN: Gegeven,
    Onderwerp.VERSTREKKING: Verstrekking,
}
# Lines come in order of the first of these columns that there is.
_ORDER = (
    "op",
    "gegeven_op",
    "gemeld_op",
    "voorbereid_op",
    "verstrekt_op",
    "fase_sinds",
    "van",
    "id",
)


class Registers:
    """
    The registers as one transaction sees them.

    It carries the *connection* of that transaction and neither begins nor ends it: what happens
    here is kept with the entry of the logboek that tells of it, or not at all.
    """

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection

    def __repr__(self) -> str:
        return "Registers()"

    def add(self, value: Register) -> None:
        """
        Keep a new line.

        Raises:
            Missing: What it hangs on is not there, or is not of its case.
            AlreadyThere: There is one with this id.
            StoreFailed: It does not fit, for instance because its case is not there.
        """
        table, row = shape_of(type(value)).table, to_row(value)
        if "casus" in table.c and "casus" not in row:
            row["casus"] = self.casus_of(value)
        elif row.get("gegeven") is not None:
            self._same_case(row["casus"], row["gegeven"])
        self.connection.execute(sa.insert(table), row)

    def replace(self, value: Register) -> None:
        """
        Keep *value* instead of the line with the same id; its *versie* is one more than that has.

        Raises:
            Conflict: The line has another version, or differs in what is fixed.
            Missing: There is no such line.
            Fixed: Lines of this register do not change.
        """
        kind = type(value)
        table, new = shape_of(kind).table, to_row(value)
        if kind not in CHANGING:
            raise Fixed(register=table.name, veld="*")
        changing = CHANGING[kind] | {"versie"}
        fixed = [table.c[name].is_not_distinct_from(new[name]) for name in new.keys() - changing]
        self._change(
            kind,
            new["id"],
            *fixed,
            table.c.versie == new["versie"] - 1,
            change={name: new[name] for name in changing},
        )

    def mark(self, kind: type[R], row_id: str, **moments: date | datetime) -> R:
        """
        Fill in when something was used, done or taken back; give the line as it is then.

        Of many at once that fill in the same, one succeeds.

        Raises:
            Conflict: It was filled in before.
            Missing: There is no such line.
            Fixed: This is not filled in afterwards.
        """
        table = shape_of(kind).table
        if not moments or moments.keys() - ONCE.get(kind, frozenset()):
            raise Fixed(register=table.name, veld=", ".join(sorted(moments)))
        empty = (table.c[name].is_(None) for name in moments)
        return self._change(kind, row_id, *empty, change=moments)

    def end(self, kind: type[P], row_id: str, tot: date) -> P:
        """
        Let something hold up to *tot*; give the line as it is then.

        An end may come sooner, never later: what ended and begins again is a new line.

        Raises:
            Conflict: It ended by then already, or begins later.
            Missing: There is no such line.
            Fixed: Lines of this register get no end afterwards.
        """
        table = shape_of(kind).table
        if kind not in ENDING:
            raise Fixed(register=table.name, veld="tot")
        change: dict[str, Any] = {"tot": tot}
        if "versie" in table.c:
            change["versie"] = table.c.versie + 1
        sooner = sa.or_(table.c.tot.is_(None), table.c.tot > tot)
        return self._change(kind, row_id, sooner, table.c.van <= tot, change=change)

    def one(self, kind: type[R], row_id: str) -> R | None:
        """
        Give the line with this id, if there is one.
        """
        return next(iter(self._found(kind, id=row_id)), None)

    def all_of(self, kind: type[R], **where: str) -> tuple[R, ...]:
        """
        Give the lines with these values in these columns, the oldest first.

        What hangs on a disclosure or a data item is found by its case too.

        Raises:
            NotRegistered: There is no such column, or none is named and it is about cases: those
                are never read all at once.
        """
        table = shape_of(kind).table
        about_cases = kind is Casus or "casus" in table.c
        if not where.keys() <= set(table.c.keys()) or (about_cases and not where):
            raise NotRegistered(register=table.name, veld=", ".join(sorted(where)) or "-")
        return self._found(kind, **where)

    def dossier(self, casus: str) -> Dossier | None:
        """
        Give all of a case but its data items, if there is such a case.

        It takes four queries, which see one moment if the transaction does.
        """
        found = self.one(Casus, casus)
        if found is None:
            return None
        return Dossier(
            casus=found,
            betrokkenen=self.all_of(Betrokkene, casus=casus),
            deelnames=self.all_of(Deelname, casus=casus),
            toewijzingen=self.all_of(Toewijzing, casus=casus),
        )

    def gegevens(
        self, casus: str, categorieen: Collection[str] | None = None
    ) -> tuple[Gegeven, ...]:
        """
        Give the data items of a case, only those in *categorieen* if given; no other row is read.
        """
        if categorieen is None:
            return self._found(Gegeven, casus=casus)
        chosen = shape_of(Gegeven).table.c.categorie.in_(sorted(categorieen))
        return self._rows(Gegeven, _query(Gegeven, "casus").where(chosen), {"casus": casus})

    def _same_case(self, casus: str, gegeven: str) -> None:
        # A hold on an item of another case would hold nothing.
        table = shape_of(Gegeven).table
        query = sa.select(table.c.casus).where(table.c.id == gegeven)
        if self.connection.scalar(query) != casus:
            raise Missing(register=table.name, rij=gegeven)

    def _found(self, kind: type[R], **where: str) -> tuple[R, ...]:
        return self._rows(kind, _query(kind, *where), where)

    def _rows(
        self, kind: type[R], query: sa.Select[Any], where: Mapping[str, str]
    ) -> tuple[R, ...]:
        try:
            return tuple(from_row(kind, row) for row in self.connection.execute(query, where))
        except ValueError:
            # A date or moment that is none; what says so quotes it.
            damaged = NotRegistered(register=kind.__name__, veld="-")
        raise damaged

    def _change(
        self,
        kind: type[R],
        row_id: str,
        *conditions: sa.ColumnElement[bool],
        change: Mapping[str, Any],
    ) -> R:
        table = shape_of(kind).table
        # One statement: between a look and a change another transaction could come.
        done = self.connection.execute(
            sa.update(table).where(table.c.id == row_id, *conditions).values(change)
        )
        found = self.one(kind, row_id)
        if found is None:
            raise Missing(register=table.name, rij=row_id)
        if done.rowcount != 1:
            raise Conflict(register=table.name, rij=row_id)
        return found

    def casus_of(self, value: Register) -> str | None:
        """
        Give the case that a line hangs on by what it is about, if it is about a case.

        Raises:
            Missing: What it is about is not there.
        """
        match value:
            case Verklaring(over=Onderwerp.PERSOON):
                return None
            case Verklaring():
                kind, row_id = _ABOUT[value.over], value.onderwerp
            case Correctie():
                kind, row_id = Gegeven, value.gegeven
            case _:
                kind, row_id = Verstrekking, value.verstrekking  # type: ignore[attr-defined]
        table = shape_of(kind).table
        column = table.c.id if kind is Casus else table.c.casus
        found: str | None = self.connection.scalar(sa.select(column).where(table.c.id == row_id))
        if found is None:
            raise Missing(register=table.name, rij=row_id)
        return found


@functools.cache
def _query(kind: type[Register], *names: str) -> sa.Select[Any]:
    """
    Give the question for the lines of *kind* with what is given in these columns.

    Made once: making it takes as long as asking it.
    """
    table, columns = shape_of(kind)
    order = next(table.c[name] for name in _ORDER if name in table.c)
    wanted = (table.c[name] == sa.bindparam(name) for name in names)
    return sa.select(*columns).where(*wanted).order_by(order, table.c.id)
