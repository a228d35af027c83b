"""
The facts of a DPIA as the rows of the sections of the Rijksmodel that ask for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from zvhprivacy.dpia.rijksmodel.loss import Soort, Verliezen
from zvhprivacy.dpia.rijksmodel.names import Namen
from zvhprivacy.dpia.rijksmodel.writing import Cell
from zvhprivacy.model.citation import covers
from zvhprivacy.model.dpia.facts import BewaartermijnFeit, DpiaFeiten
from zvhprivacy.model.selection import Mode, Selection


Rows: TypeAlias = "Iterator[tuple[str, Mapping[str, Cell]]]"  # below which number; "" for no row

_KINDS = {"nationaal-nummer": "nationaal identificatienummer", "samengesteld": "gevoelig"}
_ROLES = {
    "gezamenlijk-verwerkingsverantwoordelijke": "Gezamenlijke verwerkingsverantwoordelijke",
    "verwerkingsverantwoordelijke": "Verwerkingsverantwoordelijke",
    "verwerker": "Verwerker",
    "sub-verwerker": "Sub-verwerker",
    "verstrekker": "Verstrekker",
    "ontvanger": "Ontvanger",
    "derde": "Derde",
}
_GROUNDS = {
    "AVG 6 lid 1 a": "Rechtsgrond toestemming",
    # As the form has it, with its last letter missing.
    "AVG 6 lid 1 b": "Rechtsgrond noodzakelijk voor de uitvoering van een overeenkoms",
    "AVG 6 lid 1 c": "Rechtsgrond wettelijke verplichting",
    "AVG 6 lid 1 d": "Rechtsgrond vitaal belang",
    "AVG 6 lid 1 e": "Rechtsgrond taak van algemeen belang",
    "AVG 6 lid 1 f": "Rechtsgrond gerechtvaardigd belang",
}
_EXCEPTIONS = {"bijzonder": "12.1", "strafrechtelijk": "12.2", "nationaal-nummer": "12.3"}
_FURTHER = "Toelaatbaar op grond van Unie- of lidstaatrechtelijk recht"


def fact_rows(feiten: DpiaFeiten, names: Namen, lost: Verliezen) -> Rows:
    """
    Give the rows of sections 2, 3, 5, 6 and 9 to 13.

    To which processing a row of 5, 6 or 9 to 13 belongs is not in such a file; it stands in the
    text of the row instead.
    """
    yield from _data(feiten, names)
    yield from _processing(feiten)
    yield from _parties(feiten, names)
    for kader in feiten.juridisch_kader:
        yield "9.1.1", {"9.1.1.1": kader.wet, "9.1.1.2": ", ".join(kader.artikelen)}
    for termijn in feiten.bewaartermijnen:
        yield "10.1.1", dict(_term(termijn, feiten))
    for grond in feiten.rechtsgronden:
        option = next((said for cited, said in _GROUNDS.items() if _same(cited, grond)), "")
        if not option:
            lost.meld("11.1.1.1", Soort.GEEN_PLAATS, wat="rechtsgronden")
        why = f"{grond.grondslag}; {grond.rechtsgrond}; {', '.join(grond.verwerkingen)}"
        yield "11.1.1", {"11.1.1.1": option, "11.1.1.2": why}
    yield from _exceptions(feiten, lost)
    for each in feiten.doelbinding:
        row: dict[str, Cell] = {
            "13.1.1.2": [each.gegevens],
            "13.1.1.3": ", ".join(each.doelen),
            "13.1.1.5": _FURTHER,
            "13.1.1.6": ", ".join(each.grondslagen),
        }
        yield "13.1.1", row


def _same(cited: str, grond: object) -> bool:
    return covers(cited, getattr(grond, "rechtsgrond", ""))


def _data(feiten: DpiaFeiten, names: Namen) -> Rows:
    purposes = {each.gegevens: ", ".join(each.doelen) for each in feiten.doelbinding}
    for each in feiten.persoonsgegevens:
        row: dict[str, Cell] = {
            "2.1.1": each.gegevens,
            "2.1.2": _selected(each.over, ()),
            "2.1.3": each.gegevens,
            "2.1.4": _KINDS.get(each.soort, each.soort),
            "2.1.5": purposes.get(each.gegevens, ""),
            "2.1.6": "true" if each.partijen else "false",
            "2.1.7": ", ".join(names.name(party) for party in each.partijen),
            "2.1.9": ", ".join(each.grondslagen),
        }
        yield "2.1", row


def _processing(feiten: DpiaFeiten) -> Rows:
    known = [each.gegevens for each in feiten.persoonsgegevens]
    for each in feiten.verwerkingen:
        about = (
            _selected(each.rol, ()),
            _selected(each.handeling, ()),
            _selected(each.over, ()),
            each.grondslag,
        )
        row: dict[str, Cell] = {
            "3.1.1": each.id,
            "3.1.2": "; ".join(about),
            "3.1.3": _listed(each.gegevens, known),
        }
        yield "3.1", row
    for doel in feiten.doeleinden:
        yield "5.1", {"5.1.1": f"{doel.doel} ({', '.join(doel.verwerkingen)})"}


def _parties(feiten: DpiaFeiten, names: Namen) -> Rows:
    known = [each.gegevens for each in feiten.persoonsgegevens]
    for each in feiten.partijen:
        row: dict[str, Cell] = {
            "6.1.1.1": names.name(each.partij) if names.find(each.partij) else each.naam,
            "6.1.1.2": [_ROLES.get(each.rol, each.rol)],
            "6.1.1.4": _listed(each.gegevens, known),
            "6.1.1.5": _listed(each.over, ()),
        }
        yield "6.1.1", row


def _term(termijn: BewaartermijnFeit, feiten: DpiaFeiten) -> Iterator[tuple[str, Cell]]:
    known = [each.gegevens for each in feiten.persoonsgegevens]
    long = str(termijn.termijn)
    yield "10.1.1.3", _listed(termijn.gegevens, known)
    yield "10.1.1.4", "Jaar" if long == "P1Y" else "Aantal jaren" if long.endswith("Y") else ""
    yield "10.1.1.5", f"{long} na {termijn.vanaf}, dan {termijn.dan}; {termijn.artikel}"


def _exceptions(feiten: DpiaFeiten, lost: Verliezen) -> Rows:
    for kind, number in _EXCEPTIONS.items():
        found = [each for each in feiten.uitzonderingen if each.soort == kind]
        yield "", {f"{number}.1": "true" if found else "false"}
        for each in found:
            why = f"{each.uitzondering}; {each.grondslag}"
            last = f"{number}.2.5" if number == "12.1" else f"{number}.2.4"
            yield f"{number}.2", {f"{number}.2.3": list(each.gegevens), last: why}
    others = [each for each in feiten.uitzonderingen if each.soort not in _EXCEPTIONS]
    lost.meld("12", Soort.GEEN_PLAATS, wat="uitzonderingen", aantal=len(others))


def _selected(chosen: Selection, known: Iterable[str]) -> str:
    return ", ".join(_listed(chosen, known))


def _listed(chosen: Selection, known: Iterable[str]) -> list[str]:
    """
    Name what *chosen* selects among *known*; where those are not known, say what is left out.
    """
    every = list(known)
    match chosen.mode:
        case Mode.ALLEEN:
            return sorted(chosen.waarden)
        case Mode.ALLE:
            return every or ["alle"]
        case Mode.BEHALVE:
            rest = [each for each in every if each not in chosen.waarden]
            return rest or [f"alle behalve {', '.join(sorted(chosen.waarden))}"]
