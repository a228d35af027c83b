"""
Reading the logboek: a decision like any other, for one of four purposes, and written down itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from zvhprivacy.engine.grant import Grant
from zvhprivacy.engine.rooms import Rooms
from zvhprivacy.errors import WrongUse
from zvhprivacy.logboek.line import Logdoel
from zvhprivacy.logboek.reading import Entry, Query, lees


def inzien(
    rooms: Rooms, grant: Grant, query: Query, *, doel: Logdoel, limit: int = 1_000
) -> Sequence[Entry]:
    """
    Give at most *limit* lines of the logboek that *query* asks for, for the purpose *doel*.

    Of a Grant about a case only the lines of that case are given. That they were read is in the
    logboek before they are given.

    Raises:
        WrongUse: the Grant is for something else, or *query* goes outside its case.
    """
    lines = rooms.may(grant, frozenset({"logboek-inzien"}))
    if grant.about.casus is not None and query.casus != grant.about.casus:
        raise WrongUse(reden="deze Grant gaat over een casus; vraag alleen die regels")
    found = []
    for entry in lees(rooms.storage.log, query, doel=doel):
        found.append(entry)
        if len(found) == limit:
            break
    asked = grant.request
    rooms.journaal.did(
        grant,
        lines=lines,
        betrokkenen=(query.betrokkene,) if query.betrokkene else (),
        activiteit=rooms.activity(
            asked.convenant or rooms.desk.policy.usual.workspace.enige or "",
            asked.proces,
            asked.doel,
        ),
        logdoel=doel,
        aantal=len(found),
    )
    return found
