"""
A house in which everything went by the real calls has no deviation in giving, police and keeping.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.bewaren import huis as bewaarhuizen
from tests.bsn import bsn
from tests.engine import houses, zaken
from tests.engine.bewaren import held, last_day, renewing
from tests.engine.houses import COLLEGE, POLITIE
from tests.engine.test_first_report import REPORT, Melding
from tests.engine.zaken import Zaak
from zvhprivacy.audit.checks import giving, keeping, police
from zvhprivacy.audit.sources import Sources, Watch
from zvhprivacy.audit.watch import watch
from zvhprivacy.engine import core, desk
from zvhprivacy.model.audit import Antwoord, Found, Looked
from zvhprivacy.model.registers import Bezwaar, Onderwerp, Weigering
from zvhprivacy.vault.bsn import Bsn


CHECKS = {**giving.CHECKS, **police.CHECKS, **keeping.CHECKS}


@pytest.fixture(autouse=True)
def _policy_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def policy(werkmap: Path) -> desk.Policy:
        return houses.shipped() if werkmap == houses.WORKSPACE else desk.Policy(werkmap)

    monkeypatch.setattr(core, "Policy", policy)


def all_of(bron: Sources) -> dict[str, Found]:
    """
    Carry out all checks, with one pass over the logboek for those that look at it.
    """
    assert bron.huis is not None
    begun = {name: check(bron) for name, check in CHECKS.items()}
    watches = [each for each in begun.values() if isinstance(each, Watch)]
    assert 0 == watch(bron.huis, watches, bron.vanaf, bron.tot)
    return {name: each.end() if isinstance(each, Watch) else each for name, each in begun.items()}


def seen(found: dict[str, Found], name: str) -> list[tuple[int, Antwoord]]:
    """
    Give how many were looked at as *bestaan* and as *werking*, and with which answer.
    """
    there = (found[name].bestaan, found[name].werking)
    return [(each.onderzocht, each.antwoord) for each in there if isinstance(each, Looked)]


def test_a_house_by_the_real_calls_is_in_order(tmp_path: Path) -> None:
    """
    A report of the police that its authority agreed to, a result nobody objected to, a refusal, a
    hold, and a renewal shortly before the end: each is looked at, and none deviates.
    """
    good = Antwoord.GEEN_AFWIJKING
    with houses.huis(tmp_path) as h:
        h.mensen_komen()
        zaak = zaken.casusoverleg(h)
        _reported_by_police(zaak)
        _given(zaak)
        h.klok.goes(days=(last_day(zaak) - h.klok().date()).days - 30)
        held(zaak)
        grant = renewing(zaak, wie=("regisseur",))
        h.huis.bijhouden.ga_naar(grant, "hernieuwd", motivering="De terugval is te verwachten.")
        h.klok.goes(days=1)
        tot = h.klok().date()
        with h.huis.controleren.bronnen(h.van("fg"), vanaf=date(2026, 1, 1), tot=tot) as bron:
            found = all_of(bron)

    deviating = {
        (name, each.tellingen)
        for name, aspects in found.items()
        for _, each in aspects
        if each.antwoord is Antwoord.AFWIJKING
    }
    # Nobody said in five years what the result was good for.
    assert {("terugkoppeling-jaarlijks", (("zonder-terugkoppeling", 1),))} == deviating
    for name in ("weigering-met-reden", "politie-weigering-met-reden", "resultaat-zonder-bezwaar"):
        assert [(1, good), (1, good)] == seen(found, name)
    assert [(3, good), (3, good)] == seen(found, "politie-gegeven-met-herkomst")
    assert [(3, good)] == seen(found, "politie-met-grondslag")
    assert [(3, good)] == seen(found, "politieverstrekking-vastgelegd")
    assert [(1, good), (1, good)] == seen(found, "verlenging-geldig")
    assert [(1, good), (1, good)] == seen(found, "opschorting-met-grond")
    assert [(2, good), (10, good)] == seen(found, "niet-ouder-dan-vijf-jaar")


def _reported_by_police(zaak: Zaak) -> None:
    melding, bijhouden = Melding(zaak.h, "agent"), zaak.h.huis.bijhouden
    melding.zegt("officier", "bevoegd-gezag-akkoord")
    melding.gemeld()
    betrokkene = bijhouden.neem_op(melding.mag(), bsn=Bsn(bsn(30)))
    for gegevens in REPORT:
        day = date(2026, 5, 1)
        bijhouden.leg_vast(melding.mag(gegevens), betrokkene.id, "Kanarie", peildatum=day)
    bijhouden.verstrek(melding.mag())
    line = Weigering(
        id=zaak.h.uid(),
        casus=melding.casus.id,
        organisatie=POLITIE,
        categorie="politiegegevens-8-13",
        reden=b"verzegeld",
        op=zaak.h.klok(),
    )
    zaak.h.add(line, "agent", casus=melding.casus.id)


def _given(zaak: Zaak) -> None:
    given = zaak.verstrekking()
    about = {"verstrekking": given.id}
    for feit in ("verenigbare-taak", "noodzaak-gemotiveerd", "kwaliteit-getoetst"):
        zaak.verklaring("regisseur", feit, Onderwerp.VERSTREKKING, given.id, **about)
    answer = Bezwaar(
        id=zaak.h.uid(),
        verstrekking=given.id,
        organisatie=COLLEGE,
        bezwaar=False,
        op=zaak.h.klok(),
    )
    zaak.h.add(answer, "regisseur", casus=zaak.id, **about)
    asked = ("regisseur", "resultaat-verstrekken", "woonsituatie")
    zaak.h.huis.bijhouden.verstrek(zaak.mag(*asked, about=dict(about), aan=POLITIE))


def test_what_was_destroyed_by_the_real_run_is_in_order(tmp_path: Path) -> None:
    """
    Planned, approved by another, carried out in time: the run is looked at and nothing is late.
    """
    with bewaarhuizen.bewaarhuis(tmp_path) as b:
        b.zaak(nummers=[1])
        b.zaak(bewaarhuizen.FRESH, nummers=[2])
        b.goedgekeurd()
        b.bewaren.run()
        b.h.mensen["fg"] = b.uid()
        b._aangewezen(b.h.mensen["fg"], ("fg",), None)
        b.h.klok.goes(days=1)
        tot = b.h.klok().date() + timedelta(days=1)
        with b.h.huis.controleren.bronnen(b.h.van("fg"), vanaf=date(2026, 1, 1), tot=tot) as bron:
            found = all_of(bron)

    good = (1, Antwoord.GEEN_AFWIJKING)
    assert [good, good] == seen(found, "bewaren-uitgevoerd")
    assert [good, (2, Antwoord.GEEN_AFWIJKING)] == seen(found, "niet-ouder-dan-vijf-jaar")
