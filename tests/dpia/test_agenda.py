"""
What is due and when, in a list and in a file for a calendar program.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from icalendar import Calendar

from tests.dpia import huis
from zvhprivacy.dpia.agenda import FIRST_AUDIT, Afspraak, Soort, agenda
from zvhprivacy.dpia.ical import as_ical
from zvhprivacy.dpia.read import read_register
from zvhprivacy.policy.read import read_workspace


MADE = datetime(2026, 6, 1, 12, tzinfo=UTC)
WORDS = {soort.value: soort.value.capitalize() for soort in Soort}


def due(folder: Path, day: date = huis.DAY) -> list[tuple[date, str, str]]:
    """
    Give day, kind and name of what is due.
    """
    found = agenda(read_workspace(folder), read_register(folder), day)
    return [(each.dag, each.soort.value, each.naam) for each in found]


def events_in(calendar: bytes) -> list[Any]:
    """
    Give the events that a calendar program reads.
    """
    return list(Calendar.from_ical(calendar.decode()).walk("VEVENT"))


def test_everything_that_is_due_is_named_in_order(werkmap: Path) -> None:
    """
    Measures, agreements, evaluations, audits and reviews, the first first.
    """
    assert due(werkmap) == [
        (date(2026, 12, 31), "maatregel", "com/opruimen"),
        (date(2027, 1, 1), "overeenkomst", "leverancier"),
        (date(2027, 3, 1), "audit", "huis"),
        (date(2027, 3, 1), "evaluatie", "huis"),
        (date(2028, 12, 1), "herziening", "com"),
        (date(2031, 3, 1), "audit", "huis"),
    ]


def test_what_is_late_stays(werkmap: Path) -> None:
    """
    What was not done does not go away by itself.
    """
    assert due(werkmap, date(2029, 1, 1))[0] == (date(2026, 12, 31), "maatregel", "com/opruimen")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 6, 1), [2027, 2031]),
        (FIRST_AUDIT, [2027, 2031]),
        (FIRST_AUDIT + timedelta(days=1), [2031, 2035]),
        (date(2099, 3, 2), [2103, 2107]),
    ],
)
def test_audits_come_every_four_years_from_march_2027(
    werkmap: Path, day: date, expected: list[int]
) -> None:
    """
    BGS 1.18: the first by 1 March 2027, and then every four years.
    """
    audits = [when for when, soort, _ in due(werkmap, day) if soort == "audit"]

    assert audits == [date(year, 3, 1) for year in expected]


def test_yearly_feedback_is_due_where_somebody_agreed_on_it(werkmap: Path) -> None:
    """
    WGS 1.7 lid 4: at least once a year, counted from the beginning of the convenant.
    """
    huis.change(werkmap, huis.BEGRIPPEN, "  motiveren:", _DUTY)
    huis.change(werkmap, huis.CONVENANT, "[motiveren]", "[motiveren, terugkoppelen-jaarlijks]")

    assert (date(2027, 3, 1), "terugkoppeling", "huis") in due(werkmap)
    assert (date(2026, 3, 1), "terugkoppeling", "huis") in due(werkmap, date(2025, 3, 1))


_DUTY = "  terugkoppelen-jaarlijks: {wat: koppel terug}\n  motiveren:"


def test_a_planned_adoption_is_due_until_it_is_there(werkmap: Path) -> None:
    """
    What was adopted is no longer planned.
    """
    text = (werkmap / huis.DPIA).read_text("utf-8")
    start, stop = text.index("vaststelling:\n"), text.index("herziening:")
    text = (text[:start] + text[stop:]).replace("status: vastgesteld", "status: concept")
    (werkmap / huis.DPIA).write_text(text, encoding="utf-8")

    assert (date(2025, 12, 31), "vaststelling", "com") in due(werkmap)


def test_the_ap_answers_in_eight_weeks(werkmap: Path) -> None:
    """
    AVG 36 lid 2; once answered nothing is waited for.
    """
    asked = "voorafgaande-raadpleging: {ingediend: 2026-05-01}\nherziening:"
    huis.change(werkmap, huis.DPIA, "herziening:", asked)

    assert (date(2026, 6, 26), "raadpleging", "com") in due(werkmap)

    huis.change(werkmap, huis.DPIA, "2026-05-01}", "2026-05-01, antwoord-op: 2026-05-20}")

    assert "raadpleging" not in {soort for _, soort, _ in due(werkmap)}


def test_a_calendar_program_reads_what_is_due(werkmap: Path) -> None:
    """
    Each appointment is a whole day, with its own identity and a warning a month before.
    """
    found = agenda(read_workspace(werkmap), read_register(werkmap), huis.DAY)
    events = events_in(as_ical(found, WORDS, MADE))

    assert [each["DTSTART"].dt for each in events] == [each.dag for each in found]
    assert [each["DTEND"].dt - each["DTSTART"].dt for each in events] == [timedelta(days=1)] * 6
    assert len({str(each["UID"]) for each in events}) == len(found)
    assert str(events[0]["SUMMARY"]) == "Maatregel: com/opruimen"
    assert events[0].walk("VALARM")[0]["TRIGGER"].dt == timedelta(days=-30)


def test_the_same_agenda_is_the_same_file(werkmap: Path) -> None:
    """
    Only the moment that was given tells two files apart.
    """
    found = agenda(read_workspace(werkmap), read_register(werkmap), huis.DAY)

    assert as_ical(found, WORDS, MADE) == as_ical(found, WORDS, MADE)


def test_an_appointment_that_moves_stays_the_same_one() -> None:
    """
    A calendar moves it instead of showing it twice; the audit of another year is another one.
    """
    said = {"naam": "com", "titel": "COM", "bestand": "dpia/com.yaml"}
    first = Afspraak(dag=date(2027, 1, 1), soort=Soort.HERZIENING, **said)
    moved = Afspraak(dag=date(2028, 1, 1), soort=Soort.HERZIENING, **said)
    audits = {
        Afspraak(dag=date(year, 3, 1), soort=Soort.AUDIT, **said).kenmerk for year in (2027, 2031)
    }

    assert first.kenmerk == moved.kenmerk
    assert len(audits) == 2


def test_words_of_a_file_cannot_break_the_calendar() -> None:
    """
    A title with the signs of the format in it is a title.
    """
    title = "A;B,C\\D\r\nEND:VEVENT\nATTENDEE:x" + "é" * 100
    one = Afspraak(
        dag=huis.DAY, soort=Soort.HERZIENING, naam="com", titel=title, bestand="dpia/com.yaml"
    )
    made = as_ical([one], WORDS, MADE)
    events = events_in(made)

    assert len(events) == 1
    assert "ATTENDEE" not in events[0]
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
