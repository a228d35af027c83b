"""
The file of facts of one DPIA, made anew beside the one that is there.
"""

from __future__ import annotations

from dataclasses import dataclass

from zvhprivacy.dpia.assessed import Change, changes
from zvhprivacy.dpia.facts import Facts, facts_file
from zvhprivacy.dpia.gate import ADOPTED
from zvhprivacy.dpia.hashing import facts_hash
from zvhprivacy.dpia.read import FOLDER, Register
from zvhprivacy.model.dpia.dossier import Dpia
from zvhprivacy.model.dpia.facts import DpiaFeiten


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """
    The facts of *dpia* as they are now, and what differs from the file that is there.

    *stored* is None without a file that can be read; *adopted* says that it is what was assessed.
    """

    dpia: Dpia
    feiten: DpiaFeiten
    stored: DpiaFeiten | None
    changes: tuple[Change, ...]
    adopted: bool

    @property
    def file(self) -> str:
        """
        The name of the file, from the workspace.
        """
        return f"{FOLDER}/{self.dpia.dpia}.feiten.yaml"

    @property
    def hash(self) -> str:
        """
        The hash by which these facts are adopted.
        """
        return facts_hash(self.feiten)

    @property
    def same(self) -> bool:
        """
        Say whether the file that is there says the same already, maybe of another day.
        """
        return self.stored is not None and facts_hash(self.stored) == self.hash

    def replaces(self, *, overwrite: bool) -> bool:
        """
        Say whether the file is to be written: what was assessed only goes when somebody says so.
        """
        return not self.same and (overwrite or not self.adopted)

    def text(self) -> str:
        """
        Give the contents of the file.

        Raises:
            NotWritable: what is written could not be read back as these facts.
        """
        return facts_file(self.feiten)


def make(facts: Facts, register: Register, dpia: Dpia) -> Made:
    """
    Make the facts of *dpia* and lay them beside those in *register*.
    """
    stored = register.feiten.get(dpia.dpia)
    return Made(
        dpia=dpia,
        feiten=facts.of(dpia),
        stored=stored,
        changes=() if stored is None else changes(facts, dpia, stored),
        adopted=stored is not None and is_adopted(dpia, stored),
    )


def is_adopted(dpia: Dpia, stored: DpiaFeiten) -> bool:
    """
    Say whether *stored* are the facts over which *dpia* was adopted, and still counts.
    """
    adoption = dpia.vaststelling
    return adoption is not None and dpia.status in ADOPTED and adoption.feiten == facts_hash(stored)
