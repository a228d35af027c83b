"""
A word that is added to the vocabulary and nowhere else gets nothing allowed.

Under a convenant that permits everything only the law refuses, and a request with every fact only
meets the bans that nothing lifts. So what is asked here is whether some request with the new word
meets none of those. All requests are tried at once: values that the same bans select are one.
"""

from __future__ import annotations

import shutil

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests import search, workspaces
from tests.workspaces import DAY, snapshot
from zvhprivacy.model.request import REQUIRED, Request
from zvhprivacy.model.wet import Verbod
from zvhprivacy.policy.read import read_workspace
from zvhprivacy.policy.snapshot import Snapshot


# What is added to begrippen.yaml: under which heading, the line, and the field that asks it.
_WORDS = {
    "een soort deelnemer van lid 1": (
        "deelnemersoorten:",
        "  nieuw: {naam: Nieuw, lid: lid-1, pga: deelnemer}",
        "deelnemer",
    ),
    "een soort deelnemer van lid 2": (
        "deelnemersoorten:",
        "  nieuw: {naam: Nieuw, lid: lid-2}",
        "deelnemer",
    ),
    "een soort derde": ("deelnemersoorten:", "  nieuw: {naam: Nieuw, lid: derde}", "deelnemer"),
    "een soort ondersteuner": (
        "deelnemersoorten:",
        "  nieuw: {naam: Nieuw, lid: ondersteunend}",
        "deelnemer",
    ),
    "een soort van een nieuw lid": (
        "deelnemersoorten:",
        "  nieuw: {naam: Nieuw, lid: lid-9}",
        "deelnemer",
    ),
    "een gewone categorie": ("gegevens:", "  nieuw: {soort: gewoon}", "gegevens"),
    "een bijzondere categorie": ("gegevens:", "  nieuw: {soort: bijzonder}", "gegevens"),
    "een samengestelde categorie": ("gegevens:", "  nieuw: {soort: samengesteld}", "gegevens"),
    "een rol": ("rollen: [", "nieuw, ", "rol"),
    "een handeling": ("handelingen:", "  nieuw: {}", "handeling"),
    "een doel": ("doelen:", "  nieuw: {}", "doel"),
    "een fase": ("fasen: [", "nieuw, ", "fase"),
}

# What one must be able to do with data that should not be there; the law excepts it by name.
_OPRUIMEN = frozenset(
    {
        "vernietigen",
        "anonimiseren",
        "corrigeren",
        "rechtmatigheid-toetsen",
        "rechten-besluiten",
        "informeren-betrokkene",
        "datalek-melden",
    }
)


def _werkmap(folder: Path, heading: str, line: str) -> Path:
    """
    Copy the law that ships, add a word to the vocabulary, and agree that everything is permitted.
    """
    shutil.copytree(workspaces.ROOT / "policies", folder / "policies")
    (folder / "policies" / "toetsen.yaml").unlink(missing_ok=True)
    path = folder / "policies" / "begrippen.yaml"
    text = path.read_text(encoding="utf-8")
    assert 1 == text.count(f"\n{heading}")
    end = "" if heading.endswith("[") else "\n"
    before, after = text.split(f"\n{heading}")
    rest = after if not end else after.split("\n", 1)[1]
    path.write_text(f"{before}\n{heading}{end}{line}{end}{rest}", encoding="utf-8")
    return folder


def _everything(folder: Path, soorten: Mapping[str, object]) -> Path:
    """
    Agree in *folder* with one member per kind, named as the kind, that everything is permitted.
    """
    members = "".join(f"  {soort}-x: {{naam: X, soort: {soort}}}\n" for soort in soorten)
    text = f"""\
schema: 1
convenant: alles
titel: Alles
soort: samenwerkingsconvenant
status: concept
deelnemers:
{members}regels:
  - {{id: alles-wgs, grondslag: WGS 2.31}}
  - {{id: alles-pga, grondslag: PGA-wet 6}}
  - {{id: alles-eigen, grondslag: Wmo 2015 4.1.1}}
"""
    path = folder / "convenants" / "alles" / "convenant.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return folder


def _new(folder: Path, what: str) -> tuple[Snapshot, str]:
    heading, line, field = _WORDS[what]
    werkmap = _werkmap(folder, heading, line)
    words = workspaces.faultless(werkmap).law
    assert words is not None
    return snapshot(_everything(werkmap, words.begrippen.deelnemersoorten), eigen=False), field


@pytest.mark.parametrize("what", _WORDS)
def test_a_new_word_gets_nothing_allowed(tmp_path: Path, what: str) -> None:
    """
    Whatever is asked with the new word, some ban that nothing lifts stands before it; a category
    can only be cleared away.
    """
    asked, field = _new(tmp_path, what)

    assert [] == [str(request) for request in _escapes(asked, field)]


def test_known_words_get_something_allowed(tmp_path: Path) -> None:
    """
    The search does find what is allowed: each known role gets something.
    """
    asked, _ = _new(tmp_path, "een rol")
    words = asked.law.begrippen
    found = {request.rol for request in _escapes(asked, "rol", words.rollen)}

    assert set(words.rollen) - {"nieuw"} == found


def test_a_new_kind_receives_nothing(tmp_path: Path) -> None:
    """
    Also as a receiver a new kind, which is a third party, gets nothing by itself.
    """
    asked, _ = _new(tmp_path, "een soort van een nieuw lid")

    assert [] == [str(request) for request in _escapes(asked, "aan")]


# --- searching all requests at once ---------------------------------------------------------------


def _escapes(
    asked: Snapshot, field: str, values: tuple[str, ...] = ("nieuw",)
) -> Iterator[Request]:
    """
    Give for each of *values* in *field* a request that is allowed with every fact, if there is one.
    """
    facts = frozenset(asked.law.begrippen.feiten)
    for value in values:
        request = _escape(asked, field, value)
        if request is not None:
            # The engine says so as well, so the search looked for the right thing.
            assert asked.decide(request, facts, DAY)
            yield request


def _escape(asked: Snapshot, field: str, value: str) -> Request | None:
    words = asked.law.begrippen
    for name, proces in words.processen.items():
        for kader in proces.kader:
            for needs in (False, True):
                grid = search.grid(words, needs=needs) | {"proces": [name], "kader": [kader]}
                if field == "gegevens":
                    grid["handeling"] = [h for h in grid["handeling"] if h not in _OPRUIMEN]
                if field in {"deelnemer", "aan"} and field in grid:
                    grid[field] = [f"{value}-x"] if field == "deelnemer" else [value]
                elif value not in grid.get(field, ()):
                    continue
                else:
                    grid[field] = [value]
                found = search.walk(_absolute(asked, kader), words, grid, kader)
                if found is not None:
                    return Request(**{**found, "convenant": "alles"})
    return None


def _absolute(asked: Snapshot, kader: str) -> list[Verbod]:
    law = asked.law
    return [
        ban
        for wet in law.wetten
        if wet.geldig.op(DAY) and (not wet.kader or kader in wet.kader)
        for ban in wet.verboden
        if ban.geldig.op(DAY) and not ban.tenzij and ban.lezing not in law.ruim
    ]


def test_the_search_asks_every_field() -> None:
    """
    The search fills every field that a request must have.
    """
    law = read_workspace(workspaces.ROOT).law
    assert law is not None

    assert set(REQUIRED) == {*search.grid(law.begrippen, needs=False), "proces"}
