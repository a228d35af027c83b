"""
Answers as plain text, and which of them nobody has asked for yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from zvhprivacy.dpia.rijksmodel.clean import cleaned
from zvhprivacy.dpia.rijksmodel.errors import TooMuchText
from zvhprivacy.dpia.rijksmodel.loss import Soort, Verliezen
from zvhprivacy.dpia.rijksmodel.shapes import Antwoorden, Beeld, Rij, Waarde
from zvhprivacy.source import MAX_BYTES


class Cells:
    """
    Gives answers without HTML and unseen characters, and remembers which were asked for.
    """

    def __init__(self, answers: Antwoorden, lost: Verliezen) -> None:
        self._answers = answers
        self._lost = lost
        self._asked: set[str] = set()

    def has(self, number: str) -> bool:
        """
        Say whether there is an answer, also when it says that something does not apply.
        """
        return number in self._answers.los

    def text(self, number: str) -> str:
        """
        Give the answer to a question that is asked once; several words stand with commas.
        """
        self._asked.add(number)
        return self._joined(number, self._answers.los.get(number))

    def rows(self, number: str) -> tuple[Rij, ...]:
        """
        Give the rows below *number*.
        """
        return self._answers.rijen.get(number, ())

    def cell(self, row: Rij, number: str) -> str:
        """
        Give one answer of *row*.
        """
        self._asked.add(number)
        return self._joined(number, row.waarden.get(number))

    def words(self, row: Rij, number: str) -> tuple[str, ...]:
        """
        Give the words chosen in *row*, one by one.
        """
        self._asked.add(number)
        value = row.waarden.get(number)
        chosen = value if isinstance(value, tuple) else (value,)
        said = (self._clean(number, each) for each in chosen if isinstance(each, str))
        return tuple(each for each in said if each)

    def image(self, row: Rij, number: str) -> Beeld | None:
        """
        Give the picture of *row*, with clean texts.
        """
        self._asked.add(number)
        value = row.waarden.get(number)
        if not isinstance(value, Beeld):
            return None
        return Beeld(value.data, *(self._clean(number, each) for each in value[1:]))

    def rest(self) -> Iterator[str]:
        """
        Name the numbers that have an answer and were not asked for.
        """
        found = {number for number, value in self._answers.los.items() if value}
        for rows in self._answers.rijen.values():
            found.update(number for row in rows for number, value in row.waarden.items() if value)
        yield from found - self._asked

    def _joined(self, number: str, value: Waarde) -> str:
        if isinstance(value, Beeld):
            self._lost.meld(number, Soort.ONBEGREPEN)
            return ""
        parts = value if isinstance(value, tuple) else (value or "",)
        return ", ".join(filter(None, (self._clean(number, each) for each in parts)))

    def _clean(self, number: str, text: str) -> str:
        if len(text) > MAX_BYTES:  # nothing of ours can hold it, whatever is taken out
            raise TooMuchText
        shown, changed = cleaned(text)
        if changed:
            self._lost.meld(number, Soort.OPGESCHOOND)
        return shown
