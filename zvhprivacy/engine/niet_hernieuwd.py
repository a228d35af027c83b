"""
Why a case is not renewed (WGS 1.8 lid 7, BGS 1.16), and what to do about it.
"""

from __future__ import annotations

from enum import StrEnum

from zvhprivacy.errors import Exit, ZvhError


class Reden(StrEnum):
    """
    Why a case is not renewed.
    """

    GEEN_MOTIVERING = "geen-motivering"
    OUDE_MOTIVERING = "oude-motivering"
    GEEN_INSTEMMING = "geen-instemming"
    GEEN_CRITERIA = "geen-criteria"
    TE_LANG = "te-lang"
    TE_LAAT = "te-laat"
    ONBEKEND = "onbekend"
    NIETS_NIEUWS = "niets-nieuws"


_SENTENCES = {
    Reden.GEEN_MOTIVERING: (
        "geef een motivering waarom hernieuwen nodig is (WGS 1.8 lid 7)",
        "give a motivation why renewal is necessary (WGS 1.8 lid 7)",
    ),
    Reden.OUDE_MOTIVERING: (
        "deze motivering is eerder gegeven; geef een nieuwe (WGS 1.8 lid 7)",
        "this motivation was given before; give a new one (WGS 1.8 lid 7)",
    ),
    Reden.GEEN_INSTEMMING: (
        "van geen gegeven stemt ieder in die het gaf; vraag dat op de verstrekking (WGS 1.8 lid 7)",
        "of no item everybody who gave it agrees; ask that on the disclosure (WGS 1.8 lid 7)",
    ),
    Reden.GEEN_CRITERIA: (
        "hij loopt nog; stel eerst vast dat hij nog aan de criteria voldoet (BGS 1.16 lid 2 a)",
        "it is still open; first establish that it still meets the criteria (BGS 1.16 lid 2 a)",
    ),
    Reden.TE_LANG: (
        "het kan voor ten hoogste twee jaar; kies een eerdere dag (BGS 1.16 lid 3)",
        "it can be for two years at most; choose an earlier day (BGS 1.16 lid 3)",
    ),
    Reden.TE_LAAT: (
        "de termijn is voorbij; wat weg moest zijn, komt niet terug (WGS 1.8 lid 7)",
        "the term is over; what had to be gone does not come back (WGS 1.8 lid 7)",
    ),
    Reden.ONBEKEND: (
        "wanneer de termijn eindigt is niet te zeggen; zoek uit wat ontbreekt (WGS 1.8 lid 7)",
        "when the term ends cannot be said; find out what is missing (WGS 1.8 lid 7)",
    ),
    Reden.NIETS_NIEUWS: (
        "niets blijft erdoor langer: zie wanneer hij sloot en waarom het weg moet (BGS 1.16 lid 2)",
        "nothing stays longer by it: see when it closed and why it has to go (BGS 1.16 lid 2)",
    ),
}


class RenewalRefused(ZvhError):
    """
    The case cannot be renewed like this; nothing was changed.
    """

    exit_code = Exit.REFUSED
    code = "renewal-refused"
    nl = "deze casus wordt niet hernieuwd: {nl}"
    en = "this case is not renewed: {en}"

    def __init__(self, reden: Reden) -> None:
        self.reden = reden
        nl, en = _SENTENCES[reden]
        super().__init__(reden=reden, nl=nl, en=en)
