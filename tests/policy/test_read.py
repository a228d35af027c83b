"""
What is wrong in a workspace, what that stops, and what makes up the policy.
"""

from __future__ import annotations

import shutil

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import workspaces
from tests.workspaces import DAY, ONTBREEKT, vraag
from zvhprivacy.errors import PolicyUnusable
from zvhprivacy.policy.enforce import model_text
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot


def _fouten(werkmap: Path) -> list[str]:
    return [f"{found.code} {found.span.file}" for found in read_workspace(werkmap).fouten]


def _stopped(werkmap: Path) -> list[str]:
    return sorted(read_workspace(werkmap).stopped)


def _answers(werkmap: Path, convenant: str) -> list[object]:
    decision = Snapshot(read_workspace(werkmap)).decide(
        vraag(convenant=convenant), frozenset(), DAY
    )
    return [reason.reden for reason in decision.redenen if hasattr(reason, "reden")]


# --- the law layer --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("begrippen.yaml", ONTBREEKT, "ZVH014"),
        ("grondslagen.yaml", ONTBREEKT, "ZVH014"),
        ("wet/wgs.yaml", ONTBREEKT, "ZVH014"),
        ("wet/wzd.yaml", ONTBREEKT, "ZVH014"),
        ("begrippen.yaml", "schema: 1\nrollen: [fg", "ZVH005"),
        ("wet/wgs.yaml", "schema: 2\nwet: wgs\ntitel: Wet\n", "ZVH012"),
        ("wet/wgs.yaml", "schema: 1\nwet: wgs\n", "ZVH102"),
        ("wet/wgs.yaml", "schema: 1\nwet: wgz\ntitel: Wet\n", "ZVH206"),
        ("wet/wgs.yml", "schema: 1\nwet: wgs\ntitel: Wet\n", "ZVH011"),
        ("wet/wgs.yaml~", "schema: 1\nwet: wgs\ntitel: Wet\n", "ZVH011"),
        ("wetten.yaml", "schema: 1\n", "ZVH011"),
        ("lezingen.yaml", "schema: 1\nlezing: []\n", "ZVH101"),
        ("organisatie.yaml", "schema: 1\nverboden: [{id: a, reden: Zo., actief: wel}]\n", "ZVH115"),
        ("wet/wgs.yaml", "verboden: [{id: a, artikel: WGS 1.6}]\n", "ZVH102"),
        ("wet/wgs.yaml", "verboden: [{id: a, artikel: Zomaar, reden: Zo.}]\n", "ZVH110"),
        ("wet/wgs.yaml", "verboden: [{id: a, artikel: WGS 1.6, reden: Zo., rol: [x]}]\n", "ZVH103"),
        (
            "wet/wgs.yaml",
            "verboden: [{id: a, artikel: WGS 1.6, reden: Zo., tenzij: [x]}]\n",
            "ZVH103",
        ),
        (
            "wet/wgs.yaml",
            "verboden: [{id: a, artikel: WGS 1.6, reden: Zo., tenzij: []}]\n",
            "ZVH109",
        ),
        (
            "wet/wgs.yaml",
            "verboden: [{id: a, artikel: WGS 1.6, reden: Zo., lezing: x}]\n",
            "ZVH103",
        ),
        (
            "wet/wgs.yaml",
            "verboden: [{id: a, artikel: WGS 1.6, reden: Zo., mits: [x]}]\n",
            "ZVH101",
        ),
        ("wet/wgs.yaml", "kader: [x]\n", "ZVH103"),
        (
            "wet/wgs.yaml",
            "verboden: [{id: a, artikel: WGS 1, reden: Zo.}, {id: a, artikel: WGS 1, reden: Zo}]\n",
            "ZVH108",
        ),
    ],
)
def test_a_fout_in_the_law_stops_everything(
    tmp_path: Path, file: str, text: str, code: str
) -> None:
    """
    What cannot be read as meant under policies/ is named, and then nothing is decided.
    """
    files = {f"policies/{file}": text, "convenants/huis/convenant.yaml": ""}
    workspace = read_workspace(workspaces.write(tmp_path, files))

    with pytest.raises(PolicyUnusable) as caught:
        Snapshot(workspace)

    assert code in {found.code for found in caught.value.findings}


@pytest.mark.parametrize("wet", workspaces.WETTEN)
def test_every_shipped_law_must_be_there(tmp_path: Path, wet: str) -> None:
    """
    A law that ships and is not there is a fout: nobody may forget one.
    """
    werkmap = workspaces.write(tmp_path, {f"policies/wet/{wet}.yaml": ONTBREEKT})

    assert [f"ZVH014 policies/wet/{wet}.yaml"] == _fouten(werkmap)


def test_without_policies_the_shipped_law_holds(tmp_path: Path) -> None:
    """
    A workspace without policies/ uses the law layer that ships.
    """
    shipped = read_workspace(workspaces.ROOT).law
    law = read_workspace(tmp_path).law

    assert shipped is not None
    assert law is not None
    assert shipped.wetten == law.wetten


def test_an_empty_folder_of_law_is_no_law(tmp_path: Path) -> None:
    """
    An empty policies/ does not fall back on the law layer that ships.
    """
    (tmp_path / "policies").mkdir()

    assert read_workspace(tmp_path).law is None


def test_a_copy_of_the_model_may_be_there(tmp_path: Path) -> None:
    """
    A copy of the Casbin model in policies/ that is equal is in order.
    """
    werkmap = workspaces.write(tmp_path, {"policies/model.conf": model_text()})

    assert [] == _fouten(werkmap)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("|| deny", "|| allow"),
        lambda text: text.replace("priority(p.eft)", "some(where (p.eft == allow))"),
        lambda text: text + "\n",
        lambda _: "",
    ],
)
def test_another_model_opens_nothing(tmp_path: Path, change: Callable[[str], str]) -> None:
    """
    A Casbin model in policies/ that differs in anything stops everything.
    """
    werkmap = workspaces.write(tmp_path, {})
    (werkmap / "policies/model.conf").write_text(change(model_text()), encoding="utf-8")

    assert (["ZVH209 policies/model.conf"], None) == (_fouten(werkmap), read_workspace(werkmap).law)


# --- convenants -----------------------------------------------------------------------------------


def test_a_fout_stops_the_convenant(werkmap: Path) -> None:
    """
    A convenant with a fout is stopped, and another one is not.
    --- convenants/kapot/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31, rol: [onbekend]}
    --- convenants/heel/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    """
    assert (["convenant-gestopt"], []) == (_answers(werkmap, "kapot"), _answers(werkmap, "heel"))


def test_what_builds_on_a_stopped_convenant_stops_too(werkmap: Path) -> None:
    """
    A fout stops also all that builds on the convenant, at any distance.
    --- convenants/a-ver/convenant.yaml
    bouwt-op: [b-nabij]
    --- convenants/b-nabij/convenant.yaml
    bouwt-op: [kapot]
    --- convenants/kapot/convenant.yaml
    soort: model
    deelnemers: 12
    --- convenants/los/convenant.yaml
    """
    assert ["a-ver", "b-nabij", "kapot"] == _stopped(werkmap)


def test_a_fout_in_a_protocol_stops_its_convenant(werkmap: Path) -> None:
    """
    A protocol that cannot be read stops the convenant of its folder.
    --- convenants/huis/convenant.yaml
    --- convenants/huis/protocol-com.yaml
    protocol: mda
    --- convenants/los/convenant.yaml
    """
    assert ["huis"] == _stopped(werkmap)


def test_an_unreadable_addendum_stops_all(werkmap: Path) -> None:
    """
    What an unreadable addendum would change is unknown, so it stops every convenant.
    --- convenants/huis/convenant.yaml
    --- convenants/buur/convenant.yaml
    --- convenants/buur/addendum-kapot.yaml
    wijzigt: [buur]
    vervallen: [iets]
    """
    assert ["buur", "huis"] == _stopped(werkmap)


def test_an_addendum_to_an_unknown_convenant_stops_all(werkmap: Path) -> None:
    """
    An addendum that misspells what it changes may narrow any convenant, so it stops every one.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, grondslag: WGS 2.31}
    --- convenants/buur/convenant.yaml
    --- convenants/buur/addendum-smaller.yaml
    wijzigt: [hius]
    regels:
      - {id: alles, grondslag: WGS 2.31, mits: [persoon-in-casus]}
    """
    assert ["buur", "huis"] == _stopped(werkmap)


def test_a_fout_in_an_addendum_stops_what_it_changes(werkmap: Path) -> None:
    """
    An addendum that names what it changes stops that, what builds on it, and its own folder.
    --- convenants/model/convenant.yaml
    soort: model
    --- convenants/huis/convenant.yaml
    bouwt-op: [model]
    --- convenants/los/convenant.yaml
    --- convenants/map/convenant.yaml
    --- convenants/map/addendum-kapot.yaml
    wijzigt: [model]
    vervalt: [is-er-niet]
    """
    assert ["huis", "map", "model"] == _stopped(werkmap)


def test_a_file_that_belongs_nowhere_stops_all(werkmap: Path) -> None:
    """
    A loose file under convenants/ may be anything, so every convenant stops.
    --- convenants/huis/convenant.yaml
    --- convenants/oud.yaml
    schema: 1
    """
    assert ["huis"] == _stopped(werkmap)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bouwt-op: [huis]", "ZVH203"),
        ("bouwt-op: [is-er-niet]", "ZVH202"),
        ("vervalt: [is-er-niet]", "ZVH204"),
        ("status: ondertekend\nondertekend-op: 2025-01-01\nbron: ''", "ZVH102"),
        ("status: ondertekend\nbron: Staatscourant\nondertekend-op:", "ZVH105"),
        ("status: getekend", "ZVH115"),
        ("deelnemers: {politie: {naam: Politie, soort: politie}}", "ZVH111"),
        ("deelnemers: {lid-1: {naam: Politie, soort: politie}}", "ZVH111"),
        ("deelnemers: {namens: {naam: Politie, soort: politie}}", "ZVH111"),
        ("deelnemers: {derde: {naam: Politie, soort: politie}}", "ZVH111"),
        ("deelnemers: {a: {naam: Politie, soort: polite}}", "ZVH103"),
        (
            "deelnemers: {a: {naam: P, soort: politie, sinds: 2026-01-01, tot: 2026-01-01}}",
            "ZVH106",
        ),
        ("deelnemers: {riec-a: {naam: Riec, soort: riec}}", "ZVH108"),
        ("regels: [{id: a, grondslag: WGS 2.31}, {id: a, grondslag: WGS 2.31}]", "ZVH108"),
        ("regels: [{id: a}]", "ZVH102"),
        ("regels: [{id: a, grondslag: WGS}]", "ZVH110"),
        ("regels: [{id: a, grondslag: WGS 2.31, mits: [x]}]", "ZVH103"),
        ("regels: [{id: a, grondslag: WGS 2.31, verplicht: [x]}]", "ZVH103"),
        ("regels: [{id: a, grondslag: WGS 2.31, aan: [x]}]", "ZVH103"),
        ("regels: [{id: a, grondslag: WGS 2.31, aan: [namens]}]", "ZVH103"),
        ("regels: [{id: a, grondslag: WGS 2.31, deelnemer: [riec-a]}]", "ZVH103"),
        ("regels: [{id: a, grondslag: WGS 2.31, tenzij: [toestemming]}]", "ZVH101"),
        ("regels: [{id: 'a,b', grondslag: WGS 2.31}]", "ZVH107"),
        ("regels: [{id: 'a|b', grondslag: WGS 2.31}]", "ZVH107"),
    ],
)
def test_a_convenant_that_cannot_be_meant(tmp_path: Path, text: str, code: str) -> None:
    """
    What means nothing in a convenant is a fout there, and it is stopped.
    """
    werkmap = workspaces.write(tmp_path, {"convenants/huis/convenant.yaml": text + "\n"})
    workspace = read_workspace(werkmap)

    assert ({code}, {"huis"}) == ({f.code for f in workspace.fouten}, set(workspace.stopped))


# --- the policy hash ------------------------------------------------------------------------------

_FILES = workspaces.sections("""\
--- policies/wet/wgs.yaml
verboden:
  - {id: een, artikel: WGS 1.6, tenzij: [toestemming], reden: Zo is de wet.}
  - {id: twee, artikel: WGS 1.6, reden: Zo is de wet.}
--- convenants/huis/convenant.yaml
regels:
  - id: alles
    rol: [fg]
    grondslag: WGS 2.31
--- convenants/huis/toetsen.yaml
schema: 1
op: 2026-06-01
toetsen: []
""")
_WGS = "policies/wet/wgs.yaml"
_HUIS = "convenants/huis/convenant.yaml"


def _changed(file: str, old: str, new: str) -> dict[str, str]:
    assert old in _FILES[file]
    return {**_FILES, file: _FILES[file].replace(old, new)}


@pytest.mark.parametrize(
    "files",
    [
        _changed(_WGS, "tenzij: [toestemming], ", ""),
        _changed(_WGS, "Zo is de wet.}\n", "Zo was de wet.}\n"),
        _changed(_WGS, "id: twee", "id: drie"),
        _changed(_WGS, "WGS 1.6, reden", "WGS 1.5, reden"),
        _changed(_HUIS, "[fg]", "{behalve: [fg]}"),
        _changed(_HUIS, "WGS 2.31", "WGS 2.31 lid 5"),
        _changed(_HUIS, "regels:", "geldig: {vanaf: 2020-01-01}\nregels:"),
        {**_FILES, "convenants/buur/convenant.yaml": ""},
        {**_FILES, "convenants/huis/addendum-een.yaml": "wijzigt: [huis]\n"},
        {**_FILES, "convenants/huis/protocol-com.yaml": ""},
        {**_FILES, "policies/organisatie.yaml": "schema: 1\n"},
        {**_FILES, "policies/begrippen.yaml": workspaces.BEGRIPPEN.replace("fg]", "fg, ciso]")},
        {
            **_FILES,
            "policies/grondslagen.yaml": workspaces.GRONDSLAGEN.replace("2025-03", "2024-03"),
        },
    ],
)
def test_another_policy_has_another_hash(tmp_path: Path, files: dict[str, str]) -> None:
    """
    Whatever changes what the files say changes the hash of the policy.
    """
    before = read_workspace(workspaces.write(tmp_path / "voor", _FILES))
    after = read_workspace(workspaces.write(tmp_path / "na", files))

    assert before.policy != after.policy


@pytest.mark.parametrize(
    "files",
    [
        _FILES,
        _changed(_WGS, "verboden:", "# een opmerking\n\nverboden:   # en nog een"),
        _changed(_WGS, "  - {id: twee, artikel: WGS 1.6,", "  - {artikel: WGS 1.6, id: twee,"),
        _changed(_HUIS, "[fg]", "\n      - fg"),
        _changed(_HUIS, "rol: [fg]", "rol: ['fg']"),
        _changed(_HUIS, "\n", "\r\n"),
        _changed("convenants/huis/toetsen.yaml", "2026-06-01", "2026-07-01"),
        {**_FILES, "README.md": "Uitleg.\n"},
        {**_FILES, "aanvaard.yaml": "schema: 1\n"},
    ],
)
def test_the_same_policy_has_the_same_hash(tmp_path: Path, files: dict[str, str]) -> None:
    """
    Comments, layout, and what is no policy leave the hash as it is.
    """
    before = read_workspace(workspaces.write(tmp_path / "voor", _FILES))
    after = read_workspace(workspaces.write(tmp_path / "na", files))

    assert before.policy == after.policy


def test_the_hash_is_not_of_the_place(tmp_path: Path) -> None:
    """
    A copy of a workspace has the same hash, wherever it stands.
    """
    first = workspaces.write(tmp_path / "hier", _FILES)
    shutil.copytree(first, tmp_path / "elders" / "diep")

    assert read_workspace(first).policy == read_workspace(tmp_path / "elders" / "diep").policy


def test_every_decision_names_the_policy(werkmap: Path) -> None:
    """
    A decision carries the hash of the policy it was made under, also an invalid one.
    --- convenants/huis/convenant.yaml
    regels:
      - {id: alles, rol: [procesregisseur], grondslag: WGS 2.31}
    """
    snapshot = workspaces.snapshot(werkmap)
    roles = ("procesregisseur", "fg", "onbekend")
    hashes = {workspaces.ask(snapshot, rol=rol).policy for rol in roles}

    assert {read_workspace(werkmap).policy} == hashes
