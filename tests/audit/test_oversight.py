"""
The checks of people and oversight look at what is kept, and say of the rest that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.audit import werkmap as w
from tests.audit.werkmap import CONVENANT, DPIA, Werkmap, found, house, line, told
from tests.store.values import uid
from zvhprivacy.audit.checks.oversight import CHECKS
from zvhprivacy.audit.known import KNOWN
from zvhprivacy.audit.sources import Sources
from zvhprivacy.model.audit import Antwoord, Aspect
from zvhprivacy.model.audit_answers import Bevinding, Eigenaar, Maatregel, Vorige
from zvhprivacy.model.casus import Casus, Register
from zvhprivacy.model.registers import Medewerker, Oordeel, Publicatie, RacAdvies, Verstrekking
from zvhprivacy.store.database import Database


NOT_KEPT = {
    "verzoek-op-tijd",
    "afwijzing-met-uitzondering",
    "betrokkene-geinformeerd",
    "uitzondering-herzien",
    "datalek-volledig",
    "datalek-op-tijd-gemeld",
}
ALL = tuple((letter, date(2025, 1, 10)) for letter in "abcdef")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def gebouwd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A house that nobody changes.
    """
    return w.build(tmp_path_factory.mktemp("huis") / "werkmap")


@pytest.fixture(scope="module")
def orde(gebouwd: Path) -> Sources:
    """
    The files of that house.
    """
    return w.sources(gebouwd)


@pytest.fixture
def werkmap(gebouwd: Path, tmp_path: Path) -> Werkmap:
    """
    A house to change.
    """
    return w.copied(gebouwd, tmp_path)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def hoofd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """
    A database in which no test leaves anything.
    """
    if request.param == "postgresql":
        target = request.getfixturevalue("postgres_server").new_database(kept=True)
    else:
        target = str(tmp_path_factory.mktemp("hoofd") / "hoofd.db")
    with w.hoofd(target) as database:
        yield database


def asked(
    name: str,
    aspect: str,
    orde: Sources,
    hoofd: Database,
    *rows: Register,
    lines: list[w.Line] | None = None,
    **more: Any,
) -> w.Told:
    """
    Carry out a check on a house with these *rows*.
    """
    with w.rows(hoofd, *rows) as connection:
        bron = w.sources(orde.root, huis=house(connection), **more)
        return told(found(CHECKS[name], bron, lines or ()).of(Aspect(aspect)))


def test_every_check_of_oversight_is_carried_out() -> None:
    """
    Each name in the list of checks has a function.
    """
    assert CHECKS.keys() <= KNOWN.keys()
    assert sorted(CHECKS) == sorted(list(KNOWN)[-len(CHECKS) :])


@pytest.mark.parametrize("name", sorted(NOT_KEPT))
def test_of_what_no_register_keeps_nothing_is_established(name: str, orde: Sources) -> None:
    """
    Requests, exceptions and breaches are kept nowhere yet, so nothing good is said of them.
    """
    result = dict(found(CHECKS[name], orde))

    assert {aspect.value: each.reden for aspect, each in result.items()} == dict.fromkeys(
        ("opzet", "bestaan", "werking"), "geen-register"
    )


def test_an_empty_house_has_nothing_in_order(orde: Sources, hoofd: Database) -> None:
    """
    From empty registers and an empty logboek follows no good answer.
    """
    with w.rows(hoofd) as connection:
        bron = w.sources(orde.root, huis=house(connection), dpias=None)
        answers = {each.antwoord for name in CHECKS for _, each in found(CHECKS[name], bron)}

    assert answers == {Antwoord.NIET_VAST_TE_STELLEN}


def test_without_a_database_people_are_not_known(orde: Sources) -> None:
    """
    On the files alone nothing is said of people, disclosures and what is public.
    """
    looked = [
        found(CHECKS["opleiding-gevolgd"], orde).bestaan,
        found(CHECKS["geheimhouding-getekend"], orde).bestaan,
        found(CHECKS["geheimhouding-getekend"], orde).werking,
        found(CHECKS["rac-advies-vooraf"], orde).werking,
        found(CHECKS["jaarverslag-gemaakt"], orde).bestaan,
    ]

    assert [each and each.reden for each in looked] == ["geen-database"] * len(looked)


# --- people ---------------------------------------------------------------------------------------


def medewerker(number: int, persoon: str = "a", **more: Any) -> Medewerker:
    """
    Designate somebody who knows all he must.
    """
    base: dict[str, Any] = {
        "organisatie": "college-a",
        "rollen": ("manager",),
        "van": date(2025, 3, 1),
        "opleidingen": ALL,
        "geheimhouding": date(2025, 3, 1),
    }
    return Medewerker(id=uid(number), persoon=persoon * 28, **base | more)


def test_who_did_not_follow_a_subject_in_two_years_deviates(orde: Sources, hoofd: Database) -> None:
    """
    A subject counts for two years up to and including the day, and of all lines of one person.
    """
    old = (("a", date(2024, 5, 31)), *ALL[1:])
    last = (("a", date(2024, 6, 1)), *ALL[1:])
    later = (("a", date(2026, 6, 2)), *ALL[1:])
    rows = (
        medewerker(1, "a"),
        medewerker(2, "b", opleidingen=old),
        medewerker(3, "c", opleidingen=last),
        medewerker(4, "d", opleidingen=later),
        medewerker(5, "e", opleidingen=ALL[:3]),
        medewerker(6, "e", organisatie="politie-a", opleidingen=ALL[3:]),
        medewerker(7, "f", opleidingen=(), tot=date(2026, 6, 1)),
        medewerker(8, "g", opleidingen=()),
    )

    assert asked("opleiding-gevolgd", "bestaan", orde, hoofd, *rows) == (
        "afwijking",
        3,
        6,
        [uid(2), uid(4), uid(8)],
        {"onderwerp-a": 3, **{f"onderwerp-{letter}": 1 for letter in "bcdef"}},
    )
    assert asked("opleiding-gevolgd", "bestaan", orde, hoofd, rows[0])[:3] == (
        "geen-afwijking-gevonden",
        0,
        1,
    )


def test_who_has_no_secrecy_on_record_deviates(orde: Sources, hoofd: Database) -> None:
    """
    One line of a person is enough, and a day to come is none yet.
    """
    rows = (
        medewerker(1, "a"),
        medewerker(2, "b", geheimhouding=None),
        medewerker(3, "c", geheimhouding=None),
        medewerker(4, "c", organisatie="politie-a"),
        medewerker(5, "d", geheimhouding=date(2026, 6, 2)),
    )

    assert asked("geheimhouding-getekend", "bestaan", orde, hoofd, *rows) == (
        "afwijking",
        2,
        4,
        [uid(2), uid(5)],
        {"zonder-geheimhouding": 2},
    )


def test_a_result_goes_with_the_duty_of_secrecy(orde: Sources, hoofd: Database) -> None:
    """
    An answer that lets a result go without telling the receiver of his duty deviates.
    """
    told_of = {"handeling": "resultaat-verstrekken", "verplichtingen": ["geheimhouding-meegeven"]}
    there = [
        line(orde),
        line(orde, **told_of),
        line(orde, handeling="derde-verstrekken"),
        line(orde, handeling="derde-verstrekken", resultaat="verboden"),
        line(orde, handeling="derde-verstrekken", kader="eigen-wet"),
    ]

    check = "geheimhouding-getekend"
    assert asked(check, "werking", orde, hoofd, lines=there) == (
        "afwijking",
        1,
        2,
        ["3"],
        {"ontvanger-niet-gewezen": 1},
    )
    assert asked(check, "werking", orde, hoofd, lines=there[:2])[:3] == (
        "geen-afwijking-gevonden",
        0,
        1,
    )


# --- the RAC --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "aspect", "why"),
    [
        ("    datum: 2025-10-20\n", "    datum: 2025-12-02\n", "bestaan", "advies-na-vaststelling"),
        ("    datum: 2025-10-20\n", "", "bestaan", "zonder-advies"),
        ("    motivatie: De voorwaarde is al vervuld.\n", "", "werking", "zonder-motivering"),
    ],
)
def test_the_rac_is_asked_before_an_adoption(
    old: str, new: str, aspect: str, why: str, werkmap: Werkmap
) -> None:
    """
    Advice that is late, missing or passed over without a reason is a deviation.
    """
    looked = found(CHECKS["rac-advies-vooraf"], werkmap.change(DPIA, old, new).bron())

    assert told(looked.of(Aspect(aspect))) == ("afwijking", 1, 1, ["com"], {why: 1})


def test_an_adoption_after_advice_is_in_order(orde: Sources, hoofd: Database) -> None:
    """
    Advice of before the adoption, with reasons where it was not followed, is enough.
    """
    for aspect in ("bestaan", "werking"):
        assert asked("rac-advies-vooraf", aspect, orde, hoofd)[:3] == (
            "geen-afwijking-gevonden",
            0,
            1,
        )


def disclosed(
    number: int, *advice: tuple[Oordeel, int, int | None], done: int = 0
) -> list[Register]:
    """
    Write a case with a disclosure *done* days after `AT`, and advice with the days it came.
    """
    casus, verstrekking = uid(number), uid(number + 1)
    rows: list[Register] = [
        Casus(
            id=casus,
            convenant="huis",
            proces="com",
            kader="wgs",
            doel="complexe-casuistiek",
            fase="triage",
            fase_sinds=AT,
            aangemeld_door="college-a",
            eerste_verwerking=AT.date(),
            laatste_verwerking=AT.date(),
        ),
        Verstrekking(
            id=verstrekking,
            casus=casus,
            handeling="doorgeven",
            van="college-a",
            aan="riec-a",
            gegevens=(),
            categorieen=("woonsituatie",),
            doel="complexe-casuistiek",
            voorbereid_op=AT - timedelta(days=30),
            gedaan_op=AT + timedelta(days=done),
        ),
    ]
    rows += [
        RacAdvies(
            id=uid(number + 2 + each),
            verstrekking=verstrekking,
            kenmerk="rac-1",
            oordeel=oordeel,
            op=AT + timedelta(days=op),
            voorwaarden_vervuld_op=None if met is None else AT + timedelta(days=met),
        )
        for each, (oordeel, op, met) in enumerate(advice)
    ]
    return rows


def test_a_disclosure_against_the_advice_deviates(orde: Sources, hoofd: Database) -> None:
    """
    The last advice before the disclosure counts, and its conditions when met before it.
    """
    good, if_, bad = Oordeel.RECHTMATIG, Oordeel.ONDER_VOORWAARDEN, Oordeel.ONRECHTMATIG
    rows = [
        *disclosed(100, (good, -1, None)),
        *disclosed(200, (bad, -1, None)),
        *disclosed(300, (bad, -2, None), (good, -1, None)),
        *disclosed(400, (good, -2, None), (bad, -1, None)),
        *disclosed(500, (if_, -2, -1)),
        *disclosed(600, (if_, -2, 1)),
        *disclosed(700, (if_, -2, None)),
        *disclosed(800, (bad, 1, None)),
        *disclosed(900, (bad, -1, None), done=100),  # after the period
    ]
    against = [uid(201), uid(401), uid(601), uid(701)]

    # The advice on the DPIA is among those that were looked at.
    assert asked("rac-advies-vooraf", "werking", orde, hoofd, *rows) == (
        "afwijking",
        4,
        8,
        against,
        {"tegen-het-advies": 4},
    )


# --- what was made and followed up ----------------------------------------------------------------


def verslag(number: int, wat: str = "jaarverslag", van: date = date(2026, 4, 1)) -> Publicatie:
    """
    Write down that a report is public.
    """
    return Publicatie(id=uid(number), wat=wat, convenant="huis", waar="website", van=van)


def test_a_report_of_last_year_is_public(orde: Sources, hoofd: Database) -> None:
    """
    Of last year, by its name or else by when it was made; from July on one that lacks deviates.
    """
    check, before = "jaarverslag-gemaakt", verslag(1, van=date(2025, 4, 1))
    july: dict[str, Any] = {"op": datetime(2026, 7, 1, 12, tzinfo=UTC)}
    named = verslag(2, "jaarverslag-2024")

    assert asked(check, "bestaan", orde, hoofd, verslag(1), **july)[:3] == (
        "geen-afwijking-gevonden",
        0,
        1,
    )
    assert asked(check, "bestaan", orde, hoofd, before, named, **july) == (
        "afwijking",
        1,
        1,
        ["huis"],
        {"zonder-jaarverslag": 1},
    )
    assert asked(check, "bestaan", orde, hoofd, before) == (
        "niet-vast-te-stellen",
        0,
        1,
        [],
        {"nog-niet-gemaakt": 1},
    )
    assert asked(check, "bestaan", orde, hoofd, **july)[4] == {"nooit-vastgelegd": 1}


def test_a_house_of_this_year_has_no_last_year(werkmap: Werkmap, hoofd: Database) -> None:
    """
    A convenant that began this year owes no report yet.
    """
    werkmap.change(CONVENANT, "\ngeldig: {vanaf: 2025-03-01}", "\ngeldig: {vanaf: 2026-01-01}")
    july: dict[str, Any] = {"op": datetime(2026, 7, 1, 12, tzinfo=UTC)}
    before = verslag(1, van=date(2025, 4, 1))

    assert asked("jaarverslag-gemaakt", "bestaan", werkmap.bron(), hoofd, before, **july)[:3] == (
        "niet-vast-te-stellen",
        0,
        0,
    )


def bevinding(nummer: str, *maatregelen: Maatregel) -> Bevinding:
    """
    Give a finding of the previous audit.
    """
    return Bevinding(
        stelling=f"interne-audit-zvh/{nummer}",
        aspecten=(Aspect.WERKING,),
        maatregelen=maatregelen,
    )


def maatregel(**more: Any) -> Maatregel:
    """
    Give a measure that somebody sees to.
    """
    base: dict[str, Any] = {
        "id": "opruimen",
        "bevinding": "interne-audit-zvh/E1",
        "maatregel": "Ruim op.",
        "eigenaar": Eigenaar(organisatie="college-a", functie="manager"),
        "voor": date(2026, 1, 1),
    }
    return Maatregel(**base | more)


def test_findings_of_the_previous_audit_are_followed_up(orde: Sources) -> None:
    """
    Each has a measure that somebody owns, and is solved or will be looked at within a year.
    """
    check, place = CHECKS["vorige-audit-opgevolgd"], "audits/2025-1#interne-audit-zvh/"

    def result(*findings: Bevinding) -> list[Any]:
        vorige = Vorige(audit="2025-1", op=date(2025, 9, 1), bevindingen=findings)
        outcome = found(check, w.sources(orde.root, vorige=vorige))
        return [told(outcome.opzet), told(outcome.bestaan)]

    solved = bevinding("E1", maatregel(afgerond_op=date(2026, 2, 1)))
    planned = bevinding("E2", maatregel(hercontrole_voor=date(2026, 8, 1)))
    late = bevinding("E3", maatregel(hercontrole_voor=date(2026, 5, 1)))
    unowned = bevinding("E4", maatregel(eigenaar=None, hercontrole_voor=date(2026, 8, 1)))

    assert result(solved, planned) == [
        ("geen-afwijking-gevonden", 0, 2, [], {}),
        ("geen-afwijking-gevonden", 0, 2, [], {"hercontrole-gepland": 1, "opgelost": 1}),
    ]
    assert result(late, unowned, bevinding("E5")) == [
        (
            "afwijking",
            2,
            3,
            [place + "E4", place + "E5"],
            {"zonder-eigenaar": 1, "zonder-maatregel": 1},
        ),
        (
            "afwijking",
            2,
            3,
            [place + "E3", place + "E5"],
            {"hercontrole-gepland": 1, "open-zonder-hercontrole": 2},
        ),
    ]
    assert result()[0][0] == "niet-vast-te-stellen"
    assert found(check, orde).bestaan.reden == "geen-vorige-audit"  # type: ignore[union-attr]
