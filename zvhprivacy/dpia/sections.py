"""
The sections of a DPIA that follow from its permissions: data, purposes, parties, law.

Each is a function of the permissions and of their context, the law and the organisations of a day.
So it can be told whether a section changed because of a permission or because of its context.
"""

from __future__ import annotations

import re

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from zvhprivacy.dpia.context import BRINGS_IN, Context, Processed
from zvhprivacy.dpia.roles import Rol, heaviest, role_in
from zvhprivacy.model.citation import parse_citation
from zvhprivacy.model.convenant import Ontvanger
from zvhprivacy.model.dpia.facts import (
    BewaartermijnFeit,
    Doelbinding,
    Doeleinde,
    JuridischKader,
    Partij,
    Persoonsgegeven,
    Rechtsgrond,
    Uitzondering,
    Verwerking,
)
from zvhprivacy.model.selection import only


_NATIONAL = "nationaal-nummer"
_NATIONAL_LAW = "UAVG 46 lid 1"  # a number that a law prescribes, only for what that law is for
_SPECIAL = {
    "bijzonder": ("uitzondering_bijzonder",),
    "strafrechtelijk": ("uitzondering_strafrechtelijk",),
    "samengesteld": ("uitzondering_bijzonder", "uitzondering_strafrechtelijk"),
}
_KIND = {
    "uitzondering_bijzonder": "bijzonder",
    "uitzondering_strafrechtelijk": "strafrechtelijk",
}


def sections(
    context: Context, verwerkingen: tuple[Verwerking, ...], about: Processed | None = None
) -> dict[str, Any]:
    """
    Give all sections, by the names they have in `DpiaFeiten`.

    *about* says which data there are, where others than these *verwerkingen* let them in.
    """
    kaders = _frames(context, verwerkingen)
    about = about or Processed(context, verwerkingen)
    gegevens = _data(context, about, verwerkingen)
    return {
        "verwerkingen": verwerkingen,
        "persoonsgegevens": gegevens,
        "doeleinden": _purposes(context, verwerkingen),
        "partijen": _parties(context, about, verwerkingen),
        "juridisch_kader": _laws(context, verwerkingen, kaders),
        "bewaartermijnen": _terms(context, kaders, [each.gegevens for each in gegevens]),
        "rechtsgronden": _grounds(context, verwerkingen),
        "uitzonderingen": _exceptions(context, about, verwerkingen),
        "doelbinding": _further(context, about, verwerkingen),
    }


def _frames(context: Context, verwerkingen: Iterable[Verwerking]) -> frozenset[str]:
    used = (context.chosen("kader", each.kader) for each in verwerkingen)
    return frozenset().union(*used)


def _data(
    context: Context, about: Processed, verwerkingen: Iterable[Verwerking]
) -> tuple[Persoonsgegeven, ...]:
    over: dict[str, set[str]] = defaultdict(set)
    who: dict[str, set[str]] = defaultdict(set)
    grounds: dict[str, set[str]] = defaultdict(set)
    for each in verwerkingen:
        brings = context.chosen("handeling", each.handeling) & BRINGS_IN
        acting = {name for _, name in context.acting(each)} if brings else set()
        for name in about.gegevens(each):
            over[name] |= about.over(each, name)
            if brings:
                who[name] |= acting
                grounds[name].add(each.grondslag)
    kinds = context.law.begrippen.gegevens
    return tuple(
        Persoonsgegeven(
            gegevens=name,
            soort=kinds[name].soort,
            over=only(*over[name]),
            **_unless_empty(partijen=tuple(sorted(who[name]))),
            grondslagen=_in_order(grounds[name]),
        )
        for name in sorted(over)
        if over[name]
    )


def _purposes(context: Context, verwerkingen: Iterable[Verwerking]) -> tuple[Doeleinde, ...]:
    served: dict[str, set[str]] = defaultdict(set)
    for each in verwerkingen:
        for doel in context.chosen("doel", each.doel):
            served[doel].add(each.id)
    return tuple(
        Doeleinde(doel=doel, verwerkingen=tuple(sorted(served[doel]))) for doel in sorted(served)
    )


def _parties(
    context: Context, about: Processed, verwerkingen: Iterable[Verwerking]
) -> tuple[Partij, ...]:
    data: dict[str, set[str]] = defaultdict(set)
    over: dict[str, set[str]] = defaultdict(set)
    roles: dict[str, set[Rol]] = defaultdict(set)
    written = {name: who for (_, name), who in context.parties.items()}
    for each in verwerkingen:
        acting = {name for _, name in context.acting(each)}
        kaders = context.chosen("kader", each.kader)
        here = about.gegevens(each)
        whom = frozenset().union(*(about.over(each, gegeven) for gegeven in here))
        for name in acting | {name for _, name in context.receiving(each)}:
            data[name] |= here
            over[name] |= whom
            soort = context.law.begrippen.deelnemersoorten[written[name].soort]
            if isinstance(written[name], Ontvanger):
                roles[name].add(Rol.ONTVANGER)
            else:
                roles[name] |= {role_in(soort, kader) for kader in kaders}
    return tuple(
        Partij(
            partij=name,
            naam=written[name].naam,
            soort=written[name].soort,
            rol=heaviest(roles[name]).value,
            gegevens=only(*data[name]),
            over=only(*over[name]),
        )
        for name in sorted(data)
        if data[name] and over[name]
    )


def _laws(
    context: Context, verwerkingen: Iterable[Verwerking], kaders: frozenset[str]
) -> tuple[JuridischKader, ...]:
    law = context.law
    titles = {wet.wet: wet.titel for wet in law.wetten}
    articles: dict[str, set[str]] = defaultdict(set)
    named = {each.grondslag for each in verwerkingen}
    for artikel in named | {ban.artikel for ban in context.bans(kaders)}:
        citation = parse_citation(artikel)
        if citation is None:  # A ban that the organisation chose for itself is no law.
            continue
        ground = law.grondslag(artikel)
        title = titles.get(citation.sleutel) or (ground.wet if ground else citation.wet)
        articles[title].add(artikel)
    return tuple(
        JuridischKader(wet=title, artikelen=_in_order(articles[title]))
        for title in sorted(articles)
    )


def _terms(
    context: Context, kaders: frozenset[str], gegevens: Iterable[str]
) -> tuple[BewaartermijnFeit, ...]:
    rows = [
        BewaartermijnFeit(
            id=term.id,
            artikel=term.artikel,
            vanaf=term.vanaf,
            termijn=term.termijn,
            dan=term.dan,
            gegevens=term.gegevens,
            kader=term.kader,
        )
        for term in context.maxima(kaders, gegevens)
        if term.vanaf is not None and term.termijn is not None
    ]
    return tuple(sorted(rows, key=lambda row: (row.id, str(row.termijn), row.vanaf)))


def _grounds(context: Context, verwerkingen: Iterable[Verwerking]) -> tuple[Rechtsgrond, ...]:
    resting: dict[str, set[str]] = defaultdict(set)
    for each in verwerkingen:
        resting[each.grondslag].add(each.id)
    found = []
    for artikel in _in_order(resting):
        ground = context.law.grondslag(artikel)
        if ground is not None:  # Without one a permission does not work.
            ids = tuple(sorted(resting[artikel]))
            row = Rechtsgrond(
                grondslag=artikel, rechtsgrond=ground.rechtsgrond_avg, verwerkingen=ids
            )
            found.append(row)
    return tuple(found)


def _exceptions(
    context: Context, about: Processed, verwerkingen: Iterable[Verwerking]
) -> tuple[Uitzondering, ...]:
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    kinds = context.law.begrippen.gegevens
    for each in verwerkingen:
        ground = context.law.grondslag(each.grondslag)
        for name in about.gegevens(each):
            soort = kinds[name].soort
            if soort == _NATIONAL:
                found[soort, each.grondslag, _NATIONAL_LAW].add(name)
            for field in _SPECIAL.get(soort, ()):
                artikel = getattr(ground, field, None)
                if artikel:  # Without one a ban keeps these data out.
                    found[_KIND[field], each.grondslag, artikel].add(name)
    rows = sorted(found, key=lambda key: (key[0], _natural(key[1])))
    return tuple(
        Uitzondering(
            soort=soort,
            grondslag=grondslag,
            uitzondering=artikel,
            gegevens=tuple(sorted(found[soort, grondslag, artikel])),
        )
        for soort, grondslag, artikel in rows
    )


def _further(
    context: Context, about: Processed, verwerkingen: Iterable[Verwerking]
) -> tuple[Doelbinding, ...]:
    purposes: dict[str, set[str]] = defaultdict(set)
    grounds: dict[str, set[str]] = defaultdict(set)
    for each in verwerkingen:
        doelen = context.chosen("doel", each.doel)
        if not doelen or context.chosen("handeling", each.handeling) <= BRINGS_IN:
            continue
        for name in about.gegevens(each):
            purposes[name] |= doelen
            grounds[name].add(each.grondslag)
    return tuple(
        Doelbinding(
            gegevens=name,
            doelen=tuple(sorted(purposes[name])),
            grondslagen=_in_order(grounds[name]),
        )
        for name in sorted(purposes)
    )


def _unless_empty(**lists: Any) -> dict[str, Any]:
    # An empty list is never written, so it is no value that may be given.
    return {name: values for name, values in lists.items() if values}


def _in_order(articles: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(articles, key=_natural))


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """
    Sort numbers in *text* as numbers: 2.9 comes before 2.31.
    """
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)
    )
