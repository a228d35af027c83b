"""
What a program does to the logboek, in several stories.
"""

from __future__ import annotations

import functools
import tempfile

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.power import logboek_oracle
from tests.power.disk import Files, Told, read_files
from tests.power.driver import WAL_PAGES
from tests.power.program import FILE, SIGNER, Program
from tests.power.story import Step, Tell, whats
from zvhprivacy.logboek.verify import Outside, verify


NEAR_A_TILE = 252  # entries; four more make the first tile


class Deviates(Exception):
    """
    The check of the logboek itself found something.
    """


@dataclass(frozen=True, kw_only=True)
class LogStory:
    """
    Steps of a program on a logboek that has so many *entries* when it begins.

    None means that the database itself is not there yet.
    """

    name: str
    does: Callable[[Program], Iterator[Step]]
    entries: int | None = 0
    wal_pages: int = WAL_PAGES

    def start(self) -> Files:
        """
        Give the files it begins with.
        """
        return {} if self.entries is None else _filled(self.entries)

    @contextmanager
    def steps(self, folder: Path, tell: Tell) -> Iterator[Iterator[Step]]:
        """
        Open the logboek in *folder* and give what is done with it.
        """
        program = Program(folder, tell)
        try:
            yield self.does(program)
        finally:
            program.close()

    def at_rest(self, files: Files, told: Sequence[Told]) -> Iterator[str]:
        """
        Nothing is wrong with bytes.
        """
        return iter(())

    def recover(self, folder: Path, told: Sequence[Told], tell: Tell, attempt: int) -> None:
        """
        Check the logboek against what was kept elsewhere, and write on.
        """
        kept = whats(told, "bewaard")
        program = Program(folder, tell, first=attempt << 16, kept=kept[-1] if kept else None)
        try:
            outside = [Outside(str(number), text) for number, text in enumerate(kept)]
            if not verify(program.store, [SIGNER.verifier], since=outside):
                raise Deviates
            program.work()
            program.checkpoint()
        finally:
            program.close()

    def judge(self, folder: Path, told: Sequence[Told]) -> Iterator[str]:
        """
        Say what is wrong.
        """
        return logboek_oracle.judge(folder / FILE, told, SIGNER.public)


@functools.cache
def _filled(entries: int) -> Files:
    with tempfile.TemporaryDirectory(prefix="zvh-stroom-") as name:
        program = Program(Path(name), lambda *_: None, first=1 << 24)
        for _ in range(entries):
            program.write()
        program.close()
        return read_files(Path(name))


# ------------------------------------------------------------------------ the stories


def _all(program: Program) -> Iterator[Step]:
    yield program.policy
    yield program.write
    yield program.write
    yield program.work
    yield program.failing_work
    yield program.checkpoint
    yield lambda: program.write(3)
    yield lambda: program.prune(3)
    yield program.again
    yield program.write


def _with_others(program: Program) -> Iterator[Step]:
    yield from _all(program)
    yield program.group


def _one_by_one(program: Program) -> Iterator[Step]:
    for _ in range(4):
        yield program.write
        yield program.work


def _together(program: Program) -> Iterator[Step]:
    yield program.group
    yield program.group


def _past_a_tile(program: Program) -> Iterator[Step]:
    yield lambda: program.write(2)
    yield lambda: program.batch(12)
    yield lambda: program.write(3)
    yield program.checkpoint


def _pruned(program: Program) -> Iterator[Step]:
    for _ in range(4):
        yield program.write
    yield lambda: program.prune(2)
    yield program.work
    yield lambda: program.prune(4)
    yield program.again


def _through_the_wal(program: Program) -> Iterator[Step]:
    for _ in range(2):
        yield program.work
        yield program.write
        yield program.empty_wal
        yield program.checkpoint
    yield program.again
    yield program.work


ALL = LogStory(name="alles", does=_all)
STORIES = (
    ALL,
    LogStory(name="los", does=_one_by_one),
    LogStory(name="samen", does=_together),
    LogStory(name="tegel", does=_past_a_tile, entries=NEAR_A_TILE),
    LogStory(name="snoeien", does=_pruned),
    LogStory(name="wal-leeg", does=_through_the_wal),
    LogStory(name="kleine-wal", does=_one_by_one, wal_pages=12),
)
# What is killed also has threads that wait for each other.
KILLED = LogStory(name="alles-samen", does=_with_others)
# The database is made while the power goes; each loss makes it again, which takes long.
NEW = LogStory(name="nieuw", does=_one_by_one, entries=None)
