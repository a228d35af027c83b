"""
What differs between the facts that were assessed and what holds now: permissions, terms, the rest.

A section that changed because a permission did is not told again: the assessed permissions are laid
in the context of now, and only what then still differs is a change of the context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from zvhprivacy.dpia.context import Context
from zvhprivacy.dpia.emit import Plain, mapping_of
from zvhprivacy.dpia.facts import Facts
from zvhprivacy.dpia.hashing import assessed
from zvhprivacy.dpia.kept import Verschil, longer
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.facts import BewaartermijnFeit, DpiaFeiten, Verwerking
from zvhprivacy.model.request import SELECTED
from zvhprivacy.model.selection import Mode, Selection


class Soort(StrEnum):
    """
    How something differs; what is both wider and narrower is wider.
    """

    NIEUW = "nieuw"
    RUIMER = "ruimer"
    NAUWER = "nauwer"
    ANDERS = "anders"
    WEG = "weg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    One difference: in which section (*deel*), of what, and in signs what was added and taken away.

    *nu* is the permission as it is now, where the change is about one.
    """

    soort: Soort
    deel: str
    naam: str
    wat: str = ""
    nu: Verwerking | None = None


# Sections in the order in which they are told, each with the keys that tell its rows apart. Who
# brings data in is told with the parties, so it does not make a category a different one.
_ROWS = {
    "partijen": ("partij",),
    "persoonsgegevens": ("gegevens",),
    "doeleinden": ("doel",),
    "juridisch-kader": ("wet",),
    "rechtsgronden": ("grondslag",),
    "uitzonderingen": ("soort", "grondslag"),
    "doelbinding": ("gegevens",),
}
_TOLD_ELSEWHERE = {"persoonsgegevens": "partijen"}


def changes(facts: Facts, dpia: Dpia, stored: DpiaFeiten) -> tuple[Change, ...]:
    """
    Lay the facts of now beside those of *dpia* that were *stored*.
    """
    return changes_of(facts, dpia, stored, assessed(stored))


def changes_of(
    facts: Facts, dpia: Dpia, stored: DpiaFeiten, before: Mapping[str, Plain]
) -> tuple[Change, ...]:
    """
    Do as `changes`, given what of the *stored* facts is assessed.
    """
    after = facts.assessed(dpia)
    if before == after:
        return ()
    now, context = facts.of(dpia), facts.context(dpia)
    found = list(_permissions(context, stored.verwerkingen, now.verwerkingen))
    if found:
        now = facts.with_(dpia, stored.verwerkingen)
        after = assessed(now)
    found += _terms(stored.bewaartermijnen, now.bewaartermijnen)
    for deel, keys in _ROWS.items():
        found += _rows(deel, keys, before.get(deel), after.get(deel))
    return tuple(found)


# --- permissions ----------------------------------------------------------------------------------


def _permissions(
    context: Context, before: Iterable[Verwerking], after: Iterable[Verwerking]
) -> Iterator[Change]:
    old = {(each.uit, each.id): each for each in before}
    new = {(each.uit, each.id): each for each in after}
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        naam = key[1]
        if was is None:
            yield Change(soort=Soort.NIEUW, deel="verwerkingen", naam=naam, nu=now)
        elif now is None:
            yield Change(soort=Soort.WEG, deel="verwerkingen", naam=naam)
        elif mapping_of(was) != mapping_of(now):
            soort, wat = compared(context, was, now)
            yield Change(soort=soort, deel="verwerkingen", naam=naam, wat=wat, nu=now)


def compared(context: Context, was: Verwerking, now: Verwerking) -> tuple[Soort, str]:
    """
    Say how *now* differs from *was*, two permissions of one id, and in which fields.

    It is wider when it selects anything more in any field: also when all of that together can never
    be asked, so it may be called wider than it is, and never narrower.
    """
    wider = bool(set(now.convenanten) - set(was.convenanten) or set(was.mits) - set(now.mits))
    narrower = bool(set(was.convenanten) - set(now.convenanten) or set(now.mits) - set(was.mits))
    told = []
    for field in SELECTED:
        old, new = getattr(was, field), getattr(now, field)
        if old != new:
            before, after = context.atoms(field, old), context.atoms(field, new)
            wider, narrower = wider or bool(after - before), narrower or bool(before - after)
            told.append(f"{field} {_difference(old, new)}")
    for field in ("convenanten", "mits", "verplicht"):
        old, new = getattr(was, field), getattr(now, field)
        told += [f"{field} {_signs(old, new)}"] if set(old) != set(new) else []
    if was.grondslag != now.grondslag:
        told.append(f"grondslag {was.grondslag} → {now.grondslag}")
    soort = Soort.RUIMER if wider else Soort.NAUWER if narrower else Soort.ANDERS
    return soort, ", ".join(told)


def _difference(old: Selection, new: Selection) -> str:
    if old.mode is new.mode is Mode.ALLEEN:
        return _signs(old.waarden, new.waarden)
    return f"{_shown(old)} → {_shown(new)}"


def _shown(keuze: Selection) -> str:
    words = " ".join(sorted(keuze.waarden))
    return {Mode.ALLE: "alle", Mode.ALLEEN: words}.get(keuze.mode, f"behalve {words}")


def _signs(old: Iterable[str], new: Iterable[str]) -> str:
    added, taken = sorted(set(new) - set(old)), sorted(set(old) - set(new))
    return " ".join([*(f"+{word}" for word in added), *(f"−{word}" for word in taken)])


# --- terms and the other sections -----------------------------------------------------------------


def _terms(
    before: Iterable[BewaartermijnFeit], after: Iterable[BewaartermijnFeit]
) -> Iterator[Change]:
    old, new = _by_id(before), _by_id(after)
    for naam in sorted(old.keys() | new.keys()):
        was, now = old.get(naam, ()), new.get(naam, ())
        if [mapping_of(each) for each in was] == [mapping_of(each) for each in now]:
            continue
        wat = f"{_lengths(was)} → {_lengths(now)}"
        soort = {
            Verschil.LANGER: Soort.RUIMER,
            Verschil.KORTER: Soort.NAUWER if was else Soort.NIEUW,
            Verschil.ANDERS: Soort.ANDERS,
        }[longer(was, now)]
        yield Change(soort=soort, deel="bewaartermijnen", naam=naam, wat=wat)


def _by_id(terms: Iterable[BewaartermijnFeit]) -> dict[str, tuple[BewaartermijnFeit, ...]]:
    found: dict[str, tuple[BewaartermijnFeit, ...]] = {}
    for term in terms:
        found[term.id] = (*found.get(term.id, ()), term)
    return found


def _lengths(terms: Iterable[BewaartermijnFeit]) -> str:
    return " ".join(f"{each.vanaf} {each.termijn} {each.dan}" for each in terms) or "-"


def _rows(
    deel: str, keys: tuple[str, ...], before: Plain | None, after: Plain | None
) -> Iterator[Change]:
    old, new = _keyed(deel, keys, before), _keyed(deel, keys, after)
    for naam in sorted(old.keys() | new.keys()):
        was, now = old.get(naam), new.get(naam)
        if was is None or now is None:
            yield Change(soort=Soort.NIEUW if was is None else Soort.WEG, deel=deel, naam=naam)
        elif was != now:
            yield Change(soort=Soort.ANDERS, deel=deel, naam=naam, wat=_told(was, now))


def _keyed(deel: str, keys: tuple[str, ...], rows: Plain | None) -> dict[str, Mapping[str, Plain]]:
    found: dict[str, Mapping[str, Plain]] = {}
    for row in rows or ():
        if isinstance(row, dict):
            naam = " ".join(str(row[key]) for key in keys)
            skipped = _TOLD_ELSEWHERE.get(deel)
            found[naam] = {key: each for key, each in row.items() if key != skipped}
    return found


def _told(was: Mapping[str, Plain], now: Mapping[str, Plain]) -> str:
    told = []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key, []), now.get(key, [])
        if old != new and isinstance(old, list) and isinstance(new, list):
            told.append(f"{key} {_signs(map(str, old), map(str, new))}")
        elif old != new:
            told.append(f"{key} {old or '-'} → {new or '-'}")
    return ", ".join(told)
