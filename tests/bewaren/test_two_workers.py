"""
Who carries out, does so alone; who wakes up late does nothing any more. With real processes.
"""

from __future__ import annotations

import signal

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.bewaren.huis import Bewaarhuis, Zaak, bewaarhuis
from tests.bewaren.worker import Place, Point, Said, Worker
from tests.postgres import Server
from zvhprivacy.bewaren.run import NothingReady
from zvhprivacy.model.bewaarplan import PlanState
from zvhprivacy.model.casus import Casus
from zvhprivacy.store.database import Database
from zvhprivacy.store.lease import LeaseHeld, LeaseLost


CASES = 3
END_SILENT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
)
LATER = timedelta(minutes=20)  # a lease lasts less


@dataclass(frozen=True)
class Approved:
    """
    A house *b* at *place*, of which *zaken* are approved to go.
    """

    b: Bewaarhuis
    place: Place
    zaken: list[Zaak]

    def worker(self, at: Point = Point.NERGENS, *, later: timedelta = timedelta()) -> Worker:
        """
        Start a worker.
        """
        return Worker(self.place, self.b.h.klok.nu + later, at)

    @property
    def there(self) -> list[bool]:
        """
        Say of each case whether its rows are there.
        """
        found = self.b.er_zijn(Casus)
        return [zaak.id in found for zaak in self.zaken]

    @property
    def alive(self) -> list[bool]:
        """
        Say of each case whether it can be opened.
        """
        keys = self.b.rooms.storage.keys.of_cases([zaak.id for zaak in self.zaken])
        return [bool(keys[zaak.id]) for zaak in self.zaken]

    @property
    def state(self) -> PlanState:
        """
        Say how far the plan is.
        """
        [plan] = self.b.bewaren.plannen()
        state: PlanState = plan.state
        return state

    def rows(self) -> dict[str, list[Any]]:
        """
        Give all that is in both databases and the ledger, but for what who closes an engine signs.
        """
        storage = self.b.rooms.storage
        ledger = self.place.register.read_bytes().splitlines()
        found = _rows(storage.hoofd) | _rows(storage.kluis) | {"ledger": ledger}
        del found["logboek_checkpoint"]
        voortgang = found["kluis_voortgang"]
        return found | {"kluis_voortgang": [row for row in voortgang if "checkpoint" not in row]}


def _rows(database: Database) -> dict[str, list[Any]]:
    with database.connect() as connection:
        names = sa.inspect(connection).get_table_names()
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}")))  # noqa: S608
            for name in names
        }


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def approved(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Approved]:
    """
    A house with an approved plan, on each engine.
    """
    if request.param == "sqlite":
        target, kluis = str(tmp_path / "huis.sqlite"), str(tmp_path / "kluis.sqlite")
    else:
        server: Server = request.getfixturevalue("postgres")
        target, kluis = server.new_database(), server.new_database()
    yield from _approved(tmp_path, target, kluis)


@pytest.fixture
def on_postgres(postgres: Server, tmp_path: Path) -> Iterator[Approved]:
    """
    The same on PostgreSQL only.
    """
    yield from _approved(tmp_path, postgres.new_database(), postgres.new_database())


def _approved(folder: Path, target: str, kluis: str) -> Iterator[Approved]:
    place = Place(folder, target, kluis, folder / "register.jsonl")
    options = {"kluis": kluis, "vernietigingsregister": place.register}
    with bewaarhuis(folder, target, **options) as b:
        zaken = [b.zaak() for _ in range(CASES)]
        b.goedgekeurd()
        yield Approved(b, place, zaken)


def test_one_works_and_the_other_says_why_not(approved: Approved) -> None:
    """
    Who comes second hears who is at work and until when, and does nothing.
    """
    first = approved.worker(Point.TUSSEN)
    first.waits()
    before = approved.rows()
    second = approved.worker().says()
    after = approved.rows()
    first.goes_on()

    assert LeaseHeld.code == second.fout
    assert "er wordt al vernietigd door werker" in second.zin
    assert "er is niets gedaan" in second.zin
    assert before == after
    assert Said(zaken=CASES) == first.says()
    assert [False] * CASES == approved.there == approved.alive


def test_started_at_the_same_moment(approved: Approved) -> None:
    """
    Whoever is first does all of it; nothing is done twice.
    """
    workers = [approved.worker() for _ in range(2)]
    said = [worker.says() for worker in workers]

    assert [0, CASES] == sorted(each.zaken for each in said)
    assert {each.fout for each in said} <= {"", LeaseHeld.code, NothingReady.code}
    assert PlanState.KLAAR is approved.state
    assert CASES == len(approved.place.register.read_bytes().splitlines())


@pytest.mark.parametrize("at", [Point.TUSSEN, Point.VOOR_DE_KLUIS, Point.NA_DE_KLUIS])
def test_after_a_crash_the_next_one_takes_over(approved: Approved, at: Point) -> None:
    """
    Not before its lease ran out, for nobody knows that it is dead; then all of it is finished.
    """
    first = approved.worker(at)
    first.waits()
    first.kill()
    early = approved.worker().says()
    late = approved.worker(later=LATER).says()

    assert LeaseHeld.code == early.fout
    assert CASES - (at is Point.TUSSEN) == late.zaken
    assert [False] * CASES == approved.there == approved.alive
    assert PlanState.KLAAR is approved.state


def test_who_slept_through_his_lease_does_nothing_any_more(approved: Approved) -> None:
    """
    It was stopped between two steps; another one finished meanwhile, and it finds that out.
    """
    first = approved.worker(Point.TUSSEN)
    first.waits()
    first.send(signal.SIGSTOP)
    second = approved.worker(later=LATER).says()
    before = approved.rows()
    first.goes_on()
    first.send(signal.SIGCONT)
    said = first.says()

    assert CASES - 1 == second.zaken
    assert LeaseLost.code == said.fout
    assert before == approved.rows()


def test_a_hold_placed_by_another_process_between_two_steps(approved: Approved) -> None:
    """
    It counts from the moment that it is there.
    """
    worker = approved.worker(Point.TUSSEN)
    worker.waits()
    approved.b.opgeschort(approved.zaken[-1])
    worker.goes_on()

    assert CASES - 1 == worker.says().zaken
    assert [False, False, True] == approved.there == approved.alive


@pytest.mark.postgres
@pytest.mark.parametrize("at", [Point.VOOR_DE_KLUIS, Point.NA_DE_KLUIS])
def test_who_slept_in_a_transaction(on_postgres: Approved, at: Point) -> None:
    """
    The server ends a transaction in which nothing happens, and others go on; who wakes up then
    destroys no key of a case that was held since.
    """
    first = on_postgres.worker(at)
    first.waits()
    first.send(signal.SIGSTOP)
    with on_postgres.b.rooms.storage.hoofd.connect() as connection:
        assert 1 == len(connection.exec_driver_sql(END_SILENT).all())  # after a minute, by itself
    held = at is Point.VOOR_DE_KLUIS
    if held:
        on_postgres.b.opgeschort(on_postgres.zaken[0])
    first.goes_on()
    first.send(signal.SIGCONT)
    said = first.says()
    alive = on_postgres.alive
    last = on_postgres.worker(later=LATER).says()

    assert said.fout
    assert [held, True, True] == alive
    assert [held, False, False] == on_postgres.there == on_postgres.alive
    assert CASES - held == last.zaken
