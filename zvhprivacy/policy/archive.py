"""
A policy as it was judged, in one text: what an entry of the logboek names by its hash.

Its *betekenis* is the text that the hash is of, so it proves itself and can be read and asked
again. The compiled rules beside it are what Casbin judged by then; only the entry that seals the
bytes speaks for those.
"""

from __future__ import annotations

import json
import re
import tempfile
import zlib

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zvhprivacy.policy.enforce import model_text
from zvhprivacy.policy.read import policy_hash, read_workspace


if TYPE_CHECKING:
    from zvhprivacy.model.workspace import Workspace
    from zvhprivacy.policy.snapshot import Snapshot

LEVEL = 9  # it is written once and kept for years
MAX_TEXT = 64 * 1024 * 1024  # bytes, unpacked; the shipped policy has less than one

# What is a file of a policy: an archive that somebody made says nothing outside its own folder.
_FILE = re.compile(r"(policies|convenants)(/[a-z0-9][a-z0-9-]*){1,2}\.yaml")


class Archived(NamedTuple):
    """
    What is kept of a policy: all that its files say, and the rules of Casbin that follow from it.
    """

    betekenis: str
    regels: tuple[tuple[str, ...], ...]

    def proves(self, policy: str) -> bool:
        """
        Say whether this is the policy with the hash *policy*, whatever the rules beside it.
        """
        return policy_hash(self.betekenis) == policy

    @property
    def toestemmingen(self) -> frozenset[str]:
        """
        The ids of the permissions in it, of all days together.
        """
        return frozenset(row[0] for row in self.regels if row[-1] == "allow")


def archived(snapshot: Snapshot) -> bytes:
    """
    Give the meaning, the model of Casbin and, of every stretch of days, its rules, compressed.

    The same policy always gives the same bytes, as long as this software and zlib are the same.
    """
    rules: dict[tuple[str, ...], int] = {}
    periods = [
        {
            "vanaf": first.isoformat() if first else None,
            "regels": [rules.setdefault(rule.row, len(rules)) for rule in compiled],
        }
        for first, compiled in snapshot.all_rules()
    ]
    kept = {
        "policy": snapshot.policy,
        "model": model_text(),
        "regels": list(rules),
        "dagen": periods,
        "betekenis": snapshot.workspace.betekenis,
    }
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), LEVEL)


def read_archived(data: bytes) -> Archived | None:
    """
    Read what `archived` wrote; None when it is something else, or holds no meaning.
    """
    unpack = zlib.decompressobj()
    try:
        text = unpack.decompress(data, MAX_TEXT)
        kept = json.loads(text) if unpack.eof else {}
        betekenis, rules = kept["betekenis"], kept["regels"]
        regels = tuple(tuple(map(str, row)) for row in rules)
    except (zlib.error, ValueError, LookupError, TypeError, RecursionError):
        return None
    whole = isinstance(betekenis, str) and betekenis and all(regels)
    return Archived(betekenis, regels) if whole else None


def restored(kept: Archived, policy: str) -> Workspace | None:
    """
    Read the policy with the hash *policy* again from what is kept of it.

    None when it is not that policy, or cannot be read as that any more. What no hash is of is not
    in it: toetsen, what somebody accepted, and where in a file something stood. So a convenant that
    only a mistake in such a file stopped is not stopped here.
    """
    if not kept.proves(policy):
        return None
    try:
        files = json.loads(kept.betekenis)
        with tempfile.TemporaryDirectory(prefix="zvhprivacy-") as folder:
            _write(Path(folder), files)
            workspace = read_workspace(Path(folder), alone=True)
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    same = workspace.law is not None and workspace.policy == policy
    return workspace if same else None


def _write(root: Path, files: dict[str, object]) -> None:
    for name, said in files.items():
        if not _FILE.fullmatch(name):
            raise ValueError
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Every text that JSON writes is YAML too, and here all values are text.
        path.write_text(json.dumps(said, ensure_ascii=False, indent=0), encoding="utf-8")
