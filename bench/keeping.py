"""
What keeping cases costs: sealing, pseudonyms, the logboek and the list of cases, in one run.
"""

from __future__ import annotations

import argparse
import tempfile

from pathlib import Path

from bench import listing, logboek, pseudonyms, vault
from bench.report import Goal
from zvhprivacy.store.database import Part, open_database


# What each ratio is of, and what is wanted of it.
LOGBOEK = {
    "one by one": ("audited decision, one caller, per flush", 0.6),
    "64 callers": ("64 callers, entries per flush", 25.0),
    "batch": ("batch, of synchronous=OFF", 0.5),
    "verify": ("verify, of SHA-256 of the same lines", 0.1),
}


def measure(folder: Path, *, seconds: float, cases: int, rows: int) -> list[Goal]:
    """
    Measure everything in *folder*, which should be on the disk that is asked about.
    """
    found = [*_sealing()]
    ratios = logboek.run(folder, seconds)
    found += [
        Goal(what, ratios[name], ">=", wanted, "x") for name, (what, wanted) in LOGBOEK.items()
    ]
    found += pseudonyms.measure(folder, 5_000, rows).goals()
    database = open_database(Part.HOOFD, folder / "lijst.sqlite")
    listing.fill(database, cases)
    for name, needs in listing.NEEDS.items():
        ratio, _ = listing.measure(database, needs)
        what = f"list of {name}, {cases:,} cases, of the bare query"
        found.append(Goal(what, ratio, "<=", listing.LIMIT, "x"))
    database.close()
    return found


def _sealing() -> list[Goal]:
    rate = vault.sealing()
    of = rate.openssl
    return [
        Goal("seal, of OpenSSL", rate.seal / of if of else None, ">=", vault.SEAL_WANTED, "x"),
        Goal("open, of OpenSSL", rate.open / of if of else None, ">=", vault.OPEN_WANTED, "x"),
        Goal(
            "  seal, its place made for it",
            rate.seal_placed / of if of else None,
            ">=",
            vault.SEAL_WANTED,
            "x",
        ),
        Goal(
            "  open, its place made for it",
            rate.open_placed / of if of else None,
            ">=",
            vault.OPEN_WANTED,
            "x",
        ),
    ]


def main() -> None:
    """
    Measure and print.
    """
    from bench.report import goal_table

    parser = argparse.ArgumentParser(prog="python -m bench.keeping", description=__doc__)
    parser.add_argument("--dir", type=Path, help="on the disk to measure")
    parser.add_argument("--seconds", type=float, default=2.0, help="per measurement of the logboek")
    parser.add_argument("--cases", type=int, default=100_000, metavar="N")
    parser.add_argument("--rows", type=int, default=200_000, metavar="N", help="rows of CSV")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        found = measure(Path(folder), seconds=given.seconds, cases=given.cases, rows=given.rows)
    print(goal_table(found))


if __name__ == "__main__":
    main()
