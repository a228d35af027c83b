"""
A reference to an article of a law, as it stands in a rule and in an answer.
"""

from __future__ import annotations

import re

from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


_CITATION = re.compile(
    r"(?P<wet>[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ-]*(?: [A-Za-zÀ-ÿ-]+)*?(?: \d{4})?)"
    r" (?P<artikel>\d+[a-z]{0,3}(?:[.:]\d+[a-z]{0,3})*)"
    r"(?: lid (?P<leden>\d+[a-z]?(?:(?:, | en | tot en met )\d+[a-z]?)*))?"
    r"(?: (?P<letter>[a-z]))?",
    re.ASCII,
)
# No article has a hundred members, and a range up to a billion would fill the memory.
_RANGE = re.compile(r"(?<!\d)(\d{1,2}) tot en met (\d{1,2})(?![\da-z])", re.ASCII)


class Citation(NamedTuple):
    """
    One article, where it says so with its members (*leden*) and letter.

    *wet* is the name as written; *sleutel* is the same name in the form of a file name.
    """

    wet: str
    artikel: str
    leden: frozenset[str]
    letter: str

    @property
    def sleutel(self) -> str:
        """
        The name of the law in lower case with hyphens, as in `policies/wet/<sleutel>.yaml`.
        """
        return self.wet.lower().replace(" ", "-")

    def covers(self, other: Citation) -> bool:
        """
        Say whether *other* is this article, or a member or letter of it.
        """
        return (
            self.sleutel == other.sleutel
            and self.artikel == other.artikel
            and self.leden <= other.leden
            and self.letter in {"", other.letter}
        )


@lru_cache(maxsize=4096)
def parse_citation(text: str) -> Citation | None:
    """
    Read *text* as a citation; None when it is not one.
    """
    match = _CITATION.fullmatch(text)
    if match is None:
        return None
    wet, artikel, leden, letter = match.group("wet", "artikel", "leden", "letter")
    members = _members(leden or "")
    return None if members is None else Citation(wet, artikel, members, letter or "")


def covers(expected: str, given: str) -> bool:
    """
    Say whether the article *given* in an answer is the one *expected* in a toets.
    """
    wanted, found = parse_citation(expected), parse_citation(given)
    return wanted is not None and found is not None and wanted.covers(found)


def _members(text: str) -> frozenset[str] | None:
    """
    Name the members in *text*; None when it holds a range that does not count up.
    """
    members = set(re.findall(r"\d+[a-z]?", text))
    ranges = [(int(first), int(last)) for first, last in _RANGE.findall(text)]
    if len(ranges) < text.count("tot en met") or any(first >= last for first, last in ranges):
        return None
    for first, last in ranges:
        members.update(str(number) for number in range(first, last))
    return frozenset(members)


def _citation(value: str) -> str:
    if parse_citation(value) is None:
        raise PydanticCustomError("ZVH110", "citation", {"waarde": value})
    return value


Artikel = Annotated[str, AfterValidator(_citation)]
