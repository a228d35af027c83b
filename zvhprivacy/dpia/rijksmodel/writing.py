"""
A sheet of answers in the shape of the invulhulp (assessment-output v2).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

from zvhprivacy.dpia.rijksmodel.clean import as_answer
from zvhprivacy.dpia.rijksmodel.loss import order


Cell: TypeAlias = "str | list[str] | dict[str, str] | None"


class Answers:
    """
    Collects answers by number, and rows of them; an empty answer is left out.
    """

    def __init__(self, op: datetime) -> None:
        self.moment = f"{op.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._single: dict[str, object] = {}
        self._rows: dict[str, list[dict[str, object]]] = {}

    def written(self) -> dict[str, object]:
        """
        Give what was written, in the order of the model.
        """
        found: dict[str, object] = {**self._single, **self._rows}
        return {number: found[number] for number in sorted(found, key=order)}

    def one(self, number: str, value: Cell, *, empty: bool = False) -> None:
        """
        Answer a question that is asked once; with *empty* also when the answer is nothing.
        """
        if value or empty:
            self._single[number] = self._answer(value)

    def row(self, around: str, values: Mapping[str, Cell]) -> None:
        """
        Add a row below the number *around*.
        """
        answers = {number: self._answer(value) for number, value in values.items() if value}
        if answers:
            rows = self._rows.setdefault(around, [])
            rows.append({"_index": len(rows), **answers})

    def _answer(self, value: Cell) -> dict[str, object]:
        safe: object = value
        if isinstance(value, str):
            safe = as_answer(value)
        elif isinstance(value, list):
            safe = [as_answer(each) for each in value]
        return {"value": safe, "lastEditedAt": self.moment}
