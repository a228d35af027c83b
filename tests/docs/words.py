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
    aad about accepts active activity acts add addenda advance advised after agreement agreements
    alias aliases alive all allow allowed alone also and announced anonymous answer append applies
    approval approvals approve approved are argon2 argon2id arrow as asked asker aspect assigned
    assignments at attributes audit back backend bad ban batch batched batches before begin begins
    beside between blank break brought bsns busy by came carried case cases catch cause cell cells
    certificate change changed changes check checked chosen chunked cipher circle circles citation
    classes client clock close closed code column columns comes commit committed compare compiled
    conditions conflict connect connection consistency content continue continues corrections count
    counts coverage covers create csv damaged data database day decide decided decision decode
    decrypt deed demo deny derivation derive designated designation desk destroy destroyed detail
    deviates deviating deviation device did diff differs disclosures disk domain domains done
    downgrade draft driver due dutch each early effect empty encode end ended enforces engine enough
    enrol enter entries entry epoch error event ever every everybody evidence exists expected
    explain export extension extensions facts fail failed field fields file fill filled find
    findings first fixed folder folders followed for foreign forget forgettable form format found
    frames from full gain gather given glass go gone granted ground group guarded handed hanging
    happened hash hashes head health held help hidden hold holds horizon host house html id identify
    ids if inclusion info init inode input inside install interval into invalid is issuer item items
    job joined journal json judged keep keeps kept key keyring keys kind kinds known lang last later
    law leaf lease leases leaves ledger left letter letters level limit line lines list listed load
    lock log logged look looked lost mac macs maintain make many map mark matrix may meets members
    message method migrate misfit missing mode moment moments more move moved moves must name named
    names narrower nearest needed new newest no node not note now number numbered ok old oldest on
    one only open opened opener operation order orders origin origins other ours out outcome output
    outside over owed pairs parent parse part parties parts party passphrase path patience pattern
    peaks people perform period permissions person persons place placed plain plan plans polars
    policies policy previous process progress proof provided prunable prune pseudonym pseudonymise
    pseudonyms public published purge purpose purposes query question raw read readable reader ready
    reconcile reconciled record records reference refusals refuse refused register registered
    registers rejected release remark remembered remove renew renewal renewed replace replay report
    reported reports request requests require reseal resolve rests result results reveal review
    reviews revision revived rewrap right roles rolled rooms root rotate row rows rule run said salt
    same sample samples sane scan scope scopes scrub scrypt seal sealed second secret secure see
    seed seen selecting selection selects set sha256 shadow shape shielded shields shipped show
    shown shred sign signature signed signer signing since size snapshot some source span sqlite
    stamp standing stands start state statement statements states step steps still stop stopped
    storage store stored stores stream strong subject submit summaries summary table tables tag tags
    take taking tally tampered target targets term terms test text there third this ticket tile
    tiles time to today together token told too trace traces transaction transit transition
    translate translation unanswered under unfinished uninstall unknown unreachable unreadable
    unsafe unseal unsecure unset until untouched unusable unwrap up upgrade use value values vault
    verdict verifier verifiers verify version versions vkey vote votes wait waits wake wanted ways
    weak what where while who why width with withdraw within word words work workplace workspace
    worn wrap wrapped write writer written wrong xlsx yes
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
