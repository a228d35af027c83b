"""
The scan of reports: what names somebody is found wherever it stands, and is not told further.
"""

from __future__ import annotations

import hashlib
import json

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests.bsn import bsn, bsns
from zvhprivacy.audit.leak import Known, Leak, ReportLeaks, Soort, leaks, refuse_leaks
from zvhprivacy.report.xlsx import Sheet, workbook


NUMBER = bsn(0)
NAMES = Known(namen=["Ypke van der Proef", "Renée Ōzel-O'Test", "X"])


def found(text: str, known: Known | None = None) -> list[tuple[str, str]]:
    """
    Give the places and kinds that a scan of *text* names.
    """
    return [(each.plaats, each.soort.value) for each in leaks(text.encode(), known or Known())]


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    [
        "{0}",
        "{0[0]}{0[1]}{0[2]}.{0[3]}{0[4]}{0[5]}.{0[6]}{0[7]}{0[8]}",
        "{0[0]}{0[1]}{0[2]}{0[3]} {0[4]}{0[5]} {0[6]}{0[7]}{0[8]}",
        "{0[0]}-{0[1]}-{0[2]}-{0[3]}-{0[4]}-{0[5]}-{0[6]}-{0[7]}-{0[8]}",
        "{0[0]}{0[1]}{0[2]}\u00a0{0[3]}{0[4]}{0[5]}\u2011{0[6]}{0[7]}{0[8]}",
        "BSN{0}!",
        "nr. 12 {0}",
        "2026-05-01 {0}",
        "<{0}>",
        "x_{0}_y",
    ],
)
def test_a_bsn_is_found_in_any_form(form: str) -> None:
    """
    A number that passes the elfproef is found, whatever stands around it or between its digits.
    """
    assert [("regel 2", "bsn")] == found("niets\n" + form.format(NUMBER))


def test_other_digits_are_digits() -> None:
    """
    A number in full-width digits is the same number.
    """
    wide = NUMBER.translate({ord("0") + n: 0xFF10 + n for n in range(10)})

    assert [("regel 1", "bsn")] == found(wide)


@given(st.integers(0, 9_999_999), st.lists(st.sampled_from(["", " ", ".", "-"]), min_size=8))
def test_every_bsn_is_found(number: int, between: list[str]) -> None:
    """
    Every number that passes the elfproef is found, except one that has the form of a date.
    """
    digits = bsn(number)
    text = "".join(map("".join, zip(digits, [*between[:8], ""], strict=True)))

    assert [("regel 1", "bsn")] == found(f"a {text} b")


def test_eight_digits_are_a_bsn_that_lost_its_zero() -> None:
    """
    A column of numbers drops the zero in front; what is left is found too.
    """
    number = bsn(9_999_999 - 123_456)

    assert "0" == number[0]
    assert [("regel 1", "bsn")] == found(number[1:])


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01, 31-12-2025 en 2026-02-03T12:34:56.123456+01:00",
        f"sha256:{hashlib.sha256(b'x').hexdigest()}",
        "zvh1-bcdf2-qwertyuiopasdfghjklzxcvbnmqw-k",
        "WGS 2.31 lid 5, BIO2 5.24, 5.25, 5.26",
        "2.034.567 regels",
        "1234567890",
    ],
)
def test_no_false_alarm_on_what_reports_hold(text: str) -> None:
    """
    Dates, hashes, pseudonyms, articles and counts are no BSN.
    """
    assert [] == found(text)


@given(st.binary(max_size=20))
def test_no_hash_is_a_number(content: bytes) -> None:
    """
    The digits of a hash never give an alarm.
    """
    assert [] == found(f"beleid sha256:{hashlib.sha256(content).hexdigest()} x")


def test_a_count_of_its_own_is_no_bsn() -> None:
    """
    A count that happens to pass the elfproef is let through when the report counted it.
    """
    count = int(NUMBER)
    said = f"{count} regels, {count:,} regels".replace(",", ".")

    assert [] == found(said, Known(eigen=[count]))
    assert [("regel 1", "bsn")] == found(said)


def test_a_known_number_is_found_first() -> None:
    """
    A number that is known to be somebody's is found also when it passes no test, or is a count.
    """
    known = Known(nummers=["1234567890", NUMBER], eigen=[int(NUMBER)])

    assert [("regel 1", "nummer")] == found("patiënt 123 456 7890", known)
    assert [("regel 1", "nummer")] == found(NUMBER, known)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Ypke van der Proef",
        "YPKE VAN DER PROEF",
        "ypke_van-der.proef",
        "Ypke\nvan der Proef",
        "Renee Ozel O’Test",
        "Rene\u0301e O\u0304zel-O'Test",
    ],
)
def test_a_name_is_found(text: str) -> None:
    """
    A name is found whatever its case, its accents and what stands between its words.
    """
    assert [("regel 1", "naam")] == found(f"zie {text}.", NAMES)


@pytest.mark.parametrize("text", ["Ypke van der Proefman", "Ypke van Proef", "x", "Ypke"])
def test_part_of_a_name_is_no_name(text: str) -> None:
    """
    Only whole words in their order are the name; a single letter is none.
    """
    assert [] == found(text, NAMES)


# --- forms ----------------------------------------------------------------------------------------


def test_in_json() -> None:
    """
    In JSON the path is named, also for what is escaped, and a key that leaks is only counted.
    """
    said = json.dumps(
        {"a": [{"b": "Renée Ōzel-O'Test"}], "Ypke van der Proef": {"c": int(NUMBER)}, "d": True}
    )

    assert "\\u00e9" in said
    assert [("/#1", "naam"), ("/#1/c", "bsn"), ("/a/0/b", "naam")] == found(said, NAMES)


def test_in_html() -> None:
    """
    In HTML the line is named, for texts and for attributes, also for what is escaped.
    """
    said = (
        "<!DOCTYPE html>\n<style>.x{font-family:Proef}</style><p>\nRenée Ōzel-O&#x27;Test</p>\n"
        f'<p title="{NUMBER}" class="Ypke van der Proef">goed</p>'
    )

    assert [("regel 3", "naam"), ("regel 4", "bsn")] == found(said, NAMES)


def test_in_a_workbook() -> None:
    """
    In a workbook the cell is named, or else the part; titles of sheets are looked at as well.
    """
    rows: list[tuple[str | int, ...]] = [
        ("kop", "kop"),
        ("Ypke van der Proef", int(NUMBER)),
        ("a", f"zie {NUMBER}"),
    ]
    data = workbook([Sheet(title="Ypke van der Proef", rows=rows)])

    assert {
        Leak("sheet1 A2", Soort.NAAM),
        Leak("sheet1 B3", Soort.BSN),
        Leak("xl/workbook.xml", Soort.NAAM),
        Leak("sheet1 B2", Soort.BSN),
    } == set(leaks(data, NAMES))


def test_a_workbook_without_leaks() -> None:
    """
    What every workbook holds gives no alarm, also with names that are the names of fonts.
    """
    data = workbook([Sheet(title="x", rows=[("kop",), ("a",)], widths=(20,))])

    assert () == leaks(data, Known(namen=["Arial", "Times New Roman", "Calibri"]))


def test_what_looks_like_json_and_is_none() -> None:
    """
    A text that begins with a brace is scanned as a text.
    """
    assert [("regel 1", "bsn")] == found("{" + NUMBER)


# --- refusing -------------------------------------------------------------------------------------


def test_a_report_with_a_leak_is_refused() -> None:
    """
    The refusal names the report, how many places and which, and nothing of what stands there.
    """
    known = Known(nummers=[each.reveal() for each in bsns(2)], namen=["Ypke van der Proef"])
    with pytest.raises(ReportLeaks) as caught:
        refuse_leaks("a.html", f"x\n{NUMBER}\nYpke van der Proef".encode(), known)

    said = str(caught.value)
    assert "op 2 plaats(en)" in said
    assert "regel 2: nummer; regel 3: naam" in said
    assert NUMBER not in said + repr(caught.value) + repr(known)
    assert "Ypke" not in said + repr(caught.value) + repr(known)


def test_many_leaks_are_counted_and_some_are_named() -> None:
    """
    Of many places the first are named.
    """
    with pytest.raises(ReportLeaks) as caught:
        refuse_leaks("a", "\n".join(each.reveal() for each in bsns(30)).encode(), Known())

    assert "op 30 plaats(en)" in str(caught.value)
    assert 10 == str(caught.value).count("bsn")


def test_a_report_without_leaks_passes() -> None:
    """
    Nothing is said of a report in which nothing stands.
    """
    refuse_leaks("a", b"niets", NAMES)
