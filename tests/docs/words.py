"""
Collects the Dutch words that stand in code and in files, for the glossary.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil

from collections.abc import Iterator

import zvhprivacy.model

from tests.docs.made import laws
from tests.docs.pages import ROOT
from zvhprivacy import engine
from zvhprivacy.errors import Level
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.request import Request
from zvhprivacy.model.written import Written
from zvhprivacy.policy import decision, rule
from zvhprivacy.policy.read import read_workspace


# What reads as English, or is no word.
ENGLISH = frozenset(
    {
        *("id", "code", "schema", "policy", "permissions", "explain", "request", "decision"),
        *("effect", "span", "open", "decide", "require", "shipped", "row", "sentence", "entry"),
        *("Agreement", "Citation", "Law", "Mode", "Request", "Selecting", "Selection", "Workspace"),
        *("Written", "Engine", "Entry", "Grant", "NoJournal", "JournalFailed", "FactsFailed"),
        *("Ban", "Cause", "Decision", "Nearest", "Outcome", "Rule", "Question", "Effect"),
    }
)


def used() -> set[str]:
    """
    Give every Dutch word that the glossary must have.
    """
    words = {*_keys(), *Request._fields, *_fields(), *_engine(), *_values(), *_vocabulary()}
    words |= {wet.wet for wet in laws()}
    return {word for word in words if word not in ENGLISH and not word.startswith("_")}


def _models() -> Iterator[type]:
    for info in pkgutil.iter_modules(zvhprivacy.model.__path__, "zvhprivacy.model."):
        module = importlib.import_module(info.name)
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == info.name and not kind.__name__.startswith("_"):
                yield kind


def _keys() -> Iterator[str]:
    for kind in _models():
        yield kind.__name__
        if issubclass(kind, Written):
            yield from (field.alias or name for name, field in kind.model_fields.items())


def _fields() -> Iterator[str]:
    for module in (decision, engine, rule):
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ != module.__name__ or name.startswith("_"):
                continue
            yield name
            if dataclasses.is_dataclass(kind):
                yield from (field.name for field in dataclasses.fields(kind))
            yield from getattr(kind, "_fields", ())


def _engine() -> Iterator[str]:
    for kind in (engine.Engine, engine.FeitenBron, engine.Journaal):
        for name, method in inspect.getmembers(kind, inspect.isroutine):
            if not name.startswith("_"):
                yield name
                yield from set(inspect.signature(method).parameters) - {"self"}
    yield from (name for name in vars(decision.Decision) if name.startswith(("voor", "toezicht")))


def _values() -> Iterator[str]:
    yield from (str(value) for value in decision.Outcome)
    yield from (str(value) for value in Level)
    yield from ("ondertekend", "concept", "reconstructie")
    yield from ("samenwerkingsconvenant", "model", "privacyprotocol", "streng", "ruim")


def _vocabulary() -> Iterator[str]:
    workspace = read_workspace(ROOT)
    assert workspace.law is not None
    words = workspace.law.begrippen
    for name in Begrippen.model_fields:
        section = getattr(words, name)
        if name not in {"plek", "schema_"}:
            yield from section
    yield from words.wie
    yield from (f"soort:{category.soort}" for category in words.gegevens.values())
