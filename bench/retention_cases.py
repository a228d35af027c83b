"""
The invented cases that retention is measured on, and the rows that keep them.

They come from a fixed seed. Content and persons are sealed as the engine does it; ids are as random
as in practice, and items stand in the order in which they came, not case by case.
"""

from __future__ import annotations

import json

from bisect import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zvhprivacy.engine.content import BETROKKENE, GEGEVEN
from zvhprivacy.vault.envelope import Where
from zvhprivacy.vault.key import KEY_BYTES, NONCE_BYTES, NUMBER_BYTES, SEALED


NOW = datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = NOW.date()
FIVE, TEN = (TODAY.replace(year=TODAY.year - years) for years in (5, 10))
NOT_YET = timedelta(days=60)  # what ends so soon is in no plan of today, nor in the next

ITEMS = 27  # of a case; of two cases one has as many more as the other fewer
SPREAD = 13
DUE = 0.10  # of the cases began more than five years ago
AGAIN = 0.2  # of the betrokkenen are in an earlier case, too
HELD = 0.02  # of those are suspended, and as many were renewed
NOT_NEEDED = 0.003  # of the others

HUIS = "zvh-brabant-noordoost"
ORGANISATIES = (
    "college-shertogenbosch",
    "om-oost-brabant",
    "politie-oost-brabant",
    "rvdk-oost-brabant",
    "ggz-noordoost",
    "reclassering-oost-brabant",
)
CATEGORIEEN = (
    "identificatie-contact",
    "woonsituatie",
    "financieel",
    "gezondheid",
    "relaties",
    "begeleiding-zorg",
    "politiegegevens-8-13",
    "plan-van-aanpak",
)
# What a case is, and how many in a hundred are.
PROCESSEN = (("com", "wgs", 70), ("mda", "wgs", 20), ("levensloop", "eigen-wet", 10))
FASEN = ("aangemeld", "in-behandeling", "casusoverleg", "uitvoering", "afgesloten")

_PARTS = tuple(accumulate(part for *_, part in PROCESSEN))
_DAYS = tuple(date.fromordinal(number or 1).isoformat() for number in range(TODAY.toordinal() + 1))
_TEXT = b"Wat een deelnemer schreef: verzonnen, en zo lang als een notitie meestal is. " * 5

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class People:
    """
    Persons of the kluis, by domain their pseudonyms, and who works in the house.
    """

    persons: Sequence[str]
    log: Sequence[str]
    domains: Mapping[str, Sequence[str]]  # by process
    workers: Sequence[str]


class Case(NamedTuple):
    """
    A case, with the number and the bytes of its key.

    *who* are the rows of its betrokkenen, each with the place of the person among all.
    """

    id: str
    key: int
    material: bytes
    proces: str
    kader: str
    begin: date
    last: date
    fase: str
    items: int
    who: tuple[tuple[str, int], ...]
    besluit: str
    verstrekking: str

    @property
    def over(self) -> bool:
        """
        Say whether its term is over.
        """
        return self.begin < FIVE


def cases(chance: Random, wanted: int, *, first_key: int) -> tuple[list[Case], int]:
    """
    Make so many cases, in the order in which they came, and say how many persons are in them.
    """
    late = round(wanted * DUE)
    begun = sorted(
        _between(chance, TEN, FIVE - timedelta(days=1))
        if number < late
        else _between(chance, FIVE + NOT_YET, TODAY)
        for number in range(wanted)
    )
    made: list[Case] = []
    persons = 0
    for number, begin in enumerate(begun):
        who = []
        for _ in range(chance.randint(1, 3)):
            again = persons > 0 and chance.random() < AGAIN
            who.append((uid(chance), chance.randrange(persons) if again else persons))
            persons += not again
        made.append(_case(chance, number, begin, first_key + number, tuple(who)))
    return made, persons


def rows(
    chance: Random, made: Sequence[Case], people: People
) -> Iterator[tuple[str, Iterator[Row]]]:
    """
    Give the rows table by table, those that others point to first.
    """
    parts: tuple[tuple[str, Callable[[Random, Case, People], Iterator[Row]]], ...] = (
        ("casus", _casus),
        ("besluit", _besluit),
        ("betrokkene", _betrokkenen),
        ("deelname", _deelnames),
        ("toewijzing", _toewijzingen),
        ("overgang", _overgangen),
        ("criteria", _criteria),
        ("verstrekking", _verstrekking),
        ("instemming", _instemming),
        ("afscherming", _afscherming),
        ("opschorting", _opschorting),
        ("hernieuwing", _hernieuwing),
        ("vernietigingsgrond", _grond),
    )
    for table, part in parts:
        yield table, (row for case in made for row in part(chance, case, people))
    yield "gegeven", _gegevens(chance, made)


def uid(chance: Random) -> str:
    """
    Give an id without meaning.
    """
    return chance.randbytes(16).hex()


def _case(
    chance: Random, number: int, begin: date, key: int, who: tuple[tuple[str, int], ...]
) -> Case:
    proces, kader, _ = PROCESSEN[bisect(_PARTS, chance.randrange(100))]
    more = number // 2 % SPREAD
    end = FIVE if begin < FIVE else TODAY
    return Case(
        id=uid(chance),
        key=key,
        material=chance.randbytes(KEY_BYTES),
        proces=proces,
        kader=kader,
        begin=begin,
        last=min(begin + timedelta(days=chance.randint(20, 700)), end),
        # Half of all were closed; those that are over mostly were.
        fase=FASEN[min(chance.randrange(20 if begin < FIVE else 8), len(FASEN) - 1)],
        items=ITEMS + (more if number % 2 else -more),
        who=who,
        besluit=uid(chance),
        verstrekking=uid(chance),
    )


def _casus(_: Random, case: Case, __: People) -> Iterator[Row]:
    yield {
        "id": case.id,
        "convenant": HUIS,
        "proces": case.proces,
        "kader": case.kader,
        "doel": "complexe-casuistiek",
        "fase": case.fase,
        "fase_sinds": _at(case.last if case.fase == FASEN[-1] else case.begin),
        "aangemeld_door": ORGANISATIES[0],
        "eerste_verwerking": _day(case.begin),
        "laatste_verwerking": _day(case.last),
        "versie": 3,
    }


def _betrokkenen(chance: Random, case: Case, people: People) -> Iterator[Row]:
    aead, first = AESGCM(case.material), case.who[0][0]
    for row, person in case.who:
        text = json.dumps([people.persons[person], people.log[person]]).encode()
        yield {
            "id": row,
            "casus": case.id,
            "over": "betrokkene" if row == first else "directe-kring",
            "kring_van": None if row == first else first,
            "pseudoniem": people.domains[case.proces][person],
            "persoon": _sealed(chance, aead, case.key, text, BETROKKENE(row, case.id, 1)),
            "versie": 1,
        }


def _gegevens(chance: Random, made: Sequence[Case]) -> Iterator[Row]:
    """
    Give the items of all cases in the order in which they came, whatever case they are of.
    """
    came = sorted(
        (_between(chance, case.begin, case.last).toordinal(), number)
        for number, case in enumerate(made)
        for _ in range(case.items)
    )
    for day, number in came:
        case, row = made[number], uid(chance)
        text = _TEXT[: chance.randint(60, len(_TEXT))]
        where = GEGEVEN(row, case.id, 1)
        last = min(day + chance.randrange(60), case.last.toordinal())
        yield {
            "id": row,
            "casus": case.id,
            "betrokkene": chance.choice(case.who)[0],
            "categorie": chance.choice(CATEGORIEEN),
            "aard": "feit",
            "betwist": 0,
            "peildatum": _DAYS[day],
            "bronnen": f'["{chance.choice(ORGANISATIES)}"]',
            "verstrekt_op": _DAYS[day],
            "eerste_verwerking": _DAYS[day],
            "laatste_verwerking": _DAYS[last],
            "voorwaarden": "[]",
            "inhoud": _sealed(chance, AESGCM(case.material), case.key, text, where),
            "versie": 1,
        }


def _deelnames(chance: Random, case: Case, _: People) -> Iterator[Row]:
    for organisatie in chance.sample(ORGANISATIES, 4):
        yield {
            "id": uid(chance),
            "casus": case.id,
            "organisatie": organisatie,
            "besluit": case.besluit,
            "als_derde": 0,
            "deskundig_en_taak": 0,
            "van": _day(case.begin),
        }


def _toewijzingen(chance: Random, case: Case, people: People) -> Iterator[Row]:
    for worker in chance.sample(people.workers, 3):
        found = {"casus": case.id, "medewerker": worker, "rol": "casusdeelnemer"}
        yield {"id": uid(chance), **found, "van": _day(case.begin)}


def _overgangen(chance: Random, case: Case, _: People) -> Iterator[Row]:
    passed = FASEN[: FASEN.index(case.fase) + 1]
    for van, naar in zip((None, *passed), passed, strict=False):
        op = case.last if naar == FASEN[-1] else case.begin
        yield {"id": uid(chance), "casus": case.id, "van": van, "naar": naar, "op": _at(op)}


def _criteria(chance: Random, case: Case, _: People) -> Iterator[Row]:
    yield {
        "id": uid(chance),
        "casus": case.id,
        "meervoudige_problematiek": 1,
        "leefgebieden_criminogeen": 1,
        "overlast_criminaliteit_onveilig": 1,
        "meerdere_domeinen_nodig": 1,
        "motivering": _TEXT[:100],
        "door": json.dumps(ORGANISATIES[:2]),
        "op": _at(case.begin),
    }


def _besluit(_: Random, case: Case, people: People) -> Iterator[Row]:
    vote = {"organisatie": ORGANISATIES[0], "medewerker": people.workers[0], "voor": True}
    yield {
        "id": case.besluit,
        "casus": case.id,
        "waarover": "hernieuwen" if _renewed(case) else "betrekken",
        "naar": None if _renewed(case) else ORGANISATIES[1],
        "stemmen": json.dumps([vote]),
        "motivering": _TEXT[:100],
        "op": _at(case.last),
    }


def _verstrekking(_: Random, case: Case, __: People) -> Iterator[Row]:
    if case.key % 5 == 0 or _renewed(case):
        yield {
            "id": case.verstrekking,
            "casus": case.id,
            "handeling": "hernieuwen" if _renewed(case) else "resultaat-verstrekken",
            "van": ORGANISATIES[0],
            "aan": ORGANISATIES[1],
            "gegevens": "[]",
            "categorieen": json.dumps(CATEGORIEEN[:2]),
            "doel": "complexe-casuistiek",
            "grondslag": "WGS 1.7 lid 1",
            "voorbereid_op": _at(case.last),
            "gedaan_op": _at(case.last),
        }


def _instemming(chance: Random, case: Case, _: People) -> Iterator[Row]:
    for organisatie in ORGANISATIES if _renewed(case) else ():
        found = {"casus": case.id, "verstrekking": case.verstrekking, "organisatie": organisatie}
        yield {"id": uid(chance), **found, "op": _at(case.last)}


def _afscherming(chance: Random, case: Case, _: People) -> Iterator[Row]:
    if case.fase == FASEN[-1]:
        found = {"casus": case.id, "waarom": "afgesloten", "op": _at(case.last)}
        yield {"id": uid(chance), **found}


def _opschorting(chance: Random, case: Case, people: People) -> Iterator[Row]:
    if _held(case):
        yield {
            "id": uid(chance),
            "casus": case.id,
            "grond": "rechtsvordering",
            "kenmerk": "BW 6:162",
            "motivering": _TEXT[:100],
            "eigenaar": people.workers[0],
            "op": _at(case.last),
            "herzien_voor": _day(TODAY + timedelta(days=90)),
            "versie": 1,
        }


def _hernieuwing(chance: Random, case: Case, _: People) -> Iterator[Row]:
    if _renewed(case):
        van = case.begin.replace(year=case.begin.year + 5, day=min(case.begin.day, 28))
        yield {
            "id": uid(chance),
            "casus": case.id,
            "geval": "a",
            "besluit": case.besluit,
            "verstrekking": case.verstrekking,
            "instemmingen": json.dumps(ORGANISATIES),
            "motivering": _TEXT[:100],
            "volgnummer": 1,
            "van": _day(van),
            "tot": _day(van.replace(year=van.year + 2)),
            "versie": 1,
        }


def _grond(chance: Random, case: Case, people: People) -> Iterator[Row]:
    if not case.over and case.key % round(1 / NOT_NEEDED) == 0:
        found = {"casus": case.id, "grond": "niet-meer-nodig", "medewerker": people.workers[0]}
        yield {"id": uid(chance), **found, "op": _at(case.last)}


def _held(case: Case) -> bool:
    return case.over and case.key % round(1 / HELD) == 0


def _renewed(case: Case) -> bool:
    return case.over and case.key % round(1 / HELD) == 1


def _sealed(chance: Random, aead: AESGCM, key: int, text: bytes, where: Where) -> bytes:
    nonce = chance.randbytes(NONCE_BYTES)
    head = SEALED + key.to_bytes(NUMBER_BYTES, "big") + nonce
    return head + aead.encrypt(nonce, text, where)


def _between(chance: Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def _day(day: date) -> str:
    return day.isoformat()


def _at(day: date) -> str:
    return f"{day}T09:30:00.000000+00:00"
