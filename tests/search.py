"""
Look through all requests at once for one that some bans leave alone.

Values that the same bans select are one, and a choice that leaves more bans standing than another
is forgotten; so a space of 10¹¹ requests takes a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.reference import selects
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.wet import Verbod


def grid(words: Begrippen, *, needs: bool) -> dict[str, list[str]]:
    """
    Give the values of each field, of the handelingen that need a receiver or of the others.

    There is one organisation per kind, named as the kind with `-x`; process and frame are left out,
    because they go together.
    """
    values = {
        "handeling": [h for h in words.handelingen if (h in words.met_ontvanger) is needs],
        "deelnemer": [f"{soort}-x" for soort in words.deelnemersoorten],
        "gegevens": list(words.gegevens),
        "rol": list(words.rollen),
        "over": list(words.over),
        "doel": list(words.doelen),
        "fase": list(words.fasen),
    }
    return values | ({"aan": list(words.deelnemersoorten)} if needs else {})


def walk(
    bans: Sequence[Verbod], words: Begrippen, fields: Mapping[str, list[str]], kader: str
) -> dict[str, str] | None:
    """
    Give a request out of *fields* to which none of *bans* applies; None when there is none.

    Every set of bans is an int with one bit per ban. Of two choices so far, one that leaves all
    the bans that the other leaves can be forgotten.
    """
    start = _bits(bans, lambda ban: "aan" in fields or ban.aan.mode == "*")
    todo: dict[int, dict[str, str]] = {start: {}}
    for field in sorted(fields, key=lambda name: len(fields[name])):
        chosen = {
            _bits(bans, _selecting(field, names(words, field, value, kader))): value
            for value in fields[field]
        }
        todo = _least(
            {
                alive & mask: {**request, field: value}
                for alive, request in todo.items()
                for mask, value in chosen.items()
            }
        )
    return todo.get(0)


def selected(
    ban: Verbod, words: Begrippen, fields: Mapping[str, list[str]], kader: str
) -> dict[str, list[str]]:
    """
    Keep of *fields* the values that *ban* selects.
    """
    return {
        field: [v for v in values if selects(getattr(ban, field), names(words, field, v, kader))]
        for field, values in fields.items()
    }


def _selecting(field: str, names: frozenset[str]) -> Callable[[Verbod], bool]:
    return lambda ban: selects(getattr(ban, field), names)


def _bits(bans: Sequence[Verbod], which: Callable[[Verbod], bool]) -> int:
    return sum(1 << number for number, ban in enumerate(bans) if which(ban))


def _least(found: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
    kept: dict[int, dict[str, str]] = {}
    for mask in sorted(found, key=int.bit_count):
        if not any(other & mask == other for other in kept):
            kept[mask] = found[mask]
    return kept


def names(words: Begrippen, field: str, value: str, kader: str) -> frozenset[str]:
    """
    Give the names that *value* of *field* goes by.
    """
    if field == "gegevens":
        return words.wat[value]
    if field in {"deelnemer", "aan"}:
        return words.namen(value, value.removesuffix("-x"), kader)
    return frozenset({value})
