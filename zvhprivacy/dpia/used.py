"""
What the logboek tells of a period: which permissions were used, and by and for which organisations.

It keeps words only and each of them once, so a logboek of millions of lines takes no more memory
than the policy has permissions and organisations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.gate import ADOPTED
from zvhprivacy.dpia.read import Register
from zvhprivacy.dpia.remarks import about, listed, remark
from zvhprivacy.errors import Finding
from zvhprivacy.model.dpia.dossier import Dpia


FROM_LOG = frozenset({"ZVH802", "ZVH804"})  # what only a logboek can tell
_UNKNOWN = "?"  # stands in a line for what was no word of the policy


@dataclass(slots=True)
class Used:
    """
    What was used from *vanaf* until *tot*; filled line by line.
    """

    vanaf: date
    tot: date
    regels: set[tuple[str, str]] = field(default_factory=set)  # convenant and rule
    partijen: dict[tuple[str, str], tuple[date, date]] = field(default_factory=dict)

    def add(self, convenant: str | None, regel: str | None, day: date, *wie: str | None) -> None:
        """
        Count a decision by which data were processed on *day*, in *convenant*, under *regel*.
        """
        if convenant is None:
            return
        if regel is not None:
            self.regels.add((convenant, regel))
        for who in wie:
            if who is not None and who != _UNKNOWN:
                first, last = self.partijen.get((convenant, who), (day, day))
                self.partijen[convenant, who] = (min(first, day), max(last, day))


def period(day: date) -> tuple[date, date]:
    """
    Give the year up to and including *day*: its first day, and the first day after it.
    """
    after = day + timedelta(days=1)
    leap = (after.month, after.day) == (2, 29)
    return after.replace(year=after.year - 1, day=28 if leap else after.day), after


def check_used(
    facts: Facts, register: Register, dpias: Iterable[Dpia], used: Used
) -> Iterator[Finding]:
    """
    Name what *dpias* assessed and was never used, and who is in the logboek and not in a convenant.
    """
    period = {"vanaf": used.vanaf, "tot": used.tot}
    for dpia in dpias:
        stored = register.feiten.get(dpia.dpia)
        if stored is None or dpia.status not in ADOPTED:
            continue
        rules = {(each.uit, each.id) for each in facts.of(dpia).verwerkingen}
        idle = [
            each.id
            for each in stored.verwerkingen
            # What is no longer permitted was not used either; that is another finding.
            if (each.uit, each.id) in rules
            and used.regels.isdisjoint((name, each.id) for name in each.convenanten)
        ]
        if idle:
            span = dpia.span_of("processen")
            said = {"aantal": len(idle), "welke": listed(idle), **period}
            yield about("ZVH802", dpia, span, "ongebruikt", **said)
    for (naam, who), days in sorted(used.partijen.items()):
        agreement = facts.workspace.agreements.get(naam)
        if agreement is None:
            continue
        convenant = agreement.convenant
        member = convenant.deelnemers.get(who)
        if who in convenant.ontvangers or (
            member is not None and all(member.lidmaatschap.op(day) for day in days)
        ):
            continue
        span = convenant.span_of("deelnemers", who) if member else convenant.span_of("deelnemers")
        place = f"{convenant.plek.span.file}#{who}"
        said = {"wie": who, "convenant": naam, "eerst": days[0], "laatst": days[1]}
        yield remark("ZVH804", span, place, **said)
