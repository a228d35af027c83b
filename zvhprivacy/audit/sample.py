"""
A sample of cases for checking by hand, which anybody with the same list of cases can draw again.

The method, `gelaagd-1`:

1. The cases are divided into layers, by process and phase.
2. Every layer gets one place; so the sample has at least as many cases as there are layers.
3. Each next place goes to the layer with the highest quotient of its number of cases and twice its
   places plus one (Sainte-Laguë); of equal quotients to the layer whose name comes first. So a
   layer never gets more places than it has cases.
4. In each layer the cases are put in order of the SHA-256 of `<seed>|<id>`, in UTF-8; the first are
   drawn. The id is the pseudonym that the audit gives the case.

The seed is public and nobody chooses it: the id of the audit and the root of the logboek at its
end, which is known only after the last line was written. Who gives a seed of his own can draw until
he likes the cases; the report shows the seed, so compare it.
"""

from __future__ import annotations

import hashlib
import heapq

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction

from zvhprivacy.audit.sources import Sources
from zvhprivacy.model.audit import Getrokken, Herkomst, Steekproef
from zvhprivacy.store.inspecting.cells import placed


METHOD = "gelaagd-1"


def seed(audit: str, herkomst: Herkomst) -> str:
    """
    Make the seed of the *audit* with this id.
    """
    return f"{audit}|{herkomst.wortel}"


def populations(bron: Sources, alias: Callable[[str, str], str]) -> dict[str, list[str]]:
    """
    Give the cases of the house by layer, each by its *alias*; without a house there are none.
    """
    found: dict[str, list[str]] = defaultdict(list)
    if bron.huis is not None:
        for each in placed(bron.huis.connection):
            found[f"{each.proces}/{each.fase}"].append(alias("casus", each.casus))
    return dict(found)


def draw(cases: Mapping[str, Collection[str]], *, zaad: str, aantal: int) -> Steekproef:
    """
    Draw *aantal* of *cases*, given by layer; the order in which they are given says nothing.

    With fewer cases all are drawn, with more layers one of each.
    """
    drawn: list[Getrokken] = []
    for laag, places in sorted(_places({laag: len(cases[laag]) for laag in cases}, aantal).items()):
        first = heapq.nsmallest(places, cases[laag], key=lambda casus: _order(zaad, casus))
        drawn += [Getrokken(casus, laag) for casus in first]
    return Steekproef(
        zaad=zaad,
        methode=METHOD,
        populatie=sum(map(len, cases.values())),
        getrokken=tuple(drawn),
    )


def _places(sizes: Mapping[str, int], aantal: int) -> dict[str, int]:
    """
    Divide *aantal* places over layers of these *sizes*.
    """
    places = {laag: 1 for laag, size in sizes.items() if size}
    queue = [(_turn(sizes[laag], 1), laag) for laag in places]
    heapq.heapify(queue)
    # A full layer has a quotient below a half and one with cases left above it, so none overflows.
    for _ in range(min(aantal, sum(sizes.values())) - len(places)):
        _, laag = queue[0]
        places[laag] += 1
        heapq.heapreplace(queue, (_turn(sizes[laag], places[laag]), laag))
    return places


def _turn(size: int, places: int) -> Fraction:
    return -Fraction(size, 2 * places + 1)  # the highest quotient comes first


def _order(zaad: str, casus: str) -> tuple[bytes, str]:
    return hashlib.sha256(f"{zaad}|{casus}".encode("utf-8", "surrogatepass")).digest(), casus
