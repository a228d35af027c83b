"""
What is there beyond its last day, by the same reckoning as the run that destroys.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from zvhprivacy.audit.checks.giving_seen import day_of
from zvhprivacy.audit.sources import House, Sources
from zvhprivacy.bewaren.bounds import nothing_due
from zvhprivacy.bewaren.needs import Moment, Readable, View
from zvhprivacy.bewaren.plan import CASES_AT_ONCE, ITEM, WHOLE, judged
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.audit import Onbekend, Tally
from zvhprivacy.model.bewaren import CaseFacts, ItemFacts, State, Verdict
from zvhprivacy.policy.terms import NoTerms, Terms
from zvhprivacy.store.batches import chunked
from zvhprivacy.store.bewaarfeiten import CaseSummary, summaries


# Which item counts; None is what a case holds besides items.
Ours = Callable[[ItemFacts | None], bool]


@dataclass(slots=True, kw_only=True)
class Overdue:
    """
    What has to be gone and is there, the cases of which no day of first processing is known, and
    *sinds* when the oldest had to be gone.
    """

    werking: Tally = field(default_factory=Tally)
    bestaan: Tally = field(default_factory=Tally)
    sinds: date | None = None


def terms_of(bron: Sources) -> Terms | None:
    """
    Give the terms of the day of the audit; nothing when the workspace says none.
    """
    try:
        return Terms.of(bron.workspace, day_of(bron.op))
    except NoTerms:
        return None


def view_of(bron: Sources, huis: House, terms: Terms) -> View:
    """
    Look at the house as the run of retention does.
    """
    now = bron.op.astimezone(HERE)
    return View(
        hoofd=huis.hoofd,
        klok=lambda: Moment(now, now.date()),
        terms=terms,
        beleid=bron.workspace.policy,
        contactpunten=bron.workspace.contactpunten(),
    )


def overdue(
    view: View, huis: House, kaders: Collection[str], ours: Ours = lambda _: True
) -> Overdue:
    """
    Go through all cases under *kaders*, and count every item and the rest of each case by itself.

    Only those of which something is due are read whole, so memory does not grow with the house. A
    case that cannot be read, or of which a day is missing, takes a good answer away.
    """
    found, waiting = Overdue(), list[str]()
    op = view.klok().dag
    for each in summaries(huis.connection):
        if each.kader in kaders:
            _summed(found, each, op)
            if not nothing_due(each, view.terms, op):
                waiting.append(each.casus)
    for some in readable(view, huis, waiting):
        if some.damaged:
            found.werking.onbekend = Onbekend.ONVOLLEDIG
        for facts in some.facts:
            for item, verdict in _verdicts(facts, view, op):
                if ours(item):
                    _judge(found, facts.casus, verdict, op)
    return found


def readable(view: View, huis: House, cases: Iterable[str]) -> Iterator[Readable]:
    """
    Read all that decides about *cases*, some hundreds at a time.
    """
    for some in chunked(cases, CASES_AT_ONCE):
        yield view.readable(huis.connection, some)


def _summed(found: Overdue, each: CaseSummary, op: date) -> None:
    found.werking.look(each.aantal + 1)
    found.bestaan.look()
    if each.case_eerste is None or each.case_eerste > op:
        found.bestaan.deviates(WHOLE, each.casus, "zonder-dag")


def _verdicts(facts: CaseFacts, view: View, op: date) -> Iterator[tuple[ItemFacts | None, Verdict]]:
    verdicts = judged(facts, view.terms, op, op).verdicts
    return zip((*facts.items, None), verdicts, strict=True)


def _judge(found: Overdue, casus: str, verdict: Verdict, op: date) -> None:
    tally, late = found.werking, verdict.laat_na
    if verdict.state is State.VERVALLEN:
        if late is not None and late < op:
            found.sinds = min(found.sinds or late, late)
            soort, kenmerk = (ITEM, verdict.gegeven) if verdict.gegeven else (WHOLE, casus)
            tally.deviates(soort, kenmerk, verdict.reden)
    elif verdict.state is not State.LOOPT:
        word = verdict.state.value
        tally.tellingen[word] = tally.tellingen.get(word, 0) + 1
        if verdict.state is State.ONBEKEND:
            tally.onbekend = Onbekend.ONVOLLEDIG
