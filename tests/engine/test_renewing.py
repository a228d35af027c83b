"""
Renewal (BGS 1.16): in time, agreed to by who gave the data, for a fresh reason, and counted.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.engine.bewaren import closed, last_day, renewing, shield
from tests.engine.intruder import deviations
from tests.engine.zaken import Bouw, Zaak
from zvhprivacy.bewaren.calculus import verdicts
from zvhprivacy.engine.content import HERNIEUWING
from zvhprivacy.engine.niet_hernieuwd import Reden, RenewalRefused
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.engine.termijnfeiten import terms_of
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.model.about import About
from zvhprivacy.model.bewaartermijn import Geval
from zvhprivacy.model.bewaren import Afscherming, Hernieuwing, Verdict, Waarom
from zvhprivacy.model.casus import Casus
from zvhprivacy.model.levensloop import TransitionRefused
from zvhprivacy.model.registers import Criteria, Instemming, Onderwerp, Verstrekking
from zvhprivacy.model.request import Request
from zvhprivacy.store.bewaarfeiten import case_facts
from zvhprivacy.store.changing import Conflict
from zvhprivacy.store.registers import Registers


WAAROM = "De terugval is nog te verwachten."


def _ages(zaak: Zaak, *, before: int) -> None:
    """
    Let time pass until so many days before everything has to be gone.
    """
    zaak.h.klok.goes(days=(last_day(zaak) - zaak.h.klok().date()).days - before)


def _renewed(zaak: Zaak, **more: Any) -> Hernieuwing:
    grant = more.pop("grant", None) or renewing(zaak)
    zaak.casus = zaak.h.huis.bijhouden.ga_naar(grant, "hernieuwd", **{"motivering": WAAROM, **more})
    return _lines(zaak)[-1]


def _lines(zaak: Zaak) -> tuple[Hernieuwing, ...]:
    with zaak.h.huis.storage.hoofd.read() as connection:
        found = Registers(connection).all_of(Hernieuwing, casus=zaak.id)
    return tuple(sorted(found, key=lambda each: each.volgnummer))


def _verdicts(zaak: Zaak) -> dict[str | None, Verdict]:
    engine, now = zaak.h.engine, zaak.h.klok()
    with zaak.h.huis.storage.hoofd.read() as connection:
        [facts] = case_facts(connection, [zaak.id], nu=now)
    terms = terms_of(engine._desk.policy.usual, now.date())
    return {each.gegeven: each for each in verdicts(facts, terms, now.date())}


def _refused(zaak: Zaak, **more: Any) -> Reden:
    with pytest.raises(RenewalRefused) as refused:
        _renewed(zaak, **more)
    assert () == _lines(zaak)
    assert zaak.casus == zaak.h.stored(Casus, zaak.id)
    return refused.value.reden


def test_an_open_case_is_renewed_before_its_end(zaak: Zaak) -> None:
    """
    Case a: the line says who agreed, the case is in `hernieuwd`, and the items of who agreed may be
    there two years more; those of others go when they had to.
    """
    _ages(zaak, before=30)
    today = zaak.h.klok().date()
    grant = renewing(zaak, wie=("regisseur",))
    line = _renewed(zaak, grant=grant)
    said, item = _verdicts(zaak), zaak.gegevens["woonsituatie"].id
    others = {name: each for name, each in said.items() if name not in {None, item}}

    assert (Geval.A, 1, today, ("college-shertogenbosch",), None) == (
        line.geval,
        line.volgnummer,
        line.van,
        line.instemmingen,
        line.gesloten_op,
    )
    assert (
        today.replace(year=today.year + 2) == said[item].uiterlijk == line.tot - timedelta(days=1)
    )
    assert {last_day(zaak)} == {each.uiterlijk for each in others.values()}
    assert "hernieuwd" == zaak.casus.fase
    assert grant.about.verstrekking is not None
    assert zaak.h.klok() == zaak.h.stored(Verstrekking, grant.about.verstrekking).gedaan_op
    assert [] == deviations(zaak)


def test_a_case_that_was_closed_shortly_before_is_renewed(zaak: Zaak) -> None:
    """
    Case b: within a year before the end. What was shielded because of the closing comes back for
    the items of who agreed; each other item gets a shield of its own.
    """
    _ages(zaak, before=200)
    closed(zaak)
    first = shield(zaak)
    _ages(zaak, before=30)
    line = _renewed(zaak, grant=renewing(zaak, wie=("regisseur",)))
    there = zaak.h.huis.facts.lines(zaak.over("regisseur")).afschermingen
    items = zaak.h.huis.facts.lines(zaak.over("regisseur")).gegevens
    agreed = zaak.gegevens["woonsituatie"].id

    assert (Geval.B, last_day(zaak) - timedelta(days=200)) == (line.geval, line.gesloten_op)
    assert zaak.h.klok() == zaak.h.stored(Afscherming, first.id).opgeheven_op
    assert {item.id for item in items} - {agreed} == {
        each.gegeven for each in there if each.opgeheven_op is None
    }
    assert [] == deviations(zaak)


def test_a_shield_for_another_reason_stays(huisje: Zaak) -> None:
    """
    What is shielded because a fact is missing, or the law contradicts itself, stays so.
    """
    line = shield(huisje, waarom=Waarom.ONBEKEND)
    _ages(huisje, before=30)
    _renewed(huisje)

    assert line == huisje.h.stored(Afscherming, line.id)


def test_each_renewal_is_counted_and_weighed_anew(zaak: Zaak) -> None:
    """
    The next one has the next number, an agreement of its own, and a reason not given before.
    """
    _ages(zaak, before=30)
    first = renewing(zaak)
    _renewed(zaak, grant=first)
    zaak.h.klok.goes(days=700)
    grant = renewing(zaak)
    served = grant.about._replace(verstrekking=first.about.verstrekking)
    with pytest.raises(AccessDenied):
        zaak.h.engine.require(grant.request, about=served)
    for same in (WAAROM, f"  {WAAROM.upper()}\n"):
        with pytest.raises(RenewalRefused) as refused:
            _renewed(zaak, grant=grant, motivering=same)
        assert Reden.OUDE_MOTIVERING is refused.value.reden
    line = _renewed(zaak, grant=grant, motivering="Een ander verhaal.")

    assert (2, Geval.A) == (line.volgnummer, line.geval)
    assert (
        line.van.replace(year=line.van.year + 2)
        == _verdicts(zaak)[zaak.gegevens["woonsituatie"].id].uiterlijk
    )
    assert [] == deviations(zaak)


def test_why_a_case_was_renewed_stays_readable_with_new_keys(huisje: Zaak) -> None:
    """
    The reason is sealed, and sealed again when the key of the case is renewed.
    """
    _ages(huisje, before=30)
    before = _renewed(huisje)
    huisje.h.huis.vernieuw_casussleutel(huisje.id)
    [line] = _lines(huisje)
    opened = huisje.h.huis.storage.keys.opener().open(
        line.motivering, HERNIEUWING(line.id, line.casus, line.versie)
    )

    assert (2, WAAROM) == (line.versie, opened.decode())
    assert WAAROM.encode() not in before.motivering
    assert [] == deviations(huisje)


# ------------------------------------------------------------- what is refused


def test_without_a_reason_nothing_is_renewed(huisje: Zaak) -> None:
    """
    No motivation, or an empty one, is none.
    """
    _ages(huisje, before=30)
    grant = renewing(huisje)
    for motivering in (None, "", " \n"):
        assert Reden.GEEN_MOTIVERING is _refused(huisje, grant=grant, motivering=motivering)


def test_what_had_to_be_gone_is_not_renewed(huisje: Zaak) -> None:
    """
    On the last day it can be, and from the day after it cannot.
    """
    _ages(huisje, before=-1)
    assert Reden.TE_LAAT is _refused(huisje)
    huisje.h.klok.goes(days=-1)
    assert last_day(huisje) == _renewed(huisje).van


def test_a_renewal_is_no_longer_than_two_years(huisje: Zaak) -> None:
    """
    It may be shorter; then the items go earlier.
    """
    _ages(huisje, before=30)
    today, grant = huisje.h.klok().date(), renewing(huisje)
    longest = today.replace(year=today.year + 2) + timedelta(days=1)
    assert Reden.TE_LANG is _refused(huisje, grant=grant, tot=longest + timedelta(days=1))
    assert Reden.NIETS_NIEUWS is _refused(huisje, grant=grant, tot=today)
    tot = today.replace(year=today.year + 1)
    _renewed(huisje, grant=grant, tot=tot)

    assert (
        tot - timedelta(days=1) == _verdicts(huisje)[huisje.gegevens["woonsituatie"].id].uiterlijk
    )


def test_what_needs_no_renewal_is_not_renewed(huisje: Zaak) -> None:
    """
    While the term goes on for longer than the renewal would last, it renews nothing.
    """
    assert Reden.NIETS_NIEUWS is _refused(huisje)
    _ages(huisje, before=300)
    today = huisje.h.klok().date()
    assert Reden.NIETS_NIEUWS is _refused(huisje, tot=today + timedelta(days=300))


def test_what_was_closed_long_before_is_not_renewed(huisje: Zaak) -> None:
    """
    A case that was closed a year or longer before the end goes (BGS 1.16 lid 2 b).
    """
    end = last_day(huisje)
    _ages(huisje, before=(end - end.replace(year=end.year - 1)).days)
    closed(huisje)
    _ages(huisje, before=30)
    assert Reden.NIETS_NIEUWS is _refused(huisje)


def test_an_open_case_still_meets_the_criteria(huisje: Zaak) -> None:
    """
    Case a asks for that (BGS 1.16 lid 2 a): a judgement that it meets them no more stops it.
    """
    _ages(huisje, before=30)
    grant = renewing(huisje)
    with huisje.h.huis.storage.hoofd.read() as connection:
        judged = Registers(connection).all_of(Criteria, casus=huisje.id)
    huisje.h.klok.goes(seconds=1)
    less = {"id": huisje.h.uid(), "meerdere_domeinen_nodig": False, "op": huisje.h.klok()}
    fields = {name: getattr(judged[-1], name) for name in Criteria.model_fields}
    huisje.h.add(Criteria(**fields | less), "regisseur", casus=huisje.id)

    assert Reden.GEEN_CRITERIA is _refused(huisje, grant=grant)


@pytest.mark.parametrize("wie", [(), ("officier",), ("officier", "raadsonderzoeker")])
def test_without_agreement_of_who_gave_it_there_is_no_grant(
    huisje: Zaak, wie: tuple[str, ...]
) -> None:
    """
    The source itself has to agree (WGS 1.8 lid 7): others agreeing does not do.
    """
    _ages(huisje, before=30)
    with pytest.raises(AccessDenied):
        renewing(huisje, wie=wie)


class Host:
    """
    A case system that says that everybody agreed.
    """

    def feiten(self, request: Request, about: About) -> frozenset[str]:
        """
        Say so, of whatever.
        """
        assert request
        assert about
        return frozenset({"instemming-bron"})


def test_who_agreed_stands_in_the_register(bouw: Bouw, tmp_path: Path) -> None:
    """
    What a host says of an agreement renews nothing: the line names who gave the data and agreed.
    """
    with bouw.kopie(tmp_path, feiten=Host()) as zaak:
        _ages(zaak, before=30)
        assert Reden.GEEN_INSTEMMING is _refused(zaak, grant=renewing(zaak, wie=()))


def test_what_was_taken_back_meanwhile_renews_nothing(huisje: Zaak) -> None:
    """
    Between the Grant and the act the source took its agreement back.
    """
    _ages(huisje, before=30)
    grant = renewing(huisje)
    about = {"casus": huisje.id, "verstrekking": grant.about.verstrekking}
    with huisje.h.huis.storage.hoofd.read() as connection:
        agreed = Registers(connection).all_of(
            Instemming, verstrekking=grant.about.verstrekking or ""
        )
    mine = next(each for each in agreed if each.organisatie == "college-shertogenbosch")
    huisje.h.klok.goes(seconds=1)
    huisje.h.huis.registratie.mark(
        mine, huisje.h.van("regisseur", **about), ingetrokken_op=huisje.h.klok()
    )

    with pytest.raises(AccessDenied):
        _renewed(huisje, grant=grant)


def test_what_changes_while_it_is_renewed_stops_it(
    huisje: Zaak, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The last look is inside the transaction: something that decides changed, so nothing is written.
    """
    _ages(huisje, before=30)
    grant, before = renewing(huisje), Rooms.did

    def late(self: Rooms, *args: Any, **more: Any) -> Any:
        monkeypatch.setattr(Rooms, "did", before)
        huisje.verklaring(
            "regisseur",
            "onjuist-of-onrechtmatig",
            Onderwerp.GEGEVEN,
            huisje.gegevens["woonsituatie"].id,
        )
        return before(self, *args, **more)

    monkeypatch.setattr(Rooms, "did", late)
    with pytest.raises(Conflict):
        _renewed(huisje, grant=grant)
    assert () == _lines(huisje)
    assert [] == deviations(huisje)


def test_a_renewal_needs_its_own_order(huisje: Zaak) -> None:
    """
    Where the order leads to and what the Grant is for is looked at as for every step.
    """
    _ages(huisje, before=30)
    grant = renewing(huisje)
    with pytest.raises(TransitionRefused):
        huisje.h.huis.bijhouden.ga_naar(grant, "afgesloten")
    move = huisje.mag("regisseur", "vastleggen", "casusmetadata")
    with pytest.raises(WrongUse):
        huisje.h.huis.bijhouden.ga_naar(move, "uitvoering", motivering="zomaar")


def test_the_sentences_name_the_article() -> None:
    """
    In both languages, whatever is wrong.
    """
    for reden in Reden:
        refusal = RenewalRefused(reden)
        for lang in ("nl", "en"):
            assert any(law in refusal.sentence(lang) for law in ("WGS 1.8 lid 7", "BGS 1.16 lid"))
