"""
Every comparison in the calculus matters: drop it, and a hand-worked case notices.

A bug is planted by taking one comparison as always true, as always false, or with its limit moved,
or by taking the latest for the earliest. What is left is run on the hand-worked cases, and on
random ones of which the oracle says what becomes of them.
"""

from __future__ import annotations

import ast
import sys

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from types import CodeType, ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest

from tests.bewaren import oracle, test_announce, test_bounds, test_remarks
from tests.bewaren.cases import REST, said
from tests.bewaren.test_calculus_cases import ROWS
from tests.bewaren.worlds import Draw, World, world
from zvhprivacy import bewaren
from zvhprivacy.policy.terms import Terms


PACKAGE = "zvhprivacy.bewaren"
# In the order in which they need each other.
MODULES = (
    "limits",
    "history",
    "renewals",
    "prepared",
    "ends",
    "judge",
    "calculus",
    "announce",
    "bounds",
    "remarks",
)
FOLDER = Path(bewaren.__file__).parent
SOURCES = {name: (FOLDER / f"{name}.py").read_text(encoding="utf-8") for name in MODULES}
CODE = {name: compile(source, name, "exec") for name, source in SOURCES.items()}

MOVED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}

# Planted here it changes nothing, and why.
HARMLESS = {
    **dict.fromkeys(
        (
            "limits: term.vanaf is not None is always true",
            "limits: term.termijn is not None is always true",
            "limits: term.geval is not None is always true",
            "renewals: renewal.binnen is None is always false",
        ),
        "the model refuses a term without it",
    ),
    **dict.fromkeys(
        (
            "limits: each.begin is Begin.EERSTE_VERWERKING is always true",
            "limits: Begin.LAATSTE_VERWERKING in begins is always true",
            "limits: found is None is always true",
            "limits: here not in known is always true",
            "prepared: found is None is always true",
            "bounds: here not in known is always true",
            "prepared: item.gegeven in case.apart is always true",
            "calculus: kind is None is always true",
            "calculus: verdict is None is always true",
            "calculus: item.gegeven in apart is always true",
        ),
        "it is asked again instead of remembered",
    ),
    **dict.fromkeys(
        ("calculus: date.min is always true", "calculus: date.min is always false"),
        "two that have no day are equal in all else",
    ),
    **dict.fromkeys(
        ("judge: date.max is always true", "judge: date.max is always false"),
        "it is only asked of what was closed",
    ),
    "history: meant is None is always false": "nothing begins with what has no name",
    "history: renewed > closed is moved at 0": "that they are one day was asked before",
    "judge: floor is not None is always true": "without a minimum nothing lasts longer than it",
}


class Bug(NamedTuple):
    """
    The *number*-th spot of a module, and what is done to it.
    """

    module: str
    number: int
    how: str
    text: str

    def __str__(self) -> str:
        return f"{self.module}: {self.text} is {self.how}"


def _spots(tree: ast.Module) -> list[ast.AST]:
    """
    Give the comparisons, what stands for one between `and` and `or`, and the choices of one of all.
    """
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.BoolOp)
        for part in node.values
        if isinstance(part, ast.Call | ast.Name | ast.Attribute)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        or _swapped(node)
        or (isinstance(node, ast.expr) and id(node) in parts)
    ]


def _swapped(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return SWAPPED.get(node.func.id)
    return None


def _bugs() -> Iterator[Bug]:
    for module, source in SOURCES.items():
        for number, node in enumerate(_spots(ast.parse(source))):
            text = " ".join(ast.unparse(node).split())
            if other := _swapped(node):
                yield Bug(module, number, other, text)
                continue
            yield Bug(module, number, "always true", text)
            yield Bug(module, number, "always false", text)
            if isinstance(node, ast.Compare):
                for place, each in enumerate(node.ops):
                    if type(each) in MOVED:
                        yield Bug(module, number, f"moved at {place}", text)


def _planted(bug: Bug) -> CodeType:
    tree = ast.parse(SOURCES[bug.module])
    spot = _spots(tree)[bug.number]
    if bug.how in SWAPPED:
        assert isinstance(spot, ast.Call)
        spot.func = ast.Name(bug.how, ast.Load())
    elif bug.how.startswith("moved"):
        assert isinstance(spot, ast.Compare)
        place = int(bug.how.split()[-1])
        spot.ops[place] = MOVED[type(spot.ops[place])]()
    else:
        tree = _Constant(spot, value=bug.how == "always true").visit(tree)
    return compile(ast.fix_missing_locations(tree), bug.module, "exec")


class _Constant(ast.NodeTransformer):
    def __init__(self, spot: ast.AST, *, value: bool) -> None:
        self._spot = spot
        self._value = value

    def visit(self, node: ast.AST) -> Any:
        if node is self._spot:
            return ast.copy_location(ast.Constant(self._value), node)
        return self.generic_visit(node)


def _package(code: dict[str, CodeType]) -> Any:
    """
    Make the calculus anew, of *code*, beside the one that all others use.
    """
    package = ModuleType(PACKAGE)
    package.__path__ = []
    made = {name: ModuleType(f"{PACKAGE}.{name}") for name in code}
    with patch.dict(sys.modules, {PACKAGE: package, **{m.__name__: m for m in made.values()}}):
        for name, each in code.items():
            exec(each, made[name].__dict__)  # noqa: S102 - it is our own package
    package.__dict__.update(
        verdicts=made["calculus"].verdicts,
        announcements=made["announce"].announcements,
        nothing_due=made["bounds"].nothing_due,
        remarks=made["remarks"].remarks,
    )
    return package


def _worlds(number: int) -> Iterator[tuple[World, Terms, dict[str | None, oracle.Answer]]]:
    """
    Go through random cases with what the oracle makes of them; the same ones every time.
    """
    chance = Random(8)  # noqa: S311 - it guards nothing
    for each in range(number):
        known = each % 3 != 0
        made = world(Draw(lambda: chance.randrange(998)), known=known, renewals=known)
        if not known:
            made = made._replace(wet=tuple(term for term in made.wet if term.soort != "minimum"))
        yield made, made.terms(), oracle.expected(oracle.Asked(**made._asdict()))


CASES = [(row, row.terms()) for row in ROWS]
WORLDS = tuple(_worlds(300))
BUGS = tuple(_bugs())


def _as_expected(package: Any) -> bool:
    for row, terms in CASES:
        vandaag = date.fromisoformat(row.vandaag or row.op)
        found = package.verdicts(row.facts, terms, date.fromisoformat(row.op), vandaag=vandaag)
        actual = {verdict.gegeven or REST: said(verdict) for verdict in found}
        if dict(row.verwacht) != {name: actual[name] for name in row.verwacht}:
            return False
    for made, terms, expected in WORLDS:
        found = package.verdicts(made.facts, terms, made.op, vandaag=made.vandaag)
        given = [oracle.Answer(each.state, each.uiterlijk, each.afschermen) for each in found]
        if given != list(expected.values()):
            return False
    return (
        all(
            told.announced == test_announce.announced(told, package) for told in test_announce.TABLE
        )
        and all(each.quiet == test_bounds.quiet(each, package) for each in test_bounds.TABLE)
        and all(
            each.remarks == test_remarks.remarked(each, package)
            for each in test_remarks.TABLE.values()
        )
    )


def _noticed(bug: Bug) -> bool:
    try:
        return not _as_expected(_package({**CODE, bug.module: _planted(bug)}))
    except Exception:  # noqa: BLE001 - a bug that breaks it is noticed too
        return True


def test_unbroken_every_case_is_as_it_says() -> None:
    """
    Made anew from the same source, the calculus answers every case as it should.
    """
    assert _as_expected(_package(CODE))


@pytest.mark.parametrize("bug", [bug for bug in BUGS if str(bug) not in HARMLESS], ids=str)
def test_a_planted_bug_is_noticed(bug: Bug) -> None:
    """
    A comparison that is dropped or moved turns at least one case red.
    """
    assert _noticed(bug)


@pytest.mark.parametrize("bug", [bug for bug in BUGS if str(bug) in HARMLESS], ids=str)
def test_what_is_called_harmless_is(bug: Bug) -> None:
    """
    What is there twice is noticed by nobody, and no longer named when it matters.
    """
    assert not _noticed(bug)


def test_all_modules_are_tried() -> None:
    """
    What the calculus is made of is planted with bugs, and a harmless one that is gone is not named.
    """
    needed = {
        node.module.removeprefix(f"{PACKAGE}.")
        for source in SOURCES.values()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PACKAGE)
    }

    assert needed <= set(MODULES)
    assert HARMLESS.keys() <= {str(bug) for bug in BUGS}
