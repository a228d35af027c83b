"""
The program as a whole: help, languages, exit codes, and how it ends when things go wrong.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from pathlib import Path

import click
import pytest

from tests.cli.conftest import Run, line
from zvhprivacy.cli import program
from zvhprivacy.cli._command import Group, language
from zvhprivacy.messages import LANGUAGES


START = [sys.executable, "-c", "from zvhprivacy.cli import main; main()"]


def _paths(group: click.Group, *above: str) -> list[tuple[str, ...]]:
    ctx = click.Context(group)
    found: list[tuple[str, ...]] = [above]
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, Group):
            found += _paths(command, *above, name)
        else:
            found.append((*above, name))
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", _paths(program), ids=" ".join)
def test_every_command_explains_itself(run: Run, path: tuple[str, ...], lang: str) -> None:
    """
    `--help` works for each command in each language, so every text it needs is there.
    """
    result = run(*path, "--lang", lang, "--help")

    assert 0 == result.exit_code, result.output
    assert ("Gebruik: " if lang == "nl" else "Usage: ") in result.output


@pytest.mark.parametrize("args", [[], ["wet"], ["convenant"]])
def test_without_a_command_there_is_help(run: Run, args: list[str]) -> None:
    """
    A group without a command shows what it can do, and that is no success.
    """
    result = run(*args)

    assert 2 == result.exit_code
    assert "Opdrachten" in result.stderr


def test_version_imports_nothing_but_click() -> None:
    """
    `--version` starts as fast as a bare click program: it loads none of what the commands need.
    """
    code = (
        "import sys; from zvhprivacy.cli import program\n"
        "try: program.main(['--version'])\n"
        "except SystemExit as e: assert not e.code\n"
        "heavy = {'pydantic', 'yaml', 'rich', 'casbin', 'openpyxl', 'importlib.metadata',"
        " 'zvhprivacy.messages', 'zvhprivacy.errors', 'tomllib'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ["[]"] == done.stdout.splitlines()[1:]
    assert done.stdout.startswith("zvhprivacy ")


def test_check_loads_no_database_and_no_workbook(workspace: Path) -> None:
    """
    `check` never imports what it does not need.
    """
    code = (
        "import sys; from zvhprivacy.cli import program\n"
        f"try: program.main(['check', {str(workspace)!r}])\n"
        "except SystemExit: pass\n"
        "print(sorted({'sqlmodel', 'sqlalchemy', 'openpyxl', 'rich'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["chekc"], "`chekc` is geen opdracht; bedoelde u `check`?"),
        (["check", "--formaat"], "`--formaat` is hier geen optie; zie `zvhprivacy check --help`"),
        (
            ["check", "--on", "gisteren"],
            (
                "de waarde bij `--on` past niet; daar hoort een datum als 2026-06-01; "
                "zie `zvhprivacy check --help`"
            ),
        ),
        (
            ["check", "--on", "2026-02-30"],
            (
                "de waarde bij `--on` past niet; daar hoort een datum als 2026-06-01; "
                "zie `zvhprivacy check --help`"
            ),
        ),
        (
            ["check", "--format", "xml"],
            (
                "de waarde bij `--format` past niet; daar hoort `text`, `json`; "
                "zie `zvhprivacy check --help`"
            ),
        ),
        (["explain"], "`CODE` ontbreekt; zie `zvhprivacy explain --help`"),
        (
            ["check", "--on"],
            (
                "`--on` is niet gebruikt zoals het hoort: er ontbreekt een waarde, of er staat er "
                "een te veel; zie `zvhprivacy --help`"
            ),
        ),
        (
            ["explain", "ZVH101", "Jansen"],
            (
                "er ontbreekt iets op de opdrachtregel of er staat iets te veel; "
                "zie `zvhprivacy explain --help`"
            ),
        ),
    ],
)
def test_wrong_use_is_a_sentence(run: Run, args: list[str], sentence: str) -> None:
    """
    What is wrong with the command line is told in Dutch, without the value, and exits with 2.
    """
    result = run(*args)

    assert f"zvhprivacy: {sentence}\n" == result.stderr
    assert 2 == result.exit_code


@pytest.mark.parametrize(
    ("args", "lang"),
    [
        (["check"], "nl"),
        (["check", "--lang", "en"], "en"),
        (["--lang=en", "check"], "en"),
        (["--lang", "fr"], "nl"),
        (["--", "--lang", "en"], "nl"),
        (["check", "--lang"], "nl"),
        (["--lang", "en", "check", "--lang", "nl"], "nl"),
    ],
)
def test_the_language_is_found_before_anything_else(args: list[str], lang: str) -> None:
    """
    Errors on the command line are told in the language that was asked on it.
    """
    assert lang == language(args)


def test_a_bug_leaves_a_report_without_values(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    What nobody foresaw ends with 70 and a report that names types and lines, and no value.
    """

    def broken(*_: object) -> None:
        msg = "BSN 123456782 van Jansen"
        raise RuntimeError(msg)

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("zvhprivacy.messages.message", broken)
    result = run("explain", "ZVH101")
    (report,) = tmp_path.glob("zvhprivacy-*.txt")
    text = report.read_text(encoding="utf-8")

    assert 70 == result.exit_code
    assert result.stderr.startswith(
        "zvhprivacy: er ging iets mis in zvhprivacy zelf (RuntimeError)"
    )
    assert str(report) in result.stderr
    assert "RuntimeError" in text
    assert "explain.py:" in text
    assert "123456782" not in text + result.output
    assert "Jansen" not in text + result.output


def test_an_exception_of_ours_ends_with_its_own_code(run: Run, tmp_path: Path) -> None:
    """
    A law layer with errors is told in one sentence and exits with 1, in the language asked.
    """
    (tmp_path / "policies").mkdir()
    result = run("convenant", "show", "--workspace", tmp_path, "--lang", "en")

    assert 1 == result.exit_code
    assert result.stderr.startswith("zvhprivacy: this policy cannot be used")


@pytest.mark.skipif(os.name == "nt", reason="signals work otherwise there")
def test_interrupt_ends_with_130(workspace: Path) -> None:
    """
    Ctrl-C ends the program at once, with one word and no traceback.
    """
    command = [
        *START,
        "decide",
        "--workspace",
        str(workspace),
        "--requests",
        "-",
        "--format",
        "json",
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(200):  # more than a buffer, so that it is certain that it runs
            process.stdin.write(line() + "\n")
        process.stdin.flush()
        process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        stderr = process.stderr.read()
        process.wait(timeout=10)

    assert 130 == process.returncode
    assert "zvhprivacy: afgebroken\n" == stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes work otherwise there")
def test_a_broken_pipe_is_quiet(workspace: Path, tmp_path: Path) -> None:
    """
    A reader that stops, such as `head`, gets no traceback; it has not seen all, so no 0.
    """
    requests = tmp_path / "vragen.jsonl"
    requests.write_text((line() + "\n") * 2_000, encoding="utf-8")
    command = [*START, "decide", "--workspace", str(workspace), "--requests", str(requests)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        stderr = process.stderr.read()
        process.wait(timeout=20)

    assert "" == stderr
    assert 1 == process.returncode


def test_a_terminal_without_our_letters_shows_numbers() -> None:
    """
    An output that cannot show a letter is no reason to stop.
    """
    done = subprocess.run(
        [*START, "explain", "ZVH108"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )

    assert 0 == done.returncode
    assert b"\\xe9\\xe9n" in done.stdout


def test_no_colour_in_a_pipe() -> None:
    """
    What is not a terminal gets plain text.
    """
    done = subprocess.run([*START, "explain", "ZVH101"], capture_output=True, check=True)

    assert b"\x1b" not in done.stdout
