"""
What is shielded: a case, or an item of it, that is there for tests, rights and destruction only.

A shield is a line of the register, and a restriction that the betrokkene asked for (AVG 18) is one
by itself, from the moment that it was placed. What AVG 18 lid 2 would still allow, with his consent
or for a legal claim, is refused here as well: the restriction has to be lifted first.
"""

from __future__ import annotations

from collections.abc import Iterable

from zvhprivacy.model.bewaartermijn import Grond
from zvhprivacy.model.bewaren import Afscherming, Opschorting


# The acts that go on: those that the law leaves of a closed case (WGS 2.31 lid 8).
GOES_ON = frozenset(
    {
        "anonimiseren",
        "beheren",
        "corrigeren",
        "datalek-melden",
        "herleiden",
        "hernieuwen",
        "informeren-betrokkene",
        "lijst-verwijderen",
        "logboek-inzien",
        "rechten-besluiten",
        "rechtmatigheid-toetsen",
        "terugkoppelen",
        "vernietigen",
    }
)


def shielded(
    afschermingen: Iterable[Afscherming], opschortingen: Iterable[Opschorting]
) -> frozenset[str | None]:
    """
    Give the ids of the items that are shielded now; None among them is the whole case.
    """
    restricted = (each for each in opschortingen if each.grond is Grond.BEPERKING)
    lines: Iterable[Afscherming | Opschorting] = (*afschermingen, *restricted)
    return frozenset(each.gegeven for each in lines if each.opgeheven_op is None)
