"""
`zvhprivacy decide`: answer requests from a file, or one from the command line.
"""

from __future__ import annotations

import sys

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.cli._requests import Asked
    from zvhprivacy.errors import Exit
    from zvhprivacy.policy.decision import Decision
    from zvhprivacy.policy.snapshot import Snapshot


@click.command(cls=Command)
@click.option("--requests", cls=OwnOption, metavar="FILE")
@click.option("--vraag", "fields", cls=OwnOption, multiple=True, metavar="VELD=WAARDE")
@click.option("--feit", "facts", cls=OwnOption, multiple=True, metavar="FEIT")
@click.argument("more", nargs=-1, metavar="[VELD=WAARDE …]")
@options.day
@options.workspace
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    requests: str | None,
    fields: tuple[str, ...],
    facts: tuple[str, ...],
    more: tuple[str, ...],
    day: date | None,
    workspace: str | None,
    output: str,
) -> Exit:
    """
    Answer the lines of *requests* in order, or the one request that *fields* and *facts* make.
    """
    from zvhprivacy.cli._errors import AskSomething
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.policy.snapshot import Snapshot

    fields = (*fields, *more)
    if (requests is None) is (not fields):
        raise AskSomething
    read = read_workspace(options.root_of(workspace))
    options.usable(read)
    snapshot = Snapshot(read)
    today = options.or_today(day)
    if requests is None:
        return _one(snapshot, fields, facts, today, lang, output)
    with _opened(requests) as stream:
        return _all(snapshot, stream, today, lang, output)


def _one(
    snapshot: Snapshot,
    fields: Iterable[str],
    facts: tuple[str, ...],
    today: date,
    lang: str,
    output: str,
) -> Exit:
    from zvhprivacy.cli._errors import BadQuestion
    from zvhprivacy.cli._requests import answer, asked_of
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.request import Request

    given: dict[str, object] = {}
    for field in fields:
        name, sign, value = field.partition("=")
        if not sign or name in given or name not in Request._fields:
            raise BadQuestion(Request._fields)
        given[name] = value
    asked = asked_of(given, facts)
    decision = answer(snapshot, asked, today)
    _show(asked, decision, lang, output)
    return Exit.OK if decision else Exit.REFUSED


def _all(snapshot: Snapshot, stream: BinaryIO, today: date, lang: str, output: str) -> Exit:
    from zvhprivacy.cli._output import Progress, write
    from zvhprivacy.cli._requests import answer, differences, read_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    answered = invalid = differing = 0
    with Progress(text("bezig.decide", lang), None).running() as progress:
        for asked in read_lines(stream):
            decision = answer(snapshot, asked, today)
            _show(asked, decision, lang, output)
            wrong = differences(asked.expected, decision)
            for key in wrong:
                write(_difference(asked, decision, key, lang), err=True)
            answered += 1
            differing += bool(wrong)
            # A line that says itself that it is invalid is as it should be.
            meant = "ongeldig" in asked.expected.soort
            invalid += decision.soort == "ongeldig" and not meant
            progress.step()
    if output == "text" or differing or invalid:
        counts = {"aantal": answered, "ongeldig": invalid, "afwijkend": differing}
        write(text("decide.totaal", lang, **counts), err=True)
    return Exit.FINDINGS if invalid or differing else Exit.OK


def _show(asked: Asked, decision: Decision, lang: str, output: str) -> None:
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.policy.answer import as_answer
    from zvhprivacy.report.decision import decision_lines

    if output == "json":
        # The facts are those of the asker: this says what would hold, not what is the case.
        form: dict[str, Any] = {"id": asked.id, **as_answer(decision), "wat-als": True}
        write_json(form, one_line=True)
        return
    name = str(asked.id) if asked.id is not None else str(asked.number or "")
    write_lines(decision_lines(decision, lang, name=name))


def _difference(asked: Asked, decision: Decision, key: str, lang: str) -> str:
    from zvhprivacy.cli._requests import articles
    from zvhprivacy.messages import text

    expected = asked.expected
    wanted = {
        "verwacht": expected.verwacht or "?",
        "artikel": ", ".join(expected.artikel) or "?",
        "soort": ", ".join(expected.soort) or "?",
    }
    got = {
        "verwacht": decision.soort.value,
        "artikel": ", ".join(dict.fromkeys(articles(decision))) or "-",
        "soort": decision.soort.value,
    }
    name = {"nummer": asked.number, "id": "-" if asked.id is None else str(asked.id)}
    if key in expected.unclear:
        return text("decide.onduidelijk", lang, sleutel=key, **name)
    return text(
        "decide.verschil", lang, sleutel=key, verwacht=wanted[key], antwoord=got[key], **name
    )


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """
    Open the file *name*, or the standard input for `-`.

    Raises:
        UnreadableFile: the system does not let us read it.
    """
    from zvhprivacy.cli._errors import UnreadableFile

    with ExitStack() as stack:
        if name == "-":
            yield sys.stdin.buffer
            return
        try:
            stream = stack.enter_context(Path(name).open("rb"))
        except (OSError, ValueError) as error:
            raise UnreadableFile(
                name, OSError() if isinstance(error, ValueError) else error
            ) from None
        yield stream
