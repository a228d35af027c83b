"""
What the logboek says of destruction: per case or item that it went, and to whom that was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from zvhprivacy.bewaren.needs import Moment
from zvhprivacy.bewaren.plan import WHOLE, NotPlanned
from zvhprivacy.logboek import canonical
from zvhprivacy.logboek.fields import SALT_BYTES
from zvhprivacy.logboek.line import (
    AuditLine,
    DataLine,
    Gebeurtenis,
    Line,
    Resultaat,
    Status,
    Subject,
    Voorwerp,
    as_time,
)
from zvhprivacy.model.bewaarplan import Plan, PlanLine
from zvhprivacy.model.bewaren import Verdict


SYSTEM = "systeem"  # the actor of what nobody does by hand
ROL = "bewaarbeheerder"
DOEL = "bewaren-en-vernietigen"
VERNIETIGEN, METADATA = "vernietigen", "casusmetadata"
GONE = sha256(b"").hexdigest()  # what is stored of a row that went: nothing
SPAN_BYTES, TRACE_BYTES = 8, 16
SUBJECT_KIND = "pseudoniem"


def named(plan: Plan) -> str:
    """
    Name *plan* as lines of the logboek about it do.
    """
    return f"bewaarplan:{plan.hash}"


def gone(row: str) -> Voorwerp:
    """
    Say that nothing is stored of *row* any more.
    """
    return Voorwerp(row, 0, GONE)


def must_fit(lines: Iterable[Line]) -> None:
    """
    See that *lines* can be written, before what they tell of is done for good.

    Raises:
        BadLine: a value does not fit in its field.
    """
    for line in lines:
        canonical.write(line, bytes(SALT_BYTES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """
    Makes the lines of one run: all of them under *trace*, by the order of *goedgekeurd_door*.

    *activiteit* names the processing as the register of AVG 30 does.
    """

    trace: str
    toeval: Callable[[int], bytes]
    beleid: str
    goedgekeurd_door: str | None
    activiteit: Callable[[str, str], str]

    def plan(
        self,
        plan: Plan,
        *,
        gebeurtenis: Gebeurtenis = Gebeurtenis.SYSTEEM,
        actor: str = SYSTEM,
        reden: str,
        aantal: int | None = None,
        resultaat: Resultaat = Resultaat.GELUKT,
    ) -> AuditLine:
        """
        Tell of *plan* as a whole: that it was made, approved, begun, or carried out.

        It goes by its hash, which says what it holds and names nobody.
        """
        return AuditLine(
            gebeurtenis=gebeurtenis,
            actor=actor,
            resultaat=resultaat,
            trace=self.trace,
            operatie=self.toeval(SPAN_BYTES).hex(),
            rol=ROL,
            doel=DOEL,
            dag=plan.op.isoformat(),
            beleid=self.beleid,
            object=named(plan),
            reden=reden,
            aantal=aantal,
            goedgekeurd_door=self.goedgekeurd_door,
        )

    def not_planned(self, plan: Plan, kept: NotPlanned) -> Iterator[AuditLine]:
        """
        Tell how much was due when *plan* was made and is not in it: in cases, and in items.
        """
        about = self.plan(plan, reden=kept.reden.value)
        about = replace(about, handeling=VERNIETIGEN, convenant=kept.convenant)
        yield replace(about, gegevens=METADATA, aantal=kept.zaken)
        yield replace(about, aantal=kept.gegevens)

    def went(
        self,
        line: PlanLine,
        verdict: Verdict | None,
        *,
        nu: Moment,
        over: str | None = None,
        categorie: str | None = None,
        aantal: int,
        betrokkenen: Iterable[str],
        oorzaak: str | None = None,
    ) -> Iterator[Line]:
        """
        Tell that *line* was carried out because of *verdict*, and to which *betrokkenen*.

        The line about a case is about all of its rows; *oorzaak* is the operation that allowed it.
        """
        row = line.casus if line.soort == WHOLE else line.gegeven
        why = verdict or line
        told = AuditLine(
            gebeurtenis=Gebeurtenis.VERNIETIGEN,
            actor=SYSTEM,
            resultaat=Resultaat.GELUKT,
            trace=self.trace,
            operatie=self.toeval(SPAN_BYTES).hex(),
            rol=ROL,
            handeling=line.actie.value,
            gegevens=categorie,
            over=over,
            doel=DOEL,
            proces=line.proces,
            fase=line.fase,
            kader=line.kader,
            convenant=line.convenant,
            dag=nu.dag.isoformat(),
            regel=why.regel.lower(),
            artikel=why.artikel,
            reden=why.reden,
            beleid=self.beleid,
            object=line.soort,
            casus=line.casus,
            voorwerp=gone(row or ""),
            goedgekeurd_door=self.goedgekeurd_door,
            aantal=aantal,
        )
        yield told
        activity = self.activiteit(line.convenant, line.proces)
        for betrokkene in dict.fromkeys(betrokkenen):
            yield DataLine(
                attributes=Subject(betrokkene, SUBJECT_KIND, activity),
                name=line.actie.value,
                trace_id=told.trace,
                span_id=told.operatie,
                parent_span_id=oorzaak,
                start_time=as_time(nu.tijd),
                status_code=Status.OK,
            )

    def along(self, about: AuditLine, register: str, row: str) -> AuditLine:
        """
        Tell that *row* of *register* went along with what *about* tells of.
        """
        return replace(about, object=register, voorwerp=gone(row), aantal=None)
