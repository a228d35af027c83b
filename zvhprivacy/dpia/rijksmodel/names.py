"""
The names that stand in a Rijksmodel file for the ids of a workspace, and back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from zvhprivacy.dpia.rijksmodel.marks import is_id, slug
from zvhprivacy.model.workspace import Workspace


class Namen:
    """
    Gives each id of *known* a name that no other has, and finds the id of a name.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        count = Counter(_form(name) for name in known.values())
        count.update(word for word, name in known.items() if _form(name) != word)
        self._names = {
            word: name if count[_form(name)] == 1 else f"{name} ({word})"
            for word, name in known.items()
            if name.strip()
        }
        self._ids = {_form(name): word for word, name in self._names.items()}
        self._ids.update({word: word for word in known})

    def name(self, word: str) -> str:
        """
        Give the name of *word*, or *word* itself when it has none.
        """
        return self._names.get(word, word)

    def find(self, name: str) -> str | None:
        """
        Give the id that *name* is the name of; None when no id is known by it.
        """
        return self._ids.get(_form(name))

    def or_made(self, name: str, *, default: str) -> str:
        """
        Give the id of *name*, or make one of it that the checks of the register will not know.
        """
        found = self.find(name)
        if found is not None:
            return found
        return name if is_id(name) else slug(name, default=default)


def names_of(workspace: Workspace) -> dict[str, str]:
    """
    Give the names of organisations, kinds of them, and roles of *workspace*, by id.

    A workspace without a usable law layer has none.
    """
    if workspace.law is None:
        return {}
    words = workspace.law.begrippen
    found = {rol: rol for rol in words.rollen}
    found |= {name: kind.naam for name, kind in words.deelnemersoorten.items()}
    for agreement in workspace.agreements.values():
        convenant = agreement.convenant
        found |= {name: each.naam for name, each in convenant.ontvangers.items()}
        found |= {name: each.naam for name, each in convenant.deelnemers.items()}
    return found


def _form(name: str) -> str:
    return " ".join(name.casefold().split())
