"""
What a check of a logboek found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class Soort(StrEnum):
    """
    What can be wrong with a logboek; the sentence is `logboek.afwijking.<soort>`.
    """

    REGEL_GEWIJZIGD = "regel-gewijzigd"
    REGEL_VORM = "regel-vorm"
    REGEL_VERDWENEN = "regel-verdwenen"
    REGEL_GEWIST = "regel-gewist"
    REGEL_TE_VEEL = "regel-te-veel"
    KENMERK_GEWIJZIGD = "kenmerk-gewijzigd"
    TIJD_TERUG = "tijd-terug"
    BELEID_ONBEKEND = "beleid-onbekend"
    BELEID_GEWIJZIGD = "beleid-gewijzigd"
    TEGEL_GEWIJZIGD = "tegel-gewijzigd"
    STAND_GEWIJZIGD = "stand-gewijzigd"
    GEEN_CHECKPOINT = "geen-checkpoint"
    CHECKPOINT_VORM = "checkpoint-vorm"
    CHECKPOINT_VALS = "checkpoint-vals"
    CHECKPOINT_WIJKT_AF = "checkpoint-wijkt-af"
    CHECKPOINT_TE_GROOT = "checkpoint-te-groot"


class Deviation(NamedTuple):
    """
    Something that is not as it was written: which entries, from *eerste* through *laatste*.

    *bij* names what showed it: a checkpoint by its size, an outside one by its name, a policy.
    """

    soort: Soort
    eerste: int
    laatste: int
    bij: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    The outcome of a check; true when nothing deviates.

    *wortel* is the root over the *aantal* entries as found. Entries from *ondertekend_tot* on are
    not covered by a checkpoint yet. What lines below *leesbaar_vanaf* said was pruned.
    """

    aantal: int
    wortel: str
    leesbaar_vanaf: int
    ondertekend_tot: int
    checkpoints: int
    afwijkingen: tuple[Deviation, ...]

    def __bool__(self) -> bool:
        return not self.afwijkingen

    def as_json(self) -> dict[str, Any]:
        """
        Give it in the form that `logboek verify --format json` prints.
        """
        return {
            "in_orde": bool(self),
            "aantal": self.aantal,
            "wortel": self.wortel,
            "leesbaar_vanaf": self.leesbaar_vanaf,
            "ondertekend_tot": self.ondertekend_tot,
            "checkpoints": self.checkpoints,
            "afwijkingen": [each._asdict() for each in self.afwijkingen],
        }
