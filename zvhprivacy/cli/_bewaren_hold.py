"""
`zvhprivacy bewaren hold`: suspend the destruction of a case, review that in time, and end it.

A restriction that the betrokkene asked for is decided on that request, in the case system.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._bewaren_holding import (
    LONGEST_REASON,
    DecidedElsewhere,
    NoReason,
    as_json,
    asks,
    convenant_of,
    held,
    in_time,
    keeping,
    motivation,
    told,
)
from zvhprivacy.cli._command import Command, Group, OwnOption


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit


F = TypeVar("F", bound=Callable[..., Any])

GRONDEN = ("wettelijk-voorschrift", "rechtsvordering", "beperking")

command = Group(name="hold", no_args_is_help=True)


def _review(wrapped: F) -> F:
    return click.option(
        "--herzien-voor", "review", cls=OwnOption, required=True, type=options.Day(), metavar="DATE"
    )(wrapped)


def _reason(*, required: bool) -> Callable[[F], F]:
    return click.option(
        "--motivering-bestand", "reason", cls=OwnOption, required=required, metavar="FILE|-"
    )


@command.command("place", cls=Command)
@at.actor
@click.option("--casus", cls=OwnOption, required=True, metavar="CASUS")
@click.option("--gegeven", cls=OwnOption, metavar="GEGEVEN")
@click.option("--grond", cls=OwnOption, required=True, type=click.Choice(GRONDEN))
@click.option("--kenmerk", cls=OwnOption, required=True, metavar="TEXT")
@click.option("--eigenaar", cls=OwnOption, metavar="MEDEWERKER")
@_review
@_reason(required=True)
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def place(
    lang: str,
    door: str,
    casus: str,
    gegeven: str | None,
    grond: str,
    kenmerk: str,
    eigenaar: str | None,
    review: date,
    reason: str,
    house: at.Address,
    keys: at.Keys,
    output: str,
) -> Exit:
    """
    Suspend the destruction of *casus*, or of its item *gegeven*.
    """
    from zvhprivacy.model.bewaartermijn import Grond

    if Grond(grond) is Grond.BEPERKING:
        raise DecidedElsewhere
    if not kenmerk.strip():
        raise NoReason(optie="--kenmerk")
    motivering = motivation(reason, keys)
    in_time(review)
    with keys.opened(house, lang) as engine:
        owner = at.acting(engine, eigenaar or door, "--eigenaar" if eigenaar else "--door")
        hold = engine.huis.opschorten.plaats(
            keeping(engine, door, casus),
            grond=Grond(grond),
            kenmerk=kenmerk,
            motivering=motivering,
            eigenaar=owner.medewerker or "",
            herzien_voor=review,
            gegeven=gegeven,
        )
    return told(hold, "geplaatst", lang, output)


@command.command("list", cls=Command)
@at.actor
@click.option("--convenant", cls=OwnOption, metavar="CONVENANT")
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def listed(
    lang: str, door: str, convenant: str | None, house: at.Address, keys: at.Keys, output: str
) -> Exit:
    """
    Name the holds in force of which *door* keeps the terms, those to review first in front.
    """
    from zvhprivacy.cli._output import write, write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text
    from zvhprivacy.report.text import table_lines

    with keys.opened(house, lang) as engine:
        about = at.acting(engine, door)
        request = asks(engine, about, convenant=convenant_of(house, convenant))
        found = engine.huis.opschorten.openstaand(request, about)
    rows = [{**as_json(each.opschorting), "escaleert": each.escaleert} for each in found]
    if output == "json":
        write_json(rows)
        return Exit.OK
    if not rows:
        write(text("bewaren.hold.geen", lang))
        return Exit.OK
    names = ("id", "casus", "gegeven", "grond", "kenmerk", "eigenaar", "herzien_voor", "escaleert")
    heads = [text(f"bewaren.kolom.{name}", lang) for name in names]
    yes, no = text("bewaren.hold.ja", lang), text("bewaren.hold.nee", lang)
    shown = [[_cell(row[name], yes, no) for name in names] for row in rows]
    write_lines(table_lines([heads, *shown]))
    return Exit.OK


@command.command("review", cls=Command)
@click.argument("hold", metavar="OPSCHORTING")
@at.actor
@_review
@click.option("--eigenaar", cls=OwnOption, metavar="MEDEWERKER")
@_reason(required=False)
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def review(
    lang: str,
    hold: str,
    door: str,
    review: date,
    eigenaar: str | None,
    reason: str | None,
    house: at.Address,
    keys: at.Keys,
    output: str,
) -> Exit:
    """
    Let *hold* go on, to be reviewed again before another day.
    """
    motivering = None if reason is None else motivation(reason, keys)
    in_time(review)
    with keys.opened(house, lang) as engine:
        owner = at.acting(engine, eigenaar, "--eigenaar").medewerker if eigenaar else None
        reviewed = engine.huis.opschorten.herzie(
            keeping(engine, door, held(engine, hold).casus),
            hold,
            herzien_voor=review,
            eigenaar=owner,
            motivering=motivering,
        )
    return told(reviewed, "herzien", lang, output)


@command.command("release", cls=Command)
@click.argument("hold", metavar="OPSCHORTING")
@at.actor
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def release(lang: str, hold: str, door: str, house: at.Address, keys: at.Keys, output: str) -> Exit:
    """
    End *hold*: what its term says holds again.
    """
    with keys.opened(house, lang) as engine:
        grant = keeping(engine, door, held(engine, hold).casus)
        released = engine.huis.opschorten.hef_op(grant, hold)
    return told(released, "opgeheven", lang, output)


@command.command("show", cls=Command)
@click.argument("hold", metavar="OPSCHORTING")
@at.actor
@at.house
@at.keys
@options.lang
@click.pass_obj
def show(lang: str, hold: str, door: str, house: at.Address, keys: at.Keys) -> Exit:
    """
    Give why *hold* is there, for who reviews it; that it was read is written down.
    """
    from zvhprivacy.cli._output import write
    from zvhprivacy.errors import Exit, visible

    with keys.opened(house, lang) as engine:
        grant = keeping(engine, door, held(engine, hold).casus)
        reason = engine.huis.opschorten.motivering(grant, hold)
    for line in reason.splitlines():
        write(visible(line, limit=LONGEST_REASON))
    return Exit.OK


def _cell(value: object, yes: str, no: str) -> str:
    if isinstance(value, bool):
        return yes if value else no
    return "-" if value is None else str(value)
