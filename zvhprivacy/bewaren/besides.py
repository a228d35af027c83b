"""
What goes besides whole cases, and what may be left of them: people, and rows that find nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from zvhprivacy.bewaren.anonymous import generalise, row_of
from zvhprivacy.bewaren.needs import Stores
from zvhprivacy.model.bewaren import CaseFacts
from zvhprivacy.store.anoniem import add, classes
from zvhprivacy.store.bewaarfeiten import cases_with, medewerkers_who_are
from zvhprivacy.vault.person import PersonId


def unneeded(
    stores: Stores, connection: Any, people: Collection[PersonId], cases: Collection[str]
) -> tuple[PersonId, ...]:
    """
    Give who of *people* is in no other case than *cases*, and is or was no medewerker.

    He is looked for under every pseudonym that he has in any domain and tijdvak.
    """
    known = stores.persons.known_as(people)
    there = cases_with(connection, {name for names in known.values() for name in names})
    staff, going = medewerkers_who_are(connection, people), frozenset(cases)
    return tuple(
        person
        for person, names in sorted(known.items())
        if person not in staff and all(going.issuperset(there.get(name, ())) for name in names)
    )


def leave(connection: Any, drempel: int, cases: Sequence[tuple[CaseFacts, int]]) -> list[bool]:
    """
    Keep what may be left of *cases*, each with how many are in it; say of which something is.

    Of a case that too few others are like, nothing is.
    """
    rows = [row_of(facts, betrokkenen=people) for facts, people in cases]
    kept = generalise(rows, classes(connection), drempel) if rows else ()
    add(connection, [row for row in kept if row is not None])
    return [row is not None for row in kept]
