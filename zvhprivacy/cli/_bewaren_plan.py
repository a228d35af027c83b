"""
`zvhprivacy bewaren plan`: what has to go and why; kept only when somebody puts his name to it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from zvhprivacy.cli import _bewaren_house as at
from zvhprivacy.cli import _options as options
from zvhprivacy.cli._command import Command, OwnOption
from zvhprivacy.errors import WrongUse


if TYPE_CHECKING:
    from zvhprivacy.cli._bewaren_list import Listing
    from zvhprivacy.errors import Exit


class AnotherDay(WrongUse):
    """
    A plan was to be kept for another day than today.
    """

    code = "plan-another-day"
    nl = "een plan dat wordt bewaard, is van vandaag; laat `--on` weg, of `--door` voor een proef"
    en = "a plan that is kept is of today; leave out `--on`, or `--door` for a trial"


class DayInThePast(WrongUse):
    """
    What had to go on a day that is over.
    """

    code = "plan-in-the-past"
    nl = (
        "`--on {dag}` is geweest, en de registers zeggen alleen hoe het nu is; "
        "neem vandaag of een dag die nog komt"
    )
    en = (
        "`--on {dag}` is over, and the registers only say how it is now; "
        "take today or a day still to come"
    )


class OnePlan(WrongUse):
    """
    Somebody asked for a plan that is kept, and for another one as well.
    """

    code = "one-plan"
    nl = "PLAN toont een plan dat er al is; laat `--door` en `--on` dan weg"
    en = "PLAN shows a plan that is there already; leave out `--door` and `--on` then"


@click.command(cls=Command)
@click.argument("plan", required=False, metavar="[PLAN]")
@click.option("--door", cls=OwnOption, metavar="MEDEWERKER")
@options.day
@click.option("--detail", cls=OwnOption, is_flag=True)
@at.house
@at.keys
@options.output
@options.lang
@click.pass_obj
def command(
    lang: str,
    plan: str | None,
    door: str | None,
    day: date | None,
    detail: bool,
    house: at.Address,
    keys: at.Keys,
    output: str,
) -> Exit:
    """
    Show what has to go, or the plan that is kept under the hash *plan*.

    Without a person it is a trial: no key is needed, and nothing is kept.
    """
    from zvhprivacy.cli._bewaren_list import as_json, listing_lines
    from zvhprivacy.cli._output import waiting, write_json, write_lines
    from zvhprivacy.errors import Exit
    from zvhprivacy.messages import text

    with waiting(text("bewaren.bezig.plan", lang)):
        if plan is not None:
            if door is not None or day is not None:
                raise OnePlan
            found = _kept(house, plan)
        elif door is not None:
            found = _made(house, keys, door, day, lang)
        else:
            found = _tried(house, day)
    if output == "json":
        write_json(as_json(found, detail=detail))
    else:
        write_lines(listing_lines(found, lang, detail=detail))
    return Exit.OK


def _tried(house: at.Address, day: date | None) -> Listing:
    from zvhprivacy.bewaren.looking import look_ahead
    from zvhprivacy.cli._bewaren_list import Listing
    from zvhprivacy.engine import today

    if day is not None and day < today():
        raise DayInThePast(dag=day)
    with house.seen() as view:
        return Listing.of(look_ahead(view, op=day))


def _made(house: at.Address, keys: at.Keys, door: str, day: date | None, lang: str) -> Listing:
    from zvhprivacy.cli._bewaren_list import Listing
    from zvhprivacy.engine import today

    if day is not None and day != today():
        raise AnotherDay
    with keys.opened(house, lang) as engine:
        made = engine.bewaren.stel_op(at.acting(engine, door))
        if made is None:
            return Listing.of(engine.bewaren.plan())
        plan, found = made
        return Listing.of(found, plan)


def _kept(house: at.Address, typed: str) -> Listing:
    from zvhprivacy.bewaren.carrying import all_lines
    from zvhprivacy.cli._bewaren_list import Listing
    from zvhprivacy.store.plannen import Plannen
    from zvhprivacy.store.rls import see_all

    with house.seen() as view, view.hoofd.read() as connection:
        see_all(connection)
        plannen = Plannen(connection)
        plan = at.chosen(plannen.plans(), typed)
        return Listing.kept(plan, tuple(all_lines(plannen, plan.id)))
