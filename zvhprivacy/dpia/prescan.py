"""
Whether a DPIA is needed: from the answers alone, with every reason and its source.

Nothing here reads or believes what another program made of the same answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from zvhprivacy.model.dpia.duty import DpiaPlicht, Prescan, Vraag


class Uitkomst(StrEnum):
    """
    What comes out, as the pre-scan of the Rijk calls it.
    """

    VERPLICHT = "verplicht"
    AANBEVOLEN = "aanbevolen"
    NIET_NODIG = "niet-nodig"


class Grondslag(StrEnum):
    """
    Which rule a reason rests on.
    """

    WETGEVING = "wetgeving"
    AP_LIJST = "ap-lijst"
    CRITERIA = "criteria"
    PUNTEN = "punten"


BRONNEN = {
    Grondslag.WETGEVING: "pre-scan Rijk 0.1",
    Grondslag.AP_LIJST: "AVG 35 lid 4 (Stcrt. 2019, 64418)",
    Grondslag.CRITERIA: "WP248",
    Grondslag.PUNTEN: "pre-scan Rijk",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reden:
    """
    One reason why a DPIA is needed or advised; *wat* are the ids of the answers behind it.
    """

    op: Grondslag
    wat: tuple[str, ...]
    leidt_tot: Uitkomst

    @property
    def bron(self) -> str:
        """
        Name what says so.
        """
        return BRONNEN[self.op]


@dataclass(frozen=True, slots=True, kw_only=True)
class Oordeel:
    """
    The outcome, its reasons, and the points with what was left *open* counted for the most.

    *dtia*: data leave the EEA, so the transfer is assessed too unless an adequacy decision covers
    it.
    """

    uitkomst: Uitkomst
    redenen: tuple[Reden, ...]
    punten: int
    open: tuple[str, ...]
    dtia: bool


def prescan(asked: Prescan, plicht: DpiaPlicht) -> Oordeel:
    """
    Say whether what was answered asks for a DPIA.

    A question that was not answered, or with a word that is none of its answers, counts for the
    most it can give: not knowing is no reason to do without.
    An unknown item or criterion counts as one, for the same reason.
    """
    points = [_points(vraag, asked) for vraag in plicht.vragen]
    total = sum(points)
    left_open = tuple(v.id for v in plicht.vragen if asked.antwoorden.get(v.id) not in v.antwoorden)
    reasons = []
    if asked.wetgeving:
        reasons.append(_reason(Grondslag.WETGEVING, ("wetgeving",)))
    if asked.ap_lijst:
        reasons.append(_reason(Grondslag.AP_LIJST, asked.ap_lijst))
    if len(asked.criteria) >= plicht.criteria_nodig:
        reasons.append(_reason(Grondslag.CRITERIA, asked.criteria))
    if total > plicht.punten_meer_dan:
        scored = zip(plicht.vragen, points, strict=True)
        reasons.append(_reason(Grondslag.PUNTEN, tuple(v.id for v, given in scored if given)))
    if not reasons and len(asked.criteria) >= plicht.criteria_aanbevolen:
        reasons.append(_reason(Grondslag.CRITERIA, asked.criteria, Uitkomst.AANBEVOLEN))
    return Oordeel(
        uitkomst=reasons[0].leidt_tot if reasons else Uitkomst.NIET_NODIG,
        redenen=tuple(reasons),
        punten=total,
        open=left_open,
        dtia=asked.doorgifte,
    )


def tegenspraak(asked: Prescan, plicht: DpiaPlicht) -> Oordeel | None:
    """
    Give what comes out when *asked* carries another outcome than that, and None when it does not.
    """
    found = prescan(asked, plicht)
    return found if asked.uitkomst and asked.uitkomst != found.uitkomst else None


def _points(vraag: Vraag, asked: Prescan) -> int:
    given = vraag.antwoorden.get(asked.antwoorden.get(vraag.id, ""))
    return max(vraag.antwoorden.values(), default=0) if given is None else given


def _reason(op: Grondslag, wat: tuple[str, ...], leidt_tot: Uitkomst = Uitkomst.VERPLICHT) -> Reden:
    return Reden(op=op, wat=wat, leidt_tot=leidt_tot)
