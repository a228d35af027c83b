"""
Leading a pseudonym back to a person, outside a case: two people and a Grant, or the noodprocedure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from zvhprivacy.engine.clock import Moment
from zvhprivacy.engine.evidence import Evidence
from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.lines import Operation
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.errors import WrongUse, ZvhError
from zvhprivacy.feiten.entering import OVERSIGHT
from zvhprivacy.logboek.line import AuditLine, Gebeurtenis, Resultaat
from zvhprivacy.model.about import About
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.model.request import Request
from zvhprivacy.model.stored import StoredApproval
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.vault.approval import Approvals
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.domain import LOGBOEK_ACTOREN, LOGBOEK_BETROKKENEN
from zvhprivacy.vault.herleiden import Aanleiding, Vraag
from zvhprivacy.vault.person import PersonId
from zvhprivacy.vault.pseudonym import Pseudoniem


if TYPE_CHECKING:
    from zvhprivacy.engine.registers import Lines
    from zvhprivacy.engine.storage import Storage


# The two choices the law leaves: how long an approval waits, and how often somebody may ask.
VALID = timedelta(hours=24)
PER_DAY = 10

FOUR_EYES = "vier-ogen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identiteit:
    """
    Whom a pseudonym is of; *persoon* is None when it is nobody's here (any more).

    Its repr shows nothing of it.
    """

    persoon: PersonId | None = field(repr=False)
    bsn: Bsn | None = field(repr=False)


def open_approvals(storage: Storage) -> Approvals:
    """
    Open the register of requests to lead back.
    """
    return Approvals(
        storage.keys,
        storage.vault,
        storage.persons,
        klok=storage.klok,
        toeval=storage.toeval,
        geldig=VALID,
        per_dag=PER_DAY,
    )


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """
    The source of the fact that a second person approved.
    """

    storage: Storage
    approvals: Approvals

    def gather(
        self,
        snapshot: Snapshot,  # noqa: ARG002 - the register knows no policy
        request: Request,
        about: About,
        at: Moment,
        lines: Lines | None,
    ) -> Evidence:
        """
        Say whether the approval that *about* names is there, for who asks, and still holds.
        """
        if about.goedkeuring is None or request.handeling != "herleiden":
            return Evidence()
        person = lines.medewerker if lines else None
        row = self.storage.vault.approval(about.goedkeuring)
        if row is None or person is None:
            return Evidence()
        self.approvals.question(row.id)  # raises when somebody changed the row
        asker = self.storage.persons.pseudonym(PersonId(person.persoon), LOGBOEK_ACTOREN)
        holds = (
            row.vrager == asker
            and row.goedgekeurd_door is not None
            and row.gebruikt_op is None
            and at.tijd < row.verloopt_op
        )
        return Evidence(feiten={FOUR_EYES: "goedkeuringen"} if holds else {})


class Herleiden:
    """
    The way from a pseudonym to a person; `House.herleiden` gives it.
    """

    def __init__(self, rooms: Rooms, approvals: Approvals) -> None:
        self._rooms = rooms
        self._approvals = approvals

    def vraag_aan(
        self, pseudoniem: Pseudoniem, aanleiding: Aanleiding, doel: str, about: About
    ) -> str:
        """
        Ask to lead *pseudoniem* back; give the reference that another person approves it by.

        Raises:
            ApprovalRefused: this person asked too much today.
        """
        _, actor = self._who(about)
        vraag = Vraag(
            pseudoniem=pseudoniem,
            aanleiding=aanleiding,
            vrager=actor,
            doel=doel,
            casus=about.casus,
        )
        with self._told(about, actor, "aanvraag"):
            return self._approvals.request(vraag).id

    def keur_goed(self, kenmerk: str, about: About) -> None:
        """
        Approve a request, as another person with a role of oversight.

        Raises:
            ApprovalRefused: it is one's own, or can be approved no more.
        """
        person, actor = self._who(about)
        if OVERSIGHT.isdisjoint(person.rollen):
            raise WrongUse(reden="goedkeuren kan alleen iemand met een toezichthoudende rol")
        with self._told(about, actor, "goedkeuring"):
            self._approvals.approve(kenmerk, self._approvals.question(kenmerk), door=actor)

    def herleid(self, grant: Grant, pseudoniem: Pseudoniem) -> Identiteit:
        """
        Lead *pseudoniem* back, on a Grant for `herleiden` that rests on an approval.

        The approval is used up first, then it is written in the logboek, hit or miss, then given.

        Raises:
            ApprovalRefused: there is no approval for exactly this.
            WrongUse: the Grant is for something else.
        """
        lines = self._rooms.may(grant, frozenset({"herleiden"}))
        about, (_, actor) = grant.about, self._who(grant.about)
        if grant.noodprocedure:
            vraag = Vraag(
                pseudoniem=pseudoniem,
                aanleiding=Aanleiding.NOODPROCEDURE,
                vrager=actor,
                doel=grant.request.doel,
                casus=about.casus,
            )
            self._approvals.break_glass(vraag)
            return self._found(grant, lines, pseudoniem, None)
        if about.goedkeuring is None:
            raise WrongUse(reden="herleiden vraagt een goedkeuring, of de noodprocedure")
        vraag = self._approvals.question(about.goedkeuring)
        asked = (pseudoniem, actor, grant.request.doel, about.casus)
        if (vraag.pseudoniem, vraag.vrager, vraag.doel, vraag.casus) != asked:
            raise WrongUse(reden="de goedkeuring is voor iets anders of voor iemand anders")
        used = self._approvals.use(about.goedkeuring, vraag)
        return self._found(grant, lines, pseudoniem, used.goedgekeurd_door)

    def te_beoordelen(self) -> Sequence[StoredApproval]:
        """
        Give the uses of the noodprocedure that still have to be reviewed, the oldest first.
        """
        return self._approvals.open_reviews()

    def beoordeel(self, kenmerk: str, about: About) -> None:
        """
        Write down that a use of the noodprocedure was reviewed, by another person.
        """
        person, actor = self._who(about)
        if OVERSIGHT.isdisjoint(person.rollen):
            raise WrongUse(reden="beoordelen kan alleen iemand met een toezichthoudende rol")
        with self._told(about, actor, "beoordeling"):
            self._approvals.review(kenmerk, door=actor)

    def _found(
        self, grant: Grant, lines: Lines, pseudoniem: Pseudoniem, second: str | None
    ) -> Identiteit:
        rooms, persons = self._rooms, self._rooms.storage.persons
        persoon = persons.resolve(pseudoniem)
        bsn = persons.reveal_bsn(persoon) if persoon else None
        told = (persons.pseudonym(persoon, LOGBOEK_BETROKKENEN),) if persoon else ()
        asked = grant.request
        rooms.journaal.did(
            grant,
            lines=lines,
            betrokkenen=told,
            activiteit=rooms.activity(
                asked.convenant or rooms.desk.policy.usual.workspace.enige or "",
                asked.proces,
                asked.doel,
            ),
            goedgekeurd_door=second,
        )
        return Identiteit(persoon=persoon, bsn=bsn)

    def _who(self, about: About) -> tuple[Medewerker, Pseudoniem]:
        person = self._rooms.facts.lines(about).medewerker
        if person is None or not person.geldt(self._rooms.desk.now().dag):
            raise WrongUse(reden="herleiden vraagt een aangewezen medewerker")
        known = PersonId(person.persoon)
        return person, self._rooms.storage.persons.pseudonym(known, LOGBOEK_ACTOREN)

    @contextmanager
    def _told(self, about: About, actor: str, what: str) -> Iterator[None]:
        """
        Write down what is going to be done; and when that fails, that it failed.
        """
        operation = Operation.new(self._rooms.storage.toeval)
        line = AuditLine(
            gebeurtenis=Gebeurtenis.HERLEIDEN,
            actor=actor,
            resultaat=Resultaat.GELUKT,
            trace=operation.trace,
            operatie=operation.span,
            object=what,
            casus=about.casus,
            oorsprong=about.oorsprong,
        )
        self._rooms.storage.writer.write([line])
        try:
            yield
        except ZvhError:
            self._rooms.storage.writer.write([replace(line, resultaat=Resultaat.MISLUKT)])
            raise
