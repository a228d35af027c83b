"""
A process without an adopted DPIA is not processed (AVG 35 lid 1).
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from zvhprivacy.dpia.gate import adopted
from zvhprivacy.dpia.read import read_dpias, read_register
from zvhprivacy.engine import Engine
from zvhprivacy.model.dpia.dossier import Status
from zvhprivacy.model.request import Request
from zvhprivacy.policy.decision import Ban
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.testing import KnownFacts, adopt_dpia, engine_from


DAY = date(2026, 6, 1)
HUIS = "zvh-proef"
CONVENANT = f"""\
schema: 1
convenant: {HUIS}
titel: Proef
soort: samenwerkingsconvenant
status: concept
deelnemers:
  politie-proef: {{naam: Politie, soort: politie}}
  college-proef: {{naam: College, soort: college}}
regels:
  - {{id: alles, grondslag: WGS 2.31}}
"""
ASKED = Request(
    deelnemer="college-proef",
    rol="procesregisseur",
    handeling="inzien",
    gegevens="woonsituatie",
    over="betrokkene",
    doel="complexe-casuistiek",
    proces="com",
    fase="casusoverleg",
    kader="wgs",
    convenant=HUIS,
)


def _facts() -> frozenset[str]:
    """
    Give every fact but that of the gate: what then is refused, the gate refuses.
    """
    law = read_workspace(Path(__file__).parents[2]).law
    assert law is not None
    return frozenset(law.begrippen.feiten) - {"dpia-vastgesteld"}


def _dpia(folder: Path, *changes: tuple[str, str]) -> Path:
    path = adopt_dpia(folder, HUIS, ["com", "triage"])
    text = path.read_text(encoding="utf-8").replace("1970-01-01", DAY.isoformat())
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("convenant", "proces", "day", "found"),
    [
        (HUIS, "com", DAY, True),
        (HUIS, "triage", DAY + timedelta(days=4_000), True),
        (HUIS, "com", DAY - timedelta(days=1), False),
        (HUIS, "mda", DAY, False),
        ("zvh-ander", "com", DAY, False),
    ],
)
def test_it_holds_for_its_processes_from_its_day(
    tmp_path: Path, convenant: str, proces: str, day: date, found: bool
) -> None:
    """
    An adoption is of the processes and convenants that it names, from the day it was made.
    """
    _dpia(tmp_path)

    assert found is (adopted(read_dpias(tmp_path), convenant, proces, day) is not None)


@pytest.mark.parametrize("status", Status)
def test_only_what_was_adopted_opens_the_gate(tmp_path: Path, status: Status) -> None:
    """
    Planned, drafted, advised on or withdrawn is not adopted; under review still is.
    """
    _dpia(tmp_path, ("status: vastgesteld", f"status: {status}"))
    found = adopted(read_dpias(tmp_path), HUIS, "com", DAY)

    assert (status in {"vastgesteld", "herziening"}) is (found is not None)


def test_without_a_decision_the_status_opens_nothing(tmp_path: Path) -> None:
    """
    A status is a word; the adoption with its date is what counts.
    """
    path = _dpia(tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "vaststelling" not in line), "utf-8")

    assert adopted(read_dpias(tmp_path), HUIS, "com", DAY) is None


@pytest.mark.parametrize(
    "change",
    [("titel: Voor een toets", "titel: ["), ("status: vastgesteld", "status: vastgestelt")],
)
def test_a_file_with_a_fout_opens_nothing(tmp_path: Path, change: tuple[str, str]) -> None:
    """
    What cannot be read as meant says nothing, and the register names the file.
    """
    path = _dpia(tmp_path, change)

    assert [] == read_dpias(tmp_path)
    assert {f"dpia/{path.name}"} == read_register(tmp_path).stopped


def test_without_it_the_engine_refuses_by_article_35() -> None:
    """
    The article is among the reasons, whatever else is the case.
    """
    with engine_from(CONVENANT, op=DAY, feiten=_facts(), zonder_dpia=True) as engine:
        decision = engine.decide(ASKED)

    assert not decision
    assert ["AVG 35 lid 1"] == [r.artikel for r in decision.redenen if isinstance(r, Ban)]


def test_with_it_the_answer_names_the_dpia() -> None:
    """
    What allows it rests on the register, and says on which file.
    """
    with engine_from(CONVENANT, op=DAY, feiten=_facts()) as engine:
        decision = engine.decide(ASKED)
    told = dict(zip(decision.feiten, decision.herkomst, strict=True))

    assert decision
    assert f"dpia:proef-{HUIS}" == told["dpia-vastgesteld"]


def test_nobody_else_says_that_it_was_adopted(tmp_path: Path) -> None:
    """
    Neither the caller nor the case system opens the gate.
    """
    claimed = _facts() | {"dpia-vastgesteld"}
    with engine_from(CONVENANT, op=DAY, feiten=claimed, zonder_dpia=True) as engine:
        from_host = engine.decide(ASKED)
        from_caller = engine.decide(ASKED, verklaard=["dpia-vastgesteld"])

    assert (False, False) == (from_host.toegestaan, from_caller.toegestaan)


@pytest.mark.parametrize(
    ("handeling", "doel"),
    [
        ("vernietigen", "bewaren-en-vernietigen"),
        ("corrigeren", "complexe-casuistiek"),
        ("informeren-betrokkene", "rechten-betrokkene"),
        ("logboek-inzien", "rechtmatigheidstoezicht"),
        ("afsluiten", "complexe-casuistiek"),
    ],
)
def test_what_protects_people_goes_on(handeling: str, doel: str) -> None:
    """
    Clearing away, correcting, informing and supervising wait for no assessment.
    """
    asked = ASKED._replace(handeling=handeling, doel=doel)
    with engine_from(CONVENANT, op=DAY, feiten=_facts(), zonder_dpia=True) as engine:
        decision = engine.decide(asked)
    bans = {reason.regel for reason in decision.redenen if isinstance(reason, Ban)}

    assert "avg-35-dpia" not in bans


def test_what_the_policy_says_of_a_request_does_not_wait(tmp_path: Path) -> None:
    """
    The bare policy answers about requests; whether a process may run, only who runs it asks.
    """
    home = tmp_path / "convenants" / HUIS
    home.mkdir(parents=True)
    (home / "convenant.yaml").write_text(CONVENANT, encoding="utf-8")
    read = read_workspace(tmp_path)
    asked = [Snapshot(read, poort=poort).decide(ASKED, _facts(), DAY) for poort in (False, True)]

    assert [True, False] == [decision.toegestaan for decision in asked]


def test_reading_again_sees_what_was_adopted(tmp_path: Path) -> None:
    """
    An engine that runs learns of an adoption when it reads again, and of one that is taken back.
    """
    home = tmp_path / "convenants" / HUIS
    home.mkdir(parents=True)
    (home / "convenant.yaml").write_text(CONVENANT, encoding="utf-8")
    engine = Engine.open(
        tmp_path,
        zonder_logboek=True,
        niet_ondertekend=True,
        feiten=KnownFacts(_facts()),
        klok=lambda: DAY,
    )
    answers = [engine.decide(ASKED).toegestaan]
    path = _dpia(tmp_path)
    answers.append(engine.decide(ASKED).toegestaan)
    engine.herlees()
    answers.append(engine.decide(ASKED).toegestaan)
    path.unlink()
    engine.herlees()
    answers.append(engine.decide(ASKED).toegestaan)

    assert [False, False, True, False] == answers
