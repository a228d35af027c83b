"""
What a database checks of a row by itself, read off from the value that the row keeps.

It is a second defence: a program that writes past this package cannot put a sentence where a word
of the vocabulary belongs either.
"""

from __future__ import annotations

import functools
import string

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import sqlalchemy as sa

from zvhprivacy.model.casus import Periode, PersonRef, Register, Uid, Version, Word


_UID = string.digits + "abcdef"
_WORD = string.ascii_lowercase + string.digits + "-"


def checks(model: type[Register]) -> tuple[sa.CheckConstraint, ...]:
    """
    Give the checks for a table of *model*: ids, words, choices, lists, versions and periods.
    """
    rules = [(name, rule) for name, kind in kinds(model).items() for rule in _rules(name, kind)]
    if issubclass(model, Periode):
        rules.append(("periode", "tot >= van"))
    return tuple(sa.CheckConstraint(rule, name=name) for name, rule in rules)


@functools.cache
def kinds(model: type[Register]) -> Mapping[str, Any]:
    """
    Give the type of each field of *model*, of one that may be left out the type it has if not.
    """
    hints = get_type_hints(model, include_extras=True)
    return {name: _without_none(hints[name]) for name in model.model_fields}


def is_list(kind: Any) -> bool:
    """
    Say whether *kind* is that of several values, which a row keeps as JSON.
    """
    return get_origin(get_args(kind)[0] if get_origin(kind) is Annotated else kind) is tuple


def _without_none(hint: Any) -> Any:
    args = get_args(hint)
    return args[0] if type(None) in args else hint


def _rules(name: str, kind: Any) -> Iterator[str]:
    # What is absent is NULL, and NULL passes every check. These functions are on both engines.
    if kind is Uid:
        yield f"length({name}) = 32 AND ltrim({name}, '{_UID}') = ''"
    elif kind is PersonRef:
        yield f"length({name}) = 28 AND ltrim({name}, '{string.ascii_lowercase}') = ''"
    elif kind is Word:
        yield f"length({name}) BETWEEN 1 AND 100 AND ltrim({name}, '{_WORD}') = ''"
    elif kind is Version:
        yield f"{name} >= 1"
    elif kind is bool:
        yield f"{name} IN (true, false)"
    elif is_list(kind):
        yield f"substr({name}, 1, 1) = '['"
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        choices = ", ".join(f"'{choice}'" for choice in kind)
        yield f"{name} IN ({choices})"
