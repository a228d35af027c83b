"""
Judge a destruction by the files that are left: SQL, JSON, hashes, and what the test set up.

Nothing of the package is used, so a mistake in it cannot hide here.
"""

from __future__ import annotations

import json
import sqlite3

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.power import logboek_oracle
from tests.power.disk import Files, Told, write_files
from tests.power.harness import scratch
from tests.power.story import damage, look, whats


HOOFD, KLUIS = "huis.sqlite", "huis-kluis.sqlite"
LEDGER = "vernietigingsregister.jsonl"
VERKLARING, DOEL = "verklaring.json", "doel.txt"
MOST = 3  # times that a line of the ledger may tell the same: once, and again after each kill

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, kw_only=True)
class Opzet:
    """
    What the test set up, in *files* as they were before the destruction began.

    Approved were the cases *zaken* as a whole, and the items *gegevens*, each with the case that
    it is taken from. *opgeschort* approved cases more were held afterwards; *laat*, one of *zaken*,
    may be held on the way. *in_zaken* says in which cases a person is, *staf* who works there,
    *aliassen* how the logboek calls those in a case, and *over* those whom an item is about.
    """

    files: Files
    zaken: frozenset[str]
    gegevens: Mapping[str, str]
    opgeschort: int
    laat: str
    in_zaken: Mapping[str, frozenset[str]]
    staf: frozenset[str]
    aliassen: Mapping[str, frozenset[str]]
    over: Mapping[str, frozenset[str]]

    @cached_property
    def voor(self) -> Left:
        """
        Give what was there.
        """
        with scratch() as folder:
            write_files(folder, self.files)
            return Left.read(folder, self.files)

    def personen(self, zaken: Collection[str]) -> set[str]:
        """
        Say who has to be forgotten when *zaken* go.
        """
        return {
            person
            for person, where in self.in_zaken.items()
            if where.issubset(zaken) and person not in self.staf
        }


@dataclass(frozen=True)
class Left:
    """
    What is in the files.
    """

    files: Files
    hoofd: Tables
    kluis: Tables
    ledger: Sequence[Row] = ()
    wrong: Sequence[str] = field(default=())

    @classmethod
    def read(cls, folder: Path, files: Files) -> Left:
        """
        Read what stands in *folder*, of which the bytes are *files*.
        """
        wrong = list[str]()
        with look(folder / HOOFD) as hoofd, look(folder / KLUIS) as kluis:
            wrong += [*damage(hoofd), *damage(kluis)]
            keys = _tables(kluis)
            public = next(r["publiek"] for r in keys["kluis_sleutel"] if r["publiek"])
            wrong += logboek_oracle.proven(hoofd, (), public)
            rows = _tables(hoofd)
        lines, broken = ledger(files.get(LEDGER, b""))
        return cls(files, rows, keys, lines, (*wrong, *broken))

    def ids(self, table: str) -> set[str]:
        """
        Give the ids in a table of the hoofd.
        """
        return {row["id"] for row in self.hoofd[table]}

    def keys(self, casus: str) -> list[Row]:
        """
        Give the keys that a case ever had.
        """
        rows = self.kluis["kluis_sleutel"]
        return [row for row in rows if row["soort"] == "casus" and row["naam"] == casus]

    def dead(self, casus: str) -> bool:
        """
        Say whether no key of a case is left.
        """
        return not any(row["verpakt"] for row in self.keys(casus))

    @property
    def persons(self) -> set[str]:
        """
        Give everybody in the kluis.
        """
        return {row["id"] for row in self.kluis["kluis_persoon"]}

    @property
    def leases(self) -> Sequence[Row]:
        """
        Give who carries out, or did so when he was cut off.
        """
        return [row for row in self.hoofd["bewaarbeurt"] if row["houder"]]

    @property
    def plan(self) -> Row:
        """
        Give the only plan.
        """
        [plan] = self.hoofd["bewaarplan"]
        return plan

    @property
    def entries(self) -> list[Row]:
        """
        Give what the logboek says.
        """
        return [json.loads(row["regel"]) for row in self.hoofd["logboek_regel"]]

    def went(self, soort: str) -> list[tuple[str, str]]:
        """
        Give each case or item that the logboek says went, with the operation of that line.
        """
        return [
            (line["voorwerp"]["rij"], line["operatie"])
            for line in self.entries
            if line.get("gebeurtenis") == "vernietigen" and line["object"] == soort
        ]

    def in_ledger(self, what: str) -> Counter[str]:
        """
        Count how often the ledger names each of *what*.
        """
        return Counter(each for line in self.ledger for each in line[what])


def _tables(connection: sqlite3.Connection) -> Tables:
    connection.row_factory = sqlite3.Row
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608
        for (name,) in names
    }


def ledger(content: bytes) -> tuple[list[Row], list[str]]:
    """
    Read the whole lines; what was cut off while it was written stands at the end, in any state.
    """
    found, before, wrong = list[Row](), "0" * 64, list[str]()
    for text in content.split(b"\n")[:-1]:
        try:
            line = json.loads(text)
        except ValueError:
            line = {}
        if (line.get("nummer"), line.get("vorige")) == (len(found) + 1, before):
            found.append(line)
            before = sha256(text).hexdigest()
        elif line:
            wrong = ["ledger broken in the middle"]
    return found, wrong


# ------------------------------------------------------------------------ at any moment


def always(opzet: Opzet, left: Left, told: Sequence[Told]) -> Iterator[str]:
    """
    Say what is wrong at whatever moment it was cut off: nothing may be half done.
    """
    yield from left.wrong
    may = opzet.zaken - _held(opzet, left, told)
    zaken = opzet.voor.ids("casus") - left.ids("casus")
    items = _items(opzet, left, zaken)
    dead = {casus for casus in opzet.voor.ids("casus") if left.dead(casus)}
    told_of = set(left.in_ledger("casussen"))
    if (zaken | dead) - opzet.zaken:
        yield "destroyed what was not approved"
    if (zaken | dead) & (opzet.zaken - may):
        yield "destroyed what is held"
    if items - set(opzet.gegevens):
        yield "item destroyed that was not approved"
    if zaken - dead:
        yield "rows gone before their key"
    if zaken - told_of:
        yield "rows gone before the ledger tells of it"
    if told_of - dead:
        yield "ledger tells of what lives"
    for soort, gone in (("casus", zaken), ("gegeven", items)):
        logged = [row for row, _ in left.went(soort)]
        if sorted(logged) != sorted(gone):
            yield f"logboek and rows differ ({soort})"
        if _done_lines(left, soort) != len(gone):
            yield f"plan and rows differ ({soort})"
    if opzet.voor.persons - left.persons - opzet.personen(may):
        yield "person gone who is still needed"
    yield from _others(opzet, left, zaken, items)
    yield from _other_keys(opzet, left)
    if any(
        what.split()[1] in left.ids("casus") | left.ids("gegeven") for what in _asked(left, told)
    ):
        yield "host asked to destroy what is there"
    if left.plan["state"] == "klaar":
        yield from complete(opzet, left, told)
    elif VERKLARING in left.files:
        yield "certificate of what is not done"


def _held(opzet: Opzet, left: Left, told: Sequence[Told]) -> set[str]:
    held = {row["casus"] for row in left.hoofd["opschorting"] if row["opgeheven_op"] is None}
    return held | set(whats(told, "opgeschort"))


def _items(opzet: Opzet, left: Left, zaken: Collection[str]) -> set[str]:
    """
    Give the items that are gone from cases that are there.
    """
    there = left.ids("gegeven")
    before = opzet.voor.hoofd["gegeven"]
    return {r["id"] for r in before if r["casus"] not in zaken and r["id"] not in there}


def _done_lines(left: Left, soort: str) -> int:
    states = Counter(
        row["state"] for row in left.hoofd["bewaarplan_regel"] if row["soort"] == soort
    )
    return states["uitgevoerd"] + states["klaar"]


def _others(opzet: Opzet, left: Left, zaken: Collection[str], items: set[str]) -> Iterator[str]:
    """
    See that of everything else nothing is gone and nothing came; a hold may have.

    In a case of which an item went, what is sealed may be sealed anew.
    """
    anew = set(opzet.gegevens.values())

    def rows(tables: Tables, table: str) -> list[str]:
        return sorted(
            repr([value for name, value in row.items() if not _sealed_anew(row, table, name)])
            for row in tables[table]
            if row.get("casus") not in zaken and not items & set(map(str, row.values()))
            if not (table == "casus" and row["id"] in zaken)
            if not (table == "opschorting" and row["casus"] == opzet.laat)
        )

    def _sealed_anew(row: Row, table: str, name: str) -> bool:
        return row.get("casus") in anew and (name == "versie" or isinstance(row[name], bytes))

    for table in opzet.voor.hoofd:
        if table.startswith(("logboek_", "bewaar", "versie_", "sqlite_")):
            continue
        if rows(opzet.voor.hoofd, table) != rows(left.hoofd, table):
            yield f"other rows changed ({table})"
    if opzet.voor.kluis["kluis_domein"] != left.kluis["kluis_domein"]:
        yield "domains changed"
    before = {row["id"]: row for row in opzet.voor.kluis["kluis_persoon"]}
    if any(before.get(row["id"]) != row for row in left.kluis["kluis_persoon"]):
        yield "a person changed"


def _other_keys(opzet: Opzet, left: Left) -> Iterator[str]:
    anew = set(opzet.gegevens.values())
    now = {row["nummer"]: row for row in left.kluis["kluis_sleutel"]}
    before = {row["nummer"]: row for row in opzet.voor.kluis["kluis_sleutel"]}
    for number, row in now.items():
        was = before.get(number)
        if (row["staat"] == "vernietigd") != (row["verpakt"] == b""):
            yield "key half destroyed"
        if was is None and row["naam"] not in anew:
            yield "a key came"
        mine = row["soort"] == "casus" and row["naam"] in opzet.zaken | anew
        if was is not None and was != row and not mine:
            yield "another key changed"
    if before.keys() - now.keys():
        yield "a key is not known any more"


def _asked(left: Left, told: Sequence[Told]) -> list[str]:
    """
    Give what the target of the host was asked: an order, with the id of the case or item.
    """
    return [*whats(told, "doel"), *left.files.get(DOEL, b"").decode().splitlines()]


# ------------------------------------------------------------------------ at the end


def complete(opzet: Opzet, left: Left, told: Sequence[Told]) -> Iterator[str]:
    """
    Say what is wrong when it says that it is done.
    """
    may = opzet.zaken - _held(opzet, left, told)
    zaken = opzet.voor.ids("casus") - left.ids("casus")
    items = _items(opzet, left, zaken)
    persons = opzet.voor.persons - left.persons
    if left.plan["state"] != "klaar":
        yield "not done"
    if may - zaken or set(opzet.gegevens) - items:
        yield "something approved is left"
    if any(not left.dead(casus) for casus in may):
        yield "a key is left"
    if opzet.personen(may) != persons:
        yield "a person is left"
    yield from _new_keys(opzet, left)
    yield from _ledger_right(opzet, left, zaken, items, persons)
    yield from _lines_right(opzet, left, may)
    yield from _subjects(opzet, left)
    orders = {what.split()[1] for what in _asked(left, told)}
    if orders != zaken | items or any(r["state"] != "klaar" for r in left.hoofd["bewaardoel"]):
        yield "host not asked for all of it"
    if any(row["taak"] == "vernietigd" for row in left.kluis["kluis_voortgang"]):
        yield "kluis still has something to tell"
    yield from _traces(opzet, left, zaken, items, persons)


def _new_keys(opzet: Opzet, left: Left) -> Iterator[str]:
    old = {row["nummer"] for row in opzet.voor.kluis["kluis_sleutel"]}
    for casus in set(opzet.gegevens.values()):
        states = [(row["nummer"] in old, row["staat"]) for row in left.keys(casus)]
        if states.count((False, "actief")) != 1 or {s for _, s in states} != {
            "actief",
            "vernietigd",
        }:
            yield "case of which an item went has no new key"


def _ledger_right(
    opzet: Opzet, left: Left, zaken: set[str], items: set[str], persons: set[str]
) -> Iterator[str]:
    named = {
        "casussen": zaken,
        "gegevens": items,
        "personen": persons,
    }
    for what, gone in named.items():
        found = left.in_ledger(what)
        if set(found) != gone or any(number > MOST for number in found.values()):
            yield f"ledger differs ({what})"
    keys = {number for line in left.ledger for number, _, _ in line["sleutels"]}
    renewed = (row for casus in opzet.gegevens.values() for row in left.keys(casus))
    if keys != {row["nummer"] for row in renewed if row["staat"] == "vernietigd"}:
        yield "ledger differs (sleutels)"
    whole = left.files.get(LEDGER, b"").splitlines()[: len(left.ledger)]
    mark = f"{len(whole)}:{sha256(whole[-1]).hexdigest()}" if whole else None
    if mark not in {r["stand"] for r in left.kluis["kluis_voortgang"]}:
        yield "kluis does not know the ledger"


def _lines_right(opzet: Opzet, left: Left, may: Collection[str]) -> Iterator[str]:
    lines = left.hoofd["bewaarplan_regel"]
    if any(row["casus"] or row["gegeven"] for row in lines):
        yield "plan still names a case"
    late = opzet.laat in opzet.zaken and opzet.laat not in may
    expected = {
        ("klaar", "vernietigd"): len(may) + len(opzet.gegevens),
        ("overgeslagen", "opgeschort"): opzet.opgeschort + late,
    }
    if Counter((row["state"], row["uitkomst"]) for row in lines) != Counter(expected):
        yield "lines of the plan"


def _subjects(opzet: Opzet, left: Left) -> Iterator[str]:
    """
    See that the logboek says of each person in what went, that it was done to him, once.
    """
    about = defaultdict(list)
    for line in left.entries:
        if line.get("name") == "vernietigen":
            about[line["span_id"]].append(line["attributes"]["dpl.core.data_subject_id"])
    for casus, operation in left.went("casus"):
        if sorted(about[operation]) != sorted(opzet.aliassen.get(casus, ())):
            yield "logboek does not say to whom (casus)"
    for item, operation in left.went("gegeven"):
        if sorted(about[operation]) != sorted(opzet.over.get(item, ())):
            yield "logboek does not say to whom (gegeven)"


def _traces(
    opzet: Opzet, left: Left, zaken: set[str], items: set[str], persons: set[str]
) -> Iterator[str]:
    """
    See that no byte is left of what was sealed, of keys and of persons, in no file of a database.
    """
    secrets = set(secrets_of(opzet, zaken, items, persons))
    for name, content in left.files.items():
        if name.startswith((HOOFD, KLUIS)) and any(each in content for each in secrets):
            yield f"traces in {name}"


def secrets_of(
    opzet: Opzet, zaken: Collection[str], items: Collection[str], persons: Collection[str]
) -> Iterator[bytes]:
    """
    Give what may be nowhere any more.
    """
    for table, rows in opzet.voor.hoofd.items():
        for row in rows if not table.startswith("logboek_") else ():
            if row.get("casus") in zaken or row.get("id") in items:
                yield from (value for value in row.values() if isinstance(value, bytes))
    here = {row["pseudoniem"] for row in _people(opzet) if row["casus"] not in zaken}
    yield from (
        row["pseudoniem"].encode() for row in _people(opzet) if row["pseudoniem"] not in here
    )
    renewed = {opzet.gegevens.get(item) for item in items}
    for row in opzet.voor.kluis["kluis_sleutel"]:
        if row["soort"] == "casus" and row["naam"] in {*zaken, *renewed}:
            yield row["verpakt"]
    for row in opzet.voor.kluis["kluis_persoon"]:
        if row["id"] in persons:
            yield from (row["id"].encode(), row["verzegeld"], row["tag"])


def _people(opzet: Opzet) -> Sequence[Row]:
    return opzet.voor.hoofd["betrokkene"]


def certified(opzet: Opzet, left: Left) -> Iterator[str]:
    """
    Say where the certificate does not say what went.
    """
    if VERKLARING not in left.files:
        yield "no certificate"
        return
    found = json.loads(left.files[VERKLARING])
    counts = {
        each["methode"]: (each["casussen"], each["gegevens"])
        for each in found["tellingen"]
        if each["categorie"] is None
    }
    zaken = opzet.voor.ids("casus") - left.ids("casus")
    inside = sum(row["casus"] in zaken for row in opzet.voor.hoofd["gegeven"])
    items = _items(opzet, left, zaken)
    expected = {
        "sleutel-vernietigd": (len(zaken), inside),
        "sleutel-vernieuwd": (len({opzet.gegevens.get(item) for item in items}), len(items)),
    }
    passed = {each["reden"]: each["casussen"] for each in found["overgeslagen"]}
    held = opzet.opgeschort + (opzet.laat not in zaken)
    if counts != expected or passed != {"opgeschort": held}:
        yield "certificate differs from what is gone"
