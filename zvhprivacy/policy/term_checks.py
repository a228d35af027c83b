"""
What is wrong with terms: of the law, and of the convenants that make them shorter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from zvhprivacy.errors import Finding, Level, Span, finding
from zvhprivacy.model.bewaartermijn import (
    Actie,
    Begin,
    Bewaartermijn,
    Bewaartermijnen,
    Geval,
    Soort,
)
from zvhprivacy.model.request import WGS
from zvhprivacy.model.selection import Selection
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.model.workspace import Agreement, Law
from zvhprivacy.policy.references import article, chosen, known_words, place_of, twice, unknown
from zvhprivacy.policy.terms import Applies, agreed_terms, applied, law_terms, why_not_shorter


FILE = "policies/bewaartermijnen.yaml"
MAX_RENEWAL = Termijn(jaren=2)  # BGS 1.16 lid 3

_SELECTED = ("kader", "proces", "gegevens")
_ALWAYS = {"id", "artikel", "soort", "lezing", "geldig", "toelichting", *_SELECTED}
_ENDS = {"vanaf", "termijn", "selectielijst"}

# What can be said of a term of each soort; anything else is a slip that would do nothing.
_SAID = {
    Soort.MAXIMUM: _ALWAYS | _ENDS | {"dan", "respijt"},
    Soort.MINIMUM: _ALWAYS | _ENDS,
    Soort.VERLENGING: _ALWAYS | {"vanaf", "termijn", "geval", "binnen"},
    Soort.OPSCHORTING: _ALWAYS | {"gronden"},
}

# What surely happens to data that are there; every other event may never come.
_SURE = {Begin.EERSTE_VERWERKING, Begin.LAATSTE_VERWERKING}


def check_law_terms(law: Law) -> Iterator[Finding]:
    """
    Check the terms of the law by themselves.
    """
    if law.bewaartermijnen is None:
        return
    known = known_words(law.begrippen)
    seen: dict[str, Span] = {}
    for term in law.bewaartermijnen.termijnen:
        yield from twice(seen, term.id, term)
        yield from _check_term(law, term, known)
        if term.verkort:
            yield _superfluous(term, "verkort", soort="wetstermijn")


def check_agreed_terms(law: Law, agreements: Iterable[Agreement]) -> Iterator[Finding]:
    """
    Check the terms of convenants and protocols: they shorten a term of the law or are none.
    """
    known = known_words(law.begrippen)
    of_law = law.bewaartermijnen or Bewaartermijnen(schema_="1", termijnen=())
    for agreement in agreements:
        seen = {term.id: term.span_of("id") for term in of_law.termijnen}
        for term, proces in agreed_terms(agreement):
            yield from twice(seen, term.id, term)
            yield from _check_term(law, term, known)
            yield from _check_shorter(law, of_law, term, proces)


def _check_term(
    law: Law, term: Bewaartermijn, known: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    for field in _SELECTED:
        yield from chosen(term, field, known[field])
    readings = [lezing.lezing for lezing in law.lezingen]
    if term.lezing and term.lezing not in readings:
        yield unknown(term.span_of("lezing"), "lezing", term.lezing, readings)
    yield from article(law, term.artikel, term.span_of("artikel"), place_of(term, term.id))
    for name in sorted(term.model_fields_set - _SAID[term.soort] - {"plek", "verkort"}):
        yield _superfluous(term, name)
    renewal = term.soort is Soort.VERLENGING
    if term.vanaf is not None and (term.vanaf is Begin.HERNIEUWD) is not renewal:
        yield _superfluous(term, "vanaf", shown=f"vanaf: {term.vanaf}")
    if term.binnen is not None and term.geval is Geval.A:
        yield _superfluous(term, "binnen")


def _check_shorter(
    law: Law, of_law: Bewaartermijnen, term: Bewaartermijn, proces: Selection
) -> Iterator[Finding]:
    if term.verkort is None:
        yield finding("ZVH102", term.plek.span, sleutel="verkort")
        return
    meant, span = of_law.term(term.verkort), term.span_of("verkort")
    if meant is None:
        yield unknown(span, "bewaartermijn", term.verkort, [t.id for t in of_law.termijnen])
        return
    reason, here = why_not_shorter(term, meant), applied(law, term, proces)
    if reason is None and here is not None and not _about_anything(law, here):
        reason = "nergens"
    if reason is not None:
        yield finding("ZVH702", span, id=term.id, wet=meant.id, reden=f"verkort-{reason}")
    elif term.termijn and meant.termijn and (day := term.termijn.langer_dan(meant.termijn)):
        yield _remark(
            "ZVH703",
            term.span_of("termijn"),
            place_of(term, term.id),
            id=term.id,
            termijn=term.termijn,
            wet=meant.id,
            wettermijn=meant.termijn,
            dag=day,
            einde=term.termijn.na(day),
            wetseinde=meant.termijn.na(day),
        )


def _about_anything(law: Law, here: Applies) -> bool:
    words = law.begrippen
    categories = (None, *words.wat.values())
    return any(
        here.to(name, kader, categorie)
        for name, proces in words.processen.items()
        for kader in proces.kader
        for categorie in categories
    )


# --- what is risky, and may be accepted -----------------------------------------------------------


def remarks(law: Law, day: date) -> Iterator[Finding]:
    """
    Say what is risky in the terms of the law, from *day* on.
    """
    if law.bewaartermijnen is None:
        yield _remark("ZVH014", Span.whole(FILE), FILE, naam=FILE)
        return
    yield from _renewals(law.bewaartermijnen)
    yield from _endless(law, day)
    yield from _in_time(law.bewaartermijnen)


def _renewals(terms: Bewaartermijnen) -> Iterator[Finding]:
    for term in terms.termijnen:
        if (
            term.soort is Soort.VERLENGING
            and term.kader.selects(frozenset({WGS}))
            and term.termijn
            and term.termijn.langer_dan(MAX_RENEWAL)
        ):
            span = term.span_of("termijn")
            yield _remark("ZVH704", span, place_of(term, term.id), id=term.id, termijn=term.termijn)


def _endless(law: Law, day: date) -> Iterator[Finding]:
    """
    Name each process of which data could stay for ever, on *day* or on a later one.
    """
    terms = law.bewaartermijnen.termijnen if law.bewaartermijnen else ()
    days = sorted({day} | {d for term in terms for d in term.geldig.grenzen if d > day})
    for name, proces in law.begrippen.processen.items():
        for kader in proces.kader:
            since = next((d for d in days if not _ends(law, name, kader, d)), None)
            if since is not None:
                span = law.begrippen.span_of("processen", name)
                place = f"{FILE}#{kader}/{name}"
                yield _remark("ZVH705", span, place, proces=name, kader=kader, dag=since)


def _ends(law: Law, proces: str, kader: str, day: date) -> bool:
    # A frame whose own law is not in force yet has no cases to end.
    own = [wet for wet in law.wetten if kader in wet.kader]
    if own and not any(wet.geldig.op(day) for wet in own):
        return True
    return any(
        here.term.soort is Soort.MAXIMUM
        and here.term.vanaf in _SURE
        and here.term.dan is not Actie.AFSCHERMEN
        and here.to(proces, kader, None)
        for here in law_terms(law, day)
    )


def _in_time(terms: Bewaartermijnen) -> Iterator[Finding]:
    carried_out = terms.uitvoering
    wait, holds = carried_out.wachttijd, carried_out.goedkeuring_geldt
    if wait == holds or wait.langer_dan(holds):
        span = carried_out.span_of("goedkeuring-geldt")
        place = f"{FILE}#uitvoering"
        yield _remark("ZVH708", span, place, wachttijd=wait, termijn=holds)


def _superfluous(term: Bewaartermijn, name: str, *, shown: str = "", soort: str = "") -> Finding:
    key = name.replace("_", "-")
    span = term.span_of(key)
    return finding("ZVH701", span, sleutel=shown or key, soort=soort or term.soort.value)


def _remark(code: str, span: Span, place: str, **values: object) -> Finding:
    return finding(code, span, level=Level.BEVINDING, place=place, **values)
