"""
Lines of the logboek laid beside each other: acts and answers, refusals, and reading a lot.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.audit.replaying import Line, Log, besluit, house_in_order, outcome, regels, werking
from zvhprivacy.model.audit import Antwoord, Onbekend


@pytest.fixture(scope="module")
def real() -> Log:
    """
    The logboek of a house that works.
    """
    return house_in_order()


# --- handeling-met-besluit

ACTS = "handeling-met-besluit"


def act(real: Log) -> tuple[Line, Line]:
    """
    Give a decision and an act that rests on it.
    """
    lines = real.lines()
    done = [e for e in lines if "handeling" in e and e["gebeurtenis"] == "raadplegen"][-1]
    asked = next(e for e in lines if e["trace"] == done["trace"] and e["gebeurtenis"] == "besluit")
    return asked, done


@pytest.mark.parametrize(
    ("decided", "done"),
    [
        ({"trace": "0" * 32}, {}),
        ({"resultaat": "verboden"}, {}),
        ({"schaduw": True}, {}),
        ({"gegevens": "gezondheid"}, {}),
        ({"handeling": "wijzigen"}, {}),
        ({"dag": "2026-05-31"}, {}),
        ({"casus": "f" * 32}, {}),
        ({}, {"casus": "f" * 32}),
        ({}, {"dag": "2026-06-02"}),
        ({}, {"trace": "0" * 32}),
        ({}, {"handeling": "exporteren"}),
        ({}, {"doel": "iets-anders"}),
        ({}, {"actor": "z" * 28}),
    ],
)
def test_an_act_without_its_decision(real: Log, decided: Line, done: Line) -> None:
    """
    An act that was decided otherwise, elsewhere, on another day or not at all is found.
    """
    first, second = act(real)
    lines = [first, second, {**first, **decided, "trace": "1" * 32}]
    wrong = {**second, "trace": "1" * 32, **done}
    if "trace" in decided:
        lines.pop()
    looked = werking(ACTS, [*lines, wrong])

    assert outcome(looked) == (Antwoord.AFWIJKING, 2, 1)
    assert looked.verwijzingen == regels(len(lines))


def test_a_decision_after_the_act_does_not_help(real: Log) -> None:
    """
    What is decided afterwards allowed nothing before.
    """
    first, second = act(real)

    assert werking(ACTS, [second, first]).afwijkend == 1


def test_an_act_may_begin_the_case(real: Log) -> None:
    """
    A decision about no case yet allows the act that begins one.
    """
    first, second = act(real)
    del first["casus"]

    assert outcome(werking(ACTS, [first, second])) == (Antwoord.GEEN_AFWIJKING, 1, 0)


def test_one_decision_may_be_used_again(real: Log) -> None:
    """
    A Grant holds for all of its day.
    """
    first, second = act(real)

    assert outcome(werking(ACTS, [first, second, second])) == (Antwoord.GEEN_AFWIJKING, 2, 0)


def test_days_that_are_over_are_forgotten(real: Log) -> None:
    """
    What is remembered does not grow with the days, and midnight loses nothing.
    """
    first, second = act(real)
    days = [(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(30)]
    lines: list[Line] = [{**line, "dag": day} for day in days for line in (first, second)]
    lines[2:4] = [lines[2], lines[1]]  # the first decision of a day before the last act of another

    assert werking(ACTS, [lines[0], *lines[2:4], *lines]).afwijkend == 0
    assert werking(ACTS, [*lines, {**second, "dag": days[0]}]).afwijkend == 1


def test_what_retention_destroys_was_decided_per_kind() -> None:
    """
    Under one trace the handeling was allowed; another one, or none, is found.
    """
    asked = {"gebeurtenis": "besluit", "resultaat": "toegestaan", "deelnemer": "college"}
    asked |= {"actor": "iemand", "trace": "a" * 32, "handeling": "vernietigen", "dag": "2026-06-01"}
    done = {"gebeurtenis": "vernietigen", "resultaat": "gelukt", "trace": "a" * 32}
    done |= {"actor": "systeem"}
    done |= {"handeling": "vernietigen", "dag": "2026-06-02", "casus": "b" * 32}
    lines = [asked, done, {**done, "handeling": "anonimiseren"}, {**done, "trace": "c" * 32}]

    assert werking(ACTS, lines).verwijzingen == regels(2, 3)


def test_what_is_no_act_under_a_decision(real: Log) -> None:
    """
    A register that is written, a list, and what the ledger destroys again have no decision.
    """
    lines: list[Line] = [
        {"gebeurtenis": "wijzigen", "resultaat": "gelukt", "trace": "a" * 32},
        {"gebeurtenis": "raadplegen", "resultaat": "gelukt", "trace": "a" * 32, "aantal": 3}
        | {"handeling": "inzien", "deelnemer": "college"},
        {"gebeurtenis": "vernietigen", "resultaat": "gelukt", "trace": "a" * 32}
        | {"handeling": "vernietigen", "reden": "vernietigingsregister", "casus": "b" * 32},
    ]

    assert outcome(werking(ACTS, lines)) == (Antwoord.NIET_VAST_TE_STELLEN, 0, 0)


# --- feit-na-weigering

SOON = "feit-na-weigering"


def asked(real: Log, resultaat: str, minute: float, *feiten: str, **more: Any) -> Line:
    """
    Make a decision so many minutes after noon.
    """
    at = datetime(2026, 6, 1, 12, tzinfo=UTC) + timedelta(minutes=minute)
    tijd = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return besluit(real, **{"resultaat": resultaat, "tijd": tijd, "feiten": [*feiten], **more})


KNOWN, TOLD = "persoon-aangewezen=medewerker", "eigen-gegevens=vrager"


@pytest.mark.parametrize("refusal", ["verboden", "niet-toegestaan"])
def test_a_fact_after_a_refusal(real: Log, refusal: str) -> None:
    """
    The same question, refused and then allowed for a fact that the caller added, is found.
    """
    lines = [asked(real, refusal, 0, KNOWN), asked(real, "toegestaan", 10, KNOWN, TOLD)]
    looked = werking(SOON, lines)

    assert outcome(looked) == (Antwoord.AFWIJKING, 1, 1)
    assert looked.verwijzingen == regels(1)


def test_what_is_no_fact_after_a_refusal(real: Log) -> None:
    """
    Later, by another, about something else, from a register, or told before: nothing is found.
    """
    yes = asked(real, "toegestaan", 5, KNOWN, TOLD)
    no = asked(real, "verboden", 0, KNOWN)
    for lines in (
        [no, asked(real, "toegestaan", 10.1, KNOWN, TOLD)],
        [no, {**yes, "actor": "z" * 28}],
        [no, {**yes, "casus": "f" * 32}],
        [no, {**yes, "gegevens": "relaties-anders"}],
        [no, asked(real, "toegestaan", 5, KNOWN, "eigen-gegevens=register")],
        [asked(real, "verboden", 0, KNOWN, TOLD), yes],
        [asked(real, "ongeldig", 0, KNOWN), no, asked(real, "toegestaan", 5, KNOWN)],
    ):
        assert outcome(werking(SOON, lines)) == (Antwoord.GEEN_AFWIJKING, 1, 0)


def test_only_a_wrong_question_is_no_refusal(real: Log) -> None:
    """
    Who put the question wrongly and then rightly was not refused.
    """
    for wrong in ("ongeldig", "mislukt"):
        lines = [asked(real, wrong, 0), asked(real, "toegestaan", 1, KNOWN, TOLD)]

        assert outcome(werking(SOON, lines)) == (Antwoord.NIET_VAST_TE_STELLEN, 0, 0)


def test_a_time_that_is_none(real: Log) -> None:
    """
    A time that does not exist raises nothing, and proves nothing.
    """
    line = besluit(real, resultaat="verboden", tijd="2026-02-30T12:00:00.000Z")

    assert werking(SOON, [line]).reden is Onbekend.ONVOLLEDIG


def test_a_refusal_within_ten_minutes_of_another(real: Log) -> None:
    """
    When the first refusal is too long ago, the next one still counts; each yes is found once.
    """
    lines = [
        asked(real, "verboden", 0, KNOWN),
        asked(real, "verboden", 8, KNOWN),
        asked(real, "toegestaan", 15, KNOWN, TOLD),
        asked(real, "toegestaan", 16, KNOWN, TOLD),
    ]

    assert outcome(werking(SOON, lines)) == (Antwoord.AFWIJKING, 2, 1)


# --- veel-geraadpleegd

MUCH = "veel-geraadpleegd"


def looks(
    actor: str, casussen: int, dag: str = "2026-06-01", rol: str = "casusdeelnemer", **more: Any
) -> list[Line]:
    """
    Let somebody look at so many cases on a day.
    """
    line = {"gebeurtenis": "raadplegen", "resultaat": "gelukt", "handeling": "inzien"}
    line |= {"actor": actor, "dag": dag, "rol": rol, "tijd": f"{dag}T12:00:00.000Z", **more}
    return [{**line, "casus": f"{number:032x}"} for number in range(casussen)]


def usual(cases: int = 2) -> list[Line]:
    """
    Let five colleagues look at a few cases.
    """
    return [line for number in range(5) for line in looks(f"collega-{number}", cases)]


def test_somebody_looks_at_many_cases() -> None:
    """
    More than ten times the median of the role, on a day: found at the line of the last new case.
    """
    lines = [*usual(), *looks("veelzien", 25), *looks("veelzien", 3)]
    looked = werking(MUCH, lines)

    assert outcome(looked) == (Antwoord.AFWIJKING, 6, 1)
    assert looked.verwijzingen == regels(10 + 24)


def test_decisions_to_look_count_as_looking() -> None:
    """
    A case system that shows its own cases only asks.
    """
    more = {"gebeurtenis": "besluit", "resultaat": "toegestaan"}
    lines = [*usual(), *looks("veelzien", 30, **more), *looks("veelzien", 30)]

    assert outcome(werking(MUCH, lines)) == (Antwoord.AFWIJKING, 6, 1)


@pytest.mark.parametrize(
    "lines",
    [
        looks("veelzien", 24),
        looks("veelzien", 25, gebeurtenis="besluit", resultaat="verboden"),
        looks("veelzien", 25, gebeurtenis="besluit", resultaat="toegestaan", schaduw=True),
        looks("veelzien", 25, gebeurtenis="besluit", resultaat="toegestaan", handeling="wijzigen"),
        looks("veelzien", 25, resultaat="mislukt"),
        looks("veelzien", 12) + looks("veelzien", 25, "2026-06-02")[12:],
        looks("veelzien", 25, rol="procesregisseur"),
        [*looks("veelzien", 25), *looks("regisseur", 2, rol="procesregisseur")][:24],
    ],
)
def test_who_does_not_look_at_many(lines: list[Line]) -> None:
    """
    Fewer cases, refused or failed, over two days, or usual in the role: nothing is found.
    """
    assert werking(MUCH, [*usual(), *lines]).afwijkend == 0


def test_what_is_usual_is_that_of_the_role() -> None:
    """
    With colleagues who look at three cases, thirty are ten times as much and not more.
    """
    assert werking(MUCH, [*usual(3), *looks("veelzien", 30)]).afwijkend == 0
    assert werking(MUCH, [*usual(3), *looks("veelzien", 31)]).afwijkend == 1


def test_several_roles_on_a_day_count_together() -> None:
    """
    Who changes roles halfway does not look at less, and is held against the highest of the two.
    """
    half = looks("veelzien", 30)
    other = [{**line, "rol": "aanmelder"} for line in half[15:]]
    aanmelders = [line for n in range(5) for line in looks(f"melder-{n}", 1, rol="aanmelder")]

    assert werking(MUCH, [*usual(), *aanmelders, *half[:15], *other]).afwijkend == 1
    # Held against the role in which more is usual: 28 is not more than ten times three.
    assert werking(MUCH, [*usual(3), *aanmelders, *half[:15], *other[:13]]).afwijkend == 0
