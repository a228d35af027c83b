"""
A policy as it was judged, in one text: what an entry of the logboek names by its hash.
"""

from __future__ import annotations

import json
import zlib

from typing import TYPE_CHECKING

from zvhprivacy.policy.enforce import model_text


if TYPE_CHECKING:
    from zvhprivacy.policy.snapshot import Snapshot

LEVEL = 9  # it is written once and kept for years


def archived(snapshot: Snapshot) -> bytes:
    """
    Give the model of Casbin and, of every stretch of days, its rules in order, compressed.

    The same policy always gives the same bytes.
    """
    rules: dict[tuple[str, ...], int] = {}
    periods = [
        {
            "vanaf": first.isoformat() if first else None,
            "regels": [rules.setdefault(rule.row, len(rules)) for rule in compiled],
        }
        for first, compiled in snapshot.all_rules()
    ]
    text = json.dumps(
        {"policy": snapshot.policy, "model": model_text(), "regels": list(rules), "dagen": periods},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return zlib.compress(text.encode(), LEVEL)


def read_archived(data: bytes) -> str:
    """
    Give the text that `archived` compressed.
    """
    return zlib.decompress(data).decode()
