"""
What a test changes in a world: one field, a row more or less, several things at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.feiten.registers import World, verklaring
from zvhprivacy.model.about import About
from zvhprivacy.model.casus import Register
from zvhprivacy.model.registers import Onderwerp
from zvhprivacy.model.request import Request


Change = Callable[[World], World]


# Where the rows inside another value stand.
_INSIDE = {
    "casus": "dossier",
    "betrokkenen": "dossier",
    "deelnames": "dossier",
    "toewijzingen": "dossier",
}


def but(given: World, name: str, **changes: Any) -> World:
    """
    Give the world with *changes* in what *name* says; of several rows, in each of them.
    """
    if name in _INSIDE:
        outer = _INSIDE[name]
        inner = _changed(getattr(given[outer], name), changes)
        return {**given, outer: given[outer].model_copy(update={name: inner})}
    return {**given, name: _changed(given[name], changes)}


def put(given: World, name: str, value: Any) -> World:
    """
    Give the world with *value* instead of what *name* says.
    """
    if name in _INSIDE:
        outer = _INSIDE[name]
        return {**given, outer: given[outer].model_copy(update={name: value})}
    return {**given, name: value}


def add(given: World, name: str, *lines: Register) -> World:
    """
    Give the world with *lines* besides those that *name* has.
    """
    had = getattr(given[_INSIDE[name]], name) if name in _INSIDE else given[name]
    return put(given, name, (*had, *lines))


def _changed(value: Any, changes: Mapping[str, Any]) -> Any:
    match value:
        case Request() | About():
            return value._replace(**changes)
        case tuple():
            return tuple(_changed(each, changes) for each in value)
        case dict():
            return {**value, **changes}
        case _:
            return value.model_copy(update=dict(changes))


def row(name: str, **changes: Any) -> Change:
    """
    Change fields of a row, or of all rows of that name.
    """
    return lambda given: but(given, name, **changes)


def without(name: str) -> Change:
    """
    Leave a register empty.
    """
    return lambda given: put(given, name, () if isinstance(given.get(name, ()), tuple) else None)


def also(name: str, *lines: Any) -> Change:
    """
    Add lines to a register.
    """
    return lambda given: add(given, name, *lines)


def both(*changes: Change) -> Change:
    """
    Change several things.
    """

    def change(given: World) -> World:
        for each in changes:
            given = each(given)
        return given

    return change


def declared(feit: str, over: Onderwerp, onderwerp: str, *organisaties: str) -> Change:
    """
    Let *organisaties* declare *feit* of one thing.
    """
    return also("verklaringen", *(verklaring(feit, over, onderwerp, o) for o in organisaties))


def put_kinds(**kinds: str) -> Change:
    """
    Let organisations be of other kinds.
    """
    return lambda given: put(
        given, "members", {**given["members"], "soorten": {**given["members"]["soorten"], **kinds}}
    )
