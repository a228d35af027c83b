"""
Facts from our own registers: loaded once per question, held against it, and never from the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from zvhprivacy.engine.clock import Moment
from zvhprivacy.engine.evidence import Evidence
from zvhprivacy.feiten import (
    DERIVED,
    OWN_WORD,
    Known,
    Members,
    Registered,
    claimable,
    facts_of,
    members_of,
)
from zvhprivacy.model.about import About
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
from zvhprivacy.policy.snapshot import Snapshot


if TYPE_CHECKING:
    from zvhprivacy.store.database import Database
    from zvhprivacy.store.registers import Registers


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Registered):
    """
    Everything in the registers that may bear on what *about* names, whatever is asked of it.
    """

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
        for name in _AS_THEY_ARE:
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

        Of an act that brings in something new there are none yet.
        """
        about, given = self.about, self.verstrekking
        if request.handeling in ADDS and about.gegeven is None:
            return ()
        persons = {each.id for each in self.persons(request)}
        return tuple(
            item
            for item in self.gegevens
            if item.categorie == request.gegevens
            and item.betrokkene in persons
            and about.gegeven in {None, item.id}
            and (given is None or item.id in given.gegevens)
        )

    def held(self) -> Iterator[tuple[Gegeven, str]]:
        """
        Go through all items of the case, each with the kind of person it is about.
        """
        kinds = {p.id: p.over.value for p in self.dossier.betrokkenen} if self.dossier else {}
        for item in self.gegevens:
            if item.betrokkene in kinds:
                yield item, kinds[item.betrokkene]

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
SPOKEN_OF = DERIVED | OWN_WORD  # every fact that our registers know about

# Of the items only those are taken that a request is about.
_AS_THEY_ARE = tuple(
    each.name for each in fields(Registered) if each.name not in {"about", "gegevens"}
)


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
        publicaties=all_of(Publicatie),
    )


class RegisterFacts:
    """
    The source of facts of an engine that keeps its own registers.
    """

    def __init__(self, hoofd: Database) -> None:
        self._hoofd = hoofd

    def lines(self, about: About) -> Lines:
        """
        Read the registers as they are now.

        Raises:
            StoreFailed: they cannot be read.
        """
        from zvhprivacy.store.registers import Registers
        from zvhprivacy.store.rls import see

        with self._hoofd.read() as connection:
            see(connection, *([about.casus] if about.casus else []))
            return load(Registers(connection), about)

    def gather(
        self,
        snapshot: Snapshot,
        request: Request,
        about: About,
        at: Moment,
        lines: Lines | None,
    ) -> Evidence:
        """
        Give the facts that hold for *request*, or why the registers refuse it.
        """
        return evidence(lines or self.lines(about), snapshot, request, at)


def evidence(lines: Lines, snapshot: Snapshot, request: Request, at: Moment) -> Evidence:
    """
    Hold *lines* against *request*.
    """
    words, agreements = snapshot.law.begrippen, snapshot.workspace.agreements
    proces = words.processen.get(request.proces)
    kader = request.kader or (proces.kader[0] if proces and len(proces.kader) == 1 else None)
    cause = lines.refused(request, kader)
    agreement = agreements.get(request.convenant or snapshot.workspace.enige or "")
    if cause is not None or agreement is None or kader is None:
        # Then the policy says what else is wrong.
        return Evidence(oorzaak=cause, afgeleid=SPOKEN_OF, lines=lines)
    request = request._replace(convenant=agreement.convenant.convenant, kader=kader)
    known = lines.known(request, members_of(agreement.convenant, words, kader, at.dag), at)
    return Evidence(
        feiten={held.feit: held.herkomst for held in facts_of(known)},
        afgeleid=SPOKEN_OF - claimable(known),
        lines=lines,
    )
