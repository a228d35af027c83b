"""
Keep in a text what the Rijksmodel has no field for: `Inbraak (risico: inbraak)`.

People read it as it stands; reading the file back takes it apart again.
"""

from __future__ import annotations

import re


_ID = re.compile(r"[a-z][a-z0-9.-]{0,79}")


def marked(text: str, label: str, value: str) -> str:
    """
    Put *value* behind *text*; nothing when it is empty.
    """
    return f"{text} ({label}: {value})" if value else text


def unmarked(text: str, label: str) -> tuple[str, str]:
    """
    Take *text* apart into what `marked` was given; the value is empty when there is none.

    A value that has brackets that do not match does not come back as it was.
    """
    mark = f" ({label}: "
    start = text.rfind(mark)
    value = text[start + len(mark) : -1]
    if start < 0 or not text.endswith(")") or not _balanced(value):
        return text, ""
    return text[:start], value


def is_id(text: str) -> bool:
    """
    Say whether *text* can be an id in a file.
    """
    return _ID.fullmatch(text) is not None


def _balanced(text: str) -> bool:
    open_brackets = 0
    for char in text:
        open_brackets += (char == "(") - (char == ")")
        if open_brackets < 0:
            return False
    return open_brackets == 0


def slug(text: str, taken: frozenset[str] | set[str] = frozenset(), *, default: str) -> str:
    """
    Make an id of *text* that is not in *taken*.
    """
    words = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60].strip("-")
    name = words if re.match(r"[a-z]", words) else default
    number, found = 2, name
    while found in taken:
        found, number = f"{name}-{number}", number + 1
    return found
