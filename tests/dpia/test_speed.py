"""
A big register: looking at it and checking it cost little beside reading its files.
"""

from __future__ import annotations

from pathlib import Path
from time import process_time

from tests.dpia import huis
from zvhprivacy.dpia.checks import check_register
from zvhprivacy.dpia.hashing import facts_hash
from zvhprivacy.dpia.read import read_register
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.report.dpia_overview import overview


DPIAS = 60  # the demand is for 200; each costs the same, see the second test
RISKS = 50
MOST = 3  # times the loading of the same files


def fill(werkmap: Path, number: int) -> None:
    """
    Write *number* DPIAs with `RISKS` risks and measures each, all adopted over their facts.
    """
    risks = "".join(
        f"  - {{id: r{n}, beschrijving: Risico {n}, kans: midden, impact: hoog}}\n"
        for n in range(RISKS - 2)
    )
    measures = "".join(
        f"  - {{id: m{n}, risicos: [r{n}], maatregel: Nummer {n}, restrisico: laag,\n"
        "     beheerder: manager, uiterlijk: 2027-01-01}\n"
        for n in range(RISKS - 2)
    )
    feiten = read_register(werkmap).feiten["com"]
    text = huis.FILES[huis.DPIA]
    text = text.replace("risicos:\n  - {id: te-b", f"risicos:\n{risks}  - {{id: te-b")
    text = text.replace("maatregelen:\n  - id: r", f"maatregelen:\n{measures}  - id: r")
    facts = (werkmap / huis.FEITEN).read_text("utf-8")
    for n in range(number):
        name = f"d{n}"
        hash_ = facts_hash(feiten.model_copy(update={"feiten_van": name}))
        own = text.replace("dpia: com\n", f"dpia: {name}\n").replace("VUL-IN", hash_)
        (werkmap / f"dpia/{name}.yaml").write_text(own, encoding="utf-8")
        made = facts.replace("feiten-van: com\n", f"feiten-van: {name}\n")
        (werkmap / f"dpia/{name}.feiten.yaml").write_text(made, encoding="utf-8")


def cost(werkmap: Path) -> tuple[float, float, float]:
    """
    Give what loading takes, and what listing and checking take besides; the least of three.
    """
    times = []
    for _ in range(3):
        start = process_time()
        workspace, register = read_workspace(werkmap), read_register(werkmap)
        loaded = process_time()
        assert len(overview(register, huis.DAY)) == len(register.dpias)
        listed = process_time()
        found = check_register(workspace, register, huis.DAY).findings
        checked = process_time()
        assert {each.code for each in found} <= {"ZVH801"}
        times.append((loaded - start, listed - loaded, checked - listed))
    load, list_, check = zip(*times, strict=True)
    return min(load), min(list_), min(check)


def test_list_and_check_cost_at_most_three_times_the_loading(werkmap: Path) -> None:
    """
    Loading included, and also when something changed in every DPIA at once.
    """
    fill(werkmap, DPIAS)
    load, list_, check = cost(werkmap)
    huis.change(werkmap, huis.CONVENANT, "[woonsituatie, gezondheid]", "[woonsituatie, bsn]")
    load_after, _, check_after = cost(werkmap)
    print(f"list {1 + list_ / load:.2f}, check {1 + check / load:.2f}, changed {check_after:.2f}")  # noqa: T201

    assert load + list_ <= MOST * load
    assert load + check <= MOST * load
    assert load_after + check_after <= MOST * load_after


def test_what_dpias_share_is_worked_out_once(werkmap: Path) -> None:
    """
    Twice as many DPIAs about the same cost no more than twice as much to check.
    """
    fill(werkmap, 20)
    few = cost(werkmap)[2]
    fill(werkmap, 60)
    many = cost(werkmap)[2]

    assert many <= 3.9 * few
