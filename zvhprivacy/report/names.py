"""
The names that people know for the ids of a workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zvhprivacy.errors import visible
from zvhprivacy.messages import UnknownText, text
from zvhprivacy.model.workspace import Workspace


class Names:
    """
    Says in *lang* what an id of *workspace* stands for; an id without a name stays as it is.

    An id is always shown too where a rule can name it: with it one finds the line.
    *most* cuts long enumerations short, those in *first* last; without it nothing is left out.
    """

    def __init__(
        self,
        workspace: Workspace | None,
        lang: str,
        *,
        most: int | None = None,
        first: Iterable[str] = (),
    ) -> None:
        self.lang = lang
        self._most = most
        self._first = frozenset(first)
        self._who: dict[str, str] = {}
        self.values: dict[str, tuple[str, ...]] = {}  # per field all words, for "all but"
        if workspace is None or workspace.law is None:
            return
        words = workspace.law.begrippen
        self._who = {name: kind.naam for name, kind in words.deelnemersoorten.items()}
        for agreement in workspace.agreements.values():
            convenant = agreement.convenant
            self._who |= {name: each.naam for name, each in convenant.ontvangers.items()}
            self._who |= {name: each.naam for name, each in convenant.deelnemers.items()}
        self.values = {
            "rol": tuple(words.rollen),
            "handeling": tuple(words.handelingen),
            "gegevens": tuple(words.gegevens),
            "over": tuple(words.over),
            "doel": tuple(words.doelen),
            "proces": tuple(words.processen),
            "fase": tuple(words.fasen),
        }

    def of(self, field: str, word: str) -> str:
        """
        Give the name of *word* where it stands for a value of *field*.
        """
        if field in {"deelnemer", "aan", "namens"}:
            return self._party(word)
        if field in {"doel", "over"}:
            return self._word(field, word) or visible(word)
        return visible(word)

    def several(self, field: str, words: Iterable[str], link: str) -> str:
        """
        Give *words* as a part of a sentence, the last two joined by *link* (`en`, `of`).
        """
        listed = list(words)
        rest = len(listed) - self._most if self._most else 0
        if rest > 1:
            listed = sorted(listed, key=lambda word: word not in self._first)[: self._most]
        names = [self.of(field, word) for word in listed]
        if rest > 1:
            return f"{', '.join(names)} {text('zin.en-nog', self.lang, aantal=rest)}"
        return joined(names, text(f"zin.{link}", self.lang))

    def _party(self, word: str) -> str:
        known = self._who.get(word)
        if known is None:
            return self._word("wie", word) or visible(word)
        if known.casefold() == word.casefold():
            return visible(known)
        return f"{visible(known)} ({visible(word)})"

    def _word(self, table: str, word: str) -> str:
        try:
            return text(f"zin.{table}.{word}", self.lang)
        except UnknownText:
            return ""


def joined(words: Sequence[str], link: str) -> str:
    """
    Join *words* as in a sentence.
    """
    if len(words) < 2:  # noqa: PLR2004 - one word has nothing to be joined to
        return "".join(words)
    return f"{', '.join(words[:-1])} {link} {words[-1]}"
