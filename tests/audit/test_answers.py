"""
What people say of an audit: who may say what, and what a later answer does to an earlier one.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import workspaces
from tests.audit import dossiers
from tests.audit.dossiers import (
    BAD,
    GOOD,
    UNKNOWN,
    answer,
    audit,
    dossier,
    measure,
    said,
    statement,
)
from tests.bsn import bsn
from tests.dpia import huis
from zvhprivacy.audit.answers import FILE, Dossier, Oordeel, People, read_answers
from zvhprivacy.audit.appending import NotAppendable, appended
from zvhprivacy.audit.calendar import Soort, calendar
from zvhprivacy.audit.document import place_of
from zvhprivacy.audit.measures import follow_up, previous
from zvhprivacy.dpia.ical import as_ical
from zvhprivacy.errors import PolicyUnusable
from zvhprivacy.messages import render
from zvhprivacy.model.audit import Antwoord, Aspect
from zvhprivacy.policy.read import read_workspace


BEFORE, AFTER = date(2026, 8, 31), date(2026, 9, 2)


def oordelen(text: str) -> dict[str, Oordeel]:
    """
    Give what is said in total, by number and aspect.
    """
    return {f"{e.getoetst.nummer}/{e.aspect}": e for e in dossier(text).oordelen()}


# --- reading --------------------------------------------------------------------------------------


def test_without_a_file_nobody_said_anything(tmp_path: Path) -> None:
    """
    An audit that nobody answered yet is complete as it is.
    """
    dossiers.write(tmp_path)
    found, wrong = read_answers(tmp_path, audit(), dossiers.PEOPLE)

    assert wrong == ()
    assert found is not None
    assert found.gezegd.antwoorden == ()


def test_what_is_right_is_read(tmp_path: Path) -> None:
    """
    Answers and measures stand in one file.
    """
    text = "antwoorden:\n" + answer() + "maatregelen:\n" + measure(hercontrole_voor="2027-01-01")
    found, codes = dossiers.read(tmp_path, text)

    assert codes == []
    assert found is not None
    assert found.gezegd.antwoorden[0].wie == ("privacy-officer", "gemeente-a")
    assert found.gezegd.maatregelen[0].hercontrole_voor == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (answer(antwoord="geen-afwijking-gevonden"), "ZVH115"),
        (answer(antwoord="voldot"), "ZVH115"),
        (answer(aspect="opztt"), "ZVH115"),
        (answer(stelling="eigen/E9"), "ZVH103"),
        (answer(stelling="E3"), "ZVH103"),
        (answer(stelling="eigen/E2", aspect="werking"), "ZVH913"),
        (answer(door="Jan de Vries"), "ZVH911"),
        (answer(door="wethouder@gemeente-a"), "ZVH103"),
        (answer(door="manager@gemeente-b"), "ZVH103"),
        (answer(door=None), "ZVH102"),
        (answer(op="2 juni"), "ZVH105"),
        (answer(op=None), "ZVH102"),
        (answer(bewijs=None), "ZVH914"),
        (answer(antwoord="niet-van-toepassing"), "ZVH914"),
        (answer(toelichting=f"zie {bsn(3)}"), "ZVH915"),
        (answer(bewijs=f"[notulen, '{bsn(4)}']"), "ZVH915"),
        (answer(toelichting=f"'<html {bsn(3)}>'"), "ZVH915"),
        (answer(onbekend="x"), "ZVH101"),
    ],
)
def test_a_wrong_answer_is_a_finding(tmp_path: Path, wrong: str, code: str) -> None:
    """
    Nothing wrong is passed over, and with it nothing of the file counts.
    """
    assert dossiers.read(tmp_path, "antwoorden:\n" + answer() + wrong) == (None, [code])


@pytest.mark.parametrize("antwoord", ["voldoet", "niet-van-toepassing", "niet-vast-te-stellen"])
def test_who_contradicts_the_machine_says_why(tmp_path: Path, antwoord: str) -> None:
    """
    A deviation that the machine found goes away in no other way than with a reason.
    """
    bare = answer("eigen/E1", antwoord, aspect="werking")
    why = answer("eigen/E1", antwoord, aspect="werking", toelichting="de twee zijn overgedragen")
    agrees = answer("eigen/E1", "afwijking", aspect="werking")

    assert dossiers.read(tmp_path, "antwoorden:\n" + bare)[1] == ["ZVH914"]
    assert dossiers.read(tmp_path, "antwoorden:\n" + why)[1] == []
    assert dossiers.read(tmp_path, "antwoorden:\n" + agrees)[1] == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (measure("m2", "eigen/E9"), "ZVH103"),
        (measure("m1"), "ZVH108"),
        (measure("m2", voor=None), "ZVH102"),
        (measure("m2", eigenaar="{organisatie: gemeente-a, functie: fg}"), "ZVH912"),
        (measure("m2", eigenaar="{organisatie: gemeente-a, functie: coordinerend-fg}"), "ZVH912"),
        (measure("m2", eigenaar="{organisatie: gemeente-a, functie: fg-noord}"), "ZVH912"),
        (measure("m2", eigenaar="{organisatie: gemeente-a, functie: baas}"), "ZVH103"),
        (measure("m2", eigenaar="{organisatie: gemeente-b, functie: manager}"), "ZVH103"),
        (measure("m2", eigenaar="{organisatie: gemeente-a}"), "ZVH102"),
        (measure("m2", maatregel=f"'{bsn(5)} bellen'"), "ZVH915"),
    ],
)
def test_a_wrong_measure_is_a_finding(tmp_path: Path, wrong: str, code: str) -> None:
    """
    An FG owns no measure, whatever he is called (AVG 38 lid 6).
    """
    assert dossiers.read(tmp_path, "maatregelen:\n" + measure() + wrong) == (None, [code])


def test_what_may_be_a_bsn_is_not_repeated(tmp_path: Path) -> None:
    """
    The finding says where it stands, and not what.
    """
    dossiers.write(tmp_path, "antwoorden:\n" + answer(toelichting=f"zie {bsn(3)}"))
    _, (found,) = read_answers(tmp_path, audit(), dossiers.PEOPLE)

    assert bsn(3) not in repr(found) + repr(render(found))


def test_answers_to_another_audit_are_refused(tmp_path: Path) -> None:
    """
    A file that was copied from last year answers nothing.
    """
    dossiers.write(tmp_path)
    path = tmp_path / place_of(dossiers.ID, FILE)
    path.write_text("schema: 1\naudit: 2025-1\n", encoding="utf-8")
    found, wrong = read_answers(tmp_path, audit(), dossiers.PEOPLE)

    assert (found, [each.code for each in wrong]) == (None, ["ZVH206"])


def test_who_may_answer_stands_in_the_workspace(tmp_path: Path) -> None:
    """
    Roles come from the vocabulary, organisations from the convenanten; without law there are none.
    """
    people = People.of(read_workspace(workspaces.write(tmp_path, {**huis.FILES})))
    (tmp_path / "policies" / "begrippen.yaml").unlink()

    assert "manager" in people.rollen
    assert people.organisaties
    with pytest.raises(PolicyUnusable):
        People.of(read_workspace(tmp_path))


def test_of_an_old_audit_who_answered_may_be_gone(tmp_path: Path) -> None:
    """
    What was said stays readable when a rol or an organisation is not there any more; an FG still
    owns no measure.
    """
    gone = "antwoorden:\n" + answer(door="wethouder@gemeente-z")
    measures = "maatregelen:\n" + measure(eigenaar="{organisatie: gemeente-z, functie: wethouder}")
    fg = "maatregelen:\n" + measure(eigenaar="{organisatie: gemeente-z, functie: fg}")
    codes = []
    for text in (gone, measures, fg):
        dossiers.write(tmp_path, text)
        codes.append([each.code for each in read_answers(tmp_path, audit())[1]])

    assert codes == [[], [], ["ZVH912"]]


# --- what counts ----------------------------------------------------------------------------------


def test_the_answer_of_a_person_counts_and_that_of_the_machine_stays() -> None:
    """
    Of what a person contradicts both are shown.
    """
    text = "antwoorden:\n" + answer("eigen/E1", aspect="werking", toelichting="overgedragen")
    found = oordelen(text)["E1/werking"]

    assert (found.machine, found.antwoord) == (Antwoord.AFWIJKING, Antwoord.VOLDOET)
    assert found.weersproken
    assert not oordelen("")["E1/werking"].weersproken


def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    """
    Later is by day, and on one day by place in the file; the earlier ones stay.
    """
    late = answer(antwoord="afwijking", op="2026-07-01")
    first, same_day = answer(), answer(antwoord="niet-vast-te-stellen")
    of = dossier("antwoorden:\n" + late + first + same_day)

    assert of.gezegd.antwoorden[0].antwoord is Antwoord.AFWIJKING
    assert [e.antwoord for e in of.eerder("eigen/E3", Aspect.OPZET)] == [
        Antwoord.VOLDOET,
        Antwoord.NIET_VAST_TE_STELLEN,
    ]
    assert {e.antwoord for e in of.oordelen() if e.getoetst.nummer == "E3"} == {
        Antwoord.AFWIJKING,
        None,
    }


def test_what_nobody_answered_has_no_answer() -> None:
    """
    Of a statement for people the machine says nothing, not even that nothing is known.
    """
    found = oordelen("")

    assert found["E3/opzet"].antwoord is None
    assert not found["E3/opzet"].vastgesteld
    assert found["E2/opzet"].antwoord is Antwoord.GEEN_AFWIJKING


# --- adding ---------------------------------------------------------------------------------------


LAYOUTS = {
    "no file": None,
    "empty list": "schema: 1\naudit: 2026-1\nantwoorden: []  # nog niets\nmaatregelen: []\n",
    "no key": "# van ons\nschema: 1\naudit: 2026-1\nmaatregelen:\n" + measure(),
    "no line end": "schema: 1\naudit: 2026-1\nantwoorden:\n" + answer().rstrip("\n"),
    "before measures": (
        "schema: 1\naudit: 2026-1\nantwoorden:\n"
        + answer()
        + "\n# --- wat we doen ---\nmaatregelen:\n"
        + measure()
    ),
    "not indented": (
        "schema: 1\naudit: 2026-1\nantwoorden:\n" + answer().replace("  - ", "- ") + "# einde\n"
    ),
    "deep": "schema: 1\naudit: 2026-1\nantwoorden:\n" + "    " + answer().strip() + "\n",
    "windows": ("schema: 1\naudit: 2026-1\nantwoorden:\n" + answer()).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_answer_is_put_behind_what_is_there(name: str) -> None:
    """
    What somebody wrote stays as it is, comments too, and the answer is read back as it was given.
    """
    before = LAYOUTS[name]
    entry = said(
        "antwoorden:\n" + answer(toelichting='"twee\\nregels: # en \\"meer\\""')
    ).antwoorden[0]
    text = appended(before, audit(), entry)
    kept = [line for line in (before or "").splitlines() if not line.startswith("antwoorden: []")]
    found = said(text.split("audit: 2026-1")[1].lstrip())

    assert set(kept) <= set(text.splitlines())
    assert found.antwoorden[-1].toelichting == entry.toelichting
    assert len(found.antwoorden) == 1 + ("- {stelling" in (before or ""))


def test_what_stands_above_the_next_key_stays_there() -> None:
    """
    A heading that somebody wrote still heads what it was written for.
    """
    entry = said("antwoorden:\n" + answer()).antwoorden[0]
    text = appended(LAYOUTS["before measures"], audit(), entry)

    assert "\n\n# --- wat we doen ---\nmaatregelen:\n" in text


def test_a_measure_is_put_behind_the_others() -> None:
    """
    Both lists can grow.
    """
    entry = said("maatregelen:\n" + measure("m2")).maatregelen[0]
    text = appended(LAYOUTS["before measures"], audit(), entry)

    assert text.endswith("  - id: m2\n" + text.split("  - id: m2\n")[1])
    assert [each.id for each in said(text.split("audit: 2026-1\n")[1]).maatregelen] == ["m1", "m2"]


@pytest.mark.parametrize(
    "text",
    [
        "schema: 1\naudit: 2025-1\n",
        "schema: 1\naudit: 2026-1\nantwoorden: [" + answer().strip("\n -") + "]\n",
        "schema: 1\naudit: 2026-1\nantwoorden:\n  - nee\n",
        "{schema: 1, audit: 2026-1}\n",
        "geen: [",
    ],
)
def test_where_nothing_can_be_put_behind_it_is_said(text: str) -> None:
    """
    A file in another layout is left for people; nothing is made of it that says something else.
    """
    entry = said("antwoorden:\n" + answer()).antwoorden[0]

    with pytest.raises(NotAppendable):
        appended(text, audit(), entry)


# --- measures -------------------------------------------------------------------------------------


def test_a_finding_without_a_measure_is_named() -> None:
    """
    What deviates according to the machine or to a person is a finding, and somebody has to act.
    """
    text = "antwoorden:\n" + answer("eigen/E3", "afwijking", aspect="werking")
    found = follow_up(dossier(text), BEFORE)

    assert [(e.stelling, e.aspecten) for e in found.zonder_maatregel] == [
        ("eigen/E1", (Aspect.WERKING,)),
        ("eigen/E3", (Aspect.WERKING,)),
    ]
    assert (found.open, found.te_laat, found.klaar) == ((), (), ())


def test_what_a_person_contradicted_is_no_finding() -> None:
    """
    It is shown as contradicted, and asks for no measure.
    """
    text = "antwoorden:\n" + answer("eigen/E1", aspect="werking", toelichting="overgedragen")

    assert previous(dossier(text)).bevindingen == ()


def test_a_measure_is_late_after_its_day() -> None:
    """
    Not on the day itself, and not once it is done.
    """
    of = dossier(
        "maatregelen:\n" + measure("m1") + measure("m2", afgerond_op="2026-09-02", eigenaar=None)
    )
    on_the_day = follow_up(of, date(2026, 9, 1))
    after = follow_up(of, AFTER)

    assert [len(part) for part in (on_the_day.open, on_the_day.te_laat)] == [2, 0]
    assert [each.id for each in on_the_day.zonder_eigenaar] == ["m2"]
    assert [each.id for each in after.te_laat] == ["m1"]
    assert [each.id for each in after.klaar] == ["m2"]


def test_a_finding_is_solved_when_all_measures_are_done() -> None:
    """
    One of two is not enough, and no measure at all solves nothing.
    """
    one = measure("m1", afgerond_op="2026-08-01")
    both = one + measure("m2", afgerond_op="2026-08-02")
    half = one + measure("m2")

    assert [e.stelling for e in previous(dossier("maatregelen:\n" + half)).open(AFTER)] == [
        "eigen/E1"
    ]
    assert previous(dossier("maatregelen:\n" + both)).open(AFTER) == ()
    assert previous(dossier("maatregelen:\n" + both)).open(date(2026, 8, 1)) != ()
    assert len(previous(dossier()).open(AFTER)) == 1


@pytest.mark.parametrize(
    ("planned", "day", "missing"),
    [
        (None, AFTER, 1),
        ("2027-06-01", AFTER, 0),
        ("2027-06-02", AFTER, 1),
        ("2026-09-02", AFTER, 0),
        ("2026-09-01", AFTER, 1),
    ],
)
def test_looking_again_is_planned_within_a_year(
    planned: str | None, day: date, missing: int
) -> None:
    """
    WGS 1.10 lid 3: later than a year is too late, and a day that passed is no plan.
    """
    vorige = previous(dossier("maatregelen:\n" + measure(hercontrole_voor=planned)))

    assert vorige.hercontrole_voor == date(2027, 6, 1)
    assert len(vorige.zonder_hercontrole(day)) == missing


# --- the calendar ---------------------------------------------------------------------------------


def test_the_calendar_names_what_is_due_in_order() -> None:
    """
    Four meetings, the next audit, open measures, and looking again.
    """
    text = "maatregelen:\n" + measure("m1") + measure("m2", afgerond_op="2026-06-10")
    found = calendar([dossier(text)], date(2026, 11, 1))

    assert [(each.dag, each.soort.value, each.naam, each.wie) for each in found] == [
        (date(2026, 9, 1), "maatregel", "2026-1/m1", "manager@gemeente-a"),
        (date(2026, 12, 31), "privacyteam", "2026-4", ""),
        (date(2027, 3, 31), "privacyteam", "2027-1", ""),
        (date(2027, 6, 1), "hercontrole", "2026-1/eigen/E1", ""),
        (date(2027, 6, 1), "interne-audit", "2027", ""),
        (date(2027, 6, 30), "privacyteam", "2027-2", ""),
        (date(2027, 9, 30), "privacyteam", "2027-3", ""),
    ]


def test_who_never_audited_is_due_now() -> None:
    """
    An empty folder is no reason to wait a year.
    """
    audits = [e.dag for e in calendar([], AFTER) if e.soort is Soort.INTERNE_AUDIT]

    assert audits == [AFTER]


def test_an_audit_that_answers_the_statement_looked_again() -> None:
    """
    What it found then has a year of its own; what it could not establish was not looked at.
    """
    first = dossier()
    later = date(2027, 5, 1)
    again = dossier("", statement("E1", werking=BAD), name="2027-1", op=later)
    solved = dossier("", statement("E1", werking=GOOD), name="2027-1", op=later)
    blind = dossier("", statement("E1", werking=UNKNOWN), name="2027-1", op=later)
    other = dossier("", statement("E1", opzet=GOOD), name="2027-1", op=later)

    def due(*dossiers_: Dossier) -> list[str]:
        found = calendar(dossiers_, date(2027, 5, 2))
        return [each.naam for each in found if each.soort is Soort.HERCONTROLE]

    assert due(first, again) == ["2027-1/eigen/E1"]
    assert due(solved, first) == []
    assert due(first, blind) == ["2026-1/eigen/E1"]
    assert due(first, other) == ["2026-1/eigen/E1"]


def test_the_calendar_can_be_read_by_a_calendar_program() -> None:
    """
    An appointment has what the writer of calendar files asks of one.
    """
    found = calendar([dossier("maatregelen:\n" + measure())], AFTER)
    words = {soort.value: soort.value for soort in Soort}
    made = as_ical(found, words, dossiers.MOMENT)

    assert made.count(b"BEGIN:VEVENT") == len(found) == len({each.kenmerk for each in found})
