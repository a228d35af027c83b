"""
`zvhprivacy audit run`: let the machine answer the statements of checklists as far as it can.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zvhprivacy.cli import _audit_at as audits
from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.audit.run import Alias
    from zvhprivacy.audit.sources import Sources
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.audit import Audit
    from zvhprivacy.model.audit_answers import Vorige


@click.command(cls=Command)
@click.option("--checklist", "checklists", cls=OwnOption, multiple=True, metavar="ID")
@click.option("--period", cls=OwnOption, type=audits.Period(), metavar="DATE..DATE")
@click.option("--name", cls=OwnOption, metavar="AUDIT")
@click.option("--previous", cls=OwnOption, metavar="AUDIT")
@click.option("--sample", "size", cls=OwnOption, type=click.IntRange(0, 1_000), default=20)
@click.option("--door", cls=OwnOption, metavar="MEDEWERKER")
@click.option("--aanleiding", cls=OwnOption, metavar="ID")
@at.house
@at.keys
@options.day
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    checklists: tuple[str, ...],
    period: audits.Days | None,
    name: str | None,
    previous: str | None,
    size: int,
    door: str | None,
    aanleiding: str | None,
    house: at.Address,
    keys: at.Keys,
    day: date | None,
    output: str,
) -> Exit:
    """
    Carry out an audit and keep what it found in `audits/`; end with 1 when something deviates.
    """
    from zvhprivacy.audit.carrying import Order, carry_out
    from zvhprivacy.audit.read import read_checklists
    from zvhprivacy.cli._output import Progress
    from zvhprivacy.cli._version import version
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.policy.collecting import collecting_later

    on = options.or_today(day)
    days = period or audits.last_year(on)
    lists = audits.chosen(read_checklists(house.root), checklists)
    called = name or f"{checklists[0] if len(checklists) == 1 else 'audit'}-{on}"
    if not audits.NAME.fullmatch(called):
        raise audits.BadName
    vorige = _previous(house.root, called, previous, on)
    order = Order(
        id=called,
        checklists=lists,
        steekproef=size,
        opdracht=_command(checklists, days, on, size, called, vorige),
        versie=version(),
    )
    asked = {"vanaf": days.vanaf, "tot": days.tot, "op": on, "vorige": vorige}
    with _sources(house, keys, door, aanleiding, asked, lang) as (bron, alias):
        shown = Progress(text("audit-cli.bezig", lang), bron.huis.regels if bron.huis else None)
        with collecting_later(), shown.running() as progress:
            audit = carry_out(bron, order, alias=alias, progress=progress.step)
    _keep(house.root, audit)
    audits.show(audits.report_of(house.root, called, on, previous=previous), lang, output)
    return Exit.FINDINGS if _deviates(audit) else Exit.OK


@contextmanager
def _sources(
    house: at.Address,
    keys: at.Keys,
    door: str | None,
    aanleiding: str | None,
    asked: dict[str, Any],
    lang: str,
) -> Iterator[tuple[Sources, Alias]]:
    """
    Lend what there is to look at: the house when keys are named, and else the files alone.
    """
    from zvhprivacy.engine.controleren import bronnen_zonder_huis

    if keys.sleutels is None and door is None and not any(house.stores.values()):
        yield bronnen_zonder_huis(house.root, **asked), _no_alias
        return
    with keys.opened(house, lang) as engine:
        about = at.acting(engine, door or "")._replace(aanleiding=aanleiding)
        controleren = engine.huis.controleren
        with controleren.bronnen(about, **asked) as bron:
            yield bron, controleren.alias()


def _no_alias(soort: str, kenmerk: str) -> str:
    # Without a house there are no records; what there is never leaves under its own id.
    return f"{soort}-{len(kenmerk)}"


def _previous(root: Path, called: str, previous: str | None, on: date) -> Vorige | None:
    """
    Give what the audit *previous* left open, or else that of the newest one before this.
    """
    from zvhprivacy.audit.measures import previous as left_open

    name = previous or audits.earlier(root, called, on)
    return None if name is None else left_open(audits.dossier_of(root, name))


def _command(
    checklists: tuple[str, ...],
    days: audits.Days,
    on: date,
    size: int,
    called: str,
    vorige: Vorige | None,
) -> str:
    """
    Say how to carry it out again; where the house and its keys are is not told.
    """
    named = "".join(f" --checklist {each}" for each in checklists)
    before = f" --previous {vorige.audit}" if vorige else ""
    given = f"--period {days} --on {on} --sample {size} --name {called}"
    return f"zvhprivacy audit run{named} {given}{before}"


def _keep(root: Path, audit: Audit) -> None:
    """
    Write the audit in the workspace; one that is there already is never written over.

    Raises:
        AuditThere: there is another of this name.
    """
    from zvhprivacy.audit.document import as_document, place_of
    from zvhprivacy.cli._errors import unwritable
    from zvhprivacy.cli._files import write_whole

    path, made = root / place_of(audit.id), as_document(audit)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            if path.read_bytes() != made:
                raise audits.AuditThere(naam=audit.id)
            return
    except OSError as error:
        raise unwritable(path, error) from None
    write_whole(path, made)


def _deviates(audit: Audit) -> bool:
    from zvhprivacy.model.audit import Antwoord

    return any(
        looked.antwoord is Antwoord.AFWIJKING for each in audit.getoetst for _, looked in each.found
    )
