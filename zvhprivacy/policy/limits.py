"""
Find the words that no ban of a frame limits, so that a convenant could allow anything with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zvhprivacy.errors import Finding, Level, finding
from zvhprivacy.model.selection import Mode
from zvhprivacy.model.workspace import Law
from zvhprivacy.policy.rule import Rule


def unlimited(law: Law, bans: Sequence[Rule]) -> Iterator[Finding]:
    """
    Name every kind, role, handeling, purpose and phase that no ban of a frame limits.
    """
    words = law.begrippen
    for kader in words.kaders:
        here = [b for b in bans if b.keuze("kader").selects(frozenset({kader}))]
        values = {
            "deelnemer": {k: words.namen(k, k, kader) for k in words.deelnemersoorten},
            "rol": {w: frozenset({w}) for w in words.rollen},
            "handeling": {w: frozenset({w}) for w in words.handelingen},
            "doel": {w: frozenset({w}) for w in words.doelen},
            "fase": {w: frozenset({w}) for w in words.fasen},
        }
        for field, named in values.items():
            chosen = {b.keuze(field) for b in here if b.keuze(field).mode is not Mode.ALLE}
            for word, names in named.items():
                if not any(keuze.selects(names) for keuze in chosen):
                    yield finding(
                        "ZVH305",
                        words.span_of(_TABLES[field], word),
                        level=Level.BEVINDING,
                        place=f"policies/begrippen.yaml#{kader}/{field}/{word}",
                        soort=field,
                        waarde=word,
                        kader=kader,
                    )


_TABLES = {
    "deelnemer": "deelnemersoorten",
    "rol": "rollen",
    "handeling": "handelingen",
    "doel": "doelen",
    "fase": "fasen",
}
