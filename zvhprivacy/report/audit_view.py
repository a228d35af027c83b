"""
What a report of an audit is made from, and where each point of it stands.

A point is one aspect of one statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from zvhprivacy.audit.answers import Dossier, Oordeel
from zvhprivacy.audit.compare import Vergelijking
from zvhprivacy.audit.measures import Opvolging, follow_up
from zvhprivacy.messages import text
from zvhprivacy.model.audit import Antwoord, Audit
from zvhprivacy.model.audit_answers import Maatregel
from zvhprivacy.model.checklist import Soort
from zvhprivacy.model.workspace import Law, Workspace
from zvhprivacy.report.matrix import Matrix, matrix
from zvhprivacy.report.text import thousands


BAND = 10  # outside the house a count is told as the band of ten that it is in


class Stand(StrEnum):
    """
    Where a point stands; what is wrong first, then what people must answer.
    """

    AFWIJKING = "afwijking"
    WEERSPROKEN = "weersproken"
    NIET_VAST_TE_STELLEN = "niet-vast-te-stellen"
    OPEN = "open"
    GEEN_AFWIJKING = "geen-afwijking-gevonden"
    VOLDOET = "voldoet"
    NIET_VAN_TOEPASSING = "niet-van-toepassing"


# Signs that Arial has and that stay apart in black and white; colours on which black reads well.
SIGNS: Mapping[Stand, str] = {
    Stand.AFWIJKING: "▲",
    Stand.WEERSPROKEN: "◊",
    Stand.NIET_VAST_TE_STELLEN: "?",
    Stand.OPEN: "○",
    Stand.GEEN_AFWIJKING: "●",
    Stand.VOLDOET: "√",
    Stand.NIET_VAN_TOEPASSING: "–",
}
COLOURS: Mapping[Stand, str] = {
    Stand.AFWIJKING: "F8B4AB",
    Stand.WEERSPROKEN: "F9D0B0",
    Stand.NIET_VAST_TE_STELLEN: "FFEB9C",
    Stand.OPEN: "DDE6F5",
    Stand.GEEN_AFWIJKING: "D9EFD6",
    Stand.VOLDOET: "B5DFB0",
    Stand.NIET_VAN_TOEPASSING: "EDEDED",
}


class Toegang(NamedTuple):
    """
    Who may see what under a convenant.
    """

    convenant: str
    titel: str
    matrix: Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    An audit with all that is told beside it, on the day *op*; *toegang* is of that day too.

    Without a *vergelijking* nothing is said of an earlier audit.

    A report that goes *buiten*, outside the house, has no references, no sample, nothing that
    people wrote to explain or to prove, and of each count only its band: nothing in it follows from
    a count but by the band that it is in. Of free text the measures themselves stay.
    """

    dossier: Dossier
    op: date
    vergelijking: Vergelijking | None = None
    toegang: tuple[Toegang, ...] = ()
    buiten: bool = False

    @property
    def audit(self) -> Audit:
        """
        Give what the machine found.
        """
        return self.dossier.audit

    @property
    def maatregelen(self) -> tuple[Maatregel, ...]:
        """
        Give what is done about it.
        """
        return self.dossier.gezegd.maatregelen

    @property
    def opvolging(self) -> Opvolging:
        """
        Give how far that is.
        """
        return follow_up(self.dossier, self.op)

    @property
    def te_laat(self) -> tuple[Maatregel, ...]:
        """
        Give the measures that are late, of this audit and of the one it is compared with.
        """
        earlier = self.vergelijking.te_laat if self.vergelijking else ()
        return tuple(dict.fromkeys((*self.opvolging.te_laat, *earlier)))

    def counted(self, number: int) -> int | str:
        """
        Give *number* as this report may tell it.
        """
        if not self.buiten or not number:
            return number
        low = number // BAND * BAND
        return f"{max(low, 1)} – {low + BAND - 1}"  # apart: two numbers, not the digits of one

    def told(self, number: int, lang: str) -> str:
        """
        Give it as a text, as one writes a number in *lang*.
        """
        said = self.counted(number)
        return thousands(said, lang) if isinstance(said, int) else said


def stand(each: Oordeel) -> Stand:
    """
    Say where a point stands, as far as was answered.
    """
    if each.weersproken:
        return Stand.WEERSPROKEN
    return Stand(each.antwoord.value) if each.antwoord else Stand.OPEN


def asks_a_person(each: Oordeel) -> bool:
    """
    Say whether a person has to answer and did not yet: what the machine cannot judge, or not alone.
    """
    alone = each.getoetst.soort is Soort.AUTOMATISCH and each.machine is not None
    return each.mens is None and not alone


def stands(oordelen: Iterable[Oordeel]) -> Counter[Stand]:
    """
    Count the points by where they stand.
    """
    return Counter(map(stand, oordelen))


def by_group(report: Report) -> Iterator[tuple[str, str, Counter[Stand]]]:
    """
    Give per group of statements its key, what it is about, and its points by where they stand.
    """
    counts: dict[str, Counter[Stand]] = {}
    for each in report.dossier.oordelen():
        letters = each.getoetst.nummer.rstrip("0123456789")
        counts.setdefault(f"{each.getoetst.checklist}/{letters}", Counter())[stand(each)] += 1
    titles = report.audit.groepen
    for key in [*titles, *(key for key in counts if key not in titles)]:
        if key in counts:
            yield key, titles.get(key, ""), counts[key]


def deviating(report: Report) -> dict[str, list[Oordeel]]:
    """
    Give per statement the points that deviate, as the machine says or a person does.

    So also where a person does not see what the machine found.
    """
    found: dict[str, list[Oordeel]] = {}
    for each in report.dossier.oordelen():
        if Antwoord.AFWIJKING in {each.machine, each.antwoord}:
            found.setdefault(each.getoetst.sleutel, []).append(each)
    return found


def signed(where: Stand, lang: str) -> str:
    """
    Name *where* a point stands, with its sign.
    """
    return f"{SIGNS[where]} {text(f'audit.stand.{where.value}', lang)}"


def dated(day: date, lang: str) -> str:
    """
    Write *day* as one does in *lang*.
    """
    return f"{day:%d-%m-%Y}" if lang == "nl" else day.isoformat()


def toegang(workspace: Workspace, law: Law, day: date) -> tuple[Toegang, ...]:
    """
    Compute for each convenant who may see what on *day*; one under which nobody may is left out.
    """
    found = (
        Toegang(
            name,
            agreement.convenant.titel,
            matrix(workspace, law, agreement, day, only={"handeling": "inzien"}),
        )
        for name, agreement in sorted(workspace.agreements.items())
    )
    return tuple(each for each in found if each.matrix.cells)
