"""
`zvhprivacy audit answer`: write down what somebody answers, one by one or from a workbook.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _audit_at as audits
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from zvhprivacy.audit.answers import Dossier, People
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.audit_answers import Beantwoord


class AnswerOrForm(WrongUse):
    """
    An answer is typed whole, or a workbook is read: one of the two.
    """

    code = "answer-or-form"
    nl = (
        "geef een stelling, een aspect, een antwoord en `--who`, of `--form FILE` met een "
        "ingevuld werkboek; een van de twee"
    )
    en = (
        "give a statement, an aspect, an answer and `--who`, or `--form FILE` with a workbook "
        "that was filled in; one of the two"
    )


class NoForm(WrongUse):
    """
    A workbook has no sheet that answers can be filled in on.
    """

    code = "no-form"
    nl = "`{bestand}` heeft geen blad om in te vullen; neem het werkboek van `audit report --xlsx`"
    en = "`{bestand}` has no sheet to fill in; take the workbook of `audit report --xlsx`"


@click.command(cls=Command)
@click.argument("audit", metavar="AUDIT")
@click.argument("said", nargs=-1, metavar="[STELLING ASPECT ANTWOORD]")
@click.option("--proof", cls=OwnOption, multiple=True, metavar="TEXT")
@click.option("--remark", cls=OwnOption, metavar="TEXT")
@click.option("--who", cls=OwnOption, metavar="ROL@ORGANISATIE")
@click.option("--form", cls=OwnOption, metavar="FILE")
@options.workspace
@options.day
@options.lang
@click.pass_obj
def command(
    lang: str,
    audit: str,
    said: tuple[str, ...],
    proof: tuple[str, ...],
    remark: str | None,
    who: str | None,
    form: str | None,
    workspace: str | None,
    day: date | None,
) -> Exit:
    """
    Put the answers behind those that are there, all or none; what is wrong in one is told of all.
    """
    from zvhprivacy.audit.answers import People
    from zvhprivacy.cli._output import write
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.read import read_workspace

    if bool(form) is bool(said) or (said and (len(said) != 3 or who is None)):  # noqa: PLR2004
        raise AnswerOrForm
    root = options.root_of(workspace)
    read = read_workspace(root)
    dossier, people = audits.dossier_of(root, audit, read), People.of(read)
    if form:
        answers = _filled_in(dossier, people, form, lang)
    else:
        stelling, aspect, antwoord = said
        typed: dict[str, Any] = {"stelling": stelling, "aspect": aspect, "antwoord": antwoord}
        typed |= {"door": who}
        typed |= {"bewijs": list(proof), "op": str(options.or_today(day))}
        typed |= {"toelichting": remark} if remark else {}
        answers = [_typed(dossier, people, typed)]
    _keep(root, dossier, answers)
    write(text("audit-cli.beantwoord", lang, aantal=len(answers), audit=audit))
    return Exit.OK


def _typed(dossier: Dossier, people: People, typed: dict[str, Any]) -> Beantwoord:
    from zvhprivacy.audit.typed import typed as read_typed

    answer, found = read_typed(dossier.audit, people, typed)
    if answer is None or found:
        raise audits.Unreadable(found)
    return answer


def _filled_in(dossier: Dossier, people: People, name: str, lang: str) -> Sequence[Beantwoord]:
    from zvhprivacy.audit.form import read_answer_form
    from zvhprivacy.cli._errors import UnreadableFile
    from zvhprivacy.report.audit_workbook import filled_in

    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise UnreadableFile(name, error) from None
    rows = filled_in(name, data, lang)
    if rows is None:
        raise NoForm(bestand=Path(name).name)
    answers, found = read_answer_form(dossier, people, rows, Path(name).name)
    if found:
        raise audits.Unreadable(found)
    return answers


def _keep(root: Path, dossier: Dossier, answers: Sequence[Beantwoord]) -> None:
    from zvhprivacy.audit.answers import FILE
    from zvhprivacy.audit.appending import appended
    from zvhprivacy.audit.document import place_of
    from zvhprivacy.cli._errors import UnreadableFile
    from zvhprivacy.cli._files import write_whole

    path = root / place_of(dossier.audit.id, FILE)
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else None
    except OSError as error:
        raise UnreadableFile(str(path), error) from None
    for each in answers:
        text = appended(text, dossier.audit, each)
    if text is not None:
        write_whole(path, text.encode())
