"""
Violations in what cases hold, and for how long.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bench.audit_house.people import COLLEGE
from bench.audit_house.planting import CLOSED, Planter, cases
from tests.bsn import bsn
from zvhprivacy.model.bewaren import Hernieuwing, Opschorting
from zvhprivacy.model.casus import (
    Gegeven,
    Overgang,
)
from zvhprivacy.model.registers import (
    RacAdvies,
    Verklaring,
)


Row = tuple[Any, ...]


def rejected_report_kept(p: Planter) -> int:
    """
    Plant that two reports were rejected a year ago, and what was in them is still there.
    """
    kept = cases(p, CLOSED, 2)
    for casus in kept:
        [first] = [each for each in p.rows(Overgang, casus=casus.id) if each.naar == "afgesloten"]
        p.change([first], naar="afgewezen")
    p.change(kept, fase="afgewezen")
    return len(kept)


def extended_three_years(p: Planter) -> int:
    """
    Plant that cases were made available again for three years.
    """
    return len(
        p.change(p.rows(Hernieuwing), tot=lambda row: row.van.replace(year=row.van.year + 3))
    )


def hold_past_its_end(p: Planter) -> int:
    """
    Plant that a hold goes on that had to be reviewed.
    """
    held = p.rows(Opschorting, "opgeheven_op IS NULL")
    return len(p.change(held, herzien_voor=date(2030, 5, 1)))


def older_than_five_years(p: Planter) -> int:
    """
    Plant that cases, with all that is in them, are older than five years.
    """
    old = cases(p, CLOSED, 2)
    count = 0
    for casus in old:
        items = p.rows(Gegeven, casus=casus.id)
        p.change(items, eerste_verwerking=date(2025, 1, 6))
        count += len(items) + 1
    p.change(old, eerste_verwerking=date(2025, 1, 6))
    return count


def category_outside(p: Planter) -> int:
    """
    Plant that a case holds what no case may hold.
    """
    some = p.rows(Gegeven, categorie="relaties")[:2]
    return len(p.change(some, categorie="religie-levensovertuiging"))


def police_data_of_others(p: Planter) -> int:
    """
    Plant that police data came from somebody else than the police.
    """
    some = p.rows(Gegeven, categorie="politiegegevens-8-13")[:2]
    return len(p.change(some, bronnen=(COLLEGE,)))


def item_without_source(p: Planter) -> int:
    """
    Plant that nobody knows of an item who provided it.
    """
    some = p.rows(Gegeven, categorie="relaties")[:3]
    return len(p.change(some, bronnen=("onbekend-huis",)))


def circle_unsaid(p: Planter) -> int:
    """
    Plant that nobody said of people that they belong to the circle when they came into it.
    """
    said = p.rows(Verklaring, feit="gezinslid-of-direct-contact")[:2]
    return len(p.change(said, op=lambda row: row.op + timedelta(days=30)))


def too_early(p: Planter) -> int:
    """
    Plant that a case holds what only a later phase lets in.
    """
    running = cases(p, "fase = 'uitvoering'", 1)
    p.change(running, fase="aangemeld")
    allowed = {"aanmeldmotivering", "identificatie-contact", "bsn"}
    items = [row for row in p.rows(Gegeven, casus=running[0].id) if row.categorie not in allowed]
    return len(items)


def criminal_data(p: Planter) -> int:
    """
    Plant that a case holds criminal data that its convenant does not let in.
    """
    some = p.rows(Gegeven, categorie="relaties")[:2]
    return len(p.change(some, categorie="justitieel-strafvorderlijk"))


def readable_number(p: Planter) -> int:
    """
    Plant that the number of a person can be read in a register.
    """
    for number, row in enumerate(p.rows(RacAdvies)[:2]):
        p.change([row], kenmerk=bsn(6_000 + number))
    return 2


def old_police_data(p: Planter) -> int:
    """
    Plant that police data are older than five years.
    """
    some = p.rows(Gegeven, categorie="politiegegevens-8-13")[:2]
    return len(p.change(some, eerste_verwerking=date(2025, 1, 6)))


def plan_not_finished(p: Planter) -> int:
    """
    Plant that somebody stopped in the middle of destroying.
    """
    p.unguarded("bewaarplan")
    last = "(SELECT max(opgesteld_op) FROM bewaarplan)"
    p.sql(f"UPDATE bewaarplan SET state = 'bezig', klaar_op = NULL WHERE opgesteld_op = {last}")  # noqa: S608
    return 1


def nationality(p: Planter) -> int:
    """
    Plant that a case holds somebody's nationality, and nobody said that it identifies him.
    """
    some = p.rows(Gegeven, categorie="relaties")[:2]
    return len(p.change(some, categorie="nationaliteit"))


ROWS: Mapping[str, Row] = {
    "rejected-report-kept": (
        "afgewezen-zonder-inhoud",
        "werking",
        rejected_report_kept,
        "niet-ouder-dan-vijf-jaar",
        "politie-niet-ouder-dan-vijf-jaar",
        "bewaren-uitgevoerd",
        "gegevens-per-fase",
    ),
    "extended-three-years": ("verlenging-geldig", "bestaan", extended_three_years),
    "hold-past-its-end": ("opschorting-met-grond", "werking", hold_past_its_end),
    "older-than-five-years": (
        "niet-ouder-dan-vijf-jaar",
        "werking",
        older_than_five_years,
        "politie-niet-ouder-dan-vijf-jaar",
        "bewaren-uitgevoerd",
    ),
    "category-outside": ("categorie-binnen-proces", "bestaan", category_outside),
    "police-data-of-others": (
        "politiegegevens-8-of-13",
        "bestaan",
        police_data_of_others,
        "politie-en-justitie-met-herkomst",
        "politie-gegeven-met-herkomst",
        "politie-met-grondslag",
        "politieverstrekking-vastgelegd",
        # Whose data they are now was not asked when they were given.
        "resultaat-zonder-bezwaar",
    ),
    "item-without-source": ("gegeven-met-herkomst", "bestaan", item_without_source),
    "circle-unsaid": ("kring-van-betrokkene", "bestaan", circle_unsaid),
    "too-early": ("gegevens-per-fase", "bestaan", too_early),
    "criminal-data": (
        "strafrechtelijk-binnen-proces",
        "bestaan",
        criminal_data,
        "categorie-binnen-proces",
        "politie-en-justitie-met-herkomst",
    ),
    "readable-number": ("bsn-versleuteld", "bestaan", readable_number),
    "old-police-data": (
        "politie-niet-ouder-dan-vijf-jaar",
        "werking",
        old_police_data,
        "niet-ouder-dan-vijf-jaar",
        "bewaren-uitgevoerd",
    ),
    "plan-not-finished": ("bewaren-uitgevoerd", "bestaan", plan_not_finished),
    "nationality": (
        "nationaliteit-alleen-identificatie",
        "bestaan",
        nationality,
        "categorie-binnen-proces",
    ),
}
