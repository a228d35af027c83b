"""
What a Grant opens, and when it opens nothing any more.
"""

from __future__ import annotations

import copy

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.engine.houses import COLLEGE, OM, POLITIE
from tests.engine.zaken import OWN, Bouw, Zaak, casusoverleg
from zvhprivacy.engine.grant import Grant, Seal
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.line import AuditLine, Resultaat
from zvhprivacy.model.casus import Toewijzing
from zvhprivacy.model.levensloop import TransitionRefused
from zvhprivacy.model.registers import Bezwaar, Medewerker, Onderwerp
from zvhprivacy.policy.decision import Cause, Decision
from zvhprivacy.store.changing import Conflict
from zvhprivacy.store.registers import Registers


def lines(zaak: Zaak, last: int = 1) -> list[AuditLine]:
    """
    Give the last audit lines.
    """
    log = zaak.h.huis.storage.log
    read = (canonical.read(leaf.regel or b"") for leaf in log.leaves(0, log.head().size))
    return [line for line in read if isinstance(line, AuditLine)][-last:]


def causes(decision: Decision) -> list[str]:
    """
    Give why a request could not be judged.
    """
    return [each.reden for each in decision.redenen if isinstance(each, Cause)]


def refused(call: Callable[[], object]) -> bool:
    """
    Say whether a call was refused.
    """
    try:
        call()
    except AccessDenied:
        return True
    return False


# ------------------------------------------------------------- what the register says


@pytest.mark.parametrize(
    ("veld", "waarde", "reden"),
    [
        ("fase", "uitvoering", "wijkt-af-van-register"),
        ("proces", "mda", "wijkt-af-van-register"),
        ("kader", "eigen-wet", "wijkt-af-van-register"),
        ("convenant", "zvh-baronie-breda", "wijkt-af-van-register"),
    ],
)
def test_a_caller_cannot_choose_what_the_register_knows(
    huisje: Zaak, veld: str, waarde: str, reden: str
) -> None:
    """
    Kader, proces, fase and convenant are those of the case, whatever the caller says.
    """
    request = huisje.vraag("regisseur", "inzien", "woonsituatie", **{veld: waarde})
    decision = huisje.h.engine.decide(request, about=huisje.over("regisseur"))

    assert (False, [reden]) == (bool(decision), causes(decision))


@pytest.mark.parametrize(
    "feit",
    [
        "persoon-aangewezen",
        "vog-of-screening",
        "persoon-in-casus",
        "deelnemer-in-casus",
        "criteria-vastgesteld",
        "besluit-lid-1",
        "uitdrukkelijke-toestemming",
        "bevoegd-gezag-akkoord",
        "toetsaanleiding",
        "vier-ogen",
        "mandaat-verleend",
    ],
)
def test_a_caller_cannot_claim_what_a_register_says(huisje: Zaak, feit: str) -> None:
    """
    Whoever declares a fact that only the registers may say gets no answer but that.
    """
    request = huisje.vraag("behandelaar", "inzien", "woonsituatie")
    decision = huisje.h.engine.decide(request, about=huisje.over("behandelaar"), verklaard=[feit])

    assert ["feit-niet-te-claimen"] == causes(decision)


def test_who_is_not_on_the_case_may_not_look(zaak: Zaak) -> None:
    """
    Designated by an organisation that takes part, but not assigned: no.
    """
    with pytest.raises(AccessDenied):
        zaak.mag("griffier", "inzien", "woonsituatie")


# ------------------------------------------------------------- what is opened


def test_only_the_category_of_the_grant_is_opened(zaak: Zaak) -> None:
    """
    A Grant opens the items of its own category, about the person it is about, and no other.
    """
    opened = zaak.h.huis.casussen.open(
        zaak.mag("officier", "inzien", "relaties", rol="casusdeelnemer")
    )

    assert [zaak.gegevens["relaties"].id] == [each.gegeven.id for each in opened.gegevens]
    assert [zaak.betrokkene.id] == [each.id for each in opened.betrokkenen]


def test_of_one_item_only_that_item_is_opened(zaak: Zaak) -> None:
    """
    A Grant about one item opens no other of the same category.
    """
    second = zaak.brengt_in("regisseur", "woonsituatie", rol="casusdeelnemer")
    grant = zaak.mag("regisseur", "inzien", "woonsituatie", about={"gegeven": second.id})

    assert [second.id] == [each.gegeven.id for each in zaak.h.huis.casussen.open(grant).gegevens]


def test_a_second_organisation_brings_in_its_own(zaak: Zaak) -> None:
    """
    What another brought in of a category does not keep one from bringing in one's own.
    """
    item = zaak.brengt_in("officier", "woonsituatie", rol="casusdeelnemer")

    assert (OM,) == item.bronnen


def test_nobody_says_that_it_comes_from_another(zaak: Zaak) -> None:
    """
    What rests on a word about one's own data cannot be stored as that of another.
    """
    grant = zaak.mag(
        "regisseur", "verstrekken", "woonsituatie", verklaard=OWN, rol="casusdeelnemer"
    )

    with pytest.raises(WrongUse):
        zaak.h.huis.bijhouden.leg_vast(
            grant, zaak.betrokkene.id, "x", peildatum=date(2026, 1, 1), bronnen=(POLITIE,)
        )


def test_zicht_is_opening_each_category_by_itself(zaak: Zaak) -> None:
    """
    All that somebody may see of a case at once is what he may open category by category.
    """
    request, about = zaak.vraag("regisseur", "inzien", "bsn"), zaak.over("regisseur")
    at_once = {
        item.gegeven.id: item.inhoud
        for part in zaak.h.huis.casussen.zicht(request, about)
        for item in part.gegevens
    }
    one_by_one = dict[str, str]()
    for gegevens in zaak.gegevens:
        if not refused(lambda g=gegevens: zaak.mag("regisseur", "inzien", g)):  # type: ignore[misc]
            opened = zaak.h.huis.casussen.open(zaak.mag("regisseur", "inzien", gegevens))
            one_by_one |= {item.gegeven.id: item.inhoud for item in opened.gegevens}

    assert one_by_one == at_once
    assert {zaak.gegevens["woonsituatie"].id, zaak.gegevens["relaties"].id} <= at_once.keys()


def test_zicht_says_nothing_of_what_may_not_be_seen(huisje: Zaak) -> None:
    """
    Whoever may see nothing gets the same of a full case as of an empty one.
    """
    request, about = huisje.vraag("griffier", "inzien", "bsn"), huisje.over("griffier")

    assert () == huisje.h.huis.casussen.zicht(request, about)


# ------------------------------------------------------------- when it holds no more


def _ended(zaak: Zaak, kind: type[Toewijzing | Medewerker], door: str) -> None:
    with zaak.h.huis.storage.hoofd.read() as connection:
        registers = Registers(connection)
        me = zaak.h.mensen["officier"]
        found = (
            registers.all_of(Toewijzing, casus=zaak.id, medewerker=me)
            if kind is Toewijzing
            else (registers.one(Medewerker, me),)
        )
    for line in found:
        assert line is not None
        zaak.h.huis.registratie.end(line, zaak.over(door), zaak.h.klok().date())


@pytest.mark.parametrize(("kind", "door"), [(Toewijzing, "regisseur"), (Medewerker, "beheer-om")])
def test_what_was_withdrawn_since_is_refused_and_written_down(
    zaak: Zaak, kind: type[Toewijzing | Medewerker], door: str
) -> None:
    """
    Between Grant and open the assignment or the designation ends: nothing is opened.
    """
    grant = zaak.mag("officier", "inzien", "relaties", rol="casusdeelnemer")
    _ended(zaak, kind, door)

    assert refused(lambda: zaak.h.huis.casussen.open(grant))
    assert Resultaat.VERBODEN == lines(zaak)[0].resultaat


def test_a_grant_of_another_engine_opens_nothing(bouw: Bouw, tmp_path: Path, huisje: Zaak) -> None:
    """
    A Grant holds at the engine that made it.
    """
    grant = huisje.mag("regisseur", "inzien", "woonsituatie")
    with bouw.kopie(tmp_path / "ander") as other, pytest.raises(WrongUse):
        other.h.huis.casussen.open(grant)


def test_a_grant_of_yesterday_opens_nothing(huisje: Zaak) -> None:
    """
    A Grant holds on its own day.
    """
    grant = huisje.mag("regisseur", "inzien", "woonsituatie")
    huisje.h.klok.goes(days=1)

    with pytest.raises(WrongUse):
        huisje.h.huis.casussen.open(grant)


def test_a_grant_for_another_act_opens_nothing(huisje: Zaak) -> None:
    """
    A Grant to write opens nothing, and one to look writes nothing.
    """
    writing = huisje.mag("regisseur", "vastleggen", "casusmetadata")
    looking = huisje.mag("regisseur", "inzien", "woonsituatie")

    with pytest.raises(WrongUse):
        huisje.h.huis.casussen.open(writing)
    with pytest.raises(WrongUse):
        huisje.h.huis.bijhouden.leg_vast(
            looking, huisje.betrokkene.id, "x", peildatum=date(2026, 1, 1)
        )
    with pytest.raises(WrongUse):
        huisje.h.huis.bijhouden.wijzig(writing, huisje.gegevens["woonsituatie"].id, "x")
    with pytest.raises(WrongUse):
        huisje.h.huis.bijhouden.verstrek(looking)


def _forgeries(grant: Grant, other: Zaak) -> dict[str, Callable[[], Grant]]:
    about, request = grant.about._replace(casus=other.id), grant.request
    seal = Seal(
        request, grant.decision, grant.dag, about, grant.operatie, grant.noodprocedure, object()
    )
    return {
        "another case": lambda: replace(grant, about=about),
        "an equal case": lambda: replace(grant, about=grant.about._replace()),
        "another category": lambda: replace(grant, request=request._replace(gegevens="relaties")),
        "another day": lambda: replace(grant, dag=date(2026, 6, 2)),
        "another entry": lambda: replace(grant, operatie="1-" + "0" * 32 + "-" + "0" * 16),
        "broken glass": lambda: replace(grant, noodprocedure=True),
        "no seal": lambda: Grant(request=request, decision=grant.decision, dag=grant.dag),
        "a seal of one's own": lambda: replace(grant, about=about, _seal=seal),
        "a copy": lambda: copy.deepcopy(grant),
        "changed inside": lambda: _changed(grant, about),
    }


def _changed(grant: Grant, about: object) -> Grant:
    copied = copy.copy(grant)
    object.__setattr__(copied, "about", about)
    return copied


@pytest.mark.parametrize(
    "how",
    [
        "another case",
        "an equal case",
        "another category",
        "another day",
        "another entry",
        "broken glass",
        "no seal",
        "a seal of one's own",
        "a copy",
        "changed inside",
    ],
)
def test_a_grant_cannot_be_made_by_hand(huisje: Zaak, how: str) -> None:
    """
    Whatever is changed of a Grant, or copied from one, opens nothing.
    """
    grant = huisje.mag("regisseur", "inzien", "woonsituatie")
    forge = _forgeries(grant, huisje)[how]

    with pytest.raises((WrongUse, TypeError)):
        huisje.h.huis.casussen.open(forge())


# ------------------------------------------------------------- the life of a case


def test_a_decision_serves_one_step_and_the_one_it_was_about(zaak: Zaak) -> None:
    """
    A decision to close does not renew, does not serve twice, and one to another phase not at all.
    """
    wrong = zaak.besluit("afsluiten", "overgedragen", (COLLEGE, OM, "rvdk-oost-brabant"))
    request = zaak.vraag("regisseur", "afsluiten", "casusmetadata")
    grant = zaak.h.engine.require(request, about=zaak.over("regisseur", besluit=wrong))

    with pytest.raises(TransitionRefused):
        zaak.h.huis.bijhouden.ga_naar(grant, "afgesloten")


def test_a_used_decision_serves_no_other_case(zaak: Zaak) -> None:
    """
    A decision about one case is none about another.
    """
    other = casusoverleg(zaak.h, 1)
    decided = zaak.besluit("afsluiten", "afgesloten", (COLLEGE, OM, "rvdk-oost-brabant"))
    request = other.vraag("regisseur", "afsluiten", "casusmetadata")

    assert refused(
        lambda: zaak.h.engine.require(request, about=other.over("regisseur", besluit=decided))
    )


# ------------------------------------------------------------- disclosures


def _ready(zaak: Zaak) -> str:
    """
    Prepare a disclosure to the politie with all that it takes, and give its id.
    """
    given = zaak.verstrekking()
    about = {"verstrekking": given.id}
    for feit in ("verenigbare-taak", "noodzaak-gemotiveerd", "kwaliteit-getoetst"):
        zaak.verklaring("regisseur", feit, Onderwerp.VERSTREKKING, given.id, **about)

    zaak.h.add(
        Bezwaar(
            id=zaak.h.uid(),
            verstrekking=given.id,
            organisatie=COLLEGE,
            bezwaar=False,
            op=zaak.h.klok(),
        ),
        "regisseur",
        casus=zaak.id,
        **about,
    )
    return given.id


def _give(zaak: Zaak, given: str, gegevens: str = "woonsituatie") -> Grant:
    return zaak.mag(
        "regisseur", "resultaat-verstrekken", gegevens, about={"verstrekking": given}, aan=POLITIE
    )


def test_a_disclosure_is_done_once(zaak: Zaak) -> None:
    """
    What was given is given: the same Grant, and a new one, are refused.
    """
    given = _ready(zaak)
    grant = _give(zaak, given)
    again = _give(zaak, given)
    opened = zaak.h.huis.bijhouden.verstrek(grant)

    assert [zaak.gegevens["woonsituatie"].id] == [each.gegeven.id for each in opened.gegevens]
    for held in (grant, again):
        with pytest.raises((AccessDenied, Conflict)):
            zaak.h.huis.bijhouden.verstrek(held)
    assert refused(lambda: _give(zaak, given))


def test_what_was_said_of_one_disclosure_serves_no_other(zaak: Zaak) -> None:
    """
    A second disclosure of the same to the same needs everything anew.
    """
    _ready(zaak)
    bare = zaak.verstrekking()

    assert refused(lambda: _give(zaak, bare.id))


def test_what_comes_from_several_needs_them_all(zaak: Zaak) -> None:
    """
    A plan of several sources is given only when each of them was asked.
    """
    grant = zaak.mag("regisseur", "vastleggen", "plan-van-aanpak")
    plan = zaak.h.huis.bijhouden.leg_vast(
        grant, zaak.betrokkene.id, "plan", peildatum=date(2026, 5, 1), bronnen=(COLLEGE, OM)
    )
    zaak.gegevens["woonsituatie"] = plan

    given = zaak.verstrekking(categorieen=("plan-van-aanpak",)).id
    about = {"verstrekking": given}
    for feit in ("verenigbare-taak", "noodzaak-gemotiveerd", "kwaliteit-getoetst"):
        zaak.verklaring("regisseur", feit, Onderwerp.VERSTREKKING, given, **about)
    answers = []
    for naam, organisatie in (("regisseur", COLLEGE), ("officier", OM)):
        answers.append(refused(lambda: _give(zaak, given, "plan-van-aanpak")))
        zaak.h.add(
            Bezwaar(
                id=zaak.h.uid(),
                verstrekking=given,
                organisatie=organisatie,
                bezwaar=False,
                op=zaak.h.klok(),
            ),
            naam,
            casus=zaak.id,
            **about,
        )
    answers.append(refused(lambda: _give(zaak, given, "plan-van-aanpak")))

    assert [True, True, False] == answers


def test_consent_that_is_taken_back_stops_what_was_granted(zaak: Zaak) -> None:
    """
    Between Grant and act an objection is made: nothing is given.
    """
    given = _ready(zaak)
    grant = _give(zaak, given)

    zaak.h.add(
        Bezwaar(
            id=zaak.h.uid(),
            verstrekking=given,
            organisatie=COLLEGE,
            bezwaar=True,
            zwaarwegend=True,
            op=zaak.h.klok(),
        ),
        "regisseur",
        casus=zaak.id,
        verstrekking=given,
    )

    assert refused(lambda: zaak.h.huis.bijhouden.verstrek(grant))
