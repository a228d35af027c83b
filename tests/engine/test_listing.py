"""
The list of cases, shadow mode, the noodprocedure, and reading the logboek.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.engine.houses import HUIS, PEOPLE
from tests.engine.intruder import deviations
from tests.engine.test_grants import lines, refused
from tests.engine.zaken import Bouw, Zaak, aangemeld, casusoverleg, in_behandeling
from zvhprivacy.engine.schaduw import Schaduw, ShadowOnly, ShadowOver, ShadowUnanswered
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Logdoel
from zvhprivacy.logboek.reading import Query
from zvhprivacy.model.casus import Casus
from zvhprivacy.store.registers import Registers


# ------------------------------------------------------------- the list


def _cases(zaak: Zaak) -> list[Casus]:
    zaken = [
        zaak,
        casusoverleg(zaak.h, 1),
        in_behandeling(zaak.h, 2),
        aangemeld(zaak.h, 3),
        casusoverleg(zaak.h, 4),
        casusoverleg(zaak.h, 5),
    ]
    zaken[4].naar("uitvoering", "vastleggen")
    rvdk = ("college-shertogenbosch", "om-oost-brabant", "rvdk-oost-brabant")
    zaken[5].naar("afgesloten", "afsluiten", zaken[5].besluit("afsluiten", "afgesloten", rvdk))
    zaken[1].toegewezen("fg", "fg")
    return [each.casus for each in zaken]


def test_the_list_is_what_asking_of_every_case_gives(zaak: Zaak) -> None:
    """
    For everybody in each of his roles the list holds the cases of which he may see the metadata.
    """
    cases, engine = _cases(zaak), zaak.h.engine
    seen = set[str]()
    for naam, (_, rollen) in PEOPLE.items():
        for rol in rollen:
            request = zaak.h.vraag(naam, "inzien", "casusmetadata", rol=rol)
            listed = {each.casus for each in zaak.h.huis.casussen.lijst(request, zaak.h.van(naam))}
            asked = {
                each.id
                for each in cases
                if engine.decide(
                    request._replace(fase=each.fase), about=zaak.h.van(naam, casus=each.id)
                )
            }
            seen |= asked

            assert asked == listed, (naam, rol)
    assert len(seen) >= 3


def test_the_list_tells_and_is_told(huisje: Zaak) -> None:
    """
    That somebody looked at the list, and how many cases it held, is in the logboek.
    """
    request = huisje.h.vraag("regisseur", "inzien", "casusmetadata")
    found = huisje.h.huis.casussen.lijst(request, huisje.h.van("regisseur"))

    assert ("casuslijst", len(found)) == (lines(huisje)[0].object, lines(huisje)[0].aantal)


# ------------------------------------------------------------- shadow


def _shadow(zaak: Zaak, dagen: int = 30, fg: str = "fg", ciso: str = "ciso") -> Schaduw:
    return Schaduw(
        tot=(zaak.h.klok() + timedelta(days=dagen)).date(),
        fg=zaak.h.mensen[fg],
        ciso=zaak.h.mensen[ciso],
    )


def test_in_the_shadow_nothing_is_opened_or_kept(bouw: Bouw, tmp_path: Path) -> None:
    """
    It decides and writes down; whatever would open or change a case is refused.
    """
    with bouw.kopie(tmp_path, schaduw=_shadow(bouw.zaak)) as zaak:
        huis, request = zaak.h.huis, zaak.vraag("regisseur", "inzien", "woonsituatie")
        decision = zaak.h.engine.decide(request, about=zaak.over("regisseur"))

        assert decision.schaduw
        assert bool(decision)
        assert lines(zaak)[0].schaduw
        for call in (
            lambda: zaak.h.engine.require(request, about=zaak.over("regisseur")),
            lambda: huis.casussen.zicht(request, zaak.over("regisseur")),
            lambda: huis.casussen.lijst(request, zaak.h.van("regisseur")),
        ):
            with pytest.raises(ShadowOnly):
                call()


def test_a_shadow_ends(bouw: Bouw, tmp_path: Path) -> None:
    """
    From its last day on it decides nothing more, and it cannot be begun any more.
    """
    shadow = _shadow(bouw.zaak, dagen=1)
    with bouw.kopie(tmp_path, schaduw=shadow) as zaak:
        request, about = zaak.vraag("regisseur", "inzien", "bsn"), zaak.over("regisseur")
        zaak.h.engine.decide(request, about=about)
        zaak.h.klok.goes(days=1)
        with pytest.raises(ShadowOver):
            zaak.h.engine.decide(request, about=about)
        klok = zaak.h.klok
    with pytest.raises(ShadowOver), bouw.open(tmp_path, schaduw=shadow, klok=klok):
        pass


@pytest.mark.parametrize(("fg", "ciso"), [("ciso", "fg"), ("fg", "regisseur"), ("toetser", "ciso")])
def test_somebody_answers_for_a_shadow(bouw: Bouw, tmp_path: Path, fg: str, ciso: str) -> None:
    """
    Without a designated FG and a designated CISO there is none.
    """
    shadow = _shadow(bouw.zaak, fg=fg, ciso=ciso)

    with pytest.raises(ShadowUnanswered), bouw.kopie(tmp_path, schaduw=shadow):
        pass


# ------------------------------------------------------------- noodprocedure


def test_the_noodprocedure_opens_without_assignment_and_says_so(zaak: Zaak) -> None:
    """
    Who is designated by an organisation that takes part, opens a case he is not on; both the
    answer and the opening are marked.
    """
    request = zaak.vraag("griffier", "inzien", "relaties")
    about = zaak.over("griffier")
    assert refused(lambda: zaak.h.engine.require(request, about=about))
    grant = zaak.h.engine.require(request, about=about, noodprocedure=True)
    opened = zaak.h.huis.casussen.open(grant)

    assert [zaak.gegevens["relaties"].id] == [each.gegeven.id for each in opened.gegevens]
    assert [True, True] == [each.noodprocedure for each in lines(zaak, 2)]


def test_the_noodprocedure_lifts_no_ban_of_a_law(zaak: Zaak) -> None:
    """
    An organisation that takes no part in the case sees nothing of it, whatever the emergency.
    """
    for naam in ("behandelaar", "agent", "ciso"):
        request = zaak.vraag(naam, "inzien", "relaties")
        with pytest.raises(AccessDenied):
            zaak.h.engine.require(request, about=zaak.over(naam), noodprocedure=True)


# ------------------------------------------------------------- reading the logboek


def _reads(zaak: Zaak, query: Query, **about: str | None) -> list[AuditLine]:
    request = zaak.h.vraag("fg", "logboek-inzien", "logregel", doel="rechtmatigheidstoezicht")
    if "casus" in about:
        request = request._replace(fase=zaak.casus.fase)
    grant = zaak.h.engine.require(request, about=zaak.h.van("fg", **about), verklaard=["logdoel"])
    found = zaak.h.huis.logboek_inzien(grant, query, doel=Logdoel.RECHTMATIGHEID)
    return [each.line for each in found if isinstance(each.line, AuditLine)]


def test_reading_the_logboek_is_written_down_first(zaak: Zaak) -> None:
    """
    Who read how many lines, and for which of the four purposes, is in the logboek.
    """
    read = _reads(zaak, Query(casus=zaak.id), casus=zaak.id)
    told = lines(zaak)[0]

    assert {zaak.id} == {each.casus for each in read}
    assert (Gebeurtenis.LOGBOEK_INZIEN, Logdoel.RECHTMATIGHEID) == (told.gebeurtenis, told.logdoel)
    assert told.aantal is not None
    assert told.aantal >= len(read)


def test_a_grant_about_one_case_reads_of_no_other(huisje: Zaak) -> None:
    """
    With a Grant about a case only its own lines are given.
    """
    other = casusoverleg(huisje.h, 1)
    for query in (Query(), Query(casus=other.id)):
        with pytest.raises(WrongUse):
            _reads(huisje, query, casus=huisje.id)


def test_there_is_no_fifth_purpose(huisje: Zaak) -> None:
    """
    Without one of the four purposes of WGS 1.8 lid 4 nothing is read.
    """
    request = huisje.h.vraag("fg", "logboek-inzien", "logregel", doel="rechtmatigheidstoezicht")
    grant = huisje.h.engine.require(request, about=huisje.h.van("fg"), verklaard=["logdoel"])

    with pytest.raises(WrongUse):
        huisje.h.huis.logboek_inzien(grant, Query(), doel="nieuwsgierig")  # type: ignore[arg-type]
    assert refused(lambda: huisje.h.engine.require(request, about=huisje.h.van("fg")))


def test_who_works_on_cases_reads_no_logboek(huisje: Zaak) -> None:
    """
    The logboek is for oversight: a procesregisseur gets no Grant, and another Grant does not do.
    """
    request = huisje.h.vraag("regisseur", "logboek-inzien", "logregel")
    about = huisje.h.van("regisseur")
    assert refused(lambda: huisje.h.engine.require(request, about=about, verklaard=["logdoel"]))
    other = huisje.mag("regisseur", "inzien", "woonsituatie")
    with pytest.raises(WrongUse):
        huisje.h.huis.logboek_inzien(other, Query(casus=huisje.id), doel=Logdoel.RECHTMATIGHEID)


def test_after_all_this_everything_is_as_it_was_told(zaak: Zaak) -> None:
    """
    Looking, listing and reading leave no row that the logboek does not know.
    """
    _cases(zaak)
    _reads(zaak, Query())

    assert [] == deviations(zaak)
    with zaak.h.huis.storage.hoofd.read() as connection:
        assert Registers(connection).all_of(Casus, convenant=HUIS)
