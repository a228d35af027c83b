"""
What is asked, with the words in which the oracle puts its rules; it shares no code with `feiten`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from types import SimpleNamespace as Row
from typing import Any

from tests.feiten.registers import World


_ONE = ("dossier", "medewerker", "verstrekking", "besluit", "aanleiding")
_MANY = (
    "mandaten",
    "gegevens",
    "toestemmingen",
    "instemmingen",
    "bezwaren",
    "adviezen",
    "criteria",
    "verklaringen",
    "publicaties",
)


class Asked:
    """
    What is asked, with the words in which the rules below are written.
    """

    def __init__(self, given: World) -> None:
        self.w = Row(**{**dict.fromkeys(_ONE), **dict.fromkeys(_MANY, ()), **given})
        self.r, self.a, self.now, self.day = self.w.request, self.w.about, self.w.nu, self.w.op
        self.m = Row(**{"contactpunt": None, "quorum": frozenset(), **given["members"]})
        self.organ = self.r.namens or self.r.deelnemer
        self.case = self._case()
        self.persons = [
            p.id
            for p in (self.w.dossier.betrokkenen if self.case else [])
            if p.casus == self.a.casus and str(p.over) == self.r.over
            if self.a.betrokkene is None or p.id == self.a.betrokkene
        ]
        self.disclosure = self.row("verstrekking")
        self.items = [
            i
            for i in self.w.gegevens
            if i.casus == self.a.casus and i.betrokkene in self.persons
            if i.categorie == self.r.gegevens
            if self.a.gegeven is None or i.id == self.a.gegeven
            if self.disclosure is None or i.id in self.disclosure.gegevens
        ]
        self.sources = {s for i in self.items for s in i.bronnen}
        self.closed = self.last("afgesloten")

    def _case(self) -> Any:
        c = self.w.dossier.casus if self.w.dossier else None
        if c is None or c.id != self.a.casus:
            return None
        ours = self.r.convenant in (None, c.convenant) and self.r.kader in (None, c.kader)
        return c if ours else None

    def row(self, name: str) -> Any:
        """
        Give the line that *about* names, when it is of this case.
        """
        line = getattr(self.w, name)
        if line is None or line.id != getattr(self.a, name) or line.casus != self.a.casus:
            return None
        return line

    def last(self, fase: str) -> datetime | None:
        """
        Give when the case last came into *fase*.
        """
        moments = sorted(
            o.op
            for o in self.w.overgangen
            if o.casus == self.a.casus and o.naar == fase and o.op <= self.now
        )
        return moments[-1] if moments else None

    def today(self, period: Any) -> bool:
        """
        Say whether *period* holds.
        """
        return bool(period.van <= self.day and not (period.tot and period.tot <= self.day))

    def parts(self, *, third: bool) -> list[Any]:
        """
        Give the organisations in the case.
        """
        there = self.w.dossier.deelnames if self.case else []
        return [
            d for d in there if d.casus == self.a.casus and d.als_derde == third and self.today(d)
        ]

    @property
    def involved(self) -> set[str]:
        """
        Give their names, without third parties.
        """
        return {d.organisatie for d in self.parts(third=False)}

    def since_closing(self, period: Any) -> bool:
        """
        Say whether *period* began on a day after the last closing.
        """
        if self.closed is None:
            return True
        return bool(period.van > self.closed.astimezone(self.now.tzinfo).date())

    def person(self) -> Any:
        """
        Give who asks, if he is designated.
        """
        p = self.w.medewerker
        if not p or p.id != self.a.medewerker or p.organisatie != self.r.deelnemer:
            return None
        return p if self.r.rol in p.rollen and self.today(p) else None

    def said(self, feit: str, over: str, what: str | None, since: datetime | None) -> set[str]:
        """
        Give who declares it now.
        """
        return self.stand(
            (v.organisatie, v.op, v.tot, v.ingetrokken_op, since is None or v.op > since)
            for v in self.w.verklaringen
            if v.feit == feit and v.over.value == over and v.onderwerp == what
        )

    def stand(self, lines: Iterable[tuple[str, datetime, Any, Any, bool]]) -> set[str]:
        """
        Give who said something, and took none of what he said before back after that.
        """
        heard = [line for line in lines if line[1] <= self.now]
        found = set()
        for who, op, tot, _, counts in heard:
            later = [b for w, _, _, b, _ in heard if w == who and b and b <= self.now and b >= op]
            if counts and not later and not (tot and tot <= self.now):
                found.add(who)
        return found

    def case_said(self, feit: str, since: datetime | None = None) -> set[str]:
        """
        Give who declares it of the case.
        """
        return self.said(feit, "casus", self.a.casus, since)

    def given_said(self, feit: str, since: datetime | None = None) -> set[str]:
        """
        Give who declares it of the disclosure.
        """
        return self.said(feit, "verstrekking", self.a.verstrekking, since)

    def lid_1(self, who: Iterable[str]) -> set[str]:
        """
        Give those of lid 1.
        """
        return {o for o in who if o in self.m.soorten and "lid-1" in self.m.namen[o]}

    def joint(self, who: set[str], involved: set[str]) -> bool:
        """
        Say whether they decide as the lid-1 deelnemers.
        """
        names = {n for o in who if o in self.m.namen for n in self.m.namen[o]}
        return (
            who == self.lid_1(who)
            and len({self.m.soorten[o] for o in who}) > 1
            and self.lid_1(involved) - who == set()
            and self.m.quorum - names == set()
        )

    def voted(self) -> set[str]:
        """
        Give who decided on this act.
        """
        b = self.row("besluit")
        if not b or b.waarover != self.r.handeling or b.gebruikt_op or b.op > self.now:
            return set()
        return {s.organisatie for s in b.stemmen} if all(s.voor for s in b.stemmen) else set()

    def residents(self) -> set[str]:
        """
        Give the burgemeesters of the municipality where the person stays.
        """
        return {
            d.organisatie
            for d in self.parts(third=False)
            if self.m.soorten.get(d.organisatie) == "burgemeester"
            if d.organisatie
            in self.said("gemeente-van-verblijf", "organisatie-in-casus", d.id, None)
        }

    def contact(self) -> set[str]:
        """
        Give the contactpunt.
        """
        if self.r.kader == "pga-wet":
            return self.residents()
        return {self.m.contactpunt} if self.m.contactpunt else set()

    def third(self) -> list[Any]:
        """
        Give the part of the third party in the case.
        """
        b = self.row("besluit")
        who = self.r.aan
        if not who and self.r.handeling == "derde-toelaten" and b:
            who = b.naar
        who = who or self.r.deelnemer
        return [d for d in self.parts(third=True) if d.organisatie == who and self.since_closing(d)]

    def each_item(self, feit: str, needed: Callable[[Any], set[str]], since: Any) -> bool:
        """
        Say whether all that are *needed* for it declare it of every item.
        """
        return self.items != [] and all(
            needed(i) - self.said(feit, "gegeven", i.id, since(i)) == set() for i in self.items
        )

    def corrected(self, item: Any, field: str) -> datetime | None:
        """
        Give when *item* was last reported wrong, or corrected.
        """
        found = [getattr(c, field) for c in self.w.correcties if c.gegeven == item.id]
        return max((f for f in found if f and f <= self.now), default=None)

    def of_this(self, name: str) -> list[Any]:
        """
        Give the lines about the disclosure.
        """
        return [x for x in getattr(self.w, name) if x.verstrekking == self.a.verstrekking]

    def open(self) -> bool:
        """
        Say whether the disclosure is the one asked about, and was not done.
        """
        d = self.disclosure
        return (
            d is not None
            and (d.handeling, d.van, d.aan, d.doel)
            == (self.r.handeling, self.organ, self.r.aan, self.r.doel)
            and self.r.gegevens in d.categorieen
            and (self.a.gegeven is None or self.a.gegeven in d.gegevens)
            and d.voorbereid_op <= self.now
            and not d.gedaan_op
        )

    def objections(self) -> dict[str, tuple[bool, bool]]:
        """
        Give of each that answered whether it objects, and whether with weight.
        """
        found: dict[str, tuple[Any, ...]] = {}
        for b in self.of_this("bezwaren"):
            answer = (b.op, b.bezwaar, b.zwaarwegend)
            if b.op <= self.now and answer >= found.get(b.organisatie, answer):
                found[b.organisatie] = answer
        return {who: (answer[1], answer[2]) for who, answer in found.items()}

    def agreed(self) -> set[str]:
        """
        Give who agrees to the disclosure.
        """
        return self.stand(
            (i.organisatie, i.op, None, i.ingetrokken_op, True)
            for i in self.of_this("instemmingen")
        )
