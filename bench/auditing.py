"""
An audit of an invented house: time, memory, and what an entry more costs.

    python -m bench.auditing [ENTRIES…] [--folder DIR]

By default with 200,000 and 2,000,000 entries, of five years. A house is made once and kept in the
folder; each audit runs in a process of its own, so that the memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from bench.audit_house.building import build
from bench.audit_house.opening import AuditHouse
from bench.audit_house.people import Clock, at
from bench.audit_house.planting import Planter
from zvhprivacy.audit.known import KNOWN
from zvhprivacy.audit.run import examine
from zvhprivacy.model.about import About
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.policy.collecting import collecting_later


ENTRIES_PER_CASE = 667  # 3,000 cases with two million entries
CASES_PER_TEAM = 150
VANAF, TOT = date(2025, 7, 1), date(2030, 7, 1)
FOLDER = Path(tempfile.gettempdir(), "zvhprivacy-audit-house")
MOST = 500  # MB
MEGABYTE = 1_024  # in kB


class Measured(NamedTuple):
    """
    What an audit took, of how many entries; *replay* are the seconds of that alone.
    """

    regels: int
    besluiten: int
    seconden: float
    replay: float
    megabytes: float
    afwijkend: tuple[str, ...]


def house(folder: Path, entries: int) -> AuditHouse:
    """
    Make the house with so many *entries* in *folder*, or give the one that was made there before.
    """
    place = folder / f"huis-{entries}"
    done = place / "klaar"
    if not done.exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        cases = entries // ENTRIES_PER_CASE
        teams = max(2, cases // CASES_PER_TEAM)
        build(place, cases=cases, entries=entries, teams=teams, toon=_say)
        done.touch()
    return AuditHouse(place)


def measure(made: AuditHouse) -> Measured:
    """
    Audit all five years of a copy, which the audit itself writes in.
    """
    [fg] = [row.id for row in Planter(made).rows(Medewerker) if "fg" in row.rollen]
    with (
        made.open(Clock(at(TOT, 8))) as engine,
        engine.huis.controleren.bronnen(About(medewerker=fg), vanaf=VANAF, tot=TOT) as bron,
    ):
        begin = perf_counter()
        with collecting_later():  # as `zvhprivacy audit run` does
            found = examine(bron, KNOWN)
        took = perf_counter() - begin
        begin = perf_counter()
        replayed = examine(bron, ["antwoorden-nagespeeld"])["antwoorden-nagespeeld"]
        alone = perf_counter() - begin
        regels = bron.huis.regels if bron.huis else 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    return Measured(
        regels=regels,
        besluiten=replayed.werking.onderzocht if replayed.werking else 0,
        seconden=took,
        replay=alone,
        megabytes=peak,
        afwijkend=tuple(
            sorted(name for name, each in found.items() for _, one in each if one.afwijkend)
        ),
    )


def apart(made: AuditHouse) -> Measured:
    """
    Measure in a process of its own.
    """
    copy = made.folder.with_name(f"{made.folder.name}-audit")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(made.folder, copy)
    try:
        told = subprocess.run(
            [sys.executable, "-m", "bench.auditing", "--measure", str(copy)],
            check=True,
            capture_output=True,
            text=True,
        )
    finally:
        shutil.rmtree(copy)
    fields = json.loads(told.stdout)
    return Measured(**fields | {"afwijkend": tuple(fields["afwijkend"])})


def main(arguments: Iterable[str] | None = None) -> int:
    """
    Make the houses, audit each, and print what it took.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("entries", nargs="*", type=int, default=[200_000, 2_000_000])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--measure", type=Path)
    asked = parser.parse_args(None if arguments is None else list(arguments))
    if asked.measure:
        print(json.dumps(measure(AuditHouse(asked.measure))._asdict()))
        return 0
    found = [apart(house(asked.folder, entries)) for entries in asked.entries]
    for each in found:
        print(
            f"{each.regels:>10,} entries  {each.seconden:7.1f} s  {each.megabytes:6.0f} MB  "
            f"{each.seconden / each.regels * 1e6:6.1f} µs per entry  "
            f"replay {each.besluiten:,} decisions in {each.replay:.1f} s, "
            f"{each.besluiten / each.replay:,.0f} per second  "
            f"deviations: {', '.join(each.afwijkend) or 'none'}"
        )
    first, last = found[0], found[-1]
    ratio = (last.seconden / last.regels) / (first.seconden / first.regels)
    print(f"time per entry, largest to smallest: {ratio:.2f}; memory at most {MOST} MB")
    return int(any(each.megabytes > MOST or each.afwijkend for each in found))


def _say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
