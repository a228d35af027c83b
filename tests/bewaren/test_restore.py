"""
After an older back-up was put back nothing opens until the ledger of destruction was replayed.
"""

from __future__ import annotations

import shutil

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bewaren.huis import FRESH, REGISTER, Bewaarhuis, Zaak, heropend
from tests.bewaren.test_run import Cut, alive, carried_out, ground, there, told_to
from tests.engine.houses import HUIS, WORKSPACE, keyfile
from tests.postgres import Server
from zvhprivacy.bewaren import gate, replay
from zvhprivacy.bewaren.gate import LedgerShort, NotReplayed
from zvhprivacy.bewaren.ledger import Destroyed, LedgerDamaged
from zvhprivacy.bewaren.replay import Replayed
from zvhprivacy.bewaren.telling import DOEL
from zvhprivacy.engine.naspelen import speel_na
from zvhprivacy.errors import Exit, ZvhError
from zvhprivacy.logboek.line import DataLine, Gebeurtenis, Logdoel
from zvhprivacy.logboek.reading import Query, lees
from zvhprivacy.logboek.verify import verify
from zvhprivacy.model.bewaarplan import PlanState
from zvhprivacy.model.casus import Casus, Gegeven
from zvhprivacy.vault.domain import LOGBOEK_BETROKKENEN
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.person import PersonId


@dataclass(frozen=True, slots=True)
class Terug:
    """
    A house that destroyed, and of which an older back-up of everything was put back.

    Of *gone* all went, of *part* one item, of *stays* nothing.
    """

    folder: Path
    target: str | None
    was: Bewaarhuis
    gone: Zaak
    part: Zaak
    stays: Zaak
    alias: str

    def open(self) -> AbstractContextManager[Bewaarhuis]:
        """
        Open it as usual.
        """
        return heropend(self.folder, self.target, self.was)

    def refused(self, kind: type[ZvhError]) -> None:
        """
        See that it does not open.
        """
        with pytest.raises(kind) as why, self.open():
            pass
        assert Exit.KEYS is why.value.exit_code

    def speel_na(self) -> Replayed:
        """
        Replay the ledger.
        """
        return speel_na(
            WORKSPACE,
            sleutels=keyfile(self.folder / "sleutels"),
            database=self.target or self.folder / "db" / "huis.sqlite",
            vernietigingsregister=self.ledger,
            klok=self.was.h.klok,
        )

    @property
    def ledger(self) -> Path:
        """
        The file of the ledger.
        """
        return self.folder / "register" / REGISTER


@pytest.fixture
def terug(request: pytest.FixtureRequest, b: Bewaarhuis, tmp_path: Path) -> Terug:
    """
    A house whose back-up of before the destruction was put back.
    """
    return _put_back(request, b, tmp_path)


@pytest.fixture
def terug_sqlite(request: pytest.FixtureRequest, s: Bewaarhuis, tmp_path: Path) -> Terug:
    """
    The same on SQLite only.
    """
    return _put_back(request, s, tmp_path)


def _put_back(request: pytest.FixtureRequest, b: Bewaarhuis, tmp_path: Path) -> Terug:
    gone, stays = b.zaak(nummers=[1]), b.zaak(FRESH)
    part = b.zaak(FRESH, gegevens=[("woonsituatie", FRESH), ("relaties", FRESH)])
    ground(b, part, part.gegevens[0])
    alias = b.rooms.storage.persons.pseudonym(PersonId(gone.personen[0]), LOGBOEK_BETROKKENEN)
    url = b.rooms.storage.hoofd.engine.url
    b.h.engine.close()
    target, older = _backup(request, tmp_path, str(url.database))
    with heropend(tmp_path, target, b) as here:
        here.goedgekeurd()
        assert PlanState.KLAAR is carried_out(here).state
        assert [] == here.afwijkingen()
    if older is None:
        shutil.rmtree(tmp_path / "db")
        shutil.copytree(tmp_path / "reservekopie", tmp_path / "db")
    return Terug(tmp_path, older, b, gone, part, stays, alias)


def _backup(
    request: pytest.FixtureRequest, folder: Path, name: str
) -> tuple[str | None, str | None]:
    """
    Make a back-up; give the database to go on with and the one that is put back, on a server.
    """
    if (folder / "db").exists():
        shutil.copytree(folder / "db", folder / "reservekopie")
        return None, None
    server: Server = request.getfixturevalue("postgres_server")
    copy = f"terug_{name}"
    server.execute("CREATE DATABASE {} STRATEGY FILE_COPY TEMPLATE " + name, copy)
    return server.url(name), server.url(copy)


def test_it_does_not_open_until_the_ledger_was_replayed(terug: Terug) -> None:
    """
    Then all that went is gone again, each with its line, and what stayed is there.
    """
    terug.refused(NotReplayed)
    terug.refused(NotReplayed)
    replayed = terug.speel_na()

    assert (2, False) == (replayed.regels, replayed.hersteld)
    with terug.open() as b:
        assert {terug.part.id, terug.stays.id} == b.er_zijn(Casus)
        assert {terug.part.gegevens[1], *terug.stays.gegevens} == b.er_zijn(Gegeven)
        assert not alive(b, terug.gone)
        assert not there(b, terug.gone.personen[0])
        assert "vernietigen" in told_to(b, terug.alias)
        assert [] == b.afwijkingen()
        assert verify(b.rooms.storage.log, b.rooms.storage.verifiers())
        told = [x for x in b.verteld(Gebeurtenis.SYSTEEM) if x.reden == "nagespeeld"]
        assert [2] == [each.aantal for each in told]
    assert (0, False) == terug.speel_na()[::2]


def test_a_replay_names_the_activity_of_the_register(terug: Terug) -> None:
    """
    What it tells whom has the id under which the verwerkingsregister has that processing.
    """
    terug.speel_na()
    with terug.open() as b:
        about = Query(betrokkene=terug.alias)
        lines = [x.line for x in lees(b.rooms.storage.log, about, doel=Logdoel.INTERNE_CONTROLE)]
        told = [x for x in lines if isinstance(x, DataLine) and x.name == "vernietigen"]
        named = {each.attributes.activiteit for each in told}
        known = {b.rooms.activity(HUIS, "com", DOEL)}

    assert known == named


def test_after_it_the_house_goes_on(terug: Terug) -> None:
    """
    New cases come and go, numbers of keys are given out again, and it opens each time.
    """
    terug.speel_na()
    with terug.open() as b:
        new = [b.zaak(), b.zaak(FRESH)]
        b.goedgekeurd()
        carried_out(b)
        assert {new[1].id, terug.part.id, terug.stays.id} == b.er_zijn(Casus)
    with terug.open() as b:
        assert alive(b, new[1])
        assert alive(b, terug.part)


CUTS = [
    (replay.Replay, "again"),
    (replay, "purge_cases"),
    (replay, "purge_items"),
    (replay, "renew"),
    (replay, "remains"),
    (replay, "scrub"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), CUTS, ids=[name for _, name in CUTS])
def test_a_replay_that_was_cut_off_goes_on(
    terug_sqlite: Terug, monkeypatch: pytest.MonkeyPatch, where: object, name: str, *, after: bool
) -> None:
    """
    Until it is done nothing opens.
    """
    real = getattr(where, name)

    def cut(*args: object, **named: object) -> object:
        if after:
            real(*args, **named)
        raise Cut

    with monkeypatch.context() as patched:
        patched.setattr(where, name, cut)
        with pytest.raises(Cut):
            terug_sqlite.speel_na()
    terug_sqlite.speel_na()

    with terug_sqlite.open() as b:
        assert {terug_sqlite.part.id, terug_sqlite.stays.id} == b.er_zijn(Casus)
        assert {terug_sqlite.part.gegevens[1], *terug_sqlite.stays.gegevens} == b.er_zijn(Gegeven)
        assert not there(b, terug_sqlite.gone.personen[0])
        assert [] == b.afwijkingen()


# ------------------------------------------------------------- the ledger itself


@pytest.fixture
def vernietigd(s: Bewaarhuis, tmp_path: Path) -> Terug:
    """
    A house that destroyed, and nothing was put back.
    """
    gone, stays = s.zaak(nummers=[1]), s.zaak(FRESH)
    part = s.zaak(FRESH, gegevens=[("woonsituatie", FRESH), ("relaties", FRESH)])
    ground(s, part, part.gegevens[0])
    s.goedgekeurd()
    assert PlanState.KLAAR is carried_out(s).state
    s.h.engine.close()
    return Terug(tmp_path, None, s, gone, part, stays, "")


def test_a_house_without_a_ledger_opens_as_long_as_nothing_was_destroyed(
    s: Bewaarhuis, tmp_path: Path
) -> None:
    """
    There is no file until there is something to tell.
    """
    s.zaak(FRESH)
    s.h.engine.close()
    with heropend(tmp_path, None, s):
        pass

    assert not (tmp_path / "register" / REGISTER).exists()


def _lost(path: Path) -> None:
    path.unlink()


def _cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])


def _rewritten(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"log":', b'"log":1'))


@pytest.mark.parametrize("how", [_lost, _cut_off])
def test_a_ledger_that_lost_lines_is_noticed_and_can_be_mended(
    vernietigd: Terug, how: object
) -> None:
    """
    Nothing opens; a newer copy put back, or one made from the kluis, opens it again.
    """
    whole = vernietigd.ledger.read_bytes()
    how(vernietigd.ledger)  # type: ignore[operator]
    vernietigd.refused(LedgerShort)
    vernietigd.ledger.write_bytes(whole)
    with vernietigd.open():
        pass
    how(vernietigd.ledger)  # type: ignore[operator]
    replayed = vernietigd.speel_na()

    assert (0, True) == replayed[::2]
    with vernietigd.open() as b:
        assert {vernietigd.part.id, vernietigd.stays.id} == b.er_zijn(Casus)
        lines = [line for _, line in b.rooms.storage.ledger.entries()]
        assert vernietigd.gone.id in {casus for line in lines for casus in line.casussen}
        assert vernietigd.part.id in {key.casus for line in lines for key in line.sleutels}


def test_a_ledger_that_was_changed_is_noticed(vernietigd: Terug) -> None:
    """
    Nothing opens, and nothing is replayed from it.
    """
    _rewritten(vernietigd.ledger)
    vernietigd.refused(LedgerDamaged)
    with pytest.raises(LedgerDamaged):
        vernietigd.speel_na()


def test_a_kluis_that_was_put_back_alone_is_noticed(s: Bewaarhuis, tmp_path: Path) -> None:
    """
    Its keys would open the rows in every back-up of the other database.
    """
    zaak = s.zaak()
    s.h.engine.close()
    kluis = tmp_path / "db" / "huis-kluis.sqlite"
    before = kluis.read_bytes()
    with heropend(tmp_path, None, s) as here:
        here.goedgekeurd()
        carried_out(here)
    for path in (tmp_path / "db").glob("huis-kluis*"):
        path.unlink()
    kluis.write_bytes(before)
    terug = Terug(tmp_path, None, s, zaak, zaak, zaak, "")
    terug.refused(NotReplayed)
    terug.speel_na()

    with terug.open() as b:
        assert not alive(b, zaak)
        assert not there(b, zaak.personen[0])


def test_a_crash_before_the_kluis_remembered_is_no_back_up(
    s: Bewaarhuis, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """
    The ledger is ahead of what the kluis remembers, and all that it tells of is gone: it opens.
    """
    from zvhprivacy.bewaren import batch

    s.zaak()
    s.goedgekeurd()

    def cut(*_: object) -> None:
        raise Cut

    with monkeypatch.context() as patched:
        patched.setattr(batch, "told", cut)
        with pytest.raises(Cut):
            s.bewaren.run()
    s.h.engine.close()
    s.h.klok.goes(minutes=16)
    with heropend(tmp_path, None, s) as b:
        assert PlanState.KLAAR is carried_out(b).state


def test_another_key_with_the_number_of_a_dead_one_is_no_dead_one(s: Bewaarhuis) -> None:
    """
    A kluis that was put back gives numbers out again, also to the same case.
    """
    zaak = s.zaak(FRESH)
    [key] = s.rooms.storage.vault.keys_named(KeyKind.CASUS, [zaak.id])
    this = gate.dead_key(key)
    line = Destroyed("a" * 32, "2026-06-08T10:00:00+02:00", 1)

    for keys, living in (((this,), 1), ((this._replace(sinds="2020-01-01T00:00:00+00:00"),), 0)):
        found = gate.living(s.rooms.storage.vault, line._replace(sleutels=keys))
        assert living == found["sleutels"]
