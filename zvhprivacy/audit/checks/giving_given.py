"""
Disclosures as they were at the moment of each, judged by the facts that the engine asks for.

So an audit and a decision cannot differ about the same lines. A disclosure of which no item is left
says nothing any more of its sources, so it is not looked at; the replay of its decision still is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime

from zvhprivacy.audit.checks.giving_seen import Seen, counted
from zvhprivacy.audit.sources import House, Sources
from zvhprivacy.feiten import Known, Members, members_of
from zvhprivacy.logboek.reading import HERE
from zvhprivacy.model.about import About
from zvhprivacy.model.audit import Found
from zvhprivacy.model.casus import Gegeven
from zvhprivacy.model.registers import Verstrekking
from zvhprivacy.model.request import WGS, Request
from zvhprivacy.store.inspecting.verstrekken import Concerns, Given, disclosures


SENSITIVE = frozenset({"soort:bijzonder", "soort:strafrechtelijk"})
NOT_ASKED = "?"  # what a request says besides, and no fact of a disclosure turns on

Why = Callable[[Known], str]


def items_left(given: Verstrekking, there: tuple[Gegeven, ...]) -> bool:
    """
    Say whether anything is left of what was given; what never named an item has all of it.
    """
    return bool(there) or not given.gegevens


def judged(
    bron: Sources,
    handelingen: Collection[str],
    why: Why,
    about: Concerns = items_left,
    aan: Collection[str] | None = None,
) -> Found:
    """
    Ask *why* each disclosure of *handelingen* under the WGS deviates; an empty word says that it
    does not. Only those are looked at that the check is *about*, and that went to one of *aan*.
    """
    known_members: dict[tuple[str, date], Members] = {}

    def members(convenant: str, op: date) -> Members:
        if (convenant, op) not in known_members:
            known_members[convenant, op] = _members(bron, convenant, op)
        return known_members[convenant, op]

    def look(huis: House) -> Iterator[Seen]:
        lines = disclosures(huis.connection, handelingen, WGS, bron.op, about=about, aan=aan)
        for each in lines:
            then = (each.verstrekking.gedaan_op or bron.op).astimezone(HERE)
            convenant = each.dossier.casus.convenant
            known = _known(each, then, members(convenant, then.date()))
            yield Seen(known.op, "verstrekking", each.verstrekking.id, why(known))

    return counted(bron, look)


def categories(known: Known) -> frozenset[str]:
    """
    Give the categories that were given, as the disclosure says and as its items are.
    """
    given = known.verstrekking
    said = given.categorieen if given else ()
    return frozenset({*said, *(item.categorie for item in known.gegevens)})


def sensitive(bron: Sources, names: Collection[str]) -> bool:
    """
    Say whether any of these categories is special or criminal; one that is not known may be.
    """
    words = bron.law.begrippen.wat
    return any(not SENSITIVE.isdisjoint(words.get(each, SENSITIVE)) for each in names)


def receivers(known: Known) -> frozenset[str]:
    """
    Give the names that the receiver goes by: itself and, as far as the convenant says, its kind.
    """
    aan = known.request.aan or ""
    return known.members.namen.get(aan, frozenset({aan}))


def _members(bron: Sources, convenant: str, op: date) -> Members:
    agreement = bron.workspace.agreements.get(convenant)
    if agreement is None:  # who they were nobody knows any more
        return Members(soorten={}, namen={})
    return members_of(agreement.convenant, bron.law.begrippen, WGS, op)


def _known(each: Given, then: datetime, members: Members) -> Known:
    """
    Give what was known of a disclosure when it was done.
    """
    given, casus = each.verstrekking, each.dossier.casus
    return Known(
        request=Request(
            deelnemer=given.van,
            rol=NOT_ASKED,
            handeling=given.handeling,
            gegevens=NOT_ASKED,
            over=NOT_ASKED,
            doel=given.doel,
            proces=casus.proces,
            fase=NOT_ASKED,
            kader=casus.kader,
            aan=given.aan,
            convenant=casus.convenant,
        ),
        about=About(casus=casus.id, verstrekking=given.id),
        op=then.date(),
        nu=then,
        members=members,
        **each._asdict(),
    )
