"""
The words laag, midden and hoog of the Rijksmodel, and the scale that a register weighs on.
"""

from __future__ import annotations

from collections.abc import Mapping

from zvhprivacy.model.dpia.scores import NIVEAUS, Risicoschalen


MODEL = "model-dpia-3"
_ALSO = {"gemiddeld": "midden", "middel": "midden", "medium": "midden"}


def level(said: str) -> str | None:
    """
    Give the level that a word of a form stands for; None when it is none.
    """
    word = said.casefold().strip()
    word = _ALSO.get(word, word)
    return word if word in NIVEAUS else None


def steps(schaal: str, schalen: Risicoschalen | None) -> Mapping[str, str]:
    """
    Say of each step of *schaal* which level of the model it is; a step that is not there has none.
    """
    if schaal == MODEL:
        return {each: each for each in NIVEAUS}
    found = schalen.vertalingen if schalen else ()
    return next((each.waarden for each in found if (each.van, each.naar) == (schaal, MODEL)), {})


def bands(schaal: str, schalen: Risicoschalen | None) -> Mapping[str, str]:
    """
    Say of each band of *schaal* which level of the model it is.
    """
    if schaal == MODEL:
        return {each: each for each in NIVEAUS}
    found = schalen.schaal(schaal) if schalen else None
    return {band.id: band.niveau for band in found.banden} if found else {}
