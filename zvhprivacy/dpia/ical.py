"""
The agenda as a file that a calendar program reads (iCalendar, RFC 5545).

It is the only module that imports icalendar, and is itself only imported when such a file is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from zvhprivacy.dpia.agenda import Due


PRODUCT = "-//zvhprivacy//dpia agenda//NL"
WARNING = timedelta(days=30)  # before the day; long enough to still call a meeting


def as_ical(afspraken: Iterable[Due], words: Mapping[str, str], made: datetime) -> bytes:
    """
    Write *afspraken* as days in a calendar, each with a warning a month before.

    *words* gives what every kind is called. An appointment keeps its identity when its day moves,
    so that who reads the file again does not get it twice; *made* says which version is newer.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for each in afspraken:
        event = Event()
        event.add("uid", f"{each.kenmerk}@zvhprivacy")
        event.add("dtstamp", made)
        event.add("dtstart", each.dag)
        event.add("dtend", each.dag + timedelta(days=1))  # the first day after it
        event.add("summary", f"{words[each.soort.value]}: {each.naam}")
        told = [each.titel, *([each.wie] if each.wie else []), each.bestand]
        event.add("description", "\n".join(told))
        event.add("transp", "TRANSPARENT")  # a day on which something is due is not a busy one
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{words[each.soort.value]}: {each.naam}")
        alarm.add("trigger", -WARNING)
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
