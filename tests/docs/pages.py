"""
Plays a page of the documentation: does what its blocks say and puts what came out in their place.

A page that is true comes out as it went in. The kinds of block that are played:

- `yaml` whose first line is a comment with a path: writes that file;
- `diff` with a line `+++ <path>`: changes that file;
- `console`: runs the lines that start with `$ `, the rest is what they show;
- `python`: runs, in one program per page; a `text` block after it is what it prints.

A line `…` in what is shown stands for any number of lines. After `<!-- elk kopje opnieuw -->` every
heading starts again with the files as they were there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import re
import shlex
import shutil
import subprocess

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from zvhprivacy.cli import program
from zvhprivacy.engine.clock import AMSTERDAM
from zvhprivacy.errors import Finding
from zvhprivacy.source import Node, read


ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DAY = dt.date(2026, 6, 1)  # the day that the pages are played on
AGAIN = "<!-- elk kopje opnieuw -->"

_PATH = re.compile(r"# ([a-z0-9/.-]+\.yaml)")
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_GIT = {
    **{f"GIT_{who}_NAME": "Privacy officer" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "po@example.org" for who in ("AUTHOR", "COMMITTER")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


class Untrue(AssertionError):
    """
    A block cannot be played: the page asks for something that is not there.
    """


def pages() -> list[Path]:
    """
    Give every page of the documentation, the README first.
    """
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """
    Give the kind and the contents of every fenced block in *text*.
    """
    for match in re.finditer(r"^```([a-z]*)[^\n]*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield match[1], match[2]


def play(text: str, folder: Path) -> str:
    """
    Give *text* with in its blocks what really comes out, playing in *folder*.
    """
    player = _Player(folder)
    lines = text.splitlines(keepends=True)
    out: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        out.append(line)
        number += 1
        if line.startswith("```"):
            body: list[str] = []
            while lines[number] != "```\n":
                body.append(lines[number])
                number += 1
            words = line[3:].split()
            out += (player.block(words[0] if words else "", "".join(body)), lines[number])
            number += 1
        elif line.strip():
            player.said(line.strip())
    return "".join(out)


class _Player:
    def __init__(self, folder: Path) -> None:
        self._base = folder / "spel"
        self._base.mkdir()
        self._here = self._base
        self._kept: Path | None = None
        self._start = self._here
        self._names: dict[str, object] = {"__name__": "pagina"}
        self._printed: str | None = None
        self._code = 0

    def said(self, line: str) -> None:
        """
        Take in a line of text between the blocks.
        """
        if line == AGAIN:
            self._kept = self._base.with_name("bewaard")
            shutil.copytree(self._base, self._kept)
            self._start = self._here
        elif line.startswith("#") and self._kept is not None:
            shutil.rmtree(self._base)
            shutil.copytree(self._kept, self._base)
            self._here = self._start

    def block(self, kind: str, body: str) -> str:
        """
        Play one block; what it should hold comes back.
        """
        printed, self._printed = self._printed, None
        match kind:
            case "yaml" if path := _PATH.match(body):
                self._write(path[1], body.partition("\n")[2])
            case "diff":
                self._change(body)
            case "console":
                return self._console(body)
            case "python":
                self._python(body)
            case "text" if printed is not None:
                return _matched(body, printed)
        return body

    def _write(self, name: str, content: str) -> None:
        path = self._here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    def _change(self, body: str) -> None:
        name, old, new = "", "", ""
        for line in body.splitlines(keepends=True):
            if line.startswith("+++ "):
                name = line[4:].strip()
                continue
            old += line[1:] if line[0] in " -" else ""
            new += line[1:] if line[0] in " +" else ""
        before = (self._here / name).read_text(encoding="utf-8")
        if before.count(old) != 1:
            raise Untrue(name, before.count(old), old)
        (self._here / name).write_text(before.replace(old, new), encoding="utf-8")

    def _console(self, body: str) -> str:
        out = ""
        for part in re.split(r"^(?=\$ )", body, flags=re.MULTILINE):
            if not part:
                continue
            command = re.match(r"\$ ((?:[^\n]*\\\n)*[^\n]*)\n", part)
            if command is None:
                raise Untrue(part)
            shown = self._run(shlex.split(command[1].replace("\\\n", " ")))
            expected = part[command.end() :]
            if self._code in {2, 70} and ("…\n" in expected or not expected):
                raise Untrue(command[0], shown)
            out += command[0] + _matched(expected, shown)
        return out

    def _run(self, words: list[str]) -> str:
        match words:
            case ["cd", where]:
                self._here, self._code = (self._here / where).resolve(), 0
                return ""
            case ["echo", "$?"]:
                return f"{self._code}\n"
            case ["cat", name]:
                return (self._here / name).read_text(encoding="utf-8")
            case ["zvhprivacy", *args]:
                shown, self._code = _called(args, self._here)
            case _:
                done = subprocess.run(
                    words,
                    cwd=self._here,
                    env={**os.environ, **_GIT},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    text=True,
                    check=True,
                )
                return done.stdout
        return shown

    def _python(self, body: str) -> None:
        out = io.StringIO()
        with contextlib.chdir(self._here), contextlib.redirect_stdout(out), _on(DAY):
            exec(compile(body, "pagina", "exec"), self._names)  # noqa: S102 - our own pages
        self._printed = _HASH.sub("sha256:…", out.getvalue())


def _called(args: list[str], folder: Path) -> tuple[str, int]:
    """
    Run the command line in this process; its output (of both kinds) and exit code.
    """
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    code = 0
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(stream),
        contextlib.redirect_stderr(stream),
        _on(DAY),
        _remembering(),
    ):
        try:
            program.main(args)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
    shown = _HASH.sub("sha256:…", written.getvalue().decode())
    return shown.replace(f"{folder}/", ""), code


def _on(day: dt.date) -> contextlib.AbstractContextManager[object]:
    noon = dt.datetime.combine(day, dt.time(12), AMSTERDAM)
    return mock.patch("zvhprivacy.engine.clock.now", return_value=noon)


def _remembering() -> contextlib.AbstractContextManager[object]:
    """
    Read a file that did not change only once: a page asks for the same law layer dozens of times.
    """
    return mock.patch("zvhprivacy.policy.read.read", _read)


_known: dict[tuple[str, bytes], tuple[Node | None, list[Finding]]] = {}


def _read(path: Path, name: str) -> tuple[Node | None, list[Finding]]:
    key = (name, path.read_bytes())
    if key not in _known:
        _known[key] = read(path, name)
    node, found = _known[key]
    return node, list(found)


def _matched(expected: str, shown: str) -> str:
    """
    Give *expected* when it is *shown* with stretches left out, else *shown*.
    """
    if "…\n" not in expected:
        return shown
    parts = [re.escape(part) for part in re.split(r"^…\n", expected, flags=re.MULTILINE)]
    return expected if re.fullmatch("(?:.*\n)*?".join(parts), shown) else shown
