"""
Changing a finished house behind the back of its engine, so that one thing in it is wrong.

What is put in a register gets the line that tells of it, with the right seal, as if somebody with
the keys of the system had done it: nothing but the rule itself is broken then.
"""

from __future__ import annotations

import json
import sqlite3

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import sqlalchemy as sa

from bench.audit_house.copying import Entry
from bench.audit_house.filling import append, put
from bench.audit_house.opening import AuditHouse
from zvhprivacy.engine.content import changed, voorwerp
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.fields import SALT_BYTES
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat, as_time
from zvhprivacy.model.casus import Casus, Register
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.store.rows import from_row, shape_of


R = TypeVar("R", bound=Register)

# Closed, and nothing suspends its destruction.
CLOSED = "fase = 'afgesloten' AND id NOT IN (SELECT casus FROM opschorting)"
RUNNING = "fase IN ('in-behandeling', 'casusoverleg', 'uitvoering')"
LAST = datetime(2030, 6, 30, 18, tzinfo=UTC)  # after all that the house did itself


@dataclass(slots=True)
class Planter:
    """
    Somebody who can write in the files of *house*.
    """

    house: AuditHouse
    chance: Random = field(default_factory=lambda: Random("geplant"))

    # --- registers

    def rows(self, kind: type[R], where: str = "", **equal: Any) -> list[R]:
        """
        Read the rows of a register, in order of id; *where* is more of the question in SQL.
        """
        shape = shape_of(kind)
        query = sa.select(*shape.columns).order_by(shape.table.c.id)
        for name, value in equal.items():
            query = query.where(shape.table.c[name] == value)
        if where:
            query = query.where(sa.text(where))
        database = open_database(Part.HOOFD, self.house.hoofd, create=False)
        try:
            with database.read() as connection:
                return [from_row(kind, row) for row in connection.execute(query)]
        finally:
            database.close()

    def change(self, rows: Sequence[R], **fields: Any) -> list[R]:
        """
        Give *rows* other *fields*; what is a function is asked per row.
        """
        made = [
            changed(
                row,
                **{name: each(row) if callable(each) else each for name, each in fields.items()},
                **({"versie": row.versie + 1} if hasattr(row, "versie") else {}),
            )
            for row in rows
        ]
        self.add(made)
        return made

    def add(self, rows: Sequence[Register]) -> None:
        """
        Store *rows*, with the lines that tell of them.
        """
        held = [(self._casus_of(row), row) for row in rows]
        put(self.house.hoofd, held)
        self.write(
            *(
                AuditLine(
                    gebeurtenis=Gebeurtenis.WIJZIGEN,
                    actor="systeem",
                    resultaat=Resultaat.GELUKT,
                    trace=self._new(16),
                    operatie=self._new(8),
                    object=type(row).__name__.lower(),
                    casus=casus or None,
                    voorwerp=voorwerp(row),
                )
                for casus, row in held
            )
        )

    def _casus_of(self, row: Register) -> str:
        """
        Say of which case *row* is, also where the value itself does not.
        """
        fields = row.model_dump(include={"id", "casus", "kader"})
        if "kader" in fields:
            return str(fields["id"])
        if fields.get("casus"):
            return str(fields["casus"])
        table = shape_of(type(row)).table
        if "casus" not in table.c:
            return ""
        found = self.sql(f"SELECT casus FROM {table.name} WHERE id = ?", fields["id"])  # noqa: S608
        return str(found[0][0]) if found else ""

    # --- logboek

    def lines(self, where: str, *values: Any, limit: int = -1) -> list[Mapping[str, Any]]:
        """
        Read entries, in order, of which *where* holds; `regel` is their JSON.
        """
        query = (
            "SELECT nummer, CAST(regel AS TEXT) FROM "  # noqa: S608
            "(SELECT nummer, CAST(regel AS TEXT) AS regel FROM logboek_regel) "
            f"WHERE {where} ORDER BY nummer LIMIT {limit}"
        )
        return [json.loads(text) | {"nummer": nummer} for nummer, text in self.sql(query, *values)]

    def write(self, *lines: AuditLine) -> None:
        """
        Add *lines* to the end of the tree, with right hashes.
        """
        stamp = as_time(LAST).encode()
        drafts = [canonical.write(line, self.chance.randbytes(SALT_BYTES)) for line in lines]
        self._append(
            [Entry(each.before + stamp + each.after, each.casus, each.voorwerp) for each in drafts]
        )

    def repeat(self, nummers: Sequence[int], **other: Any) -> None:
        """
        Add entries that are there once more, as one new act, with *other* values; None leaves out.
        """
        fresh: dict[str, str] = {}
        entries: list[Entry] = []
        for (text,) in (
            self.sql("SELECT CAST(regel AS TEXT) FROM logboek_regel WHERE nummer = ?", each)[0]
            for each in nummers
        ):
            fields = json.loads(text)
            for name in ("trace", "operatie", "trace_id", "span_id", "parent_span_id"):
                was = fields.get(name)
                if was is not None:
                    fields[name] = fresh.setdefault(was, self._new(len(was) // 2))
            for name in ("tijd", "start_time", "end_time"):
                if name in fields:
                    fields[name] = as_time(LAST)
            if "dag" in fields:
                fields["dag"] = LAST.date().isoformat()
            fields["zout"] = self._new(SALT_BYTES)
            fields |= {name: value for name, value in other.items() if name in fields}
            fields = {name: value for name, value in fields.items() if value is not None}
            held = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
            row = fields.get("voorwerp", {}).get("rij")
            entries.append(Entry(held, fields.get("casus"), row))
        self._append(entries)

    def _append(self, entries: Sequence[Entry]) -> None:
        database = open_database(Part.HOOFD, self.house.hoofd, create=False)
        try:
            log = LogboekStore(database)
            append(log, entries)
            log.close()
        finally:
            database.close()

    # --- anything else

    def sql(self, statement: str, *values: Any, kluis: bool = False) -> list[Any]:
        """
        Execute *statement*, where nothing guards the tables any more.
        """
        with closing(sqlite3.connect(self.house.kluis if kluis else self.house.hoofd)) as raw:
            found = raw.execute(statement, values).fetchall()
            raw.commit()
            return found

    def unguarded(self, table: str) -> None:
        """
        Take away what guards *table* against changes.
        """
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        for (name,) in self.sql(query, table):
            self.sql(f"DROP TRIGGER {name}")

    def text(self, file: str, *changes: tuple[str, str]) -> None:
        """
        Change the text of a file of the workspace.
        """
        path = Path(self.house.werkmap, file)
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            if old not in text:
                raise LookupError(old)
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")

    def _new(self, length: int) -> str:
        return self.chance.randbytes(length).hex()


def cases(p: Planter, where: str, count: int) -> list[Casus]:
    """
    Give so many cases, in order of id.
    """
    return p.rows(Casus, where)[:count]
