"""
What people say of an audit: their answers, and the measures that follow from what was found.
"""

from __future__ import annotations

import re

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from zvhprivacy.model.audit import Antwoord, Aspect
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.model.written import MAX_ID, Day, Id, Schema, Words, Written
from zvhprivacy.source import suggest


HERCONTROLE = Termijn(jaren=1)  # WGS 1.10 lid 3
OF_PEOPLE = (
    Antwoord.VOLDOET,
    Antwoord.AFWIJKING,
    Antwoord.NIET_VAN_TOEPASSING,
    Antwoord.NIET_VAST_TE_STELLEN,
)

_AUDIT = re.compile(r"[a-z0-9][a-z0-9.-]*")
_WHO = re.compile(r"([a-z][a-z0-9.-]*)@([a-z][a-z0-9.-]*)")


def _audit(value: str) -> str:
    if len(value) > MAX_ID or not _AUDIT.fullmatch(value):
        raise PydanticCustomError("ZVH107", "not an id", {"waarde": value})
    return value


def _said(value: object) -> object:
    words = [each.value for each in OF_PEOPLE]
    if value not in words:
        listed = "`" + "`, `".join(words[:-1]) + f"` of `{words[-1]}`"
        meant = suggest(str(value), words) or ""
        raise PydanticCustomError("ZVH115", "answer", {"verwacht": listed, "suggestie": meant})
    return value


def _who(value: str) -> str:
    if not _WHO.fullmatch(value):
        raise PydanticCustomError("ZVH911", "role at organisation", {})
    return value


AuditId = Annotated[str, AfterValidator(_audit)]
Gezegd = Annotated[Antwoord, BeforeValidator(_said)]
Wie = Annotated[str, AfterValidator(_who)]


class Beantwoord(Written):
    """
    What somebody says of one *aspect* of a *stelling* (`<checklist>/<nummer>`), and from what.

    *door* is a rol at an organisation, never the name of a person.
    """

    stelling: Words
    aspect: Aspect
    antwoord: Gezegd
    bewijs: tuple[Words, ...] = ()
    toelichting: Words | None = None
    door: Wie
    op: Day

    @property
    def wie(self) -> tuple[str, str]:
        """
        Give the rol and the organisation.
        """
        rol, _, organisatie = self.door.partition("@")
        return rol, organisatie


class Eigenaar(Written):
    """
    Who sees to a measure; never an FG, who would then watch his own work (AVG 38 lid 6).
    """

    organisatie: Id
    functie: Id


class Maatregel(Written):
    """
    What is done about a *bevinding* (`<checklist>/<nummer>`), by whom, and before or on which day.

    *hercontrole_voor* is the day on which has been looked again at the latest (WGS 1.10 lid 3).
    """

    id: Id
    bevinding: Words
    maatregel: Words
    eigenaar: Eigenaar | None = None
    voor: Day
    afgerond_op: Day | None = None
    hercontrole_voor: Day | None = None
    toelichting: Words | None = None

    def klaar(self, day: date) -> bool:
        """
        Say whether it was carried out by *day*.
        """
        return self.afgerond_op is not None and self.afgerond_op <= day


class Antwoorden(Written):
    """
    A file `audits/<id>/antwoorden.yaml`.

    A later answer about the same aspect takes the place of an earlier one; both stay in the file.
    """

    schema_: Schema = Field(alias="schema")
    audit: AuditId
    antwoorden: tuple[Beantwoord, ...] = ()
    maatregelen: tuple[Maatregel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bevinding:
    """
    A statement (`<checklist>/<nummer>`) of which some aspects deviate, and what is done about it.
    """

    stelling: str
    aspecten: tuple[Aspect, ...]
    maatregelen: tuple[Maatregel, ...] = ()

    def opgelost(self, day: date) -> bool:
        """
        Say whether there are measures and all were carried out by *day*.

        Whether they helped is for the next audit to see.
        """
        return bool(self.maatregelen) and all(each.klaar(day) for each in self.maatregelen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vorige:
    """
    What the previous audit found on the day *op*, each finding with its measures or without any.
    """

    audit: str
    op: date
    bevindingen: tuple[Bevinding, ...]

    @property
    def hercontrole_voor(self) -> date:
        """
        The last day for looking again at what was found.
        """
        return HERCONTROLE.na(self.op)

    def open(self, day: date) -> tuple[Bevinding, ...]:
        """
        Give the findings that were not solved by *day*.
        """
        return tuple(each for each in self.bevindingen if not each.opgelost(day))

    def zonder_hercontrole(self, day: date) -> tuple[Bevinding, ...]:
        """
        Give those open on *day* that nobody will look at again in time.

        A day that has passed while the finding stayed open is no plan any more.
        """
        return tuple(each for each in self.open(day) if not self._planned(each, day))

    def _planned(self, bevinding: Bevinding, day: date) -> bool:
        days = (each.hercontrole_voor for each in bevinding.maatregelen)
        return any(when is not None and day <= when <= self.hercontrole_voor for when in days)
