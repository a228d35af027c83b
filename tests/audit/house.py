"""
The invented house, made once, and its copies with something wrong in them.
"""

from __future__ import annotations

import shutil

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from secrets import token_bytes

from bench.audit_house.building import build
from bench.audit_house.opening import AuditHouse
from bench.audit_house.people import Clock, at
from bench.audit_house.planting import Planter
from zvhprivacy.audit.sources import House, Sources
from zvhprivacy.dpia.read import read_register
from zvhprivacy.engine.desk import Policy
from zvhprivacy.model.about import About
from zvhprivacy.model.registers import Medewerker
from zvhprivacy.store.database import Part, open_database
from zvhprivacy.store.kluis import KluisStore
from zvhprivacy.store.logboek import LogboekStore


VANAF, TOT = date(2029, 7, 1), date(2030, 7, 1)
CASES, ENTRIES, TEAMS = 30, 3_000, 2


def made(folder: Path) -> AuditHouse:
    """
    Make the house, small, in *folder*.
    """
    return build(folder, cases=CASES, entries=ENTRIES, teams=TEAMS)


def copied(house: AuditHouse, folder: Path) -> AuditHouse:
    """
    Copy *house* to *folder*.
    """
    shutil.copytree(house.folder, folder)
    return AuditHouse(folder)


@dataclass(frozen=True, slots=True)
class Audited:
    """
    What an audit of the house in order looks at, as long as it is open.
    """

    house: AuditHouse
    bron: Sources

    @contextmanager
    def other(self, house: AuditHouse) -> Iterator[Sources]:
        """
        Lend the same of *house*, a copy; its policy is read again when its files are different.
        """
        hoofd = open_database(Part.HOOFD, house.hoofd, create=False)
        kluis = open_database(Part.KLUIS, house.kluis, create=False)
        try:
            log = LogboekStore(hoofd)
            with hoofd.read() as connection:
                assert self.bron.huis is not None
                huis = replace(
                    self.bron.huis,
                    hoofd=hoofd,
                    connection=connection,
                    log=log,
                    regels=log.head().size,
                    herleidingen=KluisStore(kluis, token_bytes).approvals(),
                )
                yield self._with_policy(house, huis)
            log.close()
        finally:
            hoofd.close()
            kluis.close()

    def _with_policy(self, house: AuditHouse, huis: House) -> Sources:
        if _files(house.werkmap) == _files(self.house.werkmap):
            return replace(self.bron, huis=huis)
        policy = Policy(house.werkmap)
        return replace(
            self.bron,
            root=house.werkmap,
            huis=huis,
            workspace=policy.usual.workspace,
            law=policy.usual.law,
            policy=policy.usual,
            glass_broken=policy.glass_broken,
            dpias=read_register(house.werkmap),
        )


@contextmanager
def audited(house: AuditHouse) -> Iterator[Audited]:
    """
    Let the FG audit *house*, which is written to by that, over its last year by the real call.
    """
    [fg] = [row.id for row in Planter(house).rows(Medewerker) if "fg" in row.rollen]
    with (
        house.open(Clock(at(TOT, 8))) as engine,
        engine.huis.controleren.bronnen(About(medewerker=fg), vanaf=VANAF, tot=TOT) as bron,
    ):
        yield Audited(house, bron)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))
    }
