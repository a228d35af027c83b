"""
The facts of a case, made ready: what can be right of them, and what holds for all that is in it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from zvhprivacy.bewaren.history import (
    Days,
    Happenings,
    History,
    both,
    happenings,
    of_case,
)
from zvhprivacy.bewaren.limits import PER_CASUS, Limits, limits_of, remembered
from zvhprivacy.bewaren.renewals import in_sequence
from zvhprivacy.model.bewaartermijn import Begin
from zvhprivacy.model.bewaren import CaseFacts, Extension, Hold, ItemFacts
from zvhprivacy.policy.terms import Terms


# A member of an enumeration is looked up slowly, and these are asked for every term.
FIRST, LAST = Begin.EERSTE_VERWERKING, Begin.LAATSTE_VERWERKING

_Processed = tuple[date | None, date | None]


class Case(NamedTuple):
    """
    A case on a day; *begin* is the first processing of all that is in it.

    *processed* are the days of first and last processing of the case and of its items, as far as
    they can be right. *apart* are the items of which something is said by itself.
    """

    facts: CaseFacts
    terms: Terms
    known: dict[Any, Any]
    op: date
    vandaag: date
    processed: tuple[_Processed, ...]
    begin: Days
    per_casus: bool
    happened: Happenings
    history: History
    extensions: tuple[Extension, ...]
    apart: frozenset[str | None]

    def limits(self, categorie: str | None) -> Limits:
        """
        Give the terms about data of *categorie*, or about the rest of the case.
        """
        here = (self.facts.convenant, self.facts.proces, self.facts.kader, categorie)
        found: Limits | None = self.known.get(here)
        return limits_of(self.terms, here) if found is None else found


class Unit(NamedTuple):
    """
    One item, or the rest of a case, with what is known of it.
    """

    limits: Limits
    eerste: date | None
    laatste: date | None
    bronnen: frozenset[str]
    happened: Happenings
    holds: tuple[Hold, ...]

    def days(self, begin: Begin) -> Days | None:
        """
        Give on which days a term begins that begins so; None when that did not happen.
        """
        if begin is FIRST:
            return one(self.eerste)
        if begin is LAST:
            return one(self.laatste)
        return self.happened.get(begin)


def one(dag: date | None) -> Days:
    """
    Give the day of something that surely happened once.
    """
    return Days((), zeker=False) if dag is None else Days((dag,), zeker=True)


def prepared(facts: CaseFacts, terms: Terms, op: date, vandaag: date) -> Case:
    """
    Make the facts of a case ready.
    """
    processed = (
        _processed(facts.eerste, facts.laatste, vandaag),
        *[_processed(item.eerste, item.laatste, vandaag) for item in facts.items],
    )
    known = [eerste for eerste, _ in processed if eerste is not None]
    first = min(known, default=None)
    happened = happenings(of_case(facts), sinds=first, vandaag=vandaag)
    return Case(
        facts=facts,
        terms=terms,
        known=remembered(terms),
        op=op,
        vandaag=vandaag,
        processed=processed,
        begin=Days(() if first is None else (first,), zeker=len(known) == len(processed)),
        per_casus=terms.streng(PER_CASUS),
        happened=happened,
        history=History.of(happened, facts.fase),
        extensions=in_sequence(facts.extensions),
        apart=frozenset(
            (*(each.gegeven for each in facts.happened), *(each.gegeven for each in facts.holds))
        ),
    )


def _processed(eerste: date | None, laatste: date | None, vandaag: date) -> _Processed:
    if eerste is not None and laatste is not None and laatste < eerste:
        return None, None  # nobody knows which of the two is wrong
    if eerste is not None and eerste > vandaag:
        eerste = None
    if laatste is not None and laatste > vandaag:
        laatste = None
    return eerste, laatste


def of_item(case: Case, item: ItemFacts, processed: _Processed) -> Unit:
    """
    Give an item with what is said of it and of its whole case.
    """
    happened, limits = case.happened, case.limits(item.categorie)
    eerste, laatste = processed
    if item.gegeven in case.apart:
        own = (event for event in case.facts.happened if event.gegeven == item.gegeven)
        happened = both(happenings(own, sinds=eerste, vandaag=case.vandaag), happened)
    holds = tuple(hold for hold in case.facts.holds if hold.gegeven in {None, item.gegeven})
    return Unit(limits, eerste, laatste, frozenset(item.bronnen), happened, holds)


def of_rest(case: Case) -> Unit:
    """
    Give what a case holds besides its items.

    Nobody is its provider, so no renewal is about it: it stays because the items do.
    """
    holds = tuple(hold for hold in case.facts.holds if hold.gegeven is None)
    return Unit(case.limits(None), *case.processed[0], frozenset(), case.happened, holds)
