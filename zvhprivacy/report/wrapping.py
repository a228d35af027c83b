"""
Texts that wrap in a column: how many lines they take, and cut where they are too high for a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap


MAX_LINES = 30  # of a cell that wraps: a row is at most 409 points high, the limit of Excel
_PART_LINES = 4  # of a long text that go to the next row together


def pieces(text: str, width: int) -> list[str]:
    """
    Cut *text* into pieces that each fit a cell of *width* characters that wraps.

    Nothing is lost: put together, with spaces or line ends between them, they are the text.
    """
    found: list[str] = []
    piece, height = "", 0
    for number, line in enumerate(text.split("\n")):
        glue = "\n" if number else ""
        for part, space in _parts(line, width * _PART_LINES):
            between = glue if space is None else space
            needs = lines_of(part, width)
            if height and height + needs > MAX_LINES:
                found.append(piece)
                piece, height = part, needs
            else:
                piece, height = f"{piece}{between}{part}", height + needs
    return [*found, piece]


def lines_of(text: str, width: int) -> int:
    """
    Estimate how many lines *text* takes in a column of *width*.

    A letter of a wide script counts for one, so of such a text the last lines can be hidden.
    """
    return sum(_wrapped(line, max(1, width)) for line in text.split("\n"))


def _wrapped(line: str, width: int) -> int:
    if len(line) <= width and "\t" not in line:
        return 1  # as nearly all; wrapping takes long
    return max(1, len(wrap(line, width)))


def _parts(line: str, most: int) -> Iterator[tuple[str, str | None]]:
    """
    Cut a line where it is longer than *most*, at a space if it has one.

    With each part comes what stood before it: a space, nothing, or None at the start of the line.
    """
    space = None
    while len(line) > most:
        cut = line.rfind(" ", 1, most + 1)
        cut = cut if cut > 0 else most
        yield line[:cut], space
        space = " " if line[cut] == " " else ""
        line = line[cut:].removeprefix(" ")
    yield line, space
