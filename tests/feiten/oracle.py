"""
The facts once more, as plain as can be and slow: an oracle for the derivation.

It shares no code with it. It asks of each fact in one go what the law and the vocabulary ask, and
never leaves anything out first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.feiten.asked import Asked
from tests.feiten.registers import World


def expected(given: World) -> frozenset[str]:
    """
    Give the facts that hold in a world.
    """
    ask = Asked(given)
    return frozenset(feit for feit, holds in _RULES.items() if holds(ask))


def _two_years_ago(day: Any) -> tuple[int, int, int]:
    return (day.year - 2, day.month, day.day)


def _trained(q: Asked) -> bool:
    p = q.person()
    parts = {
        part
        for part, day in (p.opleidingen if p else ())
        if day <= q.day and (day.year, day.month, day.day) > _two_years_ago(q.day)
    }
    return len(parts & set("abcdef")) == 6


def _criteria(q: Asked) -> bool:
    judged = [c for c in q.w.criteria if c.casus == q.a.casus and c.op <= q.now]
    if not judged:
        return False
    last = max(c.op for c in judged)
    if q.closed and last <= q.closed:
        return False
    return not [
        c
        for c in judged
        if c.op == last
        if not c.meervoudige_problematiek
        or not c.leefgebieden_criminogeen
        or not c.overlast_criminaliteit_onveilig
        or not c.meerdere_domeinen_nodig
        or (c.vervallen_op and c.vervallen_op <= q.now)
        or not q.joint(set(c.door), set())
    ]


def _reported(q: Asked) -> bool:
    judged = [c.op for c in q.w.criteria if c.casus == q.a.casus and c.op <= q.now]
    who = q.case_said("aanmelding-gemotiveerd", max(judged) if judged else None)
    return q.case is not None and q.case.aangemeld_door == q.organ and q.organ in who


def _special(q: Asked) -> bool:
    sinds = q.now.replace(year=q.now.year - 2)
    if q.r.handeling == "hernieuwen":
        sinds = max(sinds, q.last("hernieuwd") or sinds)
    who = q.case_said("bijzonder-geval", sinds)
    return q.involved <= who and q.joint(q.lid_1(who), q.involved)


def _weighed(q: Asked) -> bool:
    who = q.case_said("eensluidend-oordeel", q.closed)
    kinds = {q.m.soorten.get(o) for o in who}
    return {"politie", "om"} <= kinds and bool(who & q.residents())


def _consented(q: Asked) -> bool:
    about = {i.betrokkene for i in q.items} | ({q.a.betrokkene} - {None})
    who = q.stand(
        (t.betrokkene, t.gegeven_op, None, t.ingetrokken_op, True)
        for t in q.of_this("toestemmingen")
    )
    return q.open() and about != set() and about <= who and about <= set(q.persons)


def _tested(q: Asked) -> bool:
    said = [x for x in q.of_this("adviezen") if x.op <= q.now]
    last = [x for x in said if x.op == max(y.op for y in said)]
    good = [
        x
        for x in last
        if x.oordeel.value == "rechtmatig"
        or (
            x.oordeel.value == "onder-voorwaarden"
            and x.voorwaarden_vervuld_op
            and x.voorwaarden_vervuld_op <= q.now
        )
    ]
    return q.open() and last != [] and good == last


def _kept_to(q: Asked) -> bool:
    known = q.m.namen.get(q.r.aan)
    names = known if known is not None else {q.r.aan}

    def met(item: Any, condition: Any) -> bool:
        what = condition.beperking.value
        listed = bool(names & set(condition.waarden))
        return bool(
            (what == "niet-aan" and known is not None and not listed)
            or (what == "alleen-aan" and listed)
            or (what == "alleen-voor" and q.r.doel in condition.waarden)
            or (what == "na-instemming" and set(item.bronnen) <= q.agreed())
            or (what == "tot" and q.day < condition.tot)
        )

    conditions = [(i, c) for i in q.items for c in i.voorwaarden]
    return q.open() and bool(q.items) and bool(q.r.aan) and all(met(i, c) for i, c in conditions)


def _no_objection(q: Asked) -> bool:
    said = q.objections()
    asked = q.sources | q.involved
    none = not any(objects for objects, _ in said.values())
    return q.open() and bool(q.sources and q.involved) and asked <= set(said) and none


def _public(q: Asked) -> bool:
    return q.case is not None and any(
        p.wat == "lijstcriteria" and p.convenant == q.case.convenant and q.today(p)
        for p in q.w.publicaties
    )


def _occasion(q: Asked) -> bool:
    o = q.row("aanleiding")
    return o is not None and o.op <= q.now and q.now < o.tot


def _sources(item: Any) -> set[str]:
    return set(item.bronnen)


def _never(_: Any) -> None:
    return None


def _signed(q: Asked) -> bool:
    p = q.person()
    house = any(d.geheimhouding_op and d.geheimhouding_op <= q.day for d in q.third())
    himself = p is not None and p.geheimhouding is not None and p.geheimhouding <= q.day
    return house and (q.r.aan is not None or himself)


_RULES: dict[str, Callable[[Asked], bool]] = {
    "persoon-aangewezen": lambda q: q.person() is not None,
    "vog-of-screening": lambda q: (
        (p := q.person()) is not None
        and p.vog_of_screening is not None
        and p.vog_of_screening <= q.day
    ),
    "opleiding-gevolgd": _trained,
    "geen-commerciele-taak": lambda q: (
        (p := q.person()) is not None and p.commerciele_taak is not None and not p.commerciele_taak
    ),
    "mandaat-verleend": lambda q: (
        q.person() is not None
        and any(
            (m.medewerker, m.namens) == (q.a.medewerker, q.r.namens) and q.today(m)
            for m in q.w.mandaten
        )
    ),
    "persoon-in-casus": lambda q: (
        q.case is not None
        and q.person() is not None
        and any(
            (t.casus, t.medewerker, t.rol) == (q.a.casus, q.a.medewerker, q.r.rol)
            and q.today(t)
            and q.since_closing(t)
            for t in q.w.dossier.toewijzingen
        )
    ),
    "deelnemer-in-casus": lambda q: any(
        d.organisatie == q.organ
        and q.since_closing(d)
        and (d.besluit is not None or q.case.kader != "wgs")
        for d in q.parts(third=False)
    ),
    "gemeente-van-verblijf": lambda q: q.organ in q.residents(),
    "geheimhouding-getekend": _signed,
    "derde-toegelaten": lambda q: any(d.besluit for d in q.third()),
    "derde-deskundig-en-taak": lambda q: any(d.besluit and d.deskundig_en_taak for d in q.third()),
    "besluit-lid-1": lambda q: q.joint(q.voted(), q.involved),
    "criteria-vastgesteld": _criteria,
    "aanmelding-gemotiveerd": _reported,
    "lijstcriteria-openbaar": _public,
    "lijstcriteria-voldaan": lambda q: q.joint(
        q.lid_1(q.case_said("lijstcriteria-voldaan")), q.involved
    ),
    "bijzonder-geval": _special,
    "opdracht-deelnemers": lambda q: (
        q.involved <= q.voted() and q.joint(q.lid_1(q.voted()), q.involved)
    ),
    "eensluidend-oordeel": _weighed,
    "eigen-gegevens": lambda q: q.sources == {q.organ},
    "gezinslid-of-direct-contact": lambda q: q.each_item(
        "gezinslid-of-direct-contact", _sources, lambda _: q.closed
    ),
    "onjuist-of-onrechtmatig": lambda q: q.each_item(
        "onjuist-of-onrechtmatig", _sources, lambda i: q.corrected(i, "afgehandeld_op")
    ),
    "wissing-toegewezen": lambda q: (
        q.items != []
        and all(q.contact() & q.said("wissing-toegewezen", "gegeven", i.id, None) for i in q.items)
    ),
    "uitdrukkelijke-toestemming": _consented,
    "instemming-bron": lambda q: q.open() and bool(q.sources) and q.sources <= q.agreed(),
    "geen-bezwaar-bron": lambda q: (
        q.open()
        and bool(q.sources)
        and all(q.objections().get(s, (True, True)) != (True, True) for s in q.sources)
    ),
    "geen-bezwaar-deelnemers": _no_objection,
    "rac-getoetst": _tested,
    "bekend-bij-ontvanger": lambda q: (
        q.open() and q.r.aan in q.given_said("bekend-bij-ontvanger", q.closed)
    ),
    "bevoegd-gezag-akkoord": lambda q: (
        q.open()
        and any(
            q.m.soorten.get(o) in ("om", "burgemeester")
            for o in q.given_said("bevoegd-gezag-akkoord")
        )
    ),
    "voorwaarden-bron-nageleefd": _kept_to,
    "toetsaanleiding": _occasion,
}


def _rule(feit: str, by: Callable[[str], Callable[[Asked], bool]]) -> None:
    _RULES[feit] = by(feit)


for _feit in ("betrokkenen-elkaars-kring", "afhankelijkheid-problemen"):
    _rule(_feit, lambda f: lambda q: bool(q.involved) and q.involved <= q.case_said(f, q.closed))
for _feit in (
    "rechtmatig-verwerkt",
    "geen-beroepsgeheim",
    "identificatie-onvermijdelijk",
    "aanvulling-op-strafrechtelijk",
    "uitzondering-avg-9",
    "uitzondering-avg-10",
    "gegevens-anoniem",
):
    _rule(
        _feit,
        lambda f: lambda q: q.each_item(f, _sources, lambda i: q.corrected(i, "gemeld_op")),
    )
for _feit in (
    "kwaliteit-getoetst",
    "wettelijke-plicht-of-bevoegdheid",
    "goed-hulpverlenerschap",
    "grondslag-derde",
    "ontvanger-mag-verwerken",
    "verenigbare-taak",
    "noodzaak-gemotiveerd",
    "noodzaak-uit-feiten",
    "betrokkenheid-of-afstemming",
):
    _rule(_feit, lambda f: lambda q: q.open() and q.organ in q.given_said(f))
for _feit in ("overleg-met-betrokken-deelnemers", "besluit-overgenomen"):
    _rule(_feit, lambda f: lambda q: q.open() and bool(q.contact() & q.given_said(f)))
