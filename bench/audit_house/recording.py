"""
What a life leaves behind: the lines of its logboek as templates, and the rows as they were then.
"""

from __future__ import annotations

import json
import re

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from bench.audit_house.acting import DAY0
from bench.audit_house.life import Life
from bench.audit_house.lives import LIVES
from bench.audit_house.people import Clock, Staff
from zvhprivacy.engine.content import Content
from zvhprivacy.engine.storage import Storage
from zvhprivacy.model.casus import Betrokkene, Register
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rows import TABLES


# What differs between two copies of a line: what it is, and what stands there in the original.
NAME, FRESH, SALT, TIME, DAY, SEAL = range(6)
Slot = tuple[int, Any]
_LENGTHS = {"trace": 16, "trace_id": 16}  # bytes; of an operation 8
_KINDS = {
    "actor": NAME,
    "casus": NAME,
    "goedgekeurd_door": NAME,
    "rij": NAME,
    "dpl.core.data_subject_id": NAME,
    "trace": FRESH,
    "operatie": FRESH,
    "trace_id": FRESH,
    "span_id": FRESH,
    "parent_span_id": FRESH,
    "zout": SALT,
    "tijd": TIME,
    "start_time": TIME,
    "end_time": TIME,
    "dag": DAY,
    "zegel": SEAL,
}


class Template(NamedTuple):
    """
    A line with what differs left open, and by which case and row it is found.
    """

    parts: tuple[bytes | Slot, ...]
    casus: str | None
    voorwerp: str | None


class Unit(NamedTuple):
    """
    What became durable at once.
    """

    moment: datetime
    lines: tuple[Template, ...]
    rows: tuple[Register, ...]


class Block(NamedTuple):
    """
    What was done on one day of the case; *again*: it may be repeated.
    """

    day: int
    again: bool
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Recorded:
    """
    A whole life; *wie* gives the pseudonym of the logboek of each betrokkene, by his row.
    """

    naam: str
    blocks: tuple[Block, ...]
    wie: Mapping[str, str]
    ids: tuple[str, ...]  # of all rows, as they came
    casus: str


@dataclass(slots=True)
class Recorder:
    """
    Listens to the writer of *storage*.
    """

    storage: Storage
    units: list[Unit] = field(default_factory=list)
    kinds: dict[str, type[Register]] = field(default_factory=dict)

    def listen(self) -> None:
        """
        Hear of everything that is written from now on.
        """
        writer: Any = self.storage.writer
        for name in ("write", "perform"):
            setattr(writer, name, self._heard(getattr(writer, name)))

    def _heard(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def heard(*args: Any, **more: Any) -> Any:
            written = act(*args, **more)
            self._take(written.nummers)
            return written

        return heard

    def _take(self, numbers: range) -> None:
        leaves = list(self.storage.log.leaves(numbers.start, numbers.stop))
        if not leaves:
            return
        entries = [json.loads(leaf.regel or b"{}") for leaf in leaves]
        moment = datetime.fromisoformat(next(_stamps(entries[0])))
        rows = tuple(self._row(leaf.voorwerp) for leaf in leaves if leaf.voorwerp)
        lines = tuple(
            Template(tuple(_parts(leaf.regel or b"", entry)), leaf.casus, leaf.voorwerp)
            for leaf, entry in zip(leaves, entries, strict=True)
        )
        self.units.append(Unit(moment, lines, rows))

    def _row(self, row: str) -> Register:
        with self.storage.hoofd.read() as connection:
            registers = Registers(connection)
            for kind in [self.kinds[row]] if row in self.kinds else TABLES:
                found: Register | None = registers.one(kind, row)
                if found is not None:
                    self.kinds[row] = kind
                    return found
        raise LookupError(row)


def record(staff: Staff, klok: Clock) -> dict[str, Recorded]:
    """
    Live every life once, in a house that is thrown away, and give what each left.
    """
    storage = staff.huis.storage
    recorder = Recorder(storage)
    recorder.listen()
    found: dict[str, Recorded] = {}
    for nummer, (naam, live) in enumerate(LIVES.items()):
        # They all begin in the same week, which no logboek in order would let pass.
        writer: Any = storage.writer
        writer._last = ""  # noqa: SLF001
        klok.to(DAY0)
        recorder.units.clear()
        blocks: list[Block] = []

        def told(day: int, again: bool, blocks: list[Block] = blocks) -> None:  # noqa: FBT001
            blocks.append(Block(day, again, tuple(recorder.units)))
            recorder.units.clear()

        life = Life(staff, told, nummer)
        live(life)
        found[naam] = _recorded(naam, blocks, Content(storage))
    return found


def _recorded(naam: str, blocks: list[Block], content: Content) -> Recorded:
    rows = [row for block in blocks for unit in block.units for row in unit.rows]
    lines = [line for block in blocks for unit in block.units for line in unit.lines]
    persons = {row.id: row for row in rows if isinstance(row, Betrokkene)}
    casus = next(iter(persons.values())).casus
    if {line.casus for line in lines} - {casus, None}:
        # What is left to do for an earlier life would be copied with this one.
        raise LookupError(naam)
    return Recorded(
        naam=naam,
        blocks=tuple(blocks),
        wie={each.id: content.who(each).logboek for each in persons.values()},
        ids=tuple(dict.fromkeys(_id(row) for row in rows)),
        casus=casus,
    )


def _id(row: Register) -> str:
    return str(row.model_dump(include={"id"})["id"])


def _stamps(entry: Mapping[str, Any]) -> Iterator[str]:
    yield from (entry[name] for name in ("tijd", "end_time") if name in entry)


def _slots(entry: Mapping[str, Any]) -> Iterator[tuple[str, Slot]]:
    for key, value in entry.items():
        if isinstance(value, dict):
            for text, (kind, held) in _slots(value):
                # A seal is that of the row beside it.
                yield text, (kind, value["rij"] if kind == SEAL else held)
        elif key in _KINDS:
            kind = _KINDS[key]
            held = (value, _LENGTHS.get(key, 8)) if kind == FRESH else value
            yield value, (kind, datetime.fromisoformat(value) if kind == TIME else held)


def _parts(entry: bytes, fields: Mapping[str, Any]) -> Iterator[bytes | Slot]:
    slots = dict(_slots(fields))
    form = "|".join(f'"{re.escape(text)}"' for text in slots)
    for part in re.split(f"({form})", entry.decode()):
        text = part[1:-1]
        if part.startswith('"') and text in slots:
            yield b'"'
            yield slots[text]
            yield b'"'
        elif part:
            yield part.encode()
