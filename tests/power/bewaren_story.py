"""
A program that carries out a plan of destruction, and goes on with it after it was cut off.
"""

from __future__ import annotations

import contextlib
import itertools
import json

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.bewaren.certified import actors
from tests.bewaren.huis import Bewaarhuis
from tests.engine.houses import Huis
from tests.power import bewaren_oracle
from tests.power.bewaren_house import moved_into, ready
from tests.power.bewaren_oracle import DOEL, VERKLARING, Left, Opzet
from tests.power.disk import Files, Told, read_files, write_files
from tests.power.driver import WAL_PAGES
from tests.power.harness import scratch
from tests.power.story import Step, Tell
from zvhprivacy.bewaren.certificate import Certificate, Logbereik
from zvhprivacy.bewaren.certify import NotFinished, certify
from zvhprivacy.bewaren.targets import Opdracht
from zvhprivacy.errors import ZvhError
from zvhprivacy.model.bewaarplan import Plan
from zvhprivacy.model.casus import Casus, Gegeven
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all


READ = "gelezen.json"
NEW_IDS = 2_000_000  # from here on nothing in the house has them
LATER = timedelta(minutes=20)  # between two attempts: the lease of the one before ran out


@dataclass(frozen=True, slots=True)
class Doel:
    """
    A target of the host: it tells what it was asked, keeps it in *folder*, and wants to *ask*.
    """

    folder: Path
    tell: Tell
    ask: Callable[[object], None]
    naam: str = "zoekindex"

    def vernietig(self, opdracht: Opdracht) -> None:
        """
        Destroy it.
        """
        what = f"{opdracht.kenmerk} {opdracht.gegeven or opdracht.casus}"
        with (self.folder / DOEL).open("a") as file:
            file.write(f"{what}\n")
        self.tell("doel", what)
        self.ask(opdracht)


@dataclass(frozen=True, kw_only=True)
class BewarenStory:
    """
    The house of `bewaren_house`; with *veranderd*, somebody changed the plan after its approval.
    """

    name: str = "bewaren"
    wal_pages: int = WAL_PAGES
    veranderd: bool = False

    @property
    def opzet(self) -> Opzet:
        """
        Give what was set up.
        """
        return ready().changed if self.veranderd else ready().opzet

    def start(self) -> Files:
        """
        Give the house with an approved plan.
        """
        return self.opzet.files

    @contextmanager
    def steps(self, folder: Path, tell: Tell) -> Iterator[Iterator[Step]]:
        """
        Open the house and carry out.
        """
        with moved_into(folder, ready().nu) as h:
            yield iter([lambda: _carry_out(h, folder, tell)])

    def at_rest(self, files: Files, told: Sequence[Told]) -> Iterator[str]:
        """
        Say what is half done.
        """
        with scratch() as folder:
            write_files(folder, files)
            left = Left.read(folder, files)
        yield from bewaren_oracle.always(self.opzet, left, told)

    def recover(self, folder: Path, told: Sequence[Told], tell: Tell, attempt: int) -> None:
        """
        Open the house and go on, the first time with a hold on a case that is not gone yet.
        """
        with moved_into(folder, ready().nu + attempt * LATER) as h:
            if attempt == 1 and not self.veranderd:
                _hold(h, tell)
            _carry_out(h, folder, tell)
            (folder / READ).write_text(json.dumps(_read(h)))

    def judge(self, folder: Path, told: Sequence[Told]) -> Iterator[str]:
        """
        Say what is wrong now that it was carried out to the end.
        """
        files = read_files(folder)
        left = Left.read(folder, files)
        yield from bewaren_oracle.always(self.opzet, left, told)
        if not self.veranderd:
            yield from bewaren_oracle.complete(self.opzet, left, told)
            yield from bewaren_oracle.certified(self.opzet, left)
        if json.loads(files.get(READ, b"{}")) != ready().texts(without=self.opzet.gegevens):
            yield "what stays cannot be read"
        if any(datetime.fromisoformat(row["tot"]) > ready().nu + 3 * LATER for row in left.leases):
            yield "lease kept"


def _carry_out(h: Huis, folder: Path, tell: Tell) -> None:
    """
    Carry out, and ask for the certificate as often as there is an occasion.
    """

    def ask(_: object) -> None:
        for plan in h.engine.bewaren.plannen():
            with contextlib.suppress(NotFinished):
                text = _certificate(h, plan).model_dump_json()
                (folder / VERKLARING).write_text(text)

    bewaren, doelen = h.engine.bewaren, [Doel(folder, tell, ask)]
    h.klok.goes(minutes=LATER.seconds // 60)
    bewaren.run(vernietigers=doelen, if_due=True, houder="proef", stap=ask)
    ask(None)


def _certificate(h: Huis, plan: Plan) -> Certificate:
    [checkpoint] = h.huis.storage.log.checkpoints(last=1)
    return certify(
        plan,
        h.engine.bewaren.regels(plan.id),
        verantwoordelijken=[],
        door=actors(),
        termen=[],
        logboek=Logbereik(van=0, tot_en_met=checkpoint.size - 1, checkpoint=checkpoint.tekst),
        resten=[],
    )


def _hold(h: Huis, tell: Tell) -> None:
    storage, laat = h.huis.storage, ready().laat
    with storage.hoofd.read() as connection:
        see_all(connection)
        there = Registers(connection).one(Casus, laat.id)
    if there is not None and storage.keys.of_cases([laat.id])[laat.id]:
        Bewaarhuis(h, een=ready().een, nummers=itertools.count(NEW_IDS)).opgeschort(laat)
        tell("opgeschort", laat.id)


def _read(h: Huis) -> dict[str, list[str]]:
    """
    Read what stays, case by case, with the keys that there are.
    """
    storage, read = h.huis.storage, h.huis._rooms.content.opener()
    found = dict[str, list[str]]()
    for zaak in ready().blijven:
        with storage.hoofd.read() as connection:
            see_all(connection)
            items = Registers(connection).all_of(Gegeven, casus=zaak.id)
        with contextlib.suppress(ZvhError):
            found[zaak.id] = sorted(read(each) for each in items)
    return found


BEWAREN = BewarenStory()
CHANGED = BewarenStory(name="bewaren-veranderd", veranderd=True)
STORIES = (BEWAREN, CHANGED)
