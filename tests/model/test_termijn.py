"""
How a term is written, and on which day it ends.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hypothesis import example, given
from hypothesis import strategies as st

from zvhprivacy.messages import LANGUAGES, render
from zvhprivacy.model.bewaartermijn import Bewaartermijn, Bewaartermijnen
from zvhprivacy.model.termijn import Termijn, waarom_geen_termijn
from zvhprivacy.model.written import read_as
from zvhprivacy.source import parse


TERMS = st.builds(
    Termijn,
    jaren=st.integers(0, 999),
    maanden=st.integers(0, 9_999),
    dagen=st.integers(0, 9_999),
)
SHORT = st.builds(
    Termijn, jaren=st.integers(0, 3), maanden=st.integers(0, 40), dagen=st.integers(0, 999)
)
DAYS = st.dates(date(1900, 1, 1), date(2400, 12, 31))


def _read(text: str) -> Termijn:
    found = Termijn.parse(text)
    assert found is not None, text
    return found


# --- how a term is written ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("P5Y", Termijn(jaren=5)),
        ("P1Y6M", Termijn(jaren=1, maanden=6)),
        ("P18M", Termijn(maanden=18)),
        ("P42D", Termijn(dagen=42)),
        ("P6W", Termijn(dagen=42)),
        ("P0D", Termijn()),
        ("P1Y2M3D", Termijn(jaren=1, maanden=2, dagen=3)),
        ("P1Y3D", Termijn(jaren=1, dagen=3)),
        ("P999Y", Termijn(jaren=999)),
        ("P1826D", Termijn(dagen=1826)),
        ("P9999M", Termijn(maanden=9999)),
        ("P007D", Termijn(dagen=7)),
    ],
)
def test_a_term_is_read(text: str, term: Termijn) -> None:
    """
    Years, months, weeks and days are read as ISO 8601 writes them.
    """
    assert term == Termijn.parse(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "niets"),
        (" ", "niets"),
        ("blijvend bewaren", "zonder-einde"),
        ("Blijvend_bewaren", "zonder-einde"),
        ("null", "zonder-einde"),
        ("None", "zonder-einde"),
        ("nihil", "zonder-einde"),
        ("-P1Y", "teken"),
        ("P-1Y", "teken"),
        ("+P1Y", "teken"),
        ("P1,5Y", "breuk"),
        ("P0.5M", "breuk"),
        ("PT36H", "uren"),
        ("P1DT12H", "uren"),
        ("P6M1Y", "volgorde"),
        ("P1Y1Y", "volgorde"),
        ("p5y", "kleine-letters"),
        ("P5y", "kleine-letters"),
        ("P1Y2W", "weken-gemengd"),
        ("P2W1D", "weken-gemengd"),
        ("P1000Y", "te-lang"),
        ("P1429W", "te-lang"),
        ("P10000D", "te-lang"),
        ("P99999999999D", "te-lang"),
        ("P", "anders"),
        ("PY", "anders"),
        ("P5", "anders"),
        ("5Y", "anders"),
        ("5 jaar", "anders"),
        (" P5Y", "anders"),
        ("P5Y\n", "anders"),
        ("P٥Y", "anders"),
        ("P5Y/2025", "anders"),
    ],
)
def test_what_is_no_term_has_a_reason(text: str, reason: str) -> None:
    """
    What is not a term is refused, and the refusal says what is wrong with it in either language.
    """
    assert Termijn.parse(text) is None
    assert reason == waarom_geen_termijn(text)

    node, _ = parse(
        'schema: "1"\ntermijnen: [{id: A, artikel: WGS 1, soort: maximum, '
        f"vanaf: afgesloten, termijn: {_quoted(text)}}}]\n",
        "bewaartermijnen.yaml",
    )
    assert node is not None
    _, (found,) = read_as(Bewaartermijnen, node)

    assert "ZVH116" == found.code
    for lang in LANGUAGES:
        assert f"termijn-{reason}" not in render(found, lang).wat


def _quoted(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'


@given(st.text(alphabet="P0123456789YMWDTHS,.+- pyd", max_size=9))
@example("P1Y2W")
@example("P0Y0M0D")
def test_any_text_is_a_term_or_has_a_reason(text: str) -> None:
    """
    A text is read, or refused with a reason; what is read is written back as the same term.
    """
    term = Termijn.parse(text)

    assert waarom_geen_termijn(text)
    assert term is None or term == Termijn.parse(str(term))


@given(TERMS)
def test_a_term_reads_back_as_it_was_written(term: Termijn) -> None:
    """
    Writing a term and reading it gives the same term.
    """
    assert term == Termijn.parse(str(term))


# What the field `bewaartermijn` of the selectielijst of 2020 of the Dutch municipalities holds,
# and what becomes of it as a term here. Its field `procestermijn` holds no terms but what starts
# one, in words.
SELECTIELIJST = {
    "P42D": Termijn(dagen=42),
    "P0D": Termijn(),
    "P1Y": Termijn(jaren=1),
    "P1Y6M": Termijn(jaren=1, maanden=6),
    "P5Y": Termijn(jaren=5),
    "P10Y": Termijn(jaren=10),
    "P110Y": Termijn(jaren=110),
    "null": "zonder-einde",  # kept for ever
    "": "niets",
    "nihil": "zonder-einde",
    "bestaansduur_procesobject": "anders",
    "ingeschatte_bestaansduur_procesobject": "anders",
    "vast_te_leggen_datum": "anders",
    "samengevoegd_met_bewaartermijn": "anders",
}


@pytest.mark.parametrize(("text", "outcome"), SELECTIELIJST.items())
def test_terms_of_the_selectielijst(text: str, outcome: Termijn | str) -> None:
    """
    A term of the selectielijst of 2020 is read, or refused with the reason why it is none.
    """
    assert outcome == (Termijn.parse(text) or waarom_geen_termijn(text))


# --- on which day it ends -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("P5Y", "2025-03-01", "2030-03-01"),
        ("P5Y", "2024-02-29", "2029-02-28"),
        ("P4Y", "2024-02-29", "2028-02-29"),
        ("P5Y", "2023-02-28", "2028-02-28"),
        ("P1Y", "2024-02-29", "2025-02-28"),
        ("P100Y", "2000-02-29", "2100-02-28"),  # 2100 is no leap year
        ("P1M", "2026-01-31", "2026-02-28"),
        ("P1M", "2028-01-31", "2028-02-29"),
        ("P1M", "2026-03-31", "2026-04-30"),
        ("P1M", "2026-12-31", "2027-01-31"),
        ("P1Y6M", "2025-08-31", "2027-02-28"),
        ("P1M1D", "2026-01-31", "2026-03-01"),  # first the months, then the days
        ("P1M31D", "2026-01-31", "2026-03-31"),
        ("P42D", "2026-02-01", "2026-03-15"),
        ("P6W", "2026-02-01", "2026-03-15"),
        ("P0D", "2024-02-29", "2024-02-29"),
        ("P999Y", "2000-01-01", "2999-01-01"),
    ],
)
def test_a_term_ends(text: str, begin: str, end: str) -> None:
    """
    Worked by hand: a term ends on the same day of a later month, or on its last one.
    """
    assert date.fromisoformat(end) == _read(text).na(date.fromisoformat(begin))


def _end(term: Termijn, begin: date) -> date:
    """
    Work it out another way: month by month, then the largest day that is there, then day by day.
    """
    year, month = begin.year, begin.month
    for _ in range(term.jaren * 12 + term.maanden):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    day = begin.day
    while True:
        try:
            moved = date(year, month, day)
        except ValueError:
            day -= 1
        else:
            return moved + timedelta(days=term.dagen)


@given(TERMS, DAYS)
def test_a_term_ends_as_counted_out(term: Termijn, begin: date) -> None:
    """
    The end is the one that counting month by month and day by day gives.
    """
    assert _end(term, begin) == term.na(begin)


@given(TERMS, DAYS, DAYS)
def test_what_begins_later_never_ends_earlier(term: Termijn, one: date, other: date) -> None:
    """
    A term that begins later ends no earlier.
    """
    assert (one <= other) <= (term.na(one) <= term.na(other))


@pytest.mark.parametrize(
    ("text", "begin"), [("P999Y", "9001-01-01"), ("P1D", "9999-12-31"), ("P1M", "9999-12-01")]
)
def test_a_term_that_never_ends(text: str, begin: str) -> None:
    """
    A term that ends after the last day a date can have is said to overflow, whichever part does it.
    """
    with pytest.raises(OverflowError):
        _read(text).na(date.fromisoformat(begin))


# --- which of two is longer -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "longer"),
    [
        ("P5Y", "P5Y", False),
        ("P60M", "P5Y", False),
        ("P6Y", "P5Y", True),
        ("P5Y1D", "P5Y", True),
        ("P4Y11M", "P5Y", False),
        ("P365D", "P1Y", False),
        ("P1Y", "P365D", True),  # where it takes in a 29 February
        ("P366D", "P1Y", True),
        ("P4Y365D", "P5Y", False),
        ("P4Y366D", "P5Y", True),
        ("P59M28D", "P5Y", False),  # every month has 28 days
        ("P59M29D", "P5Y", True),  # and a February may have no more
        ("P28D", "P1M", False),
        ("P29D", "P1M", True),
        ("P1M", "P30D", True),
        ("P1M", "P31D", False),
        ("P2M", "P61D", True),  # July and August
        ("P2M", "P62D", False),
        ("P0D", "P0D", False),
        ("P1D", "P0D", True),
    ],
)
def test_which_term_is_longer(one: str, other: str, *, longer: bool) -> None:
    """
    Worked by hand: a term is longer when there is a day from which it ends later.
    """
    day = _read(one).langer_dan(_read(other))

    assert longer is (day is not None)
    assert day is None or _end(_read(one), day) > _end(_read(other), day)


@given(SHORT, SHORT, DAYS)
@example(Termijn(maanden=1, dagen=30), Termijn(maanden=2), date(2026, 1, 31))
@example(Termijn(dagen=28), Termijn(maanden=1), date(2026, 1, 31))
def test_a_term_that_is_never_longer_is_not_longer_on_any_day(
    one: Termijn, other: Termijn, day: date
) -> None:
    """
    When no day was found, no day at all is one, also at the end of a month.
    """
    found = one.langer_dan(other)

    assert found is None or _end(one, found) > _end(other, found)
    assert found is not None or _end(one, day) <= _end(other, day)


@pytest.mark.parametrize(
    ("one", "other"),
    [("P59M28D", "P5Y"), ("P365D", "P1Y"), ("P2M", "P62D"), ("P10M59D", "P1Y"), ("P1Y1M", "P397D")],
)
def test_not_longer_on_any_day_of_the_calendar(one: str, other: str) -> None:
    """
    All days of 400 years, after which the calendar is the same, agree that it is never longer.
    """
    days = (date(2000, 1, 1) + timedelta(days=each) for each in range(146_097))

    assert _read(one).langer_dan(_read(other)) is None
    assert all(_read(one).na(day) <= _read(other).na(day) for day in days)


# --- what a file cannot say -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("soort: maximum, vanaf: afgesloten", "ZVH102 termijn"),
        ("soort: maximum, termijn: P5Y", "ZVH102 vanaf"),
        ("soort: minimum, termijn: P5Y", "ZVH102 vanaf"),
        ("soort: verlenging, termijn: P2Y", "ZVH102 geval"),
        ("soort: verlenging, geval: a", "ZVH102 termijn"),
        ("soort: verlenging, geval: b, termijn: P2Y", "ZVH102 binnen"),
        ("soort: verlenging, geval: c, termijn: P2Y", "ZVH115 geval"),
        ("soort: opschorting", "ZVH102 gronden"),
        ("soort: opschorting, gronden: []", "ZVH102 gronden"),
        ("soort: opschorting, gronden: [klacht]", "ZVH115 gronden"),
        ("soort: termijn, vanaf: afgesloten, termijn: P5Y", "ZVH115 soort"),
        ("soort: maximum, vanaf: sluiting, termijn: P5Y", "ZVH115 vanaf"),
        ("soort: maximum, vanaf: afgesloten, termijn: P5Y, dan: bewaren", "ZVH115 dan"),
        ("soort: maximum, vanaf: afgesloten, termijn: [5, 0, 0]", "ZVH104 termijn"),
        ("soort: maximum, vanaf: afgesloten, termijn: {jaren: 5}", "ZVH104 termijn"),
        ("soort: maximum, vanaf: afgesloten, termijn: P5Y, respijt: later", "ZVH116 respijt"),
    ],
)
def test_a_term_says_all_it_needs(text: str, said: str) -> None:
    """
    A term without what its soort needs, or with a value that means nothing, is a finding.
    """
    node, _ = parse(f"{{id: A, artikel: WGS 1.8, {text}}}\n", "x.yaml")
    assert node is not None
    _, findings = read_as(Bewaartermijn, node)

    assert said in [f"{f.code} {dict(f.values)['sleutel']}" for f in findings]


@pytest.mark.parametrize("drempel", ["1", "0", "-3", "tien", "2.5", "10000", '""', "[10]"])
def test_a_threshold_is_a_whole_number(drempel: str) -> None:
    """
    A threshold of one would call everything anonymous, and what is no number means nothing.
    """
    node, _ = parse(f'schema: "1"\ntermijnen: []\nuitvoering: {{drempel: {drempel}}}\n', "x.yaml")
    assert node is not None
    _, (found,) = read_as(Bewaartermijnen, node)

    assert ("ZVH104", "drempel") == (found.code, dict(found.values)["sleutel"])


def test_what_a_plan_looks_ahead() -> None:
    """
    A plan takes along what ends before the next one could have been carried out.
    """
    node, _ = parse(
        'schema: "1"\ntermijnen: []\nuitvoering: {wachttijd: P7D, interval: P1M, drempel: 5}\n',
        "x.yaml",
    )
    assert node is not None
    terms, findings = read_as(Bewaartermijnen, node)
    assert terms is not None
    assert not findings

    assert date(2026, 2, 28) == terms.uitvoering.horizon(date(2026, 1, 24))
    assert 5 == terms.uitvoering.drempel
