"""
What is due and when: adoptions and reviews of DPIAs, measures, evaluations, feedback and audits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from zvhprivacy.dpia.gate import ADOPTED
from zvhprivacy.dpia.read import FOLDER, Register
from zvhprivacy.dpia.remarks import file_of
from zvhprivacy.model.dpia.dossier import Dpia, Status
from zvhprivacy.model.dpia.risks import Maatregel
from zvhprivacy.model.request import WGS
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.model.workspace import Agreement, Law, Workspace


FIRST_AUDIT = date(2027, 3, 1)  # BGS 1.18 lid 1: within two years of the WGS
AUDIT_INTERVAL = Termijn(jaren=4)  # BGS 1.18 lid 1
ANSWER = Termijn(dagen=8 * 7)  # AVG 36 lid 2; the AP may add six weeks
_FEEDBACK = "terugkoppelen-jaarlijks"  # WGS 1.7 lid 4
_YEAR = Termijn(jaren=1)


class Soort(StrEnum):
    """
    What an appointment is about.
    """

    VASTSTELLING = "vaststelling"
    HERZIENING = "herziening"
    RAADPLEGING = "raadpleging"
    MAATREGEL = "maatregel"
    OVEREENKOMST = "overeenkomst"
    EVALUATIE = "evaluatie"
    TERUGKOPPELING = "terugkoppeling"
    AUDIT = "audit"


class Due(Protocol):
    """
    What an agenda shows of something that is due on *dag* at the latest, whoever keeps it.
    """

    @property
    def dag(self) -> date: ...  # noqa: D102 - as in Afspraak

    @property
    def soort(self) -> StrEnum: ...  # noqa: D102

    @property
    def naam(self) -> str: ...  # noqa: D102

    @property
    def titel(self) -> str: ...  # noqa: D102

    @property
    def bestand(self) -> str: ...  # noqa: D102

    @property
    def wie(self) -> str: ...  # noqa: D102

    @property
    def kenmerk(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Afspraak:
    """
    Something that is due on *dag* at the latest; *naam* is of what, *bestand* where it stands.

    *titel* are words of the files, *wie* who sees to it where that is said.
    """

    dag: date
    soort: Soort
    naam: str
    titel: str
    bestand: str
    wie: str = ""

    @property
    def kenmerk(self) -> str:
        """
        Name the appointment so that it stays the same when its day changes.

        Only an audit or a feedback of another year is another appointment.
        """
        yearly = self.soort in {Soort.TERUGKOPPELING, Soort.AUDIT}
        return f"{self.soort.value}/{self.naam}" + (f"/{self.dag.year}" if yearly else "")


def agenda(workspace: Workspace, register: Register, day: date) -> tuple[Afspraak, ...]:
    """
    Give all that is not done yet, in order of day; what is late on *day* is among it.

    Whether an evaluation, feedback or audit of before *day* took place stands in no file here:
    an evaluation stays until its date is moved, of feedback and audits only those to come are told.
    """
    found = [each for dpia in register.dpias.values() for each in _of_dpia(dpia)]
    for naam, risks in register.risicoregisters.items():
        file = f"{FOLDER}/risicoregister-{naam}.yaml"
        found += _of_measures(risks.maatregelen, naam, file)
    found += _of_processors(register)
    law = workspace.law
    for naam, agreement in workspace.agreements.items():
        if not agreement.convenant.is_model and agreement.convenant.geldig.op(day):
            found += _of_convenant(workspace, law, naam, day)
    return tuple(sorted(found, key=lambda each: (each.dag, each.soort, each.naam)))


def _of_dpia(dpia: Dpia) -> Iterator[Afspraak]:
    file, planned, review = file_of(dpia), dpia.gepland, dpia.herziening
    said = {"naam": dpia.dpia, "titel": dpia.titel, "bestand": file}
    if dpia.status is Status.VERVALLEN:
        return
    if dpia.vaststelling is None and planned is not None:
        yield Afspraak(dag=planned, soort=Soort.VASTSTELLING, wie=dpia.opsteller, **said)
    if review is not None and dpia.status in ADOPTED:
        who = dpia.documentbeheerder
        yield Afspraak(dag=review.uiterlijk, soort=Soort.HERZIENING, wie=who, **said)
    asked = dpia.voorafgaande_raadpleging
    if asked is not None and asked.antwoord_op is None:
        yield Afspraak(dag=ANSWER.na(asked.ingediend), soort=Soort.RAADPLEGING, wie="AP", **said)
    yield from _of_measures(dpia.maatregelen, dpia.dpia, file)


def _of_measures(maatregelen: tuple[Maatregel, ...], naam: str, file: str) -> Iterator[Afspraak]:
    for each in maatregelen:
        if each.uiterlijk is not None and each.gereed is None:
            yield Afspraak(
                dag=each.uiterlijk,
                soort=Soort.MAATREGEL,
                naam=f"{naam}/{each.id}",
                titel=each.maatregel,
                bestand=file,
                wie=each.beheerder,
            )


def _of_processors(register: Register) -> Iterator[Afspraak]:
    value = register.verwerkingsregister
    for each in value.verwerkers if value else ():
        if each.overeenkomst is not None and each.overeenkomst.tot is not None:
            yield Afspraak(
                dag=each.overeenkomst.tot,
                soort=Soort.OVEREENKOMST,
                naam=each.verwerker,
                titel=each.naam,
                bestand=f"{FOLDER}/verwerkingsregister.yaml",
            )


def _of_convenant(
    workspace: Workspace, law: Law | None, naam: str, day: date
) -> Iterator[Afspraak]:
    convenant = workspace.agreements[naam].convenant
    who = convenant.contactpunt or ""
    said = {"naam": naam, "titel": convenant.titel, "bestand": convenant.plek.span.file, "wie": who}
    if convenant.evaluatie is not None:
        yield Afspraak(dag=convenant.evaluatie.uiterlijk, soort=Soort.EVALUATIE, **said)
    here = _with_bases(workspace, naam)
    rules = [regel for agreement in here for regel in agreement.regels]
    if any(_FEEDBACK in regel.verplicht for regel in rules) and convenant.geldig.vanaf is not None:
        due = _next(convenant.geldig.vanaf, _YEAR, day, skip_first=True)
        yield Afspraak(dag=due, soort=Soort.TERUGKOPPELING, **said)
    grounds = [law.grondslag(regel.grondslag) for regel in rules] if law else []
    if any(ground is not None and ground.kader == WGS for ground in grounds):
        audit = _next(FIRST_AUDIT, AUDIT_INTERVAL, day)
        yield Afspraak(dag=audit, soort=Soort.AUDIT, **said)
        yield Afspraak(dag=AUDIT_INTERVAL.na(audit), soort=Soort.AUDIT, **said)


def _with_bases(workspace: Workspace, naam: str) -> Iterator[Agreement]:
    names = [naam]
    for each in names:
        agreement = workspace.agreements.get(each)
        if agreement is not None:
            yield agreement
            names += [base for base in agreement.bouwt_op if base not in names]


def _next(first: date, interval: Termijn, day: date, *, skip_first: bool = False) -> date:
    """
    Give the first of *first* and every *interval* after it that is not before *day*.
    """
    years, number = interval.jaren, 1 if skip_first else 0
    while (due := Termijn(jaren=years * number).na(first)) < day:
        number += 1
    return due
