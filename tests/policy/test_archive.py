"""
What is kept of a policy: it proves what it is, and answers again as it did.
"""

from __future__ import annotations

import functools
import json
import zlib

from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from zvhprivacy.model.workspace import Workspace
from zvhprivacy.policy import archive
from zvhprivacy.policy.archive import Archived, archived, read_archived, restored
from zvhprivacy.policy.read import policy_hash, read_workspace
from zvhprivacy.policy.snapshot import Snapshot
from zvhprivacy.source import plain, read


WORKSPACE = Path(__file__).parents[2]


@functools.cache
def shipped() -> Workspace:
    """
    Read the shipped workspace.
    """
    return read_workspace(WORKSPACE)


@functools.cache
def kept() -> bytes:
    """
    Give what is kept of it.
    """
    return archived(Snapshot(shipped(), poort=True))


def opened() -> Archived:
    """
    Read that.
    """
    found = read_archived(kept())
    assert found is not None
    return found


def said(files: dict[str, object]) -> Archived:
    """
    Make an archive of which the hash fits *files*.
    """
    return Archived(json.dumps(files, sort_keys=True, ensure_ascii=False), ())


def test_the_hash_is_of_what_is_kept() -> None:
    """
    Whoever has an archive can see for himself that it is the policy an entry names.
    """
    assert policy_hash(shipped().betekenis) == shipped().policy
    assert opened().proves(shipped().policy)
    assert not opened().proves(policy_hash("iets anders"))


def test_it_is_read_back_whole() -> None:
    """
    The policy of the archive has the same hash, and on all days the same rules in the same order.
    """
    back = restored(opened(), shipped().policy)

    assert back is not None
    assert archived(Snapshot(back, poort=True)) == kept()


def test_the_permissions_are_named() -> None:
    """
    The ids of all permissions stand in it, and none of a ban.
    """
    rules = {rule.id: rule.effect for _, day in Snapshot(shipped()).all_rules() for rule in day}

    assert opened().toestemmingen == {each for each, effect in rules.items() if effect == "allow"}


def test_another_policy_is_refused() -> None:
    """
    A word changed in the archive makes it the policy of no hash; nothing of it is written.
    """
    changed = opened().betekenis.replace("wgs", "wgz", 1)

    with mock.patch.object(archive, "_write") as written:
        assert restored(Archived(changed, ()), shipped().policy) is None
    assert written.call_count == 0


@pytest.mark.parametrize(
    "files",
    [
        {"../buiten.yaml": {"schema": "1"}},
        {"policies/../../buiten.yaml": {"schema": "1"}},
        {"/buiten.yaml": {"schema": "1"}},
        {"policies/begrippen.txt": {"schema": "1"}},
        {"convenants/a/b/c.yaml": {"schema": "1"}},
    ],
)
def test_an_archive_writes_only_where_a_policy_stands(files: dict[str, object]) -> None:
    """
    Who could put an archive in the database cannot have a file written of his choice.
    """
    found = said(files)

    with mock.patch.object(Path, "write_text") as written:
        assert restored(found, policy_hash(found.betekenis)) is None
    assert written.call_count == 0


@pytest.mark.parametrize("betekenis", ["{}", "[]", "geen json", '"tekst"', "[" * 100_000, ""])
def test_what_is_no_policy_gives_none(betekenis: str) -> None:
    """
    A text that fits its hash and is no policy is refused, and raises nothing.
    """
    assert restored(Archived(betekenis, ()), policy_hash(betekenis)) is None


def test_a_law_that_was_shipped_later_is_not_missed() -> None:
    """
    A policy of before a law was shipped can be asked without it.
    """
    files = json.loads(shipped().betekenis)
    del files["policies/wet/wzd.yaml"]
    found = said(files)
    back = restored(found, policy_hash(found.betekenis))

    assert back is not None
    assert back.law is not None
    assert "wzd" not in {wet.wet for wet in back.law.wetten}


def test_without_a_folder_to_write_in_there_is_no_policy() -> None:
    """
    A disk that is full stops no audit.
    """
    with mock.patch.object(archive, "_write", side_effect=OSError):
        assert restored(opened(), shipped().policy) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"geen zlib",
        kept()[:-10],
        zlib.compress(b"geen json"),
        zlib.compress(b"[]"),
        zlib.compress(b'{"policy":"sha256:0","regels":[]}'),
        zlib.compress(b'{"betekenis":"","regels":[]}'),
        zlib.compress(b'{"betekenis":"x","regels":[[]]}'),
        zlib.compress(b'{"betekenis":1,"regels":[]}'),
    ],
)
def test_bytes_that_are_no_archive(data: bytes) -> None:
    """
    Anything else than what is written, and what holds no meaning, is nothing.
    """
    assert read_archived(data) is None


def test_an_archive_that_unpacks_without_end() -> None:
    """
    More than a policy can be is not unpacked.
    """
    with mock.patch.object(archive, "MAX_TEXT", 1000):
        assert read_archived(kept()) is None


def test_every_text_comes_back(tmp_path: Path) -> None:
    """
    What JSON writes, YAML reads as the same text.
    """
    texts = ["twee\nregels", 'aan"haling', "\\", "# geen commentaar", "null", "~", "", "é", "🙂"]
    texts += ["a: b", "- x", "ja", "1.10", " rand ", "'", "{", "%", "&a", "!b", "x" * 5_000]
    mapping: dict[str, object] = {"teksten": texts, "x" * 80: {"diep": ["er", []], "leeg": {}}}
    archive._write(tmp_path, {"policies/proef.yaml": mapping})
    node, found = read(tmp_path / "policies/proef.yaml", "proef")

    assert found == []
    assert node is not None
    assert plain(node) == mapping


def test_a_workspace_made_in_memory_has_no_proof() -> None:
    """
    Without the text that its hash is of an archive says nothing about itself.
    """
    made = replace(shipped(), betekenis="")

    assert read_archived(archived(Snapshot(made))) is None
