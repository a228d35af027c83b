"""
What our own registers hold that bears on a question, and what of it the caller cannot choose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from zvhprivacy.engine.afscherming import GOES_ON, shielded
from zvhprivacy.engine.clock import Moment
from zvhprivacy.feiten import Known, Members, Registered
from zvhprivacy.model.about import About
from zvhprivacy.model.bewaren import Afscherming, Opschorting
from zvhprivacy.model.casus import Betrokkene, Gegeven, Overgang, Register
from zvhprivacy.model.registers import (
    Aanleiding,
    Besluit,
    Bezwaar,
    Correctie,
    Criteria,
    Instemming,
    Mandaat,
    Medewerker,
    Publicatie,
    RacAdvies,
    Toestemming,
    Verklaring,
    Verstrekking,
)
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Cause


if TYPE_CHECKING:
    from zvhprivacy.store.registers import Registers


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Registered):
    """
    Everything in the registers that may bear on what *about* names, whatever is asked of it.

    *afschermingen* and *opschortingen* are of the case: no fact comes from them, they hide it.
    """

    afschermingen: tuple[Afscherming, ...] = ()
    opschortingen: tuple[Opschorting, ...] = ()

    def about_this(self, **narrower: str) -> Lines:
        """
        Give the same lines for something more precise than *about*: one item, one person.
        """
        return replace(self, about=self.about._replace(**narrower))

    def rows(self) -> Iterator[Register]:
        """
        Go through the lines that facts about who asks and his case come from.
        """
        if self.dossier is not None:
            yield self.dossier.casus
            yield from self.dossier.deelnames
            mine = self.dossier.toewijzingen
            yield from (each for each in mine if each.medewerker == self.about.medewerker)
        for name in (*_AS_THEY_ARE, "afschermingen", "opschortingen"):
            line = getattr(self, name)
            if isinstance(line, tuple):
                yield from line
            elif line is not None and name != "dossier":
                yield line

    def refused(self, request: Request, kader: str | None) -> Cause | None:
        """
        Say what in *request* is not as the registers have it; a caller cannot choose those.
        """
        for field in ("medewerker", "casus", "gegeven", "verstrekking", "besluit", "aanleiding"):
            if getattr(self.about, field) is not None and not self._has(field):
                return Cause(reden="niet-in-register", veld=field)
        if self.dossier is None:
            return None
        hidden = self.hidden(request.handeling)
        for field, thing in (("casus", None), ("gegeven", self.about.gegeven)):
            if thing in hidden:
                return Cause(reden="afgeschermd", veld=field)
        if self.about.gegeven is not None and not self.items(request):
            return Cause(reden="wijkt-af-van-register", veld="gegeven")
        casus = self.dossier.casus
        kept = {
            "convenant": (request.convenant, casus.convenant),
            "proces": (request.proces, casus.proces),
            "kader": (kader, casus.kader),
            "fase": (request.fase, casus.fase),
        }
        for field, (asked, kept_as) in kept.items():
            if asked is not None and asked != kept_as:
                return Cause(reden="wijkt-af-van-register", veld=field)
        return None

    def known(self, request: Request, members: Members, at: Moment) -> Known:
        """
        Choose what bears on *request*.
        """
        return Known(
            request=request,
            about=self.about,
            op=at.dag,
            nu=at.tijd,
            members=members,
            gegevens=self.items(request),
            **{name: getattr(self, name) for name in _AS_THEY_ARE},
        )

    def items(self, request: Request) -> tuple[Gegeven, ...]:
        """
        Give the data items that *request* is about: the one named, or all that it covers.

        Of an act that brings in something new it is the one that was announced, if it is named;
        for every other act what was only announced is not there yet.
        """
        about, given = self.about, self.verstrekking
        brings_in, hidden = request.handeling in ADDS, self.hidden(request.handeling)
        if brings_in and about.gegeven is None:
            return ()
        persons = {each.id for each in self.persons(request)}
        return tuple(
            item
            for item in self.gegevens
            if item.categorie == request.gegevens
            and item.betrokkene in persons
            and about.gegeven in {None, item.id}
            and item.id not in hidden
            and (given is None or item.id in given.gegevens)
            and (request.handeling in DESTROYS or announced(item) is brings_in)
        )

    def held(self, handeling: str) -> Iterator[tuple[Gegeven, str]]:
        """
        Go through the items of the case that are there for *handeling*, each with the kind of
        person it is about.
        """
        hidden = self.hidden(handeling)
        kinds = {p.id: p.over.value for p in self.dossier.betrokkenen} if self.dossier else {}
        for item in self.gegevens:
            if item.betrokkene in kinds and item.id not in hidden and not announced(item):
                yield item, kinds[item.betrokkene]

    def hidden(self, handeling: str) -> frozenset[str | None]:
        """
        Give the items that are shielded from *handeling*; None among them is the whole case.
        """
        if handeling in GOES_ON:
            return frozenset()
        return shielded(self.afschermingen, self.opschortingen)

    def persons(self, request: Request) -> tuple[Betrokkene, ...]:
        """
        Give those in the case whom *request* is about.
        """
        there = self.dossier.betrokkenen if self.dossier else ()
        about = self.about.betrokkene
        return tuple(p for p in there if p.over == request.over and about in {None, p.id})

    def _has(self, field: str) -> bool:
        if field == "casus":
            return self.dossier is not None
        if field == "gegeven":
            return any(item.id == self.about.gegeven for item in self.gegevens)
        if field == "medewerker":
            return self.medewerker is not None
        line = getattr(self, field)
        # A line about another case serves nothing here.
        return line is not None and line.casus in {self.about.casus, None}


ADDS = frozenset({"aanmelden", "verstrekken", "vastleggen"})  # the acts that bring in an item
DESTROYS = frozenset({"vernietigen", "anonimiseren"})

# Of the items only those are taken that a request is about.
_AS_THEY_ARE = tuple(
    each.name for each in fields(Registered) if each.name not in {"about", "gegevens"}
)


def announced(item: Gegeven) -> bool:
    """
    Say whether *item* is only announced: there is a row for facts to be about, and no content yet.
    """
    return not item.inhoud


def load(registers: Registers, about: About) -> Lines:
    """
    Read what the registers hold about *about*.
    """
    one, all_of = registers.one, registers.all_of
    casus, given, person = about.casus, about.verstrekking, about.medewerker
    return Lines(
        about=about,
        overgangen=all_of(Overgang, casus=casus) if casus else (),
        correcties=all_of(Correctie, casus=casus) if casus else (),
        dossier=registers.dossier(casus) if casus else None,
        gegevens=tuple(registers.gegevens(casus)) if casus else (),
        medewerker=one(Medewerker, person) if person else None,
        mandaten=all_of(Mandaat, medewerker=person) if person else (),
        verstrekking=one(Verstrekking, given) if given else None,
        toestemmingen=all_of(Toestemming, verstrekking=given) if given else (),
        instemmingen=all_of(Instemming, verstrekking=given) if given else (),
        bezwaren=all_of(Bezwaar, verstrekking=given) if given else (),
        adviezen=all_of(RacAdvies, verstrekking=given) if given else (),
        besluit=one(Besluit, about.besluit) if about.besluit else None,
        criteria=all_of(Criteria, casus=casus) if casus else (),
        verklaringen=all_of(Verklaring, casus=casus) if casus else (),
        aanleiding=one(Aanleiding, about.aanleiding) if about.aanleiding else None,
        afschermingen=all_of(Afscherming, casus=casus) if casus else (),
        opschortingen=all_of(Opschorting, casus=casus) if casus else (),
        publicaties=all_of(Publicatie),
    )
