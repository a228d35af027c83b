"""
The glossary is complete.
"""

from __future__ import annotations

import re

from tests.docs import pages, words


PAGE = (pages.DOCS / "begrippen.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)


def test_every_word_has_a_row() -> None:
    """
    Every Dutch word in code and files is in the glossary.
    """
    assert [] == sorted(words.used() - {words.as_written(word) for word, _, _ in ROWS})


def test_every_row_is_a_word_in_use() -> None:
    """
    The glossary explains nothing that is not there (any more), and nothing twice.
    """
    names = [words.as_written(word) for word, _, _ in ROWS]

    assert [] == sorted(set(names) - words.used())
    assert len(names) == len(set(names))


def test_every_row_has_a_meaning_and_a_source() -> None:
    """
    No cell is empty.
    """
    assert [] == [row for row in ROWS if not row[1].strip() or not row[2].strip()]
