"""
What a risk weighs on its scale, what that is on another scale, and how many risks lie where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from zvhprivacy.model.dpia.risks import Risico
from zvhprivacy.model.dpia.scores import NIVEAUS, Band, Risicoschalen, Schaal


@dataclass(frozen=True, slots=True, kw_only=True)
class Weging:
    """
    Kans times impact, and the band that this lies in.
    """

    score: int
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class Kaart:
    """
    How many risks have which kans and impact, by their steps; *ongewogen* lacks one of the two.
    """

    schaal: Schaal
    aantallen: Counter[tuple[str, str]]
    ongewogen: int


def weging(risico: Risico, schaal: Schaal) -> Weging | None:
    """
    Weigh *risico*; None when kans or impact is not stated, or no step of *schaal*.
    """
    kans = schaal.waarde(risico.kans or "")
    impact = schaal.waarde(risico.impact or "")
    if kans is None or impact is None:
        return None
    score = kans.getal * impact.getal
    return Weging(score=score, band=schaal.band(score))


def band(risico: Risico, schaal: Schaal) -> Band | None:
    """
    Give the band of *risico*: the one it weighs, or else the one that its author says.

    An author's level below what it weighs lowers nothing; one above it counts.
    """
    weighed = weging(risico, schaal)
    found = [weighed.band] if weighed else []
    found += [each for each in schaal.banden if each.id == risico.niveau]
    return max(found, key=schaal.banden.index, default=None)


def is_hoog(schalen: Risicoschalen, van: Band) -> bool:
    """
    Say whether what lies in band *van* is a high risk (AVG 36 lid 1).

    A band that means the highest level is one, also when *schalen* forgets to name it.
    """
    return van.id in schalen.hoog or _level(van) == len(NIVEAUS) - 1


def vertaal(schalen: Risicoschalen, waarde: str, *, van: str, naar: str) -> str | None:
    """
    Give what step *waarde* of scale *van* is called on scale *naar*; None when nothing says so.
    """
    if van == naar:
        return waarde
    for each in schalen.vertalingen:
        if (each.van, each.naar) == (van, naar):
            return each.waarden.get(waarde)
    return None


def band_op(naar: Schaal, van: Band) -> Band:
    """
    Give the band of scale *naar* that means what *van* means on its own scale, and never less.

    The product of two translated steps can lie lower than what was weighed; this does not.
    """
    wanted = _level(van)
    return next((each for each in naar.banden if _level(each) >= wanted), naar.banden[-1])


def kaart(risicos: Iterable[Risico], schaal: Schaal) -> Kaart:
    """
    Count the risks per kans and impact.
    """
    counts: Counter[tuple[str, str]] = Counter()
    left = 0
    for risico in risicos:
        if weging(risico, schaal) is None:
            left += 1
        else:
            counts[risico.kans or "", risico.impact or ""] += 1
    return Kaart(schaal=schaal, aantallen=counts, ongewogen=left)


def _level(van: Band) -> int:
    # A level that is none of ours counts for the highest.
    return NIVEAUS.index(van.niveau) if van.niveau in NIVEAUS else len(NIVEAUS) - 1
