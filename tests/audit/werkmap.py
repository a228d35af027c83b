"""
The small house of `tests/dpia/huis.py` with all that an audit of its files looks for, in order.

Each test changes one thing in a copy.
"""

from __future__ import annotations

import shutil

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

from tests.dpia import huis
from zvhprivacy.audit.sources import Check, House, Sources, Watch
from zvhprivacy.dpia.read import read_register
from zvhprivacy.model.audit import Found, Looked
from zvhprivacy.model.casus import Register
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.store.database import Database, Part, open_database
from zvhprivacy.store.registers import Registers
from zvhprivacy.store.rls import see_all


OP = datetime(2026, 6, 1, 12, tzinfo=UTC)
VANAF, TOT = date(2025, 6, 1), date(2026, 6, 1)
CONVENANT, DPIA, REGISTER = huis.CONVENANT, huis.DPIA, huis.REGISTER
BEGRIPPEN, GRONDSLAGEN = huis.BEGRIPPEN, "policies/grondslagen.yaml"
WGS, TERMEN = "policies/wet/wgs.yaml", huis.TERMEN
TOETSEN, EIGEN_TOETSEN = "policies/toetsen.yaml", "convenants/huis/toetsen.yaml"

Line = dict[str, Any]
Told = tuple[str, int, int, list[str], dict[str, int]]


def _with(file: str, *changes: tuple[str, str]) -> str:
    text = huis.FILES[file]
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


_ASKED = """\
  - toets: Een deelnemer zonder aanwijzing ziet niets
    vraag: {deelnemer: ANDER, rol: casusdeelnemer, handeling: inzien, gegevens: woonsituatie,
            over: betrokkene, doel: complexe-casuistiek, proces: com, fase: casusoverleg}
    verwacht: geweigerd
"""

FILES = {
    BEGRIPPEN: _with(
        BEGRIPPEN,
        (
            "lid: lid-1, pga: deelnemer}\n  college",
            "lid: lid-1, bron: WGS 2.27 lid 1 c}\n  college",
        ),
        (
            "naam: College, lid: lid-1, pga: deelnemer",
            "naam: College, lid: lid-1, bron: WGS 2.27 lid 1 f",
        ),
        ("lid: lid-2}", "lid: lid-2, bron: WGS 2.27 lid 2 d}"),
        ("  riec: {", "  bureau: {naam: Bureau, lid: ondersteunend, bron: AVG 28}\n  riec: {"),
        ("  inzien: {}", "  inzien: {}\n  analyseren: {}\n  vernietigen: {}"),
    ),
    CONVENANT: _with(
        CONVENANT,
        ("contactpunt: college-a", "contactpunt: college-a\ncoordinerend-fg: college-a"),
    )
    + """\
  - id: verstrekken
    deelnemer: [lid-1, lid-2]
    rol: [casusdeelnemer]
    handeling: [verstrekken]
    gegevens: [woonsituatie]
    over: [betrokkene]
    doel: [complexe-casuistiek]
    proces: [com]
    fase: [triage]
    grondslag: WGS 1.5 lid 1
  - id: vernietigen
    deelnemer: [lid-1]
    rol: [manager]
    handeling: [vernietigen]
    gegevens: [woonsituatie]
    over: [betrokkene]
    doel: [systeembeheer]
    proces: [com]
    fase: [afgesloten]
    grondslag: WGS 2.31 lid 1
""",
    GRONDSLAGEN: huis.FILES[GRONDSLAGEN]
    + """\
  - grondslag: WGS 1.5
    wet: WGS
    kader: wgs
    geldig: {vanaf: 2025-03-01}
    rechtsgrond-avg: AVG 6 lid 1 c
""",
    WGS: """\
kader: [wgs]
artikelen: ["1.5", "1.7", "1.9", "2.31"]
verboden:
  - id: wgs-1.9-analyseren
    artikel: WGS 1.9
    handeling: [analyseren]
    reden: Voor een huis is geautomatiseerde analyse niet aangewezen.
  - id: wgs-toestemming
    artikel: WGS 2.31 lid 4
    gegevens: [gezondheid]
    handeling: [verstrekken]
    tenzij: [toestemming]
    reden: Zonder toestemming geen gegevens over gezondheid.
""",
    TOETSEN: "schema: 1\nop: 2026-06-01\ntoetsen:\n"
    + _ASKED.replace("ANDER", "college").replace(
        "verwacht: geweigerd", "feiten: [persoon-in-casus]\n    verwacht: toegestaan"
    ),
    EIGEN_TOETSEN: "schema: 1\nop: 2026-06-01\ntoetsen:\n" + _ASKED.replace("ANDER", "college-a"),
    REGISTER: """\
schema: 1
verantwoordelijken:
  - organisatie: politie-a
    contact: {functie: privacyfunctionaris}
    fg: {functie: functionaris gegevensbescherming}
  - organisatie: college-a
    contact: {functie: contactpunt}
    fg: {functie: functionaris gegevensbescherming}
"""
    + huis.FILES[REGISTER].removeprefix("schema: 1\n")
    + "maatregelen: [versleuteling]\n",
}


def build(folder: Path) -> Path:
    """
    Write the house in *folder*.
    """
    return huis.build(folder, FILES)


@dataclass(slots=True)
class Werkmap:
    """
    A copy of the house, of which a test changes files.
    """

    root: Path

    def change(self, file: str, old: str, new: str) -> Werkmap:
        """
        Replace the only *old* in *file* by *new*.
        """
        huis.change(self.root, file, old, new)
        return self

    def write(self, file: str, text: str) -> Werkmap:
        """
        Write a file.
        """
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return self

    def bron(self, **more: Any) -> Sources:
        """
        Say what an audit of it looks at.
        """
        return sources(self.root, **more)


def copied(gebouwd: Path, folder: Path) -> Werkmap:
    """
    Give a copy of *gebouwd* to change.
    """
    shutil.copytree(gebouwd, folder / "werkmap")
    return Werkmap(folder / "werkmap")


def sources(root: Path, **more: Any) -> Sources:
    """
    Say what an audit of the files at *root* looks at.
    """
    workspace, register = read_workspace(root), read_register(root)
    assert workspace.law is not None, [each.code for each in workspace.fouten]
    given: dict[str, Any] = {
        "op": OP,
        "vanaf": VANAF,
        "tot": TOT,
        "policy": Snapshot(workspace, poort=True),
        "glass_broken": Snapshot(workspace, eigen=False, poort=True),
        "dpias": register if register.present else None,
    }
    return Sources(root=root, workspace=workspace, law=workspace.law, **given | more)


@dataclass(slots=True)
class Log:
    """
    A logboek of which only the policies are looked at.
    """

    kept: dict[str, bytes] = field(default_factory=dict)

    def policies(self) -> Iterator[tuple[str, bytes]]:
        """
        Give them.
        """
        yield from self.kept.items()


def house(connection: Any = None, **policies: bytes) -> House:
    """
    Give a house of which a check sees rows at *connection*, and lines that a test gives it.
    """
    nothing = cast("Any", None)
    return House(
        hoofd=nothing,
        connection=connection,
        log=cast("Any", Log(policies)),
        regels=0,
        verifiers=(),
        ledger=nothing,
        actoren=nothing,
        bekend=tuple,
        herleidingen=(),
        sleutels=(),
        kluis_apart=True,
    )


@contextmanager
def hoofd(target: str) -> Iterator[Database]:
    """
    Make a database for the rows of a module.
    """
    database = open_database(Part.HOOFD, target)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def rows(database: Database, *values: Register) -> Iterator[Any]:
    """
    Write *values* in a transaction that keeps nothing.
    """
    with database.read() as connection:
        see_all(connection)
        registers = Registers(connection)
        for value in values:
            registers.add(value)
        yield connection


def line(bron: Sources, **fields: Any) -> Line:
    """
    Give an allowed decision of the policy of today, with other *fields*.
    """
    usual = {
        "gebeurtenis": "besluit",
        "resultaat": "toegestaan",
        "tijd": "2026-05-04T10:00:00.000Z",
        "dag": "2026-05-04",
        "beleid": bron.policy.policy,
        "convenant": "huis",
        "deelnemer": "politie-a",
        "rol": "procesregisseur",
        "handeling": "inzien",
        "gegevens": "woonsituatie",
        "over": "betrokkene",
        "doel": "complexe-casuistiek",
        "proces": "com",
        "fase": "casusoverleg",
        "kader": "wgs",
        "grondslag": "WGS 2.31 lid 5",
        "artikel": "WGS 2.31 lid 5",
        "regel": "inzien",
        "feiten": ["persoon-in-casus=register"],
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def found(check: Check, bron: Sources, lines: Iterable[Line] = ()) -> Found:
    """
    Carry out *check*, which sees *lines*, numbered from 1.
    """
    result = check(bron)
    if not isinstance(result, Watch):
        return result
    for nummer, each in enumerate(lines, 1):
        if result.gebeurtenissen is None or each["gebeurtenis"] in result.gebeurtenissen:
            result.see(nummer, each)
    return result.end()


def told(looked: Looked | None) -> Told:
    """
    Give what was found in short: answer, how many of how many, which, and what explains.
    """
    assert looked is not None
    names = [each.kenmerk for each in looked.verwijzingen]
    answer = looked.antwoord.value
    return answer, looked.afwijkend, looked.onderzocht, names, dict(looked.tellingen)


def in_order(*looked: Looked | None) -> bool:
    """
    Say whether there was something to look at everywhere, and nothing deviates.
    """
    return all(each is not None and each.antwoord == "geen-afwijking-gevonden" for each in looked)
