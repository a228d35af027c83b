"""
`zvhprivacy bewaren approve` and `withdraw`: another person says yes to a plan, or stops one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command


if TYPE_CHECKING:
    from zvhprivacy.errors import Exit
    from zvhprivacy.model.bewaarplan import Plan


@click.command(cls=Command)
@click.argument("plan", metavar="PLAN")
@at.actor
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def approve(lang: str, plan: str, door: str, house: at.Address, keys: at.Keys, output: str) -> Exit:
    """
    Approve the list with hash *plan*, in the name of *door*.
    """
    with keys.opened(house, lang) as engine:
        about = at.acting(engine, door)
        found = at.chosen(engine.bewaren.plannen(), plan)
        approved = engine.bewaren.keur_goed(found.id, found.hash, about)
    return _told(approved, "goedgekeurd", lang, output)


@click.command(cls=Command)
@click.argument("plan", metavar="PLAN")
@at.actor
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def withdraw(
    lang: str, plan: str, door: str, house: at.Address, keys: at.Keys, output: str
) -> Exit:
    """
    Let *plan* lapse, of which nothing was carried out yet, in the name of *door*.
    """
    with keys.opened(house, lang) as engine:
        about = at.acting(engine, door)
        found = at.chosen(engine.bewaren.plannen(), plan)
        lapsed = engine.bewaren.trek_in(found.id, about)
    return _told(lapsed, "ingetrokken", lang, output)


def _told(plan: Plan, what: str, lang: str, output: str) -> Exit:
    from zvhprivacy.cli._bewaren_list import plan_json, shown
    from zvhprivacy.cli._output import write, write_json
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    if output == "json":
        write_json(plan_json(plan))
        return Exit.OK
    named = {"code": plan.hash[: at.SHOWN]}
    if plan.uit_te_voeren_vanaf is not None and plan.verloopt_op is not None:
        named |= {"vanaf": shown(plan.uit_te_voeren_vanaf), "tot": shown(plan.verloopt_op)}
    write(text(f"bewaren.{what}", lang, **named))
    write(text("bewaren.wie", lang))
    return Exit.OK
