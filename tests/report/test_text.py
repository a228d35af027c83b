"""
Findings and tables as text: every column in its place, and nothing that steers a terminal.
"""

from __future__ import annotations

import io

import pytest

from zvhprivacy.errors import Level, Span, finding
from zvhprivacy.report.text import emphasised, finding_lines, plain, show, table_lines


def _said(lines: object) -> str:
    stream = io.StringIO()
    show(lines, stream, colour=False)  # type: ignore[arg-type]
    return stream.getvalue()


def _finding(source: str, start: int, end: int, *, line: int = 7) -> str:
    found = finding("ZVH101", Span("a.yaml", line, start, end), sleutel="x", suggestie="")
    return _said(finding_lines(found, "nl", lambda _: source))


def test_a_finding_points_at_its_word() -> None:
    """
    Carets stand below the word that the finding is about.
    """
    assert """\
a.yaml:7:3: ZVH101 `x` is hier geen bekende sleutel
  |
7 |   sleutle: 1
  |   ^^^^^^^
  = waarom:  Wat onder een onbekende sleutel staat, zou nergens voor gelden.
  = herstel: Verbeter de naam of verwijder de regel.

""" == _finding("  sleutle: 1", 3, 10)


def test_the_margin_grows_with_the_line_number() -> None:
    """
    Whatever the number of the line, the bars stand below one another.
    """
    lines = _finding("  sleutle: 1", 3, 10, line=12_345).splitlines()

    assert ["      |", "12345 |   sleutle: 1", "      |   ^^^^^^^"] == lines[1:4]


@pytest.mark.parametrize(
    ("source", "start", "end", "carets"),
    [
        ("漢字: x", 1, 3, "  | ^^^^"),
        ("漢字: x", 5, 6, "  |       ^"),
        ("e\u0301e: x", 3, 4, "  |  ^"),
    ],
)
def test_carets_follow_the_width_of_letters(source: str, start: int, end: int, carets: str) -> None:
    """
    Wide letters take two columns and combining marks none.
    """
    assert carets == _finding(source, start, end).splitlines()[3]


@pytest.mark.parametrize(
    ("source", "start", "end"), [("", 3, 10), ("kort", 30, 40), ("  sleutle: 1", 3, 3)]
)
def test_without_a_place_there_are_no_carets(source: str, start: int, end: int) -> None:
    """
    A finding about a whole file, or past the part that is shown, has no carets.
    """
    assert "^" not in _finding(source, start, end)


def test_an_accepted_finding_has_a_note() -> None:
    """
    Who accepted a finding stands below it.
    """
    found = finding("ZVH009", Span.whole("x"), level=Level.BEVINDING, soort="map")
    said = _said(finding_lines(found, "nl", lambda _: "", note="mag (ik, tot morgen)"))

    assert "  = aanvaard: mag (ik, tot morgen)\n" in said


def test_no_markup_is_read_in_what_a_person_wrote() -> None:
    """
    Square brackets and emoji codes stay what they are, also with colour.
    """
    stream = io.StringIO()
    show([plain("[bold]x[/bold] :smile: [link=http://x]y[/link]")], stream, colour=True)

    assert "[bold]x[/bold] :smile: [link=http://x]y[/link]\n" == stream.getvalue()


def test_bold_is_a_style() -> None:
    """
    The stars of a sentence become style, or vanish where there is none.
    """
    assert [("  ", ""), ("wie", "bold"), (" mag", "")] == emphasised("**wie** mag", "  ")
    assert "wie mag\n" == _said([emphasised("**wie** mag")])


def test_a_table_is_aligned() -> None:
    """
    Columns are as wide as their widest cell, without spaces at the end, and a cell is one line.
    """
    assert "a     bb\n漢字  c\nd\\n   e\n" == _said(
        table_lines([("a", "bb"), ("漢字", "c"), ("d\n", "e")])
    )
