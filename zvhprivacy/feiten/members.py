"""
Who the members of a convenant are on a day, and of what kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.convenant import Convenant


LID_1 = "lid-1"
# WGS 2.31 speaks of deelnemers, plural: one never decides alone.
TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """
    The members of a convenant on a day: of each the kind, and the names it goes by.
    """

    soorten: Mapping[str, str]
    namen: Mapping[str, frozenset[str]]  # also of receivers
    contactpunt: str | None = None  # who handles requests of betrokkenen for all (BGS 1.1)
    quorum: frozenset[str] = frozenset()  # what the convenant asks of a joint decision

    def of_lid_1(self, organisaties: Iterable[str]) -> frozenset[str]:
        """
        Give those that are deelnemers of WGS 2.27 lid 1, who decide together.
        """
        return frozenset(
            each for each in organisaties if each in self.soorten and LID_1 in self.namen[each]
        )

    def together(self, organisaties: Iterable[str], involved: Iterable[str]) -> bool:
        """
        Say whether *organisaties* are enough to decide as the lid-1 deelnemers (WGS 2.31).

        The stricter reading: at least two of different kinds, all of them of lid 1, and every
        lid-1 deelnemer that is *involved* in the case is among them. A convenant may ask for more.
        """
        agreed = frozenset(organisaties)
        if agreed != self.of_lid_1(agreed):
            return False
        kinds = {self.soorten[each] for each in agreed}
        needed = self.of_lid_1(involved)
        asked = all(any(name in self.namen[each] for each in agreed) for name in self.quorum)
        return len(kinds) >= TWO and needed <= agreed and asked


def members_of(convenant: Convenant, words: Begrippen, kader: str, op: date) -> Members:
    """
    Give the members of *convenant* on the day *op*, with their names under *kader*.
    """
    soorten = {
        name: each.soort for name, each in convenant.deelnemers.items() if each.lidmaatschap.op(op)
    }
    receivers = {name: each.soort for name, each in convenant.ontvangers.items()}
    namen = {
        name: words.namen(name, soort, kader) for name, soort in {**receivers, **soorten}.items()
    }
    contactpunt = convenant.contactpunt if convenant.contactpunt in soorten else None
    return Members(soorten=soorten, namen=namen, contactpunt=contactpunt)
