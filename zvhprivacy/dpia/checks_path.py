"""
Check the way a DPIA went: status and dates, advice, who decided, and when it is looked at again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.gate import ADOPTED
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.remarks import about, listed
from zvhprivacy.dpia.roles import CONTROLLERS, Rol, heaviest, role_in
from zvhprivacy.dpia.status import reached
from zvhprivacy.errors import Finding
from zvhprivacy.model.dpia.advice import Advies, Adviseur, Conclusie
from zvhprivacy.model.dpia.dossier import Dpia, Status


# Whose advice is one for all controllers together.
_FOR_ALL = frozenset({Adviseur.COORDINEREND_FG, Adviseur.REGIONAAL_FG_OVERLEG})


def check_path(
    dpia: Dpia, members: Collection[str] | None, others: Collection[str], day: date
) -> Iterator[Finding]:
    """
    Check status, dates and advice of one DPIA by themselves.

    *members* are those of its convenants, as far as they can be read; *others* are called
    controllers and are none, so nobody waits for the advice of their FG.
    """
    yield from _status(dpia, day)
    yield from _review(dpia, day)
    yield from _advice(dpia)
    yield from _asked(dpia, members, others)


def _status(dpia: Dpia, day: date) -> Iterator[Finding]:
    adoption, review, span = dpia.vaststelling, dpia.herziening, dpia.span_of("status")
    sent = {advies.van for advies in dpia.adviezen if advies.ingediend or advies.datum}
    for wrong, reden, where in (
        (
            dpia.status in ADOPTED and adoption is None,
            "status-zonder-vaststelling",
            span,
        ),
        (
            adoption is not None and not reached(dpia.status, Status.VASTGESTELD) and _runs(dpia),
            "vaststelling-zonder-status",
            span,
        ),
        (
            adoption is not None and dpia.status in ADOPTED and adoption.datum > day,
            "vaststelling-later",
            dpia.span_of("vaststelling", "datum"),
        ),
        (
            bool(adoption and review and review.uiterlijk <= adoption.datum),
            "herziening-eerder",
            dpia.span_of("herziening", "uiterlijk"),
        ),
        (
            dpia.status is Status.FG_ADVIES and not sent - {Adviseur.RAC},
            "advies-niet-gevraagd",
            span,
        ),
        (
            dpia.status is Status.RAC_ADVIES and Adviseur.RAC not in sent,
            "advies-niet-gevraagd",
            span,
        ),
        (dpia.status is Status.GEPLAND and dpia.gepland is None, "gepland-zonder-dag", span),
        (
            _runs(dpia) and adoption is None and dpia.gepland is not None and dpia.gepland < day,
            "gepland-voorbij",
            dpia.span_of("gepland"),
        ),
    ):
        if wrong:
            yield about("ZVH817", dpia, where, "status", status=dpia.status.value, reden=reden)


def _runs(dpia: Dpia) -> bool:
    return dpia.status is not Status.VERVALLEN


def _review(dpia: Dpia, day: date) -> Iterator[Finding]:
    review = dpia.herziening
    if review is None or dpia.status not in ADOPTED:
        return
    after = dpia.vaststelling is None or review.uiterlijk > dpia.vaststelling.datum
    if after and review.uiterlijk < day:
        span = dpia.span_of("herziening", "uiterlijk")
        yield about("ZVH806", dpia, span, "herziening", datum=review.uiterlijk)


def _advice(dpia: Dpia) -> Iterator[Finding]:
    adoption = dpia.vaststelling
    in_time = {
        _who(advies)
        for advies in dpia.adviezen
        if adoption and advies.datum and advies.datum <= adoption.datum
    }
    for advies in dpia.adviezen:
        who, place = _said(advies), f"advies {_said(advies)}"
        # During a review, and when the same one advised before, it is advice about what comes next.
        late = adoption and advies.datum and _who(advies) not in in_time
        if late and dpia.status is Status.VASTGESTELD:
            span, when = advies.span_of("datum"), adoption.datum if adoption else ""
            said = {"van": who, "datum": advies.datum, "vaststelling": when}
            yield about("ZVH807", dpia, span, place, **said)
        against = advies.conclusie is Conclusie.NEGATIEF and dpia.status in ADOPTED
        if (advies.afgeweken or against) and not advies.motivatie.strip():
            span = advies.span_of("afgeweken" if advies.afgeweken else "conclusie")
            yield about("ZVH819", dpia, span, place, van=who)


def _asked(
    dpia: Dpia, members: Collection[str] | None, others: Collection[str]
) -> Iterator[Finding]:
    named = {advies.organisatie for advies in dpia.adviezen if advies.organisatie}
    if members is not None and not named <= set(members):
        return  # Whose advice is there is told when that slip is mended.
    asked = {advies.van for advies in dpia.adviezen if advies.datum}
    own = {a.organisatie for a in dpia.adviezen if a.van is Adviseur.FG and a.datum}
    every = dpia.verwerkingsverantwoordelijken
    without = [who for who in every if who not in own and who not in others]
    if reached(dpia.status, Status.RAC_ADVIES) and not asked & _FOR_ALL and without:
        span = dpia.span_of("verwerkingsverantwoordelijken")
        yield about("ZVH818", dpia, span, "fg-advies", wie=listed(without))


def _who(advies: Advies) -> tuple[Adviseur, str | None]:
    return advies.van, advies.organisatie


def _said(advies: Advies) -> str:
    return advies.van.value + (f" {advies.organisatie}" if advies.organisatie else "")


def no_controllers(facts: Facts, dpia: Dpia) -> dict[str, str]:
    """
    Give who *dpia* calls a controller and is none in the frames of its processes, with their role.
    """
    parties = {each.partij: each.rol for each in facts.of(dpia).partijen}
    words, kinds = facts.law.begrippen, _kinds(facts, dpia)
    found = {}
    for who in dpia.verwerkingsverantwoordelijken:
        if who in kinds:
            soort = words.deelnemersoorten[kinds[who]]
            role = parties.get(who) or heaviest(role_in(soort, k) for k in _frames(facts, dpia))
            if role not in CONTROLLERS:
                found[who] = str(role)
    return found


def check_controllers(facts: Facts, dpia: Dpia, others: Mapping[str, str]) -> Iterator[Finding]:
    """
    Name *others*, who are called controllers and are none.
    """
    frames = ", ".join(_frames(facts, dpia))
    for number, who in enumerate(dpia.verwerkingsverantwoordelijken):
        if who in others:
            span = dpia.span_of("verwerkingsverantwoordelijken", number)
            yield about("ZVH810", dpia, span, who, wie=who, rol=others[who], kaders=frames)


def check_forgotten(facts: Facts, register: Register, dpia: Dpia) -> Iterator[Finding]:
    """
    Name who is joint controller by law and does not stand among the controllers of *dpia*.

    Whose advice and decision are waited for follows from that list, so it has to be whole. Of what
    was assessed, the facts of then count: who came later is told as a change.
    """
    named = dpia.verwerkingsverantwoordelijken
    if not reached(dpia.status, Status.FG_ADVIES) or not _kinds(facts, dpia).keys() >= set(named):
        return
    there = register.feiten.get(dpia.dpia) or facts.of(dpia)
    joint = {each.partij for each in there.partijen if each.rol == Rol.GEZAMENLIJK}
    if forgotten := sorted(joint.difference(named)):
        span = dpia.span_of("verwerkingsverantwoordelijken")
        yield about("ZVH824", dpia, span, "verwerkingsverantwoordelijken", wie=listed(forgotten))


def _frames(facts: Facts, dpia: Dpia) -> list[str]:
    words = facts.law.begrippen
    processen = [words.processen[name] for name in dpia.processen if name in words.processen]
    return sorted({kader for proces in processen for kader in proces.kader})


def _kinds(facts: Facts, dpia: Dpia) -> dict[str, str]:
    agreements = facts.workspace.agreements
    here: Iterable[str] = (name for name in dpia.convenanten if name in agreements)
    return {
        who: member.soort
        for name in here
        for who, member in agreements[name].convenant.deelnemers.items()
    }
