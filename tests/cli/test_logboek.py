"""
`zvhprivacy logboek verify`, `export`, `checkpoint` and `prune`, on a database of its own.
"""

from __future__ import annotations

import json
import os
import sqlite3

from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.logboek.keys import TestSigner
from tests.logboek.made import COMPILED, POLICY, Klok, audit, data, writer
from zvhprivacy.cli import _logboek_prune
from zvhprivacy.engine.storage import open_storage
from zvhprivacy.logboek import verify_export
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.logboek import LogboekStore
from zvhprivacy.vault.keyring import open_keyring


VKEY = TestSigner().verifier.text


def made(path: Path) -> Path:
    """
    Make a database with a logboek of eleven lines in it.
    """
    opened = open_database(Part.HOOFD, path)
    ours = writer(LogboekStore(opened), klok=Klok(timedelta(seconds=1)))
    ours.keep_policy(POLICY, COMPILED, actor="systeem:proef")
    for number in range(5):
        ours.write([audit(beleid=POLICY, casus=f"c{number}"), data()])
    opened.close()
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """
    A database with a logboek.
    """
    return made(tmp_path / "zvh.db")


def tamper(database: Path, statement: str) -> None:
    """
    Change the database as who holds the file can: without its guards.
    """
    with sqlite3.connect(database) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
    raw.close()


def test_a_log_in_order(run: Run, database: Path) -> None:
    """
    It says so, how far, and what cannot be seen from inside.
    """
    result = run("logboek", "verify", "--database", database, "--vkey", VKEY)

    assert 0 == result.exit_code
    assert "in orde: 11 regels, leesbaar vanaf 0, ondertekend tot 11" in result.stdout
    assert "--since" in result.stdout


def test_a_changed_byte_is_found(run: Run, database: Path) -> None:
    """
    One byte in one row: 1, and the number of the line, in both languages and for a program.
    """
    tamper(
        database,
        "UPDATE logboek_regel SET regel = "
        "CAST(replace(CAST(regel AS TEXT), 'inzien', 'wissen') AS BLOB) WHERE nummer = 5",
    )
    args = ("logboek", "verify", "--database", database, "--vkey", VKEY)
    words, english, form = run(*args), run(*args, "--lang", "en"), run(*args, "--format", "json")

    assert [1, 1, 1] == [each.exit_code for each in (words, english, form)]
    assert "regel 5: de inhoud is gewijzigd" in words.stdout
    assert "entry 5: its content was changed" in english.stdout
    assert [("regel-gewijzigd", 5)] == [
        (each["soort"], each["eerste"]) for each in json.loads(form.stdout)["afwijkingen"]
    ]


def test_a_cut_off_log_is_found_from_outside(run: Run, database: Path, tmp_path: Path) -> None:
    """
    The daily checkpoint that was handed over tells what is missing.
    """
    args = ("--database", database)
    kept = run("logboek", "checkpoint", *args, "--on", "2026-06-01", "--into", tmp_path)
    tamper(database, "DELETE FROM logboek_regel WHERE nummer > 8")
    tamper(database, "DELETE FROM logboek_checkpoint WHERE omvang > 8")
    since = tmp_path / "logboek-2026-06-01.txt"
    result = run("logboek", "verify", *args, "--vkey", VKEY, "--since", since)

    assert 0 == kept.exit_code
    assert 1 == result.exit_code
    assert "checkpoint logboek-2026-06-01.txt" in result.stdout
    assert "regels 9 tot en met 10: verdwenen" in result.stdout


def test_a_checkpoint_goes_to_the_screen(run: Run, database: Path) -> None:
    """
    Without a folder it is printed as it is; before the first one there is none.
    """
    shown = run("logboek", "checkpoint", "--database", database, "--on", "2026-06-01")
    none = run("logboek", "checkpoint", "--database", database, "--on", "2026-05-31")

    assert shown.stdout.startswith("zvh.example/logboek\n11\n")
    assert (0, 1) == (shown.exit_code, none.exit_code)


def test_an_export_is_checked_by_its_own_program(run: Run, database: Path, tmp_path: Path) -> None:
    """
    What is exported is in order; a folder with something in it is refused.
    """
    keys = tmp_path / "vkeys.txt"
    keys.write_text(VKEY + "\n")
    args = ("logboek", "export", tmp_path / "uit", "--database", database, "--vkey", keys)
    first, again = run(*args), run(*args)

    assert (0, 2) == (first.exit_code, again.exit_code)
    assert 0 == verify_export.main([str(tmp_path / "uit"), "--vkey", VKEY])


def test_the_keys_beside_the_database_are_used_with_a_warning(run: Run, database: Path) -> None:
    """
    Who gives no key gets those beside the database, and is told what that is worth.
    """
    database.with_suffix(".vkeys").write_text(VKEY + "\n")
    result = run("logboek", "verify", "--database", database)

    assert 0 == result.exit_code
    assert "Let op: de sleutel komt van naast de database" in result.stdout


def test_the_database_of_the_workspace_is_the_default(run: Run, tmp_path: Path) -> None:
    """
    Without a database it is that of the workspace.
    """
    (tmp_path / "policies").mkdir()
    (tmp_path / "data").mkdir()
    made(tmp_path / "data" / "zvhprivacy.sqlite")
    result = run("logboek", "verify", "--workspace", tmp_path, "--vkey", VKEY)

    assert 0 == result.exit_code


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--vkey", VKEY), 2),  # this folder is no workspace
        (("--database", "DB"), 2),
        (("--database", "DB", "--vkey", "geen-sleutel"), 2),
        (("--database", "DB", "--vkey", VKEY, "--since", "weg.txt"), 2),
        (("--database", "weg.db", "--vkey", VKEY), 4),
    ],
)
def test_what_cannot_be_checked(
    run: Run, database: Path, args: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A missing or wrong argument ends with 2, a database that is not there with 4; none is made.
    """
    monkeypatch.chdir(database.parent)
    result = run("logboek", "verify", *(str(database) if arg == "DB" else arg for arg in args))

    assert code == result.exit_code
    assert not Path("weg.db").exists()


# ---------------------------------------------------------------- prune


@pytest.fixture
def huis(tmp_path: Path, run: Run) -> tuple[Path, Path]:
    """
    A key file, and a database that is opened with it, with a logboek of a policy and five lines.
    """
    keys, path = tmp_path / "geheim" / "sleutels.json", tmp_path / "gegevens" / "zvh.sqlite"
    keys.parent.mkdir()
    assert 0 == run("sleutel", "new", keys, "--zonder-wachtwoord").exit_code
    root = open_keyring(keys, wachtwoord=None, klok=Klok(), toeval=os.urandom)
    storage = open_storage(tmp_path, root, database=path, klok=Klok())
    storage.writer.keep_policy(POLICY, COMPILED, actor="systeem:proef")
    for number in range(5):
        storage.writer.write([audit(beleid=POLICY, casus=f"c{number}")])
    storage.close()
    return keys, path


RULE = ("--rule", "logboek-vijf-jaar", "--ground", "AVG 5 lid 1")


def test_old_lines_are_forgotten(run: Run, huis: tuple[Path, Path]) -> None:
    """
    It says what it did, for a person and a program; the check agrees, and again is nothing.
    """
    keys, path = huis
    args = ("logboek", "prune", "--sleutels", keys, "--database", path, "--yes", *RULE)
    first = run(*args, "--before", "3", "--format", "json")
    second = run(*args, "--before", "3")
    by_day = run(*args, "--before", "2026-06-02", "--lang", "en")
    checked = run("logboek", "verify", "--database", path, "--format", "json")

    assert {"voor": 3, "regel": 7, "vergeten": 3, "herbevestigd": 0} == json.loads(first.stdout)
    assert "Er is niets op te schonen." in second.stdout
    assert "Entries below 6 are forgotten (3)" in by_day.stdout
    assert [0, 0, 0, 0] == [each.exit_code for each in (first, second, by_day, checked)]
    assert 6 == json.loads(checked.stdout)["leesbaar_vanaf"]


def test_before_the_first_line_there_is_nothing(run: Run, huis: tuple[Path, Path]) -> None:
    """
    A day on which there was no logboek yet: nothing to do, which is no error for a scheduler.
    """
    keys, path = huis
    args = ("--sleutels", keys, "--database", path, "--before", "2026-05-31", *RULE)
    result = run("logboek", "prune", *args)

    assert 0 == result.exit_code
    assert "Er is niets op te schonen." in result.stdout


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--before", "3", *RULE), 2),  # nobody confirmed it
        (("--before", "3", "--yes", *RULE[:2]), 2),
        (("--before", "3", "--yes", *RULE[:2], "--ground", "omdat het kan"), 2),
        (("--before", "gisteren", "--yes", *RULE), 2),
        (("--before", "400", "--yes", *RULE), 2),
        (("--before", "3", "--yes", *RULE, "--database", "weg.db"), 4),
    ],
)
def test_nothing_is_forgotten_by_mistake(
    run: Run,
    huis: tuple[Path, Path],
    args: tuple[str, ...],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Without a yes, a rule, an article, or lines that are there, all stays as it is.
    """
    keys, path = huis
    monkeypatch.chdir(path.parent)
    result = run("logboek", "prune", "--sleutels", keys, "--database", path, *args)
    checked = run("logboek", "verify", "--database", path, "--format", "json")

    assert code == result.exit_code, result.output
    assert not Path("weg.db").exists()
    assert 0 == json.loads(checked.stdout)["leesbaar_vanaf"]


def test_who_types_the_number_confirms(
    run: Run, huis: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    On a terminal it asks for the number, so that it is read; another one stops it.
    """
    keys, path = huis
    monkeypatch.setattr(_logboek_prune, "_terminal", lambda: True)
    args = ("logboek", "prune", "--sleutels", keys, "--database", path, "--before", "3", *RULE)
    wrong, right = run(*args, stdin="4\n"), run(*args, stdin="3\n")

    assert (2, 0) == (wrong.exit_code, right.exit_code)
    assert "regel 0 tot en met 2" in wrong.stderr


def test_a_changed_line_is_not_forgotten(run: Run, huis: tuple[Path, Path]) -> None:
    """
    What deviates is named, and stays to be looked into: 1.
    """
    keys, path = huis
    tamper(
        path,
        "UPDATE logboek_regel SET regel = "
        "CAST(replace(CAST(regel AS TEXT), 'inzien', 'wissen') AS BLOB) WHERE nummer = 2",
    )
    args = ("--sleutels", keys, "--database", path, "--before", "3", "--yes", *RULE)
    result = run("logboek", "prune", *args)

    assert 1 == result.exit_code
    assert "regel-gewijzigd 2" in result.stderr
