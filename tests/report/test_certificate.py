"""
The certificate for people: the workbook and the tables say what the signed file says, no more.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile

from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from tests.bewaren.certified import PSEUDONYMS, certificate, line, plan, uid
from tests.bsn import bsn
from zvhprivacy.bewaren.banding import publish
from zvhprivacy.bewaren.certificate import (
    Certificate,
    Methode,
    Stap,
    Uitslag,
    Verantwoordelijke,
    Waar,
)
from zvhprivacy.bewaren.signing import fingerprint
from zvhprivacy.messages import LANGUAGES, text
from zvhprivacy.model.bewaarplan import LineState, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie
from zvhprivacy.report.certificate import certificate_lines, certificate_workbook


SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SECRET = "Jan de Vries"


def made(**others: Any) -> Certificate:
    """
    Give a certificate with something in every table.
    """
    lines = [
        *(line(n, reden=SECRET) for n in range(6)),
        line(6, jaar=None, aantallen=(("bsn", 2),)),
        line(7, casus=uid(7), gegeven=uid(7, "d"), soort="gegeven", state=LineState.UITGEVOERD),
        line(8, casus=uid(8), state=LineState.OVERGESLAGEN, uitkomst=Uitkomst.OPGESCHORT),
    ]
    doelen = [Uitslag(doel="zoekindex", gelukt=7, mislukt=1, open=0)]
    return certificate(lines, **{"doelen": doelen} | others)


def sheets(book: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """
    Read a workbook back, every sheet as rows of values.
    """
    read = openpyxl.load_workbook(io.BytesIO(book))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in read.worksheets}


def printed(statement: Any, lang: str = "nl") -> str:
    """
    Give what a terminal shows.
    """
    return "\n".join(
        "".join(piece for piece, _ in each) for each in certificate_lines(statement, lang)
    )


def test_the_workbook_holds_all_tables() -> None:
    """
    Cases, items, exceptions, targets and what remains each have a sheet with one row per row.
    """
    done = made()
    found = sheets(certificate_workbook(done, "nl"))
    whole = [t for t in done.tellingen if not t.categorie]

    assert [
        "verklaring",
        "casussen",
        "gegevens",
        "uitzonderingen",
        "doelen",
        "wat blijft",
    ] == list(found)
    assert len(whole) == len(found["casussen"]) - 1
    assert len(done.tellingen) - len(whole) == len(found["gegevens"]) - 1
    assert ("gepland en overgeslagen", "zvh-bno", "vernietiging opgeschort", 1, 2) == found[
        "uitzonderingen"
    ][1]
    assert ("zoekindex", 7, 1, 0) == found["doelen"][1]
    assert str(date(2026, 7, 9)) == found["wat blijft"][1][1]
    assert "onbekend" == found["wat blijft"][2][1]


def test_a_row_says_what_went_and_why() -> None:
    """
    House, process, year, numbers, action, article, rule with its place, and method.
    """
    row = sheets(certificate_workbook(made(), "nl"))["casussen"][2]

    assert ("zvh-bno", "com", "2021", 6, 12, "vernietigd", "WGS 1.8 lid 7", "WGS-MAX5") == row[:8]
    assert "policies/bewaartermijnen.yaml:12" == row[8]
    assert row[9].startswith("Sleutels van de casus vernietigd")


def test_the_first_sheet_tells_which_and_who() -> None:
    """
    Plan, policy, moments, who answers for it, who did it, totals, log lines, and the fingerprint.
    """
    done = made()
    about = dict(sheets(certificate_workbook(done, "nl"))["verklaring"])

    assert plan().hash == about["code van het plan"]
    assert "2026-06-09 11:00 UTC" == about["klaar op"]
    assert f"bewaarbeheerder, {PSEUDONYMS[Stap.GOEDGEKEURD]}" == about["goedgekeurd door"]
    assert (7, 16) == (about["casussen in hun geheel"], about["gegevens"])
    assert "700 tot en met 899" == about["regels in het logboek"]
    assert fingerprint(done) == about["vingerafdruk"]
    assert about["let op"].startswith("Pseudoniemen zijn persoonsgegevens")
    assert "JSON" in about["handtekening"]


def test_the_notice_is_the_one_that_is_signed() -> None:
    """
    What people read in Dutch about pseudonyms is word for word in the signed file.
    """
    assert made().mededeling == text("verklaring.mededeling", "nl")


def test_what_is_published_shows_bands() -> None:
    """
    Few cases are `<5`, their categories do not show, and totals are from and up to.
    """
    found = sheets(certificate_workbook(publish(made()), "nl"))
    about = dict(found["verklaring"])
    numbers = [row[3] for row in found["casussen"][1:]]

    assert ["verklaring", "casussen", "gegevens", "uitzonderingen", "wat blijft"] == list(found)
    assert ["<5", 6, "<5"] == numbers
    assert {6} == {row[4] for row in found["gegevens"][1:]}
    assert ("7 tot en met 10", "ten minste 12") == (
        about["casussen in hun geheel"],
        about["gegevens"],
    )
    assert "<5" == found["uitzonderingen"][1][3]


def test_hidden_items_say_that_cases_were_few() -> None:
    """
    Forty items of one case among many are not shown as fewer than five items.
    """
    lines = [line(n, aantallen=(("bsn", 1),)) for n in range(5)]
    lines.append(line(5, aantallen=(("relaties", 40),)))
    rows = sheets(certificate_workbook(publish(certificate(lines)), "nl"))["gegevens"]

    assert [5, "uit <5 casussen"] == [row[4] for row in rows[1:]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_id_and_no_name_is_in_the_bytes(lang: str) -> None:
    """
    No id of a case, item or person, and no reason, is anywhere in the workbook or on the terminal.
    """
    done = made()
    hidden = [uid(7), uid(7, "d"), uid(8), plan().opgesteld_door, plan().goedgekeurd_door]
    books = [certificate_workbook(each, lang) for each in (done, publish(done))]
    parts = []
    for book in books:
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            parts += [archive.read(name) for name in archive.namelist()]
    shown = [*books, *parts, *(printed(each, lang).encode() for each in (done, publish(done)))]

    for told in (*hidden, SECRET, bsn(1)):
        assert [] == [part for part in shown if (told or "-").encode() in part]
    loose = {each.decode() for part in parts for each in re.findall(rb"\b[0-9a-f]{32}\b", part)}
    assert {plan().id} == loose


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_can_be_said(lang: str) -> None:
    """
    Every action, method, reason, step and place has words in each language.
    """
    keys = [
        *(f"actie.{each}" for each in Actie),
        *(f"methode.{each}" for each in Methode),
        *(f"reden.{each}" for each in Uitkomst),
        *(f"stap.{each}" for each in Stap),
        *(f"waar.{each}" for each in Waar),
    ]

    assert all(text(f"verklaring.{key}", lang) for key in keys)
    assert printed(made(), lang)


def test_the_terminal_shows_the_same() -> None:
    """
    Every number and word of the workbook stands in the text as well.
    """
    for statement in (made(), publish(made())):
        shown = printed(statement)
        for title, rows in sheets(certificate_workbook(statement, "nl")).items():
            cells = [str(cell) for row in rows[1:] for cell in row if cell is not None]
            assert [] == [
                cell
                for cell in cells
                if cell not in shown and title != "verklaring" and "\n" not in cell
            ]


def test_a_table_without_rows_is_left_out_of_the_text() -> None:
    """
    Where nothing was passed over, the terminal says nothing of exceptions.
    """
    assert "uitzonderingen" not in printed(certificate([line(1)]))


def test_a_name_is_never_a_formula() -> None:
    """
    A title that begins like a formula is text in the workbook, as is everything else.
    """
    wicked = Verantwoordelijke(convenant="zvh-bno", titel="=1+1", contactpunt='=HYPERLINK("x")')
    book = certificate_workbook(made(verantwoordelijken=[wicked]), "nl")
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        xml = [ET.fromstring(archive.read(name)) for name in names]  # noqa: S314 - our own

    assert 6 == len(xml)
    assert [] == [tag for sheet in xml for tag in sheet.iter() if tag.tag.endswith("}f")]


def test_equal_certificates_give_equal_bytes() -> None:
    """
    Nothing of the moment or the machine is in the workbook.
    """
    assert certificate_workbook(made(), "nl") == certificate_workbook(made(), "nl")


@pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice on this machine")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """
    A real office program reads the first sheet as we wrote it.
    """
    (tmp_path / "verklaring.xlsx").write_bytes(certificate_workbook(made(), "nl"))
    home = f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}"
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76"
    files = ["--outdir", str(tmp_path), str(tmp_path / "verklaring.xlsx")]
    subprocess.run(
        [str(SOFFICE), home, "--headless", "--convert-to", to_csv, *files],
        check=True,
        capture_output=True,
        timeout=180,
    )
    content = (tmp_path / "verklaring.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(content)))

    assert ["code van het plan", plan().hash] in rows
