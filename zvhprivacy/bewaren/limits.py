"""
The terms about one kind of data, ready to reckon with.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from zvhprivacy.model.bewaartermijn import Actie, Begin, Bewaartermijn, Geval, Grond, Uitvoering
from zvhprivacy.model.bewaren import Vindplaats
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.policy.terms import Terms


# The reading that the first processing of a whole case starts the term of all that is in it.
PER_CASUS = "eerste-verwerking-per-casus"

DAYS = 65_536  # ends remembered; five years have some two thousand days
KINDS = 4_096  # sets of terms remembered; a workspace has some tens

# A convenant, proces and kader, and a category; None is what a case holds besides items.
Here = tuple[str, str, str, str | None]

_REMEMBERED: WeakKeyDictionary[Terms, dict[Any, Any]] = WeakKeyDictionary()


class Limit(NamedTuple):
    """
    A maximum, a minimum or a shielding: so long after *begin*.
    """

    begin: Begin
    termijn: Termijn
    dan: Actie
    respijt: Termijn
    onverwijld: bool
    plaats: Vindplaats


class Renewal(NamedTuple):
    """
    How long a case may be available again in *geval*, and how shortly before it had to be closed.
    """

    geval: Geval
    termijn: Termijn
    binnen: Termijn | None
    plaats: Vindplaats


class Limits(NamedTuple):
    """
    All terms about one kind of data.

    *own_first* and *last*: the first or last processing of each item by itself matters.
    """

    maxima: tuple[Limit, ...]
    minima: tuple[Limit, ...]
    renewals: tuple[Renewal, ...]
    suspensions: tuple[tuple[Grond, Vindplaats], ...]
    shields: tuple[Limit, ...]
    own_first: bool
    last: bool

    def suspending(self, grond: Grond) -> Vindplaats | None:
        """
        Give the term that lets *grond* suspend destruction, if there is one.
        """
        return next((plaats for each, plaats in self.suspensions if each is grond), None)


def remembered(terms: Terms) -> dict[Any, Any]:
    """
    Give what was worked out of *terms* before, by what it is about; it goes when they go.
    """
    found = _REMEMBERED.get(terms)
    if found is None:
        found = _REMEMBERED[terms] = {}
    return found


def limits_of(terms: Terms, here: Here) -> Limits:
    """
    Give the terms about one kind of data; kinds with the same terms get the same value.
    """
    known = remembered(terms)
    if here not in known:
        known[here] = _limits(terms, here)
    found: Limits = known[here]
    return found


def _limits(terms: Terms, here: Here) -> Limits:
    maxima = tuple(_limit(term) for term in terms.maxima(*here))
    minima = tuple(_limit(term) for term in terms.minima(*here))
    begins = [each.begin for each in (*maxima, *minima)]
    own_first = not terms.streng(PER_CASUS) or any(
        each.begin is Begin.EERSTE_VERWERKING for each in minima
    )
    return _same(
        Limits(
            maxima=maxima,
            minima=minima,
            renewals=tuple(
                Renewal(term.geval, term.termijn, term.binnen, _place(term))
                for term in terms.verlengingen(*here)
                if term.geval is not None and term.termijn is not None
            ),
            suspensions=tuple(
                (grond, _place(term))
                for term in terms.opschortingen(*here)
                for grond in term.gronden
            ),
            shields=tuple(_limit(term) for term in terms.afschermingen(*here)),
            own_first=own_first,
            last=Begin.LAATSTE_VERWERKING in begins,
        )
    )


@lru_cache(maxsize=DAYS)
def after(termijn: Termijn, dag: date) -> date:
    """
    Give the day on which a term ends that begins on *dag*; at most the last that a date can be.
    """
    try:
        return termijn.na(dag)
    except (OverflowError, ValueError):  # after the year 9999
        return date.max


def next_plan(uitvoering: Uitvoering, dag: date) -> date:
    """
    Give by when the plan is carried out at the latest that is made after *dag*.
    """
    return after(uitvoering.interval, after(uitvoering.wachttijd, dag))


@lru_cache(maxsize=KINDS)
def _same(limits: Limits) -> Limits:
    return limits


def _limit(term: Bewaartermijn) -> Limit:
    # The model lets no maximum or minimum be without them.
    assert term.vanaf is not None  # noqa: S101
    assert term.termijn is not None  # noqa: S101
    return Limit(
        begin=term.vanaf,
        termijn=term.termijn,
        dan=term.dan,
        respijt=term.respijt,
        onverwijld=term.onverwijld,
        plaats=_place(term),
    )


def _place(term: Bewaartermijn) -> Vindplaats:
    span = term.span
    return Vindplaats(term.id, term.artikel, f"{span.file}:{span.line}")
