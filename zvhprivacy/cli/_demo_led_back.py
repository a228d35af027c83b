"""
The fifth part of the demo: who is it, behind a pseudonym in the logboek? Nobody finds out alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from zvhprivacy.cli._demo_case import BSN
from zvhprivacy.cli._demo_kept import Kept
from zvhprivacy.cli._demo_steps import ANDERS, Came, Step, decided
from zvhprivacy.logboek.line import DataLine, Logdoel
from zvhprivacy.logboek.reading import Query
from zvhprivacy.model.about import About
from zvhprivacy.model.registers import Aanleiding
from zvhprivacy.model.request import Request
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.herleiden import Aanleiding as Waarom
from zvhprivacy.vault.pseudonym import Pseudoniem


ASKS, APPROVES = "privacy-officer", "fg"

_DOEL = "rechtmatigheidstoezicht"
_REASON_HOLDS = timedelta(days=30)


class LedBack:
    """
    A pseudonym of the case that was *kept*, and the request to lead it back.
    """

    pseudoniem: Pseudoniem
    aanleiding: str
    kenmerk: str

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def steps(self) -> Iterator[Step]:
        """
        Give the steps in order.
        """
        yield "alleen", self._alleen
        yield "zichzelf", self._zichzelf
        yield "samen", self._samen
        yield "nogmaals", self._herleid

    def _alleen(self) -> Came:
        cast, casus = self._kept.cast, self._kept.case.casus
        now = cast.klok()
        reason = Aanleiding(
            id=cast.new(), soort="incident", casus=casus.id, op=now, tot=now + _REASON_HOLDS
        )
        cast.write(reason, APPROVES, casus=casus.id)
        self.aanleiding = reason.id
        self.pseudoniem = self._read_in_logboek()
        self.kenmerk = cast.huis.herleiden.vraag_aan(
            self.pseudoniem, Waarom.INCIDENT, _DOEL, self._about(ASKS)
        )
        return self._herleid()

    def _read_in_logboek(self) -> Pseudoniem:
        cast = self._kept.cast
        asked, about = self._request("logboek-inzien", "logregel"), cast.about(ASKS)
        grant = cast.engine.require(asked, about=about, verklaard=["logdoel"])
        entries = cast.huis.logboek_inzien(grant, Query(), doel=Logdoel.RECHTMATIGHEID)
        found = [each.line.attributes for each in entries if isinstance(each.line, DataLine)]
        return Pseudoniem(found[-1].betrokkene if found else "")

    def _zichzelf(self) -> Came:
        self._approve(ASKS)
        return Came(ANDERS)

    def _samen(self) -> Came:
        self._approve(APPROVES)
        return self._herleid()

    def _approve(self, naam: str) -> None:
        self._kept.cast.huis.herleiden.keur_goed(self.kenmerk, self._about(naam))

    def _herleid(self) -> Came:
        cast = self._kept.cast
        asked = self._request("herleiden", "identificatie-contact")
        about = self._about(ASKS, aanleiding=self.aanleiding, goedkeuring=self.kenmerk)
        grant = cast.engine.require(asked, about=about)
        found = cast.huis.herleiden.herleid(grant, self.pseudoniem)
        return decided(grant.decision, "")._replace(
            soort="herleid" if found.bsn == Bsn(BSN) else ANDERS,
            waarden={"pseudoniem": self.pseudoniem},
        )

    def _request(self, handeling: str, gegevens: str) -> Request:
        fase = self._kept.case.casus.fase
        return self._kept.cast.request(ASKS, handeling, gegevens, fase=fase, doel=_DOEL)

    def _about(self, naam: str, **more: str) -> About:
        return self._kept.cast.about(naam, casus=self._kept.case.casus.id, **more)
