"""
The ledger of destruction: every line is there as it was written, or it says which one is not.
"""

from __future__ import annotations

import json
import os
import stat

from collections.abc import Callable
from pathlib import Path

import pytest

from hypothesis import given
from hypothesis import strategies as st

from zvhprivacy.bewaren.ledger import (
    BEGIN,
    DeadKey,
    Destroyed,
    Ledger,
    LedgerDamaged,
    LedgerFailed,
    Mark,
)


IDS = st.text("0123456789abcdef", min_size=32, max_size=32)
LINES = st.builds(
    Destroyed,
    plan=IDS,
    tijd=st.just("2026-06-08T10:00:00+02:00"),
    log=st.integers(0, 10**9),
    casussen=st.lists(IDS, max_size=3).map(tuple),
    gegevens=st.lists(IDS, max_size=3).map(tuple),
    sleutels=st.lists(
        st.builds(DeadKey, st.integers(1, 2**32 - 1), IDS, st.just("2026-06-01T08:00:00+00:00")),
        max_size=2,
    ).map(tuple),
    personen=st.lists(st.text("abc", min_size=28, max_size=28), max_size=3).map(tuple),
)
LINE = Destroyed("a" * 32, "2026-06-08T10:00:00+02:00", 27, casussen=("b" * 32,))


def filled(folder: Path, number: int = 3) -> Ledger:
    """
    Make a ledger with some lines, each another one.
    """
    ledger = Ledger(folder / "register.jsonl")
    for each in range(number):
        ledger.append(LINE._replace(log=each))
    return ledger


@given(st.lists(LINES, max_size=6))
def test_what_was_written_is_read_back(lines: list[Destroyed]) -> None:
    """
    All of it, in order, also by another process; and how far it is only depends on the lines.
    """
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        ledger, other = (Ledger(Path(folder) / "register.jsonl") for _ in range(2))
        marks = [ledger.append(line) for line in lines]

        assert lines == [line for _, line in other.entries()]
        assert marks == [mark for mark, _ in other.entries()]
        assert other.mark() == ledger.mark() == (marks[-1] if marks else BEGIN)
        assert all(Mark.parse(str(mark)) == mark and other.has(mark) for mark in marks)


def test_a_mark_says_from_where_to_read_on(tmp_path: Path) -> None:
    """
    After a mark come the lines after it, and a mark of another ledger is nowhere.
    """
    ledger = filled(tmp_path)
    marks = [mark for mark, _ in ledger.entries()]

    assert [1, 2] == [line.log for _, line in ledger.entries(marks[0])]
    assert [] == list(ledger.entries(marks[2]))
    assert not ledger.has(Mark(2, marks[0].hash))
    with pytest.raises(LedgerDamaged):
        list(ledger.entries(Mark(9, "f" * 64)))


def test_it_stands_in_a_file_of_its_owner(tmp_path: Path) -> None:
    """
    Nobody else reads it, and no line of it is broken.
    """
    ledger = filled(tmp_path)

    assert 0o600 == stat.S_IMODE(ledger.path.stat().st_mode)
    assert 3 == len([json.loads(line) for line in ledger.path.read_text().splitlines()])


def _other_hash(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b'"vorige":"', b'"vorige":"0')[:-1] + b"\n", lines[2]]


DAMAGE: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a line changed": lambda lines: [lines[0].replace(b'"log":0', b'"log":9'), *lines[1:]],
    "a line taken out": lambda lines: [lines[0], lines[2]],
    "the first taken out": lambda lines: lines[1:],
    "two exchanged": lambda lines: [lines[1], lines[0], lines[2]],
    "a line twice": lambda lines: [lines[0], *lines],
    "another hash": _other_hash,
    "no JSON": lambda lines: [b"{}\n", *lines[1:]],
    "an empty line": lambda lines: [b"\n", *lines],
}


@pytest.mark.parametrize("how", DAMAGE.values(), ids=DAMAGE)
def test_whatever_is_done_to_it_is_found(
    tmp_path: Path, how: Callable[[list[bytes]], list[bytes]]
) -> None:
    """
    Anything but the last line cut off is found, and nothing is added after it.
    """
    ledger = filled(tmp_path)
    ledger.path.write_bytes(b"".join(how(ledger.path.read_bytes().splitlines(keepends=True))))
    fresh = Ledger(ledger.path)

    with pytest.raises(LedgerDamaged):
        fresh.mark()
    with pytest.raises(LedgerDamaged):
        fresh.append(LINE)


@pytest.mark.parametrize("left", [0, 1, 40, -1])
def test_a_line_that_was_cut_off_counts_as_not_written(tmp_path: Path, left: int) -> None:
    """
    A loss of power leaves part of the last line, or rubbish: the next one takes its place.
    """
    ledger = filled(tmp_path)
    before = ledger.path.read_bytes()
    marks = [mark for mark, _ in ledger.entries()]
    whole = before.splitlines(keepends=True)
    rubbish = whole[2][:left] if left >= 0 else b"\0" * 20 + b"\n"
    ledger.path.write_bytes(whole[0] + whole[1] + rubbish)
    fresh = Ledger(ledger.path)

    assert marks[1] == fresh.mark()
    assert marks[2] == fresh.append(LINE._replace(log=2))
    assert before == ledger.path.read_bytes()


def test_one_that_was_put_back_is_read_anew(tmp_path: Path) -> None:
    """
    A shorter copy in its place is what it is, not what was remembered.
    """
    ledger = filled(tmp_path)
    first = next(iter(ledger.entries()))[0]
    ledger.path.write_bytes(ledger.path.read_bytes().splitlines(keepends=True)[0])

    assert first == ledger.mark()


def test_where_it_cannot_be_written_nothing_is_said_to_be(tmp_path: Path) -> None:
    """
    A folder in its place, or one that is not there and cannot be made.
    """
    (tmp_path / "map").mkdir()
    (tmp_path / "bestand").write_text("x")
    for path in (tmp_path / "map", tmp_path / "bestand" / "register.jsonl"):
        ledger = Ledger(path)
        with pytest.raises(LedgerFailed):
            ledger.ready()
        with pytest.raises(LedgerFailed):
            ledger.append(LINE)


def test_it_is_flushed_before_it_is_said_to_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The file, and with its first line the folder too.
    """
    flushed: list[bool] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        flushed.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    filled(tmp_path, 2)

    assert [False, True, False] == flushed
