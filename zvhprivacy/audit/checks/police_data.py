"""
Which organisations are the police, which data are police data, and which items it brought in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from zvhprivacy.audit.sources import House, Sources
from zvhprivacy.feiten.disclosure import GEZAG
from zvhprivacy.model.casus import Over
from zvhprivacy.store.inspecting.ingebracht import Provided, provided


POLITIE, POLITIEGEGEVENS = "politie", "politiegegevens-"  # a kind; how its categories begin
ALLES = "alles-van-de-politie"  # the reading that all the police gives is police data


class Police(NamedTuple):
    """
    The organisations of the police, the categories of its data, and its authority.

    *alleen* are those of which everything is police data, as the law is read here.
    """

    organisaties: frozenset[str]
    categorieen: frozenset[str]
    gezag: frozenset[str]
    alleen: frozenset[str]

    def gave(self, categorie: str, bronnen: tuple[str, ...]) -> bool:
        """
        Say whether an item holds police data; what is made of several sources does with any.
        """
        return categorie in self.categorieen or not self.alleen.isdisjoint(bronnen)


def police_of(bron: Sources) -> Police:
    """
    Take it from the convenants, whenever an organisation took part, and the vocabulary.
    """
    kinds: dict[str, str] = {}
    for agreement in bron.workspace.agreements.values():
        kinds |= {name: each.soort for name, each in agreement.convenant.deelnemers.items()}
    organisaties = frozenset(name for name, soort in kinds.items() if soort == POLITIE)
    words = bron.law.begrippen.gegevens
    return Police(
        organisaties=organisaties,
        categorieen=frozenset(name for name in words if name.startswith(POLITIEGEGEVENS)),
        gezag=frozenset(name for name, soort in kinds.items() if soort in GEZAG),
        alleen=frozenset() if ALLES in bron.law.ruim else organisaties,
    )


def items_of(huis: House, police: Police, *kaders: str) -> Iterator[Provided]:
    """
    Go through the items about people that the police brought in under one of *kaders*.
    """
    for kader in kaders:
        for each in provided(huis.connection, police.alleen, police.categorieen, kader):
            if each.over != Over.MEDEWERKER.value:  # Wpg 20 is not about who works there
                yield each
