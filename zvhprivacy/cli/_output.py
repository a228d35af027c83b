"""
Writing for a person or for a program, and showing that work goes on.
"""

from __future__ import annotations

import json
import os
import sys
import threading

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import click

from zvhprivacy.report.text import Line, show


if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


PATIENCE_SECONDS = 1.0  # shorter work needs no sign of life


def write(line: str, *, err: bool = False) -> None:
    """
    Write one line.
    """
    click.echo(line, err=err)


def write_json(value: object, *, one_line: bool = False) -> None:
    """
    Write *value* as JSON; on one line where lines are what a program reads.
    """
    stream = sys.stdout
    utf8 = (getattr(stream, "encoding", "") or "").replace("-", "").lower() == "utf8"
    text = json.dumps(value, ensure_ascii=not utf8, indent=None if one_line else 2)
    if utf8 and any("\ud800" <= char <= "\udfff" for char in text):
        text = json.dumps(value, indent=None if one_line else 2)
    click.echo(text)


def write_lines(lines: Iterable[Line]) -> None:
    """
    Write *lines* to stdout, with colour only on a terminal that wants it.
    """
    if sys.stdout is not None:
        show(lines, sys.stdout, colour=colourful(sys.stdout))


def colourful(stream: TextIO) -> bool:
    """
    Say whether *stream* is a terminal whose owner did not ask for plain text.
    """
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and stream.isatty()


def _terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """
    Show on a terminal that *what* is going on, once it takes longer than a second.
    """
    if not _terminal():
        yield
        return
    stop = threading.Event()

    def spin() -> None:
        if stop.wait(PATIENCE_SECONDS):
            return
        from rich.console import Console

        with Console(stderr=True, markup=False).status(what):
            stop.wait()

    thread = threading.Thread(target=spin, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class Progress:
    """
    A bar on a terminal for work of *total* steps, from the moment it takes longer than a second.

    Without a *total* it counts. *alone*: nothing else is written meanwhile that shows as much.
    """

    def __init__(self, what: str, total: int | None, *, alone: bool = False) -> None:
        self._what = what
        self._total = total
        self._alone = alone
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    @contextmanager
    def running(self) -> Iterator[Progress]:
        """
        Keep the bar on the screen while the work goes on, and take it away afterwards.
        """
        # Answers on the same screen show well enough that it goes on.
        answers = not self._alone and sys.stdout is not None and sys.stdout.isatty()
        if answers or not _terminal():
            yield self
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as RichBar

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
        )
        console = Console(stderr=True, markup=False)
        self._bar = bar = RichBar(*columns, transient=True, console=console)
        self._task = bar.add_task(self._what, total=self._total)
        late = threading.Timer(PATIENCE_SECONDS, bar.start)
        late.daemon = True
        late.start()
        try:
            yield self
        finally:
            late.cancel()
            bar.stop()

    def step(self, by: int = 1) -> None:
        """
        Say that *by* steps more are done.
        """
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, by)
