"""
From what was asked and answered to lines of the logboek: words and pseudonyms only.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from zvhprivacy.engine.journal import Entry
from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek.line import (
    AuditLine,
    DataLine,
    Gebeurtenis,
    Resultaat,
    Status,
    Subject,
)
from zvhprivacy.model.about import About
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Cause, Decision, Outcome


UNKNOWN = "onbekend"  # who asked, when nobody said
SUBJECT_KIND = "pseudoniem"

# An id of our registers, or a pseudonym: never a name or a number of a host.
_ID = re.compile(r"[0-9a-f]{32}|[a-z]{28}|zvh1[a-z0-9_.-]{8,80}", re.ASCII)

# What an allowed act does with data, in the words of Wpg 32a.
EVENTS = {
    "aanmelden": Gebeurtenis.VERZAMELEN,
    "verstrekken": Gebeurtenis.VERZAMELEN,
    "vastleggen": Gebeurtenis.VERZAMELEN,
    "wijzigen": Gebeurtenis.WIJZIGEN,
    "corrigeren": Gebeurtenis.WIJZIGEN,
    "vernietigen": Gebeurtenis.VERNIETIGEN,
    "anonimiseren": Gebeurtenis.VERNIETIGEN,
    "plannen-afstemmen": Gebeurtenis.COMBINEREN,
    "analyseren": Gebeurtenis.COMBINEREN,
    "herleiden": Gebeurtenis.HERLEIDEN,
    "logboek-inzien": Gebeurtenis.LOGBOEK_INZIEN,
}
_DISCLOSING = ("-verstrekken", "bekendheid-toetsen", "exporteren", "overdragen")


class Operation(NamedTuple):
    """
    What ties the lines about one act together: the ids of W3C Trace Context.
    """

    trace: str
    span: str

    @classmethod
    def new(cls, toeval: Callable[[int], bytes]) -> Operation:
        """
        Make the ids of an act that nothing else belongs to yet.
        """
        return cls(toeval(16).hex(), toeval(8).hex())

    @classmethod
    def parse(cls, text: str) -> Operation:
        """
        Read what a Grant carries: the number of its line, and these two.
        """
        _, trace, span = text.split("-")
        return cls(trace, span)

    def __str__(self) -> str:
        return f"{self.trace}-{self.span}"


def event_of(handeling: str) -> Gebeurtenis:
    """
    Give the event that *handeling* is, when it is done; looking at something when nothing else.
    """
    if handeling in EVENTS:
        return EVENTS[handeling]
    ends = handeling.endswith(_DISCLOSING)
    return Gebeurtenis.VERSTREKKEN if ends else Gebeurtenis.RAADPLEGEN


def checked(about: About) -> None:
    """
    Refuse an *about* that could carry a name or a number into the logboek.

    Raises:
        WrongUse: something in it is no id of a register and no pseudonym.
    """
    for field, value in zip(About._fields, about, strict=True):
        if field != "oorsprong" and value is not None and not _ID.fullmatch(value):
            raise WrongUse(reden=f"about.{field} is geen kenmerk uit een register of pseudoniem")


def decision_line(entry: Entry, operation: Operation, *, actor: str) -> AuditLine:
    """
    Tell what was asked, on which facts, and what the answer was.
    """
    request, decision = entry.request, entry.decision
    return AuditLine(
        gebeurtenis=Gebeurtenis.BESLUIT,
        actor=actor,
        resultaat=_RESULTS[decision.soort],
        trace=operation.trace,
        operatie=operation.span,
        **_known(request),
        dag=entry.dag.isoformat(),
        feiten=tuple(f"{fact}={origin}" for fact, origin in sorted(entry.herkomst.items())),
        regel=decision.regel,
        artikel=decision.artikel,
        grondslag=decision.artikel if decision else None,
        reden=_cause(decision),
        verplichtingen=decision.verplichtingen,
        status=decision.status,
        beleid=decision.policy,
        object=_word(request.gegevens),
        casus=entry.about.casus,
        oorsprong=entry.about.oorsprong,
        noodprocedure=entry.noodprocedure,
        schaduw=entry.schaduw,
    )


def data_lines(
    betrokkenen: Iterable[str], line: AuditLine, activiteit: str, start: str, *, parent: str
) -> Iterable[DataLine]:
    """
    Tell every betrokkene, under his pseudonym of the logboek, that *line* concerned him.

    *activiteit* names the processing as the register of processing activities does, *parent* the
    decision that allowed it.

    Raises:
        WrongUse: one of them is no pseudonym.
    """
    for betrokkene in betrokkenen:
        if not _ID.fullmatch(betrokkene):
            raise WrongUse(reden="een betrokkene staat in het logboek onder een pseudoniem")
        yield DataLine(
            attributes=Subject(betrokkene, SUBJECT_KIND, activiteit),
            name=line.handeling or line.gebeurtenis,
            trace_id=line.trace,
            span_id=line.operatie,
            parent_span_id=parent,
            start_time=start,
            status_code=Status.OK if line.resultaat is Resultaat.GELUKT else Status.ERROR,
        )


_RESULTS = {
    Outcome.TOEGESTAAN: Resultaat.TOEGESTAAN,
    Outcome.VERBODEN: Resultaat.VERBODEN,
    Outcome.NIET_TOEGESTAAN: Resultaat.NIET_TOEGESTAAN,
    Outcome.ONGELDIG: Resultaat.ONGELDIG,
}


def _known(request: Request) -> dict[str, Any]:
    return {field: _word(value) for field, value in request._asdict().items()}


def _word(value: str | None) -> str | None:
    # What is no word of the policy is `?` by now; a line knows only words.
    return None if value == "?" else value


def _cause(decision: Decision) -> str | None:
    first = decision.redenen[:1] if decision.soort is Outcome.ONGELDIG else ()
    return first[0].reden if first and isinstance(first[0], Cause) else None
