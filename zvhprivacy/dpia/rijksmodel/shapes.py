"""
The shapes in which the invulhulp saved a DPIA over the years, as one: answers and rows of answers.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from zvhprivacy.dpia.rijksmodel.errors import NoRijksmodel, OtherForm
from zvhprivacy.dpia.rijksmodel.loss import Soort, Verliezen
from zvhprivacy.model.dpia.sections import ONDERDELEN, rij_van


URN = "urn:nl:dpia"
FORM = "dpia"
_FORMS = frozenset({"dpia", "prescan", "iama", "aiia"})
_KEY = re.compile(r"([0-9]+(?:\.[0-9]+)*)(?:\[([0-9]{1,9})\]|_([A-Za-z0-9_-]+))?")
_INDEX = re.compile(r"[0-9]{1,9}")
_OTHERS = {
    "pia": ("een export van de PIA-software van de CNIL", "an export of the PIA software of CNIL"),
    "structure": ("een sjabloon van de PIA-software van de CNIL", "a template of that of CNIL"),
    "tasks": ("de vragenlijst van een invulhulp", "the list of questions of a form"),
}


class Beeld(NamedTuple):
    """
    A picture with what is said about it; *data* is still text.
    """

    data: str
    titel: str
    beschrijving: str
    bron: str


Waarde: TypeAlias = "str | tuple[str, ...] | Beeld | None"


@dataclass(frozen=True, slots=True)
class Rij:
    """
    A row, with the number it had.
    """

    index: int
    waarden: Mapping[str, Waarde]


@dataclass(frozen=True, slots=True)
class Antwoorden:
    """
    What was answered, by number of the model; *rijen* by the number that is repeated.
    """

    los: Mapping[str, Waarde]
    rijen: Mapping[str, tuple[Rij, ...]]


def answers_of(file: object, lost: Verliezen) -> Antwoorden:
    """
    Find the answers of a DPIA in *file*; what cannot be a part of them is counted in *lost*.

    Raises:
        OtherForm: it is of another program or another form.
        NoRijksmodel: there are no answers in it.
    """
    answers, instances = _found(file, lost)
    reader = _Reader(lost, instances)
    for key, value in answers.items():
        reader.answer(key, value)
    if not reader.used:
        raise NoRijksmodel
    return reader.read()


def _found(file: object, lost: Verliezen) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if isinstance(file, list):
        raise OtherForm(wat="een lijst", what="a list")
    if not isinstance(file, dict):
        raise NoRijksmodel
    for key, (wat, what) in _OTHERS.items():
        if key in file:
            raise OtherForm(wat=wat, what=what)
    answers = file.get("answers")
    if not isinstance(answers, dict):
        raise NoRijksmodel
    metadata = file.get("metadata")
    urn = metadata.get("urn") if isinstance(metadata, dict) else None
    if _FORMS & answers.keys():
        inner = answers.get(FORM)
        if not isinstance(inner, dict):
            raise OtherForm(wat="een pre-scan of IAMA", what="a pre-scan or IAMA")
        for name in sorted(_FORMS & answers.keys() - {FORM}):
            lost.meld("-", Soort.VERVALLEN, wat=name)
        return inner, _instances(file)
    if isinstance(urn, str) and not urn.startswith(URN):
        raise OtherForm(wat="een ander formulier van de invulhulp", what="another form of it")
    return answers, _instances(file)


def _instances(file: Mapping[str, Any]) -> Mapping[str, Any]:
    """
    Give what the oldest files say about their rows: per key its number and the row around it.
    """
    state = file.get("taskState")
    state = state.get(FORM, state) if isinstance(state, dict) else {}
    found = state.get("taskInstances") if isinstance(state, dict) else None
    return found if isinstance(found, dict) else {}


class _Reader:
    """
    Puts answers in their rows.
    """

    def __init__(self, lost: Verliezen, instances: Mapping[str, Any]) -> None:
        self._lost = lost
        self._instances = instances
        self._single: dict[str, Waarde] = {}
        self._rows: dict[str, dict[int, dict[str, Waarde]]] = {}
        self._names: dict[str, dict[str, int]] = {}  # the numbers of rows that had a name
        self.used = False

    def read(self) -> Antwoorden:
        """
        Give what was read; rows without an answer are left out and counted.
        """
        rows = {}
        for number, found in self._rows.items():
            filled = {index: row for index, row in found.items() if any(map(_filled, row.values()))}
            self._lost.meld(number, Soort.LEGE_RIJEN, aantal=len(found) - len(filled))
            self._lost.meld(number, Soort.GATEN, aantal=_gaps(found))
            if filled:
                rows[number] = tuple(Rij(index, filled[index]) for index in sorted(filled))
        return Antwoorden(self._single, rows)

    def answer(self, key: str, value: object) -> None:
        """
        Take one key of the answers.
        """
        match = _KEY.fullmatch(key)
        if match is None or match[1] not in ONDERDELEN:
            if not key.startswith("completed."):  # a tick of the oldest files, no answer
                self._lost.meld(match[1] if match else "-", Soort.ONBEKEND)
            return
        self.used = True
        number, index, name = match[1], match[2], match[3]
        if isinstance(value, list) and any(isinstance(each, dict) for each in value):
            self._several(number, value)
        elif isinstance(value, dict) and value and all(map(_INDEX.fullmatch, value)):
            for place, each in value.items():  # as the very first files had it
                self._one(number, int(place), each)
        elif index is not None:
            self._one(number, int(index), value)
        elif name is not None:
            self._one(number, self._row_of(number, key, name), value)
        else:
            self._one(number, None, value)

    def _several(self, number: str, rows: list[Any]) -> None:
        for place, row in enumerate(rows):
            if not isinstance(row, dict):
                self._lost.meld(number, Soort.ONBEGREPEN)
                continue
            known = self._rows.setdefault(number, {})
            index = _index(row.get("_index"), place)
            if index in known:  # counted from nought again, in another row around it
                index = max(known) + 1
            known[index] = {}
            for key, value in row.items():
                if key != "_index":
                    self._child(number, index, key, value)

    def _child(self, around: str, index: int, key: str, value: object) -> None:
        match = _KEY.fullmatch(key)
        if match is None or match[1] not in ONDERDELEN or not match[1].startswith(f"{around}."):
            self._lost.meld(around, Soort.ONBEKEND)
        elif isinstance(value, list) and any(isinstance(each, dict) for each in value):
            self._several(match[1], value)
        else:
            self._put(rij_van(match[1]) or around, index, match[1], self._value(match[1], value))

    def _one(self, number: str, index: int | None, value: object) -> None:
        # Of what stood there once, the oldest files did not number the row.
        if around := rij_van(number):
            self._put(around, index or 0, number, self._value(number, value))
        else:
            self._single[number] = self._value(number, value)

    def _put(self, around: str, index: int, number: str, value: Waarde) -> None:
        row = self._rows.setdefault(around, {}).setdefault(index, {})
        if number in row:
            self._lost.meld(number, Soort.ONBEGREPEN)
        row.setdefault(number, value)

    def _row_of(self, number: str, key: str, name: str) -> int:
        """
        Give a number to the row of a key with a name, by the row around it where the file says so.
        """
        around = rij_van(number)
        seen, here = set(), self._instances.get(key)
        while isinstance(here, dict) and here.get("taskId") != around:
            parent = here.get("parentInstanceId")
            if not isinstance(parent, str) or parent in seen:
                here = None
                break
            seen.add(parent)
            here = self._instances.get(parent)
        if isinstance(here, dict) and isinstance(here.get("id"), str):
            return self._numbered(around, here["id"])
        if around:
            self._lost.meld(around, Soort.OP_VOLGORDE)
        return self._numbered(number, name)

    def _numbered(self, kind: str, name: str) -> int:
        known = self._names.setdefault(kind, {})
        return known.setdefault(name, len(known))

    def _value(self, number: str, answer: object) -> Waarde:
        value: Any = answer
        if isinstance(answer, dict) and "value" in answer:
            value = answer["value"]
        match value:
            case None | str():
                return value
            case bool():
                return "true" if value else "false"
            case int():
                return str(value)
            case list() if all(isinstance(each, str) for each in value):
                return tuple(value)
            case {"data": str(data)}:
                said = (value.get(key, "") for key in ("title", "description", "source"))
                return Beeld(data, *(each if isinstance(each, str) else "" for each in said))
            case _:
                self._lost.meld(number, Soort.ONBEGREPEN)
                return ""


def _index(given: object, place: int) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return given
    return place


def _filled(value: Waarde) -> bool:
    # An answer that is `null` says that something does not apply; in a row it says nothing.
    return bool(value)


def _gaps(rows: Mapping[int, object]) -> int:
    return max(rows) + 1 - len(rows) if rows else 0
