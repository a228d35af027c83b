"""
What the audit finds of items: of what kind they are, where they are from, and on whose word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.audit.rijen import OP, without_house
from tests.audit.zaken import (
    DAG,
    LATER,
    Line,
    Zaken,
    a_hoofd,
    besloten,
    gedaan,
    good,
    looked,
    wrong,
    zaken,
)
from tests.bsn import bsn
from tests.engine.houses import COLLEGE, GGZ, HUIS, OM, POLITIE
from zvhprivacy.audit.checks.items import CHECKS
from zvhprivacy.audit.checks.items_bsn import readable
from zvhprivacy.audit.holding import Holding, Place, phases_up_to
from zvhprivacy.audit.sources import Sources
from zvhprivacy.model.audit import Antwoord, Aspect, Onbekend
from zvhprivacy.model.registers import Onderwerp
from zvhprivacy.model.selection import only
from zvhprivacy.model.wet import Verbod
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.store.database import Database


GGD = "ggd-noordoost"


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def hoofd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """
    One database for all tests, which keep nothing in it.
    """
    with a_hoofd(request, tmp_path_factory) as database:
        yield database


@pytest.fixture
def z(hoofd: Database, tmp_path: Path) -> Iterator[Zaken]:
    """
    An empty house.
    """
    with zaken(hoofd, tmp_path) as made:
        yield made


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_of_an_empty_house_nothing_is_good(z: Zaken, name: str) -> None:
    """
    Where there is no item, the rows and lines establish nothing; one person is no BSN.
    """
    for aspect, found in z.found(name):
        if aspect is not Aspect.OPZET and (name, aspect) != ("bsn-versleuteld", Aspect.BESTAAN):
            assert found.antwoord is Antwoord.NIET_VAST_TE_STELLEN
            assert found.reden is Onbekend.GEEN_GEVALLEN


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_without_a_house_only_the_files_say_something(name: str) -> None:
    """
    What needs a database says that there is none.
    """
    found = dict(looked(without_house(), name))

    assert found[Aspect.BESTAAN].reden is Onbekend.GEEN_DATABASE
    if Aspect.OPZET in found:
        assert good(found[Aspect.OPZET]) > 0


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_what_was_only_announced_is_no_item(z: Zaken, name: str) -> None:
    """
    A row without content, of a kind and a source that may not be, deviates nowhere.
    """
    casus = z.casus(fase="aangemeld")
    for categorie in ("vakbond", "politiegegevens-9", "gezondheid", "nationaliteit"):
        z.gegeven(casus, categorie, (GGZ,), inhoud=b"")

    for _, found in z.found(name):
        assert found.afwijkend == 0


# --- where it is from


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ({"bronnen": ("niemand",)}, "zonder-verstrekker"),
        ({"categorie": "bestaat-niet"}, "zonder-categorie"),
        ({"op": OP.date() + timedelta(days=1)}, "zonder-datum"),
    ],
)
def test_of_each_item_it_is_known_where_it_is_from(
    z: Zaken, item: dict[str, Any], why: str
) -> None:
    """
    An item deviates without a provider that is known, a category or a day that can be.
    """
    casus = z.casus()
    z.gegeven(casus)
    z.gegeven(casus, bronnen=(COLLEGE, OM))
    assert good(z.found("gegeven-met-herkomst").bestaan) == 2

    bad = z.gegeven(casus, **item)

    assert wrong(z.found("gegeven-met-herkomst").bestaan, ("gegeven", bad)) == {why: 1}


def test_of_each_item_of_the_period_a_line_tells_on_what_ground(z: Zaken) -> None:
    """
    It deviates when no line tells how it came in, or on no article.
    """
    name, casus = "gegeven-met-herkomst", z.casus()
    z.gegeven(casus, op=date(2025, 5, 1))  # before the period
    fine, bare, untold = (z.gegeven(casus) for _ in range(3))

    def came(item: str, **more: Any) -> Line:
        seal = {"rij": item, "versie": 1, "zegel": "0"}
        return gedaan("verzamelen", casus, handeling="verstrekken", voorwerp=seal, **more)

    lines = [
        came(fine),  # announced
        came(fine, artikel="WGS 1.5 lid 1"),
        came(bare),
        came(untold, artikel="WGS 1.5 lid 1", resultaat="mislukt"),
    ]
    found = z.found(name, *lines).werking

    assert wrong(found, ("gegeven", bare), ("gegeven", untold)) == {
        "zonder-grondslag": 1,
        "zonder-regel": 1,
    }
    assert found is not None
    assert found.onderzocht == 3


# --- which kinds


def test_a_process_holds_what_its_convenant_and_the_law_let_in(z: Zaken) -> None:
    """
    Items of a kind that nothing lets in deviate, all of them, and so do kinds about a medewerker.
    """
    name, casus = "categorie-binnen-proces", z.casus()
    z.gegeven(casus)
    z.gegeven(casus, "gezondheid", (GGZ,))
    assert good(z.found(name).bestaan) == 2

    bad = [z.gegeven(casus, each) for each in ("vakbond", "vakbond", "fiscaal")]

    found = z.found(name).bestaan
    assert wrong(found, *(("gegeven", each) for each in bad)) == {"soorten": 2}


def test_of_a_convenant_that_cannot_be_read_nothing_is_said(z: Zaken) -> None:
    """
    An item of it takes the good answer away and deviates not.
    """
    for casus in (z.casus(), z.casus(convenant="bestaat-niet")):
        z.gegeven(casus, "politiegegevens-8-13", (POLITIE,))

    for name in (
        "categorie-binnen-proces",
        "gegevens-per-fase",
        "gegeven-met-herkomst",
        "politiegegevens-8-of-13",
        "gezondheid-met-toestemming",
    ):
        found = z.found(name).bestaan

        assert found is not None
        assert (found.afwijkend, found.reden) == (0, Onbekend.ONVOLLEDIG)
        assert found.onderzocht == (0 if name.startswith("gezondheid") else 1)


def test_an_allowed_answer_for_a_kind_that_the_law_bans_deviates(z: Zaken) -> None:
    """
    What may always be done, such as destroying, is no use of it.
    """
    casus = z.casus()
    usual = [
        besloten(casus),
        besloten(casus, gegevens="fiscaal", handeling="vernietigen"),
        besloten(casus, gegevens="fiscaal", resultaat="verboden"),
        besloten(casus, gegevens="fiscaal", dag="2024-06-01"),  # the WGS was not there yet
    ]
    assert good(z.found("categorie-binnen-proces", *usual).werking) == 3

    found = z.found("categorie-binnen-proces", *usual, besloten(casus, gegevens="fiscaal"))

    assert wrong(found.werking, ("logregel", "4")) == {}


def test_data_on_crime_are_where_the_process_may_hold_them(z: Zaken) -> None:
    """
    Only such data are looked at, and a composite text is one.
    """
    name, casus = "strafrechtelijk-binnen-proces", z.casus()
    z.gegeven(casus, "politiegegevens-8-13", (POLITIE,))
    z.gegeven(casus, "aanmeldmotivering", (OM,))
    z.gegeven(casus, "vakbond")
    assert good(z.found(name).bestaan) == 2

    bad = z.gegeven(casus, "politiegegevens-9", (POLITIE,))

    assert wrong(z.found(name).bestaan, ("gegeven", bad)) == {"soorten": 1}


def test_a_phase_holds_what_it_or_one_before_lets_in(z: Zaken) -> None:
    """
    Data of the treatment deviate while a report is judged, and in what was rejected.
    """
    name = "gegevens-per-fase"
    for fase in ("aangemeld", "triage", "casusoverleg", "afgesloten", "afgewezen"):
        z.gegeven(z.casus(fase=fase), "aanmeldmotivering")
    for fase in ("in-behandeling", "uitvoering", "overgedragen"):
        z.gegeven(z.casus(fase=fase))
    z.gegeven(z.casus(fase="triage"), "vakbond")  # of another statement
    assert good(z.found(name).bestaan) == 8

    bad = [z.gegeven(z.casus(fase=fase)) for fase in ("aangemeld", "triage", "afgewezen")]

    found = z.found(name).bestaan
    assert wrong(found, *(("gegeven", each) for each in bad)) == {"soorten": 1}


def test_what_may_come_in_is_what_the_policy_allows_somebody() -> None:
    """
    The holding of a place is what the policy itself answers, and less without a fact it asks.
    """
    holding = Holding(without_house().policy, OP.date())
    report = Place(HUIS, "com", "wgs", "betrokkene", "aanmeldmotivering")

    assert holding.fasen(report) == {"signaal", "aangemeld", "triage"}
    assert not holding.fasen(report, without=frozenset({"eigen-gegevens"}))
    assert phases_up_to("wgs", "triage") == {"signaal", "aangemeld", "triage"}
    assert "hernieuwd" not in phases_up_to("wgs", "uitvoering")
    assert phases_up_to("wgs", "bestaat-niet") == {"bestaat-niet"}


# --- from police and justice


@pytest.mark.parametrize(
    ("categorie", "bronnen", "why"),
    [
        ("politiegegevens-9", (POLITIE,), "andere-herkomst"),
        ("politiegegevens-8-13", (COLLEGE,), "andere-verstrekker"),
        ("politiegegevens-8-13", (POLITIE, OM), "andere-verstrekker"),
        ("politiegegevens-8-13", ("niemand",), "andere-verstrekker"),
    ],
)
def test_police_data_are_of_the_police_and_of_wpg_8_or_13(
    z: Zaken, categorie: str, bronnen: tuple[str, ...], why: str
) -> None:
    """
    An item of another article, or from somebody else, deviates, in the period and before.
    """
    name, casus = "politiegegevens-8-of-13", z.casus()
    z.gegeven(casus, "politiegegevens-8-13", (POLITIE,))
    z.gegeven(casus, "politiegegevens-8-13", (POLITIE,), date(2025, 5, 1))
    z.gegeven(casus, "woonsituatie", (POLITIE,))
    assert good(z.found(name).bestaan) == 2
    assert good(z.found(name).werking) == 1

    bad = z.gegeven(casus, categorie, bronnen)

    assert wrong(z.found(name).bestaan, ("gegeven", bad)) == {why: 1}
    assert wrong(z.found(name).werking, ("gegeven", bad)) == {why: 1}


@pytest.mark.parametrize(
    ("van", "grondslag", "why"),
    [
        (None, "", "zonder-artikel"),
        (POLITIE, "", "zonder-artikel"),
        (POLITIE, "WGS 1.5 lid 1", "ander-artikel"),
        (POLITIE, "Wjsg 39fa", "ander-artikel"),
        (OM, "Wpg 20 lid 3", "ander-artikel"),
    ],
)
def test_data_on_crime_came_by_the_article_of_the_law(
    z: Zaken, van: str | None, grondslag: str, why: str
) -> None:
    """
    The police provides by Wpg 20, the openbaar ministerie by one of three articles of the Wjsg.
    """
    name, casus = "politie-en-justitie-met-herkomst", z.casus()
    for categorie, who, by in (
        ("politiegegevens-8-13", POLITIE, "Wpg 20 lid 3"),
        ("justitieel-strafvorderlijk", OM, "Wjsg 39fa lid 1"),
    ):
        z.ingebracht(z.gegeven(casus, categorie, (who,)), casus, who, by)
    assert good(z.found(name).bestaan) == good(z.found(name).werking) == 2

    bad = z.gegeven(casus, "politiegegevens-8-13", (POLITIE,))
    if van is not None:
        z.ingebracht(bad, casus, van, grondslag)

    assert wrong(z.found(name).bestaan, ("gegeven", bad)) == {why: 1}


# --- on whose word


@pytest.mark.parametrize(
    ("feit", "over"),
    [
        ("geen-beroepsgeheim", Onderwerp.GEGEVEN),
        ("goed-hulpverlenerschap", Onderwerp.VERSTREKKING),
        ("wettelijke-plicht-of-bevoegdheid", Onderwerp.VERSTREKKING),
    ],
)
def test_an_exception_is_declared_by_who_is_bound_to_secrecy(
    z: Zaken, feit: str, over: Onderwerp
) -> None:
    """
    It counts when the provider itself declared it, before the item came in.
    """
    name, casus = "gezondheid-met-toestemming", z.casus()

    def brought(who: str, late: int = 0) -> str:
        item = z.gegeven(casus, "gezondheid", (GGZ,), DAG)
        given = z.ingebracht(item, casus, GGZ)
        about = item if over is Onderwerp.GEGEVEN else given
        z.zegt(feit, over, about, who, LATER + timedelta(days=late))
        return item

    brought(GGZ)
    z.gegeven(casus, "woonsituatie", (COLLEGE,))
    assert good(z.found(name).bestaan) == 1

    bad = [brought(OM), brought(GGZ, late=1)]

    assert wrong(z.found(name).bestaan, *(("gegeven", each) for each in bad)) == {}


def test_an_exception_is_for_the_disclosure_of_who_declared_it(z: Zaken) -> None:
    """
    What a provider declares of what somebody else disclosed lifts no secrecy.
    """
    casus = z.casus()
    bad = z.gegeven(casus, "gezondheid", (GGZ,), DAG)
    given = z.ingebracht(bad, casus, COLLEGE)
    z.zegt("goed-hulpverlenerschap", Onderwerp.VERSTREKKING, given, GGZ, LATER)

    assert wrong(z.found("gezondheid-met-toestemming").bestaan, ("gegeven", bad)) == {}


def test_consent_is_for_that_item_and_stood_when_it_came_in(z: Zaken) -> None:
    """
    Consent for another item, of another person, of later or taken back before lifts no secrecy.
    """
    name, casus, other = "gezondheid-met-toestemming", z.casus(), z.casus()
    day = timedelta(days=1)

    def brought(op: Any = LATER, *, who: str = GGZ, about: str = "", **more: Any) -> str:
        item = z.gegeven(casus, "gezondheid", (who,), DAG)
        if op is not None:
            z.stemde_toe(z.ingebracht(item, casus, who), about or casus, op, **more)
        return item

    brought()
    brought(who=GGD)
    brought(LATER - day, ingetrokken_op=LATER + day)
    z.gegeven(casus, "woonsituatie", (GGD,))  # no hulpverlener has to have given that
    assert good(z.found(name).bestaan) == 3

    person = z.kring(casus, f"b{casus[1:]}")
    unasked = brought(None)
    late = brought(LATER + day)
    gone = brought(LATER - day - day, ingetrokken_op=LATER - day)
    of_another = z.gegeven(casus, "gezondheid", (GGZ,), DAG, betrokkene=person)
    z.stemde_toe(z.ingebracht(of_another, casus, GGZ), casus, LATER)
    elsewhere = z.gegeven(other, "gezondheid", (GGZ,), DAG)

    bad = (unasked, late, gone, of_another, elsewhere)
    assert wrong(z.found(name).bestaan, *(("gegeven", each) for each in bad)) == {}


def test_a_nationality_is_there_to_identify_only(z: Zaken) -> None:
    """
    It deviates without the word of its source that identifying asks it.
    """
    name, casus = "nationaliteit-alleen-identificatie", z.casus()
    z.gegeven(casus)
    item = z.gegeven(casus, "nationaliteit", op=DAG)
    z.zegt("identificatie-onvermijdelijk", Onderwerp.GEGEVEN, item)
    assert good(z.found(name).bestaan) == good(z.found(name).werking) == 2

    bad = z.gegeven(casus, "nationaliteit")
    before = z.gegeven(casus, "nationaliteit", op=date(2025, 5, 1))

    assert wrong(z.found(name).bestaan, ("gegeven", bad), ("gegeven", before)) == {}
    assert wrong(z.found(name).werking, ("gegeven", bad)) == {}


# --- the BSN


def test_no_bsn_can_be_read_in_the_database(z: Zaken) -> None:
    """
    A number that passes the elfproef deviates in any text or bytes that are not sealed.
    """
    name, number = "bsn-versleuteld", bsn(1)
    casus = z.casus()
    z.gegeven(casus, inhoud=b"\x01" + number.encode())  # sealed bytes may look like anything
    z.gegeven_aan(casus, "bekendheid-toetsen", None, grondslag="WGS 2.28, 123456789")
    rows = good(z.found(name).bestaan)
    assert rows > 5

    reported, plain = z.casus(aangemeld_door=number), z.gegeven(casus, inhoud=number.encode())
    found = z.found(name).bestaan

    assert wrong(found, ("casus", reported), ("gegeven", plain)) == {}
    assert found is not None
    assert found.onderzocht > rows
    assert number not in repr(found)


def test_a_number_of_the_kluis_is_one_whatever_it_looks_like() -> None:
    """
    What is known to identify counts; a part of a longer number, of a date or of an id does not.
    """
    assert readable("zie 123456789", {"123456789"})
    assert readable(f"nr. {bsn(2)}.", ())
    assert not readable("zie 123456789", ())
    assert not readable(f"1{bsn(2)} 2026-06-01 a{bsn(2)}", ())


def test_the_bsn_serves_to_identify(z: Zaken) -> None:
    """
    An allowed answer about a BSN deviates when a ban that names it was about it.
    """
    casus = z.casus()
    usual = [
        besloten(casus, gegevens="bsn"),
        besloten(casus, doel="systeembeheer"),
        besloten(casus, gegevens="bsn", doel="systeembeheer", resultaat="verboden"),
    ]
    assert good(z.found("bsn-versleuteld", *usual).werking) == 1

    lines = [
        *usual,
        besloten(casus, gegevens="bsn", doel="systeembeheer"),
        besloten(casus, gegevens="bsn", over="medewerker"),
    ]

    found = z.found("bsn-versleuteld", *lines).werking
    assert wrong(found, ("logregel", "3"), ("logregel", "4")) == {}


def test_a_ban_for_some_is_not_held_against_others(z: Zaken) -> None:
    """
    A ban on the BSN that is not about everybody says nothing of who acted.
    """
    files = _changed("wgs-2.25-bsn", deelnemer=only("ggz"))
    z.bron = replace(files, huis=z.bron.huis)

    found = z.found("bsn-versleuteld", besloten(z.casus(), gegevens="bsn", doel="systeembeheer"))

    assert good(found.werking) == 1


# --- what the files say


def _with(change: Callable[[Verbod], Verbod | None]) -> Sources:
    """
    Give the shipped files with other bans, or without.
    """
    bron = without_house()
    wetten = tuple(
        wet.model_copy(update={"verboden": tuple(filter(None, map(change, wet.verboden)))})
        for wet in bron.law.wetten
    )
    law = replace(bron.law, wetten=wetten)
    workspace = replace(bron.workspace, law=law)
    return replace(bron, law=law, workspace=workspace, policy=Snapshot(workspace))


def _without(*bans: str) -> Sources:
    return _with(lambda ban: None if ban.id in bans else ban)


def _changed(name: str, **fields: Any) -> Sources:
    return _with(lambda ban: ban.model_copy(update=fields) if ban.id == name else ban)


def test_a_law_layer_that_names_no_provider_deviates() -> None:
    """
    By design it says of each kind of data on crime who alone may bring it in.
    """
    found = looked(
        _without("wgs-2.30-om-levert", "wjsg-39fa"), "politie-en-justitie-met-herkomst"
    ).opzet

    assert wrong(found, ("beleid", "justitieel-strafvorderlijk")) == {}


def test_a_law_layer_that_keeps_nothing_out_deviates() -> None:
    """
    By design some kinds of data are kept out of every process.
    """
    bans = ("pga-4-categorieen", "pga-8-bijzonder", "uavg-22-pga", "pga-4-medewerker")
    more = ("wpg-21-gevoelig", "uavg-46-kring", "pga-14-logregel", "pga-4-over")

    found = looked(_without(*bans, *more), "categorie-binnen-proces").opzet

    assert wrong(found, ("proces", "pga-radicalisering")) == {}


def test_a_ground_that_is_no_exception_lets_no_data_on_crime_in() -> None:
    """
    By design each permission for such data rests on a ground that names one (AVG 10).
    """
    bron = without_house()
    grounds = tuple(
        each.model_copy(update={"uitzondering_strafrechtelijk": None})
        for each in bron.law.grondslagen
    )
    law = replace(bron.law, grondslagen=grounds)

    found = looked(replace(bron, law=law), "strafrechtelijk-binnen-proces").opzet

    assert found is not None
    assert found.afwijkend == found.onderzocht > 1
