"""
Forms: what is filled in comes back as it was meant, and whatever else was changed is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pytest

from tests.audit.dossiers import GOOD, PEOPLE, Formula, answer, dossier, filled, statement
from tests.bsn import bsn
from zvhprivacy.audit.answers import Dossier
from zvhprivacy.audit.appending import appended
from zvhprivacy.audit.checklist_form import (
    GROUPS,
    HEADS,
    LIST,
    STATEMENTS,
    checklist_form,
    read_checklist_form,
)
from zvhprivacy.audit.form import ASKED, TO_FILL, answer_form, read_answer_form
from zvhprivacy.audit.read import FOLDER, read_checklists
from zvhprivacy.dpia.emit import mapping_of
from zvhprivacy.errors import Finding
from zvhprivacy.messages import render
from zvhprivacy.model.audit import Antwoord, Aspect
from zvhprivacy.model.audit_answers import Beantwoord
from zvhprivacy.model.checklist import Checklist
from zvhprivacy.report.xlsx import Sheet, rows_of, workbook


# In the form of the usual dossier row 2 is E1 (a deviation), row 3 is E2, rows 4 to 6 are E3.
DONE: Mapping[str, object] = {
    "antwoord": "voldoet",
    "bewijs": "notulen van maart\nverslag; bijlage 2",
    "door": "privacy-officer@gemeente-a",
    "op": date(2026, 6, 2),
}
Read = tuple[tuple[Beantwoord, ...], list[tuple[str, int, int]]]


def read(
    changes: Mapping[tuple[int, str], object], of: Dossier | None = None, *, row: int | None = None
) -> Read:
    """
    Read the form with these cells, in row number *row* beside those of `DONE`.

    Findings are given as code, row and column.
    """
    base = {(row, head): value for head, value in DONE.items()} if row else {}
    return reread(filled(of or dossier(), {**base, **changes}), of)


def reread(rows: list[list[object]], of: Dossier | None = None) -> Read:
    """
    Read these rows.
    """
    answers, found = read_answer_form(of or dossier(), PEOPLE, rows, "f.xlsx!Antwoorden")
    return answers, _places(found)


def _places(found: tuple[Finding, ...]) -> list[tuple[str, int, int]]:
    return [(each.code, each.span.line, each.span.column) for each in found]


# --- answers --------------------------------------------------------------------------------------


def test_the_form_asks_every_aspect_once() -> None:
    """
    With what the program found and what was answered before, and room to answer.
    """
    text = "antwoorden:\n" + answer("eigen/E3", aspect="werking")
    head, *rows = answer_form(dossier(text))

    assert head == (*ASKED, "eerder", *TO_FILL)
    assert [row[1:7] for row in rows] == [
        ("eigen/E1", "werking", "Stelling E1 geldt.", "afwijking", 4, 2),
        ("eigen/E2", "opzet", "Stelling E2 geldt.", "geen-afwijking-gevonden", 4, 0),
        ("eigen/E3", "opzet", "Stelling E3 geldt.", "", "", ""),
        ("eigen/E3", "bestaan", "Stelling E3 geldt.", "", "", ""),
        ("eigen/E3", "werking", "Stelling E3 geldt.", "", "", ""),
    ]
    assert rows[4][7] == "voldoet (privacy-officer@gemeente-a, 2026-06-02)"
    assert {row[8:] for row in rows} == {("",) * 5}


def test_a_form_that_was_not_filled_in_answers_nothing() -> None:
    """
    Who only looked said nothing, also when he sorted, cut and moved, and left lines empty.
    """
    head, *rows = filled(dossier(), {})
    order = [*range(len(head))][::-1]
    empty: list[object] = [None] * len(head)
    moved = [[row[at] for at in order] for row in [head, *rows[3:], empty, rows[0]]]

    assert read({}) == ((), [])
    assert reread(moved) == ((), [])
    assert reread([head]) == ((), [])


def test_what_was_filled_in_is_an_answer() -> None:
    """
    Every line of the evidence is one; a day is a day, whichever way it stands in the cell.
    """
    (found,), wrong = read({}, row=4)

    assert wrong == []
    assert (found.stelling, found.aspect, found.antwoord) == (
        "eigen/E3",
        Aspect.OPZET,
        Antwoord.VOLDOET,
    )
    assert found.bewijs == ("notulen van maart", "verslag; bijlage 2")
    assert (found.door, found.op) == ("privacy-officer@gemeente-a", date(2026, 6, 2))


@pytest.mark.parametrize("day", ["2026-06-02", "02-06-2026", "2-6-2026", datetime(2026, 6, 2)])  # noqa: DTZ001
def test_a_day_may_stand_in_the_cell_in_several_ways(day: object) -> None:
    """
    Excel, LibreOffice and people each write a day their own way, all with the day first or last.
    """
    (found,), _ = read({(4, "op"): day}, row=4)

    assert found.op == date(2026, 6, 2)


def test_what_comes_out_of_a_form_fits_in_the_file() -> None:
    """
    An answer from a form is put behind the others like any answer.
    """
    of = dossier()
    (found,), _ = read({(4, "toelichting"): "zie: 'bijlage'\nen # meer"}, row=4)
    text = appended(None, of.audit, found)

    assert "toelichting: \"zie: 'bijlage'\\nen # meer\"" in text


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("antwoord", "voldot", "ZVH115"),
        ("antwoord", "geen-afwijking-gevonden", "ZVH115"),
        ("antwoord", None, "ZVH102"),
        ("antwoord", Formula(), "ZVH916"),
        ("antwoord", "niet-van-toepassing", "ZVH914"),
        ("bewijs", None, "ZVH914"),
        ("bewijs", f"dossier {bsn(1)}", "ZVH915"),
        ("toelichting", "on\u200bzichtbaar", "ZVH004"),
        ("toelichting", Formula(), "ZVH916"),
        ("door", None, "ZVH102"),
        ("door", "Jan", "ZVH911"),
        ("door", "privacy-oficer@gemeente-a", "ZVH103"),
        ("op", "gisteren", "ZVH105"),
        ("op", 46000, "ZVH105"),
        ("op", None, "ZVH102"),
        ("stelling", "eigen/E33", "ZVH103"),
        ("aspect", "openbaar", "ZVH913"),
        ("audit", "2025-1", "ZVH917"),
        ("tekst", "Stelling E3 geldt niet.", "ZVH917"),
        ("programma", "geen-afwijking-gevonden", "ZVH917"),
        ("onderzocht", 0, "ZVH917"),
        ("afwijkend", "=0", "ZVH917"),
    ],
)
def test_what_is_wrong_in_a_row_is_told_with_its_place(head: str, value: object, code: str) -> None:
    """
    A wrong cell gives one finding in its row, and then there is no answer at all.
    """
    answers, found = read({(4, head): value}, row=4)

    assert answers == ()
    assert [(each[0], each[1]) for each in found] == [(code, 4)]


def test_the_column_of_a_wrong_cell_is_told() -> None:
    """
    Row and column, counted from one, are those of the sheet.
    """
    assert read({(4, "antwoord"): "voldot"}, row=4)[1] == [("ZVH115", 4, 9)]
    assert read({(6, "aspect"): "opzett"})[1] == [("ZVH913", 6, 3)]


def test_a_wrong_word_is_met_with_what_was_meant() -> None:
    """
    Of answers, statements and heads.
    """
    rows = filled(dossier(), {(4, "antwoord"): "voldot", (5, "stelling"): "eigen/E22"})
    _, found = read_answer_form(dossier(), PEOPLE, rows, "f.xlsx!Antwoorden")
    heads = filled(dossier(), {(1, "toelichting"): "toelichtng"})
    _, slips = read_answer_form(dossier(), PEOPLE, heads, "f.xlsx!Antwoorden")
    said = [render(each).herstel for each in (*found, *slips)]

    assert [each.split("Bedoelde u ")[1] for each in said if "Bedoelde u " in each] == [
        "`voldoet`?",
        "`eigen/E2`?",
        "`toelichting`?",
    ]


@pytest.mark.parametrize("head", ASKED)
def test_no_cell_of_the_program_is_changed_unseen(head: str) -> None:
    """
    Also in a row in which nothing was filled in: else it is the answer to another question.
    """
    for value in ("iets anders", None, Formula()):
        for row in (2, 4):
            if value is not None or filled(dossier(), {})[row - 1][ASKED.index(head)] != "":
                answers, found = read({(row, head): value})

                assert answers == ()
                assert [each[1] for each in found] == [row]


def test_a_row_twice_is_told() -> None:
    """
    Of two answers in one form nobody knows which is the later one.
    """
    rows = filled(dossier(), {})

    assert reread([*rows, rows[3]]) == ((), [("ZVH108", 7, 2)])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({(1, "door"): None}, [("ZVH918", 1, 1)]),
        ({(1, "door"): "wie"}, [("ZVH918", 1, 1), ("ZVH918", 1, 12)]),
        ({(1, "door"): "dor"}, [("ZVH918", 1, 12)]),
        ({(1, "door"): "op"}, [("ZVH918", 1, 1), ("ZVH918", 1, 13)]),
        ({(1, "door"): Formula()}, [("ZVH918", 1, 1), ("ZVH916", 1, 12)]),
    ],
)
def test_heads_are_as_they_were(
    changes: Mapping[tuple[int, str], object], expected: list[tuple[str, int, int]]
) -> None:
    """
    A column under another name is not read as what it was; a slip is one finding.
    """
    assert [each for each in read(changes, row=4)[1] if each[1] == 1] == expected


def test_an_empty_sheet_is_no_form() -> None:
    """
    Nothing at all is not an answer of nothing.
    """
    assert reread([])[1] == [("ZVH918", 1, 1)]


def test_a_statement_of_many_lines_is_not_changed_by_the_way_a_sheet_ends_them() -> None:
    """
    Spaces and line ends are no words.
    """
    of = dossier("", statement("E1", opzet=GOOD, tekst="Een stelling\nop twee regels."))

    assert read({(2, "tekst"): "Een stelling\r\nop twee  regels. "}, of) == ((), [])


def test_a_form_survives_a_workbook() -> None:
    """
    What a workbook gives back is what was put in it.
    """
    rows = filled(dossier(), {(4, head): value for head, value in DONE.items()})
    cells = [["" if cell is None else cell for cell in row] for row in rows]
    sheet = Sheet(title="Antwoorden", rows=cells)  # type: ignore[arg-type]
    (back,) = rows_of("f.xlsx", workbook([sheet])).values()

    assert reread([list(row) for row in back]) == read({}, row=4)


# --- checklists -----------------------------------------------------------------------------------


@cache
def shipped(name: str) -> Checklist:
    """
    Read a checklist of the package.
    """
    return read_checklists(Path("/nergens")).checklists[name]


def rows_with(
    changes: Mapping[tuple[str, int, str], object], name: str = "wpg-verstrekkingen"
) -> dict[str, list[list[object]]]:
    """
    Give the form of a shipped checklist with other cells, by sheet, row and head.
    """
    form = checklist_form(shipped(name))
    book: dict[str, list[list[object]]] = {
        sheet: [list(row) for row in rows] for sheet, rows in form.items()
    }
    for (sheet, row, head), value in changes.items():
        book[sheet][row - 1][HEADS[sheet].index(head)] = value
    return book


@pytest.mark.parametrize(
    "name",
    ["interne-audit-zvh", "wgs-privacy-audit", "wpg-verstrekkingen", "casussysteem-ingebruikname"],
)
def test_a_checklist_comes_back_from_its_form(tmp_path: Path, name: str) -> None:
    """
    The file that a form makes says what the list says, and is read like any other.
    """
    new, wrong = read_checklist_form(tmp_path, rows_with({}, name), "lijst.xlsx")

    assert wrong == ()
    assert new is not None
    assert new.naam == f"{FOLDER}/{name}.yaml"
    path = tmp_path / new.naam
    path.parent.mkdir(parents=True)
    path.write_text(new.text, encoding="utf-8")
    back = read_checklists(tmp_path)
    assert back.findings == ()
    assert mapping_of(back.checklists[name]) == mapping_of(shipped(name))


def test_an_empty_form_has_the_heads_and_makes_no_list(tmp_path: Path) -> None:
    """
    Who fills in nothing wrote no checklist.
    """
    book = checklist_form(None)
    new, wrong = read_checklist_form(tmp_path, book, "lijst.xlsx")

    assert book == {name: [heads] for name, heads in HEADS.items()}
    assert new is None
    assert {each.code for each in wrong} == {"ZVH102"}


@pytest.mark.parametrize(
    ("sheet", "row", "head", "value", "code"),
    [
        (LIST, 2, "checklist", "Mijn lijst", "ZVH107"),
        (LIST, 2, "titel", Formula(), "ZVH916"),
        (LIST, 2, "vanaf", "maart", "ZVH105"),
        (LIST, 1, "bron", "brn", "ZVH918"),
        (GROUPS, 3, "groep", "P", "ZVH108"),
        (STATEMENTS, 2, "id", "p1", "ZVH905"),
        (STATEMENTS, 3, "id", "P1", "ZVH108"),
        (STATEMENTS, 2, "id", "Z1", "ZVH103"),
        (STATEMENTS, 2, "stelling", None, "ZVH102"),
        (STATEMENTS, 2, "artikelen", "drie", "ZVH110"),
        (STATEMENTS, 2, "avg", "WGS 1.3", "ZVH904"),
        (STATEMENTS, 2, "soort", "machine", "ZVH115"),
        (STATEMENTS, 2, "soort", "mens", "ZVH902"),
        (STATEMENTS, 2, "toets", "politie-met-grondslg", "ZVH903"),
        (STATEMENTS, 2, "formeel", "misschien", "ZVH115"),
        (STATEMENTS, 2, "frequentie", "elk jaar", "ZVH116"),
        (STATEMENTS, 2, "opzet", Formula(), "ZVH916"),
    ],
)
def test_what_is_wrong_in_a_checklist_is_wrong_in_its_form(
    tmp_path: Path, sheet: str, row: int, head: str, value: object, code: str
) -> None:
    """
    With the sheet, the row and as a rule the column; and then no file is made.
    """
    changes: dict[tuple[str, int, str], object] = {(sheet, row, head): value}
    new, wrong = read_checklist_form(tmp_path, rows_with(changes), "lijst.xlsx")
    places = [(each.code, each.span.file, each.span.line) for each in wrong]

    assert new is None
    assert (code, f"lijst.xlsx!{sheet}", row) in places


def test_articles_may_stand_beside_and_below_each_other(tmp_path: Path) -> None:
    """
    With a semicolon or on lines of their own; a number that Excel made of a control is one.
    """
    changes: dict[tuple[str, int, str], object] = {
        (STATEMENTS, 2, "artikelen"): "WGS 1.3; WGS 1.4\n WGS 1.5 ",
        (STATEMENTS, 2, "bio2"): 8.15,
        (STATEMENTS, 2, "nen7513"): "wie, wat; en wanneer",
    }
    new, _ = read_checklist_form(tmp_path, rows_with(changes), "lijst.xlsx")

    assert new is not None
    assert "artikelen: [WGS 1.3, WGS 1.4, WGS 1.5]" in new.text
    assert "bio2: [8.15]" in new.text
    assert "nen7513: ['wie, wat; en wanneer']" in new.text


def test_a_file_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    """
    Whatever it is: somebody put it there.
    """
    (tmp_path / FOLDER).mkdir(parents=True)
    path = tmp_path / FOLDER / "wpg-verstrekkingen.yaml"
    path.symlink_to("nergens")
    new, wrong = read_checklist_form(tmp_path, rows_with({}), "lijst.xlsx")

    assert new is None
    assert _places(wrong) == [("ZVH919", 2, 1)]


def test_two_lists_in_one_form_are_told(tmp_path: Path) -> None:
    """
    The second would be lost.
    """
    book = rows_with({})
    book[LIST].append(["nog-een", "Nog een", "afspraak", None, None, None])
    new, wrong = read_checklist_form(tmp_path, book, "lijst.xlsx")

    assert new is None
    assert _places(wrong) == [("ZVH108", 3, 1)]


def test_a_form_without_a_sheet_is_told(tmp_path: Path) -> None:
    """
    A workbook of something else makes no list.
    """
    book = rows_with({})
    del book[STATEMENTS]
    new, wrong = read_checklist_form(tmp_path, book, "lijst.xlsx")

    assert new is None
    assert {each.code for each in wrong} == {"ZVH918", "ZVH102"}
