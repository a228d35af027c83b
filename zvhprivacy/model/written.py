"""
The base of every value a person writes in a file, and how a tree of text becomes such a value.
"""

from __future__ import annotations

import re

from datetime import date
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from zvhprivacy.errors import Finding, Span, finding
from zvhprivacy.source import Mapping, Node, Read, locate, plain, suggest


MAX_ID = 80  # characters; an id stands in every answer and log line
MAX_ROUNDS = 5  # of taking out what does not fit; what then remains is not worth a look

_ID = re.compile(r"[a-z][a-z0-9.-]*")
_NOWHERE = Mapping(entries=(), span=Span.whole("-"))


class _AsIs:
    # `SkipValidation` would still work out a schema of the whole tree, for every model again.
    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.any_schema()


class Written(BaseModel):
    """
    A value that remembers the mapping it was read from, in *plek*.

    Keys are the field names in kebab-case.
    An unknown key becomes a finding, with the key it was probably meant to be; when that key is
    missing, its value is used, so that one slip is one finding.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=lambda name: name.replace("_", "-"),
        populate_by_name=True,
        arbitrary_types_allowed=True,
    )

    plek: Annotated[Mapping, _AsIs] = Field(default=_NOWHERE, repr=False, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _remember(cls, data: object, info: ValidationInfo) -> object:
        if not isinstance(data, Read):
            return data
        known = _keys_of(cls)
        values = dict(data)
        for key in data.keys() - known:
            meant = suggest(key, known)
            value = values.pop(key)
            if meant and meant not in values:
                values[meant] = value
            if info.context is not None:
                span = data.node.key_span(key)
                slip = finding("ZVH101", span, sleutel=key, suggestie=meant or "")
                info.context.append(slip)
        values["plek"] = data.node  # last: a key of that name in a file is no place
        return values

    @property
    def span(self) -> Span:
        """
        Point at the first key of this value.
        """
        return self.plek.entries[0].key.span if self.plek.entries else self.plek.span

    def span_of(self, *path: str | int) -> Span:
        """
        Point at what stands at *path* below this value.
        """
        return locate(self.plek, path)


@cache
def _keys_of(model: type[Written]) -> frozenset[str]:
    names = (field.alias or name for name, field in model.model_fields.items())
    return frozenset(names) - {"plek"}


W = TypeVar("W", bound=Written)


def read_as(model: type[W], node: Node) -> tuple[W | None, list[Finding]]:
    """
    Read *node* as a *model*; a finding for all that does not fit.

    With findings the value is what is left without the parts that do not fit, for looking what
    else is wrong and never to decide by; None when nothing sensible is left.
    """
    findings: list[Finding] = []
    data = plain(node)
    context: list[Finding] = findings
    for _ in range(MAX_ROUNDS):
        try:
            return model.model_validate(data, context=context), findings
        except ValidationError as error:
            problems = error.errors(include_url=False, include_input=False)
        if context is findings:
            findings += [_finding(problem, node) for problem in problems]
        context = []
        paths = sorted((_path(problem) for problem in problems), key=str, reverse=True)
        taken = [_take_out(data, path) for path in paths]
        if not all(taken):
            break
    return None, findings


def _take_out(data: object, path: tuple[str | int, ...]) -> bool:
    """
    Take from *data* the smallest part around *path* that can be missed; say whether there is one.

    An item of a list goes only when it is a mapping: those remember their own place in the file.
    """
    holders: list[tuple[Any, str | int]] = []
    here: Any = data
    for part in path:
        holders.append((here, part))
        try:
            here = here[part]
        except (LookupError, TypeError):
            holders.pop()
            if holders:  # A key that is missing: then whatever should have it cannot be used.
                break
            return False
    while holders:
        holder, part = holders.pop()
        if isinstance(holder, dict) or isinstance(holder[part], dict):
            del holder[part]
            return True
    return False


def _path(problem: Any) -> tuple[str | int, ...]:
    return tuple(part for part in problem["loc"] if not str(part).startswith("function-"))


def _finding(problem: Any, node: Node) -> Finding:
    path = _path(problem)
    kind = problem["type"]
    name = next((part for part in reversed(path) if isinstance(part, str)), "-")
    if kind.startswith("ZVH"):
        said = {"sleutel": name, **problem.get("ctx", {})}
        return finding(kind, locate(node, path), **said)
    if kind == "missing":
        return finding("ZVH102", locate(node, path[:-1]), sleutel=name)
    expected = {
        "string_type": "tekst",
        "tuple_type": "lijst",
        "list_type": "lijst",
    }.get(kind, "groep")
    here = locate(node, path)
    if kind in {"literal_error", "enum"}:
        words = problem["ctx"]["expected"].replace("'", "`").replace(" or ", " of ")
        return finding("ZVH115", here, sleutel=name, verwacht=words)
    return finding("ZVH104", here, sleutel=name, verwacht=expected, gekregen=_shape(node, path))


def _shape(node: Node, path: tuple[str | int, ...]) -> str:
    value = plain(node)
    for part in path:
        if isinstance(value, dict) and part in value:
            value = value[str(part)]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
    if value == "":
        return "leeg"
    if isinstance(value, str):
        return "tekst"
    return "lijst" if isinstance(value, list) else "groep"


def _date(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise PydanticCustomError("ZVH105", "not a date", {"waarde": value})
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("ZVH105", "not a date", {"waarde": value}) from None
    return value


@lru_cache(maxsize=4096)  # The words of the vocabulary come back in every rule and toets.
def _id(value: str) -> str:
    if len(value) > MAX_ID or not _ID.fullmatch(value):
        raise PydanticCustomError("ZVH107", "not an id", {"waarde": value})
    return value


def _filled(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("ZVH109", "empty", {})
    return value


def _schema(value: object) -> object:
    if value != "1":
        raise PydanticCustomError("ZVH012", "schema", {})
    return value


def _some(values: tuple[str, ...]) -> tuple[str, ...]:
    if not values:
        raise PydanticCustomError("ZVH109", "empty", {})
    if len(set(values)) != len(values):
        twice = next(value for value in values if values.count(value) > 1)
        raise PydanticCustomError("ZVH112", "twice", {"waarde": twice})
    return values


def _yes_no(value: object) -> object:
    if isinstance(value, str):
        if value not in {"ja", "nee"}:
            words = {"verwacht": "`ja` of `nee`"}
            raise PydanticCustomError("ZVH115", "yes or no", words)
        return value == "ja"
    return value


Day = Annotated[date, BeforeValidator(_date)]
Id = Annotated[str, AfterValidator(_id)]
Words = Annotated[str, AfterValidator(_filled)]
Ids = Annotated[tuple[Id, ...], AfterValidator(_some)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Schema = Annotated[str, BeforeValidator(_schema)]
