"""
A whole DPIA for people: in Markdown and as a workbook, with everything that is in it.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dpia.rijksmodel.strategies import dpias
from zvhprivacy.dpia.read import read_register
from zvhprivacy.model.dpia.dossier import Aanleiding, Dpia, Status, Versie
from zvhprivacy.model.dpia.facts import DpiaFeiten, Verwerking
from zvhprivacy.model.dpia.risks import Maatregel, Risico
from zvhprivacy.policy.templates import templates
from zvhprivacy.report.dpia_markdown import dpia_markdown
from zvhprivacy.report.dpia_workbook import dpia_workbook
from zvhprivacy.report.wrapping import MAX_LINES, lines_of, pieces
from zvhprivacy.report.xlsx import Sheet, workbook


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LANGUAGES = pytest.mark.parametrize("lang", ["nl", "en"])
SCHALEN = read_register(templates()).schalen
LONG = " ".join(f"woord{number}" for number in range(6_000))


def dpia(**others: Any) -> Dpia:
    """
    Give an invented DPIA with something in most sections.
    """
    said: dict[str, Any] = {
        "schema_": "1",
        "dpia": "proef",
        "titel": "Proef | aanpak",
        "status": Status.CONCEPT,
        "aanleiding": Aanleiding.NIEUW,
        "convenanten": ("proef",),
        "processen": ("com",),
        "verwerkingsverantwoordelijken": ("gemeente-a",),
        "opsteller": "privacy officer",
        "documentbeheerder": "manager",
        "gepland": date(2026, 12, 31),
        "teksten": {
            "0": "=1+1",
            "1.1": "Regel een\nRegel *twee* <b>vet</b>",
            "14.1": LONG,
            "18": "a\x1bb",
        },
        "risicos": (
            Risico(id="inzage", beschrijving="=HYPERLINK(1)", kans="hoog", impact="hoog"),
            Risico(id="verlies", beschrijving="Verlies", kans="laag", impact="midden"),
            Risico(id="open", beschrijving="Nog niet gewogen"),
        ),
        "maatregelen": (
            Maatregel(
                id="m1",
                risicos=("inzage",),
                maatregel="Logboek",
                beheerder="manager",
                uiterlijk=date(2026, 3, 1),
            ),
        ),
        "versies": (Versie(versie="0.1", datum=date(2026, 1, 5)),),
    }
    return Dpia(**(said | others))


def feiten() -> DpiaFeiten:
    """
    Give facts with one permission.
    """
    made = Verwerking.model_validate(
        {
            "id": "inzien-eigen-casus",
            "uit": "proef",
            "rol": ["procesregisseur"],
            "gegevens": {"behalve": ["logregel"]},
            "grondslag": "WGS 2.31 lid 5",
        }
    )
    return DpiaFeiten(
        schema_="1",
        feiten_van="proef",
        op=date(2026, 6, 1),
        policy="sha256:0",
        verwerkingen=(made,),
    )


def read(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """
    Give every sheet as rows of values.
    """
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def written(each: Any) -> set[str]:
    """
    Give every text that an author wrote in *each*, words only.
    """
    if isinstance(each, dict):
        return set().union(*map(written, each.values()))
    if isinstance(each, (list, tuple)):
        return set().union(*map(written, each))
    return {bare(each)} - {""} if isinstance(each, str) else set()


def bare(said: str) -> str:
    """
    Give *said* without spaces and without the signs that formats put between.
    """
    return re.sub(r"<br>|[\s|\\]|\N{REPLACEMENT CHARACTER}|_x005F", "", said)


@settings(max_examples=15)  # each makes a workbook
@given(dpias())
def test_nothing_an_author_wrote_is_missing(value: Dpia) -> None:
    """
    Every text of the DPIA stands in the Markdown and in the workbook.
    """
    markdown = bare(dpia_markdown(value, None, "nl", schalen=SCHALEN))
    cells = bare(" ".join(map(str, shown(value))))
    for name in ("teksten", "belangen", "locaties", "maatregelen", "versies", "dossier"):
        for text in written(value.model_dump()[name]):
            assert text in markdown
            assert text in cells


def shown(value: Dpia) -> list[Any]:
    """
    Give all cells of the workbook of *value*, column by column.
    """
    sheets = read(dpia_workbook(value, None, "nl", schalen=SCHALEN)).values()
    return [
        cell for rows in sheets for column in zip(*rows, strict=True) for cell in column if cell
    ]


@LANGUAGES
def test_the_sheets(lang: str) -> None:
    """
    A workbook has the register, the texts, a sheet per table, and the map of risks.
    """
    titles = [*read(dpia_workbook(dpia(), feiten(), lang, schalen=SCHALEN))]

    expected = {
        "nl": ["Register", "Teksten", "3 Verwerkingen", "16 Risico's", "17 Maatregelen"],
        "en": ["Register", "Texts", "3 Processing", "16 Risks", "17 Measures"],
    }
    last = {"nl": ["19 Versies", "Risicomatrix"], "en": ["19 Versions", "Risk matrix"]}
    assert expected[lang] + last[lang] == titles


def test_the_map_counts_risks() -> None:
    """
    The map shows how many risks have which likelihood and impact, and how many are not weighed.
    """
    rows = read(dpia_workbook(dpia(), None, "nl", schalen=SCHALEN))["Risicomatrix"]

    assert [
        ("Kans \\ Impact", "impact laag", "impact midden", "impact hoog"),
        ("kans hoog", "gemiddeld", "hoog", "1 × hoog"),
        ("kans midden", "laag", "gemiddeld", "hoog"),
        ("kans laag", "laag", "1 × laag", "gemiddeld"),
        ("Niet gewogen", "1", None, None),
    ] == rows


def test_dates_are_dates() -> None:
    """
    A day is a day that one can sort, shown as Dutch people write it.
    """
    book = openpyxl.load_workbook(io.BytesIO(dpia_workbook(dpia(), None, "nl")))
    cell = book["19 Versies"]["B2"]

    assert datetime(2026, 1, 5) == cell.value  # noqa: DTZ001 - a workbook has no zone
    assert "dd-mm-yyyy" == cell.number_format


def test_no_formula_comes_from_data() -> None:
    """
    What an author starts with `=` is text, and there is not one formula in the file.
    """
    data = dpia_workbook(dpia(), feiten(), "nl", schalen=SCHALEN)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if "worksheets/" in name]

    assert not [sheet for sheet in sheets if b"<f>" in sheet]
    assert "=1+1" in {cell for rows in read(data).values() for row in rows for cell in row}


def test_control_characters_are_gone() -> None:
    """
    A character that steers a terminal is in neither form as such.
    """
    assert "\x1b" not in str(read(dpia_workbook(dpia(), None, "nl")))


def test_a_sheet_is_laid_out_to_be_read() -> None:
    """
    Texts wrap on rows of their height, the header stays in view and is on each page.
    """
    book = openpyxl.load_workbook(io.BytesIO(dpia_workbook(dpia(), feiten(), "nl")))
    sheet = book["Teksten"]

    assert "A2" == sheet.freeze_panes
    assert "B2" == book["3 Verwerkingen"].freeze_panes
    assert sheet["C2"].alignment.wrap_text
    assert "$1:$1" == sheet.print_title_rows
    assert "landscape" == sheet.page_setup.orientation
    assert all(0 < (row.height or 0) <= 409 for row in sheet.row_dimensions.values())


def test_a_long_text_goes_on_in_the_next_rows() -> None:
    """
    A text that is too high for a row stands in several, in order and without a word lost.
    """
    rows = read(dpia_workbook(dpia(), None, "nl"))["Teksten"]
    start = next(place for place, row in enumerate(rows) if row[0] == "14.1")
    following = [row for row in rows[start + 1 :] if row[0] is None]

    assert 5 < len(following)
    assert LONG.split() == " ".join(row[2] for row in [rows[start], *following]).split()


@given(st.text(st.sampled_from("ab \n"), max_size=400), st.integers(1, 12))
def test_pieces_lose_nothing(text: str, width: int) -> None:
    """
    A text in pieces has the same letters in the same order, and no piece is higher than a row.
    """
    found = pieces(text, width)

    assert "".join(text.split()) == "".join("".join(found).split())
    assert [text] == found or len(found) > 1
    assert all(lines_of(each, width) <= MAX_LINES for each in found)


def test_a_sheet_without_widths_is_as_before() -> None:
    """
    A matrix keeps its turned heads and does not wrap.
    """
    data = workbook([Sheet(title="x", rows=[("a", "b"), ("c", "d")], frozen=1)])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]

    assert 90 == sheet["B1"].alignment.textRotation
    assert not sheet["B2"].alignment.wrap_text


@LANGUAGES
def test_markdown_has_every_section(lang: str) -> None:
    """
    Every section of the model has a heading, also one in which nothing stands.
    """
    said = dpia_markdown(dpia(), feiten(), lang)
    heads = re.findall(r"^## (\d+)\. ", said, re.MULTILINE)

    assert [str(number) for number in range(21)] == heads


def test_markdown_shows_what_was_written() -> None:
    """
    Signs of Markdown, HTML and of tables that an author wrote show as they were written.
    """
    said = dpia_markdown(dpia(), feiten(), "nl")

    assert r"# Proef \| aanpak" in said
    assert r"Regel \*twee\* \<b\>vet\</b\>" in said
    assert "| alle behalve logregel |" in said
    assert "05-01-2026" in said


@pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """
    An office program opens the workbook and shows its headings, days and texts, and no outcome.
    """
    book = tmp_path / "dpia.xlsx"
    book.write_bytes(dpia_workbook(dpia(), feiten(), "nl", schalen=SCHALEN))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for kind in ("pdf", "html"):
        subprocess.run(
            [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", tmp_path, book],
            check=True,
            capture_output=True,
            timeout=120,
        )
    assert (tmp_path / "dpia.pdf").read_bytes().startswith(b"%PDF")
    said = re.sub(r"<[^>]+>|\s+", " ", (tmp_path / "dpia.html").read_text("utf-8", "replace"))
    for expected in ("Risicomatrix", "31-12-2026", "05-01-2026", "=1+1", "woord5999", "1 × hoog"):
        assert expected in said, expected
