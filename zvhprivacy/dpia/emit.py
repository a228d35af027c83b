"""
Write values as plain YAML that `zvhprivacy.source` reads back as the same values.

It writes mappings, lists and text and nothing else, so it needs no library: each key on a line of
its own, lists of words between brackets, and quotes only where they are needed.
"""

from __future__ import annotations

import re

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import TypeAlias

from zvhprivacy.model.selection import Mode, Selection
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.model.written import Written


Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

WIDTH = 120  # characters of a line; a list of words that is longer goes on below

# What YAML reads as the same text without quotes, wherever it stands. Narrower than YAML itself.
_BARE = re.compile(r"[^\W_](?:[\w.()/+%-]|[ ](?![ ])|[:](?! |$))*")
_NOTHING = frozenset({"null", "Null", "NULL", ""})


def plain_of(value: object) -> Plain:
    """
    Give what was or can be written for *value*: text, lists and mappings.

    A key with its default is left out, so that a key that is new says nothing of old values.

    Raises:
        TypeError: it is of no kind that stands in a file.
    """
    match value:
        case Written():
            return mapping_of(value)
        case Selection():
            words: list[Plain] = [*sorted(value.waarden)]
            if value.mode is Mode.ALLE:
                return "alle"
            return words if value.mode is Mode.ALLEEN else {"behalve": words}
        case Enum():
            return str(value.value)
        case bool():
            return "ja" if value else "nee"
        case str() | int() | Termijn() | date():
            return str(value)
        case Mapping():
            return {str(plain_of(key)): plain_of(each) for key, each in value.items()}
        case Sequence():
            return [plain_of(each) for each in value]
        case _:
            raise TypeError(type(value).__name__)


def mapping_of(value: Written) -> dict[str, Plain]:
    """
    Give the keys that stand in a file for *value*, with what stands there.
    """
    return {key: plain_of(each) for key, each in _said(value)}


def _said(value: Written) -> Iterator[tuple[str, object]]:
    for name, key, default in _keys_of(type(value)):
        said = getattr(value, name)
        if said != default:
            yield key, said


@cache
def _keys_of(model: type[Written]) -> tuple[tuple[str, str, object], ...]:
    """
    Give per field its name, its key and its default; without a default something equal to nothing.
    """
    own = model.__annotations__
    # What a kind of value adds itself says best what it is: an id comes before what it selects.
    fields = sorted(model.model_fields.items(), key=lambda each: each[0] not in own)
    return tuple(
        (
            name,
            field.alias or name,
            object() if field.is_required() else field.get_default(call_default_factory=True),
        )
        for name, field in fields
        if name != "plek"
    )


def yaml_of(value: Mapping[str, Plain], comment: str = "") -> str:
    """
    Write *value* as a file, below the lines of *comment*.
    """
    lines = [f"# {line}".rstrip() for line in comment.splitlines()]
    return "\n".join((*lines, *_mapping(value, ""))) + "\n"


def _mapping(value: Mapping[str, Plain], indent: str) -> Iterator[str]:
    for key, each in value.items():
        yield from _under(f"{indent}{_scalar(key)}:", each, indent)


def _under(head: str, value: Plain, indent: str) -> Iterator[str]:
    inner = f"{indent}  "
    if isinstance(value, str):
        yield f"{head} {_scalar(value)}"
    elif isinstance(value, dict):
        if value:
            yield head
            yield from _mapping(value, inner)
        else:
            yield f"{head} {{}}"
    elif all(isinstance(each, str) for each in value):
        yield from _words(head, [str(each) for each in value], inner)
    else:
        yield head
        for each in value:
            yield from _item(each, inner)


def _item(value: Plain, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        first, *rest = _mapping(value, f"{indent}  ")
        yield f"{indent}- {first.lstrip()}"
        yield from rest
    else:  # A list in a list is written on a line: no file here has one.
        yield from _under(f"{indent}-", value, indent)


def _words(head: str, words: Sequence[str], indent: str) -> Iterator[str]:
    line = f"{head} ["
    for number, word in enumerate(words):
        shown = _scalar(word, inside=True) + ("," if number + 1 < len(words) else "]")
        space = "" if number == 0 else " "
        if number and len(line) + len(space) + len(shown) > WIDTH:
            yield line
            line = f"{indent}{shown}"
        else:
            line += space + shown
    yield line if words else f"{line}]"


def _scalar(text: str, *, inside: bool = False) -> str:
    """
    Write *text* with quotes where YAML would read something else; *inside* is between brackets.
    """
    bare = _BARE.fullmatch(text) and not text.endswith(" ") and text not in _NOTHING
    if bare and not (inside and ":" in text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    if char.isprintable():
        return char
    return {"\n": "\\n", "\t": "\\t"}.get(char) or f"\\U{ord(char):08x}"
