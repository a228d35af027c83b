"""
What the commands of the audit share: which period, which audit, and the errors about them.
"""

from __future__ import annotations

import re

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from zvhprivacy.cli import _options as options
from zvhprivacy.errors import Exit, WrongUse, ZvhError


if TYPE_CHECKING:
    from zvhprivacy.audit.answers import Dossier
    from zvhprivacy.audit.read import Checklists
    from zvhprivacy.errors import Finding
    from zvhprivacy.model.audit import Audit
    from zvhprivacy.model.checklist import Checklist
    from zvhprivacy.model.workspace import Workspace
    from zvhprivacy.report.audit_view import Report


NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


class NoAudit(WrongUse):
    """
    There is no audit of this name.
    """

    code = "no-audit"
    nl = "er is geen audit `{naam}` in `audits/`; {nl}"
    en = "there is no audit `{naam}` in `audits/`; {en}"

    def __init__(self, naam: str, known: Iterable[str]) -> None:
        listed = ", ".join(f"`{each}`" for each in known)
        nl = f"er zijn: {listed}" if listed else "maak er een met `zvhprivacy audit run`"
        en = f"there are: {listed}" if listed else "make one with `zvhprivacy audit run`"
        super().__init__(naam=naam if NAME.fullmatch(naam) else "?", nl=nl, en=en)


class AuditThere(WrongUse):
    """
    An audit of this name was made before, and found something else.
    """

    code = "audit-there"
    nl = (
        "er is al een audit `{naam}`, en die is anders dan wat nu is gevonden; geef deze een "
        "eigen naam met `--name`"
    )
    en = (
        "there is an audit `{naam}` already, and it differs from what was found now; give this "
        "one a name of its own with `--name`"
    )


class BadName(WrongUse):
    """
    An audit cannot be called this.
    """

    code = "bad-audit-name"
    nl = "zo kan een audit niet heten: neem kleine letters, cijfers, punten en koppeltekens"
    en = "an audit cannot be called this: take small letters, digits, dots and hyphens"


class UnknownChecklist(WrongUse):
    """
    There is no checklist of this name.
    """

    code = "unknown-checklist"
    nl = "er is geen checklist `{naam}`; er zijn: {bekend}"
    en = "there is no checklist `{naam}`; there are: {bekend}"


class Unreadable(ZvhError):
    """
    Files of an audit or a checklist cannot be read as meant; *findings* say where and why.
    """

    exit_code = Exit.FINDINGS
    code = "audit-unreadable"
    nl = "dit kan niet worden gelezen zoals het is bedoeld:"
    en = "this cannot be read as meant:"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__()

    def sentence(self, lang: str = "nl") -> str:
        """
        Say so in *lang*, and of each finding what is wrong, why that matters and how to mend it.
        """
        from zvhprivacy.messages import render, text

        lines = [super().sentence(lang)]
        for each in self.findings:
            told = render(each, lang)
            lines.append(f"{each.span}: {each.code} {told.wat}")
            lines.append(f"   = {text('check.waarom', lang)}: {told.waarom}")
            lines.append(f"   = {text('check.herstel', lang)}: {told.herstel}")
        return "\n".join(lines)


class Days(NamedTuple):
    """
    From *vanaf* up to but not including *tot*.
    """

    vanaf: date
    tot: date

    def __str__(self) -> str:
        return f"{self.vanaf}..{self.tot - timedelta(days=1)}"


class Period(click.ParamType["Days"]):
    """
    Two days, both included: `2026-01-01..2026-12-31`, or a whole year: `2026`.
    """

    name = "periode"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Days:
        """
        Read *value*.
        """
        if isinstance(value, Days):
            return value
        text = f"{value}-01-01..{value}-12-31" if _YEAR.fullmatch(value) else str(value)
        days = _DAYS.fullmatch(text)
        try:
            first, last = (date.fromisoformat(each) for each in (days.groups() if days else ()))
            return Days(first, last + timedelta(days=1))
        except (ValueError, OverflowError):
            self.fail("period", param, ctx)


def last_year(day: date) -> Days:
    """
    Give the twelve months before *day*, which itself is not over.
    """
    from zvhprivacy.dpia.used import period

    return Days(*period(day - timedelta(days=1)))


def chosen(read: Checklists, names: Iterable[str]) -> list[Checklist]:
    """
    Give the checklists with these *names*, or all when none is named.

    Raises:
        UnknownChecklist: there is none of a name.
        Unreadable: one of them cannot be read as meant.
    """
    from zvhprivacy.audit.read import FOLDER

    named = list(dict.fromkeys(names))
    known = [*read.checklists, *(each.removeprefix(f"{FOLDER}/")[:-5] for each in read.stopped)]
    for each in named:
        if each not in known:
            listed = ", ".join(f"`{name}`" for name in sorted(known))
            raise UnknownChecklist(naam=each if NAME.fullmatch(each) else "?", bekend=listed)
    stopped = [f"{FOLDER}/{each}.yaml" for each in named] if named else [*read.stopped]
    wrong = [each for each in read.findings if each.span.file in stopped]
    if wrong:
        raise Unreadable(wrong)
    return [read.checklists[each] for each in named or sorted(read.checklists)]


def audit_of(root: Path, name: str) -> Audit:
    """
    Read the audit of this *name*.

    Raises:
        NoAudit: there is none.
        Unreadable: it is not as it was written.
    """
    from zvhprivacy.audit.document import audits_in, read_audit

    known = audits_in(root)
    if name not in known:
        raise NoAudit(name, known)
    audit, found = read_audit(root, name)
    if audit is None or found:
        raise Unreadable(found)
    return audit


def dossier_of(root: Path, name: str, workspace: Workspace | None = None) -> Dossier:
    """
    Read the audit of this *name* with what people said of it, by the words of *workspace*.

    Without one any word will do: a rol or organisation of an earlier audit may be gone since.

    Raises:
        NoAudit: there is none.
        Unreadable: it is not as it was written, or the answers cannot be read as meant.
    """
    from zvhprivacy.audit.answers import People, read_answers

    people = People.of(workspace) if workspace else None
    dossier, found = read_answers(root, audit_of(root, name), people)
    if dossier is None or found:
        raise Unreadable(found)
    return dossier


def report_of(
    root: Path, name: str, day: date, *, previous: str | None = None, public: bool = False
) -> Report:
    """
    Put together what a report of the audit of this *name* tells on *day*.

    It is compared with the audit *previous*, or with the newest that was made before it.

    Raises:
        NoAudit: there is none.
        PolicyUnusable: the law layer cannot be read as meant.
        Unreadable: an audit or its answers cannot be read as meant.
    """
    from zvhprivacy.audit.compare import compare
    from zvhprivacy.policy.read import read_workspace
    from zvhprivacy.report.audit_view import Report, toegang

    workspace = read_workspace(root)
    law = options.usable(workspace)
    dossier = dossier_of(root, name, workspace)
    before = earlier(root, name, dossier.audit.herkomst.op) if previous is None else previous
    compared = compare(dossier_of(root, before), dossier, day) if before else None
    return Report(
        dossier=dossier,
        op=day,
        vergelijking=compared,
        toegang=toegang(workspace, law, day),
        buiten=public,
    )


def earlier(root: Path, name: str, day: date) -> str | None:
    """
    Name the newest audit of before *day*, or of that day, but not the one of this *name* itself.
    """
    from zvhprivacy.audit.document import audits_in

    made = [(audit_of(root, each).herkomst.op, each) for each in audits_in(root) if each != name]
    return max((each for each in made if each[0] <= day), default=(day, None))[1]


def show(report: Report, lang: str, output: str) -> None:
    """
    Write *report* for a person or for a program.
    """
    from zvhprivacy.cli._output import write_json, write_lines
    from zvhprivacy.report.audit_json import audit_json
    from zvhprivacy.report.audit_words import audit_lines

    if output == "json":
        write_json(audit_json(report))
    else:
        write_lines(audit_lines(report, lang))
