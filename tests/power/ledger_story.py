"""
A program that writes lines in a ledger of destruction, short ones and long ones.
"""

from __future__ import annotations

import functools

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.power.bewaren_oracle import LEDGER, ledger
from tests.power.disk import Files, Told
from tests.power.driver import WAL_PAGES
from tests.power.story import Step, Tell, whats
from zvhprivacy.bewaren.ledger import Destroyed, Ledger


CASES = (1, 30, 2, 120, 0, 60)  # in each line; the longest takes eight sectors
RECOVERED = 1_000  # the first case in a line that is written after a loss


@dataclass(frozen=True)
class LedgerStory:
    """
    The lines, one by one; between two of them the ledger is opened anew.
    """

    name: str = "register"
    wal_pages: int = WAL_PAGES

    def start(self) -> Files:
        """
        Give no ledger.
        """
        return {}

    @contextmanager
    def steps(self, folder: Path, tell: Tell) -> Iterator[Iterator[Step]]:
        """
        Write the lines.
        """
        yield (functools.partial(_append, folder, tell, number) for number in range(len(CASES)))

    def at_rest(self, files: Files, told: Sequence[Told]) -> Iterator[str]:
        """
        Nothing is wrong with bytes.
        """
        return iter(())

    def recover(self, folder: Path, told: Sequence[Told], tell: Tell, attempt: int) -> None:
        """
        Go through what is left, and write a line.
        """
        again = Ledger(folder / LEDGER)
        seen = [line for _, line in again.entries()]
        assert len(seen) == again.mark().aantal
        mark = again.append(_line(RECOVERED * attempt, 3))
        tell("regel", str(mark))

    def judge(self, folder: Path, told: Sequence[Told]) -> Iterator[str]:
        """
        Say what is wrong: a line that was told is there, and the chain is whole.
        """
        lines, wrong = ledger((folder / LEDGER).read_bytes())
        yield from wrong
        marks = {f"{number}:{line['vorige']}" for number, line in enumerate(lines[1:], 1)}
        if set(whats(told, "regel")) - marks:
            yield "line lost"


def _append(folder: Path, tell: Tell, number: int) -> None:
    mark = Ledger(folder / LEDGER).append(_line(number * RECOVERED, CASES[number]))
    tell("regel", str(mark))


def _line(first: int, cases: int) -> Destroyed:
    ids = tuple(f"{each:032x}" for each in range(first, first + cases))
    return Destroyed("f" * 32, "2026-06-08T10:00:00+02:00", first, casussen=ids)


REGISTER = LedgerStory()
