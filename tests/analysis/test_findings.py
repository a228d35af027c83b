"""
Each finding of the analysis from a small workspace, and those about rules against brute force.

The workspaces in the docstrings have only the findings that the test asks for by their code: what
`check` says besides about such a small law layer is not what these tests are about.
"""

from __future__ import annotations

import copy
import functools

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests import workspaces
from tests.analysis import small
from tests.analysis.small import Facts, Files
from tests.analysis.test_diff_oracle import oracle
from zvhprivacy.errors import Finding
from zvhprivacy.model.request import Request
from zvhprivacy.policy import shipped
from zvhprivacy.policy.analysis import analyse
from zvhprivacy.policy.check import check
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.rule import Effect, Rule
from zvhprivacy.policy.shipped import check_shipped
from zvhprivacy.policy.snapshot import Snapshot


@pytest.fixture(autouse=True)
def shipped_law_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Every check compares with the shipped law layer, and reading that takes longer than the test.
    """
    monkeypatch.setattr(shipped, "shipped_law", _shipped_law)


_shipped_law = functools.cache(shipped.shipped_law)


# --- from YAML ------------------------------------------------------------------------------------


def said(werkmap: Path, *codes: str) -> list[str]:
    """
    Give the findings of *codes* in *werkmap*, each with its line and what fills in its message.
    """
    found = check(read_workspace(werkmap), workspaces.DAY).findings
    return [
        f"{each.span.line} {each.code} " + "; ".join(value for _, value in each.values)
        for each in found
        if each.code in codes
    ]


def test_zvh401_void(werkmap: Path) -> None:
    """
    A permission that lies wholly under absolute bans is void; the ban that covers it is named.

    --- policies/wet/wgs.yaml
    verboden:
      - {id: triage-nee, artikel: WGS 1.5, fase: [triage], rol: [fg], reden: Nee.}
      - {id: zorg-nee, artikel: WGS 1.6, gegevens: ["soort:bijzonder"], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: zorg, gegevens: [gezondheid], grondslag: WGS 2.31}
      - {id: wonen, gegevens: [woonsituatie], fase: [afgesloten], grondslag: WGS 2.31}
    """
    expected = ["9 ZVH401 WGS 1.6; zorg; zorg-nee"]

    assert expected == said(werkmap, "ZVH401", "ZVH402", "ZVH404", "ZVH405")


def test_zvh401_void_by_two_bans(werkmap: Path) -> None:
    """
    Two absolute bans that only together cover a permission make it void as well.

    --- policies/wet/wgs.yaml
    verboden:
      - {id: dicht, artikel: WGS 1.5, fase: [triage, casusoverleg], reden: Nee.}
      - {id: later, artikel: WGS 1.6, fase: {behalve: [triage]}, reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert 1 == len(said(werkmap, "ZVH401"))


def test_zvh402_partly_void(werkmap: Path) -> None:
    """
    A permission of which a part lies under an absolute ban is partly void, with an example.

    --- policies/wet/wgs.yaml
    verboden:
      - {id: triage-nee, artikel: WGS 1.5, fase: [triage], gegevens: [gezondheid], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: zorg, handeling: [inzien], rol: [fg], doel: [systeembeheer], proces: [com],
         over: [betrokkene], deelnemer: [politie], grondslag: WGS 2.31}
      - {id: elders, fase: [afgesloten], rol: [procesregisseur], grondslag: WGS 2.31}
    """
    cell = "inzien, gezondheid, triage, fg, politie-a, systeembeheer, com, betrokkene"
    expected = [f"9 ZVH402 WGS 1.5; zorg; {cell}"]

    assert expected == said(werkmap, "ZVH401", "ZVH402")


def test_zvh402_not_for_acting_on_behalf_alone(werkmap: Path) -> None:
    """
    What is only banned when somebody acts for another is no part of what the rule promises.

    --- policies/wet/wgs.yaml
    verboden:
      - {id: geen-mandaat, artikel: WGS 1.5, deelnemer: [namens], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert [] == said(werkmap, "ZVH401", "ZVH402")


def test_zvh403_needs_more(werkmap: Path) -> None:
    """
    What some ban demands everywhere and `mits` does not name is said; what is demanded in a part
    of the cells is not.

    --- policies/wet/wgs.yaml
    verboden:
      - {id: v1, artikel: WGS 1.5, tenzij: [toestemming, vier-ogen], reden: Nee.}
      - {id: v2, artikel: WGS 1.6, fase: [triage], tenzij: [mandaat-verleend], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: kaal, mits: [persoon-in-casus], rol: [fg], grondslag: WGS 2.31}
      - {id: volledig, mits: [toestemming], rol: [casusdeelnemer], grondslag: WGS 2.31}
    """
    assert ["9 ZVH403 WGS 1.5; toestemming of vier-ogen; kaal"] == said(werkmap, "ZVH403")


def test_zvh404_dead(werkmap: Path) -> None:
    """
    A permission that two others cover together changes nothing.

    --- convenants/huis/convenant.yaml
    regels:
      - {id: eerste, fase: [triage, casusoverleg], verplicht: [motiveren], grondslag: WGS 2.31}
      - {id: rest, fase: [afgesloten], verplicht: [motiveren], grondslag: WGS 2.31}
      - {id: dubbel, mits: [toestemming], verplicht: [motiveren], grondslag: WGS 2.31}
      - {id: plicht, mits: [toestemming], verplicht: [registreren], grondslag: WGS 2.31}
    """
    assert ["11 ZVH404 dubbel"] == said(werkmap, "ZVH401", "ZVH404", "ZVH405")


def test_zvh404_nobody_can_ask(werkmap: Path) -> None:
    """
    A permission for a kind that takes no part, or for a process of another frame, changes nothing.

    --- convenants/huis/convenant.yaml
    regels:
      - {id: niemand, deelnemer: [riec], grondslag: WGS 2.31}
      - {id: nooit, proces: [radicalisering], grondslag: WGS 2.31}
    """
    assert ["9 ZVH404 niemand", "10 ZVH404 nooit"] == said(werkmap, "ZVH404", "ZVH401")


def test_zvh405_doubled(werkmap: Path) -> None:
    """
    A permission within one other is doubled, unless it obliges to more or takes fewer facts.

    --- convenants/huis/convenant.yaml
    regels:
      - {id: ruim, handeling: [inzien, vastleggen], verplicht: [motiveren], grondslag: WGS 2.31}
      - {id: smal, handeling: [inzien], mits: [toestemming], grondslag: WGS 2.31 lid 5}
      - {id: plicht, handeling: [inzien], verplicht: [registreren], grondslag: WGS 2.31}
    """
    assert ["10 ZVH405 ruim; smal"] == said(werkmap, "ZVH404", "ZVH405")


def test_zvh405_twins(werkmap: Path) -> None:
    """
    Of two permissions that do the same only the last is named: both removed would take it away.

    --- convenants/huis/convenant.yaml
    regels:
      - {id: een, verplicht: [motiveren], grondslag: WGS 2.31}
      - {id: twee, verplicht: [motiveren], grondslag: WGS 2.31}
    """
    assert ["10 ZVH405 een; twee"] == said(werkmap, "ZVH404", "ZVH405")


def test_zvh405_with_fewer_duties_first(werkmap: Path) -> None:
    """
    The first of two is the doubled one when the second obliges to more.

    --- convenants/huis/convenant.yaml
    regels:
      - {id: kaal, grondslag: WGS 2.31}
      - {id: plicht, verplicht: [motiveren], grondslag: WGS 2.31}
    """
    assert ["9 ZVH405 plicht; kaal"] == said(werkmap, "ZVH404", "ZVH405")


def test_a_rule_of_an_addendum_in_another_folder(werkmap: Path) -> None:
    """
    An addendum is looked at too when it stands in the folder of a convenant it does not change.

    --- policies/wet/wgs.yaml
    verboden:
      - {id: zorg-nee, artikel: WGS 1.6, gegevens: [gezondheid], reden: Nee.}
    --- convenants/ander/convenant.yaml
    --- convenants/ander/addendum-zorg.yaml
    wijzigt: [huis]
    regels:
      - {id: zorg, gegevens: [gezondheid], grondslag: WGS 2.31}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: wonen, gegevens: [woonsituatie], grondslag: WGS 2.31}
    """
    assert 1 == len(said(werkmap, "ZVH401"))


def test_zvh406_expired(werkmap: Path) -> None:
    """
    A convenant, a protocol or a rule that has ended is named, from the day on which it ended.

    --- convenants/huis/convenant.yaml
    geldig: {tot: 2026-06-01}
    regels:
      - {id: oud, geldig: {tot: 2020-01-01}, grondslag: WGS 2.31}
      - {id: nog-niet, geldig: {tot: 2026-06-02}, grondslag: WGS 2.31}
    --- convenants/huis/protocol-com.yaml
    geldig: {tot: 2026-05-31}
    """
    expected = [
        "8 ZVH406 2026-06-01; convenant huis",
        "10 ZVH406 2020-01-01; regel oud",
        "5 ZVH406 2026-05-31; protocol com",
    ]

    assert expected == said(werkmap, "ZVH406")


@pytest.mark.parametrize(("day", "late"), [("2026-05-31", True), ("2026-06-01", False)])
def test_zvh407_evaluation_passed(tmp_path: Path, day: str, late: bool) -> None:
    """
    An evaluation is late from the day after it was due.
    """
    convenant = {"convenants/huis/convenant.yaml": f"evaluatie: {{uiterlijk: {day}}}\n"}
    werkmap = workspaces.write(tmp_path, convenant)
    expected = [f"8 ZVH407 {day}"]

    assert (expected if late else []) == said(werkmap, "ZVH407")


# The categories that WGS 2.30 is about, besides those the other tests use.
DUTY = workspaces.BEGRIPPEN.replace(
    "gegevens:\n",
    "gegevens:\n  identificatie-contact: {soort: gewoon}\n  relaties: {soort: gevoelig}\n",
)


def test_zvh408_narrower_than_the_duty(tmp_path: Path) -> None:
    """
    A member of lid 1 or 2 that may not provide what it must is named, with what is missing.
    """
    convenant = """\
deelnemers:
  politie-a: {naam: Politie, soort: politie}
  ggz-a: {naam: GGZ, soort: ggz}
  school-a: {naam: School, soort: onderwijs}
regels:
  - {id: zorg, deelnemer: [lid-2], handeling: [verstrekken], grondslag: WGS 2.31}
  - {id: wonen, deelnemer: [politie], handeling: [verstrekken], gegevens: [woonsituatie],
     grondslag: WGS 2.31}
"""
    files = {"policies/begrippen.yaml": DUTY, "convenants/huis/convenant.yaml": convenant}
    assert ["9 ZVH408 politie-a; identificatie-contact, relaties"] == said(
        workspaces.write(tmp_path, files), "ZVH408"
    )


def test_zvh409_no_participant(werkmap: Path) -> None:
    """
    A member whose kind takes part in no frame of the convenant is named.

    --- convenants/huis/convenant.yaml
    deelnemers:
      politie-a: {naam: Politie, soort: politie}
      school-a: {naam: School, soort: onderwijs}
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert ["10 ZVH409 school-a; wgs; onderwijs"] == said(werkmap, "ZVH409")


def test_zvh305_unlimited(werkmap: Path) -> None:
    """
    What no ban of a frame limits is named, per frame; a ban of everything limits nothing.

    --- policies/wet/avg.yaml
    verboden:
      - {id: alles, artikel: AVG 6, tenzij: [toestemming], reden: Nee.}
      - {id: rollen, artikel: AVG 6, rol: {behalve: [fg]}, tenzij: [toestemming], reden: Nee.}
    --- policies/wet/wgs.yaml
    kader: [wgs]
    verboden:
      - {id: fg, artikel: WGS 1.5, rol: [fg], handeling: alle, tenzij: [toestemming], reden: Nee.}
    """
    roles = [each for each in said(werkmap, "ZVH305") if "; rol; " in each]

    assert ["9 ZVH305 eigen-wet; rol; fg", "9 ZVH305 pga-wet; rol; fg"] == roles


def test_zvh301_302_303_the_law_layer(tmp_path: Path) -> None:
    """
    A shipped ban that lacks, one that says something else, and a wide reading are named; a ban of
    one's own is welcome, and so is another reason.
    """
    law = workspaces.ROOT / "policies"
    files = {f"policies/{f.name}": f.read_text("utf-8") for f in law.glob("*.yaml")}
    files |= {f"policies/wet/{f.name}": f.read_text("utf-8") for f in law.glob("wet/*.yaml")}
    del files["policies/toetsen.yaml"]
    awb = "policies/wet/awb.yaml"
    assert files[awb].count("\n  - id: ") == 1
    name = files[awb].split("\n  - id: ")[1].split("\n")[0].strip()
    assert not check_all(tmp_path / "gelijk", files, "ZVH301", "ZVH302", "ZVH303")

    own = files[awb].replace(f"- id: {name}", "- id: eigen-verbod")
    wide = files["policies/lezingen.yaml"].replace("gekozen: streng", "gekozen: ruim", 1)
    missing = check_all(
        tmp_path / "weg", {**files, awb: own, "policies/lezingen.yaml": wide}, "ZVH301", "ZVH303"
    )
    changed = files[awb].replace("    tenzij:", "    rol: [fg]\n    tenzij:", 1)
    changed = changed.replace("    reden: ", "    reden: Kortom. ", 1)
    other = check_all(tmp_path / "anders", {**files, awb: changed}, "ZVH301", "ZVH302")

    assert ["ZVH301", "ZVH303"] == sorted(each.code for each in missing)
    assert [("id", name)] == [v for f in missing if f.code == "ZVH301" for v in f.values]
    assert [("id", name), ("velden", "rol")] == [v for f in other for v in f.values]


def check_all(folder: Path, files: dict[str, str], *codes: str) -> list[Finding]:
    """
    Write *files* and give what the law layer says of *codes*.
    """
    workspace = workspaces.faultless(workspaces.write(folder, files))
    assert workspace.law is not None
    return [found for found in check_shipped(workspace.law) if found.code in codes]


def test_zvh205_207_208_210_references(werkmap: Path) -> None:
    """
    A ground that is not listed, a frame that the ground does not have, and an office for the
    wrong kind of member are named.

    --- convenants/huis/convenant.yaml
    contactpunt: politie-a
    coordinerend-fg: ggz-a
    regels:
      - {id: onbekend, grondslag: WGS 9.9}
      - {id: botsend, kader: [pga-wet], grondslag: WGS 2.31}
    """
    expected = [
        "8 ZVH208 politie-a",
        "9 ZVH210 ggz-a",
        "11 ZVH205 WGS 9.9",
        "12 ZVH207 WGS 2.31",
    ]

    assert expected == said(werkmap, "ZVH205", "ZVH207", "ZVH208", "ZVH210")


def test_zvh501_502_503_toetsen(werkmap: Path) -> None:
    """
    A toets that fails says what the answer was, which reasons there were, or why it is no question.

    --- policies/wet/wgs.yaml
    verboden:
      - {id: zorg-nee, artikel: WGS 1.6 lid 2, gegevens: [gezondheid], reden: Nee.}
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    --- convenants/huis/toetsen.yaml
    op: 2026-06-01
    toetsen:
      - toets: goed
        vraag: &GOED {deelnemer: politie-a, rol: fg, handeling: inzien, gegevens: gezondheid,
                over: betrokkene, doel: systeembeheer, proces: com, fase: triage}
        artikel: WGS 1.6
      - toets: mag niet
        vraag: *GOED
        verwacht: toegestaan
      - toets: ander artikel
        vraag: *GOED
        artikel: WGS 1.7
      - toets: geen vraag
        vraag: {deelnemer: politie-a, rol: fg, handeling: inzien, gegevens: gezondhied,
                over: betrokkene, doel: systeembeheer, proces: com, fase: triage}
    """
    # YAML without anchors: the question is written out where the docstring refers to it.
    file = werkmap / "convenants/huis/toetsen.yaml"
    text = file.read_text("utf-8")
    question = text[text.index("&GOED ") + 6 : text.index("}", text.index("&GOED")) + 1]
    file.write_text(text.replace("&GOED ", "").replace("*GOED", " ".join(question.split())))
    expected = [
        "10 ZVH501 verboden (zorg-nee); toegestaan",
        "13 ZVH502 WGS 1.7; WGS 1.6 lid 2",
        "15 ZVH503 onbekende-waarde (gegevens)",
    ]

    assert expected == said(werkmap, "ZVH501", "ZVH502", "ZVH503", "ZVH504")


def test_zvh504_no_toetsen(werkmap: Path) -> None:
    """
    A convenant without toetsen is named; a model is not.

    --- convenants/huis/convenant.yaml
    --- convenants/voorbeeld/convenant.yaml
    soort: model
    """
    assert ["2 ZVH504 huis"] == said(werkmap, "ZVH504")


def test_zvh601_602_603_acceptance(werkmap: Path) -> None:
    """
    What somebody accepted is taken off; not when it is a fout, the day has come, or it matches
    nothing.

    --- convenants/huis/convenant.yaml
    contactpunt: politie-a
    --- convenants/stuk/convenant.yaml
    contactpunt: niemand
    --- aanvaard.yaml
    schema: 1
    aanvaard:
      - {code: ZVH208, plaats: convenants/huis/convenant.yaml#contactpunt, reden: R, door: D,
         tot: 2026-06-02}
      - {code: ZVH504, plaats: convenants/huis/convenant.yaml, reden: R, door: D, tot: 2026-06-01}
      - {code: ZVH504, plaats: convenants/huis, reden: R, door: D, tot: 2026-06-02}
      - {code: ZVH103, plaats: convenants/stuk/convenant.yaml, reden: R, door: D, tot: 2030-01-01}
    """
    expected = [
        "5 ZVH602 2026-06-01",
        "6 ZVH601 ",
        "7 ZVH603 ZVH103",
    ]

    assert expected == said(werkmap, "ZVH601", "ZVH602", "ZVH603")
    assert [] == said(werkmap, "ZVH208")
    assert 1 == len(said(werkmap, "ZVH103"))


# --- against brute force --------------------------------------------------------------------------

EXAMPLES = 50


class Cell(NamedTuple):
    """
    A request, the rules that are about it, and per set of facts the permissions that allow it.
    """

    request: Request
    rules: tuple[Rule, ...]
    allowing: dict[Facts, frozenset[str]]

    @property
    def lifts(self) -> set[Facts]:
        """
        Per ban what lifts it.
        """
        return {rule.feiten for rule in self.rules if rule.effect is Effect.DENY}

    @property
    def is_open(self) -> bool:
        """
        Say whether no ban that nothing lifts is about it.
        """
        return frozenset() not in self.lifts


def cells(files: Files, snapshot: Snapshot) -> list[Cell]:
    """
    Ask everything that can be asked in convenant `alfa`.
    """
    period = snapshot.period(small.DAY)
    found = []
    for request in small.requests((files,)):
        question = period.question(request, frozenset())
        about = tuple(rule for rule in period.rules if rule.selects(question))
        answers = {
            facts: snapshot.decide(request, facts, small.DAY).permissions for facts in small.SUBSETS
        }
        found.append(Cell(request, about, answers))
    return found


def own_rules(snapshot: Snapshot) -> list[Rule]:
    """
    Give the permissions that the analysis looks at in convenant `alfa`.
    """
    return [
        rule
        for rule in snapshot.period(small.DAY).rules
        if rule.effect is Effect.ALLOW
        and rule.span.file.startswith("convenants/alfa/")
        and "alfa" in rule.convenanten.waarden
    ]


def answers(
    space: Iterable[Cell], duties: dict[str, frozenset[str]], without: frozenset[str]
) -> list[tuple[bool, frozenset[str]]]:
    """
    Give all outcomes and obligations when the permissions *without* are not there.
    """
    return [
        (bool(left), frozenset().union(*(duties[name] for name in left)))
        for cell in space
        for allowing in cell.allowing.values()
        for left in [allowing - without]
    ]


def codes_by_rule(snapshot: Snapshot) -> dict[str, dict[str, Finding]]:
    """
    Give per rule of convenant `alfa` what the analysis says of it.
    """
    workspace = snapshot.workspace
    assert workspace.law is not None
    found: dict[str, dict[str, Finding]] = {}
    places = {f"{rule.span.file}#{rule.id}": rule.id for rule in own_rules(snapshot)}
    for each in analyse(workspace, workspace.law, small.DAY):
        if each.place in places:
            found.setdefault(places[each.place], {})[each.code] = each
    return found


def check_bans(rule: Rule, about: list[Cell], codes: dict[str, Finding]) -> None:
    """
    Compare what is said of *rule* under the bans with its cells *about*.
    """
    allows = [facts for cell in about for facts, by in cell.allowing.items() if rule.id in by]
    void = bool(about) and not allows

    # Void: it allows nothing under any facts. Partly void: some cell of it never is allowed.
    assert void is ("ZVH401" in codes)
    assert ("ZVH402" in codes) is (
        not void and any(not cell.is_open and cell.request.namens is None for cell in about)
    )

    # Needs more: a ban with the same `tenzij` stands over every cell that can be allowed.
    lifts = [cell.lifts for cell in about if cell.is_open]
    always = set.intersection(*lifts) if lifts else set()
    missing = {lift for lift in always if lift.isdisjoint(rule.feiten)}
    expected = ", ".join(sorted(" of ".join(sorted(lift)) for lift in missing))

    assert expected == (dict(codes["ZVH403"].values)["feiten"] if "ZVH403" in codes else "")
    assert all(lift & facts for lift in missing for facts in allows)

    # Nobody can ask for what it is about.
    assert about or codes.keys() == {"ZVH404"}


def check_adds_nothing(
    space: list[Cell],
    permits: dict[str, Rule],
    told: dict[str, dict[str, Finding]],
    own: list[Rule],
) -> None:
    """
    Take away all that is said to be void, dead or doubled: nothing changes, and nothing is left
    that others cover cell by cell.
    """
    duties = {name: frozenset(rule.verplicht) for name, rule in permits.items()}
    without = frozenset(
        name for name, codes in told.items() if {"ZVH401", "ZVH404", "ZVH405"} & codes.keys()
    )

    assert answers(space, duties, frozenset()) == answers(space, duties, without)

    for rule in own:
        wider = {
            other
            for name, other in permits.items()
            if name not in without
            and other is not rule
            and other.feiten <= rule.feiten
            and duties[rule.id] <= duties[name]
        }
        if rule.id not in without:
            assert not all(wider & set(cell.rules) for cell in space if rule in cell.rules)


def doubled(rule: Rule, other: Rule, space: Iterable[Cell]) -> bool:
    """
    Say whether *other* is about all that *rule* is about, on no more facts, with no fewer duties.
    """
    return (
        rule is not other
        and other.feiten <= rule.feiten
        and set(rule.verplicht) <= set(other.verplicht)
        and all(other in cell.rules for cell in space if rule in cell.rules)
    )


def test_findings_about_rules_are_those_of_brute_force(
    record_property: Callable[[str, object], None],
) -> None:
    """
    Void, partly void, needs more, dead and doubled are what asking everything shows.
    """
    counted: Counter[str] = Counter()

    @oracle(EXAMPLES)
    @given(files=small.files(rules=4))
    def compare(files: Files) -> None:
        snapshot = Snapshot(small.read(files))
        space = cells(files, snapshot)
        permits = {
            rule.id: rule
            for rule in snapshot.period(small.DAY).rules
            if rule.effect is Effect.ALLOW and "alfa" in rule.convenanten.waarden
        }
        told = codes_by_rule(snapshot)
        for rule in own_rules(snapshot):
            codes = told.get(rule.id, {})
            about = [cell for cell in space if rule in cell.rules]
            check_bans(rule, about, codes)
            if "ZVH405" in codes:
                assert doubled(rule, permits[dict(codes["ZVH405"].values)["ander"]], about)
            counted.update(codes.keys())
        check_adds_nothing(space, permits, told, own_rules(snapshot))

    compare()
    record_property("gevonden", dict(sorted(counted.items())))

    assert len(counted) >= 4


@oracle(15)
@given(files=small.files(rules=4, bans=4), data=st.data())
def test_a_void_rule_can_be_removed(files: Files, data: st.DataObject) -> None:
    """
    Whatever is asked, the answer is the same with and without a rule that is found void.
    """
    never = {"id": "nooit", "artikel": "WGS 1.5", "reden": "Omdat.", "fase": ["triage"]}
    files[small.BANS]["verboden"].append(never)
    before = Snapshot(small.read(files))
    void = {name for name, codes in codes_by_rule(before).items() if "ZVH401" in codes}
    # A rule of an addendum takes the place of another, which would come back.
    removable = [rule for rule in files[small.ALFA]["regels"] if rule["id"] in void]
    if not removable or small.ADDENDUM in files:
        return
    fewer = copy.deepcopy(files)
    fewer[small.ALFA]["regels"].remove(data.draw(st.sampled_from(removable)))
    after = Snapshot(small.read(fewer))

    for request in small.requests((files,)):
        for facts in small.SUBSETS:
            old = before.decide(request, facts, small.DAY)
            new = after.decide(request, facts, small.DAY)

            assert (old.toegestaan, old.regel, old.verplichtingen) == (
                new.toegestaan,
                new.regel,
                new.verplichtingen,
            )
