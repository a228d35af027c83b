"""
Who had access, and to what: a house in order is in order, and each thing out of it is found once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.audit.access_house import Looking, actor, built, empty, opened, past_the_engine, writes
from tests.audit.access_house import without_house as files
from tests.engine.houses import COLLEGE, OM, Huis
from tests.engine.test_leading_back import grant, known
from tests.engine.zaken import LID_1, Bouw, Zaak
from tests.postgres import Server
from zvhprivacy.audit.checks import logs
from zvhprivacy.audit.checks.access import CHECKS, outsiders
from zvhprivacy.audit.sources import Sources
from zvhprivacy.bewaren.telling import SYSTEM
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat, Voorwerp
from zvhprivacy.model.audit import Antwoord, Found, Looked, Onbekend, Reference
from zvhprivacy.model.stored import StoredApproval


GOOD, BAD, UNKNOWN = (
    Antwoord.GEEN_AFWIJKING,
    Antwoord.AFWIJKING,
    Antwoord.NIET_VAST_TE_STELLEN,
)
OTHER_CASE = "c" * 32


@pytest.fixture(scope="module")
def bouw(tmp_path_factory: pytest.TempPathFactory) -> Bouw:
    """
    A house in order, with a case in the casusoverleg.
    """
    return built(tmp_path_factory.mktemp("bouw"))


@pytest.fixture
def zaak(bouw: Bouw, tmp_path: Path) -> Iterator[Zaak]:
    """
    That case, in a house of this test alone.
    """
    with opened(bouw, tmp_path) as zaak:
        yield zaak


@pytest.fixture
def kijkt(zaak: Zaak) -> Looking:
    """
    What looks at it.
    """
    return Looking(zaak.h)


def logregel(nummer: int) -> tuple[Reference, ...]:
    """
    Refer to one entry.
    """
    return (Reference("logregel", str(nummer)),)


def closes(zaak: Zaak) -> None:
    """
    Let the deelnemers close the case.
    """
    besluit = zaak.besluit("afsluiten", "afgesloten", LID_1)
    zaak.naar("afgesloten", "afsluiten", besluit)
    zaak.h.klok.goes(seconds=1)


# --- all of them


def test_a_house_in_order_has_no_deviation(kijkt: Looking) -> None:
    """
    Nothing is found where everything went through the engine.
    """
    found = {(name, a): looked.antwoord for name in CHECKS for a, looked in kijkt.found(name)}

    assert BAD not in found.values()


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_without_a_house_nothing_is_established_of_one(name: str) -> None:
    """
    What there is and how it works needs the databases.
    """
    found = CHECKS[name](files())

    assert isinstance(found, Found)
    assert {looked.antwoord for looked in (found.bestaan, found.werking) if looked} == {UNKNOWN}


@pytest.fixture(scope="module")
def leeg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looking]:
    """
    A house where nobody works.
    """
    with empty(tmp_path_factory.mktemp("leeg")) as h:
        yield Looking(h)


# There are keys in an empty house already, and they are where they are.
@pytest.mark.parametrize("name", sorted(CHECKS.keys() - {"sleutels-apart"}))
def test_an_empty_house_establishes_nothing(leeg: Looking, name: str) -> None:
    """
    From nothing to look at never follows that all is well.
    """
    found = leeg.found(name)

    assert {looked.antwoord for looked in (found.bestaan, found.werking) if looked} == {UNKNOWN}


# --- only one's own case


def test_a_reader_who_is_assigned_is_in_order(zaak: Zaak, kijkt: Looking) -> None:
    """
    Who is assigned to a case in his role may look into it.
    """
    before = kijkt.werking("alleen-eigen-casus").onderzocht

    zaak.h.huis.casussen.open(zaak.mag("regisseur", "inzien", "woonsituatie"))

    found = kijkt.werking("alleen-eigen-casus")
    assert (found.antwoord, found.onderzocht) == (GOOD, before + 1)


def test_a_reader_outside_the_case_is_found(zaak: Zaak, kijkt: Looking) -> None:
    """
    Who was never assigned is one deviation, by the entry that tells of it.
    """
    nummer = writes(zaak.h, "griffier", casus=zaak.id)

    found = kijkt.werking("alleen-eigen-casus")

    assert (found.afwijkend, found.verwijzingen) == (1, logregel(nummer))


def test_an_assignment_in_another_role_is_none(zaak: Zaak, kijkt: Looking) -> None:
    """
    Who is assigned as casusdeelnemer does not look as aanmelder.
    """
    writes(zaak.h, "raadsonderzoeker", casus=zaak.id, rol="agendahouder")

    assert kijkt.werking("alleen-eigen-casus").afwijkend == 1


def test_an_assignment_counts_on_its_own_days(zaak: Zaak, kijkt: Looking) -> None:
    """
    Who was assigned later, was not on the day before.
    """
    yesterday = zaak.h.klok().date() - timedelta(days=1)

    writes(zaak.h, "regisseur", casus=zaak.id, dag=yesterday.isoformat())

    assert kijkt.werking("alleen-eigen-casus").afwijkend == 1


def test_an_assignment_that_ended_is_none(zaak: Zaak, kijkt: Looking, tmp_path: Path) -> None:
    """
    The day on which an assignment ends is not one of its days.
    """
    with past_the_engine(tmp_path) as raw:
        raw.execute("UPDATE toewijzing SET tot = '2026-06-02' WHERE rol = 'procesregisseur'")
    zaak.h.klok.goes(days=1)

    nummer = writes(zaak.h, "regisseur", casus=zaak.id)

    assert kijkt.werking("alleen-eigen-casus").verwijzingen == logregel(nummer)


@pytest.mark.parametrize(
    ("name", "table"),
    [("alleen-eigen-casus", "toewijzing"), ("gebruiker-met-rol", "medewerker")],
)
def test_what_ends_on_no_day_holds_never(
    zaak: Zaak, kijkt: Looking, tmp_path: Path, name: str, table: str
) -> None:
    """
    An end that cannot be read is not taken for none.
    """
    before = kijkt.werking(name).afwijkend
    with past_the_engine(tmp_path) as raw:
        raw.execute(f"UPDATE {table} SET tot = 'ooit'")  # noqa: S608

    writes(zaak.h, "regisseur", casus=zaak.id)

    found = kijkt.werking(name)
    assert (before, found.afwijkend) == (0, found.onderzocht)


def test_a_closing_ends_the_assignments_of_a_case_that_is_renewed(
    zaak: Zaak, kijkt: Looking, tmp_path: Path
) -> None:
    """
    Who works on a renewed case, was assigned to it again.
    """
    day = zaak.h.klok()
    with past_the_engine(tmp_path) as raw:
        for number, naar in enumerate(("afgesloten", "hernieuwd")):
            moment = (day + timedelta(days=number)).isoformat(timespec="microseconds")
            raw.execute(
                "INSERT INTO overgang (id, casus, van, naar, op) VALUES (?, ?, ?, ?, ?)",
                (f"{number:032x}", zaak.id, None, naar, moment),
            )
    zaak.h.klok.goes(days=2)

    writes(zaak.h, "regisseur", casus=zaak.id)

    assert kijkt.werking("alleen-eigen-casus").afwijkend == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"handeling": "rechtmatigheid-toetsen", "doel": "rechtmatigheidstoezicht"},
        {"actor": SYSTEM},
        {"casus": None},
        {"resultaat": Resultaat.MISLUKT},
        {"gebeurtenis": Gebeurtenis.BESLUIT, "resultaat": Resultaat.VERBODEN},
    ],
)
def test_what_is_no_look_into_a_case_by_who_works_on_it(
    zaak: Zaak, kijkt: Looking, fields: dict[str, Any]
) -> None:
    """
    Tests of lawfulness, the system, lists and what did not succeed take no assignment.
    """
    before = kijkt.werking("alleen-eigen-casus")

    writes(zaak.h, "fg", **{"casus": zaak.id, **fields})

    assert kijkt.werking("alleen-eigen-casus") == before


@pytest.mark.parametrize(
    ("fields", "word"),
    [({"noodprocedure": True}, "noodprocedure"), ({"casus": OTHER_CASE}, "casus-hier-niet-meer")],
)
def test_what_another_check_is_for_is_only_counted(
    zaak: Zaak, kijkt: Looking, fields: dict[str, Any], word: str
) -> None:
    """
    The noodprocedure is reviewed, and of a case that is gone nobody knows who was assigned.
    """
    before = kijkt.werking("alleen-eigen-casus").onderzocht

    writes(zaak.h, "griffier", **{"casus": zaak.id, **fields})

    found = kijkt.werking("alleen-eigen-casus")
    assert (found.onderzocht, found.afwijkend, found.tellingen) == (before, 0, ((word, 1),))


def test_an_act_of_several_lines_is_one(zaak: Zaak, kijkt: Looking) -> None:
    """
    Who writes three rows at once does one thing.
    """
    operation = "a" * 16

    for _ in range(3):
        writes(zaak.h, "griffier", casus=zaak.id, handeling="wijzigen", operatie=operation)

    assert kijkt.werking("alleen-eigen-casus").afwijkend == 1


def test_many_acts_are_judged_a_few_thousand_at_a_time(
    zaak: Zaak, kijkt: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    However many there are together, all are judged.
    """
    monkeypatch.setattr("zvhprivacy.audit.checks.access_acts.AT_ONCE", 2)

    for _ in range(5):
        writes(zaak.h, "griffier", casus=zaak.id)

    assert kijkt.werking("alleen-eigen-casus").afwijkend == 5


def test_an_assignment_from_before_the_designation_is_found(kijkt: Looking, tmp_path: Path) -> None:
    """
    Nobody is assigned whom nobody designated yet.
    """
    with past_the_engine(tmp_path) as raw:
        raw.execute("UPDATE toewijzing SET van = '2019-12-31' WHERE rol = 'aanmelder'")
        [[row]] = raw.execute("SELECT id FROM toewijzing WHERE rol = 'aanmelder'")

    found = kijkt.bestaan("alleen-eigen-casus")

    assert found.verwijzingen == (Reference("toewijzing", row),)


def test_police_data_are_looked_at_apart(zaak: Zaak, kijkt: Looking) -> None:
    """
    Only what goes by the name of police data counts.
    """
    writes(zaak.h, "griffier", casus=zaak.id)
    nummer = writes(zaak.h, "griffier", casus=zaak.id, gegevens="politiegegevens-8-13")
    writes(zaak.h, "regisseur", casus=zaak.id, gegevens="politiegegevens-8-13")

    found = kijkt.werking("politie-alleen-eigen-casus")

    assert (found.onderzocht, found.verwijzingen) == (2, logregel(nummer))


# --- closed cases


def test_a_closed_case_that_is_shielded_is_in_order(zaak: Zaak, kijkt: Looking) -> None:
    """
    It was decided on, shielded, and only looked into for a purpose.
    """
    closes(zaak)
    zaak.h.klok.goes(days=30)
    zaak.h.huis.bewaren.scherm_af()
    writes(zaak.h, "fg", casus=zaak.id, handeling="rechtmatigheid-toetsen")

    found = kijkt.found("gesloten-afgeschermd")

    assert {aspect.value: (each.antwoord, each.onderzocht) for aspect, each in found} == {
        "opzet": (GOOD, 3),
        "bestaan": (GOOD, 1),
        "werking": (GOOD, 1),
    }


@pytest.mark.parametrize(("days", "afwijkend"), [(7, 0), (8, 1)])
def test_a_closed_case_is_shielded_within_the_interval(
    zaak: Zaak, kijkt: Looking, days: int, afwijkend: int
) -> None:
    """
    Once retention should have been carried out, there is a shield.
    """
    closes(zaak)
    zaak.h.klok.goes(days=days)

    found = kijkt.bestaan("gesloten-afgeschermd")

    assert found.afwijkend == afwijkend


def test_a_shield_that_was_lifted_is_none(zaak: Zaak, kijkt: Looking, tmp_path: Path) -> None:
    """
    What was lifted while the case is closed, shields nothing.
    """
    closes(zaak)
    zaak.h.klok.goes(days=30)
    zaak.h.huis.bewaren.scherm_af()
    with past_the_engine(tmp_path) as raw:
        raw.execute("UPDATE afscherming SET opgeheven_op = op")

    found = kijkt.bestaan("gesloten-afgeschermd")

    assert found.verwijzingen == (Reference("casus", zaak.id),)


def test_a_closing_that_nobody_decided_on_is_found(
    zaak: Zaak, kijkt: Looking, tmp_path: Path
) -> None:
    """
    The deelnemers of lid 1 close a case by a decision.
    """
    closes(zaak)
    with past_the_engine(tmp_path) as raw:
        raw.execute("UPDATE overgang SET besluit = NULL WHERE naar = 'afgesloten'")

    found = kijkt.bestaan("gesloten-afgeschermd")

    assert found.tellingen == (("zonder-besluit", 1),)


def test_a_look_into_a_closed_case_is_found(zaak: Zaak, kijkt: Looking) -> None:
    """
    Who looks twice into one closed case makes one case that deviates.
    """
    writes(zaak.h, "regisseur", casus=zaak.id)
    closes(zaak)
    nummer = writes(zaak.h, "regisseur", casus=zaak.id)
    writes(zaak.h, "regisseur", casus=zaak.id)

    found = kijkt.werking("gesloten-afgeschermd")

    assert (found.onderzocht, found.afwijkend, found.verwijzingen) == (1, 1, logregel(nummer))


def test_a_closed_case_is_looked_into_for_a_purpose(zaak: Zaak, kijkt: Looking) -> None:
    """
    A test without a purpose in its line is no test.
    """
    closes(zaak)
    writes(zaak.h, "fg", casus=zaak.id, handeling="rechtmatigheid-toetsen", doel=None)

    assert kijkt.werking("gesloten-afgeschermd").afwijkend == 1


@pytest.mark.parametrize("naam", ["regisseur", "griffier"])
def test_a_look_into_a_closed_case_is_told_of_once(zaak: Zaak, kijkt: Looking, naam: str) -> None:
    """
    Once a case is closed nobody is assigned to it, whoever was.
    """
    closes(zaak)
    writes(zaak.h, naam, casus=zaak.id)

    found = kijkt.werking("alleen-eigen-casus")

    assert (found.afwijkend, found.tellingen) == (0, (("casus-gesloten", 1),))
    assert kijkt.werking("gesloten-afgeschermd").afwijkend == 1


# --- users


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ("organisatie = 'elders'", "zonder-deelnemer"),
        ("rollen = '[]'", "zonder-rol"),
        ("rollen = '[\"toeschouwer\"]'", "zonder-reden-van-toegang"),
        ("rollen = 'niets'", "zonder-rol"),
        ("van = 'ooit'", "zonder-begin-of-einde-dat-een-dag-is"),
        ("tot = 'ooit'", "zonder-begin-of-einde-dat-een-dag-is"),
    ],
)
def test_a_user_without_a_designation_is_found(
    zaak: Zaak, kijkt: Looking, tmp_path: Path, change: str, word: str
) -> None:
    """
    A deelnemer, a role with a reason and days belong to every user.
    """
    who = zaak.h.mensen["ciso"]
    with past_the_engine(tmp_path) as raw:
        raw.execute(f"UPDATE medewerker SET {change} WHERE id = ?", (who,))  # noqa: S608

    found = kijkt.bestaan("gebruiker-met-rol")

    assert (found.verwijzingen, found.tellingen) == ((Reference("medewerker", who),), ((word, 1),))


def test_who_left_before_the_period_is_no_user(zaak: Zaak, kijkt: Looking, tmp_path: Path) -> None:
    """
    A designation that ended before the period is not looked at.
    """
    before = kijkt.bestaan("vog-bekend").onderzocht
    with past_the_engine(tmp_path) as raw:
        who = zaak.h.mensen["ciso"]
        raw.execute("UPDATE medewerker SET tot = '2026-01-01' WHERE id = ?", (who,))

    assert kijkt.bestaan("vog-bekend").onderzocht == before - 1


@pytest.mark.parametrize(
    ("naam", "fields"),
    [
        ("griffier", {"rol": "procesregisseur"}),
        ("griffier", {"deelnemer": COLLEGE}),
        ("griffier", {"dag": "2019-12-31"}),
        (None, {"deelnemer": OM, "rol": "casusdeelnemer"}),
        (None, {"deelnemer": None, "rol": None, "handeling": None}),
    ],
)
def test_an_act_outside_a_designation_is_found(
    zaak: Zaak, kijkt: Looking, naam: str | None, fields: dict[str, Any]
) -> None:
    """
    Another role, another organisation, another day, or nobody who is known.
    """
    nummer = writes(zaak.h, naam, **fields)

    found = kijkt.werking("gebruiker-met-rol")

    assert (found.afwijkend, found.verwijzingen) == (1, logregel(nummer))


def test_a_role_of_before_a_change_is_what_the_answers_said(
    zaak: Zaak, kijkt: Looking, tmp_path: Path
) -> None:
    """
    What somebody was designated for before his designation changed stands in the answers only.
    """
    said: dict[str, Any] = {"rol": "weger", "casus": zaak.id}
    answer = {"gebeurtenis": Gebeurtenis.BESLUIT, "resultaat": Resultaat.TOEGESTAAN}
    writes(zaak.h, "griffier", **said, **answer, feiten=("persoon-aangewezen=register",))
    writes(zaak.h, "griffier", **said)
    nummer = writes(zaak.h, "griffier", **said | {"rol": "manager"})
    who = zaak.h.mensen["griffier"]
    with past_the_engine(tmp_path) as raw:
        raw.execute("UPDATE medewerker SET versie = 2 WHERE id = ?", (who,))
    writes(zaak.h, "beheer-om", handeling=None, voorwerp=Voorwerp(who, 2, "0" * 64))
    late = writes(zaak.h, "griffier", **said)

    found = kijkt.werking("gebruiker-met-rol")

    assert found.verwijzingen == logregel(nummer) + logregel(late)


@pytest.mark.parametrize("day", [None, date(2026, 6, 3)])
def test_a_user_without_a_declaration_is_found(
    zaak: Zaak, kijkt: Looking, tmp_path: Path, day: date | None
) -> None:
    """
    No day, or one that is still to come.
    """
    who = zaak.h.mensen["agent"]
    with past_the_engine(tmp_path) as raw:
        stored = day and day.isoformat()
        raw.execute("UPDATE medewerker SET vog_of_screening = ? WHERE id = ?", (stored, who))

    found = kijkt.bestaan("vog-bekend")

    assert (found.afwijkend, found.verwijzingen) == (1, (Reference("medewerker", who),))


# --- third parties


def third(h: Huis, tmp_path: Path, **fields: str) -> str:
    """
    Make the ciso somebody of a third party; give his id.
    """
    who = h.mensen["ciso"]
    changes = ", ".join(f"{name} = ?" for name in fields)
    with past_the_engine(tmp_path) as raw:
        query = f"UPDATE medewerker SET {changes} WHERE id = ?"  # noqa: S608
        raw.execute(query, (*fields.values(), who))
    return who


@pytest.mark.parametrize(
    "fields",
    [{"rollen": '["incidentele-derde"]'}, {"organisatie": min(outsiders(files()))}],
)
def test_an_account_of_a_third_party_is_found(
    zaak: Zaak, kijkt: Looking, tmp_path: Path, fields: dict[str, str]
) -> None:
    """
    By its role, or by the kind of its organisation.
    """
    who = third(zaak.h, tmp_path, **fields)

    found = kijkt.bestaan("derde-zonder-account")

    assert (found.afwijkend, found.verwijzingen) == (1, (Reference("medewerker", who),))


def test_a_third_party_is_one_by_its_kind_and_the_law_of_the_process() -> None:
    """
    Not a deelnemer of the law, and not a partner in a process under its own law alone.
    """
    agreements = files().workspace.agreements
    kinds = files().law.begrippen.deelnemersoorten
    of_the_law = {
        naam
        for each in agreements.values()
        for naam, member in each.convenant.deelnemers.items()
        if kinds[member.soort].lid != "derde"
    }

    assert outsiders(files()).isdisjoint(of_the_law)
    assert "comensha" in outsiders(files())
    assert "comensha" not in outsiders(_partner("comensha", "mensenhandel"))


def _partner(naam: str, convenant: str) -> Sources:
    """
    Let a third party be a partner in *convenant*.
    """
    bron = files()
    agreement = bron.workspace.agreements[convenant]
    deelnemers = agreement.convenant.deelnemers
    member = next(iter(deelnemers.values())).model_copy(update={"soort": "andere-derde-publiek"})
    changed = agreement.convenant.model_copy(update={"deelnemers": {**deelnemers, naam: member}})
    other = {**bron.workspace.agreements, convenant: replace(agreement, convenant=changed)}
    return replace(bron, workspace=replace(bron.workspace, agreements=other))


@pytest.mark.parametrize(
    ("handeling", "afwijkend", "tellingen"),
    [("inzien", 1, ()), (None, 1, ()), ("verstrekken", 0, (("gegeven-of-geweigerd", 1),))],
)
def test_what_a_third_party_did_is_found(
    zaak: Zaak,
    kijkt: Looking,
    tmp_path: Path,
    handeling: str | None,
    afwijkend: int,
    tellingen: tuple[tuple[str, int], ...],
) -> None:
    """
    Only giving, refusing and reporting back are left to him.
    """
    third(zaak.h, tmp_path, rollen='["incidentele-derde"]')
    asked = {"deelnemer": None, "rol": None} if handeling is None else {"rol": "incidentele-derde"}
    writes(zaak.h, "ciso", handeling=handeling, **asked)

    found = kijkt.werking("derde-zonder-account")

    assert (found.afwijkend, found.tellingen) == (afwijkend, tellingen)


@pytest.mark.parametrize(
    ("signed", "bestaan", "werking"),
    [(None, 1, 1), ("2026-06-02", 0, 1), ("2026-06-01", 0, 0), ("2026-05-01", 0, 0)],
)
def test_a_third_party_signs_first(
    zaak: Zaak,
    kijkt: Looking,
    tmp_path: Path,
    signed: str | None,
    bestaan: int,
    werking: int,
) -> None:
    """
    On the day itself is in time, later is not.
    """
    with past_the_engine(tmp_path) as raw:
        raw.execute(
            "INSERT INTO deelname (id, casus, organisatie, besluit, als_derde, deskundig_en_taak,"
            " geheimhouding_op, van, tot) VALUES (?, ?, 'wonen', NULL, 1, 1, ?, ?, NULL)",
            ("d" * 32, zaak.id, signed, "2026-06-01"),
        )

    found = kijkt.found("derde-tekende-vooraf")

    assert found.bestaan is not None
    assert found.werking is not None
    assert (found.bestaan.onderzocht, found.bestaan.afwijkend) == (1, bestaan)
    assert (found.werking.onderzocht, found.werking.afwijkend) == (1, werking)


# --- the noodprocedure


def used(h: Huis, number: int = 1, **fields: Any) -> StoredApproval:
    """
    Make a use of the noodprocedure of a minute ago, not reviewed yet.
    """
    nu = h.klok() - timedelta(minutes=1)
    base: dict[str, Any] = {
        "id": f"g{number}",
        "vraag": b"",
        "vrager": actor(h, h.personen["fg"]),
        "gevraagd_op": nu,
        "verloopt_op": nu,
        "gebruikt_op": nu,
        "noodprocedure": True,
        "beoordelen_voor": nu + timedelta(days=30),
    }
    return StoredApproval(**base | fields)


def reviews(h: Huis, **fields: Any) -> str:
    """
    Let the toetser write that he reviewed; give who he is.
    """
    line = {"gebeurtenis": Gebeurtenis.HERLEIDEN, "object": "beoordeling", "handeling": None}
    writes(h, "toetser", **line | fields)
    return actor(h, h.personen["toetser"])


def test_a_use_that_was_reviewed_in_time_is_in_order(zaak: Zaak, kijkt: Looking) -> None:
    """
    By another person, within thirty days, as the engine does it.
    """
    h = zaak.h
    h.huis.herleiden.herleid(grant(zaak, noodprocedure=True), known(zaak))
    [open_] = h.huis.herleiden.te_beoordelen()
    h.klok.goes(days=3)
    h.huis.herleiden.beoordeel(open_.id, h.van("toetser"))
    h.klok.goes(days=60)

    found = kijkt.werking("noodprocedure-beoordeeld")

    assert (found.antwoord, found.onderzocht) == (GOOD, 1)


def test_a_use_that_nobody_reviewed_is_found(zaak: Zaak, kijkt: Looking) -> None:
    """
    Once its thirty days are over.
    """
    kijkt.options["herleidingen"] = [used(zaak.h)]
    before = kijkt.werking("noodprocedure-beoordeeld")

    zaak.h.klok.goes(days=30)

    found = kijkt.werking("noodprocedure-beoordeeld")
    assert (before.antwoord, before.tellingen) == (UNKNOWN, (("nog-in-termijn", 1),))
    assert (found.afwijkend, found.verwijzingen) == (1, (Reference("goedkeuring", "g1"),))


def test_a_use_that_was_reviewed_late_is_found(zaak: Zaak, kijkt: Looking) -> None:
    """
    The entry tells when it was reviewed.
    """
    use = used(zaak.h)
    zaak.h.klok.goes(days=31)
    kijkt.options["herleidingen"] = [use._replace(beoordeeld_door=reviews(zaak.h))]

    found = kijkt.werking("noodprocedure-beoordeeld")

    assert found.tellingen == (("te-laat-beoordeeld", 1),)


def test_a_review_serves_one_use(zaak: Zaak, kijkt: Looking) -> None:
    """
    Of two uses with one review between them, one was not reviewed in time.
    """
    door = reviews(zaak.h)
    kijkt.options["herleidingen"] = [used(zaak.h, n, beoordeeld_door=door) for n in (1, 2)]

    assert kijkt.werking("noodprocedure-beoordeeld").afwijkend == 1


def test_a_review_that_failed_is_none(zaak: Zaak, kijkt: Looking) -> None:
    """
    It is written before it is done, and again when it failed.
    """
    same = {"operatie": "b" * 16}
    door = reviews(zaak.h, **same)
    reviews(zaak.h, **same, resultaat=Resultaat.MISLUKT)
    kijkt.options["herleidingen"] = [used(zaak.h, beoordeeld_door=door)]

    assert kijkt.werking("noodprocedure-beoordeeld").afwijkend == 1


def test_a_look_with_the_noodprocedure_is_reviewed_nowhere(zaak: Zaak, kijkt: Looking) -> None:
    """
    Nobody keeps that it was, so nothing can be established.
    """
    seen = zaak.h.engine.require(
        zaak.vraag("griffier", "inzien", "woonsituatie"),
        about=zaak.over("griffier"),
        noodprocedure=True,
    )
    zaak.h.huis.casussen.open(seen)

    found = kijkt.found("noodprocedure-beoordeeld")

    assert {each.antwoord for _, each in found} == {UNKNOWN}
    assert {each.reden for _, each in found} == {Onbekend.GEEN_REGISTER}
    assert [each.onderzocht for _, each in found] == [1, 1]


def test_a_reason_that_was_declared_is_there(zaak: Zaak, kijkt: Looking) -> None:
    """
    Who says that he gave his reasons, gave them.
    """
    answer = {"gebeurtenis": Gebeurtenis.BESLUIT, "resultaat": Resultaat.TOEGESTAAN}
    feiten = ("noodzaak-gemotiveerd=vrager",)
    writes(zaak.h, "griffier", casus=zaak.id, noodprocedure=True, feiten=feiten, **answer)

    assert kijkt.bestaan("noodprocedure-beoordeeld").antwoord is GOOD


# --- keys


def led_back(looked: Looked) -> tuple[int, int, tuple[Reference, ...]]:
    """
    Give what matters of what was found.
    """
    return looked.onderzocht, looked.afwijkend, looked.verwijzingen


def test_leading_back_as_the_engine_does_it_is_in_order(zaak: Zaak, kijkt: Looking) -> None:
    """
    Every use has its entry, and every entry its use.
    """
    for _ in range(2):
        zaak.h.huis.herleiden.herleid(grant(zaak, noodprocedure=True), known(zaak))
        zaak.h.klok.goes(minutes=5)

    found = kijkt.werking("sleutels-apart")

    assert (found.antwoord, led_back(found)) == (GOOD, (2, 0, ()))


def test_leading_back_without_an_entry_is_found(zaak: Zaak, kijkt: Looking) -> None:
    """
    Of two uses the first has no entry: the entry belongs to the last use before it.
    """
    first, second = (used(zaak.h, n) for n in (1, 2))
    earlier = first._replace(gebruikt_op=zaak.h.klok() - timedelta(hours=1))
    kijkt.options["herleidingen"] = [earlier, second]
    line = {"gebeurtenis": Gebeurtenis.HERLEIDEN, "handeling": "herleiden"}
    writes(zaak.h, "fg", **line, noodprocedure=True)

    found = kijkt.werking("sleutels-apart")

    assert led_back(found) == (2, 1, (Reference("goedkeuring", "g1"),))


def test_leading_back_that_nobody_approved_is_found(zaak: Zaak, kijkt: Looking) -> None:
    """
    An entry of leading back rests on an approval or the noodprocedure, as it says.
    """
    kijkt.options["herleidingen"] = [used(zaak.h)]
    line = {"gebeurtenis": Gebeurtenis.HERLEIDEN, "handeling": "herleiden"}
    writes(zaak.h, "fg", **line, noodprocedure=True)
    nummer = writes(zaak.h, "fg", **line)
    again = writes(zaak.h, "fg", **line, noodprocedure=True)

    found = kijkt.werking("sleutels-apart")

    assert (found.onderzocht, found.afwijkend) == (3, 2)
    assert {*found.verwijzingen} == {*logregel(nummer), *logregel(again)}


def test_two_uses_at_once_have_an_entry_each(zaak: Zaak, kijkt: Looking) -> None:
    """
    An entry that comes after both belongs to either.
    """
    kijkt.options["herleidingen"] = [used(zaak.h, n) for n in (1, 2)]
    line = {"gebeurtenis": Gebeurtenis.HERLEIDEN, "handeling": "herleiden"}
    for _ in range(2):
        writes(zaak.h, "fg", **line, noodprocedure=True)

    assert led_back(kijkt.werking("sleutels-apart")) == (2, 0, ())


def test_keys_beside_the_cases_are_found(zaak: Zaak) -> None:
    """
    The place of the keys deviates, in design and in what there is.
    """
    found = Looking(zaak.h, options={"kluis_apart": False}).found("sleutels-apart")

    assert found.opzet is not None
    assert found.bestaan is not None
    assert (found.opzet.afwijkend, found.bestaan.afwijkend) == (1, 1)


# --- the other database


@pytest.mark.postgres
def test_on_postgresql_the_same_is_found(tmp_path: Path, postgres_server: Server) -> None:
    """
    A house in order is in order there too, and a reader outside the case is found.
    """
    build = built(tmp_path, postgres_server.new_database())
    with opened(build, tmp_path) as zaak:
        kijkt = Looking(zaak.h)
        names = sorted({*CHECKS, *logs.CHECKS})
        before = {(name, a): looked.antwoord for name in names for a, looked in kijkt.found(name)}
        closes(zaak)
        zaak.h.klok.goes(days=30)
        nummer = writes(zaak.h, "griffier", casus=zaak.id)

        found = kijkt.werking("gesloten-afgeschermd")
        shielded = kijkt.bestaan("gesloten-afgeschermd")

    assert BAD not in before.values()
    assert found.verwijzingen == logregel(nummer)
    assert shielded.verwijzingen == (Reference("casus", zaak.id),)
