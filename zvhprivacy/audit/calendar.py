"""
When the houses look at themselves: the privacyteam, the interne audit, and what follows from one.

The privacy-audit of an outsider (WGS 1.10, by 1 March 2027 and every four years) and everything of
DPIAs and convenanten stands in the agenda of `zvhprivacy.dpia.agenda`, and not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zvhprivacy.audit.answers import FILE, Dossier
from zvhprivacy.audit.document import FOLDER, place_of
from zvhprivacy.audit.measures import previous
from zvhprivacy.model.audit_answers import Bevinding, Eigenaar
from zvhprivacy.model.termijn import MONTHS, Termijn


AUDIT_INTERVAL = Termijn(jaren=1)  # the houses chose it in their jaarplannen; no law asks for it
MEETINGS = 4  # of the privacyteam in a year, as the jaarplannen say
_QUARTER = MONTHS // MEETINGS


class Soort(StrEnum):
    """
    What an appointment is about.
    """

    PRIVACYTEAM = "privacyteam"
    INTERNE_AUDIT = "interne-audit"
    MAATREGEL = "maatregel"
    HERCONTROLE = "hercontrole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Afspraak:
    """
    Something that is due on *dag* at the latest; it has what an appointment of a DPIA has.
    """

    dag: date
    soort: Soort
    naam: str
    bestand: str
    titel: str = ""
    wie: str = ""

    @property
    def kenmerk(self) -> str:
        """
        Name the appointment so that it stays the same when its day changes.
        """
        return f"{self.soort.value}/{self.naam}"


def calendar(dossiers: Iterable[Dossier], day: date) -> tuple[Afspraak, ...]:
    """
    Give what is due after the audits in *dossiers*, in order of day; what is late on *day* too.

    Four meetings of the privacyteam are told, from the quarter of *day* on: whether one took place
    stands nowhere. The next audit is due a year after the last, and without any on *day*. Looking
    again is due within a year after each audit, at each finding that is not solved; a later audit
    that answered all that deviated looked again.
    """
    done = sorted(dossiers, key=lambda each: (each.audit.herkomst.op, each.audit.id))
    last = done[-1].audit.herkomst.op if done else None
    due = day if last is None else AUDIT_INTERVAL.na(last)
    found = [Afspraak(dag=due, soort=Soort.INTERNE_AUDIT, naam=str(due.year), bestand=FOLDER)]
    found += _meetings(day)
    for number, dossier in enumerate(done):
        found += _measures(dossier, day)
        found += _rechecks(dossier, done[number + 1 :], day)
    return tuple(sorted(found, key=lambda each: (each.dag, each.soort, each.naam)))


def _meetings(day: date) -> Iterator[Afspraak]:
    first = (day.month - 1) // _QUARTER
    for number in range(first, first + MEETINGS):
        years, quarter = divmod(number, MEETINGS)
        start = date(day.year + years, quarter * _QUARTER + 1, 1)
        yield Afspraak(
            dag=date.fromordinal(Termijn(maanden=_QUARTER).na(start).toordinal() - 1),
            soort=Soort.PRIVACYTEAM,
            naam=f"{start.year}-{quarter + 1}",
            bestand=FOLDER,
        )


def _measures(dossier: Dossier, day: date) -> Iterator[Afspraak]:
    for each in dossier.gezegd.maatregelen:
        if not each.klaar(day):
            yield Afspraak(
                dag=each.voor,
                soort=Soort.MAATREGEL,
                naam=f"{dossier.audit.id}/{each.id}",
                titel=each.maatregel,
                bestand=place_of(dossier.audit.id, FILE),
                wie=_owner(each.eigenaar),
            )


def _rechecks(dossier: Dossier, later: Iterable[Dossier], day: date) -> Iterator[Afspraak]:
    vorige = previous(dossier)
    texts = {each.sleutel: each.stelling for each in dossier.audit.getoetst}
    answered = {
        (each.getoetst.sleutel, each.aspect)
        for other in later
        for each in other.oordelen()
        if each.vastgesteld
    }
    for each in vorige.open(day):
        if not all((each.stelling, aspect) in answered for aspect in each.aspecten):
            yield Afspraak(
                dag=_recheck(each, vorige.hercontrole_voor),
                soort=Soort.HERCONTROLE,
                naam=f"{vorige.audit}/{each.stelling}",
                titel=texts[each.stelling],
                bestand=place_of(vorige.audit, FILE),
            )


def _recheck(bevinding: Bevinding, last: date) -> date:
    days = (each.hercontrole_voor for each in bevinding.maatregelen)
    return min((*(when for when in days if when is not None), last))


def _owner(eigenaar: Eigenaar | None) -> str:
    return f"{eigenaar.functie}@{eigenaar.organisatie}" if eigenaar else ""
