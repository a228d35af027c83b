"""
An export is there as a whole, and the program in it needs nothing of ours.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys

from pathlib import Path

import pytest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.logboek.keys import TestSigner
from tests.logboek.made import filled
from tests.logboek.memory import MemoryStore
from zvhprivacy.logboek import verify_export
from zvhprivacy.logboek.errors import BadNote, ExportFailed, TargetNotEmpty
from zvhprivacy.logboek.export import export, read_keys, tile_path
from zvhprivacy.messages import text


KEY = TestSigner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    An export of a logboek in order.
    """
    target = tmp_path_factory.mktemp("logboek") / "export"
    export(filled(300), target, [KEY.verifier])
    return target


def run(*args: object) -> subprocess.CompletedProcess[str]:
    """
    Run the program of an export as somebody else would.
    """
    command = [sys.executable, "-I", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_program_needs_nothing_of_ours() -> None:
    """
    It imports the standard library and cryptography only.
    """
    tree = ast.parse(Path(verify_export.__file__).read_text("utf-8"))
    imported = {
        name.split(".")[0]
        for each in ast.walk(tree)
        for name in (
            [alias.name for alias in each.names]
            if isinstance(each, ast.Import)
            else [each.module or ""]
            if isinstance(each, ast.ImportFrom)
            else []
        )
    }

    assert {"cryptography"} == imported - set(sys.stdlib_module_names)


def test_an_export_checks_itself(folder: Path) -> None:
    """
    The program beside the files says that all is well, and whose keys it went by.
    """
    given = run(folder / "verify_export.py", folder, "--vkey", KEY.verifier.text)
    own = run(folder / "verify_export.py", folder, "--lang", "en")

    assert (0, "in orde: 301 regels, leesbaar vanaf 0, ondertekend tot 301\n") == (
        given.returncode,
        given.stdout,
    )
    assert 0 == own.returncode
    assert "keys come from the export itself" in own.stdout


def test_what_deviates_is_told(folder: Path, tmp_path: Path) -> None:
    """
    A changed line ends with 1 and is named, in words and as JSON.
    """
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    path = copy / "regels/000000000000.jsonl"
    path.write_bytes(path.read_bytes().replace(b"casusoverleg", b"uitvoering", 1))
    words = run(copy / "verify_export.py", copy)
    data = run(copy / "verify_export.py", copy, "--json", "--vkey", KEY.verifier.text)

    assert 1 == words.returncode
    assert "regel 1: de inhoud is gewijzigd" in words.stdout
    assert 1 == data.returncode
    assert [1] == [each["eerste"] for each in json.loads(data.stdout)["afwijkingen"]]
    assert json.loads(data.stdout)["eigen_sleutels"] is False


@pytest.mark.parametrize(
    "args",
    [
        ("weg",),
        (".", "--vkey", "geen sleutel"),
        (".", "--since", "weg"),
        (".", "--nonsense"),
        (),
    ],
)
def test_what_cannot_be_checked_ends_with_2(folder: Path, args: tuple[str, ...]) -> None:
    """
    A folder that is no export, a key that is none, a wrong option: 2, and no traceback.
    """
    found = [str(folder) if arg == "." else arg for arg in args]
    ended = run(folder / "verify_export.py", *found)

    assert 2 == ended.returncode
    assert "Traceback" not in ended.stderr


def test_a_checkpoint_from_a_mail_counts(folder: Path, tmp_path: Path) -> None:
    """
    Line ends that a mail program changed make no difference.
    """
    kept = tmp_path / "logboek-2026-06-01.txt"
    kept.write_bytes((folder / "checkpoint").read_bytes().replace(b"\n", b"\r\n"))

    assert 0 == run(folder / "verify_export.py", folder, "--since", kept).returncode


def test_it_says_the_same_as_we_do() -> None:
    """
    The sentences of the program are those of our own command.
    """
    for lang, sentences in verify_export.TEXTS.items():
        ours = {key: text(f"logboek.afwijking.{key}", lang) for key in sentences}

        assert ours == sentences


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(
        [
            *("regels/000000000000.jsonl", "checkpoints.jsonl", "stand.json", "vkeys.txt"),
            *("tile/0/000", "tile/0/001.p/45", "tile/1/000.p/1"),
        ]
    ),
    st.integers(0, 100_000),
    st.binary(max_size=12),
    st.booleans(),
)
def test_any_change_of_a_file_is_told_or_makes_no_difference(
    folder: Path, tmp_path: Path, name: str, at: int, change: bytes, insert: bool
) -> None:
    """
    Whatever bytes are written in a file: told, refused, or the same content; never a traceback.
    """
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    path = copy / name
    raw = path.read_bytes()
    at %= len(raw)
    path.write_bytes(raw[:at] + change + raw[at if insert else at + len(change) :])
    code = verify_export.main([str(copy), "--vkey", KEY.verifier.text])

    assert code in {0, 1, 2}
    if code == 0 and name.startswith("regels"):
        assert raw.split() == path.read_bytes().split()


# --- writing it


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """
    A folder with something in it stays as it is; an empty one is used.
    """
    (tmp_path / "vol").mkdir()
    (tmp_path / "vol" / "iets").touch()
    with pytest.raises(TargetNotEmpty):
        export(MemoryStore(), tmp_path / "vol", [KEY.verifier])
    with pytest.raises(TargetNotEmpty):
        export(MemoryStore(), tmp_path / "vol" / "iets", [KEY.verifier])
    (tmp_path / "leeg").mkdir()
    export(MemoryStore(), tmp_path / "leeg", [KEY.verifier])

    assert ["iets"] == [each.name for each in (tmp_path / "vol").iterdir()]
    assert 0o700 == (tmp_path / "leeg").stat().st_mode & 0o777


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt()])
def test_a_half_export_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """
    When it fails halfway nothing is there, also not under another name.
    """

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("shutil.copyfile", fail)
    with pytest.raises((ExportFailed, KeyboardInterrupt)):
        export(filled(3), tmp_path / "export", [KEY.verifier])

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("level", "number", "width", "expected"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 5, 112, "tile/0/005.p/112"),
        (1, 999, 256, "tile/1/999"),
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),
        (2, 1_000, 1, "tile/2/x001/000.p/1"),
    ],
)
def test_tiles_lie_where_the_specification_says(
    level: int, number: int, width: int, expected: str
) -> None:
    """
    The path of a tile is that of c2sp.org/tlog-tiles, and the program finds it there.
    """
    assert expected == tile_path(level, number, width)


@pytest.mark.parametrize("number", [0, 7, 999, 1_000, 1_234_067])
def test_the_program_finds_tiles_there(tmp_path: Path, number: int) -> None:
    """
    What is written as tile *number* is read as that.
    """
    path = tmp_path / tile_path(1, number, 256)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"tile")

    assert b"tile" == verify_export.read_tile(tmp_path, 1, number)


def test_keys_are_read_from_lines() -> None:
    """
    A file of keys has one on a line; an empty one is none.
    """
    assert [KEY.verifier] == read_keys(f"\n{KEY.verifier.text}\n\n")
    with pytest.raises(BadNote):
        read_keys("\n")
