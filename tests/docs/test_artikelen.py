"""
The map of articles names every ban, and only bans that exist, and every article of the three laws.
"""

from __future__ import annotations

import re

from tests.docs import made, pages
from zvhprivacy.model.citation import Citation, parse_citation


PAGE = (pages.DOCS / "artikelen.md").read_text(encoding="utf-8")
BANS = {name for names in made.citing().values() for name in names}
MAPPED = ("wgs", "bgs", "pga-wet")


def test_every_ban_has_a_row() -> None:
    """
    No ban of `policies/wet/` is left out of the map.
    """
    assert [] == sorted(BANS - _in_column(2))


def test_every_ban_named_exists() -> None:
    """
    What stands in the column of bans is a ban.
    """
    assert [] == sorted(_in_column(2) - BANS)


def test_every_article_has_a_row() -> None:
    """
    Every article that a file of the three laws lists is in the map.
    """
    rows = {(article.sleutel, article.artikel) for article in _articles()}
    listed = {(w.wet, number) for w in made.laws() if w.wet in MAPPED for number in w.artikelen}

    assert [] == sorted(listed - rows)


def test_every_row_says_how_it_is_guarded() -> None:
    """
    An article without a ban says what guards it, or why there is nothing to guard.
    """
    empty = [row[0] for row in _rows() if row[2].strip() == "–" and row[3].strip() == "–"]

    assert [] == empty


def test_no_row_stands_twice() -> None:
    """
    An article and member has one row.
    """
    names = [row[0] for row in _rows()]

    assert len(names) == len(set(names))


def test_codes_named_exist() -> None:
    """
    A code of a finding that the map relies on has a message.
    """
    from zvhprivacy.messages import codes

    assert set(re.findall(r"ZVH\d{3}", PAGE)) <= set(codes())


def _rows() -> list[list[str]]:
    lines = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    return [cells for cells in lines if cells[0] != "Artikel"]


def _in_column(number: int) -> set[str]:
    return {name for row in _rows() for name in re.findall(r"`([^`]+)`", row[number])}


def _articles() -> list[Citation]:
    found = [parse_citation(row[0]) for row in _rows()]
    assert None not in found
    return [article for article in found if article is not None]
