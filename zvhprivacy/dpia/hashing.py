"""
The hash of what is assessed: the facts of a DPIA, without the day and policy they were made for.
"""

from __future__ import annotations

import hashlib
import json

from collections.abc import Mapping

from zvhprivacy.dpia.emit import Plain, mapping_of
from zvhprivacy.model.dpia.facts import DpiaFeiten


PREFIX = "sha256:"
_NOT_ASSESSED = frozenset({"op", "policy"})


def assessed(feiten: DpiaFeiten) -> dict[str, Plain]:
    """
    Give of *feiten* what is assessed, as it stands in a file.
    """
    said = mapping_of(feiten)
    return {key: each for key, each in said.items() if key not in _NOT_ASSESSED}


def facts_hash(feiten: DpiaFeiten) -> str:
    """
    Give the hash of *feiten* as it stands in the adoption: `sha256:` and 64 hexadecimal digits.

    Where in a file they stand, and in what order the keys, makes no difference.
    """
    return hash_of(assessed(feiten))


def hash_of(said: Mapping[str, Plain]) -> str:
    """
    Give the hash of what is *said* to be assessed.
    """
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return PREFIX + hashlib.sha256(text.encode("ascii")).hexdigest()
