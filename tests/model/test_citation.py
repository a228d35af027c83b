"""
Which texts refer to an article of a law, and which article covers which.
"""

from __future__ import annotations

import pytest

from zvhprivacy.model.citation import Citation, covers, parse_citation


def _citation(wet: str, artikel: str, leden: str = "", letter: str = "") -> Citation:
    return Citation(wet, artikel, frozenset(leden.split()), letter)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WGS 2.31", _citation("WGS", "2.31")),
        ("WGS 2.31 lid 2", _citation("WGS", "2.31", "2")),
        ("BGS 1.16 lid 1 b", _citation("BGS", "1.16", "1", "b")),
        ("WGS 1.8 b", _citation("WGS", "1.8", "", "b")),
        ("WGS 1.7 lid 2 en 3", _citation("WGS", "1.7", "2 3")),
        ("WGS 1.7 lid 1, 2 en 8", _citation("WGS", "1.7", "1 2 8")),
        ("WGS 2.28 lid 2 tot en met 4", _citation("WGS", "2.28", "2 3 4")),
        ("WGS 1.8 lid 1, 3 tot en met 5 en 7", _citation("WGS", "1.8", "1 3 4 5 7")),
        ("Wpg 20 lid 1a", _citation("Wpg", "20", "1a")),
        ("AVG 9 lid 2", _citation("AVG", "9", "2")),
        ("Wmo 2015 4.1.1", _citation("Wmo 2015", "4.1.1")),
        ("Jeugdwet 7.3.11", _citation("Jeugdwet", "7.3.11")),
        ("PGA-wet 6", _citation("PGA-wet", "6")),
        ("Awb 10:3", _citation("Awb", "10:3")),
        ("BW 7:457", _citation("BW", "7:457")),
        ("Sr 38m", _citation("Sr", "38m")),
        ("Wjsg 39fa", _citation("Wjsg", "39fa")),
        ("Wet BIG 88", _citation("Wet BIG", "88")),
        ("Participatiewet 64 lid 1", _citation("Participatiewet", "64", "1")),
    ],
)
def test_forms_that_are_read(text: str, expected: Citation) -> None:
    """
    A law, possibly of a year, an article, and where it says so members and a letter.
    """
    assert expected == parse_citation(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WGS",
        "2.31",
        " WGS 2.31",
        "WGS 2.31 ",
        "WGS  2.31",
        "WGS, 2.31",
        "WGS 2.31 en 2.32",
        "WGS 2.31 lid",
        "WGS 2.31 lid twee",
        "WGS 2.31 lid 2 en",
        "WGS 2.31 lid 2,3",
        "WGS 2.31 lid 4 tot en met 2",
        "WGS 2.31 lid 1a tot en met 3",
        "WGS 2.31 lid 1 tot en met 3 tot en met 5",
        "WGS 2.31 lid 1 tot en met 1000000000",
        "WGS 2.31 lid " + "9" * 5_000 + " tot en met 3",
        "WGS 2.31 onder b",
        "WGS 2.31\n",
        "WGS ٢.٣١",
    ],
)
def test_forms_that_are_not_read(text: str) -> None:
    """
    Anything else is no citation, not the nearest one.
    """
    assert parse_citation(text) is None


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("WGS 2.31", "WGS 2.31"),
        ("WGS 2.31", "WGS 2.31 lid 2"),
        ("WGS 2.31 lid 2", "WGS 2.31 lid 2"),
        ("WGS 2.31 lid 2", "WGS 2.31 lid 2 en 4"),
        ("WGS 2.28 lid 3", "WGS 2.28 lid 2 tot en met 4"),
        ("WGS 2.31 lid 2", "wgs 2.31 lid 2"),
        ("BGS 1.16 lid 1", "BGS 1.16 lid 1 b"),
    ],
)
def test_an_article_covers_its_parts(expected: str, given: str) -> None:
    """
    An article covers itself, its members and its letters.
    """
    assert covers(expected, given)


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ("WGS 2.31 lid 2", "WGS 2.31"),
        ("WGS 2.31 lid 2", "WGS 2.31 lid 3"),
        ("WGS 2.31 lid 2 en 4", "WGS 2.31 lid 2"),
        ("WGS 2.3", "WGS 2.31"),
        ("WGS 2.31", "BGS 2.31"),
        ("Wmo 2015 4.1.1", "Wmo 4.1.1"),
        ("BGS 1.16 lid 1 b", "BGS 1.16 lid 1 a"),
        ("BGS 1.16 lid 1 b", "BGS 1.16 lid 1"),
        ("WGS 2.31", "organisatie"),
        ("organisatie", "organisatie"),
    ],
)
def test_an_article_covers_nothing_else(expected: str, given: str) -> None:
    """
    A part does not cover the whole, and an article that looks alike is another one.
    """
    assert not covers(expected, given)
