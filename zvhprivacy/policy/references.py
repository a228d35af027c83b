"""
Check that every word and reference in a file exists: values, facts, articles, convenants, members.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from zvhprivacy.errors import Finding, Level, Span, finding
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.model.convenant import Addendum, Convenant, Regel
from zvhprivacy.model.request import NAMENS, SELECTED, WGS
from zvhprivacy.model.selection import Mode
from zvhprivacy.model.wet import Selecting, Verbod
from zvhprivacy.model.workspace import Agreement, Law
from zvhprivacy.model.written import Written
from zvhprivacy.source import suggest


_KIND = {"gegevens": "gegevenscategorie", "aan": "deelnemer"}


_Known = Mapping[str, frozenset[str]]  # per field the values that may be selected


def place_of(value: Written, name: str) -> str:
    """
    Name a rule so that the name outlives edits elsewhere: `<file>#<id>`.
    """
    return f"{value.plek.span.file}#{name}"


def check_law(law: Law) -> list[Finding]:
    """
    Check the law layer by itself.
    """
    words = law.begrippen
    known = known_words(words)
    found = list(_check_words(words))
    readings = {lezing.lezing for lezing in law.lezingen}
    seen: dict[str, Span] = {}
    for wet in law.wetten:
        found += _listed(wet, "kader", wet.kader, "kader", words.kaders)
    for verbod in law.verboden():
        found += _check_ban(law, known, verbod, readings)
        found += twice(seen, verbod.id, verbod)
    for grondslag in law.grondslagen:
        if grondslag.kader not in words.kaders:
            span = grondslag.span_of("kader")
            found.append(unknown(span, "kader", grondslag.kader, words.kaders))
        for name in ("grondslag", "uitzondering_bijzonder", "uitzondering_strafrechtelijk"):
            artikel = getattr(grondslag, name)
            if artikel:
                span = grondslag.span_of(name.replace("_", "-"))
                found += article(law, artikel, span, grondslag.plek.span.file)
    return found


def _check_words(words: Begrippen) -> Iterator[Finding]:
    for name, proces in words.processen.items():
        for kader in proces.kader:
            if kader not in words.kaders:
                yield unknown(words.span_of("processen", name), "kader", kader, words.kaders)
    for soort in words.deelnemersoorten:
        if soort in words.leden and words.deelnemersoorten[soort].lid != soort:
            yield finding("ZVH111", words.span_of("deelnemersoorten", soort), id=soort)


def _check_ban(
    law: Law, known: _Known, verbod: Verbod, readings: Collection[str]
) -> Iterator[Finding]:
    yield from _selected(known, verbod, law.begrippen.wie, law.begrippen.wie)
    yield from _listed(verbod, "tenzij", verbod.tenzij, "feit", law.begrippen.feiten)
    if verbod.lezing and verbod.lezing not in readings:
        yield unknown(verbod.span_of("lezing"), "lezing", verbod.lezing, readings)
    if verbod.artikel != "organisatie":
        span, place = verbod.span_of("artikel"), place_of(verbod, verbod.id)
        yield from article(law, verbod.artikel, span, place)


def check_agreements(
    law: Law, agreements: Mapping[str, Agreement], addenda: Iterable[Addendum]
) -> list[Finding]:
    """
    Check the convenants, their protocols and the addenda against the law layer and each other.
    """
    found: list[Finding] = []
    known = known_words(law.begrippen)
    for name, agreement in agreements.items():
        convenant = agreement.convenant
        found += _check_parties(law.begrippen, convenant)
        found += _check_bases(name, agreement, agreements)
        seen: dict[str, Span] = {}
        for regel in agreement.regels:
            found += twice(seen, regel.id, regel)
            found += _check_rule(law, known, regel, convenant.deelnemers, convenant.ontvangers)
        for protocol in agreement.protocollen:
            if protocol.protocol not in law.begrippen.processen:
                span, words = protocol.span_of("protocol"), law.begrippen.processen
                found.append(unknown(span, "proces", protocol.protocol, words))
    for addendum in addenda:
        seen = {}
        for name in addendum.wijzigt:
            if name not in agreements:
                found.append(_no_convenant(addendum.span_of("wijzigt"), name, agreements))
        for regel in addendum.regels:
            found += twice(seen, regel.id, regel)
            found += _check_rule(law, known, regel, {}, {})
        inherited = {r for n in addendum.wijzigt if n in agreements for r in _ids(n, agreements)}
        found += _dropped(addendum, addendum.vervalt, inherited)
    return found


def _check_rule(
    law: Law, known: _Known, regel: Regel, members: Collection[str], receivers: Collection[str]
) -> Iterator[Finding]:
    words = law.begrippen
    who = words.wie | frozenset(members)
    yield from _selected(known, regel, who, who | frozenset(receivers))
    yield from _listed(regel, "mits", regel.mits, "feit", words.feiten)
    yield from _listed(regel, "verplicht", regel.verplicht, "verplichting", words.verplichtingen)
    place = place_of(regel, regel.id)
    span = regel.span_of("grondslag")
    yield from article(law, regel.grondslag, span, place)
    ground = law.grondslag(regel.grondslag)
    if ground is None:
        yield _remark("ZVH205", span, place, artikel=regel.grondslag)
    elif not regel.kader.selects(frozenset({ground.kader})):
        yield _remark("ZVH207", span, place, artikel=regel.grondslag)


def _check_parties(words: Begrippen, convenant: Convenant) -> Iterator[Finding]:
    for key, parties in (
        ("deelnemers", convenant.deelnemers),
        ("ontvangers", convenant.ontvangers),
    ):
        for name, party in parties.items():
            if party.soort not in words.deelnemersoorten:
                span, known = party.span_of("soort"), words.deelnemersoorten
                yield unknown(span, "deelnemersoort", party.soort, known)
            if name in words.wie:
                yield finding("ZVH111", convenant.span_of(key, name), id=name)
            if key == "ontvangers" and name in convenant.deelnemers:
                yield finding("ZVH108", party.plek.span, id=name, eerder="deelnemers")
    yield from _officers(words, convenant)


def _officers(words: Begrippen, convenant: Convenant) -> Iterator[Finding]:
    offices = (
        ("contactpunt", convenant.contactpunt, {"college", "burgemeester"}, "ZVH208"),
        ("coordinerend-fg", convenant.coordinerend_fg, {"lid-1"}, "ZVH210"),
    )
    for key, name, kinds, code in offices:
        if name is None:
            continue
        party, span = convenant.deelnemers.get(name), convenant.span_of(key)
        if party is None:
            yield unknown(span, "deelnemer", name, convenant.deelnemers)
        elif party.soort in words.deelnemersoorten and not kinds & words.namen(
            name, party.soort, WGS
        ):
            yield _remark(code, span, f"{convenant.plek.span.file}#{key}", wie=name)


def _check_bases(
    name: str, agreement: Agreement, agreements: Mapping[str, Agreement]
) -> Iterator[Finding]:
    convenant = agreement.convenant
    for base in agreement.bouwt_op:
        span = convenant.span_of("bouwt-op")
        if base not in agreements:
            yield _no_convenant(span, base, agreements)
        elif name == base or name in _ancestors(base, agreements):
            yield finding("ZVH203", span, naam=name)
    inherited = {r for base in agreement.bouwt_op for r in _ids(base, agreements)}
    yield from _dropped(convenant, convenant.vervalt, inherited)


def _ancestors(name: str, agreements: Mapping[str, Agreement]) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        agreement = agreements.get(todo.pop())
        for base in agreement.bouwt_op if agreement else ():
            if base not in found:
                found.add(base)
                todo.append(base)
    return found


def _ids(name: str, agreements: Mapping[str, Agreement]) -> Iterator[str]:
    for each in {name, *_ancestors(name, agreements)} & agreements.keys():
        yield from (regel.id for regel in agreements[each].regels)


def _dropped(where: Written, dropped: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    for number, name in enumerate(dropped):
        if name not in known:
            span = where.span_of("vervalt", number)
            hint = suggest(name, sorted(known)) or ""
            yield finding("ZVH204", span, id=name, suggestie=hint)


def known_words(words: Begrippen) -> _Known:
    """
    Give per field the values that any rule may select.
    """
    kinds = {f"soort:{category.soort}" for category in words.gegevens.values()}
    known: dict[str, Iterable[str]] = {
        "rol": words.rollen,
        "handeling": words.handelingen,
        "gegevens": {*words.gegevens, *kinds},
        "over": words.over,
        "doel": words.doelen,
        "proces": words.processen,
        "kader": words.kaders,
        "fase": words.fasen,
    }
    return {field: frozenset(values) for field, values in known.items()}


def _selected(
    known: _Known, rule: Selecting, who: frozenset[str], to: frozenset[str]
) -> Iterator[Finding]:
    here = {**known, "deelnemer": who, "aan": to - {NAMENS}}
    for field in SELECTED:
        yield from chosen(rule, field, here[field])


def chosen(rule: Written, field: str, known: frozenset[str]) -> Iterator[Finding]:
    """
    Name the values that *rule* selects of *field* and that are not *known*.
    """
    keuze = getattr(rule, field)
    for value in sorted(keuze.waarden - known) if keuze.mode is not Mode.ALLE else ():
        span = _value_span(rule, field, value)
        yield unknown(span, _KIND.get(field, field), value, known)


def _value_span(rule: Written, field: str, value: str) -> Span:
    node = rule.plek.get(field)
    key: tuple[str | int, ...] = (field,)
    behalve = getattr(node, "get", lambda _key: None)("behalve")
    if behalve is not None:
        node, key = behalve, (field, "behalve")
    for number, item in enumerate(getattr(node, "items", ())):
        if getattr(item, "text", None) == value:
            return rule.span_of(*key, number)
    return rule.span_of(*key)


def _listed(
    rule: Written, key: str, values: Iterable[str], kind: str, known: Collection[str]
) -> Iterator[Finding]:
    for number, value in enumerate(values):
        if value not in known:
            yield unknown(rule.span_of(key, number), kind, value, known)


def article(law: Law, artikel: str, span: Span, place: str) -> Iterator[Finding]:
    """
    Say when *artikel* is not in the law it names, as far as that law is known here.
    """
    citation = parse_citation(artikel)
    if citation is None:
        return
    for wet in law.wetten:
        if wet.wet == citation.sleutel and citation.artikel not in wet.artikelen:
            yield _remark("ZVH201", span, place, artikel=citation.artikel, wet=citation.wet)


def twice(seen: dict[str, Span], name: str, value: Written) -> Iterator[Finding]:
    """
    Say when *name* was *seen* before, and remember it.
    """
    if name in seen:
        yield finding("ZVH108", value.span_of("id"), id=name, eerder=str(seen[name]))
    else:
        seen[name] = value.span_of("id")


def _no_convenant(span: Span, name: str, known: Collection[str]) -> Finding:
    hint = suggest(name, sorted(known)) or ""
    return finding("ZVH202", span, naam=name, suggestie=hint)


def unknown(span: Span, kind: str, value: str, known: Iterable[str]) -> Finding:
    """
    Say that *value* is no such *kind*, and which of the *known* ones was probably meant.
    """
    hint = suggest(value, sorted(known)) or ""
    return finding("ZVH103", span, waarde=value, soort=kind, suggestie=hint)


def _remark(code: str, span: Span, place: str, **values: object) -> Finding:
    return finding(code, span, level=Level.BEVINDING, place=place, **values)
