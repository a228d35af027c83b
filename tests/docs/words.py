"""
Collects the Dutch words that stand in code and in files, for the glossary.
"""

from __future__ import annotations

import dataclasses
import enum
import importlib
import inspect
import pkgutil
import re

from collections.abc import Iterator
from types import FunctionType, ModuleType

import click

from tests.docs.made import laws
from tests.docs.pages import ROOT
from zvhprivacy.cli import program
from zvhprivacy.errors import Level
from zvhprivacy.model.begrippen import Begrippen
from zvhprivacy.model.casus import Register
from zvhprivacy.model.written import Written
from zvhprivacy.policy.decision import Outcome
from zvhprivacy.policy.read import read_workspace


# Where public names are looked for, and what of a package belongs to others.
PACKAGES = ("model", "engine", "vault", "logboek", "store", "policy.decision", "policy.rule")
WITHOUT = (
    "zvhprivacy.store.migrations",
    "zvhprivacy.store.tables",  # a row class is called after its register
    "zvhprivacy.logboek.verify_export",
)

# The words that our English names are made of: a name of these alone needs no row.
ENGLISH = frozenset(
    """
    aad about accepts active activity acts add addenda after agreement agreements aliases all
    allow allowed alone also and append applies approval approvals approve approved are argon2
    argon2id arrow as asked at attributes audit back backend bad ban batch batches before begin
    begins beside break bsns busy by case catch cause change changed changes check checked
    chosen cipher citation client clock close code columns comes commit committed compare
    compiled conditions conflict connect connection consistency content continue continues count
    counts coverage covers create csv damaged data database day decide decision decode decrypt
    demo deny derivation derive desk destroy destroyed deviation device did diff differs disk
    domain domains downgrade draft driver due effect empty encode end enforces engine enough
    enrol entries entry epoch error event every evidence exists expected explain export facts
    fail failed field fields file find findings first fixed folder folders foreign forget form
    format frames from full gain gather given glass granted group guarded hash hashes head
    health held help holds host house id inclusion info init inode inside install into invalid
    is issuer item items job joined journal json keep keeps key keyring keys kind known lang
    last law leaf leaves left letter letters level limit line lines list listed load lock log
    lost mac macs maintain make many map mark matrix may meets members message method migrate
    missing mode moment moments more move moves must name named names narrower nearest needed
    new newest no node not note now number ok old oldest on one only open opened opener
    operation origin other ours outcome output outside owed pairs parent parse part parts
    passphrase path patience pattern peaks permissions person persons place plain polars
    policies policy progress proof prunable prune pseudonym pseudonymise pseudonyms public query
    question read readable reader ready reconcile reconciled record records reference refuse
    refused register registered registers remembered remove renew renewed replace report request
    requests require reseal resolve rests reveal review reviews rewrap right roles rolled rooms
    root rotate row rows rule run salt same sane scan scope scopes scrub scrypt seal sealed
    secret secure see seen selecting selection selects set shadow shape shipped show shown shred
    sign signature signed signer signing since size snapshot source span stamp stands start
    state statement statements step steps still stop stopped storage store stored strong subject
    submit table tables tag tags tampered target test text this ticket tile tiles time to today
    together token told too trace traces transaction transit transition translate translation
    unanswered under unfinished uninstall unknown unreachable unreadable unsafe unseal unsecure
    unset untouched unusable unwrap up upgrade use value values vault verifier verifiers verify
    version versions vkey wait wake weak what where who width within words work workspace worn
    wrap wrapped write writer written wrong xlsx
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Part of an English name when the rest of it is English, else of a Dutch one.
EITHER = frozenset({"checkpoint", "checkpoints", "grant", "grants", "in", "of", "over", "status"})
# What is no word, or an English name after all.
NO_WORDS = frozenset({"id", "code", "schema", "casus-of"})

_PART = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def used() -> set[str]:
    """
    Give every Dutch word that the glossary must have, in the form it has in files.
    """
    names = {name for package in PACKAGES for name in _names(package)}
    words = {word for name in {*names, *_commands(program)} for word in dutch(name)}
    words |= {*_keys(), *_values(), *_vocabulary()}
    words |= {wet.wet for wet in laws()}
    return {as_written(word) for word in words if not word.startswith("_")} - NO_WORDS


def dutch(name: str) -> set[str]:
    """
    Give what is Dutch in *name*: nothing, the whole, or the parts that stand beside English ones.
    """
    parts = [part.lower() for part in _PART.findall(name)]
    if (ENGLISH | EITHER).issuperset(parts):
        return set()
    if ENGLISH.isdisjoint(parts):
        return {name}
    return set(parts) - ENGLISH - EITHER


def as_written(name: str) -> str:
    """
    Give *name* as it stands in files: `bouwt_op` and `bouwt-op` are one word.
    """
    return name.strip("_").replace("_", "-")


def _modules(package: str) -> Iterator[ModuleType]:
    module = importlib.import_module(f"zvhprivacy.{package}")
    yield module
    for info in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
        if not info.name.startswith(WITHOUT):
            yield importlib.import_module(info.name)


def _public(package: str) -> Iterator[type | FunctionType]:
    for module in _modules(package):
        for name, value in vars(module).items():
            ours = getattr(value, "__module__", None) == module.__name__
            if ours and not name.startswith("_") and isinstance(value, type | FunctionType):
                yield value


def _names(package: str) -> Iterator[str]:
    """
    Go through the public names of *package*: classes, fields, methods, arguments, values.
    """
    for each in _public(package):
        yield each.__name__
        if isinstance(each, FunctionType):
            yield from _arguments(each)
        elif issubclass(each, enum.Enum):
            yield from (str(member.value) for member in each)
        else:
            yield from _members(each)


def _members(kind: type) -> Iterator[str]:
    if dataclasses.is_dataclass(kind):
        yield from (field.name for field in dataclasses.fields(kind))
    if issubclass(kind, Register):
        yield from kind.model_fields
    yield from getattr(kind, "_fields", ())
    for name, value in vars(kind).items():
        plain = getattr(value, "__func__", value)
        if name.startswith("_"):
            continue
        if isinstance(plain, FunctionType):
            yield name
            yield from _arguments(plain)
        elif isinstance(value, property) or hasattr(value, "attrname"):  # a cached property
            yield name


def _arguments(function: FunctionType) -> Iterator[str]:
    arguments = inspect.signature(function).parameters
    yield from (name for name in arguments if name not in {"self", "cls"})


def _keys() -> Iterator[str]:
    for kind in _public("model"):
        if isinstance(kind, type) and issubclass(kind, Written):
            yield from (field.alias or name for name, field in kind.model_fields.items())


def _values() -> Iterator[str]:
    yield from (str(value) for value in Outcome)
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


def _commands(group: click.Group) -> Iterator[str]:
    """
    Go through the commands and options.
    """
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        options = [opt.lstrip("-") for param in command.get_params(context) for opt in param.opts]
        yield from (word for word in (name, *options) if word)
        if isinstance(command, click.Group):
            yield from _commands(command)
