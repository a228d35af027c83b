"""
`zvhprivacy audit report`: an audit with its answers, as a workbook, a web page or on the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _audit_at as audits
from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._audit_verify import SIGNATURE
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.audit.leak import Known
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.audit import Audit
    from zvhprivacy.report.audit_view import Report


@click.command(cls=Command)
@click.argument("audit", metavar="AUDIT")
@click.option("--xlsx", "target", cls=OwnOption, metavar="FILE")
@click.option("--html", cls=OwnOption, metavar="FILE")
@click.option("--public", "outside", cls=OwnOption, is_flag=True)
@click.option("--previous", cls=OwnOption, metavar="AUDIT")
@click.option("--names", cls=OwnOption, metavar="FILE")
@click.option("--sign", cls=OwnOption, is_flag=True)
@at.house
@at.keys
@options.day
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    audit: str,
    target: str | None,
    html: str | None,
    outside: bool,
    previous: str | None,
    names: str | None,
    sign: bool,
    house: at.Address,
    keys: at.Keys,
    day: date | None,
    output: str,
) -> Exit:
    """
    Make the reports that are asked for, all or none, after seeing that none of them names anybody.
    """
    from zvhprivacy.audit.leak import refuse_leaks
    from zvhprivacy.cli._files import write_all
    from zvhprivacy.cli._output import write
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    made_on = audits.audit_of(house.root, audit).herkomst.op
    report = audits.report_of(house.root, audit, day or made_on, previous=previous, public=outside)
    files = _files(report, target, html, lang)
    known = _known(report, names)
    for path, content in files.items():
        refuse_leaks(str(path), content, known)
    if sign:
        files |= _signatures(files, house, keys, lang)
    if not files:
        audits.show(report, lang, output)
    write_all(files)
    for path in files:
        write(text("audit-cli.geschreven", lang, bestand=path))
    return Exit.OK


def _files(report: Report, xlsx: str | None, html: str | None, lang: str) -> dict[Path, bytes]:
    files: dict[Path, bytes] = {}
    if xlsx is not None:
        from zvhprivacy.report.audit_workbook import audit_workbook

        files[Path(xlsx)] = audit_workbook(report, lang)
    if html is not None:
        from zvhprivacy.report.audit_page import audit_page

        files[Path(html)] = audit_page(report, lang)
    return files


def _known(report: Report, names: str | None) -> Known:
    """
    Put together what may not be in a report, and which numbers of its own only look like it.
    """
    from zvhprivacy.audit.leak import Known
    from zvhprivacy.cli._errors import UnreadableFile

    if names is None:
        listed: list[str] = []
    else:
        try:
            listed = Path(names).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise UnreadableFile(names, error) from None
        except ValueError:
            raise UnreadableFile(names, OSError()) from None
    people = [each.strip() for each in listed if each.strip()]
    return Known(namen=people, eigen=_own_numbers(report.audit))


def _own_numbers(audit: Audit) -> Iterator[int]:
    """
    Give the counts in an audit, and the numbers of entries of the logboek that it refers to.
    """
    yield audit.herkomst.regels
    yield audit.steekproef.populatie if audit.steekproef else 0
    for month in audit.maanden:
        yield from (month.toegestaan, month.geweigerd)
    for statement in audit.getoetst:
        for _, looked in statement.found:
            yield from (looked.onderzocht, looked.afwijkend)
            yield from (count for _, count in looked.tellingen)
            lines = (each.kenmerk for each in looked.verwijzingen if each.soort == "logregel")
            yield from (int(each) for each in lines if each.isdecimal())


def _signatures(
    files: Mapping[Path, bytes], house: at.Address, keys: at.Keys, lang: str
) -> dict[Path, bytes]:
    """
    Give beside each file a signed statement of its hash, made with the key of the logboek.
    """
    with keys.opened(house, lang) as engine:
        controleren = engine.huis.controleren
        return {
            path.with_name(path.name + SIGNATURE): controleren.onderteken(path.name, content)
            for path, content in files.items()
        }
