"""
What a rule selects of one field: everything, some values, or everything but some values.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, NamedTuple

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Mode(StrEnum):
    """
    How the values of a selection are meant; the value is the sign in the compiled rule.
    """

    ALLE = "*"
    ALLEEN = "+"
    BEHALVE = "-"


class Selection(NamedTuple):
    """
    A test on the names that a value goes by (an organisation has several).

    `ALLEEN` selects a value that goes by one of *waarden*, `BEHALVE` one that goes by none.
    """

    mode: Mode
    waarden: frozenset[str] = frozenset()

    def selects(self, names: frozenset[str]) -> bool:
        """
        Say whether a value that goes by *names* is selected.
        """
        if self.mode is Mode.ALLE:
            return True
        return self.waarden.isdisjoint(names) is (self.mode is Mode.BEHALVE)

    def __str__(self) -> str:
        return self.mode + "|".join(sorted(self.waarden))

    def and_(self, other: Selection) -> Selection:
        """
        Select what both select; of two lists the common values, for single-named fields only.
        """
        match self.mode, other.mode:
            case Mode.ALLE, _:
                return other
            case _, Mode.ALLE:
                return self
            case Mode.ALLEEN, Mode.ALLEEN:
                return Selection(Mode.ALLEEN, self.waarden & other.waarden)
            case Mode.ALLEEN, Mode.BEHALVE:
                return Selection(Mode.ALLEEN, self.waarden - other.waarden)
            case Mode.BEHALVE, Mode.ALLEEN:
                return Selection(Mode.ALLEEN, other.waarden - self.waarden)
            case _:
                return Selection(Mode.BEHALVE, self.waarden | other.waarden)


ALLES = Selection(Mode.ALLE)


@lru_cache(maxsize=65_536)
def parse_selection(text: str) -> Selection:
    """
    Read the text of a compiled selection; the inverse of `str()`.
    """
    return Selection(Mode(text[0]), frozenset(filter(None, text[1:].split("|"))))


def only(*values: str) -> Selection:
    """
    Select these values.
    """
    return Selection(Mode.ALLEEN, frozenset(values))


def _read(value: object) -> Selection:
    if isinstance(value, Selection):
        return value
    if value == "alle":
        return ALLES
    if isinstance(value, str):
        if not value:
            raise PydanticCustomError("ZVH109", "empty", {})
        return only(value)
    if isinstance(value, dict):
        if set(value) != {"behalve"} or not isinstance(value["behalve"], (list, tuple)):
            raise _wrong_kind()
        return Selection(Mode.BEHALVE, _values(value["behalve"]))
    if isinstance(value, (list, tuple)):
        return Selection(Mode.ALLEEN, _values(value))
    raise _wrong_kind()


def _values(values: Any) -> frozenset[str]:
    if not values:
        raise PydanticCustomError("ZVH109", "empty", {})
    if not all(isinstance(value, str) for value in values):
        raise _wrong_kind()
    for value in values:
        if value == "alle" or values.count(value) > 1:
            raise PydanticCustomError("ZVH112", "alle or twice", {"waarde": value})
    if "" in values:
        raise PydanticCustomError("ZVH109", "empty", {})
    return frozenset(values)


def _wrong_kind() -> PydanticCustomError:
    return PydanticCustomError("ZVH113", "selection", {})


class _Reader:
    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_read)


Keuze = Annotated[Selection, _Reader]
