"""
What one transaction shows of the cases that some lines of a plan are about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zvhprivacy.bewaren.needs import Cell, Workplace
from zvhprivacy.bewaren.plan import WHOLE
from zvhprivacy.model.bewaarplan import PlanLine
from zvhprivacy.model.bewaren import CaseFacts
from zvhprivacy.model.casus import Betrokkene
from zvhprivacy.store.involved import Held, items_there, kinds_in, people_in, words_of
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keystate import KeyState


METADATA = ("casusmetadata", "betrokkene")  # what a case is besides its items


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """
    Of each case its facts, its keys that are not destroyed, who is in it and what kinds of data.

    *waar* are its convenant, proces, kader and fase. *dood* are the cases that had a key and have
    none: what was in them is gone already.
    """

    waar: dict[str, tuple[str, str, str, str]]
    facts: dict[str, CaseFacts]
    keys: dict[str, list[int]]
    dood: frozenset[str]
    people: dict[str, list[Betrokkene]]
    kinds: dict[str, list[tuple[str, str]]]
    items: dict[str, Held]

    def about(self, line: PlanLine) -> Iterator[Betrokkene]:
        """
        Give those whose data go with *line*.
        """
        there = self.people.get(line.casus or "", [])
        item = self.items.get(line.gegeven or "")
        if line.soort == WHOLE:
            yield from there
        elif item is not None:
            yield from (each for each in there if each.id == item.betrokkene)

    def cells(self, line: PlanLine) -> tuple[Cell, ...]:
        """
        Give what the policy has to be asked before *line* is carried out.
        """
        waar = self.waar.get(line.casus or "")
        if waar is None:
            return ()
        item = self.items.get(line.gegeven or "")
        here = [(item.categorie, item.over)] if item is not None else []
        if line.soort == WHOLE:
            here = [METADATA, *self.kinds.get(line.casus or "", [])]
        return tuple(Cell(line.actie.value, *waar, *kind) for kind in here)


def look(
    work: Workplace, connection: Any, lines: Sequence[PlanLine], *, facts: bool = True
) -> Seen:
    """
    Look at the cases of *lines* as *connection* sees them, and at their keys.

    Without *facts* those are left out, for who does not decide yet.

    Raises:
        NotRegistered: a row is damaged.
    """
    cases = list(dict.fromkeys(line.casus for line in lines if line.casus is not None))
    items = [line.gegeven for line in lines if line.gegeven is not None]
    keys: dict[str, list[int]] = {casus: [] for casus in cases}
    had = set()
    for key in work.stores.vault.keys_named(KeyKind.CASUS, cases):
        had.add(key.naam)
        if key.staat != KeyState.VERNIETIGD:
            keys[key.naam].append(key.nummer)
    people: dict[str, list[Betrokkene]] = defaultdict(list)
    for person in people_in(connection, cases):
        people[person.casus].append(person)
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for casus, categorie, over in kinds_in(connection, cases):
        kinds[casus].append((categorie, over))
    return Seen(
        waar=words_of(connection, cases),
        facts={each.casus: each for each in work.facts(connection, cases)} if facts else {},
        keys=keys,
        dood=frozenset(casus for casus in had if not keys[casus]),
        people=people,
        kinds=kinds,
        items={each.gegeven: each for each in items_there(connection, items)},
    )
