"""
The authorisation matrix: who may do what with which data, and how much it takes.

A cell is the most favourable case, computed exactly over all participants, purposes, phases and
receivers: "no" means never, a number that no answer is yes with fewer facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from zvhprivacy.model.workspace import Agreement, Law, Workspace
from zvhprivacy.policy.needs import NeedsOf
from zvhprivacy.policy.space import DIMENSIONS, Class, Space, make_space
from zvhprivacy.policy.version import version_of
from zvhprivacy.policy.walk import Sorts, Walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """
    Rows of rol and handeling, columns of gegevens; *cells* has the number of facts, where it can.
    """

    rows: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str, str], int]


def matrix(
    workspace: Workspace,
    law: Law,
    agreement: Agreement,
    day: date,
    *,
    only: Mapping[str, str | None] | None = None,
) -> Matrix:
    """
    Compute the matrix of a convenant on *day*; *only* narrows a field to one value.

    Rows and columns in which nothing can be done are left out.
    """
    version = version_of(workspace, law, agreement, day)
    rules = version.rules
    everything = (1 << len(rules)) - 1
    needs = NeedsOf(rules)

    def fewest(alive: int) -> int | None:
        return min((len(facts) for facts in needs(alive)), default=None)

    cells: dict[tuple[str, str, str], int] = {}
    for kader in law.begrippen.kaders:
        whole = make_space(rules, law.begrippen, version.actors, kader)
        space = _narrowed(whole, {name: word for name, word in (only or {}).items() if word})
        sorts = Sorts(space, (everything,), 0)
        for count, box in Walk(space, sorts, fewest, (everything,)).boxes(space.alive):
            _put(cells, space, box, count)  # type: ignore[arg-type]
    words = law.begrippen
    rows = {(rol, handeling) for rol, handeling, _ in cells}
    columns = {gegevens for _, _, gegevens in cells}
    return Matrix(
        rows=tuple((r, h) for r in words.rollen for h in words.handelingen if (r, h) in rows),
        columns=tuple(name for name in words.gegevens if name in columns),
        cells=cells,
    )


def _narrowed(space: Space, only: Mapping[str, str]) -> Space:
    def kept(each: Class) -> Class | None:
        values = tuple(
            value
            for value in each.values
            if all(only.get(field, word) == word for field, word in value.fields)
        )
        return each._replace(values=values) if values else None

    dimensions = tuple(
        tuple(left for each in classes if (left := kept(each))) for classes in space.dimensions
    )
    return replace(space, dimensions=dimensions)


def _put(
    cells: dict[tuple[str, str, str], int],
    space: Space,
    box: tuple[tuple[int, ...], ...],
    count: int,
) -> None:
    chosen: dict[str, set[str]] = {}
    for name in ("rol", "handeling", "gegevens"):
        place = DIMENSIONS.index(name)
        classes = [space.dimensions[place][number] for number in box[place]]
        chosen[name] = {str(dict(v.fields)[name]) for each in classes for v in each.values}
    for rol in chosen["rol"]:
        for handeling in chosen["handeling"]:
            for gegevens in chosen["gegevens"]:
                key = (rol, handeling, gegevens)
                cells[key] = min(count, cells.get(key, count))
