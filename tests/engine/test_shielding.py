"""
What is shielded is there for tests, rights and destruction, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.bewaren import deciding, held, keeping, restricted, shield, stored
from tests.engine.intruder import deviations
from tests.engine.zaken import OWN, Zaak, casusoverleg
from tests.workspaces import ROOT
from zvhprivacy.engine.afscherming import GOES_ON, shielded
from zvhprivacy.engine.content import changed
from zvhprivacy.errors import AccessDenied
from zvhprivacy.messages import text
from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.bewaren import Afscherming, Opschorting, Waarom
from zvhprivacy.policy.decision import Cause
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.store.registers import Registers
from zvhprivacy.vault.envelope import Tampered


Shield = Callable[[Zaak], object]
HOW: dict[str, Shield] = {
    "shielded": shield,
    "shielded, waiting for its end": lambda zaak: shield(zaak, waarom=Waarom.VERVALLEN),
    "restricted": restricted,
}


def causes(decision: Any) -> list[tuple[str, str]]:
    """
    Give the causes of a refusal.
    """
    return [(each.reden, each.veld) for each in decision.redenen if isinstance(each, Cause)]


@pytest.mark.parametrize("how", HOW)
def test_a_shielded_case_is_in_no_view_and_no_list(zaak: Zaak, how: str) -> None:
    """
    A Grant from before opens it no more, no new one is given, and it is in nobody's list.
    """
    h, other = zaak.h, casusoverleg(zaak.h, 1)
    look, about = zaak.vraag("regisseur", "inzien", "woonsituatie"), zaak.over("regisseur")
    before = zaak.mag("regisseur", "inzien", "woonsituatie")
    writes = zaak.mag(
        "regisseur", "verstrekken", "woonsituatie", verklaard=OWN, rol="casusdeelnemer"
    )
    listing = h.vraag("regisseur", "inzien", "casusmetadata"), h.van("regisseur")
    assert {zaak.id, other.id} == {each.casus for each in h.huis.casussen.lijst(*listing)}
    HOW[how](zaak)

    for call in (
        lambda: h.huis.casussen.open(before),
        lambda: h.engine.require(look, about=about),
        lambda: h.engine.require(look, about=about, noodprocedure=True),
        lambda: h.huis.bijhouden.neem_op(writes),
    ):
        with pytest.raises(AccessDenied) as denied:
            call()
        assert [("afgeschermd", "casus")] == causes(denied.value.decision)
    assert () == h.huis.casussen.zicht(look, about)
    assert {other.id} == {each.casus for each in h.huis.casussen.lijst(*listing)}


def test_a_shielded_item_is_absent_and_the_rest_is_there(zaak: Zaak) -> None:
    """
    Of an item that is shielded nothing is shown, opened, changed or counted.
    """
    h, item = zaak.h, zaak.gegevens["woonsituatie"]
    look, about = zaak.vraag("regisseur", "inzien", "woonsituatie"), zaak.over("regisseur")
    before = zaak.mag("regisseur", "inzien", "woonsituatie")
    of_it = zaak.mag("regisseur", "inzien", "woonsituatie", about={"gegeven": item.id})
    shield(zaak, item.id)
    parts = h.huis.casussen.zicht(look, about)
    seen = {each.gegeven.id for part in parts for each in part.gegevens}

    assert () == h.huis.casussen.open(before).gegevens
    assert item.id not in seen
    assert all(part.gegevens for part in parts)
    assert () == h.huis.facts.lines(about).items(look)
    assert zaak.gegevens["relaties"].id in seen
    with pytest.raises(AccessDenied) as denied:
        h.huis.casussen.open(of_it)
    assert [("afgeschermd", "gegeven")] == causes(denied.value.decision)


def test_what_shields_no_case_leaves_it_in_the_list(zaak: Zaak) -> None:
    """
    A hold for a law suit stops destruction only, a shield of an item hides that item, and what was
    lifted hides nothing: the case goes on.
    """
    h, item = zaak.h, zaak.gegevens["relaties"].id
    held(zaak)
    shield(zaak, item)
    h.huis.opschorten.hef_op(deciding(zaak), restricted(zaak).id)
    line = shield(zaak)
    stored(zaak, changed(line, opgeheven_op=h.klok()), lifted=True)
    listed = h.huis.casussen.lijst(
        h.vraag("regisseur", "inzien", "casusmetadata"), h.van("regisseur")
    )

    assert {zaak.id} == {each.casus for each in listed}
    assert h.huis.casussen.open(zaak.mag("regisseur", "inzien", "woonsituatie")).gegevens
    assert [] == deviations(zaak)


@pytest.mark.parametrize("how", HOW)
def test_for_tests_rights_and_destruction_it_is_there(huisje: Zaak, how: str) -> None:
    """
    The FG tests what is shielded, the contactpunt decides on it, who keeps the terms holds it.
    """
    HOW[how](huisje)
    item = huisje.gegevens["woonsituatie"].id
    test = huisje.vraag(
        "fg", "rechtmatigheid-toetsen", "woonsituatie", doel="rechtmatigheidstoezicht"
    )
    tested = huisje.h.engine.require(test, about=huisje.over("fg"))
    for grant in (tested, deciding(huisje)):
        opened = huisje.h.huis.casussen.open(grant)
        assert [item] == [each.gegeven.id for each in opened.gegevens]
    assert keeping(huisje).decision


def test_a_restriction_ends_when_it_is_lifted(huisje: Zaak) -> None:
    """
    After the contactpunt lifted it everything is as it was; a shield that was lifted hides nothing.
    """
    hold = restricted(huisje)
    huisje.h.huis.opschorten.hef_op(deciding(huisje), hold.id)

    assert huisje.h.huis.casussen.open(huisje.mag("regisseur", "inzien", "woonsituatie")).gegevens
    assert [] == deviations(huisje)


def test_what_goes_on_is_what_the_law_leaves_of_a_closed_case() -> None:
    """
    The acts that go on are those of the bans of WGS 2.31 lid 8 and PGA-wet 6 lid 3.
    """
    law = read_workspace(ROOT).law
    assert law is not None
    left = {
        verbod.id: set(verbod.handeling.waarden)
        for verbod in law.verboden()
        if verbod.id in {"wgs-2.31-8-afgeschermd", "pga-6-3-afgesloten"}
    }

    assert left["wgs-2.31-8-afgeschermd"] == GOES_ON
    assert left["pga-6-3-afgesloten"] <= GOES_ON


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_refusal_says_which_article_and_what_to_do(lang: str) -> None:
    """
    Who oversees reads why it is hidden and whom to ask; nothing of the case is in it.
    """
    said = text("decision.oorzaak.afgeschermd", lang, veld="casus")

    for article in ("WGS 2.31 lid 8", "PGA-wet 6 lid 3", "AVG 18"):
        assert article in said


@pytest.mark.parametrize("grond", list(Grond))
@pytest.mark.parametrize("lifted", [False, True])
def test_a_hold_shields_only_as_a_restriction(huisje: Zaak, grond: Grond, lifted: bool) -> None:
    """
    Of holds only a restriction shields, and only while it lasts; of shields each that lasts.
    """
    over = {"opgeheven_op": huisje.h.klok()} if lifted else {}
    base: dict[str, Any] = {"id": "0" * 32, "casus": huisje.id, "op": huisje.h.klok(), **over}
    hold = Opschorting(
        **base,
        grond=grond,
        kenmerk="x",
        motivering=b"x",
        eigenaar="1" * 32,
        herzien_voor=huisje.h.klok().date(),
    )
    line = Afscherming(**base, gegeven="2" * 32, waarom=Waarom.STRIJDIG)
    expected = {None} if grond is Grond.BEPERKING and not lifted else set()

    assert expected == shielded((), (hold,))
    assert (set() if lifted else {"2" * 32}) == shielded((line,), ())


# ------------------------------------------------------------- who writes past us


def test_a_shield_that_was_lifted_behind_our_back_is_found(huisje: Zaak) -> None:
    """
    Who sets in the database that a shield ended, opens nothing: the line about it says otherwise.
    """
    line = shield(huisje)
    with huisje.h.huis.storage.hoofd.write() as connection:
        Registers(connection).mark(Afscherming, line.id, opgeheven_op=huisje.h.klok())

    with pytest.raises(Tampered, match=line.id):
        huisje.h.huis.casussen.open(huisje.mag("regisseur", "inzien", "woonsituatie"))
