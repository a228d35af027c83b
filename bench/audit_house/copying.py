"""
One more case: what a life left, with other ids, people and keys, on other days.
"""

from __future__ import annotations

import json

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any, NamedTuple

from bench.audit_house.recording import (
    DAY,
    FRESH,
    NAME,
    SALT,
    TIME,
    Block,
    Recorded,
    Template,
)
from zvhprivacy.engine.content import BETROKKENE, GEGEVEN, HERNIEUWING, OPSCHORTING, voorwerp
from zvhprivacy.logboek.fields import SALT_BYTES
from zvhprivacy.logboek.line import as_time
from zvhprivacy.model.bewaren import Hernieuwing, Opschorting
from zvhprivacy.model.casus import Betrokkene, Gegeven, Register
from zvhprivacy.vault.key import Key


# What is sealed under the key of the case; other bytes stay as they are.
_SEALED: Mapping[type[Register], tuple[str, Any]] = {
    Gegeven: ("inhoud", GEGEVEN),
    Betrokkene: ("persoon", BETROKKENE),
    Opschorting: ("motivering", OPSCHORTING),
    Hernieuwing: ("motivering", HERNIEUWING),
}


class Person(NamedTuple):
    """
    A betrokkene: the person in the vault, and his pseudonyms of the logboek and of the case.
    """

    persoon: str
    logboek: str
    casus: str


class Entry(NamedTuple):
    """
    A line that is ready to be stored.
    """

    regel: bytes
    casus: str | None
    voorwerp: str | None


class Written(NamedTuple):
    """
    What became durable at once, in the copy.
    """

    moment: datetime
    entries: list[Entry]
    rows: list[Register]


@dataclass(slots=True)
class Copy:
    """
    A copy of *life*, *shift* later; *names* says what stands for what, *key* seals.
    """

    life: Recorded
    shift: timedelta
    names: dict[str, str]
    persons: Mapping[str, Person]  # by the row in the original
    key: Key | None
    chance: Random

    @property
    def casus(self) -> str:
        """
        The id of the case.
        """
        return self.names[self.life.casus]

    def written(self, block: Block, later: timedelta) -> Iterator[Written]:
        """
        Give what *block* leaves in this copy, some time *later* than in its own turn.
        """
        shift = self.shift + later
        fresh: dict[str, str] = {}
        for unit in block.units:
            rows = [self._row(row, shift) for row in unit.rows]
            seals = {each.rij: each.zegel for each in map(voorwerp, rows)}
            entries = [self._entry(each, shift, fresh, seals) for each in unit.lines]
            yield Written(unit.moment + shift, entries, rows)

    def _entry(
        self, line: Template, shift: timedelta, fresh: dict[str, str], seals: Mapping[str, str]
    ) -> Entry:
        names = self.names
        parts: list[bytes] = []
        text: str
        for part in line.parts:
            if isinstance(part, bytes):
                parts.append(part)
                continue
            kind, held = part
            if kind == NAME:
                text = str(names.get(held, held))
            elif kind == FRESH:
                was, length = held
                if was not in fresh:
                    fresh[was] = self.chance.randbytes(length).hex()
                text = fresh[was]
            elif kind == SALT:
                text = self.chance.randbytes(SALT_BYTES).hex()
            elif kind == TIME:
                text = as_time(held + shift)
            elif kind == DAY:
                text = (date.fromisoformat(held) + timedelta(shift.days)).isoformat()
            else:
                text = seals[names[held]]
            parts.append(text.encode())
        return Entry(
            b"".join(parts),
            names.get(line.casus, line.casus) if line.casus else None,
            names.get(line.voorwerp, line.voorwerp) if line.voorwerp else None,
        )

    def _row(self, row: Register, shift: timedelta) -> Register:
        kind = type(row)
        move = partial(_moved, names=self.names, shift=shift)
        fields = {name: move(getattr(row, name)) for name in kind.model_fields}
        if isinstance(row, Betrokkene):
            person = self.persons[row.id]
            fields["pseudoniem"] = person.casus
            fields["persoon"] = json.dumps([person.persoon, person.logboek]).encode()
        if kind in _SEALED and self.key is not None:
            name, place = _SEALED[kind]
            if fields[name]:
                where = place(fields["id"], fields["casus"], fields["versie"])
                fields[name] = self.key.seal(_plain(fields[name]), where)
        return kind(**fields)


def _plain(held: bytes) -> bytes:
    return held if held.startswith(b"[") else b"verzonnen"


def _moved(held: Any, names: Mapping[str, str], shift: timedelta) -> Any:
    if isinstance(held, str):
        return names.get(held, held)
    if isinstance(held, datetime):
        return held + shift
    if isinstance(held, date):
        return held + timedelta(shift.days)
    if isinstance(held, tuple):
        return tuple(_moved(each, names, shift) for each in held)
    if isinstance(held, Register):
        return type(held)(
            **{name: _moved(getattr(held, name), names, shift) for name in type(held).model_fields}
        )
    return held
