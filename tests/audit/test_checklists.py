"""
Checklists: what an officer may write, and that nothing wrong in one is passed over.
"""

from __future__ import annotations

import itertools

from collections.abc import Mapping
from pathlib import Path

import pytest

from hypothesis import given
from hypothesis import strategies as st

from tests import workspaces
from zvhprivacy.audit.read import FOLDER, Checklists, check_articles, read_checklists
from zvhprivacy.messages import render
from zvhprivacy.model.termijn import Termijn
from zvhprivacy.policy.read import read_workspace


KNOWN = ("casus-met-doel", "vog-bekend")
HEAD = """\
schema: 1
checklist: eigen
titel: Eigen lijst
bron: afspraak van het huis
groepen: {E: Eigen}
"""
STELLING = {
    "id": "E1",
    "stelling": "Iedere casus heeft een doel.",
    "artikelen": "[WGS 1.8 lid 5]",
    "soort": "automatisch",
    "toets": "casus-met-doel",
    "bewijs": "{werking: het doel van iedere casus}",
}


def text(*changes: Mapping[str, str | None], head: str = HEAD) -> str:
    """
    Give a checklist with one statement per change: a key with another value, or None without it.
    """
    out = head + "stellingen:\n"
    for change in changes or ({},):
        written = {key: value for key, value in {**STELLING, **change}.items() if value is not None}
        lines = [f"{key}: {value}" for key, value in written.items()]
        out += "  - " + "\n    ".join(lines) + "\n"
    return out


def read(root: Path, *changes: Mapping[str, str | None], **files: str) -> Checklists:
    """
    Read a workspace with the checklist of `text`, or with *files* in its place.
    """
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, written in (files or {"eigen": text(*changes)}).items():
        (root / FOLDER / f"{name}.yaml").write_text(written, encoding="utf-8")
    return read_checklists(root, KNOWN)


def codes(checklists: Checklists) -> list[str]:
    """
    Name what was found, in order.
    """
    return [found.code for found in checklists.findings]


# --- what is right --------------------------------------------------------------------------------


def test_a_checklist_is_what_stands_in_the_file(tmp_path: Path) -> None:
    """
    Every key means something, and what may be left out may be left out.
    """
    full = {"formeel": "ja", "frequentie": "P3M", "normen": "{avg: [AVG 5 lid 1 b]}"}
    read_ = read(tmp_path, full, {"id": "E2"})

    first, second = read_.checklists["eigen"].stellingen

    assert read_.findings == ()
    assert (first.groep, first.formeel, first.frequentie) == ("E", True, Termijn(maanden=3))
    assert first.normen.avg == ("AVG 5 lid 1 b",)
    assert (second.formeel, second.frequentie, second.normen.avg) == (False, None, ())


def test_own_checklists_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    """
    A workspace without the folder has the shipped lists, one with it only its own.
    """
    without = read_checklists(tmp_path)
    with_own = read(tmp_path)

    assert (without.shipped, "interne-audit-zvh" in without.checklists) == (True, True)
    assert (with_own.shipped, list(with_own.checklists)) == (False, ["eigen"])


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("soort", "toets", "formeel"),
    [*itertools.product(("automatisch", "mens", "gemengd"), (True, False), (True, False))],
)
def test_who_answers_is_said_once(
    tmp_path: Path, soort: str, *, toets: bool, formeel: bool
) -> None:
    """
    The machine has a check to carry out, a person has none, and only the machine alone is formal.
    """
    change = {
        "soort": soort,
        "toets": "vog-bekend" if toets else None,
        "formeel": "ja" if formeel else "nee",
    }
    right = {
        ("automatisch", True, True),
        ("automatisch", True, False),
        ("gemengd", True, False),
        ("mens", False, False),
    }
    expected = [] if (soort, toets, formeel) in right else ["ZVH902"]

    assert codes(read(tmp_path, change)) == expected


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"artikelen": None}, "ZVH901"),
        ({"artikelen": "[]"}, "ZVH901"),
        ({"artikelen": "[de wet]"}, "ZVH110"),
        ({"toets": "casus-met-doelen"}, "ZVH903"),
        ({"toets": "rechten-nagekeken"}, "ZVH903"),
        ({"normen": "{wgs: [BGS 1.12]}"}, "ZVH904"),
        ({"normen": "{bio2: [8.15.1]}"}, "ZVH904"),
        ({"normen": "{iso27001: [A.5]}"}, "ZVH101"),
        ({"id": "1"}, "ZVH905"),
        ({"id": "E0"}, "ZVH905"),
        ({"id": "EIGEN1"}, "ZVH905"),
        ({"id": "A1"}, "ZVH103"),
        ({"soort": "machine"}, "ZVH115"),
        ({"formeel": "misschien"}, "ZVH115"),
        ({"bewijs": "{}"}, "ZVH109"),
        ({"bewijs": "{werkwijze: iets}"}, "ZVH101"),
        ({"bewijs": None}, "ZVH102"),
        ({"frequentie": "ieder kwartaal"}, "ZVH116"),
        ({"stelling": '""'}, "ZVH109"),
        ({"stelling": None}, "ZVH102"),
        ({"eigenaar": "de FG"}, "ZVH101"),
    ],
)
def test_what_is_wrong_in_a_statement_is_found(
    tmp_path: Path, change: Mapping[str, str | None], code: str
) -> None:
    """
    One thing wrong is a finding, and then the list is not used.
    """
    read_ = read(tmp_path, change)

    assert code in codes(read_)
    assert not read_.checklists
    assert read_.stopped == {f"{FOLDER}/eigen.yaml"}


def test_a_number_is_given_once(tmp_path: Path) -> None:
    """
    Answers refer to a number, so two statements never share one.
    """
    read_ = read(tmp_path, {}, {"id": "E2"}, {})

    assert [(f.code, f.span.line) for f in read_.findings] == [("ZVH108", 19)]


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (HEAD.replace("checklist: eigen", "checklist: andere"), "ZVH206"),
        (HEAD.replace("groepen: {E: Eigen}\n", ""), "ZVH102"),
        (HEAD.replace("{E: Eigen}", "{}"), "ZVH109"),
        (HEAD.replace("E: Eigen", "eigen: Eigen"), "ZVH905"),
        (HEAD.replace("schema: 1", "schema: 2"), "ZVH012"),
    ],
)
def test_what_is_wrong_in_the_list_itself_is_found(tmp_path: Path, head: str, code: str) -> None:
    """
    A list goes by the name of its file and names its groups.
    """
    read_ = read(tmp_path, eigen=text(head=head))

    assert code in codes(read_)
    assert not read_.checklists


def test_a_list_without_statements_is_none(tmp_path: Path) -> None:
    """
    Nothing to test is no good result.
    """
    assert codes(read(tmp_path, eigen=HEAD + "stellingen: []\n")) == ["ZVH109"]


def test_one_broken_list_leaves_the_others(tmp_path: Path) -> None:
    """
    A mistake in one list costs that list.
    """
    other = text(head=HEAD.replace("checklist: eigen", "checklist: tweede"))
    read_ = read(tmp_path, eigen="schema: [", tweede=other)

    assert list(read_.checklists) == ["tweede"]
    assert read_.stopped == {f"{FOLDER}/eigen.yaml"}


def test_the_right_key_is_named_and_the_right_check_suggested(tmp_path: Path) -> None:
    """
    A message speaks of the key that is wrong, and of what was probably meant.
    """
    yes_no, other = (
        render(found)
        for change in ({"formeel": "misschien"}, {"toets": "casus-met-doelen"})
        for found in read(tmp_path, change).findings
    )

    assert "`formeel`" in yes_no.wat
    assert "casus-met-doel`" in other.herstel


def test_a_file_in_the_place_of_the_folder_is_a_finding(tmp_path: Path) -> None:
    """
    What cannot be looked into is never an empty list of checklists.
    """
    (tmp_path / "policies").mkdir()
    (tmp_path / FOLDER).touch()
    read_ = read_checklists(tmp_path)

    assert codes(read_) == ["ZVH009"]
    assert not read_.checklists
    assert read_.stopped == {FOLDER}


def test_an_article_that_the_law_lacks_is_named(tmp_path: Path) -> None:
    """
    What a statement rests on can be read, also where it stands under a norm.
    """
    werkmap = workspaces.write(
        tmp_path,
        {"policies/wet/wgs.yaml": 'wet: wgs\nartikelen: ["1.8"]\n'},
    )
    law = workspaces.faultless(werkmap).law
    assert law is not None
    wrong: Mapping[str, str | None] = {
        "artikelen": "[WGS 1.8 lid 5, WGS 9.9]",
        "normen": "{wgs: [WGS 8.8]}",
    }
    found = [*check_articles(read(werkmap, wrong), law)]

    assert [(f.code, dict(f.values)["artikel"]) for f in found] == [
        ("ZVH201", "9.9"),
        ("ZVH201", "8.8"),
    ]


@given(written=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_stands_in_a_file_is_a_finding(
    tmp_path_factory: pytest.TempPathFactory, written: bytes
) -> None:
    """
    Reading never raises, and what is no checklist never passes without a word.
    """
    root = tmp_path_factory.mktemp("werkmap", numbered=True)
    (root / FOLDER).mkdir(parents=True)
    (root / FOLDER / "eigen.yaml").write_bytes(written)
    read_ = read_checklists(root)

    assert read_.findings
    assert not read_.checklists


# --- what they are no part of ---------------------------------------------------------------------


def test_checklists_are_no_part_of_the_policy(tmp_path: Path) -> None:
    """
    No decision rests on what an audit asks: the policy stays the same, whatever the lists say.
    """
    werkmap = workspaces.write(tmp_path, {})
    before = read_workspace(werkmap)
    read(werkmap, {})
    with_one = read_workspace(werkmap)
    read(werkmap, {"stelling": "Iets heel anders.", "soort": "onbekend"})
    (werkmap / FOLDER / "README.md").write_text("uitleg", encoding="utf-8")
    changed = read_workspace(werkmap)

    assert before.policy == with_one.policy == changed.policy
    assert before.findings == with_one.findings == changed.findings


@pytest.mark.parametrize("name", ["eigen.yml", "eigen.yaml~", "Eigen.yaml", "eigen.xlsx", "map"])
def test_a_wrong_name_is_a_finding(tmp_path: Path, name: str) -> None:
    """
    A file that would be skipped is told of, as everywhere in the policies.
    """
    werkmap = workspaces.write(tmp_path, {})
    read(werkmap)
    (werkmap / FOLDER / name).touch()
    found = set(read_workspace(werkmap).findings)

    assert {(f.code, f.span.file) for f in found} >= {("ZVH011", f"{FOLDER}/{name}")}
    assert list(read_checklists(werkmap, KNOWN).checklists) == ["eigen"]
