"""
`python -m bench`: measure, print, and keep the result.
"""

from __future__ import annotations

import argparse
import sys
import tempfile

from datetime import date
from pathlib import Path

from bench import retention
from bench.keeping import measure
from bench.report import as_json, as_text, goal_table, wrong_answers
from bench.run import SIZES, run


RESULTS = Path(__file__).resolve().parent / "results"


def main() -> int:
    """
    Run everything; end with 1 when any answer differs.
    """
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rules", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--requests", type=int, default=2_000, metavar="N")
    parser.add_argument("--seconds", type=float, default=3.0, help="per peer and number of rules")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="DIR")
    parser.add_argument("--dir", type=Path, help="on the disk to measure; a temporary folder else")
    given = parser.parse_args()
    results = run(sorted(given.rules), requests=given.requests, seconds=given.seconds)
    print(as_text(results))
    with tempfile.TemporaryDirectory(dir=given.dir) as folder:
        keeping = measure(Path(folder), seconds=2.0, cases=100_000, rows=200_000)
        print("\n" + goal_table(keeping, "keeping cases") + "\n")
        kept = retention.measure(Path(folder), retention.CASES, retention.progress())
    print("\r" + retention.as_text(kept) + "\n" + goal_table(kept.goals(), "retention"))
    given.output.mkdir(parents=True, exist_ok=True)
    path = given.output / f"{date.today().isoformat()}.json"  # noqa: DTZ011 - the day here
    path.write_text(as_json(results, [*keeping, *kept.goals()]), encoding="utf-8")
    print(f"\n{path}")
    return 1 if wrong_answers(results) else 0


if __name__ == "__main__":
    sys.exit(main())
