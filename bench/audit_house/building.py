"""
An invented house with cases of five years, from the first of July 2025 to the end of June 2030.

A few cases are lived by the real calls, in a house that is thrown away; all others are copies of
those, on other days and about other people. What is about no single case (training, retention,
oversight) is done by the real calls, in between.
"""

from __future__ import annotations

import heapq
import itertools
import shutil

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from bench.audit_house.acting import DAY0
from bench.audit_house.copying import Copy, Person
from bench.audit_house.filling import append, put
from bench.audit_house.opening import AuditHouse
from bench.audit_house.oversight import CALENDAR, FIRST, keep_terms
from bench.audit_house.people import TEAM, Clock, Staff
from bench.audit_house.recording import Block, Recorded, record
from bench.audit_house.turns import (
    END,
    FIRST_OF_ALL,
    HOURS,
    MIX,
    WEEKS,
    Turn,
    begins,
    in_ms,
    lines_of,
    lived,
    some_of,
    until,
)
from bench.audit_house.workspace import CONVENANT, workspace
from tests.bsn import bsn
from zvhprivacy.engine.content import Content
from zvhprivacy.engine.storage import Storage
from zvhprivacy.model.casus import Register
from zvhprivacy.vault.bsn import Bsn
from zvhprivacy.vault.domain import LOGBOEK_ACTOREN, LOGBOEK_BETROKKENEN
from zvhprivacy.vault.key import KeyKind
from zvhprivacy.vault.person import PersonId


Toon = Callable[[str], object]


def build(
    folder: Path,
    *,
    cases: int,
    entries: int,
    teams: int,
    seed: int = 1,
    toon: Toon = lambda _: None,
) -> AuditHouse:
    """
    Make a house in *folder* with *cases*, and about so many *entries* in its logboek.
    """
    house, klok = AuditHouse(folder), Clock()
    workspace(house.werkmap)
    with house.open(klok) as engine:
        staff = Staff(engine, klok)
        staff.arrive(teams)
    with _thrown_away(house).open(klok) as engine:
        toon("lives")
        lives = record(_again(staff, Staff(engine, klok)), klok)
    shutil.rmtree(_thrown_away(house).folder)
    chance = Random(seed)
    klok.to(DAY0, 8)
    with house.open(klok) as engine:
        made = Building(
            house=house, staff=_again(staff, Staff(engine, klok)), lives=lives, chance=chance
        )
        made.fill(cases, entries, teams, toon)
    return house


def _thrown_away(house: AuditHouse) -> AuditHouse:
    scratch = house.folder.with_name(f"{house.folder.name}-proef")
    if not scratch.exists():
        shutil.copytree(house.folder, scratch)
    return AuditHouse(scratch)


def _again(was: Staff, now: Staff) -> Staff:
    now.mensen, now.personen = dict(was.mensen), dict(was.personen)
    now.nummers = itertools.count(100_000)
    return now


@dataclass(slots=True)
class Building:
    """
    The copying of *lives* into *house*.
    """

    house: AuditHouse
    staff: Staff
    lives: Mapping[str, Recorded]
    chance: Random
    number: Iterator[int] = field(default_factory=itertools.count)

    @property
    def storage(self) -> Storage:
        """
        What the engine works on.
        """
        return self.staff.huis.storage

    def fill(self, cases: int, entries: int, teams: int, toon: Toon) -> None:
        """
        Let all cases live, week after week.
        """
        copies = self._copies(cases, teams)
        turns = self._turns(copies, entries)
        calendar = sorted(CALENDAR, key=lambda each: each[0])
        for week in range(WEEKS + 1):
            friday = DAY0 + timedelta(days=7 * week + 2)
            due = until(turns, friday + timedelta(days=1))
            self._write(due)
            while calendar and calendar[0][0] <= friday:
                _, act = calendar.pop(0)
                self.staff.klok.to(friday, 16)
                act(self.staff, friday)
            ended = any(
                unit.rows and getattr(row, "fase", "") in {"afgewezen", "overgedragen"}
                for turn in due
                for unit in turn.block.units
                for row in unit.rows
            )
            keep_terms(self.staff, friday, new=ended)
            if not week % 26:
                toon(f"week {week:>4}")
        self._write(until(turns, END))
        self.storage.writer.checkpoint()

    def _copies(self, cases: int, teams: int) -> list[Copy]:
        names = [*FIRST_OF_ALL, *itertools.islice(itertools.cycle(MIX), cases)][:cases]
        lives = [self.lives[name] for name in names]
        people = self._people(sum(len(life.wie) for life in lives))
        crews = [self._crew(team) for team in range(teams)]
        copies = []
        for number, life in enumerate(lives):
            persons = dict(zip(life.wie, people, strict=False))
            renamed = {row: self.chance.randbytes(16).hex() for row in life.ids}
            aliases = {life.wie[row]: each.logboek for row, each in persons.items()}
            late = self.chance.random() * HOURS
            copies.append(
                Copy(
                    life=life,
                    shift=begins(number, cases, life.naam) + in_ms(late),
                    names=renamed | aliases | crews[number % teams],
                    persons=persons,
                    key=None,
                    chance=self.chance,
                )
            )
        return copies

    def _people(self, count: int) -> Iterator[Person]:
        persons, domain = self.storage.persons, Content.domain(CONVENANT, "com")
        bsns = [Bsn(bsn(FIRST + number)) for number in range(count)]
        ids = persons.enrol_all(bsns)
        log = persons.pseudonyms(bsns, LOGBOEK_BETROKKENEN)
        case = persons.pseudonyms(bsns, domain)
        return iter([Person(ids[each], log[each], case[each]) for each in bsns])

    def _crew(self, team: int) -> dict[str, str]:
        """
        Say who of *team* does what the first team did.
        """
        found: dict[str, str] = {}
        for naam in TEAM:
            first, other = f"{naam}@0", f"{naam}@{team}"
            found[self.staff.mensen[first]] = self.staff.mensen[other]
            found[self._actor(first)] = self._actor(other)
        return found

    def _actor(self, naam: str) -> str:
        person = PersonId(self.staff.personen[naam])
        return self.storage.persons.pseudonym(person, LOGBOEK_ACTOREN)

    def _turns(self, copies: Sequence[Copy], entries: int) -> list[Turn]:
        """
        Say when what happens; people look as often as it takes to come to so many *entries*.
        """
        once = sum(lines_of(block) for copy in copies for block in lived(copy))
        looks = sum(lines_of(block) for copy in copies for block in lived(copy) if block.again)
        often = max(1.0, (entries - once + looks) / max(1, looks))
        turns: list[Turn] = []
        owed = 0.0
        for copy in copies:
            blocks = lived(copy)
            for block, following in itertools.zip_longest(blocks, blocks[1:]):
                times = 1
                if block.again:
                    owed += often
                    times = int(owed)
                    owed -= times
                room = (following.day if following else block.day + 1) - block.day
                turns.extend(self._turn(copy, block, max(1, room)) for _ in range(times))
        heapq.heapify(turns)
        return turns

    def _turn(self, copy: Copy, block: Block, room: int) -> Turn:
        later = timedelta(0)
        if block.again:
            later = timedelta(
                days=self.chance.randrange(room), milliseconds=self.chance.randrange(3_600_000)
            )
        return Turn(
            block.units[0].moment + copy.shift + later, next(self.number), copy, block, later
        )

    def _write(self, turns: Sequence[Turn]) -> None:
        """
        Write what *turns* leave, in order of time.
        """
        for some in some_of(turns):
            done = []
            for turn in some:
                copy = turn.copy
                if copy.key is None:
                    self.staff.klok.nu = turn.moment
                    copy.key = self.storage.keys.active(KeyKind.CASUS, copy.casus)
                done += [(each, copy.casus) for each in copy.written(turn.block, turn.later)]
            done.sort(key=lambda each: each[0].moment)
            append(self.storage.log, (entry for each, _ in done for entry in each.entries))
            rows: list[tuple[str, Register]] = [
                (casus, row) for each, casus in done for row in each.rows
            ]
            put(self.house.hoofd, rows)
