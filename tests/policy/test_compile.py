"""
Which rules hold on a day, in which order, and for which convenants.

The files of a test stand in its docstring; what is left out is filled in by `tests.workspaces`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import workspaces
from tests.workspaces import DAY, ask
from zvhprivacy.policy.snapshot import Snapshot


def _ids(snapshot: Snapshot, day: date = DAY) -> list[str]:
    return [rule.id for rule in snapshot.period(day).rules]


def _holds_in(snapshot: Snapshot, name: str, day: date = DAY) -> list[str]:
    rules = snapshot.period(day).rules
    return [
        rule.id for rule in rules if rule.convenanten.waarden and name in rule.convenanten.waarden
    ]


# --- bans -----------------------------------------------------------------------------------------


def test_bans_stand_by_file_name_then_by_place(snapshot: Snapshot) -> None:
    """
    Bans are tried by the name of their file, then in the order of that file.
    --- policies/wet/wgs.yaml
    verboden:
      - {id: a-in-wgs, artikel: WGS 1.6, reden: Zo is de wet.}
    --- policies/wet/avg.yaml
    verboden:
      - {id: z-in-avg, artikel: AVG 5, reden: Zo is de wet.}
      - {id: a-in-avg, artikel: AVG 6, reden: Zo is de wet.}
    --- policies/wet/wet-big.yaml
    verboden:
      - {id: z-in-big, artikel: Wet BIG 88, reden: Zo is de wet.}
    """
    assert ["z-in-avg", "a-in-avg", "z-in-big", "a-in-wgs"] == _ids(snapshot)


def test_own_bans_stand_after_the_law(snapshot: Snapshot) -> None:
    """
    What an organisation chose for itself is tried after all that the law says.
    --- policies/organisatie.yaml
    verboden:
      - {id: eigen, actief: ja, reden: Zo willen wij het.}
    --- policies/wet/wzd.yaml
    verboden:
      - {id: wet, artikel: Wzd 1, reden: Zo is de wet.}
    """
    assert ["wet", "eigen"] == _ids(snapshot)


def test_an_own_ban_holds_only_when_active(snapshot: Snapshot) -> None:
    """
    A ban of organisatie.yaml holds with `actief: ja`, and not by itself.
    --- policies/organisatie.yaml
    verboden:
      - {id: zonder-actief, reden: Zo willen wij het.}
      - {id: niet-actief, actief: nee, reden: Zo willen wij het.}
      - {id: wel-actief, actief: ja, reden: Zo willen wij het.}
    """
    assert ["wel-actief"] == _ids(snapshot)


def test_own_bans_can_be_left_out(werkmap: Path) -> None:
    """
    A toets of the law is asked without the bans of the organisation.
    --- policies/organisatie.yaml
    verboden:
      - {id: wel-actief, actief: ja, reden: Zo willen wij het.}
    """
    assert [] == _ids(workspaces.snapshot(werkmap, eigen=False))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 2, 28), []),
        (date(2025, 3, 1), ["altijd"]),
        (date(2026, 1, 1), ["altijd", "later"]),
        (date(2027, 1, 1), ["altijd"]),
        (date(2028, 1, 1), []),
    ],
)
def test_a_ban_holds_within_its_law(snapshot: Snapshot, day: date, expected: list[str]) -> None:
    """
    A ban holds while both its law and itself are in force.
    --- policies/wet/wgs.yaml
    geldig: {vanaf: 2025-03-01, tot: 2028-01-01}
    verboden:
      - {id: altijd, artikel: WGS 1.6, reden: Zo is de wet.}
      - {id: later, artikel: WGS 1.6, reden: Zo is de wet.,
         geldig: {vanaf: 2026-01-01, tot: 2027-01-01}}
    """
    assert expected == _ids(snapshot, day)


_FRAMES = {"com": "wgs", "mda": "eigen-wet", "radicalisering": "pga-wet"}


@pytest.mark.parametrize(
    ("proces", "expected"),
    [
        ("com", "wgs-en-eigen"),
        ("mda", "overal"),
        ("radicalisering", "in-pga"),
    ],
)
def test_a_law_bans_in_its_own_frames(snapshot: Snapshot, proces: str, expected: str) -> None:
    """
    A ban holds in the frames of its law; of a law without frames in every one.
    --- policies/wet/avg.yaml
    verboden:
      - {id: overal, artikel: AVG 5, proces: [mda], reden: Zo is de wet.}
    --- policies/wet/pga-wet.yaml
    kader: [pga-wet]
    verboden:
      - {id: in-pga, artikel: PGA-wet 6, reden: Zo is de wet.}
    --- policies/wet/wgs.yaml
    kader: [wgs, eigen-wet]
    verboden:
      - {id: wgs-en-eigen, artikel: WGS 1.6, reden: Zo is de wet.}
    --- convenants/huis/convenant.yaml
    """
    decision = ask(snapshot, proces=proces, kader=_FRAMES[proces])

    assert expected == decision.regel


def test_a_ban_selects_within_the_frames_of_its_law(snapshot: Snapshot) -> None:
    """
    A ban that names a frame holds there only when its law holds there too.
    --- policies/wet/wgs.yaml
    kader: [wgs, eigen-wet]
    verboden:
      - {id: niet-onder-wgs, artikel: WGS 1.6, kader: {behalve: [wgs]}, reden: Zo is de wet.}
    --- convenants/huis/convenant.yaml
    """
    kaders = snapshot.period(DAY).rules[0].keuze("kader").waarden

    assert frozenset({"eigen-wet"}) == kaders


@pytest.mark.parametrize(
    ("gekozen", "expected"),
    [
        ("streng", ["zonder", "een", "ander", "eigen"]),
        ("ruim", ["zonder", "ander"]),
    ],
)
def test_a_wide_reading_drops_the_bans_that_name_it(
    tmp_path: Path, gekozen: str, expected: list[str]
) -> None:
    """
    Bans that name a reading hold while it is read strictly; no other ban depends on it.
    """
    text = f"""\
--- policies/lezingen.yaml
schema: 1
lezingen:
  - {{lezing: een, artikel: WGS 1.5, gekozen: {gekozen}, vraag: Hoe?, streng: Zo., ruim: Anders.}}
  - {{lezing: ander, artikel: WGS 1.6, gekozen: streng, vraag: Hoe?, streng: Zo., ruim: Anders.}}
--- policies/wet/wgs.yaml
verboden:
  - {{id: zonder, artikel: WGS 1.6, reden: Zo is de wet.}}
  - {{id: een, artikel: WGS 1.5, reden: Zo is de wet., lezing: een}}
  - {{id: ander, artikel: WGS 1.6, reden: Zo is de wet., lezing: ander}}
--- policies/organisatie.yaml
verboden:
  - {{id: eigen, actief: ja, reden: Zo willen wij het., lezing: een}}
"""
    snapshot = workspaces.snapshot(workspaces.write(tmp_path, workspaces.sections(text)))

    assert expected == _ids(snapshot)


# --- permissions ----------------------------------------------------------------------------------


def test_bans_stand_before_permissions(snapshot: Snapshot) -> None:
    """
    All bans are tried before the first permission.
    --- policies/wet/wzd.yaml
    verboden:
      - {id: laatste-verbod, artikel: Wzd 1, reden: Zo is de wet.}
    --- convenants/aaa/convenant.yaml
    regels:
      - {id: eerste-regel, grondslag: WGS 2.31}
    """
    assert ["laatste-verbod", "eerste-regel"] == _ids(snapshot)


def test_own_rules_stand_before_inherited_ones(snapshot: Snapshot) -> None:
    """
    A convenant's own permissions are tried before those of what it builds on, in the order named.
    --- convenants/alfa/convenant.yaml
    soort: model
    regels:
      - {id: van-alfa, grondslag: WGS 2.31}
    --- convenants/beta/convenant.yaml
    soort: model
    regels:
      - {id: van-beta, grondslag: WGS 2.31}
    --- convenants/huis/convenant.yaml
    bouwt-op: [beta, alfa]
    regels:
      - {id: eigen-twee, grondslag: WGS 2.31}
      - {id: eigen-een, grondslag: WGS 2.31}
    """
    assert ["eigen-twee", "eigen-een", "van-beta", "van-alfa"] == _holds_in(snapshot, "huis")


def test_an_inherited_rule_is_one_rule(snapshot: Snapshot) -> None:
    """
    A permission that several convenants inherit stays one rule, for all of them.
    --- convenants/model/convenant.yaml
    soort: model
    regels:
      - {id: gedeeld, grondslag: WGS 2.31}
    --- convenants/huis-a/convenant.yaml
    bouwt-op: [model]
    --- convenants/huis-b/convenant.yaml
    bouwt-op: [model]
    """
    rules = [rule.convenanten.waarden for rule in snapshot.period(DAY).rules]

    assert [{"model", "huis-a", "huis-b"}] == rules


def test_what_is_inherited_is_inherited_on(snapshot: Snapshot) -> None:
    """
    A convenant inherits also what the convenant it builds on inherited.
    --- convenants/a-huis/convenant.yaml
    bouwt-op: [regio]
    --- convenants/regio/convenant.yaml
    soort: model
    bouwt-op: [land]
    --- convenants/land/convenant.yaml
    soort: model
    regels:
      - {id: van-ver, grondslag: WGS 2.31}
    """
    assert ["van-ver"] == _holds_in(snapshot, "a-huis")


def test_a_convenant_does_not_give_to_what_it_builds_on(snapshot: Snapshot) -> None:
    """
    Inheriting goes one way.
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    regels:
      - {id: eigen, grondslag: WGS 2.31}
    --- convenants/model/convenant.yaml
    soort: model
    """
    assert [] == _holds_in(snapshot, "model")


def test_vervalt_drops_an_inherited_rule(snapshot: Snapshot) -> None:
    """
    What a convenant lets lapse holds in the model and not in the convenant.
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    vervalt: [gaat-weg]
    --- convenants/model/convenant.yaml
    soort: model
    regels:
      - {id: gaat-weg, grondslag: WGS 2.31}
      - {id: blijft, grondslag: WGS 2.31}
    """
    assert (["blijft"], ["gaat-weg", "blijft"]) == (
        _holds_in(snapshot, "huis"),
        _holds_in(snapshot, "model"),
    )


def test_a_rule_with_the_same_id_replaces(snapshot: Snapshot) -> None:
    """
    An own permission replaces the inherited one of the same id, and not elsewhere.
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    regels:
      - {id: inzien, grondslag: WGS 2.31, mits: [persoon-in-casus]}
    --- convenants/model/convenant.yaml
    soort: model
    regels:
      - {id: inzien, grondslag: WGS 2.31}
    """
    allowed = [bool(ask(snapshot, convenant=name)) for name in ("huis", "model")]

    assert [False, True] == allowed


def test_what_was_narrowed_does_not_become_wide_by_itself(snapshot: Snapshot) -> None:
    """
    When the replacing permission expires, the replaced one stays replaced.
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    regels:
      - {id: inzien, grondslag: WGS 2.31, mits: [persoon-in-casus], geldig: {tot: 2026-01-01}}
    --- convenants/model/convenant.yaml
    soort: model
    regels:
      - {id: inzien, grondslag: WGS 2.31}
    """
    assert [] == _holds_in(snapshot, "huis")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 12, 31), ["blijft", "gaat-weg", "wordt-anders"]),
        (date(2026, 1, 1), ["blijft", "wordt-anders", "komt-erbij"]),
        (date(2027, 1, 1), ["blijft", "gaat-weg", "wordt-anders"]),
    ],
)
@pytest.mark.parametrize("name", ["model", "huis"])
def test_an_addendum_in_force_or_not(
    snapshot: Snapshot, name: str, day: date, expected: list[str]
) -> None:
    """
    An addendum drops, replaces and adds while in force, in what it names and what builds on it.
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    --- convenants/model/convenant.yaml
    soort: model
    regels:
      - {id: blijft, grondslag: WGS 2.31}
      - {id: gaat-weg, grondslag: WGS 2.31}
      - {id: wordt-anders, grondslag: WGS 2.31}
    --- convenants/model/addendum-later.yaml
    geldig: {vanaf: 2026-01-01, tot: 2027-01-01}
    wijzigt: [model]
    vervalt: [gaat-weg]
    regels:
      - {id: wordt-anders, grondslag: WGS 2.31, mits: [persoon-in-casus]}
      - {id: komt-erbij, grondslag: WGS 2.31}
    """
    assert expected == _holds_in(snapshot, name, day)


def test_an_addendum_replaces_what_it_names(snapshot: Snapshot) -> None:
    """
    The permission of an addendum takes the place of the one with its id.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: inzien, grondslag: WGS 2.31}
    --- convenants/huis/addendum-streng.yaml
    wijzigt: [huis]
    regels:
      - {id: inzien, grondslag: WGS 2.31, mits: [persoon-in-casus]}
    """
    assert [False, True] == [bool(ask(snapshot)), bool(ask(snapshot, "persoon-in-casus"))]


def test_an_addendum_may_stand_in_another_folder(snapshot: Snapshot) -> None:
    """
    An addendum changes the convenants it names, wherever it stands, and no other.
    --- convenants/huis/convenant.yaml
    --- convenants/buur/convenant.yaml
    --- convenants/buur/addendum-erbij.yaml
    wijzigt: [huis]
    regels:
      - {id: erbij, grondslag: WGS 2.31}
    """
    assert (["erbij"], []) == (_holds_in(snapshot, "huis"), _holds_in(snapshot, "buur"))


def test_an_addendum_drops_what_a_convenant_inherits(snapshot: Snapshot) -> None:
    """
    An addendum to a convenant drops an inherited permission there, and not in the model.
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    --- convenants/huis/addendum-zonder.yaml
    wijzigt: [huis]
    vervalt: [van-model]
    --- convenants/model/convenant.yaml
    soort: model
    regels:
      - {id: van-model, grondslag: WGS 2.31}
    """
    assert ([], ["van-model"]) == (_holds_in(snapshot, "huis"), _holds_in(snapshot, "model"))


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2025, 12, 31), []), (date(2026, 1, 1), ["inzien"]), (date(2027, 1, 1), [])],
)
def test_a_permission_has_its_days(snapshot: Snapshot, day: date, expected: list[str]) -> None:
    """
    A permission holds on its own days only.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: inzien, grondslag: WGS 2.31, geldig: {vanaf: 2026-01-01, tot: 2027-01-01}}
    """
    assert expected == _ids(snapshot, day)


def test_a_base_out_of_force_gives_nothing(snapshot: Snapshot) -> None:
    """
    What a convenant inherits ends with the convenant it inherits from.
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    --- convenants/model/convenant.yaml
    soort: model
    geldig: {tot: 2026-01-01}
    regels:
      - {id: inzien, grondslag: WGS 2.31}
    """
    assert [] == _holds_in(snapshot, "huis")


@pytest.mark.parametrize(
    ("rule", "proces", "expected"),
    [
        ("zonder-proces", "mda", True),
        ("zonder-proces", "com", False),
        ("met-proces", "com", True),
        ("met-proces", "mda", False),
    ],
)
def test_a_protocol_gives_its_process(
    snapshot: Snapshot, rule: str, proces: str, expected: bool
) -> None:
    """
    A permission in a protocol that names no process is about the process of the protocol.
    --- convenants/huis/convenant.yaml
    --- convenants/huis/protocol-mda.yaml
    regels:
      - {id: zonder-proces, rol: [fg], grondslag: WGS 2.31}
      - {id: met-proces, rol: [casusdeelnemer], proces: [com], grondslag: WGS 2.31}
    """
    rol = {"zonder-proces": "fg", "met-proces": "casusdeelnemer"}[rule]
    decision = ask(snapshot, rol=rol, proces=proces, kader="wgs")

    assert expected is bool(decision)


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2025, 12, 31), []), (date(2026, 1, 1), ["inzien"])]
)
def test_a_protocol_has_its_days(snapshot: Snapshot, day: date, expected: list[str]) -> None:
    """
    The permissions of a protocol hold while the protocol does.
    --- convenants/huis/convenant.yaml
    --- convenants/huis/protocol-com.yaml
    geldig: {vanaf: 2026-01-01}
    regels:
      - {id: inzien, grondslag: WGS 2.31}
    """
    assert expected == _ids(snapshot, day)


# --- grounds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grondslag", "day", "expected"),
    [
        ("WGS 2.31", date(2025, 2, 28), False),
        ("WGS 2.31", date(2025, 3, 1), True),
        ("WGS 2.31 lid 5", date(2025, 3, 1), True),
        ("WGS 2.31 lid 5 b", date(2025, 3, 1), True),
        ("wgs 2.31", date(2025, 3, 1), False),
        ("WGS 2.3", date(2025, 3, 1), False),
        ("WGS 2.310", date(2025, 3, 1), False),
        ("AVG 6 lid 1 e", date(2025, 3, 1), False),
        ("PGA-wet 6", date(2026, 1, 1), False),
        ("Wmo 2015 4.1.1", date(2026, 1, 1), False),
    ],
)
def test_a_permission_counts_only_on_its_ground(
    tmp_path: Path, grondslag: str, day: date, expected: bool
) -> None:
    """
    A permission counts only while its ground is listed, in force and of the frame asked.
    """
    text = f"""\
--- convenants/huis/convenant.yaml
regels:
  - {{id: inzien, grondslag: {grondslag}}}
"""
    snapshot = workspaces.snapshot(workspaces.write(tmp_path, workspaces.sections(text)))

    assert expected is bool(ask(snapshot, day=day))


@pytest.mark.parametrize(("kader", "expected"), [("wgs", False), ("eigen-wet", True)])
def test_a_ground_counts_in_its_frame(snapshot: Snapshot, kader: str, expected: bool) -> None:
    """
    In a process of two frames a permission counts in the frame of its ground.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: inzien, proces: [mda], grondslag: Wmo 2015 4.1.1}
    """
    assert expected is bool(ask(snapshot, proces="mda", kader=kader))


def test_a_ground_of_another_frame_than_the_rule(snapshot: Snapshot) -> None:
    """
    A permission for one frame on a ground of another allows nothing in either.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: inzien, proces: [mda], kader: [wgs], grondslag: Wmo 2015 4.1.1}
    """
    allowed = [bool(ask(snapshot, proces="mda", kader=kader)) for kader in ("wgs", "eigen-wet")]

    assert [False, False] == allowed
