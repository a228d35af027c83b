"""
A full disk is said in one sentence, and leaves nothing half made.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys

from pathlib import Path

import pytest

from click.testing import CliRunner

from zvhprivacy.cli import program
from zvhprivacy.cli._files import write_whole


def _no_room(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_workspace_that_does_not_fit_is_not_left_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    After `init` ran out of room the folder is gone, so that the next try can succeed.
    """
    monkeypatch.setattr(shutil, "copytree", _no_room)

    result = CliRunner().invoke(program, ["init", str(tmp_path / "huis")])

    assert (2, []) == (result.exit_code, list(tmp_path.iterdir()))
    assert "de schijf is vol" in result.stderr


def test_a_folder_that_was_not_empty_is_never_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What stood in a folder before `init` stays, also when the folder cannot be looked into.
    """
    kept = tmp_path / "huis" / "dossier.txt"
    kept.parent.mkdir()
    kept.write_text("bewaren", encoding="utf-8")
    monkeypatch.setattr(Path, "iterdir", _no_room)

    result = CliRunner().invoke(program, ["init", str(kept.parent)])

    assert 2 == result.exit_code
    assert "bewaren" == kept.read_text(encoding="utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_output_that_does_not_fit_is_no_bug_of_ours() -> None:
    """
    Printing to a full disk ends with 2 and a sentence, not with a report of a bug.
    """
    command = [sys.executable, "-c", "from zvhprivacy.cli import main; main()", "explain", "ZVH101"]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert 2 == ended.returncode
    assert "de schijf is vol" in ended.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    """
    What is no file is never replaced by one: not a pipe, and so not a device either.
    """
    pipe = tmp_path / "pijp"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"inhoud")
        got = os.read(reading, 100)
    finally:
        os.close(reading)

    assert b"inhoud" == got
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [pipe] == list(tmp_path.iterdir())
