"""
Makes the certificate of a plan that was carried out, from what its lines say was done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple, assert_never

from zvhprivacy.bewaren.certificate import (
    Actor,
    Certificate,
    Logbereik,
    Methode,
    Rest,
    Telling,
    Uitslag,
    Uitzondering,
    Verantwoordelijke,
)
from zvhprivacy.errors import WrongUse
from zvhprivacy.model.bewaarplan import LineState, Plan, PlanLine, PlanState, Uitkomst
from zvhprivacy.model.bewaartermijn import Actie, Bewaartermijn
from zvhprivacy.model.casus import NotRegistered
from zvhprivacy.model.convenant import Convenant


WHOLE = "casus"  # what `PlanLine.soort` says of a case as a whole

_DONE = {Uitkomst.VERNIETIGD: Actie.VERNIETIGEN, Uitkomst.GEANONIMISEERD: Actie.ANONIMISEREN}


class NotFinished(WrongUse):
    """
    A certificate was asked of a plan of which something is still to be done.
    """

    code = "plan-not-finished"
    nl = (
        "van plan {plan} kan nog geen verklaring worden gemaakt ({reden}); "
        "maak de uitvoering eerst af met `zvhprivacy bewaren run`"
    )
    en = (
        "no certificate can be made of plan {plan} yet ({reden}); "
        "finish carrying it out first with `zvhprivacy bewaren run`"
    )


class _Key(NamedTuple):
    convenant: str
    proces: str
    jaar: int | None
    categorie: str | None
    regel: str
    artikel: str
    plek: str
    actie: Actie
    methode: Methode


class _Count:
    """
    Items, and the cases that they come from: each once, however many lines it has.
    """

    __slots__ = ("_partly", "_whole", "gegevens")

    def __init__(self) -> None:
        self.gegevens = 0
        self._whole = 0  # a case as a whole has one line
        self._partly: set[int] = set()

    def add(self, line: PlanLine, items: int) -> None:
        self.gegevens += items
        if line.soort == WHOLE:
            self._whole += 1
        else:
            self._partly.add(line.zaak)

    @property
    def casussen(self) -> int:
        return self._whole + len(self._partly)


def responsible(convenant: Convenant) -> Verantwoordelijke:
    """
    Say of *convenant* where who answers for it can be reached.
    """
    contact = convenant.deelnemers.get(convenant.contactpunt or "")
    return Verantwoordelijke(
        convenant=convenant.convenant,
        titel=convenant.titel,
        contactpunt=contact.naam if contact else None,
    )


def certify(
    plan: Plan,
    lines: Iterable[PlanLine],
    *,
    verantwoordelijken: Iterable[Verantwoordelijke],
    door: Iterable[Actor],
    termen: Iterable[Bewaartermijn],
    logboek: Logbereik,
    resten: Iterable[Rest],
    doelen: Iterable[Uitslag] = (),
    niet_gepland: Iterable[Uitzondering] = (),
) -> Certificate:
    """
    Make the certificate of *plan* from all its *lines*, whatever their order.

    It says what the lines say: that nothing is left is for who carried it out to establish first.
    *niet_gepland* is what was due and could not be planned: held, in conflict, or a fact missing.

    Raises:
        NotFinished: something is still to be done.
        NotRegistered: a value does not fit, so it could say more than it may.
    """
    if plan.state is not PlanState.KLAAR:
        raise NotFinished(plan=plan.id, reden=plan.state)
    counts: defaultdict[_Key, _Count] = defaultdict(_Count)
    passed: defaultdict[tuple[str, Uitkomst], _Count] = defaultdict(_Count)
    for line in lines:
        match line.state:
            case LineState.GEPLAND:
                raise NotFinished(plan=plan.id, reden=f"regel {line.nummer}")
            case LineState.OVERGESLAGEN:
                items = sum(number for _, number in line.aantallen)
                passed[line.convenant, _outcome(line)].add(line, items)
            case LineState.UITGEVOERD | LineState.KLAAR:
                for key, items in _counted(line):
                    counts[key].add(line, items)
            case _:
                assert_never(line.state)
    numbers = _selectielijst(termen)
    return Certificate(
        plan=plan.id,
        hash=plan.hash,
        beleid=plan.beleid,
        op=plan.op,
        horizon=plan.horizon,
        opgesteld_op=plan.opgesteld_op,
        goedgekeurd_op=_moment(plan, "goedgekeurd_op"),
        uit_te_voeren_vanaf=_moment(plan, "uit_te_voeren_vanaf"),
        begonnen_op=_moment(plan, "begonnen_op"),
        klaar_op=_moment(plan, "klaar_op"),
        verantwoordelijken=tuple(sorted(verantwoordelijken, key=attrgetter("convenant"))),
        door=tuple(door),
        tellingen=tuple(
            Telling(
                **key._asdict(),
                selectielijst=numbers.get((key.regel, key.artikel)),
                casussen=count.casussen,
                gegevens=count.gegevens,
            )
            for key, count in sorted(counts.items(), key=_order)
        ),
        overgeslagen=tuple(
            Uitzondering(
                convenant=convenant,
                reden=reden,
                casussen=count.casussen,
                gegevens=count.gegevens,
            )
            for (convenant, reden), count in sorted(passed.items())
        ),
        niet_gepland=tuple(niet_gepland),
        doelen=tuple(doelen),
        logboek=logboek,
        resten=tuple(resten),
    )


def _counted(line: PlanLine) -> Iterator[tuple[_Key, int]]:
    """
    Give where *line* is counted: once for the case, and once per category.
    """
    done = _outcome(line)
    if done not in _DONE:
        raise NotRegistered(register="Telling", veld="actie")
    whole = _Key(
        line.convenant,
        line.proces,
        line.jaar,
        None,
        line.regel,
        line.artikel,
        line.plek,
        _DONE[done],
        Methode.SLEUTEL_VERNIETIGD if line.soort == WHOLE else Methode.SLEUTEL_VERNIEUWD,
    )
    yield whole, sum(number for _, number in line.aantallen)
    for categorie, number in line.aantallen:
        yield whole._replace(categorie=categorie), number


def _outcome(line: PlanLine) -> Uitkomst:
    try:
        return Uitkomst(line.uitkomst)
    except ValueError:
        raise NotRegistered(register="Uitzondering", veld="reden") from None


def _order(item: tuple[_Key, object]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in item[0])


def _selectielijst(terms: Iterable[Bewaartermijn]) -> dict[tuple[str, str], str]:
    """
    Give per term the number in a selectielijst; one that shortens another has the number of that.
    """
    listed = tuple(terms)
    numbers = {term.id: term.selectielijst for term in listed}
    found = {}
    for term in listed:
        if number := term.selectielijst or numbers.get(term.verkort or ""):
            found[term.id, term.artikel] = number
    return found


def _moment(plan: Plan, name: str) -> datetime:
    found = getattr(plan, name)
    if not isinstance(found, datetime):
        raise NotFinished(plan=plan.id, reden=name)
    return found
