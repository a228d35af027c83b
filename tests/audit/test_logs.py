"""
The logboek itself: as it was written, complete, read for a purpose, and without anybody's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.audit.access_house import ORIGIN, Looking, built, empty, opened, past_the_engine, writes
from tests.audit.access_house import without_house as files
from tests.bsn import bsn
from tests.engine.zaken import Bouw, Zaak
from zvhprivacy.audit.checks.logs import CHECKS
from zvhprivacy.bewaren.telling import SYSTEM, gone
from zvhprivacy.logboek.line import Gebeurtenis, Logdoel, Resultaat
from zvhprivacy.logboek.reading import Query
from zvhprivacy.model.about import About
from zvhprivacy.model.audit import Antwoord, Found, Onbekend, Reference
from zvhprivacy.model.registers import Onderwerp


GOOD, BAD, UNKNOWN = (
    Antwoord.GEEN_AFWIJKING,
    Antwoord.AFWIJKING,
    Antwoord.NIET_VAST_TE_STELLEN,
)
NUMBER = bsn(7)
SHORT = bsn(9_500_000).lstrip("0")  # as a column of numbers keeps it
NO_BSN = f"{int(NUMBER) + 1:09d}"  # fails the elfproef


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
    A house where nobody works, of before its policy was kept.
    """
    with empty(tmp_path_factory.mktemp("leeg")) as h:
        yield Looking(h, options={"regels": 0})


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_logboek_without_entries_establishes_nothing(leeg: Looking, name: str) -> None:
    """
    From nothing to look at never follows that all is well.
    """
    found = leeg.found(name)

    assert {looked.antwoord for looked in (found.bestaan, found.werking) if looked} == {UNKNOWN}


# --- unchanged


def test_every_entry_is_reckoned_again(zaak: Zaak, kijkt: Looking) -> None:
    """
    Of a logboek as it was written all entries of the audit were looked at, and the checkpoints.
    """
    found = kijkt.bestaan("logboek-ongewijzigd")

    checkpoints = len(zaak.h.huis.storage.log.checkpoints())
    assert (found.antwoord, found.onderzocht) == (GOOD, zaak.h.huis.storage.log.head().size)
    assert found.tellingen == (("checkpoints", checkpoints),)


def test_an_entry_that_was_changed_is_found(kijkt: Looking, tmp_path: Path) -> None:
    """
    One word in one entry is one deviation.
    """
    with past_the_engine(tmp_path) as raw:
        raw.execute(
            "UPDATE logboek_regel SET regel = CAST(replace(regel, 'woonsituatie', 'gezondheid')"
            " AS BLOB) WHERE nummer = 66"
        )

    found = kijkt.bestaan("logboek-ongewijzigd")

    assert (found.afwijkend, found.verwijzingen) == (1, logregel(66))
    assert ("regel-gewijzigd", 1) in found.tellingen


def test_an_end_that_was_cut_off_is_found(zaak: Zaak, kijkt: Looking, tmp_path: Path) -> None:
    """
    The checkpoints cover entries that are not there any more.
    """
    regels = zaak.h.huis.storage.log.head().size
    with past_the_engine(tmp_path) as raw:
        raw.execute("DELETE FROM logboek_regel WHERE nummer = ?", (regels - 1,))

    found = kijkt.bestaan("logboek-ongewijzigd")

    assert logregel(regels - 1)[0] in found.verwijzingen
    assert ("regel-verdwenen", 1) in found.tellingen


def test_a_logboek_that_is_shorter_than_it_was_is_found(zaak: Zaak) -> None:
    """
    Entries that were there when the audit began are there when it ends.
    """
    regels = zaak.h.huis.storage.log.head().size + 1

    found = Looking(zaak.h, options={"regels": regels}).bestaan("logboek-ongewijzigd")

    assert (found.afwijkend, found.verwijzingen) == (1, logregel(regels - 1))


def test_an_entry_beyond_the_end_is_found(zaak: Zaak, kijkt: Looking, tmp_path: Path) -> None:
    """
    What nobody wrote stands behind the last entry.
    """
    regels = zaak.h.huis.storage.log.head().size
    with past_the_engine(tmp_path) as raw:
        raw.execute(
            "INSERT INTO logboek_regel (nummer, hash, regel) VALUES (?, zeroblob(32), NULL)",
            (regels,),
        )

    found = kijkt.bestaan("logboek-ongewijzigd")

    assert (found.afwijkend, found.verwijzingen) == (1, logregel(regels))


def test_what_came_after_the_audit_is_not_of_it(zaak: Zaak, tmp_path: Path) -> None:
    """
    An entry of later that was changed is for the next audit.
    """
    with past_the_engine(tmp_path) as raw:
        raw.execute("UPDATE logboek_regel SET regel = CAST('{}' AS BLOB) WHERE nummer = 60")

    found = Looking(zaak.h, options={"regels": 60}).bestaan("logboek-ongewijzigd")

    assert (found.antwoord, found.onderzocht) == (GOOD, 60)


# --- names and numbers


@pytest.mark.parametrize(
    ("origin", "word"),
    [
        (f"wp-{NUMBER}", "elfproef"),
        (f"10.0.0.1/{NUMBER}", "elfproef"),
        (f"wp-{SHORT}", "elfproef"),
        ("jip.kanarie@huis.example", "adres"),
    ],
)
def test_an_entry_that_names_somebody_is_found(
    zaak: Zaak, kijkt: Looking, origin: str, word: str
) -> None:
    """
    A number that passes the elfproef, or somebody's address, once however it is written.
    """
    nummer = writes(zaak.h, "fg", oorsprong=origin)

    found = kijkt.werking("log-zonder-namen")

    assert (found.afwijkend, found.verwijzingen) == (1, logregel(nummer))
    assert found.tellingen == ((word, 1),)


@pytest.mark.parametrize(
    "fields",
    [
        {"oorsprong": f"wp-{NO_BSN}"},
        {"oorsprong": f"wp{NUMBER}"},
        {"oorsprong": "10.12.34.56"},
        {"oorsprong": "werkplek@12"},
        {"aantal": int(NUMBER)},
        {"casus": NUMBER + "a" * 23},
    ],
)
def test_what_names_nobody_is_left(zaak: Zaak, kijkt: Looking, fields: dict[str, Any]) -> None:
    """
    Numbers that fail, parts of an id, addresses of a network, and counts.
    """
    writes(zaak.h, "fg", **fields)

    assert kijkt.werking("log-zonder-namen").antwoord is GOOD


def test_a_number_that_the_kluis_knows_is_found(zaak: Zaak) -> None:
    """
    Also one that is no BSN.
    """
    writes(zaak.h, "fg", oorsprong=f"wp-{NO_BSN}")

    found = Looking(zaak.h, options={"bekend": lambda: {NO_BSN}}).werking("log-zonder-namen")

    assert found.tellingen == (("bekend-nummer", 1),)


def test_the_kluis_is_asked_only_when_there_is_a_number(zaak: Zaak) -> None:
    """
    What identifies people is not brought together without need.
    """

    def bekend() -> list[str]:
        pytest.fail("the kluis was asked")

    found = Looking(zaak.h, options={"bekend": bekend}).werking("log-zonder-namen")

    assert found.antwoord is GOOD


def test_a_data_line_that_is_none_takes_the_good_answer(kijkt: Looking, tmp_path: Path) -> None:
    """
    What is not written as lines are may hold anything.
    """
    with past_the_engine(tmp_path) as raw:
        raw.execute(
            "UPDATE logboek_regel SET regel = CAST(replace(regel, 'verstrekken', 'Jip K.') AS BLOB)"
            " WHERE nummer = 68"
        )

    found = kijkt.werking("log-zonder-namen")

    assert (found.antwoord, found.reden) == (UNKNOWN, Onbekend.ONVOLLEDIG)


def test_no_field_of_a_line_takes_a_bare_number(kijkt: Looking) -> None:
    """
    The design is that only counts are numbers.
    """
    opzet = kijkt.found("log-zonder-namen").opzet

    assert opzet is not None
    assert (opzet.antwoord, opzet.onderzocht > 40) == (GOOD, True)


# --- complete


@pytest.mark.parametrize(
    ("naam", "fields", "word"),
    [
        ("fg", {"oorsprong": None}, "oorsprong"),
        ("fg", {"object": None}, "object"),
        (None, {}, "actor"),
    ],
)
def test_a_line_that_lacks_something_is_found(
    zaak: Zaak, kijkt: Looking, naam: str | None, fields: dict[str, Any], word: str
) -> None:
    """
    Where it came from, what it was about, or who did it.
    """
    nummer = writes(zaak.h, naam, **fields)

    found = kijkt.bestaan("logregel-volledig")

    assert (found.afwijkend, found.verwijzingen) == (1, logregel(nummer))
    assert found.tellingen == ((f"zonder-{word}", 1),)


@pytest.mark.parametrize(
    "fields",
    [
        {"actor": SYSTEM, "oorsprong": None},
        {"gebeurtenis": Gebeurtenis.SYSTEEM, "oorsprong": None},
        {"rol": "bewaarbeheerder", "doel": "bewaren-en-vernietigen", "oorsprong": None},
        {"actor": "onbekend", "resultaat": Resultaat.VERBODEN, "object": None},
    ],
)
def test_what_a_line_need_not_hold(zaak: Zaak, kijkt: Looking, fields: dict[str, Any]) -> None:
    """
    The system has no workplace, and a refusal does not know what nobody said.
    """
    writes(zaak.h, "fg", **fields)

    assert kijkt.bestaan("logregel-volledig").antwoord is GOOD


def test_the_first_designation_of_all_is_made_by_nobody(tmp_path: Path) -> None:
    """
    There was nobody yet to make it, and so there is only one such line.
    """
    with empty(tmp_path) as h:
        for naam in ("beheer", "fg"):
            about = About(medewerker=h.mensen.get("beheer"), oorsprong=ORIGIN)
            h.huis.registratie.add(h.aanwijzing(naam), about)
        nummer = writes(h, None)

        complete = Looking(h).bestaan("logregel-volledig")
        designated = Looking(h).werking("gebruiker-met-rol")

    assert complete.verwijzingen == logregel(nummer)
    assert designated.verwijzingen == logregel(nummer)


ADDED = """
    INSERT INTO toewijzing SELECT substr(id, 2) || 'f', casus, medewerker, rol, van, tot
    FROM toewijzing WHERE rol = 'aanmelder'
"""
FORGOTTEN = """
    UPDATE logboek_regel SET regel = NULL, voorwerp = NULL, casus = NULL
    WHERE voorwerp IN (SELECT id FROM toewijzing)
"""


@pytest.mark.parametrize(
    ("statement", "why", "aantal"),
    [
        ("UPDATE gegeven SET betwist = 1 WHERE categorie = 'bsn'", "anders-dan-gelogd", 1),
        ("UPDATE gegeven SET peildatum = 'ooit' WHERE categorie = 'bsn'", "anders-dan-gelogd", 1),
        ("DELETE FROM toewijzing WHERE rol = 'aanmelder'", "verdwenen", 1),
        (ADDED, "zonder-regel", 1),
        (FORGOTTEN, "zonder-regel", 5),
    ],
)
def test_a_row_that_the_logboek_does_not_tell_of_is_found(
    kijkt: Looking, tmp_path: Path, statement: str, why: str, aantal: int
) -> None:
    """
    Changed, damaged, removed or added past the engine, or with its line taken away.
    """
    with past_the_engine(tmp_path) as raw:
        raw.execute(statement)

    found = kijkt.werking("logregel-volledig")

    assert (found.afwijkend, found.tellingen) == (aantal, ((why, aantal),))


def test_a_row_that_was_moved_to_another_case_is_found(
    zaak: Zaak, kijkt: Looking, tmp_path: Path
) -> None:
    """
    What hangs on a disclosure stands in the case of that disclosure.
    """
    said = zaak.verklaring("officier", "bijzonder-geval", Onderwerp.CASUS, zaak.id)
    before = kijkt.werking("logregel-volledig").antwoord
    with past_the_engine(tmp_path) as raw:
        raw.execute("UPDATE verklaring SET casus = ? WHERE id = ?", ("c" * 32, said.id))

    found = kijkt.werking("logregel-volledig")

    assert (before, found.verwijzingen) == (GOOD, (Reference("verklaring", said.id),))


def test_what_was_destroyed_with_its_case_is_rightly_gone(
    zaak: Zaak, kijkt: Looking, tmp_path: Path
) -> None:
    """
    The line that a case was destroyed is about all of its rows.
    """
    with past_the_engine(tmp_path) as raw:
        for table in ("gegeven", "toewijzing"):
            raw.execute(f"DELETE FROM {table}")  # noqa: S608
        raw.execute("DELETE FROM casus")
    without = kijkt.werking("logregel-volledig")

    writes(
        zaak.h,
        None,
        gebeurtenis=Gebeurtenis.VERNIETIGEN,
        actor=SYSTEM,
        casus=zaak.id,
        voorwerp=gone(zaak.id),
    )

    found = kijkt.werking("logregel-volledig")
    assert without.tellingen == (("verdwenen", 11),)
    assert found.antwoord is GOOD


def test_without_what_is_stored_nothing_is_known_of_the_rows(zaak: Zaak) -> None:
    """
    Who cannot say what is stored of a row, cannot compare.
    """
    found = Looking(zaak.h, options={"voorwerp": None}).werking("logregel-volledig")

    assert found.reden is Onbekend.ONVOLLEDIG


# --- reading it


def reads(zaak: Zaak) -> None:
    """
    Let the FG read the logboek as he should.
    """
    request = zaak.h.vraag(
        "fg", "logboek-inzien", "logregel", doel="rechtmatigheidstoezicht", fase=zaak.casus.fase
    )
    reading = zaak.h.engine.require(request, about=zaak.h.van("fg"), verklaard=["logdoel"])
    zaak.h.huis.logboek_inzien(reading, Query(), doel=Logdoel.RECHTMATIGHEID)


def test_reading_for_a_purpose_is_in_order(zaak: Zaak, kijkt: Looking) -> None:
    """
    It was allowed, and its line says what for.
    """
    reads(zaak)

    found = kijkt.bestaan("loginzage-gelogd")

    assert (found.antwoord, found.onderzocht) == (GOOD, 1)
    assert found.tellingen == (("rechtmatigheid", 1),)


@pytest.mark.parametrize(
    ("fields", "word"),
    [({}, "zonder-doel"), ({"logdoel": Logdoel.RECHTMATIGHEID}, "zonder-besluit")],
)
def test_reading_without_a_purpose_or_a_decision_is_found(
    zaak: Zaak, kijkt: Looking, fields: dict[str, Any], word: str
) -> None:
    """
    One of the four purposes, and an answer that allowed it.
    """
    reads(zaak)
    line = {"gebeurtenis": Gebeurtenis.LOGBOEK_INZIEN, "handeling": "logboek-inzien"}
    nummer = writes(zaak.h, "fg", **line, **fields)

    found = kijkt.bestaan("loginzage-gelogd")

    assert (found.onderzocht, found.verwijzingen) == (2, logregel(nummer))
    assert (word, 1) in found.tellingen
