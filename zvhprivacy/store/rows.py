"""
Between the values of the registers and the rows that keep them, without loss either way.

A list is kept as JSON, a choice as its word; moments come back in UTC.
"""

from __future__ import annotations

import functools
import json

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin

import sqlalchemy as sa

from zvhprivacy.model import bewaren, registers
from zvhprivacy.model import casus as cases
from zvhprivacy.model.casus import NotRegistered, Register
from zvhprivacy.store.database import Part
from zvhprivacy.store.tables import metadata_of
from zvhprivacy.store.tables._checks import is_list, kinds


R = TypeVar("R", bound=Register)

# Which table keeps what.
TABLES: Mapping[type[Register], str] = {
    cases.Casus: "casus",
    cases.Betrokkene: "betrokkene",
    cases.Gegeven: "gegeven",
    cases.Deelname: "deelname",
    cases.Toewijzing: "toewijzing",
    cases.Overgang: "overgang",
    registers.Medewerker: "medewerker",
    registers.Mandaat: "mandaat",
    registers.Criteria: "criteria",
    registers.Besluit: "besluit",
    registers.Verstrekking: "verstrekking",
    registers.Toestemming: "toestemming",
    registers.Instemming: "instemming",
    registers.Bezwaar: "bezwaar",
    registers.Weigering: "weigering",
    registers.RacAdvies: "rac_advies",
    registers.Verklaring: "verklaring",
    registers.Terugkoppeling: "terugkoppeling",
    registers.Correctie: "correctie",
    registers.Aanleiding: "aanleiding",
    registers.Publicatie: "publicatie",
    bewaren.Opschorting: "opschorting",
    bewaren.Hernieuwing: "hernieuwing",
    bewaren.Vernietigingsgrond: "vernietigingsgrond",
    bewaren.Afscherming: "afscherming",
}


class Shape(NamedTuple):
    """
    How values of one kind are kept: their table, and its columns for the fields.
    """

    table: sa.Table
    columns: tuple[sa.Column[Any], ...]


@functools.cache
def shape_of(kind: type[Register]) -> Shape:
    """
    Give the shape of *kind*.
    """
    table = metadata_of(Part.HOOFD).tables[TABLES[kind]]
    return Shape(table, tuple(table.c[name] for name in kinds(kind)))


def to_row(value: Register) -> dict[str, Any]:
    """
    Give *value* as the columns of its table.
    """
    return {name: _kept(getattr(value, name)) for name in type(value).model_fields}


def from_row(kind: type[R], row: sa.Row[Any]) -> R:
    """
    Give the value of *kind* that *row* keeps.

    Raises:
        NotRegistered: The row was written past this package and is none of ours.
    """
    values: dict[str, Any] = dict(zip(kinds(kind), row, strict=True))
    for name, each, listed in _encoded(kind):
        held = values[name]
        try:
            values[name] = _meant(each, json.loads(held) if listed else held)
        except (ValueError, TypeError, KeyError, AttributeError):
            values[name] = None  # what went wrong quotes the value
        if held is not None and values[name] is None:
            raise NotRegistered(register=kind.__name__, veld=name)
    return kind(**values)


@functools.cache
def _encoded(kind: type[Register]) -> tuple[tuple[str, Any, bool], ...]:
    """
    Give the fields that a row does not keep as they are, and which of those are lists.
    """
    return tuple(
        (name, each, is_list(each))
        for name, each in kinds(kind).items()
        if is_list(each) or (isinstance(each, type) and issubclass(each, StrEnum | Register))
    )


def _kept(held: Any) -> Any:
    if isinstance(held, tuple):
        return json.dumps(held, default=_plain, separators=(",", ":"))
    return held


def _plain(held: Any) -> Any:
    if isinstance(held, date):
        return held.isoformat()
    return {name: getattr(held, name) for name in type(held).model_fields}


def _meant(kind: Any, held: Any) -> Any:
    """
    Give what *held* stands for in a field of *kind*; whether it may stand there is checked after.
    """
    if held is None:
        return None
    if is_list(kind):
        args = get_args(get_args(kind)[0] if get_origin(kind) is Annotated else kind)
        each = args if args[-1] is not Ellipsis else [args[0]] * len(held)
        return tuple(_meant(arg, item) for arg, item in zip(each, held, strict=True))
    if not isinstance(kind, type):
        return held
    if issubclass(kind, Register):
        return kind(**{name: _meant(kinds(kind)[name], item) for name, item in held.items()})
    if issubclass(kind, StrEnum):
        return kind(held)
    return date.fromisoformat(held) if kind is date and isinstance(held, str) else held
