"""
How fast pseudonyms are made from a kluis in SQLite: many at once beside one by one, in one run.

`python -m bench.pseudonyms [--persons N] [--rows N]`; with 10,000,000 rows it takes some minutes.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bench.report import Goal
from bench.timing import fastest_rounds
from tests.bsn import bsn
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.kluis import KluisStore
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.bulk import Kolommen, Onbekend, Ongeldig, Translation
from zvhprivacy.vault.bulk_csv import pseudonymise_csv
from zvhprivacy.vault.domain import Domain
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.keyring import create_keyring, open_keyring
from zvhprivacy.vault.keys import Keys
from zvhprivacy.vault.persons import Persons


PERSONS = 5_000
ROWS = 200_000
ROWS_EACH = 20  # of one person, spread over the whole column
SINGLE = 1_000  # calls one by one that are timed
ROUNDS = 5
MEMORY_MB = 300
DOMAIN = Domain.of(samenwerkingsverband="zvh", proces="bench", ontvanger="statistiek")


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """
    What was measured, in seconds for each unless it says otherwise.
    """

    single: float  # the person of a BSN, and his pseudonym
    distinct: float  # the same people as a column
    repeated: float  # a row of a column in which everybody is there twenty times
    mac: float  # one HMAC-SHA-256, for scale
    enrol: float  # somebody of a column whom nobody knew
    resolve: float  # a person gone through on the way back from a pseudonym
    epoch: float  # a person in the map to a new tijdvak
    rows: int
    peak_mb: float | None  # of the process that does so many rows of CSV
    rows_per_second: float

    def goals(self) -> list[Goal]:
        """
        Give the figures that are wanted.
        """
        return [
            Goal("distinct persons, of single calls", self.single / self.distinct, ">=", 1.3, "x"),
            Goal("20 rows a person, of single calls", self.single / self.repeated, ">=", 10, "x"),
            Goal(f"peak of {self.rows:,} rows of CSV", self.peak_mb, "<=", MEMORY_MB, "MB"),
        ]


class Kluis:
    """
    A kluis in *folder*, opened or made.
    """

    def __init__(self, folder: Path) -> None:
        ring, clock = folder / "sleutels.json", _now
        if not ring.exists():
            create_keyring(
                ring, wachtwoord=None, zonder_wachtwoord=True, klok=clock, toeval=_toeval
            )
        backend = open_keyring(ring, wachtwoord=None, klok=clock, toeval=_toeval)
        self.database = open_database(Part.KLUIS, folder / "kluis.db")
        store = KluisStore(self.database, _toeval)
        self.keys = Keys(backend, store, klok=clock, toeval=_toeval)
        self.persons = Persons(self.keys, store, toeval=_toeval)

    def column(self, onbekend: Onbekend = Onbekend.LEEG) -> Translation:
        """
        Start on a column.
        """
        return Translation(self.persons, DOMAIN, ongeldig=Ongeldig.STOP, onbekend=onbekend)

    def single(self, text: str) -> str:
        """
        Make one pseudonym.
        """
        person = self.persons.find(Bsn(text))
        assert person
        return self.persons.pseudonym(person, DOMAIN)


def measure(folder: Path, persons: int, rows: int) -> Results:
    """
    Measure in *folder*, which is empty.
    """
    kluis = Kluis(folder)
    everybody = [bsn(number) for number in range(persons)]
    start = perf_counter()
    first = kluis.column(Onbekend.AANMELDEN).translate(everybody)
    enrolled = perf_counter() - start
    spread = [everybody[row % persons] for row in range(persons * ROWS_EACH)]
    random.Random(1).shuffle(spread)
    some = everybody[:SINGLE]
    assert first[:SINGLE] == [kluis.single(each) for each in some]
    key = kluis.keys.active(KeyKind.DOMEIN, DOMAIN.naam)
    single, distinct, repeated, mac = fastest_rounds(
        [
            lambda: [kluis.single(each) for each in some],
            lambda: kluis.column().translate(everybody),
            lambda: _in_pieces(kluis.column(), spread),
            lambda: [key.mac(b"zvh/pseud/v1\0" + bytes(32)) for _ in some],
        ],
        ROUNDS,
    )
    person = kluis.persons.enrol()
    gone = kluis.persons.pseudonym(person, DOMAIN)
    kluis.persons.shred(person)
    resolved = _seconds(lambda: kluis.persons.resolve(gone))
    kluis.keys.renew(KeyKind.DOMEIN, DOMAIN.naam)
    mapped = _seconds(lambda: list(kluis.persons.epoch_map(DOMAIN, van=1)))
    kluis.database.close()
    peak, seconds = _csv(folder, rows)
    return Results(
        single=single / len(some),
        distinct=distinct / persons,
        repeated=repeated / len(spread),
        mac=mac / len(some),
        enrol=enrolled / persons,
        resolve=resolved / persons,
        epoch=mapped / persons,
        rows=rows,
        peak_mb=peak,
        rows_per_second=rows / seconds,
    )


def as_text(results: Results) -> str:
    """
    Give the table that is printed.
    """
    lines = [
        f"{'microseconds each':45}",
        *(
            f"{what:45}{getattr(results, name) * 1e6:12,.2f}"
            for name, what in (
                ("mac", "one HMAC-SHA-256"),
                ("single", "BSN to pseudonym, one by one"),
                ("distinct", "  in a column of distinct persons"),
                ("repeated", "  in a column with 20 rows a person"),
                ("enrol", "  of somebody new, in a column"),
                ("resolve", "pseudonym to person, per person in the kluis"),
                ("epoch", "map to a new tijdvak, per person"),
            )
        ),
        f"{'rows of CSV per second':45}{results.rows_per_second:12,.0f}",
        "",
    ]
    verdict = {True: "met", False: "MISSED", None: "not available"}
    for goal in results.goals():
        value = "" if goal.value is None else f"{goal.value:,.2f} {goal.unit}"
        wanted = f"{goal.sign} {goal.wanted:g} {goal.unit}"
        lines.append(f"{goal.what:45}{value:>12}   {wanted:10} {verdict[goal.met]}")
    return "\n".join(lines)


def worker(name: str) -> None:
    """
    Do `bron.csv` of a folder in a process of its own, everybody unknown, and print the peak.
    """
    folder = Path(name)
    kluis = Kluis(folder)
    pseudonymise_csv(
        folder / "bron.csv",
        folder / "doel.csv",
        kluis.column(Onbekend.AANMELDEN),
        Kolommen(bsn="bsn", houd=("nummer",)),
    )
    status = Path("/proc/self/status")
    # The high-water mark of this process alone; getrusage also counts that of its parent.
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    print(*(line.split()[1] for line in lines if line.startswith("VmHWM:")))
    kluis.database.close()


def _csv(folder: Path, rows: int) -> tuple[float | None, float]:
    chosen = random.Random(2)
    texts = [bsn(1_000_000 + number) for number in range(max(1, rows // ROWS_EACH))]
    with (folder / "bron.csv").open("w", encoding="utf-8") as out:
        out.write("bsn,nummer,naam\n")
        out.writelines(f"{chosen.choice(texts)},{row},Jansen\n" for row in range(rows))
    code = "import sys; from bench.pseudonyms import worker; worker(sys.argv[1])"
    start = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, folder], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds = perf_counter() - start
    return float(done.stdout) / 1024 if done.stdout.strip() else None, seconds


def _in_pieces(column: Translation, values: list[str]) -> None:
    for start in range(0, len(values), 5_000):
        column.translate(values[start : start + 5_000])


def _seconds(call: Callable[[], object]) -> float:
    return fastest_rounds([call], ROUNDS)[0]


def _now() -> datetime:
    return datetime.now(UTC)


def _toeval(count: int) -> bytes:
    return os.urandom(count)


def main() -> int:
    """
    Measure and print; a figure that is missed does not make it fail.
    """
    parser = argparse.ArgumentParser(prog="python -m bench.pseudonyms", description=__doc__)
    parser.add_argument("--persons", type=int, default=PERSONS, metavar="N")
    parser.add_argument("--rows", type=int, default=ROWS, metavar="N", help="of the CSV file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(as_text(measure(Path(folder), given.persons, given.rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
