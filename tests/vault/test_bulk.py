"""
A column of BSNs becomes the same pseudonyms as one by one, and nothing else goes out unasked.
"""

from __future__ import annotations

import csv
import re
import stat
import subprocess
import sys

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.bsn import bsn, bsns
from tests.vault.people import POLITIE, ZORG, Kluis
from zvhprivacy.errors import WrongUse
from zvhprivacy.vault.bsn import Bsn, BsnReden
from zvhprivacy.vault.bulk import (
    ColumnsWrong,
    Counts,
    Kolommen,
    Onbekend,
    Ongeldig,
    RowInvalid,
    Translation,
)
from zvhprivacy.vault.bulk_csv import CsvFailed, pseudonymise_csv
from zvhprivacy.vault.bulk_frames import pseudonymise_arrow, pseudonymise_polars
from zvhprivacy.vault.pseudonym import parse


WRONG = "111111111"


@pytest.fixture
def kluis() -> Kluis:
    """
    One in which the first five are enrolled.
    """
    kluis = Kluis()
    kluis.persons.enrol_all(bsns(5))
    return kluis


def _translation(kluis: Kluis, **more: Any) -> Translation:
    standard = {"ongeldig": Ongeldig.STOP, "onbekend": Onbekend.LEEG}
    return Translation(kluis.persons, ZORG, **{**standard, **more})


def _one_by_one(kluis: Kluis, values: list[str | None]) -> list[str | None]:
    made: list[str | None] = []
    for value in values:
        person = kluis.persons.find(Bsn(value)) if value else None
        made.append(person and kluis.persons.pseudonym(person, ZORG))
    return made


# --- the column -----------------------------------------------------------------------------------


KLUIS = Kluis()
KLUIS.persons.enrol_all(bsns(5))


@given(
    st.lists(st.lists(st.none() | st.just("") | st.integers(0, 8).map(bsn), max_size=12)),
    st.integers(0, 6),
)
def test_it_is_the_same_as_one_by_one(pieces: list[list[str | None]], remembered: int) -> None:
    """
    In whatever pieces a column comes and however little is remembered, every row gets what it
    would get alone, and the counts add up.
    """
    translation = _translation(KLUIS, onthoud=remembered)

    made = [each for piece in pieces for each in translation.translate(piece)]

    values = [value for piece in pieces for value in piece]
    expected = _one_by_one(KLUIS, values)
    empty = sum(not value for value in values)
    assert expected == made
    assert translation.counts == Counts(
        len(values), empty, 0, sum(each is None for each in expected) - empty
    )
    assert len(translation._known) <= remembered


def test_the_dropped_zero(kluis: Kluis) -> None:
    """
    A BSN with and without its leading zero is one person, whatever its text.
    """
    one, other = _translation(kluis, onbekend=Onbekend.AANMELDEN).translate(
        ["010000008", "10000008"]
    )

    assert one
    assert one == other


def test_who_is_unknown(kluis: Kluis) -> None:
    """
    Who is not in the kluis is enrolled or left out, as was chosen.
    """
    values = [bsn(0), bsn(7), bsn(7)]
    left_out = _translation(kluis)
    enrolled = _translation(kluis, onbekend=Onbekend.AANMELDEN)

    first, *nobody = left_out.translate(values)
    assert kluis.persons.find(Bsn(bsn(7))) is None
    again, *somebody = enrolled.translate(values)

    assert [None, None] == nobody
    assert first == again
    assert _one_by_one(kluis, [bsn(7)] * 2) == somebody
    assert (2, 0) == (left_out.counts.onbekend, enrolled.counts.onbekend)


def test_what_is_no_bsn_is_left_out_and_told(kluis: Kluis) -> None:
    """
    Left out, of every wrong row the number and the reason are told, over all pieces.
    """
    told: list[tuple[int, BsnReden]] = []
    translation = _translation(
        kluis, ongeldig=Ongeldig.LEEG, melden=lambda rij, reden: told.append((rij, reden))
    )

    made = translation.translate([bsn(0), WRONG, ""]) + translation.translate([WRONG, "x", bsn(1)])

    assert [True, False, False, False, False, True] == [each is not None for each in made]
    assert [(2, BsnReden.ELFPROEF), (4, BsnReden.ELFPROEF), (5, BsnReden.TEKENS)] == told
    assert Counts(6, 1, 3, 0) == translation.counts


def test_what_is_no_bsn_stops(kluis: Kluis) -> None:
    """
    When a wrong row is a reason to stop, its number and the reason are said, the value is not,
    and nobody of the piece was enrolled.
    """
    translation = _translation(kluis, onbekend=Onbekend.AANMELDEN)
    translation.translate([bsn(0), bsn(1)])

    with pytest.raises(RowInvalid) as raised:
        translation.translate([bsn(8), WRONG])

    shown = f"{raised.value!r} {raised.value} {raised.value.sentence('en')} {raised.value.values}"
    assert (4, BsnReden.ELFPROEF) == (raised.value.rij, raised.value.reden)
    assert WRONG not in shown
    assert raised.value.__cause__ is None
    assert kluis.persons.find(Bsn(bsn(8))) is None


def test_each_bsn_is_asked_once(kluis: Kluis, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    However often a BSN stands in the column, the kluis is asked about it once.
    """
    asked: list[Bsn] = []
    real = kluis.persons.pseudonyms

    def counted(numbers: Any, domain: Any) -> Any:
        numbers = list(numbers)
        asked.extend(numbers)
        return real(numbers, domain)

    monkeypatch.setattr(kluis.persons, "pseudonyms", counted)
    translation = _translation(kluis)
    for _ in range(3):
        translation.translate([bsn(0), bsn(1), bsn(0)])

    assert bsns(2) == asked


def test_columns_of_two_domains_do_not_join(kluis: Kluis) -> None:
    """
    The same column for two recipients has no pseudonym in common.
    """
    values = [bsn(number) for number in range(5)]
    standard: dict[str, Any] = {"ongeldig": Ongeldig.STOP, "onbekend": Onbekend.LEEG}
    zorg, politie = (
        Translation(kluis.persons, domain, **standard).translate(values)
        for domain in (ZORG, POLITIE)
    )

    assert {parse(each or "").waarde for each in zorg}.isdisjoint(
        parse(each or "").waarde for each in politie
    )


# --- which columns --------------------------------------------------------------------------------


NAMES = ["naam", "bsn", "plaats"]


@pytest.mark.parametrize(
    ("houd", "expected"),
    [((), [1]), (("plaats",), [1, 2]), (("plaats", "naam"), [0, 1, 2]), (None, [0, 1, 2])],
)
def test_only_what_is_named_goes_out(houd: tuple[str, ...] | None, expected: list[int]) -> None:
    """
    Nothing but the pseudonym goes out, unless it is named, or all is asked for.
    """
    assert expected == Kolommen(bsn="bsn", houd=houd).chosen(NAMES)


@pytest.mark.parametrize(
    ("names", "kolommen"),
    [
        (NAMES, Kolommen(bsn="BSN")),
        (NAMES, Kolommen(bsn="bsn", houd=("adres",))),
        (NAMES, Kolommen(bsn="bsn", houd=("bsn",))),
        (NAMES, Kolommen(bsn="bsn", pseudoniem="naam", houd=("naam",))),
        (NAMES, Kolommen(bsn="bsn", pseudoniem="naam", houd=None)),
        ([*NAMES, "bsn"], Kolommen(bsn="bsn")),
        ([*NAMES, "naam"], Kolommen(bsn="bsn", houd=None)),
        ([bsn(0), "Jansen"], Kolommen(bsn="bsn", houd=None)),
        ([], Kolommen(bsn="bsn")),
    ],
)
def test_columns_that_cannot_be(names: list[str], kolommen: Kolommen) -> None:
    """
    A column that is not there, or is there twice, is named; what stands in the file is not.
    """
    with pytest.raises(ColumnsWrong) as raised:
        kolommen.chosen(names)

    assert not any(each in str(raised.value) for each in (bsn(0), "Jansen"))


# --- CSV ------------------------------------------------------------------------------------------


def _rows(path: Path, scheiding: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter=scheiding))


def test_a_csv_file(kluis: Kluis, tmp_path: Path) -> None:
    """
    A file keeps its rows and the columns asked for; a blank line stays a row, a field with a line
    break one field.
    """
    bron, doel = tmp_path / "bron.csv", tmp_path / "doel.csv"
    text = f'naam;bsn;plaats\r\nJansen;{bsn(0)};"Nij;me\ngen"\r\n\r\n=1+1;{bsn(9)};é\r\n'
    bron.write_bytes(b"\xef\xbb\xbf" + text.encode())
    seen: list[int] = []

    counts = pseudonymise_csv(
        bron,
        doel,
        _translation(kluis),
        Kolommen(bsn="bsn", houd=("plaats",)),
        scheiding=";",
        voortgang=seen.append,
    )

    (one,) = _one_by_one(kluis, [bsn(0)])
    expected = [["pseudoniem", "plaats"], [one, "Nij;me\ngen"], ["", ""], ["", "é"]]
    assert expected == _rows(doel, ";")
    assert Counts(3, 1, 0, 1) == counts
    assert 3 == seen[-1]
    assert 0o600 == stat.S_IMODE(doel.stat().st_mode)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(rows=st.lists(st.tuples(CELLS, st.integers(0, 6).map(bsn), CELLS), max_size=8))
def test_other_columns_go_through_untouched(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    """
    Whatever stands in the other columns comes out as it went in.
    """
    folder = tmp_path_factory.mktemp("csv")
    bron, doel = folder / "bron.csv", folder / "doel.csv"
    with bron.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([("a", "bsn", "b"), *rows])

    pseudonymise_csv(bron, doel, _translation(KLUIS), Kolommen(bsn="bsn", houd=None))

    made = _one_by_one(KLUIS, [number for _, number, _ in rows])
    expected = [[a, each or "", b] for (a, _, b), each in zip(rows, made, strict=True)]
    assert [["a", "pseudoniem", "b"], *expected] == _rows(doel)


def test_no_pseudonym_is_a_formula(kluis: Kluis) -> None:
    """
    A pseudonym starts with a letter and holds nothing a spreadsheet could calculate with or quote.
    """
    made = _translation(kluis).translate([bsn(number) for number in range(5)])

    assert all(re.fullmatch("[a-z][a-z0-9-]*", each or "") for each in made)


BAD_FILES: dict[str, bytes] = {
    "no file": b"",
    "a bsn that is none": f"bsn\n{bsn(0)}\n{WRONG}\n".encode(),
    "too few fields": f"bsn,naam\n{bsn(0)},a\n{bsn(1)}\n".encode(),
    "too many fields": f"bsn,naam\n{bsn(0)},a,b\n".encode(),
    "no such column": f"{bsn(0)}\n".encode(),
    "not UTF-8": f"bsn,naam\n{bsn(0)},Andr".encode() + b"\xe9\n",
    "UTF-16": f"bsn\n{bsn(0)}\n".encode("utf-16"),
    "an open quote": f'bsn,naam\n{bsn(0)},"a\n'.encode(),
    "a field of a megabyte": b"bsn,naam\n," + b"a" * 1_000_000 + b"\n",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used(kluis: Kluis, tmp_path: Path, name: str) -> None:
    """
    Of a file that is not in order nothing is written, and nothing of it is said.
    """
    bron, doel = tmp_path / "bron.csv", tmp_path / "doel.csv"
    if BAD_FILES[name]:
        bron.write_bytes(BAD_FILES[name])

    with pytest.raises((CsvFailed, ColumnsWrong, RowInvalid)) as raised:
        pseudonymise_csv(bron, doel, _translation(kluis), Kolommen(bsn="bsn", houd=None))

    shown = f"{raised.value!r} {raised.value} {raised.value.sentence('en')}"
    assert {bron} >= set(tmp_path.iterdir())
    assert not any(secret in shown for secret in (bsn(0), bsn(1), WRONG, "Andr"))
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_an_existing_file_is_not_overwritten(kluis: Kluis, tmp_path: Path) -> None:
    """
    The output is a new file; the input can therefore not be lost.
    """
    bron = tmp_path / "bron.csv"
    bron.write_text(f"bsn\n{bsn(0)}\n", encoding="utf-8")

    with pytest.raises(WrongUse):
        pseudonymise_csv(bron, bron, _translation(kluis), Kolommen(bsn="bsn"))

    assert bsn(0) in bron.read_text(encoding="utf-8")


def test_a_full_disk(kluis: Kluis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    When the output cannot be written there is none.
    """
    bron, doel = tmp_path / "bron.csv", tmp_path / "doel.csv"
    bron.write_text(f"bsn\n{bsn(0)}\n", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CsvFailed, match="No space left"):
        pseudonymise_csv(bron, doel, _translation(kluis), Kolommen(bsn="bsn"))

    assert [bron] == list(tmp_path.iterdir())


MEMORY = """
import sys
from pathlib import Path
from tests.bsn import bsns
from tests.vault.people import ZORG, Kluis
from zvhprivacy.vault.bulk import Kolommen, Onbekend, Ongeldig, Translation
from zvhprivacy.vault.bulk_csv import pseudonymise_csv

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

kluis = Kluis()
kluis.persons.enrol_all(bsns(2_000))
translation = Translation(
    kluis.persons, ZORG, ongeldig=Ongeldig.STOP, onbekend=Onbekend.LEEG, onthoud=int(sys.argv[3])
)
peaks = {}
pseudonymise_csv(
    Path(sys.argv[1]), Path(sys.argv[2]), translation, Kolommen(bsn="bsn"),
    voortgang=lambda rows: peaks.setdefault(rows, peak()),
)
print(peaks[20_000], peaks[200_000])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """
    From 20,000 rows to 200,000 the peak grows by less than a fiftieth of what ten million rows may
    use in all.
    """
    bron = tmp_path / "bron.csv"
    texts = [bsn(number) for number in range(2_000)]
    with bron.open("w", encoding="utf-8") as out:
        out.write("bsn,rest\n")
        out.writelines(f"{texts[row * 7 % 2_000]},{row}\n" for row in range(200_000))

    command = [sys.executable, "-c", MEMORY, str(bron), str(tmp_path / "doel.csv"), "1000"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    early, late = map(int, output.split())

    assert late - early <= 300 * 1024 / 50
    assert late <= 300 * 1024


# --- Arrow and Polars -----------------------------------------------------------------------------


Data = Iterable[dict[str, list[Any]]]
Frames = Callable[[Data, Translation, Kolommen], Iterator[Any]]


def _arrow(data: Data, translation: Translation, kolommen: Kolommen) -> Any:
    pa = pytest.importorskip("pyarrow")
    batches = (pa.RecordBatch.from_pydict(each) for each in data)
    return (each.to_pydict() for each in pseudonymise_arrow(batches, translation, kolommen))


def _polars(data: Data, translation: Translation, kolommen: Kolommen) -> Any:
    pl = pytest.importorskip("polars")
    frames = (pl.DataFrame(each) for each in data)
    made = pseudonymise_polars(frames, translation, kolommen)
    return (each.to_dict(as_series=False) for each in made)


@pytest.mark.parametrize("frames", [_arrow, _polars])
def test_frames(kluis: Kluis, frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Arrow and Polars columns become the same pseudonyms, in pieces, with only the columns named.
    """
    monkeypatch.setattr("zvhprivacy.vault.bulk_frames.ROWS_AT_ONCE", 2)
    values: list[list[str | None]] = [[bsn(0), None, bsn(1)], [bsn(0), bsn(9)]]
    data: list[dict[str, list[Any]]]
    data = [{"n": [*range(len(each))], "bsn": each, "naam": ["x"] * len(each)} for each in values]

    made = list(frames(data, _translation(kluis), Kolommen(bsn="bsn", houd=("n",))))

    assert [["n", "pseudoniem"]] * 3 == [list(each) for each in made]
    assert [[0, 1], [2], [0, 1]] == [each["n"] for each in made]
    pseudonyms = [value for each in made for value in each["pseudoniem"]]
    assert _one_by_one(kluis, [*values[0], *values[1]]) == pseudonyms


@pytest.mark.parametrize("frames", [_arrow, _polars])
def test_frames_are_streamed(kluis: Kluis, frames: Frames) -> None:
    """
    The first piece comes out before the next is asked for.
    """
    numbers = iter(range(3))
    data = ({"bsn": [bsn(number)]} for number in numbers)

    next(frames(data, _translation(kluis), Kolommen(bsn="bsn")))

    assert [1, 2] == list(numbers)


@pytest.mark.parametrize("frames", [_arrow, _polars])
def test_bsns_as_numbers_are_refused(kluis: Kluis, frames: Frames) -> None:
    """
    BSNs that are numbers have lost something, and are not taken.
    """
    with pytest.raises(ColumnsWrong):
        list(frames([{"bsn": [int(bsn(0))]}], _translation(kluis), Kolommen(bsn="bsn")))


def test_dictionary_columns(kluis: Kluis) -> None:
    """
    A column that stands in a file as a dictionary is text all the same.
    """
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    values = [bsn(0), bsn(1), bsn(0)]
    arrow = pa.RecordBatch.from_arrays([pa.array(values).dictionary_encode()], names=["bsn"])
    polars = pl.DataFrame({"bsn": pl.Series(values, dtype=pl.Categorical)})
    kolommen = Kolommen(bsn="bsn")

    (one,) = pseudonymise_arrow([arrow], _translation(kluis), kolommen)
    (other,) = pseudonymise_polars([polars], _translation(kluis), kolommen)

    expected = _one_by_one(kluis, [*values])
    assert expected == one.column(0).to_pylist() == other.to_series(0).to_list()


@pytest.mark.parametrize("module", ["bulk", "bulk_csv", "bulk_frames"])
def test_the_libraries_are_imported_when_needed(module: str) -> None:
    """
    Without Arrow and Polars everything else works.
    """
    code = (
        f"import sys, zvhprivacy.vault.{module}; "
        "assert not {'pyarrow', 'polars', 'numpy'} & set(sys.modules)"
    )

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
