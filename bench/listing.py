"""
The list of cases that somebody may see, beside the bare query that finds the same rows.

    python -m bench.listing [--cases N]

One run makes a database on SQLite and one on PostgreSQL with the same invented cases, and asks by
turns for a page by policy and for the same page by a plain join. Only the ratio is a result.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import sqlalchemy as sa

from tests.postgres import NoPostgres, server
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.listing import Scope, listed
from zvhprivacy.store.tables import metadata_of


LIMIT = 5.0  # the list may take this many times the bare query
PAGE = 50
TURNS = 200
DAY = date(2026, 6, 1)
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
PERSONS, ORGANISATIONS = 480, 40  # each person has cases of one organisation
PHASES = ("aangemeld", "triage", "in-behandeling", "casusoverleg", "uitvoering", "afgesloten")
WORKING = PHASES[2:5]
PROCESSES = ("com", "mda", "levensloop", "pga-jeugd")
NEEDS = {
    "own cases": (True, True, True),
    "cases of the organisation": (True, False, True),
    "all cases": (False, False, False),
}


def main() -> int:
    """
    Measure on both engines; end with 1 when a list takes more than `LIMIT` bare queries.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.listing", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, metavar="N")
    cases = parser.parse_args().cases
    worst = 0.0
    for engine, target in _targets():
        database = open_database(Part.HOOFD, target)
        fill(database, cases)
        for name, needs in NEEDS.items():
            ratio, rows = measure(database, needs)
            print(f"{engine:<10} {cases:>7} cases  {name:<26} {rows:>3} rows  {ratio:5.2f} ×")
            worst = max(worst, ratio)
        database.close()
    print(f"at most {worst:.2f} × the bare query; the limit is {LIMIT} ×")
    return 1 if worst > LIMIT else 0


def measure(database: Database, needs: tuple[bool, bool, bool]) -> tuple[float, int]:
    """
    Give how many bare queries a list takes, and how many rows both give.
    """
    deelnemer, persoon, criteria = needs
    scopes = [
        Scope("huis", proces, "wgs", fase, "complexe-casuistiek", "fg", *needs)
        for proces in PROCESSES
        for fase in WORKING
    ]
    bare = _bare(deelnemer=deelnemer, persoon=persoon)
    with database.read() as connection:

        def by_policy() -> list[str]:
            page = listed(
                connection,
                scopes=scopes,
                organisatie="org-0",
                medewerker=_uid(0),
                op=DAY,
                limit=PAGE,
            )
            return [case.casus for case in page]

        def by_join() -> list[str]:
            return [row.id for row in connection.execute(bare)]

        assert by_policy() == by_join(), criteria
        times: dict[Any, list[float]] = {by_policy: [], by_join: []}
        for _ in range(TURNS):
            for run, each in times.items():
                each.append(_timed(run))
        rows = len(by_join())
    return statistics.median(times[by_policy]) / statistics.median(times[by_join]), rows


def _timed(run: Callable[[], Any]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def _bare(*, deelnemer: bool, persoon: bool) -> sa.TextClause:
    source = "casus WHERE true"
    if persoon:
        source = f"toewijzing t JOIN casus ON casus.id = t.casus WHERE t.medewerker = '{_uid(0)}'"
    elif deelnemer:
        source = "deelname d JOIN casus ON casus.id = d.casus WHERE d.organisatie = 'org-0'"
    fasen = ", ".join(f"'{fase}'" for fase in WORKING)
    return sa.text(
        f"SELECT casus.id, casus.proces, casus.fase, casus.fase_sinds FROM {source} "  # noqa: S608
        f"AND casus.fase IN ({fasen}) "
        f"ORDER BY casus.fase_sinds DESC, casus.id DESC LIMIT {PAGE}"
    )


def _targets() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", str(Path(folder) / "hoofd.db")
    try:
        with server() as running:
            yield "PostgreSQL", running.new_database()
    except NoPostgres as reason:
        print(f"PostgreSQL  not measured: {reason}")


def _uid(number: int) -> str:
    return f"{number:032x}"


def fill(database: Database, cases: int) -> None:
    """
    Put so many cases in *database*, with who works on them.
    """
    tables = metadata_of(Part.HOOFD).tables
    with database.write() as connection:
        for name, rows in _rows(cases).items():
            connection.execute(sa.insert(tables[name]), rows)
    with database.write() as connection:
        connection.exec_driver_sql("ANALYZE")


def _rows(cases: int) -> dict[str, list[dict[str, Any]]]:
    """
    Make the rows: each case has an organisation, a person and a judgement.
    """
    rows: dict[str, list[dict[str, Any]]] = {
        "medewerker": [
            {
                "id": _uid(number),
                "persoon": "p" * 28,
                "organisatie": f"org-{number % ORGANISATIONS}",
                "rollen": '["fg"]',
                "opleidingen": "[]",
                "versie": 1,
                "van": DAY,
            }
            for number in range(PERSONS)
        ],
        **{name: [] for name in ("casus", "deelname", "toewijzing", "criteria")},
    }
    for number in range(cases):
        casus = {"id": _uid(1_000_000 + number), "casus": _uid(number)}
        rows["casus"].append(
            {
                "id": _uid(number),
                "convenant": "huis",
                "proces": PROCESSES[number % 4],
                "kader": "wgs",
                "doel": "complexe-casuistiek",
                "fase": PHASES[number // 7 % 6],
                # As in a register: not in the order in which the cases came.
                "fase_sinds": MOMENT + timedelta(minutes=number * 7919 % cases),
                "aangemeld_door": "org-0",
                "eerste_verwerking": DAY,
                "laatste_verwerking": DAY,
                "versie": 1,
            }
        )
        part = {"als_derde": False, "deskundig_en_taak": False, "van": DAY}
        rows["deelname"].append(casus | part | {"organisatie": f"org-{number % ORGANISATIONS}"})
        rows["toewijzing"].append(
            casus | {"medewerker": _uid(number % PERSONS), "rol": "fg", "van": DAY}
        )
        met = dict.fromkeys(
            (
                "meervoudige_problematiek",
                "leefgebieden_criminogeen",
                "overlast_criminaliteit_onveilig",
                "meerdere_domeinen_nodig",
            ),
            True,
        )
        rows["criteria"].append(casus | met | {"motivering": b"", "door": "[]", "op": MOMENT})
    return rows


if __name__ == "__main__":
    sys.exit(main())
