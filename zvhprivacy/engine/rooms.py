"""
What every act on a case asks first: a Grant that still holds, on the registers of now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zvhprivacy.engine.content import Content, voorwerp
from zvhprivacy.errors import AccessDenied, WrongUse
from zvhprivacy.logboek.line import Gebeurtenis, Resultaat, Voorwerp
from zvhprivacy.model.casus import Betrokkene, Casus, Gegeven, Register
from zvhprivacy.vault.envelope import Tampered


if TYPE_CHECKING:
    from zvhprivacy.engine.clock import Moment
    from zvhprivacy.engine.desk import Desk
    from zvhprivacy.engine.grant import Grant
    from zvhprivacy.engine.journal import Entry
    from zvhprivacy.engine.logjournaal import LogJournaal
    from zvhprivacy.engine.registerfeiten import RegisterFacts
    from zvhprivacy.engine.registers import Lines
    from zvhprivacy.engine.storage import Storage
    from zvhprivacy.model.about import About
    from zvhprivacy.model.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """
    What the methods below work on: a Grant that still holds, and the registers of now.
    """

    grant: Grant
    lines: Lines
    casus: Casus
    betrokkenen: tuple[Betrokkene, ...]  # whom the Grant is about
    aliases: tuple[str, ...]
    activiteit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """
    What the reading and the keeping of cases share.
    """

    storage: Storage
    desk: Desk
    facts: RegisterFacts
    journaal: LogJournaal
    content: Content
    issuer: object

    def same(self, grant: Grant) -> None:
        """
        Refuse a Grant of another engine, another day or another policy.
        """
        self.desk.enforces()
        if not grant.comes_from(self.issuer):
            raise WrongUse(reden="deze Grant is van een andere Engine")
        if grant.dag != self.desk.now().dag:
            raise WrongUse(reden="deze Grant is van een andere dag")
        if grant.decision.policy != self.desk.policy.usual.policy:
            raise WrongUse(reden="het beleid is veranderd sinds deze Grant; vraag opnieuw")

    def may(self, grant: Grant, acts: frozenset[str] | None = None) -> Lines:
        """
        Read the registers of now, and see that *grant*, which is for one of *acts*, still holds.

        Raises:
            AccessDenied: what it allowed is allowed no more; that is in the logboek.
            Tampered: a line of the registers that counts is not what was stored.
            WrongUse: it is for another act, engine, day or policy.
        """
        self.same(grant)
        if acts is not None and grant.request.handeling not in acts:
            raise WrongUse(reden="deze Grant is voor een andere handeling")
        lines = self.facts.lines(grant.about)
        while True:
            entry = self._again(grant, lines)
            if not entry.decision:
                self.journaal.schrijf(entry)
                raise AccessDenied(entry.decision)
            try:
                # Who can write in the database could else write himself a yes.
                self.content.untouched(*lines.rows())
            except Tampered:
                # A row that was written between the look at it and at its line seems to deviate.
                fresh = self.facts.lines(grant.about)
                if fresh == lines:
                    raise
                lines = fresh
            else:
                return lines

    def holds(self, grant: Grant, acts: frozenset[str] | None = None) -> Opened:
        """
        Read the case of *grant*, which is for one of *acts*, as it is now.

        Raises:
            AccessDenied: what it allowed is allowed no more.
            WrongUse: it is for another act, engine, day or policy, or about no case.
        """
        lines = self.may(grant, acts)
        if lines.dossier is None:
            raise WrongUse(reden="deze Grant gaat over geen casus")
        casus = lines.dossier.casus
        persons = lines.persons(grant.request)
        return Opened(
            grant=grant,
            lines=lines,
            casus=casus,
            betrokkenen=persons,
            aliases=tuple(self.content.aliases(persons)),
            activiteit=self.activity(casus.convenant, casus.proces, casus.doel),
        )

    def items(self, at: Opened) -> Iterator[Gegeven]:
        """
        Go through the items that the Grant is about and may see, each judged by itself.
        """
        for item in at.lines.items(at.grant.request):
            if self._again(at.grant, at.lines, gegeven=item.id).decision:
                yield item

    def did(
        self,
        at: Opened,
        *,
        rows: Iterable[Register] = (),
        also: tuple[str, ...] = (),
        resultaat: Resultaat = Resultaat.GELUKT,
        work: Callable[[Any], Any] | None = None,
        gebeurtenis: Gebeurtenis | None = None,
        register: str | None = None,
    ) -> Any:
        """
        Write that it was done, to whom, and which *rows* are as *work* leaves them, all at once.

        Only who stores a row names it: the last line about it says what must be there.
        *gebeurtenis* and *register* say what happened to which register, where that does not follow
        from the request. Give what *work* gave.
        """
        rows = tuple(rows)
        stored: tuple[Voorwerp | None, ...] = tuple(voorwerp(row) for row in rows)
        if work is not None:
            work = self.content.while_alive(rows, work)
        written = self.journaal.did(
            at.grant,
            lines=at.lines,
            betrokkenen=(*at.aliases, *also),
            activiteit=at.activiteit,
            resultaat=resultaat,
            voorwerpen=stored or (None,),
            work=work,
            gebeurtenis=gebeurtenis,
            register=register,
        )
        return written.uitkomst

    def activity(self, convenant: str, proces: str, doel: str) -> str:
        """
        Name the processing activity as the register of AVG 30 does.
        """
        return self.desk.policy.usual.workspace.activity(convenant, proces, doel)

    def known(self, request: Request, about: About, at: Moment, lines: Lines) -> frozenset[str]:
        """
        Give the facts of our own for a request that nobody makes: what a list is made of.
        """
        policy = self.desk.policy
        held = self.facts.gather(policy.usual, request, about, at, lines)
        return frozenset(held.joined(policy.poort.evidence(policy.usual, request, at)).feiten)

    def _again(self, grant: Grant, lines: Lines, **narrower: str) -> Entry:
        return self.desk.entry(
            grant.request,
            grant.about._replace(**narrower),
            grant.decision.verklaard,
            noodprocedure=grant.noodprocedure,
            lines=lines.about_this(**narrower),
        )
